// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/trees.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(xml_parse_trees)

namespace {
namespace xml = dp::xml;
using Texts = std::vector<std::string_view>;
using Spaces = xml::Trees::Spaces;
}  // namespace

BOOST_AUTO_TEST_CASE(each_record_has_a_root) {
  xml::Trees trees;
  const Texts records = {"<r i='1'>a&amp;b</r>", "<r/>", "<x:r><b>c</b></x:r>"};
  BOOST_REQUIRE(trees.parse(records, Spaces::alone));
  BOOST_REQUIRE(trees.roots().size() == 3u);
  BOOST_TEST(std::string(trees.roots()[0].child_value()) == "a&b");
  BOOST_TEST(trees.roots()[0].attribute("i").as_int() == 1);
  BOOST_TEST(std::string(trees.roots()[2].child("b").child_value()) == "c");
}

BOOST_AUTO_TEST_CASE(spaces_are_kept_where_they_are_all_of_an_element_or_everywhere) {
  xml::Trees trees;
  const Texts records = {"<r> <a> </a> </r>"};
  const auto children = [&] {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto child : trees.roots()[0].children()) ++count;
    return count;
  };
  BOOST_REQUIRE(trees.parse(records, Spaces::alone));
  BOOST_TEST(children() == 1u);
  BOOST_TEST(std::string(trees.roots()[0].child("a").child_value()) == " ");
  BOOST_REQUIRE(trees.parse(records, Spaces::all));
  // The first text is held in the node of its element.
  BOOST_TEST(children() == 2u);
  BOOST_TEST(std::string(trees.roots()[0].child_value()) == " ");
}

BOOST_AUTO_TEST_CASE(what_is_no_element_is_refused) {
  xml::Trees trees;
  BOOST_TEST(!trees.parse(Texts{"<r></r><r></r>"}, Spaces::all));
  BOOST_TEST(trees.reason() == "more or less than one element");
  BOOST_TEST(!trees.parse(Texts{"<r>", "</r>"}, Spaces::all));
  BOOST_TEST(!trees.parse(Texts{"<r><a></r>"}, Spaces::all));
  // And the next is parsed.
  BOOST_TEST(trees.parse(Texts{"<r/>"}, Spaces::all));
}

BOOST_AUTO_TEST_CASE(trees_of_many_elements_and_attributes_are_large) {
  std::string record = "<r>";
  for (std::size_t i = 0; i < xml::kMostOfTree - 1; ++i) record += "<a/> ";
  BOOST_TEST(!xml::is_large_tree(record + "</r>"));
  BOOST_TEST(xml::is_large_tree(record + "<b/></r>"));
  BOOST_TEST(xml::is_large_tree(record + "<b c='1'/></r>"));
  BOOST_TEST(!xml::is_large_tree("<r>" + std::string(4'000'000, 'x') + "</r>"));
}

BOOST_AUTO_TEST_SUITE_END()
