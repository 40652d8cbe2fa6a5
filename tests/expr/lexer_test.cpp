// SPDX-License-Identifier: Apache-2.0
#include "expr/lexer.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"

BOOST_AUTO_TEST_SUITE(lexer)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

std::string tokens(std::string_view text, const std::vector<BoundValue>& values = {}) {
  const auto cut = tokenize(text, values);
  if (!cut) return dp::test::show(cut.error());
  static const char* const kKinds[] = {"end",    "number",  "string", "name",
                                       "column", "keyword", "symbol", "value"};
  std::string out;
  for (const auto& token : *cut)
    out += std::string(kKinds[static_cast<int>(token.kind)]) + "[" + token.text + "]" +
           std::to_string(token.offset) + "+" + std::to_string(token.length) + " ";
  return out;
}

const Case kTokens[] = {
    {"", "end[]0+1 "},
    {" a.b_1\t", "name[a.b_1]1+5 end[]6+1 "},
    {"a \n\n", "name[a]0+1 end[]1+1 "},
    {"a<=-1.5e-3", "name[a]0+1 symbol[<=]1+2 symbol[-]3+1 number[1.5e-3]4+6 end[]10+1 "},
    {".5", "number[.5]0+2 end[]2+1 "},
    {"NOT Null", "keyword[not]0+3 keyword[null]4+4 end[]8+1 "},
    {"'it''s'", "string[it's]0+7 end[]7+1 "},
    {"\"a \"\"b\"\"\"", "string[a \"b\"]0+9 end[]9+1 "},
    {"`two words`", "column[two words]0+11 end[]11+1 "},
    {"f(x,y)",
     "name[f]0+1 symbol[(]1+1 name[x]2+1 symbol[,]3+1 name[y]4+1 symbol[)]5+1 "
     "end[]6+1 "},
    {"\xC3\xA9t\xC3\xA9", "name[\xC3\xA9t\xC3\xA9]0+5 end[]5+1 "},
};

const Case kMistakes[] = {
    {"status = 400", "7+1 '=' is not an operator | write '==' to compare"},
    {"a && b", "2+2 '&&' is not an operator | write 'and'"},
    {"a || b", "2+2 '||' is not an operator | write 'or'; to join texts, concat(a, b)"},
    {"a <> b", "2+2 '<>' is not an operator | write '!='"},
    {"!a", "0+1 '!' is not an operator | write 'not'"},
    {"a ~ 'x'", "2+1 '~' cannot be in an expression"},
    {"'abc", "0+1 unterminated quote, ' is missing"},
    {"`abc", "0+1 unterminated quote, ` is missing"},
    {"``", "0+2 a column's name is empty"},
    {"12ab",
     "0+4 '12ab' is not a number | put text in quotes, and a column's name that begins "
     "with a digit in backticks"},
    {"1.2.3",
     "0+5 '1.2.3' is not a number | put text in quotes, and a column's name that begins "
     "with a digit in backticks"},
};

/// Values are in braces.
const Case kWithValues[] = {
    {"{a}", "value[a]0+1 end[]1+1 "},
    {"{}", "value[]0+0 end[]0+1 "},
    {"a == {it's}", "name[a]0+1 symbol[==]2+2 value[it's]5+4 end[]9+1 "},
    {"a == '{it's}'", "name[a]0+1 symbol[==]2+2 string[it's]5+6 end[]11+1 "},
    {"a == '{x' or 'a' == 'a}'",
     "name[a]0+1 symbol[==]2+2 string[x' or 'a' == 'a]5+17 end[]22+1 "},
    {"'{'}'", "string[']0+3 end[]3+1 "},
    {"'{''}'", "string['']0+4 end[]4+1 "},
    {"'a''{'}''b'", "string[a'''b]0+9 end[]9+1 "},
    {"'{}'", "string[]0+2 end[]2+1 "},
    {"'<{a}{b}>'", "string[<ab>]0+6 end[]6+1 "},
    {"\"{\"}\"", "string[\"]0+3 end[]3+1 "},
    {"`{two` words}`", "column[two` words]0+12 end[]12+1 "},
    {"`{}`", "0+2 a column's name is empty"},
    {"'{a}", "0+1 unterminated quote, ' is missing"},
    {"a{b}", "name[a]0+1 value[b]1+1 end[]2+1 "},
    {"a{ }b", "name[a]0+1 value[ ]1+1 name[b]2+1 end[]3+1 "},
    {"1{#2}", "number[1]0+1 value[2]1+1 end[]2+1 "},
    {"={=}", "0+1 '=' is not an operator | write '==' to compare"},
    {"<{=}1", "symbol[<]0+1 value[=]1+1 number[1]2+1 end[]3+1 "},
    {"{a}{b}", "value[a]0+1 value[b]1+1 end[]2+1 "},
    {" {\t} ", "value[\t]1+1 end[]2+1 "},
};

}  // namespace

BOOST_DATA_TEST_CASE(text_is_cut_into_words_with_their_places,
                     boost::unit_test::data::make(kTokens), sample) {
  BOOST_TEST(tokens(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(what_is_no_word_has_a_place_and_a_message,
                     boost::unit_test::data::make(kMistakes), sample) {
  BOOST_TEST(tokens(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(values_are_no_syntax_whatever_they_hold,
                     boost::unit_test::data::make(kWithValues), sample) {
  const dp::test::Bound bound(sample.text);
  BOOST_TEST(tokens(bound.text, bound.values) == sample.result);
}

BOOST_AUTO_TEST_CASE(names_that_need_backticks_are_known) {
  for (const auto* name : {"a", "_", "user.name", "\xC3\xA9", "a1", "android"})
    BOOST_TEST(is_bare_name(name), name);
  for (const auto* name : {"", "1a", "two words", "and", "NULL", "a-b", ".a", "true"})
    BOOST_TEST(!is_bare_name(name), name);
}

BOOST_AUTO_TEST_CASE(length_and_number_of_words_have_limits) {
  BOOST_TEST(tokens(std::string((64 << 10) + 1, ' ')) == "0+1 longer than 64 KiB");
  std::string many;
  for (int i = 0; i < 16'390; ++i) many += "a ";
  BOOST_TEST(tokens(many) == "32770+1 more than 16384 words");
}

BOOST_AUTO_TEST_SUITE_END()
