// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/paths.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(xml_parse_paths)

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

BOOST_AUTO_TEST_CASE(each_of_very_many_names_is_found) {
  Names paths, expected;
  std::string children, attributes;
  for (int i = 0; i < 2000; ++i) {
    const auto number = std::to_string(i);
    paths.insert(paths.end(), {"c" + number, "@a" + number});
    expected.insert(expected.end(), {"x" + number, "y" + number});
    children.insert(0, "<c" + number + ">x" + number + "</c" + number + ">");
    attributes += " a" + number + "='y" + number + "'";
  }
  BOOST_TEST(values_of("<r" + attributes + ">" + children + "<d/></r>", paths) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(values_are_picked_out_of_a_tree) {
  BOOST_TEST(values_of("<r id='7'>own<a>x<b c='1'/>y</a><a>z</a></r>",
                       {"@id", ".", "a", "a/b/@c", "a/b", "none"}) ==
                 (Names{"7", "own", "xy", "1", "", "<none>"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_path_is_written_as_it_is_read) {
  for (const char* text : {"@id", "a", "a/x:b", "a/b/@c", "."})
    BOOST_TEST(xml::Path::parse(text).value().text() == text);
  BOOST_TEST(xml::Path::parse("./a").value().text() == "a");
}

BOOST_AUTO_TEST_CASE(white_space_beside_children_is_no_text) {
  BOOST_TEST(
      values_of("<r> <a>\n <b/>\n</a> <c> </c> </r>", {".", "a", "c"}) == (Names{"", "", " "}),
      boost::test_tools::per_element());
  BOOST_TEST(values_of("<r><a>x <b/> </a></r>", {"a"}) == Names{"x  "},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_stands_right_in_an_element_is_its_content) {
  const auto content = [](const char* record) {
    pugi::xml_document document;
    BOOST_REQUIRE(document.load_string(
        record, pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments));
    const auto found = xml::content_of(document.first_child());
    return (found.elements ? "elements " : "") + std::string(found.text);
  };
  BOOST_TEST(content("<r/>") == "");
  BOOST_TEST(content("<r> \n</r>") == "");
  BOOST_TEST(content("<r><a>x</a> </r>") == "elements ");
  BOOST_TEST(content("<r> <a/> b <c/>d</r>") == "elements b");
  BOOST_TEST(content("<r><!-- c --><![CDATA[x]]></r>") == "x");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_told_of_what_is_closed) {
  xml::Picker picker;
  const std::vector<xml::Path> known = {xml::Path::parse("a").value(),
                                        xml::Path::parse("b/@i").value()};
  const std::vector<xml::Path> bare = {xml::Path::parse("b").value()};
  picker.want(0, known[0]);
  picker.close(known, bare);
  picker.pass_over("l");
  const auto unknown_in = [&](const char* record) {
    pugi::xml_document document;
    BOOST_REQUIRE(document.load_string(record, pugi::parse_default | pugi::parse_ws_pcdata));
    BOOST_REQUIRE(picker.pick(document.first_child(), true));
    return std::string(picker.unknown());
  };
  BOOST_TEST(unknown_in("<r xmlns:x='u'> <a>x</a> <b i='1'/> <l><m/></l> </r>") == "");
  BOOST_TEST(unknown_in("<r j='1'/>") == "j");
  BOOST_TEST(unknown_in("<r>text<a/></r>") == "text");
  BOOST_TEST(unknown_in("<r><a><c/></a></r>") == "c");
  BOOST_TEST(unknown_in("<r><b> t </b></r>") == "t");
  BOOST_TEST(unknown_in("<r><b k=''/></r>") == "k");
  BOOST_TEST(unknown_in("<r><b><l/></b></r>") == "l");
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
