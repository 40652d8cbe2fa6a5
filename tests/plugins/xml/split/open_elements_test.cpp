// SPDX-License-Identifier: Apache-2.0
#include "xml/split/open_elements.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_split_open_elements)

namespace {
namespace xml = dp::xml;

xml::Pattern pattern_of(const char* text) { return xml::Pattern::parse(text).value(); }

/// What is open from the head of an item on.
struct Opened {
  Opened(const char* pattern_text, std::initializer_list<const char*> names)
      : pattern(pattern_of(pattern_text)), open(pattern) {
    open.begin(true);
    for (const char* name : names) open.open(name);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  xml::Pattern pattern;
  xml::OpenElements open;
};
}  // namespace

BOOST_AUTO_TEST_CASE(all_are_known_from_the_head_on) {
  Opened opened("a/b/r", {});
  auto& open = opened.open;
  BOOST_TEST(open.rooted());
  BOOST_TEST(open.are_none());
  open.open("x");
  open.open("a");
  BOOST_TEST(open.size() == 2U);
  BOOST_TEST(open.innermost() == "a");
  BOOST_TEST(!open.hold_records());
  open.open("b");
  BOOST_TEST(open.hold_records());
  BOOST_TEST(open.tell_all());
  open.close();
  open.close();
  open.close();
  BOOST_TEST(open.are_none());
}

BOOST_AUTO_TEST_CASE(at_a_place_the_parents_are_open_and_fit_as_parts_of_the_pattern) {
  const auto pattern = pattern_of("*:a/r");
  xml::OpenElements open(pattern);
  open.begin(false);
  BOOST_TEST(!open.rooted());
  BOOST_TEST(open.size() == 1U);
  BOOST_TEST(open.is_innermost("x:a"));
  BOOST_TEST(!open.is_innermost("x:b"));
  open.close();
  BOOST_TEST(open.empty());
  BOOST_TEST(!open.are_none());
  // What has begun since then is known by its name.
  open.open("*:a");
  BOOST_TEST(!open.is_innermost("x:a"));
}

BOOST_AUTO_TEST_CASE(so_many_parents_and_others_are_what_a_walk_can_begin_in) {
  BOOST_TEST(Opened("/a/b/r", {"a", "b"}).open.are(2, 0));
  BOOST_TEST(Opened("/a/b/r", {"a", "x"}).open.are(1, 1));
  BOOST_TEST(!Opened("/a/b/r", {"a", "x"}).open.are(2, 0));
  BOOST_TEST(Opened("a/b/r", {"x", "a", "y"}).open.are(1, 1));
  BOOST_TEST(!Opened("a/b/r", {"x", "a", "b"}).open.are(1, 1));
  // The only parent may lie in itself.
  BOOST_TEST(Opened("a/r", {"a", "a", "x"}).open.are(2, 1));
  BOOST_TEST(!Opened("a/r", {"a", "x", "a"}).open.are(1, 2));
}

BOOST_AUTO_TEST_CASE(what_was_broken_off_goes_on_with_others_of_any_name) {
  const auto pattern = pattern_of("/a/b/r");
  xml::OpenElements open(pattern);
  open.begin_inside(1, 2);
  BOOST_TEST(open.rooted());
  BOOST_TEST(open.size() == 3U);
  BOOST_TEST(open.is_innermost("anything"));
  open.close();
  open.close();
  BOOST_TEST(open.is_innermost("a"));
  BOOST_TEST(!open.is_innermost("b"));
  // There are no more parents than the pattern names.
  open.begin_inside(5, 0);
  BOOST_TEST(open.size() == 2U);
  BOOST_TEST(open.hold_records());
}

BOOST_AUTO_TEST_SUITE_END()
