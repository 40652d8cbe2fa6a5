// SPDX-License-Identifier: Apache-2.0
// What may be in a declaration and a document type; see lexer_test.cpp for tags and texts.

#include <boost/test/unit_test.hpp>

#include "tokens.hpp"

BOOST_AUTO_TEST_SUITE(xml_markup_token_parts)

namespace {
using dp::test::tokens_of;
using Tokens = std::vector<std::string>;
}  // namespace

BOOST_AUTO_TEST_CASE(a_declaration_has_a_version_and_maybe_more) {
  for (const char* text : {"<?xml version='1.0'?>", "<?xml version=\"1.1\" encoding='UTF-8'?>",
                           "<?xml version='1.0' standalone='yes' ?>",
                           "<?xml version = '1.0' encoding='UTF-8' standalone='no'?>"})
    BOOST_TEST((tokens_of(text) == Tokens{"declaration", "finish"}), text);
  for (const char* text : {"<?xml?>", "<?xml encoding='UTF-8'?>", "<?xml version='1.0' x='1'?>",
                           "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>"})
    BOOST_TEST(tokens_of(text).back().starts_with("wrong: the XML declaration is wrong"), text);
}

BOOST_AUTO_TEST_CASE(what_a_declaration_says_is_checked) {
  const std::pair<const char*, const char*> texts[] = {
      {"<?xml version='1.0?'?>", "version='1.0?', expected version=\"1.0\""},
      {"<?xml version='2.0'?>", "version='2.0', expected version=\"1.0\""},
      {"<?xml version='1.'?>", "version='1.', expected version=\"1.0\""},
      {"<?xml version='1.0' standalone='maybe'?>",
       "standalone='maybe', expected standalone=\"yes\" or \"no\""},
      {"<?xml version='1.0' encoding=''?>", "encoding='', expected an encoding's name"},
      {"<?xml version='1.0' encoding='8bit'?>",
       "encoding='8bit', expected an encoding's name"}};
  for (const auto& [text, reason] : texts)
    BOOST_TEST(
        tokens_of(text).back() == "wrong: the XML declaration: got " + std::string(reason),
        text);
}

BOOST_AUTO_TEST_CASE(instructions_may_hold_anything) {
  BOOST_TEST(
      tokens_of("<?php <a> ' ?><?x?>") == (Tokens{"instruction", "instruction", "finish"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_document_type_declares_is_passed_over) {
  for (const char* text :
       {"<!DOCTYPE a>", "<!DOCTYPE a SYSTEM 'a.dtd'>", "<!DOCTYPE a PUBLIC '-//x' \"a>b\">",
        "<!DOCTYPE a [<!ELEMENT a (#PCDATA)> <!-- ]> ' --> <?p ]> ?> <!ENTITY e ']>'>] >"})
    BOOST_TEST((tokens_of(text) == Tokens{"doctype", "finish"}), text);
  BOOST_TEST(tokens_of("<!DOCTYPEa>").back() ==
             "wrong: got 'a', expected a space after "
             "'<!DOCTYPE'");
}

BOOST_AUTO_TEST_CASE(a_document_type_that_does_not_end_is_cut) {
  for (const char* text :
       {"<!DOCTYPE", "<!DOCTYPE a", "<!DOCTYPE a [", "<!DOCTYPE a [<!-- ]>", "<!DOCTYPE a '>"})
    BOOST_TEST((tokens_of(text, false) == Tokens{"cut"}), text);
}

BOOST_AUTO_TEST_SUITE_END()
