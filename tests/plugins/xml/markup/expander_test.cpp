// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/expander.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_markup_expander)

namespace {
namespace xml = dp::xml;

const std::string kSubset =
    "<!ENTITY a 'A'><!ENTITY m '<b c=\"&a;\">&a;</b>'><!ENTITY two '&m;&m;'><!ENTITY n ''>"
    "<!ENTITY cr '&#13;'><!ENTITY q '\"it&#39;s&#10;'><!ENTITY bracket ']'><!ENTITY more '>'>"
    "<!ENTITY raw '<![CDATA[<&a;&#13;>]]>'><!ENTITY amp2 '&#38;#38;'>"
    "<!ATTLIST b d CDATA 'D' e CDATA '\"'>";

std::string expanded(const std::string& text) {
  const auto doctype = xml::Doctype::parse("<!DOCTYPE a [" + kSubset + "]>").value();
  xml::Expanded to;
  BOOST_TEST(xml::Expander(doctype).expand(text, to) == "");
  return std::string(to.view());
}
}  // namespace

BOOST_AUTO_TEST_CASE(entities_stand_for_their_texts) {
  BOOST_TEST(expanded("<r>x&a;y&n;&lt;&#38;</r>") == "<r>xAy&lt;&#38;</r>");
  BOOST_TEST(
      expanded("<r>&two;</r>") ==
      "<r><b c=\"A\" d=\"D\" e=\"&quot;\">A</b><b c=\"A\" d=\"D\" e=\"&quot;\">A</b></r>");
  BOOST_TEST(expanded("<r>&amp2;</r>") == "<r>&#38;</r>");
}

BOOST_AUTO_TEST_CASE(what_is_no_reference_stays) {
  for (const char* text : {"<r><!--&a;--><![CDATA[&a;]]><?p &a;?></r>",
                           "<r a='>' b=\"&#65;\"/>", "<r\n>\r\n</r >"})
    BOOST_TEST(expanded(text) == text);
}

BOOST_AUTO_TEST_CASE(values_have_the_texts_too) {
  BOOST_TEST(expanded("<r a='x&a;' b=\"&q;\" />") == "<r a='xA' b=\"&quot;it&apos;s \" />");
  BOOST_TEST(expanded("<r a='\n&n;'/>") == "<r a='\n'/>");
}

BOOST_AUTO_TEST_CASE(attributes_are_added_where_they_are_not) {
  BOOST_TEST(expanded("<r><b/><b d='1'></b><b e='' d = \"2\" /></r>") ==
             "<r><b d=\"D\" e=\"&quot;\"/><b d='1' e=\"&quot;\"></b><b e='' d = \"2\" /></r>");
}

BOOST_AUTO_TEST_CASE(what_an_entity_has_means_nothing_else_in_its_place) {
  BOOST_TEST(expanded("<r>&cr;\r\n</r>") == "<r>&#13;\r\n</r>");
  BOOST_TEST(expanded("<r>]&bracket;&more;]]&more;]&bracket;&n;></r>") ==
             "<r>&#93;&#93;>]&#93;>&#93;&#93;></r>");
  BOOST_TEST(expanded("<r>&raw;</r>") == "<r>&lt;&amp;a;&#13;&gt;</r>");
}

BOOST_AUTO_TEST_CASE(places_lead_back_to_the_text) {
  const auto doctype = xml::Doctype::parse("<!DOCTYPE a [" + kSubset + "]>").value();
  const std::string text = "<r><b/>&a;<b x='&q;'/>&m;<c/></r>";
  xml::Expanded to;
  BOOST_TEST(xml::Expander(doctype).expand(text, to) == "");
  const std::string all(to.view());
  const auto original = [&](const char* part, std::size_t from = 0) {
    return to.original_of(all.find(part, from));
  };
  BOOST_TEST(original("<b") == 3u);
  BOOST_TEST(original("A") == 7u);
  BOOST_TEST(original("<b x") == 10u);
  BOOST_TEST(original("<b c") == text.find("&m;"));
  BOOST_TEST(original("<c/>") == text.find("<c/>"));
  BOOST_TEST(original("</r>") == text.find("</r>"));
}

BOOST_AUTO_TEST_CASE(no_more_is_added_than_a_mebibyte) {
  std::string subset = "<!ENTITY e0 '" + std::string(1000, 'x') + "'>";
  for (int i = 1; i < 9; ++i) {
    const auto before = "&e" + std::to_string(i - 1) + ";";
    subset += "<!ENTITY e" + std::to_string(i) + " '";
    for (int k = 0; k < 10; ++k) subset += before;
    subset += "'>";
  }
  const auto doctype = xml::Doctype::parse("<!DOCTYPE a [" + subset + "]>").value();
  xml::Expanded to;
  BOOST_TEST(xml::Expander(doctype).expand("<r>&e2;</r>", to) == "");
  BOOST_TEST(to.view().size() == 100'007u);
  const std::string full = "its entities and default attributes have more than 1048576 bytes";
  BOOST_TEST(xml::Expander(doctype).expand("<r>&e8;</r>", to) == full);
  BOOST_TEST(xml::Expander(doctype).expand("<r a='&e8;'/>", to) == full);
  std::string many = "<r>";
  for (int i = 0; i < 11; ++i) many += "&e2;";
  BOOST_TEST(xml::Expander(doctype).expand(many + "</r>", to) == full);
}

BOOST_AUTO_TEST_SUITE_END()
