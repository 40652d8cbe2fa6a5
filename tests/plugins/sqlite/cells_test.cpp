// SPDX-License-Identifier: Apache-2.0
#include "sqlite/cells.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "queries.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(sqlite_cells)

namespace {

/// A value as SQLite has it in a column that is declared `declared`.
template <class Put>
std::string kept(dp::Type type, const char* declared, Put put) {
  const dp::test::TemporaryFolder folder;
  dp::BatchBuilder builder({{"x", type}}, 1);
  put(builder.column(0));
  const auto batch = builder.finish(1, 0).value();
  {
    auto made =
        dp::sqlite::Database::open(folder.path("a"), dp::sqlite::Database::Access::write)
            .value();
    BOOST_REQUIRE(made.run(std::string("CREATE TABLE t (x ") + declared + ")"));
    const auto insert = made.prepare("INSERT INTO t VALUES (?)").value();
    BOOST_TEST(dp::sqlite::bind_cell(insert, 1, type, dp::BatchView(batch).column(0), 0) ==
               SQLITE_OK);
    BOOST_TEST(!made.step(insert).value());
  }
  return dp::test::queried(folder.path("a"), "SELECT x FROM t");
}

std::string text(std::string_view value) {
  return kept(dp::Type::string, "TEXT", [&](auto& column) { column.put_copy(0, value); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_are_numbers) {
  const auto least = std::numeric_limits<std::int64_t>::min();
  BOOST_TEST(kept(dp::Type::int64, "INTEGER", [&](auto& column) { column.put(0, least); }) ==
             "i:-9223372036854775808\n");
  BOOST_TEST(kept(dp::Type::float64, "REAL", [](auto& column) { column.put(0, 0.1); }) ==
             "r:0.1\n");
  BOOST_TEST(kept(dp::Type::boolean, "BOOLEAN", [](auto& column) { column.put(0, true); }) ==
             "i:1\n");
  BOOST_TEST(kept(dp::Type::int64, "INTEGER", [](auto& column) { column.set_null(0); }) ==
             "n\n");
}

BOOST_AUTO_TEST_CASE(a_float_that_is_no_number_is_not_lost) {
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(kept(dp::Type::float64, "REAL", [&](auto& column) { column.put(0, nan); }) ==
             "t:nan\n");
  const auto infinity = std::numeric_limits<double>::infinity();
  BOOST_TEST(kept(dp::Type::float64, "REAL", [&](auto& column) { column.put(0, infinity); }) ==
             "r:Inf\n");
}

BOOST_AUTO_TEST_CASE(times_and_decimals_are_their_text) {
  BOOST_TEST(kept(dp::Type::date, "DATE", [](auto& column) { column.put(0, dp::Date{0}); }) ==
             "t:1970-01-01\n");
  BOOST_TEST(kept(dp::Type::timestamp, "TIMESTAMP", [](auto& column) {
               column.put(0, dp::Timestamp{0});
             }) == "t:1970-01-01T00:00:00Z\n");
  BOOST_TEST(kept(dp::Type::decimal, "TEXT", [](auto& column) {
               column.put(0, dp::Decimal::parse("1.10").value());
             }) == "t:1.10\n");
}

BOOST_AUTO_TEST_CASE(json_is_the_text_that_it_is) {
  const auto json = [](const char* value) {
    return kept(dp::Type::json, "TEXT", [&](auto& column) { column.put_copy(0, value); });
  };
  BOOST_TEST(json(R"("caf\u00e9")") == "t:caf\xc3\xa9\n");
  BOOST_TEST(json(R"({"a": "b"})") == "t:{\"a\": \"b\"}\n");
  BOOST_TEST(json("1E5") == "t:1E5\n");
}

BOOST_AUTO_TEST_CASE(text_is_text_and_other_bytes_are_a_blob) {
  BOOST_TEST(text("caf\xc3\xa9") == "t:caf\xc3\xa9\n");
  BOOST_TEST(text("") == "t:\n");
  BOOST_TEST(text("0123") == "t:0123\n");
  BOOST_TEST(text("caf\xe9") == "b:caf\xe9\n");
  const std::string nul("a\0b", 3);
  BOOST_TEST(text(nul) == "b:" + nul + "\n");
}

BOOST_AUTO_TEST_SUITE_END()
