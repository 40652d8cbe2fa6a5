// SPDX-License-Identifier: Apache-2.0
#include "xml/split/plain_names.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_split_plain_names)

namespace {
namespace xml = dp::xml;
using Names = std::vector<std::string>;

/// The parts of a pattern after elements of these names.
Names meaning(const char* pattern_text, const Names& elements) {
  const auto pattern = xml::Pattern::parse(pattern_text).value();
  xml::PlainNames names(pattern);
  for (const auto& element : elements) names.see(element);
  auto resolved = names.resolved();
  resolved.parents.push_back(resolved.name);
  return resolved.parents;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_name_without_a_prefix_is_what_elements_without_one_have) {
  BOOST_TEST(meaning("item", {"x:item", "item"}) == Names{"item"},
             boost::test_tools::per_element());
  BOOST_TEST(meaning("item", {"item", "x:item"}) == Names{"item"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_if_there_are_none_those_of_any_prefix_are_meant) {
  BOOST_TEST(meaning("item", {"x:item", "items"}) == Names{"*:item"},
             boost::test_tools::per_element());
  BOOST_TEST(meaning("item", {}) == Names{"*:item"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_part_is_looked_at_by_itself) {
  BOOST_TEST(meaning("/feed/*/x:group/entry", {"feed", "x:entry", "group"}) ==
                 (Names{"feed", "*", "x:group", "*:entry"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(elements_in_records_that_are_rows_are_parts_too) {
  auto pattern = xml::Pattern::parse("order").value();
  pattern.inner = {"lines", "x:line", "tax"};
  xml::PlainNames names(pattern);
  for (const char* name : {"order", "x:lines", "tax"}) names.see(name);
  BOOST_TEST(!names.known());
  BOOST_TEST(names.resolved().inner == (Names{"*:lines", "x:line", "tax"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_known_is_told_as_soon_as_it_is) {
  const auto pattern = xml::Pattern::parse("feed/entry").value();
  xml::PlainNames names(pattern);
  BOOST_TEST(!names.known());
  BOOST_TEST(!names.see("feed"));
  BOOST_TEST(!names.see("x:entry"));
  BOOST_TEST(names.see("entry"));
  const auto prefixed = xml::Pattern::parse("x:feed/*/*:entry").value();
  BOOST_TEST(xml::PlainNames(prefixed).known());
}

BOOST_AUTO_TEST_SUITE_END()
