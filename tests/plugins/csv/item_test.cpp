// SPDX-License-Identifier: Apache-2.0
// An item with other columns costs one reject, however it is cut.

#include "csv/item.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(csv_item)

namespace {
using dp::data::Value;
using dp::test::feed;
using dp::test::Given;
using dp::test::open_csv;
using dp::test::read_whole;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::seen;

/// That a text is refused as a whole by readers of "a,b", in pieces of every size.
void check_refused(const std::string& text, const Reject& expected, const Given& given = {}) {
  for (std::size_t size = 1; size <= text.size(); ++size) {
    auto task = open_csv("a,b\n1,x\n", given);
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    const auto found = seen(task);
    BOOST_REQUIRE(found.rows.empty());
    BOOST_REQUIRE_EQUAL(found.rejects.size(), 1u);
    BOOST_REQUIRE_EQUAL(found.rejects[0], expected);
  }
}
}  // namespace

BOOST_AUTO_TEST_CASE(another_header_costs_one_reject_which_names_the_columns) {
  check_refused("a,c\n1,2\n3,\"x\ny\"\n",
                {0, "a,c",
                 "header: got a, c, expected a, b as in the first input (missing: b; more: c): "
                 "none of its records is read (columns: union reads inputs of different "
                 "columns)"});
  check_refused("\n#x\nb\n1\n",
                {4, "b",
                 "header: got b, expected a, b as in the first input (missing: a; more: none): "
                 "none of its records is read (columns: union reads inputs of different "
                 "columns)"},
                {{"comment", Value::of("#")}});
}

BOOST_AUTO_TEST_CASE(a_header_that_cannot_be_read_costs_one_reject) {
  check_refused("\"a\"b,c\n1,2\n3,4\n",
                {0, "\"a\"b,c",
                 "header: its quotes are wrong (got '\"a\"b,c\\x0a', expected fields in whole "
                 "quotes or none)"});
  check_refused("sep=;\na;b\n1;2\n",
                {0, "sep=;",
                 "header: its first line says that fields are separated by ';' (got ',', "
                 "expected delimiter: auto or that; or skip_lines: 1)"});
}

BOOST_AUTO_TEST_CASE(lines_that_end_in_cr_alone_are_named_as_the_reason) {
  check_refused(
      "a,b\r1,x\r2,y\r",
      {0, "a,b\r1,x\r2,y",
       "header: got a, b\r1, x\r2, y, expected a, b as in the first input (missing: "
       "b; more: b\r1, x\r2, y): none of its records is read (of lines that end in CR "
       "alone, line_end: any makes records)"});
}

BOOST_AUTO_TEST_CASE(its_lines_are_counted_and_its_bytes_are_passed_over_at_once) {
  const std::string text = "a,c\n1,2\n\n3,4";
  auto task = open_csv("a,b\n1,x\n");
  BOOST_REQUIRE(task.read(text, {.head = text}));
  BOOST_TEST(task.lines() == 4u);
  BOOST_TEST(task.blank() == 0u);
  BOOST_TEST(task.consumed() == text.size());
  // A slice within it begins and ends where it is cut.
  const dp::test::Piece within{.offset = 5, .first = false, .last = false, .head = text};
  BOOST_TEST(task.find(text.substr(5, 4), within).value() == 1u);
  BOOST_TEST(task.skip(text.substr(5, 4), within).value() == 4u);
  task.forget();
  BOOST_REQUIRE(task.read(text.substr(5, 4), within));
  BOOST_TEST(task.rejects().empty());
  BOOST_TEST(task.lines() == 2u);
}

BOOST_AUTO_TEST_CASE(another_order_costs_one_reject_if_columns_are_strict) {
  check_refused("b,a\nx,1\ny,2\n",
                {0, "b,a",
                 "header: column 1: got 'b', expected 'a' as in the first input (columns: "
                 "strict): none of its records is read"},
                {{"columns", dp::test::list_of({"strict"})}});
}

BOOST_AUTO_TEST_CASE(the_next_item_is_read) {
  auto task = open_csv("a,b\n1,x\n");
  BOOST_REQUIRE(task.read("c\n1\n", {.item = 1, .head = "c\n1\n"}));
  BOOST_REQUIRE(task.read("b,a\nx,1\n", {.item = 2, .head = "b,a\nx,1\n"}));
  BOOST_TEST(task.rows() == (Rows{{"1", "x"}}));
  BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_long_header_without_a_record_is_a_header) {
  std::string names = "a";
  for (int i = 1; i < 9000; ++i) names += ",column_" + std::to_string(i);
  BOOST_REQUIRE(names.size() > DP_HEAD_BYTES);
  const auto open = [&] {
    dp::test::Setting setting;
    setting.sample = names + "\n1\n";
    setting.role = DP_READER;
    return dp::test::Task::open("csv", "csv", Value::map(), std::move(setting)).value();
  };
  auto task = open();
  for (const auto size : {std::size_t{40000}, names.size()}) {
    BOOST_REQUIRE(feed(task, names, size) == names.size());
    const auto found = seen(task);
    BOOST_TEST(found.rows.empty());
    BOOST_TEST(found.rejects.empty());
  }
  // With records after it, all parts of the item would have to know it.
  task = open();
  BOOST_REQUIRE(feed(task, names + "\n1\n", 40000) == names.size() + 3);
  const auto found = seen(task);
  BOOST_REQUIRE(found.rejects.size() == 1u);
  BOOST_TEST(found.rejects[0].reason ==
             "header: does not end within 65536 bytes: none of its records is read");
}

BOOST_AUTO_TEST_SUITE_END()
