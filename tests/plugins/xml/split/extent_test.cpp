// SPDX-License-Identifier: Apache-2.0
#include "xml/split/extent.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/padded.hpp"

BOOST_AUTO_TEST_SUITE(xml_split_extent)

namespace {
namespace xml = dp::xml;
using dp::test::Padded;
using How = xml::Extent::How;

/// How far the record that a text begins with goes. `final`: the text ends the item.
std::pair<How, std::ptrdiff_t> extent_of(const std::string& text, bool final = true) {
  const Padded padded(text);
  xml::Extents extents;
  xml::EndMarks marks;
  const auto extent = extents.find(padded.begin(), padded.end(), final, final, marks);
  return {extent.how, padded.place(extent.next)};
}

std::ptrdiff_t start_in(const std::string& text, std::string_view name) {
  const Padded padded(text);
  return padded.place(xml::find_start(padded.begin(), padded.end(), name));
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_record_goes_to_its_own_end_tag) {
  BOOST_TEST((extent_of("<r><a></b></r><r>") == std::pair{How::closed, std::ptrdiff_t{14}}));
  BOOST_TEST((extent_of("<r><r></r>x</r>y") == std::pair{How::closed, std::ptrdiff_t{15}}));
  BOOST_TEST((extent_of("<r/>x") == std::pair{How::closed, std::ptrdiff_t{4}}));
  // Neither comments nor CDATA nor instructions have tags.
  BOOST_TEST((extent_of("<r><!--</r>--><![CDATA[</r>]]><?p </r>?></r>") ==
              std::pair{How::closed, std::ptrdiff_t{44}}));
}

BOOST_AUTO_TEST_CASE(one_without_end_goes_to_the_next_of_its_name) {
  const auto extent = extent_of("<r>a<b><r>c</r>");
  BOOST_TEST((extent.first == How::open));
  BOOST_TEST(extent.second == 7);
}

BOOST_AUTO_TEST_CASE(one_that_the_text_ends_in_is_cut) {
  BOOST_TEST((extent_of("<r>abc", false).first == How::cut));
  BOOST_TEST((extent_of("<r><!-- </r>", false).first == How::cut));
}

BOOST_AUTO_TEST_CASE(a_start_tag_is_found_by_its_name) {
  BOOST_TEST(start_in("</r><rr/><x:r a='1'><r>", "*:r") == 9);
  BOOST_TEST(start_in("</r><rr/><x:r a='1'><r>", "r") == 20);
  BOOST_TEST(start_in("text <b>", "*") == 5);
  BOOST_TEST(start_in("<r", "r") == 2);
  BOOST_TEST(start_in("<!-- --><?r?>", "r") == 13);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_kept_to_the_end_of_its_tag) {
  const auto kept = [](const std::string& text, bool whole) {
    const Padded padded(text);
    return padded.place(xml::end_of_fault(padded.begin(), padded.end(), whole));
  };
  BOOST_TEST(kept("</b><r/>", false) == 4);
  BOOST_TEST(kept("& text<r/>", false) == 6);
  BOOST_TEST(kept("& text", false) == -1);
  BOOST_TEST(kept("& text", true) == 6);
  BOOST_TEST(kept(std::string(300, 'x'), false) == 200);
}

BOOST_AUTO_TEST_CASE(after_a_fault_the_next_record_is_looked_for) {
  const auto next = [](const std::string& text) {
    const Padded padded(text);
    return padded.place(xml::after_fault(padded.begin(), padded.end()));
  };
  BOOST_TEST(next("</b>") == 1);
  BOOST_TEST(next("\xc3\xa9<") == 2);
  BOOST_TEST(next("x>>>y") == 4);
  BOOST_TEST(next("") == 0);
}

BOOST_AUTO_TEST_CASE(after_a_fault_goes_on_at_its_second_byte_unless_its_tag_is_cut) {
  const Padded padded("<a></b>x</b");
  const xml::Window all{padded.end(), true, true};
  BOOST_TEST(padded.place(all.after_wrong(padded.begin() + 3)) == 4);
  BOOST_TEST(padded.place(all.after_wrong(padded.begin() + 8)) == 9);
  const xml::Window growing{padded.end(), false, false};
  BOOST_TEST(padded.place(growing.after_wrong(padded.begin() + 3)) == 4);
  BOOST_TEST(growing.after_wrong(padded.begin() + 8) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
