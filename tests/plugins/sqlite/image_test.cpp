// SPDX-License-Identifier: Apache-2.0
#include "sqlite/image.hpp"

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(sqlite_image)

namespace {

using dp::sqlite::Database;
using dp::sqlite::Image;

/// The bytes of a database that `sql` makes.
std::string made_by(const std::string& sql) {
  const dp::test::TemporaryFolder folder;
  {
    auto made = Database::open(folder.path("a.db"), Database::Access::write).value();
    BOOST_REQUIRE(made.run(sql));
  }
  return folder.read("a.db");
}

std::int64_t count_in(Image& image) {
  auto database = image.open().value();
  const auto statement = database.prepare("SELECT count(*) FROM t").value();
  BOOST_REQUIRE(database.step(statement).value());
  return ::sqlite3_column_int64(statement.raw(), 0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_database_is_told_by_its_first_bytes) {
  const auto bytes = made_by("CREATE TABLE t (n)");
  BOOST_TEST(dp::sqlite::is_database(bytes));
  BOOST_TEST(!dp::sqlite::is_database(bytes.substr(0, 99)));
  BOOST_TEST(!dp::sqlite::is_database("a,b\n1,2\n"));
  const auto none = Image::of(std::string(200, 'x'));
  BOOST_REQUIRE(!none);
  BOOST_TEST(none.error().message == "it is no database of SQLite: it does not begin as one");
}

BOOST_AUTO_TEST_CASE(its_rows_are_read_in_memory) {
  const auto bytes = made_by("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2)");
  auto image = Image::of(bytes).value();
  BOOST_TEST(count_in(image) == 2);
}

BOOST_AUTO_TEST_CASE(a_database_that_had_a_log_is_read_too) {
  const auto bytes =
      made_by("PRAGMA journal_mode=WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1)");
  auto image = Image::of(bytes).value();
  BOOST_TEST(count_in(image) == 1);
}

BOOST_AUTO_TEST_CASE(the_tables_are_known_from_the_beginning_alone) {
  const auto bytes = made_by(
      "CREATE TABLE t (n INTEGER, s TEXT); WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n "
      "+ 1 FROM r WHERE n < 3000) INSERT INTO t SELECT n, printf('%0100d', n) FROM r");
  BOOST_REQUIRE(bytes.size() > 200'000U);
  auto image = Image::of(std::string_view(bytes).substr(0, 65'536)).value();
  auto database = image.open().value();
  const auto statement = database.prepare("SELECT * FROM t").value();
  BOOST_TEST(::sqlite3_column_count(statement.raw()) == 2);
  BOOST_TEST(std::string(::sqlite3_column_decltype(statement.raw(), 1)) == "TEXT");
}

BOOST_AUTO_TEST_SUITE_END()
