// SPDX-License-Identifier: Apache-2.0
#include "pool/output_lines.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace output_lines {

using dp::pool::OutputLines;

namespace {

struct Fixture {
  std::vector<std::string> got;
  OutputLines lines{[this](std::string_view line) { got.emplace_back(line); }};
};

}  // namespace
}  // namespace output_lines

BOOST_FIXTURE_TEST_SUITE(output_lines, Fixture)

BOOST_AUTO_TEST_CASE(lines_come_as_they_end_however_the_bytes_come) {
  lines.add("one\ntw");
  BOOST_TEST(got == std::vector<std::string>{"one"}, boost::test_tools::per_element());
  lines.add("o\n\nthree");
  BOOST_TEST(got == (std::vector<std::string>{"one", "two", ""}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_last_line_without_newline_comes_at_the_end) {
  lines.add("one\ntwo");
  lines.end();
  lines.end();
  BOOST_TEST(got == (std::vector<std::string>{"one", "two"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_long_line_is_cut_and_the_next_is_whole) {
  for (int i = 0; i < 3; ++i) lines.add(std::string(600, 'x'));
  lines.add("\nnext\n");
  BOOST_REQUIRE(got.size() == 2u);
  BOOST_TEST(got[0] == std::string(OutputLines::kMostBytes, 'x'));
  BOOST_TEST(got[1] == "next");
}

BOOST_AUTO_TEST_CASE(nobody_need_listen) {
  OutputLines deaf;
  deaf.add("one\ntwo");
  deaf.end();
  BOOST_TEST(got.empty());
}

BOOST_AUTO_TEST_SUITE_END()
