// SPDX-License-Identifier: Apache-2.0
#include "xml/record_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/padded.hpp"

BOOST_AUTO_TEST_SUITE(xml_record_reader)

namespace {
namespace xml = dp::xml;
using dp::test::Padded;
using How = xml::Extent::How;

/// A reader of records "r" whose column is "a".
struct Reading {
  explicit Reading(const std::string& given, bool is_last = true)
      : text(given), window{text.end(), is_last, is_last}, checker(marks) {
    layout.pattern = xml::Pattern::parse("r").value();
    picker.want(0, xml::Path::parse("a").value());
    reader.want(picker.wanted());
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  How read(std::ptrdiff_t at = 0) {
    const auto extent = reader.read(text.begin() + at, window);
    next = text.place(extent.next);
    return extent.how;
  }

  Padded text;
  xml::Window window;
  xml::EndMarks marks;
  xml::RecordChecker checker;
  xml::Layout layout;
  xml::Picker picker;
  xml::RecordReader reader{layout, marks, checker, picker.wanted()};
  std::ptrdiff_t next = -1;
};
}  // namespace

BOOST_AUTO_TEST_CASE(the_values_of_a_plain_record_are_picked) {
  Reading reading("<r><a>x</a></r><r><a>y</a></r>");
  BOOST_TEST((reading.read() == How::closed));
  BOOST_TEST(reading.next == 15);
  BOOST_TEST(reading.reader.reason() == "");
  BOOST_TEST(reading.reader.is_picked());
  BOOST_TEST(reading.reader.quick().values()[0].view() == "x");
  BOOST_TEST((reading.read(15) == How::closed));
  BOOST_TEST(reading.reader.quick().values()[0].view() == "y");
}

BOOST_AUTO_TEST_CASE(one_that_is_read_with_care_is_not_picked) {
  Reading reading("<r><?p?><a>x</a></r>");
  BOOST_TEST((reading.read() == How::closed));
  BOOST_TEST(reading.next == 20);
  BOOST_TEST(reading.reader.reason() == "");
  BOOST_TEST(!reading.reader.is_picked());
}

BOOST_AUTO_TEST_CASE(nothing_is_picked_where_rows_are_made_of_trees) {
  Reading reading("<r><a>x</a></r>");
  reading.layout.pattern.inner = {"a"};
  BOOST_TEST((reading.read() == How::closed));
  BOOST_TEST(!reading.reader.is_picked());
}

BOOST_AUTO_TEST_CASE(
    one_that_is_not_well_formed_is_passed_with_its_reason_and_the_next_is_read) {
  Reading reading("<r><a>x</b></r><r/>");
  BOOST_TEST((reading.read() == How::closed));
  BOOST_TEST(reading.next == 15);
  BOOST_TEST(reading.reader.reason().find("got '</b>', expected '</a>'") != std::string::npos,
             reading.reader.reason());
  BOOST_TEST((reading.read(15) == How::closed));
  BOOST_TEST(reading.reader.reason() == "");
}

BOOST_AUTO_TEST_CASE(one_without_end_goes_on_at_the_next_or_is_cut_if_the_text_grows) {
  Reading reading("<r><a>x</a><r></r>");
  BOOST_TEST((reading.read() == How::open));
  BOOST_TEST(reading.next == 11);
  BOOST_TEST(!reading.reader.reason().empty());
  Reading cut("<r><a>x</a>", false);
  BOOST_TEST((cut.read() == How::cut));
  BOOST_TEST(cut.next == -1);
  BOOST_TEST(cut.reader.reason() == "");
}

BOOST_AUTO_TEST_CASE(an_end_is_found_without_a_look_at_what_is_in_the_record) {
  Reading reading("<r><a>x</b></r>");
  const auto extent = reading.reader.find_end(reading.text.begin(), reading.window);
  BOOST_TEST((extent.how == How::closed));
  BOOST_TEST(reading.text.place(extent.next) == 15);
}

BOOST_AUTO_TEST_SUITE_END()
