// SPDX-License-Identifier: Apache-2.0
// What the plugin exports: the forms of its reader and writer.

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_csv)

using dp::test::Rows;
using dp::test::Task;
using dp::test::try_csv;

BOOST_AUTO_TEST_CASE(tsv_is_read_with_tabs_and_has_no_option_for_them) {
  auto task = try_csv("a\tb,c\n1\tx,y\n", {}, "csv.tsv").value();
  BOOST_REQUIRE(task.read("a\tb,c\n1\tx,y\n"));
  BOOST_TEST(task.rows() == (Rows{{"1", "x,y"}}));
  for (std::uint32_t i = 0; i < task.table().task.n_options; ++i)
    BOOST_TEST(std::string(task.table().task.options[i].name) != "delimiter");
}

BOOST_AUTO_TEST_CASE(tsv_is_written_with_tabs) {
  auto task = Task::open("csv", "csv.tsv").value();
  const dp::Schema schema = {{"a", dp::Type::int64}, {"b", dp::Type::string}};
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", schema));
  BOOST_REQUIRE(task.write(dp::test::Batch(schema, {{1, "x,y"}, {2, "x\ty"}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() == "a\tb\n1\tx,y\n2\t\"x\ty\"\n");
}

BOOST_AUTO_TEST_CASE(files_of_both_extensions_have_a_writer) {
  BOOST_TEST(std::string(Task::open("csv", "csv").value().table().task.extensions) == "csv");
  BOOST_TEST(std::string(Task::open("csv", "csv.tsv").value().table().task.extensions) ==
             "tsv");
}

BOOST_AUTO_TEST_SUITE_END()
