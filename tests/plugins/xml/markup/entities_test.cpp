// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/entities.hpp"

#include <boost/test/unit_test.hpp>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(xml_markup_entities)

namespace {
namespace xml = dp::xml;
using Texts = std::vector<std::pair<std::string, std::string>>;

xml::Entities entities_of(const Texts& texts) {
  xml::Entities entities;
  for (const auto& [name, text] : texts) entities.add(name, {.text = text});
  entities.resolve();
  return entities;
}

std::string in_text(const Texts& texts, const std::string& name) {
  return entities_of(texts).find(name)->in_text;
}

std::string in_value(const Texts& texts, const std::string& name) {
  return entities_of(texts).find(name)->in_value;
}
}  // namespace

BOOST_AUTO_TEST_CASE(the_first_of_a_name_counts) {
  const auto entities = entities_of({{"a", "1"}, {"a", "2"}});
  BOOST_TEST(entities.find("a")->text == "1");
  BOOST_TEST(entities.find("b") == nullptr);
}

BOOST_AUTO_TEST_CASE(markup_may_stand_in_a_text_and_not_in_a_value) {
  const Texts texts = {{"b", "<b c='1'>x</b>"}, {"c", "in &b;"}, {"q", "\"'>"}};
  BOOST_TEST(in_text(texts, "b") == "");
  BOOST_TEST(in_text(texts, "c") == "");
  BOOST_TEST(entities_of(texts).find("c")->has_elements);
  BOOST_TEST(in_value(texts, "b") ==
             "is not well-formed there: got '<' in an attribute's value, expected '&lt;'");
  BOOST_TEST(
      in_value(texts, "c") ==
      "is not well-formed there: the entity '&b;' is not well-formed there: got '<' in an "
      "attribute's value, expected '&lt;'");
  BOOST_TEST(in_value(texts, "q") == "");
}

BOOST_AUTO_TEST_CASE(what_begins_in_an_entity_ends_in_it) {
  const auto wrong = [](const std::string& text) { return in_text({{"a", text}}, "a"); };
  const std::string before = "is not well-formed there: ";
  BOOST_TEST(wrong("<b>") == before + "'<b>' has no end tag in it");
  BOOST_TEST(wrong("</b>") == before + "'</b>' ends no element that begins in it");
  BOOST_TEST(wrong("<b></c>") == before + "'</c>' ends no element that begins in it");
  BOOST_TEST(wrong("<b") == before + "a tag is unterminated");
  BOOST_TEST(wrong("<!--") == before + "a comment is unterminated");
  BOOST_TEST(wrong("x &") == before + "got '&', expected '&amp;' or a reference");
  BOOST_TEST(wrong("]]>") == before + "got ']]>' in text, expected ']]&gt;'");
  BOOST_TEST(wrong("<?xml version='1.0'?>") ==
             before + "'<?xml' and '<!DOCTYPE' stand in no element");
  BOOST_TEST(wrong("&no;") ==
             before +
                 "the entity '&no;' is not declared by the file's own document "
                 "type, and no other file is read");
}

BOOST_AUTO_TEST_CASE(an_entity_in_itself_is_named) {
  const Texts texts = {{"a", "&b;"}, {"b", "&c;"}, {"c", "x&a;"}, {"d", "&a;"}, {"e", "&e;"}};
  BOOST_TEST(in_text(texts, "a") == "is in itself, by '&b;'");
  BOOST_TEST(in_value(texts, "c") == "is in itself, by '&a;'");
  BOOST_TEST(in_text(texts, "d") == "has '&a;', which is in itself");
  BOOST_TEST(in_text(texts, "e") == "is in itself");
}

BOOST_AUTO_TEST_CASE(entities_may_be_so_deep_in_each_other) {
  Texts texts = {{"e0", "x"}};
  for (int i = 1; i < 18; ++i)
    texts.emplace_back("e" + std::to_string(i), "&e" + std::to_string(i - 1) + ";");
  BOOST_TEST(in_text(texts, "e15") == "");
  BOOST_TEST(in_text(texts, "e16") == "is more than 16 entities deep");
  BOOST_TEST(in_text(texts, "e17") == "is more than 16 entities deep");
}

BOOST_AUTO_TEST_CASE(a_size_counts_what_is_in_an_entity) {
  Texts texts = {{"e0", "lol"}};
  for (int i = 1; i < 12; ++i) {
    const auto before = "&e" + std::to_string(i - 1) + ";";
    std::string text;
    for (int k = 0; k < 10; ++k) text += before;
    texts.emplace_back("e" + std::to_string(i), text);
  }
  const auto entities = entities_of(texts);
  BOOST_TEST(entities.find("e1")->size == 10u * 4 + 30);
  BOOST_TEST(entities.find("e11")->size > 300'000'000'000u);
}

BOOST_AUTO_TEST_CASE(thousands_in_a_chain_are_resolved) {
  Texts texts = {{"e0", "x"}};
  for (int i = 1; i < 4000; ++i)
    texts.emplace_back("e" + std::to_string(i), "&e" + std::to_string(i - 1) + ";");
  BOOST_TEST(entities_of(texts).find("e3999")->depth == 4000u);
}

BOOST_AUTO_TEST_CASE(in_a_value_white_space_is_a_space_and_quotes_are_escaped) {
  const auto entities =
      entities_of({{"a", "\t\n\r'\"&#10;&b;&lt;"}, {"b", "x\n"}, {"lt", "no"}});
  std::string out;
  entities.append_in_value(out, entities.find("a")->text);
  BOOST_TEST(out == "   &apos;&quot;&#10;x &lt;");
  BOOST_TEST(entities.wrong_in_value("&a;\"&no;") ==
             "the entity '&no;' is not declared by the file's own document type, and no other "
             "file is read");
}

BOOST_AUTO_TEST_CASE(entities_are_the_same_if_all_names_stand_for_the_same) {
  BOOST_TEST(entities_of({{"a", "1"}}).same_as(entities_of({{"a", "1"}, {"a", "2"}})));
  BOOST_TEST(!entities_of({{"a", "1"}}).same_as(entities_of({{"a", "2"}})));
  BOOST_TEST(!entities_of({{"a", "1"}}).same_as(entities_of({})));
}

BOOST_AUTO_TEST_SUITE_END()
