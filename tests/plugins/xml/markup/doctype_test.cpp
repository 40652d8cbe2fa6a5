// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/doctype.hpp"

#include <boost/test/unit_test.hpp>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_markup_doctype)

namespace {
namespace xml = dp::xml;
using dp::test::why;

xml::Doctype doctype_of(const std::string& subset) {
  return xml::Doctype::parse("<!DOCTYPE a [" + subset + "]>").value();
}

std::string text_of(const std::string& subset, const std::string& name = "e") {
  const auto doctype = doctype_of(subset);
  const auto* entity = doctype.entities().find(name);
  return entity == nullptr ? "none" : entity->text;
}

/// "name=value,..."
std::string defaults_of(const std::string& subset, const std::string& element = "r") {
  std::string all;
  const auto doctype = doctype_of(subset);
  for (const auto& [name, value] : doctype.defaults_of(element))
    all += (all.empty() ? "" : ",") + name + '=' + value;
  return all;
}

std::string wrong(const std::string& subset) {
  return why(xml::Doctype::parse("<!DOCTYPE a [" + subset + "]>"));
}
}  // namespace

BOOST_AUTO_TEST_CASE(nothing_is_declared_without_a_subset) {
  BOOST_TEST(xml::Doctype::parse("<!DOCTYPE a>").value().empty());
  BOOST_TEST(xml::Doctype::parse("<!DOCTYPE a SYSTEM '[<!ENTITY e \"x\">]'>").value().empty());
  BOOST_TEST(doctype_of("<!ELEMENT a (b|c)*> <!NOTATION n SYSTEM 'x]y'>").empty());
}

BOOST_AUTO_TEST_CASE(an_entity_stands_for_its_text_with_the_characters_it_refers_to) {
  BOOST_TEST(text_of("<!ENTITY e \"it's\">") == "it's");
  BOOST_TEST(text_of("\n<!ENTITY\te 'a&#65;&#x42;&#38;#60;&lt;&f;' >") == "aAB&#60;&lt;&f;");
  BOOST_TEST(text_of("<!ENTITY e 'a\r\nb\rc&#13;'>") == "a\nb\nc\r");
  BOOST_TEST(text_of("<!ENTITY e ''>") == "");
  BOOST_TEST(text_of("<!ENTITY e '1'><!ENTITY e '2'>") == "1");
}

BOOST_AUTO_TEST_CASE(what_stands_in_comments_and_instructions_is_no_declaration) {
  BOOST_TEST(text_of("<!-- ' <!ENTITY e 'x'> --><?p <!ENTITY e 'x'>?>") == "none");
}

BOOST_AUTO_TEST_CASE(other_files_and_parameter_entities_are_never_read) {
  const auto doctype = doctype_of(
      "<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y PUBLIC '-//x' \"y>z\">"
      "<!NOTATION n SYSTEM 'n'><!ENTITY p SYSTEM 'p.gif' NDATA n>"
      "<!ENTITY % q '<!ENTITY e \"x\">'><!ENTITY v 'a%q;b'>");
  const auto& entities = doctype.entities();
  BOOST_TEST(entities.find("x")->in_text == "is in another file, and no other file is read");
  BOOST_TEST(entities.find("y")->in_text == "is in another file, and no other file is read");
  BOOST_TEST(entities.find("p")->in_value == "is no text");
  BOOST_TEST(entities.find("q") == nullptr);
  BOOST_TEST(entities.find("v")->in_text == "has a parameter entity, and these are not read");
}

BOOST_AUTO_TEST_CASE(what_comes_after_a_parameter_entity_is_not_used) {
  BOOST_TEST(text_of("<!ENTITY e '1'><!ENTITY % q ''>%q;<!ENTITY f '2'>") == "1");
  BOOST_TEST(text_of("<!ENTITY % q ''>%q;<!ENTITY e '2'>") == "none");
}

BOOST_AUTO_TEST_CASE(attributes_have_defaults) {
  BOOST_TEST(defaults_of("<!ATTLIST r a CDATA '1' b CDATA #REQUIRED c CDATA #IMPLIED\n"
                         " d CDATA #FIXED \"4\" e (x|y) 'x' f NOTATION (n | m) 'n'>") ==
             "a=1,d=4,e=x,f=n");
  BOOST_TEST(defaults_of("<!ATTLIST r a CDATA '1'><!ATTLIST r a CDATA '2' b ID ''>") ==
             "a=1,b=");
  BOOST_TEST(defaults_of("<!ATTLIST r a CDATA #IMPLIED><!ATTLIST r a CDATA '2'>") == "");
  BOOST_TEST(defaults_of("<!ATTLIST s a CDATA '1'>") == "");
  BOOST_TEST(defaults_of("<!ATTLIST r>") == "");
}

BOOST_AUTO_TEST_CASE(a_default_is_a_value) {
  BOOST_TEST(defaults_of("<!ATTLIST r a CDATA ' &e;\t\"&#10;\r\n'><!ENTITY e 'x&#9;y'>") ==
             "a= x y &quot;&#10; ");
  BOOST_TEST(defaults_of("<!ATTLIST r a NMTOKENS '  x\n y '>") == "a=x y");
}

BOOST_AUTO_TEST_CASE(a_declaration_that_is_wrong_is_told) {
  BOOST_TEST(wrong("<!ENTITY>") == "document type: an entity: got '>]>', expected a name");
  BOOST_TEST(wrong("<!ENTITY e>") ==
             "document type: the entity 'e': got '>]>', expected a space after its name");
  BOOST_TEST(wrong("<!ENTITY e x>") ==
             "document type: the entity 'e': got '>]>', expected a text in quotes, SYSTEM or "
             "PUBLIC");
  BOOST_TEST(wrong("<!ENTITY e 'x' y>") ==
             "document type: the entity 'e': got 'y>]>', expected '>'");
  BOOST_TEST(wrong("<!ATTLIST >") ==
             "document type: a list of attributes: got '>]>', expected an element's name");
  BOOST_TEST(wrong("<!ATTLIST r a>") ==
             "document type: the attribute 'a' of 'r': got '>]>', expected a type");
  BOOST_TEST(
      wrong("<!ATTLIST r a CDATA x>") ==
      "document type: the attribute 'a' of 'r': got 'x>]>', expected #REQUIRED, #IMPLIED, "
      "or a default in quotes");
  BOOST_TEST(
      wrong("<!ATTLIST r a (x|y 'x'>") ==
      "document type: the attribute 'a' of 'r': got 'x|y 'x'>]>', expected ')' after its "
      "values");
  BOOST_TEST(
      wrong("<!ATTLIST r a CDATA '<'>") ==
      "document type: the default of the attribute 'a' of 'r': got '<' in an attribute's "
      "value, expected '&lt;'");
  BOOST_TEST(wrong("<!ATTLIST r a CDATA '&no;'>") ==
             "document type: the default of the attribute 'a' of 'r': the entity '&no;' is not "
             "declared by the file's own document type, and no other file is read");
}

BOOST_AUTO_TEST_CASE(defaults_are_not_without_end) {
  std::string subset = "<!ENTITY e0 '" + std::string(1000, 'x') + "'>";
  for (int i = 1; i < 5; ++i) {
    const auto before = "&e" + std::to_string(i - 1) + ";";
    subset += "<!ENTITY e" + std::to_string(i) + " '";
    for (int k = 0; k < 10; ++k) subset += before;
    subset += "'>";
  }
  BOOST_TEST(defaults_of(subset + "<!ATTLIST r a CDATA '&e2;'>").size() == 100'002u);
  BOOST_TEST(
      wrong(subset + "<!ATTLIST r a CDATA '&e4;'>") ==
      "document type: the default of the attribute 'a' of 'r': all defaults together have "
      "more than 1048576 bytes");
}

BOOST_AUTO_TEST_SUITE_END()
