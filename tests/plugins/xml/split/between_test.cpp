// SPDX-License-Identifier: Apache-2.0
#include "xml/split/between.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/padded.hpp"
#include "xml/split/outline.hpp"

BOOST_AUTO_TEST_SUITE(xml_split_between)

namespace {
namespace xml = dp::xml;
using dp::test::Padded;
using Found = xml::Between::Found;
using From = xml::Between::From;

/// A walk through a whole item from its head, or from a place of it.
struct Walk {
  Walk(const std::string& given, const char* pattern_text, From from = From::head,
       std::size_t begin = 0, std::string_view closed = {}, bool final = true)
      : text(given), pattern(xml::Pattern::parse(pattern_text).value()) {
    const auto outline = xml::outline_of(given, pattern).value();
    xml::EndMarks marks;
    xml::Between between(pattern, marks);
    between.set_text(text.begin(), 0);
    found = between.walk(text.begin() + begin, text.end(), final, from, outline, closed);
    if (found != Found::finish && found != Found::cut) at = text.place(between.at());
    if (found == Found::wrong) reason = between.reason();
  }
  Padded text;
  xml::Pattern pattern;
  Found found;
  std::ptrdiff_t at = -1;
  std::string reason;
};
}  // namespace

BOOST_AUTO_TEST_CASE(the_first_element_at_the_level_of_records_is_found_from_the_head) {
  const Walk walk("<?xml version='1.0'?>\n<feed><x/><entry>", "/feed/entry");
  BOOST_TEST((walk.found == Found::place));
  BOOST_TEST(walk.at == 28);
}

BOOST_AUTO_TEST_CASE(the_next_record_is_found_after_one) {
  const std::string text = "<feed><entry/> <!-- x --><entry/></feed>";
  BOOST_TEST(Walk(text, "entry", From::record, 14, "entry").at == 25);
  BOOST_TEST((Walk(text, "entry", From::record, 33, "entry").found == Found::finish));
}

BOOST_AUTO_TEST_CASE(a_record_in_an_inner_parent_is_nested) {
  const std::string text = "<c><c><i/></c><i/></c>";
  const Walk first(text, "c/i");
  BOOST_TEST((first.found == Found::place));
  BOOST_TEST(first.at == 3);
  const Walk inner(text, "c/i", From::place, 3);
  BOOST_TEST((inner.found == Found::nested));
  BOOST_TEST(inner.at == 6);
  const Walk again("<c><c><i/></c><i/></c>", "c/i", From::record, 18, "i");
  BOOST_TEST((again.found == Found::finish));
}

BOOST_AUTO_TEST_CASE(no_parent_is_open_around_the_outermost) {
  const Walk wrong("<c><c><i/></c><i/></c>", "c/i", From::record, 10, "i");
  BOOST_TEST((wrong.found == Found::wrong));
  BOOST_TEST(wrong.reason == "got '</c>', but none is open");
}

BOOST_AUTO_TEST_CASE(tags_around_records_are_checked_as_far_as_they_are_known) {
  const Walk mismatch("<feed><entry/></food>", "/feed/entry", From::record, 14, "entry");
  BOOST_TEST((mismatch.found == Found::wrong));
  BOOST_TEST(mismatch.reason == "got '</food>', expected '</feed>'");
  BOOST_TEST(mismatch.at == 14);
  const Walk after("<feed><entry/></feed>x", "/feed/entry", From::record, 14, "entry");
  BOOST_TEST(after.reason == "text after the root element");
  const Walk missing("<feed><entry/>", "/feed/entry", From::record, 14, "entry");
  BOOST_TEST(missing.reason == "'<feed>' has no end tag");
}

BOOST_AUTO_TEST_CASE(what_ends_too_early_is_cut) {
  BOOST_TEST((Walk("<feed><!-- ", "entry", From::head, 0, {}, false).found == Found::cut));
  BOOST_TEST((Walk("<feed>", "entry", From::head, 0, {}, false).found == Found::cut));
}

BOOST_AUTO_TEST_CASE(names_are_read_as_far_as_they_go) {
  const Padded text("<abc d='1'>");
  BOOST_TEST(xml::name_at(text.begin(), text.end()) == "abc");
  BOOST_TEST(xml::name_at(text.begin() + 1, text.end()) == "");
  BOOST_TEST(xml::name_at(text.begin(), text.begin() + 3) == "ab");
}

BOOST_AUTO_TEST_SUITE_END()
