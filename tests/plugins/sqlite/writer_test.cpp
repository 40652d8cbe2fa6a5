// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>

#include "plugins/harness.hpp"
#include "queries.hpp"
#include "temporary.hpp"

namespace sqlite_writer {
namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::queried;
using dp::test::Task;

const dp::Schema kHits = {{"path", Type::string}, {"hits", Type::int64}};

struct Fixture {
  /// Options of an output at a.db.
  [[nodiscard]] Value options(const char* existing, const char* table = nullptr) const {
    auto map = Value::map();
    map.add("existing", Value::of(existing));
    map.add("path", Value::of(path));
    if (table != nullptr) map.add("table", Value::of(table));
    return map;
  }
  [[nodiscard]] static Task open(Value options) {
    auto task = Task::open("sqlite", "sqlite", std::move(options)).value();
    BOOST_REQUIRE(task.start());
    BOOST_REQUIRE(task.begin());
    return task;
  }
  /// Write a result into the database that stands at `path`.
  void write(Value options, const std::string& result, const Batch& rows) const {
    auto task = open(std::move(options));
    BOOST_REQUIRE(task.section(result, kHits));
    BOOST_REQUIRE(task.write(rows));
    BOOST_REQUIRE(task.end());
    folder.write("a.db", task.bytes());
  }

  dp::test::TemporaryFolder folder;
  std::string path = folder.path("a.db");
};

const Batch kRows(kHits, {{"/a", 1}, {nullptr, 2}, {"/long/enough/to/lie/elsewhere", nullptr}});
constexpr const char* kShown = "t:/a|i:1\nn|i:2\nt:/long/enough/to/lie/elsewhere|n\n";

}  // namespace
}  // namespace sqlite_writer

BOOST_FIXTURE_TEST_SUITE(sqlite_writer, Fixture)

BOOST_AUTO_TEST_CASE(each_result_is_a_table) {
  auto task = open(options("replace"));
  BOOST_REQUIRE(task.section("by_path", kHits));
  BOOST_REQUIRE(task.write(kRows));
  BOOST_REQUIRE(task.section("all", {{"n", Type::int64}}));
  BOOST_REQUIRE(task.end());
  folder.write("a.db", task.bytes());
  BOOST_TEST(queried(path, "SELECT * FROM by_path") == kShown);
  BOOST_TEST(queried(path, "SELECT * FROM \"all\"") == "");
  BOOST_TEST(queried(path, "SELECT sql FROM sqlite_schema") ==
             "t:CREATE TABLE \"by_path\" (\"path\" TEXT, \"hits\" INTEGER)\n"
             "t:CREATE TABLE \"all\" (\"n\" INTEGER)\n");
  BOOST_TEST(queried(path, "PRAGMA integrity_check") == "t:ok\n");
}

BOOST_AUTO_TEST_CASE(records_have_a_table_of_that_name_or_of_the_options) {
  write(options("replace"), "", kRows);
  BOOST_TEST(queried(path, "SELECT * FROM records") == kShown);
  write(options("replace", "my hits"), "top", kRows);
  BOOST_TEST(queried(path, "SELECT * FROM \"my hits\"") == kShown);
  BOOST_TEST(queried(path, "SELECT count(*) FROM sqlite_schema") == "i:1\n");
}

BOOST_AUTO_TEST_CASE(the_bytes_do_not_depend_on_batches) {
  auto task = open(options("replace"));
  BOOST_REQUIRE(task.section("top", kHits));
  BOOST_REQUIRE(task.write(Batch(kHits, {{"/a", 1}})));
  BOOST_REQUIRE(task.write(Batch(kHits, {{nullptr, 2}})));
  BOOST_REQUIRE(task.write(Batch(kHits, {{"/long/enough/to/lie/elsewhere", nullptr}})));
  BOOST_REQUIRE(task.end());
  write(options("replace"), "top", kRows);
  BOOST_TEST((folder.read("a.db") == task.bytes()));
}

BOOST_AUTO_TEST_CASE(appended_rows_come_after_those_that_are_there) {
  write(options("replace"), "top", kRows);
  write(options("append"), "TOP", Batch(kHits, {{"/b", 7}}));
  BOOST_TEST(queried(path, "SELECT * FROM top") == std::string(kShown) + "t:/b|i:7\n");
  write(options("append"), "more", Batch(kHits, {{"/c", 8}}));
  BOOST_TEST(queried(path, "SELECT * FROM more") == "t:/c|i:8\n");
  BOOST_TEST(queried(path, "SELECT count(*) FROM top") == "i:4\n");
  BOOST_TEST(queried(path, "PRAGMA integrity_check") == "t:ok\n");
}

BOOST_AUTO_TEST_CASE(a_database_with_a_log_keeps_its_mode) {
  {
    auto made = dp::sqlite::Database::open(path, dp::sqlite::Database::Access::write).value();
    BOOST_REQUIRE(made.run("CREATE TABLE top (path, hits)"));
    const auto mode = made.prepare("PRAGMA journal_mode=WAL").value();
    BOOST_REQUIRE(made.step(mode).value());
  }
  const dp::test::TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  auto task = open(options("append"));
  BOOST_TEST(std::filesystem::is_empty(temporary.path()));
  BOOST_REQUIRE(task.section("top", kHits));
  BOOST_REQUIRE(task.write(kRows));
  BOOST_REQUIRE(task.end());
  ::unsetenv("TMPDIR");
  BOOST_TEST(std::filesystem::is_empty(temporary.path()));
  folder.write("a.db", task.bytes());
  BOOST_TEST(queried(path, "SELECT * FROM top") == kShown);
  BOOST_TEST(queried(path, "PRAGMA journal_mode") == "t:wal\n");
}

BOOST_AUTO_TEST_CASE(a_row_that_the_table_does_not_take_fails) {
  {
    auto made = dp::sqlite::Database::open(path, dp::sqlite::Database::Access::write).value();
    BOOST_REQUIRE(made.run("CREATE TABLE top (path UNIQUE, hits NOT NULL)"));
  }
  auto task = open(options("append"));
  BOOST_REQUIRE(task.section("top", kHits));
  BOOST_REQUIRE(task.write(Batch(kHits, {{"/a", 1}})));
  const auto status = task.write(Batch(kHits, {{"/a", 1}}));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message ==
             "sqlite: table 'top': UNIQUE constraint failed: top.path");
}

BOOST_AUTO_TEST_CASE(nothing_is_left_and_a_check_makes_no_database) {
  const dp::test::TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  {
    auto task = open(options("replace"));
    BOOST_REQUIRE(task.section("top", kHits));
    BOOST_REQUIRE(task.write(kRows));
    BOOST_TEST(std::filesystem::is_empty(temporary.path()));
  }
  auto checked = Task::open("sqlite", "sqlite", options("replace")).value();
  BOOST_REQUIRE(checked.begin());
  BOOST_REQUIRE(checked.section("top", kHits));
  BOOST_REQUIRE(checked.end());
  ::unsetenv("TMPDIR");
  BOOST_TEST(checked.bytes().empty());
  BOOST_TEST(std::filesystem::is_empty(temporary.path()));
}

BOOST_AUTO_TEST_CASE(results_that_cannot_be_tables_are_mistakes) {
  auto task = open(options("replace"));
  BOOST_REQUIRE(task.section("top", kHits));
  BOOST_TEST(task.section("Top", kHits).error().message ==
             "sqlite: the results 'top' and 'Top' would be one table for SQLite");
  auto one = open(options("replace", "only"));
  BOOST_REQUIRE(one.section("top", kHits));
  BOOST_TEST(one.section("more", kHits).error().message ==
             "sqlite: 'table' names one table, and 'more' is a second result");
}

BOOST_AUTO_TEST_SUITE_END()
