// SPDX-License-Identifier: Apache-2.0
#include "sqlite/reader.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(sqlite_reader)

namespace {

using dp::data::Value;
using dp::test::Rows;
using dp::test::Task;

/// The bytes of a database that `sql` makes.
std::string made_by(const std::string& sql) {
  const dp::test::TemporaryFolder folder;
  {
    auto made =
        dp::sqlite::Database::open(folder.path("a"), dp::sqlite::Database::Access::write)
            .value();
    BOOST_REQUIRE(made.run(sql));
  }
  return folder.read("a");
}

dp::Result<Task> open(const std::string& sample, Value options = Value::map()) {
  dp::test::Setting setting;
  setting.role = DP_READER;
  setting.sample = sample;
  return Task::open("sqlite", "sqlite", std::move(options), setting);
}

Value option(const std::string& key, Value value) {
  auto map = Value::map();
  map.add(key, std::move(value));
  return map;
}

const std::string kTable = "CREATE TABLE t (id INTEGER, note TEXT, paid BOOLEAN);";

}  // namespace

BOOST_AUTO_TEST_CASE(rows_are_records_with_their_numbers_as_places) {
  const auto bytes =
      made_by(kTable + "INSERT INTO t VALUES (1, 'a', 1), (2, NULL, 0), (NULL, 'c', NULL)");
  auto task = open(bytes).value();
  BOOST_TEST((task.schema() == dp::Schema{{"id", dp::Type::int64},
                                          {"note", dp::Type::string},
                                          {"paid", dp::Type::boolean}}));
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.rows() ==
             Rows({{"1", "a", "true"}, {"2", "<null>", "false"}, {"<null>", "c", "<null>"}}));
  BOOST_TEST(task.offsets() == std::vector<std::uint64_t>({0, 1, 2}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(text_is_utf8_whatever_the_database_has) {
  const auto bytes = made_by("PRAGMA encoding = 'UTF-16be'; CREATE TABLE t (a TEXT, d DATE);" +
                             std::string("INSERT INTO t VALUES ('caf\xc3\xa9', '2024-02-29')"));
  auto task = open(bytes).value();
  BOOST_REQUIRE(task.read(bytes));
  BOOST_REQUIRE(task.rows().size() == 1u);
  BOOST_TEST(task.rows()[0] == std::vector<std::string>({"caf\xc3\xa9", "19782"}),  // days
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_of_another_type_is_rejected_alone) {
  const auto bytes =
      made_by(kTable + "INSERT INTO t VALUES (1, 'a', 1), ('n/a', 'b', 7), (3, 'c', 0)");
  auto task = open(bytes).value();
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.rows() == Rows({{"1", "a", "true"}, {"3", "c", "false"}}));
  BOOST_REQUIRE(task.rejects().size() == 1U);
  BOOST_TEST(task.rejects()[0].offset == 1U);
  BOOST_TEST(task.rejects()[0].reason ==
             "table 't', row 2: column 'id': got 'n/a', expected int");
  task.forget();
  task.need({"note"});
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.rejects().empty());
  BOOST_TEST(task.column("note") == dp::test::Row({"a", "b", "c"}));
}

BOOST_AUTO_TEST_CASE(many_rows_come_in_several_batches) {
  const auto bytes = made_by(
      "CREATE TABLE t (n INTEGER); WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n + 1 "
      "FROM "
      "r WHERE n < 2047) INSERT INTO t SELECT n FROM r");
  auto task = open(bytes).value();
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.batches() == std::vector<std::size_t>({1024, 1024}),
             boost::test_tools::per_element());
  BOOST_TEST(task.rows().back() == dp::test::Row({"2047"}));
}

BOOST_AUTO_TEST_CASE(a_query_may_compute_and_types_say_what) {
  const auto bytes = made_by(kTable + "INSERT INTO t VALUES (1, 'a', 1), (2, 'a', 0)");
  auto options = option("query", Value::of("SELECT note, count(*) AS n FROM t GROUP BY note"));
  auto types = Value::map();
  types.add("n", Value::of("int"));
  options.add("types", types);
  auto task = open(bytes, options).value();
  BOOST_TEST((task.schema()[1].type == dp::Type::int64));
  BOOST_REQUIRE(task.read(bytes));
  BOOST_TEST(task.rows() == Rows({{"a", "2"}}));
}

BOOST_AUTO_TEST_CASE(rows_of_a_query_are_named_as_such) {
  const auto bytes = made_by(kTable + "INSERT INTO t VALUES (1, 'a', 1), ('x', 'b', 0)");
  auto task = open(bytes, option("query", Value::of("SELECT id FROM t"))).value();
  BOOST_REQUIRE(task.read(bytes));
  BOOST_REQUIRE(task.rejects().size() == 1U);
  BOOST_TEST(task.rejects()[0].reason ==
             "the query, row 2: column 'id': got 'x', expected int");
}

BOOST_AUTO_TEST_CASE(batches_are_bounded_by_bytes_too) {
  const auto bytes = made_by(
      "CREATE TABLE t (n INTEGER, s TEXT); WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n "
      "+ 1 FROM r WHERE n < 9) INSERT INTO t SELECT n, printf('%040d', n) FROM r");
  const dp::Schema columns = {{"n", dp::Type::int64}, {"s", dp::Type::string}};
  dp::sqlite::Reader reader({"t", ""}, columns, 100);
  dp::test::Task::Kept kept;
  kept.schema = columns;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  const dp_item item{};
  dp_input input{};
  input.data = {bytes.data(), bytes.size()};
  input.item = &item;
  dp::ReadCount count;
  BOOST_REQUIRE(reader.read(dp::Input(input), out, count));
  BOOST_TEST(kept.batches == std::vector<std::size_t>({3, 3, 3, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(kept.rows.back()[1] == std::string(39, '0') + "9");
}

BOOST_AUTO_TEST_CASE(views_of_others_can_do_nothing_but_compute) {
  const auto rows_of = [](const std::string& view) {
    auto options = option("table", Value::of("v"));
    const auto bytes = made_by("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('{\"x\":5}');" +
                               ("CREATE VIEW v AS " + view));
    auto task = open(bytes, std::move(options));
    if (!task) return task.error().message;
    const auto status = task->read(bytes);
    return status ? task->rows().at(0).at(0) : status.error().message;
  };
  BOOST_TEST(rows_of("SELECT json_extract(a, '$.x') AS a FROM t") == "5");
  BOOST_TEST(rows_of("SELECT load_extension('/tmp/x.so') AS a") ==
             "table: unsafe use of load_extension()");
}

BOOST_AUTO_TEST_CASE(options_that_name_nothing_are_mistakes) {
  const auto bytes = made_by(kTable);
  BOOST_TEST(open(bytes, option("table", Value::of("x"))).error().message ==
             "table: there is no table 'x' (there are: t)");
  BOOST_TEST(open(bytes, option("query", Value::of("SELECT x FROM t"))).error().message ==
             "query: no such column: x");
}

BOOST_AUTO_TEST_CASE(another_database_needs_the_same_columns) {
  auto task = open(made_by(kTable)).value();
  const auto status = task.read(made_by("CREATE TABLE t (id INTEGER)"));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message ==
             "sqlite: has other columns (got id, expected id, note, paid)");
  const auto text = task.read("a,b\n1,2\n");
  BOOST_REQUIRE(!text);
  BOOST_TEST(text.error().message ==
             "sqlite: it is no database of SQLite: it does not begin as one");
}

BOOST_AUTO_TEST_CASE(changes_beside_the_file_are_not_missed) {
  const dp::test::TemporaryFolder folder;
  folder.write("a.db-wal", "changes");
  const auto bytes = made_by(kTable);
  auto task = open(bytes).value();
  dp::test::Piece piece;
  piece.name = folder.path("a.db");
  const auto status = task.read(bytes, piece);
  BOOST_REQUIRE(!status);
  BOOST_TEST(
      status.error().message ==
      "sqlite: has changes in " + folder.path("a.db") +
          "-wal that are not in its own file: close the program that has it open, or run "
          "PRAGMA wal_checkpoint(TRUNCATE)");
}

BOOST_AUTO_TEST_CASE(a_damaged_database_is_an_error) {
  auto bytes = made_by("CREATE TABLE t (n TEXT); INSERT INTO t VALUES ('a'), ('b')");
  auto task = open(bytes).value();
  bytes.resize(bytes.size() - 4096);
  const auto status = task.read(bytes);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "sqlite: database disk image is malformed");
}

BOOST_AUTO_TEST_SUITE_END()
