// SPDX-License-Identifier: Apache-2.0
#include "scan/lines.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(scan_lines)

namespace scan = dp::scan;

BOOST_AUTO_TEST_CASE(a_last_line_counts_without_a_newline) {
  BOOST_TEST(scan::lines_in("") == 0u);
  BOOST_TEST(scan::lines_in("a") == 1u);
  BOOST_TEST(scan::lines_in("a\n") == 1u);
  BOOST_TEST(scan::lines_in("a\n\nb") == 3u);
  BOOST_TEST(scan::newlines_in("a\n\nb") == 2u);
}

BOOST_AUTO_TEST_CASE(a_line_ends_after_its_newline_or_with_the_text) {
  BOOST_TEST(scan::end_of_line("ab\ncd") == 3u);
  BOOST_TEST(scan::end_of_line("ab\ncd", 2) == 3u);
  BOOST_TEST(scan::end_of_line("ab\ncd", 3) == 5u);
  BOOST_TEST(scan::end_of_line("") == 0u);
}

BOOST_AUTO_TEST_CASE(one_line_end_is_dropped_and_no_more) {
  BOOST_TEST(scan::without_line_end("a\n") == "a");
  BOOST_TEST(scan::without_line_end("a\r\n") == "a");
  BOOST_TEST(scan::without_line_end("a\r") == "a");
  BOOST_TEST(scan::without_line_end("a\n\n") == "a\n");
  BOOST_TEST(scan::without_line_end("a\r\r\n") == "a\r");
  BOOST_TEST(scan::without_line_end("") == "");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_three_bytes_of_utf8) {
  BOOST_TEST(scan::size_of_bom("\xef\xbb\xbfid") == 3u);
  BOOST_TEST(scan::size_of_bom("\xef\xbb") == 0u);
  BOOST_TEST(scan::size_of_bom("\xff\xfeid") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
