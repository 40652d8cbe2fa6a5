// SPDX-License-Identifier: Apache-2.0
#include "sqlite/values_read.hpp"

#include <boost/test/unit_test.hpp>
#include <dp/format.hpp>

BOOST_AUTO_TEST_SUITE(sqlite_values_read)

namespace {

using dp::Type;

/// What an expression of SQL becomes in a column: its text, or "got" and what it is.
std::string read(const std::string& expression, Type type) {
  auto database =
      dp::sqlite::Database::open(":memory:", dp::sqlite::Database::Access::write).value();
  const auto statement = database.prepare("SELECT " + expression).value();
  BOOST_REQUIRE(database.step(statement).value());
  dp::BatchBuilder batch({{"x", type}}, 1);
  const auto got = dp::sqlite::read_cell(statement, 0, batch.column(0), 0, type);
  if (!got.empty()) return "got " + got;
  const auto made = batch.finish(1, 0).value();
  const auto& column = dp::BatchView(made).column(0);
  if (dp::ColumnView(column).is_null(0)) return "null";
  if (dp::is_text(type)) return std::string(dp::StringColumn(column)[0]);
  char text[dp::format::kValueRoom];
  return {text, dp::format::put_value(text, type, column, 0)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_is_taken_where_no_digit_of_it_is_lost) {
  const struct {
    const char* expression;
    Type type;
    const char* read;
  } cases[] = {
      {"9223372036854775807", Type::int64, "9223372036854775807"},
      {"'12'", Type::int64, "12"},
      {"'12x'", Type::int64, "got '12x'"},
      {"1.5", Type::int64, "got 1.5"},
      {"x'3132'", Type::int64, "got '12'"},
      {"0.1", Type::float64, "0.1"},
      {"7", Type::float64, "7"},
      {"9007199254740993", Type::float64, "got 9007199254740993"},
      {"'nan'", Type::float64, "nan"},
      {"1", Type::boolean, "true"},
      {"'false'", Type::boolean, "false"},
      {"2", Type::boolean, "got 2"},
      {"'2026-11-27'", Type::date, "2026-11-27"},
      {"20261127", Type::date, "got 20261127"},
      {"'2026-11-27 10:00:00'", Type::timestamp, "2026-11-27T10:00:00Z"},
      {"'1.10'", Type::decimal, "1.10"},
      {"5", Type::decimal, "5"},
      {"0.1", Type::decimal, "0.1"},
      {"'text'", Type::string, "text"},
      {"''", Type::string, ""},
      {"x'ff00'", Type::string, "\xff"},
      {"12", Type::string, "12"},
      {"0.1", Type::string, "0.1"},
      {"NULL", Type::int64, "null"},
      {"NULL", Type::string, "null"},
  };
  for (const auto& each : cases) {
    auto expected = std::string(each.read);
    if (expected == "\xff") expected += '\0';
    BOOST_TEST(read(each.expression, each.type) == expected, each.expression);
  }
}

BOOST_AUTO_TEST_SUITE_END()
