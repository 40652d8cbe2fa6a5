// SPDX-License-Identifier: Apache-2.0
#include "xml/split/pattern.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_split_pattern)

namespace {
namespace xml = dp::xml;
using Open = std::vector<std::string_view>;
using Names = std::vector<std::string>;

xml::Pattern pattern_of(const char* text) { return xml::Pattern::parse(text).value(); }
}  // namespace

BOOST_AUTO_TEST_CASE(a_pattern_is_a_name_and_its_parents) {
  const auto page = pattern_of("page");
  BOOST_TEST(page.name == "page");
  BOOST_TEST(!page.rooted);
  BOOST_TEST(page.parents.empty());
  const auto entry = pattern_of("/x:feed/*/entry");
  BOOST_TEST(entry.rooted);
  BOOST_TEST(entry.name == "entry");
  BOOST_TEST(entry.parents == (Names{"x:feed", "*"}), boost::test_tools::per_element());
  BOOST_TEST(pattern_of("*:entry").name == "*:entry");
  for (const char* bad : {"", "/", "a/", "/a//b", "a b", "1a", "@a", "a[1]", "a:", ":a",
                          "a:b:c", "*:", "*:*", "*:a:b", "a:*"})
    BOOST_TEST(!xml::Pattern::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(names_match_with_their_prefixes) {
  BOOST_TEST(pattern_of("page").names("page"));
  BOOST_TEST(!pattern_of("page").names("x:page"));
  BOOST_TEST(!pattern_of("page").names("pages"));
  BOOST_TEST(pattern_of("x:page").names("x:page"));
  BOOST_TEST(!pattern_of("x:page").names("page"));
  BOOST_TEST(!pattern_of("x:page").names("y:page"));
  BOOST_TEST(pattern_of("*:page").names("page"));
  BOOST_TEST(pattern_of("*:page").names("x:page"));
  BOOST_TEST(!pattern_of("*:page").names("x:pages"));
  BOOST_TEST(pattern_of("*").names("anything"));
}

BOOST_AUTO_TEST_CASE(parents_are_the_innermost_open_elements_or_all_of_them) {
  BOOST_TEST(pattern_of("page").holds(Open{}));
  BOOST_TEST(pattern_of("page").holds(Open{"a", "b"}));
  BOOST_TEST(pattern_of("feed/entry").holds(Open{"a", "feed"}));
  BOOST_TEST(!pattern_of("feed/entry").holds(Open{"feed", "a"}));
  BOOST_TEST(!pattern_of("feed/entry").holds(Open{}));
  BOOST_TEST(pattern_of("/*:feed/entry").holds(Open{"x:feed"}));
  BOOST_TEST(!pattern_of("/feed/entry").holds(Open{"x:feed"}));
  BOOST_TEST(!pattern_of("/feed/entry").holds(Open{"a", "feed"}));
  BOOST_TEST(pattern_of("/*/b/c").holds(Open{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(parents_tell_all_where_nothing_around_them_may_be_the_first) {
  for (const char* any : {"r", "/a/r"}) BOOST_TEST(pattern_of(any).tells_all(Open{"a"}));
  BOOST_TEST(pattern_of("c/r").tells_all(Open{"a", "c"}));
  BOOST_TEST(!pattern_of("c/r").tells_all(Open{"c", "c"}));
  BOOST_TEST(!pattern_of("c/r").tells_all(Open{"c", "a", "c"}));
  BOOST_TEST(pattern_of("*/r").tells_all(Open{"a"}));
  BOOST_TEST(!pattern_of("*/r").tells_all(Open{"a", "b"}));
  BOOST_TEST(pattern_of("a/b/r").tells_all(Open{"b", "a", "b"}));
  BOOST_TEST(!pattern_of("a/b/r").tells_all(Open{"a", "a", "b"}));
}

BOOST_AUTO_TEST_CASE(parents_that_may_be_others_do_not_tell_all) {
  BOOST_TEST(pattern_of("c/*/r").tells_all(Open{"c", "a"}));
  BOOST_TEST(!pattern_of("c/*/r").tells_all(Open{"c", "c"}));
  BOOST_TEST(pattern_of("c/*:d/r").tells_all(Open{"c", "x:d"}));
  BOOST_TEST(pattern_of("*:d/d/r").tells_all(Open{"d", "d"}));
}

BOOST_AUTO_TEST_CASE(elements_in_records_are_written_as_their_namespaces_say) {
  auto pattern = pattern_of("r");
  pattern.inner = {"{http://m}a", "b"};
  const auto written = pattern.written({{"", "http://m"}, {"x", "http://m"}});
  BOOST_REQUIRE(written.inner.size() == 2u);
  BOOST_TEST(xml::fits(written.inner[0], "x:a"));
  BOOST_TEST(xml::fits(written.inner[0], "a"));
  BOOST_TEST(!xml::fits(written.inner[0], "y:a"));
  BOOST_TEST(written.inner[1] == "b");
}

BOOST_AUTO_TEST_CASE(parents_are_counted_from_the_outermost_on) {
  const auto deep = pattern_of("/a/b/c/r");
  BOOST_TEST(deep.parents_in(Open{}) == 0u);
  BOOST_TEST(deep.parents_in(Open{"a", "b"}) == 2u);
  BOOST_TEST(deep.parents_in(Open{"a", "x", "c"}) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
