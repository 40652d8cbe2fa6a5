// SPDX-License-Identifier: Apache-2.0
#include "csv/foot.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(csv_foot)

namespace csv = dp::csv;
using dp::data::Value;
using dp::test::feed;
using dp::test::Given;
using dp::test::open_csv;
using dp::test::read_whole;
using dp::test::Rows;
using dp::test::seen;

BOOST_AUTO_TEST_CASE(the_last_lines_are_cut_off_whether_they_end_or_not) {
  BOOST_TEST(csv::without_foot("a\nb\nc", 0, {}) == "a\nb\nc");
  BOOST_TEST(csv::without_foot("a\nb\nc", 1, {}) == "a\nb\n");
  BOOST_TEST(csv::without_foot("a\nb\nc\n", 1, {}) == "a\nb\n");
  BOOST_TEST(csv::without_foot("a\r\n\r\nb\r\n", 2, {}) == "a\r\n");
  BOOST_TEST(csv::without_foot("a\nb", 2, {}) == "");
  BOOST_TEST(csv::without_foot("a\nb", 9, {}) == "");
  BOOST_TEST(csv::without_foot("a\rb\r", 1, {}) == "");
  csv::Dialect cr;
  cr.cr_ends = true;
  BOOST_TEST(csv::without_foot("a\rb\r", 1, cr) == "a\r");
  BOOST_TEST(csv::without_foot("a\r\nb\rc", 2, cr) == "a\r\n");
}

BOOST_AUTO_TEST_CASE(of_a_text_that_goes_on_it_is_a_part) {
  const std::string text = "a\n\nb,c\r\nd\n\"e\nf\"\ng";
  for (std::uint64_t lines = 0; lines < 9; ++lines) {
    const auto all = csv::without_foot(text, lines, {});
    for (std::size_t size = 0; size <= text.size(); ++size)
      BOOST_TEST(csv::without_foot({text.data(), size}, lines, {}).size() <= all.size());
  }
}

BOOST_AUTO_TEST_CASE(lines_at_the_end_of_an_item_are_skipped_however_it_is_cut) {
  const std::string text = "a,b\n1,x\n2,\"y\nz\"\n3,w\ntotal \"3\n\n";
  const Given given{{"skip_end_lines", Value::of(std::int64_t{2})}};
  auto task = open_csv(text, given);
  const auto whole = read_whole(task, text);
  BOOST_TEST(whole.rows == (Rows{{"1", "x"}, {"2", "y\nz"}, {"3", "w"}}));
  BOOST_TEST(whole.rejects.empty());
  BOOST_TEST(whole.lines == 7u);
  BOOST_TEST(whole.blank == 0u);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
    const auto end = feed(task, text, 8, 0, size);
    BOOST_REQUIRE(end >= size);
    BOOST_REQUIRE(feed(task, text, 8, end) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(a_record_that_goes_on_in_the_foot_is_wrong) {
  const std::string text = "a\n1\n\"x\ny\"\n";
  auto task = open_csv(text, {{"skip_end_lines", Value::of(std::int64_t{1})}});
  const auto whole = read_whole(task, text);
  BOOST_TEST(whole.rows == (Rows{{"1"}}));
  BOOST_REQUIRE(whole.rejects.size() == 1u);
  BOOST_TEST(whole.rejects[0].reason == "column 'a': unterminated quote");
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(an_item_of_no_more_lines_than_its_foot_is_blank) {
  const Given given{{"skip_end_lines", Value::of(std::int64_t{5})}};
  auto task = open_csv("a\n1\n2\n3\n4\n5\n6\n", given);
  const auto none = read_whole(task, "x\ny\n");
  BOOST_TEST(none.rows.empty());
  BOOST_TEST(none.rejects.empty());
  BOOST_TEST(none.lines == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
