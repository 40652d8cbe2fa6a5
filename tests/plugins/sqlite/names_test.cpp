// SPDX-License-Identifier: Apache-2.0
#include "sqlite/names.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sqlite_names)

namespace {

using dp::Schema;
using dp::Type;

std::string refusal(std::string_view name, const Schema& schema) {
  const auto status = dp::sqlite::check_table(name, schema);
  return status ? "" : status.error().message;
}

const Schema kSchema = {{"id", Type::int64}, {"a \"b\"", Type::string}, {"x", Type::float64}};

}  // namespace

BOOST_AUTO_TEST_CASE(names_are_quoted) {
  BOOST_TEST(dp::sqlite::quoted_name("order") == "\"order\"");
  BOOST_TEST(dp::sqlite::quoted_name("a\"b") == "\"a\"\"b\"");
}

BOOST_AUTO_TEST_CASE(a_table_has_typed_columns_in_order) {
  BOOST_TEST(dp::sqlite::create_table("t", kSchema) ==
             "CREATE TABLE \"t\" (\"id\" INTEGER, \"a \"\"b\"\"\" TEXT, \"x\" REAL)");
  BOOST_TEST(dp::sqlite::insert_into("t", kSchema) ==
             "INSERT INTO \"t\" (\"id\", \"a \"\"b\"\"\", \"x\") VALUES (?, ?, ?)");
  BOOST_TEST(dp::sqlite::declared_type(Type::boolean) == "BOOLEAN");
  BOOST_TEST(dp::sqlite::declared_type(Type::date) == "DATE");
  BOOST_TEST(dp::sqlite::declared_type(Type::timestamp) == "TIMESTAMP");
  // Digits of a column with a number's affinity would be lost.
  BOOST_TEST(dp::sqlite::declared_type(Type::decimal) == "TEXT");
}

BOOST_AUTO_TEST_CASE(what_no_table_can_be_is_refused) {
  BOOST_TEST(refusal("t", kSchema) == "");
  BOOST_TEST(refusal("SQLite_x", kSchema) ==
             "sqlite: table 'SQLite_x': names that begin with sqlite_ are SQLite's own");
  BOOST_TEST(refusal("t", {}) ==
             "sqlite: table 't': has no columns (got none, expected one at least)");
  BOOST_TEST(refusal("t", {{"Id", Type::int64}, {"x", Type::int64}, {"iD", Type::int64}}) ==
             "sqlite: table 't': its columns 'Id' and 'iD' are one for SQLite: rename one of "
             "them");
  BOOST_TEST(
      refusal("t", Schema(2001, {"x", Type::int64})) ==
      "sqlite: table 't': has too many columns (got 2001, expected at most 2000): select "
      "some of them");
}

BOOST_AUTO_TEST_CASE(the_case_of_ascii_letters_is_not_looked_at) {
  BOOST_TEST(dp::sqlite::is_same_name("Orders", "oRDERS"));
  BOOST_TEST(!dp::sqlite::is_same_name("Orders", "Order"));
  BOOST_TEST(!dp::sqlite::is_same_name("\xc3\x84", "\xc3\xa4"));
}

BOOST_AUTO_TEST_SUITE_END()
