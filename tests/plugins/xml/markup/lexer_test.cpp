// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/lexer.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "tokens.hpp"

BOOST_AUTO_TEST_SUITE(xml_markup_lexer)

namespace {
namespace data = boost::unit_test::data;
using dp::test::tokens_of;
using Tokens = std::vector<std::string>;

struct Wrong {
  const char* text;
  const char* reason;
  friend std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
    return out << wrong.text;
  }
};

const Wrong kWrong[] = {
    {"<a x='1' x='2'>", "the attribute 'x' is given twice"},
    {"<a x=1>", "got '1', expected "},
    {"<a x='<'>", "got '<' in an attribute's value, expected '&lt;'"},
    {"<a x>", "got '>', expected '=' after an attribute's name"},
    {"< a>", "got ' ', expected "},
    {"a]]>", "got ']]>' in text, expected ']]&gt;'"},
    {"<!x>", "got '<!', expected '<!--', '<![CDATA[' or '<!DOCTYPE'"},
    {"&nbsp;", ""},
    {"&#x110000;", ""},
    {"\xff", ""},
};
}  // namespace

BOOST_AUTO_TEST_CASE(markup_is_taken_apart) {
  BOOST_TEST(
      tokens_of("<a x=\"1\" y='&lt;'>text &amp; more<b/><![CDATA[<c>]]><!-- d --></a>") ==
          (Tokens{"start a", "text text &amp; more", "empty b", "cdata <c>", "comment",
                  "close a", "finish"}),
      boost::test_tools::per_element());
  BOOST_TEST(tokens_of("<x:caf\xc3\xa9 ></x:caf\xc3\xa9\n>") ==
                 (Tokens{"start x:caf\xc3\xa9", "close x:caf\xc3\xa9", "finish"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_token_whose_end_is_not_in_the_text_is_cut) {
  for (const char* text : {"<", "<a", "<a ", "<a x", "<a x=", "<a x='1", "</a", "<!", "<!-",
                           "<!-- a", "<![CDATA[ a", "<?p", "&am", "a"})
    BOOST_TEST((tokens_of(text, false) == Tokens{"cut"}), text);
}

BOOST_AUTO_TEST_CASE(at_the_end_of_an_item_it_is_wrong) {
  BOOST_TEST(tokens_of("<!-- a").back() == "wrong: a comment is unterminated");
  BOOST_TEST(tokens_of("<a x='1").back().starts_with("wrong: "));
}

BOOST_DATA_TEST_CASE(what_is_not_well_formed_says_why, data::make(kWrong), wrong) {
  const auto last = tokens_of(wrong.text).back();
  BOOST_TEST(last.starts_with(std::string("wrong: ") + wrong.reason), last);
}

BOOST_AUTO_TEST_CASE(an_end_tag_is_taken_if_it_is_the_one) {
  const dp::test::Padded text("</ab><c>");
  dp::xml::EndMarks marks;
  dp::xml::Lexer lexer(marks);
  lexer.begin(text.begin(), text.end(), true);
  BOOST_TEST(!lexer.take_end("a"));
  const std::string_view name(text.begin() + 2, 2);
  BOOST_TEST(lexer.take_end(name));
  BOOST_TEST(text.place(lexer.at()) == 5);
  BOOST_TEST(!lexer.take_end(name));
}

BOOST_AUTO_TEST_SUITE_END()
