// SPDX-License-Identifier: Apache-2.0
#include "shown.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shown)

using dp::test::difference_from_shown;

BOOST_AUTO_TEST_CASE(equal_texts_fit) {
  BOOST_TEST(!difference_from_shown("a\nb\n", "a\nb\n"));
  BOOST_TEST(!difference_from_shown("", ""));
}

BOOST_AUTO_TEST_CASE(dots_in_a_line_stand_for_any_text) {
  BOOST_TEST(!difference_from_shown("took ... by ... workers\n", "took 3 s by 2 workers\n"));
  BOOST_TEST(!difference_from_shown(".../a.log:3\n", "/tmp/x/a.log:3\n"));
  BOOST_TEST(difference_from_shown("took ... s\n", "took 3 ms\nin all s\n").has_value());
}

BOOST_AUTO_TEST_CASE(a_line_of_dots_stands_for_any_lines) {
  BOOST_TEST(!difference_from_shown("a\n...\nd\n", "a\nb\nc\nd\n"));
  BOOST_TEST(!difference_from_shown("a\n  ...\nb\n", "a\nb\n"));
  BOOST_TEST(!difference_from_shown("...\nb\n...\n", "a\nb\n"));
}

BOOST_AUTO_TEST_CASE(the_first_line_that_does_not_come_is_named) {
  BOOST_TEST(difference_from_shown("a\n...\nx\nd\n", "a\nb\nd\n").value() ==
             "line 3 of what is shown does not come: x");
}

BOOST_AUTO_TEST_CASE(lines_that_are_not_shown_are_a_difference) {
  BOOST_TEST(difference_from_shown("a\n", "a\nb\n").value() == "more comes than is shown");
}

BOOST_AUTO_TEST_SUITE_END()
