// SPDX-License-Identifier: Apache-2.0
#include "sqlite/database.hpp"

#include <boost/test/unit_test.hpp>

#include "queries.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(sqlite_database)

using dp::sqlite::Database;

BOOST_AUTO_TEST_CASE(what_is_run_can_be_read_again) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.path("a.db");
  {
    auto made = Database::open(path, Database::Access::write).value();
    BOOST_REQUIRE(made.run("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)"));
  }
  BOOST_TEST(dp::test::queried(path, "SELECT n, 'x', NULL FROM t ORDER BY n") ==
             "i:1|t:x|n\ni:2|t:x|n\n");
}

BOOST_AUTO_TEST_CASE(what_fails_says_why_in_the_words_of_sqlite) {
  const dp::test::TemporaryFolder folder;
  const auto none = Database::open(folder.path("none.db"), Database::Access::read);
  BOOST_REQUIRE(!none);
  BOOST_TEST(none.error().message == "unable to open database file");
  auto made = Database::open(folder.path("a.db"), Database::Access::write).value();
  const auto status = made.run("SELECT * FROM nowhere");
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::task_failed));
  BOOST_TEST(status.error().message == "no such table: nowhere");
  BOOST_TEST(made.prepare("SELEC").error().message == "near \"SELEC\": syntax error");
}

BOOST_AUTO_TEST_CASE(what_is_read_may_be_anybodys) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.path("a.db");
  BOOST_REQUIRE(
      Database::open(path, Database::Access::write).value().run("CREATE TABLE t (n)"));
  auto read = Database::open(path, Database::Access::read).value();
  int defensive = 0;
  ::sqlite3_db_config(read.raw(), SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
  BOOST_TEST(defensive == 1);
  BOOST_TEST(dp::test::queried(path, "PRAGMA cell_size_check") == "i:1\n");
  BOOST_TEST(read.run("INSERT INTO t VALUES (1)").error().message ==
             "attempt to write a readonly database");
  const auto other = folder.path("other.db");
  BOOST_TEST(read.run("ATTACH '" + other + "' AS other").error().message ==
             "too many attached databases - max 0");
}

BOOST_AUTO_TEST_SUITE_END()
