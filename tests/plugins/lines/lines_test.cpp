// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(lines_lines)

namespace {
using dp::test::Row;
using dp::test::Rows;

dp::test::Task open() { return dp::test::Task::open("lines", "lines").value(); }
}  // namespace

BOOST_AUTO_TEST_CASE(every_line_is_a_record_without_its_newline) {
  auto task = open();
  BOOST_REQUIRE(task.read("one\r\n\ntwelve bytes and more\nlast"));
  BOOST_TEST(task.rows() == Rows({{"one"}, {""}, {"twelve bytes and more"}, {"last"}}));
  BOOST_TEST(task.offsets() == std::vector<std::uint64_t>({0, 5, 6, 28}),
             boost::test_tools::per_element());
  BOOST_TEST(task.lines() == 4u);
  BOOST_TEST(task.blank() == 0u);
}

BOOST_AUTO_TEST_CASE(an_empty_item_has_no_records) {
  auto task = open();
  BOOST_REQUIRE(task.read(""));
  BOOST_TEST(task.rows().empty());
  BOOST_TEST(task.lines() == 0u);
}

BOOST_AUTO_TEST_CASE(bytes_of_any_value_are_kept) {
  auto task = open();
  const std::string line("a\0\xff\"\\ b", 7);
  BOOST_REQUIRE(task.read(line + "\n" + line));
  BOOST_TEST(task.rows() == Rows({{line}, {line}}));
}

BOOST_AUTO_TEST_CASE(batches_are_bounded_and_offsets_count_from_the_items_start) {
  auto task = open();
  std::string text;
  for (int i = 0; i < 2500; ++i) text += std::to_string(i) + '\n';
  BOOST_REQUIRE(task.read(text, {.offset = 1000, .first = false}));
  BOOST_TEST(task.batches() == std::vector<std::size_t>({1024, 1024, 452}),
             boost::test_tools::per_element());
  BOOST_TEST(task.rows().back().front() == "2499");
  BOOST_TEST(task.offsets().back() == 1000 + text.size() - 5);
}

BOOST_AUTO_TEST_CASE(long_lines_make_small_batches) {
  auto task = open();
  const std::string line(200 * 1024, 'x');
  BOOST_REQUIRE(task.read(line + "\n" + line + "\n" + line + "\n"));
  BOOST_TEST(task.batches() == std::vector<std::size_t>({2, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(task.rows().back().front().size() == line.size());
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_host_ends_the_call_with_its_code) {
  auto task = open();
  task.refuse_with(dp::Errc::exhausted);
  const auto status = task.read("one\n");
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::exhausted));
}

BOOST_AUTO_TEST_CASE(a_column_that_nobody_reads_stays_empty) {
  auto task = open();
  task.need({});
  BOOST_REQUIRE(task.read("one\ntwo\n"));
  BOOST_TEST(task.rows() == Rows({{dp::test::kEmpty}, {dp::test::kEmpty}}));
}

BOOST_AUTO_TEST_SUITE_END()
