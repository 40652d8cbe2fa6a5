// SPDX-License-Identifier: Apache-2.0
#include "sqlite/selection.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sqlite_selection)

namespace {

using dp::Type;
using dp::sqlite::columns_of;
using dp::sqlite::Database;
using dp::sqlite::select_all;

Database made_by(const std::string& sql) {
  auto made = Database::open(":memory:", Database::Access::write).value();
  BOOST_REQUIRE(made.run(sql));
  return made;
}

const std::string kTwo =
    "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);"
    "CREATE VIEW \"two words\" AS SELECT note FROM orders;";

std::string columns_text(Database& database, const std::string& query) {
  const auto found = columns_of(database, query);
  if (!found) return found.error().message;
  std::string text;
  for (const auto& field : *found)
    text +=
        (text.empty() ? "" : ", ") + field.name + " " + std::string(dp::type_name(field.type));
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(tables_and_views_are_listed_without_those_of_sqlite) {
  auto database = made_by(kTwo);
  BOOST_TEST(dp::sqlite::tables_of(database).value() ==
                 std::vector<std::string>({"orders", "two words"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_only_table_needs_no_name) {
  auto one = made_by("CREATE TABLE \"a\"\"b\" (x)");
  BOOST_TEST(select_all(one, "").value().query == "SELECT * FROM \"a\"\"b\"");
  auto two = made_by(kTwo);
  BOOST_TEST(select_all(two, "ORDERS").value().query == "SELECT * FROM \"ORDERS\"");
  BOOST_TEST(select_all(two, "").error().message ==
             "the database has 2 tables (got orders, two words, expected one): name one with "
             "'table'");
  BOOST_TEST(select_all(two, "order").error().message ==
             "there is no table 'order' (there are: orders, two words)");
  auto none = made_by("");
  BOOST_TEST(select_all(none, "").error().message ==
             "the database has 0 tables (got none, expected one): name one with 'table'");
}

BOOST_AUTO_TEST_CASE(columns_have_the_types_that_they_are_declared_with) {
  auto database = made_by(
      "CREATE TABLE t (a INTEGER, b int(11), c DOUBLE PRECISION, d VARCHAR(20), e BOOLEAN, "
      "f date, g DATETIME, h DECIMAL(10,2), i BLOB, j)");
  BOOST_TEST(
      columns_text(database, "SELECT * FROM t") ==
      "a int, b int, c float, d string, e bool, f date, g timestamp, h string, i string, "
      "j string");
  BOOST_TEST(columns_text(database, "SELECT a AS x, a + 1 FROM t") == "x int, a + 1 string");
}

BOOST_AUTO_TEST_CASE(a_query_that_gives_no_records_is_refused) {
  auto database = made_by(kTwo);
  BOOST_TEST(columns_text(database, "") == "the query is empty");
  BOOST_TEST(columns_text(database, "SELEC 1") == "near \"SELEC\": syntax error");
  BOOST_TEST(columns_text(database, "SELECT 1; DELETE FROM orders") ==
             "more than one statement (got a second, expected one)");
  BOOST_TEST(columns_text(database, "SELECT id FROM orders; -- all") == "id int");
  BOOST_TEST(columns_text(database, "DELETE FROM orders") ==
             "the query would change the database");
  BOOST_TEST(columns_text(database, "SELECT id, id FROM orders") ==
             "two columns have the name 'id': give one of them another, with AS");
}

BOOST_AUTO_TEST_SUITE_END()
