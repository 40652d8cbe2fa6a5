// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/paths.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace {
namespace xml = dp::xml;
using Names = std::vector<std::string>;

/// What a record has at some paths.
Names values_of(const std::string& record, const Names& paths) {
  pugi::xml_document document;
  BOOST_REQUIRE(document.load_string(
      record.c_str(), pugi::parse_default | pugi::parse_fragment | pugi::parse_ws_pcdata |
                          pugi::parse_comments | pugi::parse_pi));
  xml::Picker picker;
  for (std::uint32_t i = 0; i < paths.size(); ++i)
    picker.want(i, xml::Path::parse(paths[i]).value());
  BOOST_REQUIRE(picker.pick(document.first_child(), true));
  Names out;
  for (std::uint32_t i = 0; i < paths.size(); ++i)
    out.emplace_back(picker.value(i).at == nullptr ? "<none>" : picker.value(i).view());
  return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(xml_parse_paths)

BOOST_AUTO_TEST_CASE(a_path_is_elements_and_maybe_an_attribute) {
  const auto path = xml::Path::parse("a/x:b/@c").value();
  BOOST_TEST(path.elements == (Names{"a", "x:b"}), boost::test_tools::per_element());
  BOOST_TEST(path.attribute == "c");
  BOOST_TEST(xml::Path::parse("@id").value().elements.empty());
  BOOST_TEST(xml::Path::parse(".").value().elements.empty());
  BOOST_TEST(xml::Path::parse("./title").value().elements == Names{"title"},
             boost::test_tools::per_element());
  for (const char* bad :
       {"", "/", "a//b", "a/", "*", "a/*", "@", "@*", "a@b", "@a/b", "a b", "1", "*:a", "@*:a"})
    BOOST_TEST(!xml::Path::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(paths_are_put_together_as_a_tree) {
  xml::Wanted wanted;
  wanted.add(0, xml::Path::parse("a/b").value());
  wanted.add(1, xml::Path::parse("a/@i").value());
  wanted.add(4, xml::Path::parse(".").value());
  BOOST_TEST(wanted.size() == 3u);
  BOOST_TEST(wanted.columns() == 5u);
  BOOST_TEST(wanted.root().texts == std::vector<std::uint32_t>{4},
             boost::test_tools::per_element());
  BOOST_REQUIRE(wanted.root().children.size() == 1u);
  const auto& a = wanted.node(wanted.root().children[0]);
  BOOST_TEST(a.name == "a");
  BOOST_TEST(a.attributes.front().name == "i");
  BOOST_TEST(wanted.node(a.children[0]).name == "b");
}

BOOST_AUTO_TEST_CASE(values_are_picked_out_of_a_tree) {
  BOOST_TEST(values_of("<r id='7'>own<a>x<b c='1'/>y</a><a>z</a></r>",
                       {"@id", ".", "a", "a/b/@c", "a/b", "none"}) ==
                 (Names{"7", "own", "xy", "1", "", "<none>"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(if_several_elements_match_the_first_wins) {
  BOOST_TEST(values_of("<r><x:a>0</x:a><a>1</a><a>2</a></r>", {"a", "x:a", "y:a"}) ==
                 (Names{"1", "0", "<none>"}),
             boost::test_tools::per_element());
  // An element without the attribute does not have the value.
  BOOST_TEST(values_of("<r><a/><a i='2'/></r>", {"a/@i"}) == Names{"2"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
