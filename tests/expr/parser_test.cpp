// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "expr/expression.hpp"

BOOST_AUTO_TEST_SUITE(parser)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kMistakes[] = {
    {"", "0+1 the expression is empty"},
    {"a like 'x%'",
     "2+4 'like' cannot be here | there is no 'like': see contains, starts_with and ends_with"},
    {"a between 1 and 2", "2+7 'between' cannot be here | write x >= a and x <= b"},
    {"a < b < c", "6+1 comparisons do not chain | write a < b and b < c"},
    {"(a", "0+1 this ( is never closed"},
    {"lower(a", "5+1 this ( is never closed"},
    {"a)", "1+1 ')' cannot be here"},
    {"a +", "3+1 the expression ends too early"},
    {"a + \n ", "3+1 the expression ends too early"},
    {"not\n", "3+1 the expression ends too early"},
    {"a b", "2+1 'b' cannot be here"},
    {"and", "0+3 'and' cannot be here"},
    {"lower(a, b)", "0+5 lower takes 1 argument (got 2) | lower(text)"},
    {"substring(a)",
     "0+9 substring takes 2 to 3 arguments (got 1) | substring(text, start, count)"},
    {"concat(a)", "0+6 concat takes at least 2 arguments (got 1) | concat(text, text, ...)"},
    {"a in 1", "5+1 'in' expects a list: in (1, 2, 3)"},
    {"a in ()", "5+2 the list of 'in' is empty"},
    {"a in ( ) and b", "5+3 the list of 'in' is empty"},
    {"a is 5", "5+1 'is' expects 'null' or 'not null' | to compare, write '=='"},
    {"9223372036854775808",
     "0+19 the number is too large for an int | write 9223372036854775808.0 for a float"},
    {"1e999", "0+5 '1e999' is not a number"},
    {"1e", "0+2 '1e' is not a number"},
};

/// Values are in braces.
const Case kWithValues[] = {
    {"path == {it's}", "path == 'it''s'"},
    {"path == '{it's}'", "path == 'it''s'"},
    {"path == '{x' or 'a' == 'a}'", "path == 'x'' or ''a'' == ''a'"},
    {"path == {x' or 'a' == 'a}", "path == 'x'' or ''a'' == ''a'"},
    {"path == \"{\" or \"}\"", "path == '\" or \"'"},
    {"`{a b}` > {#5}", "`a b` > 5"},
    {"`{a`b}` > 1", "`a``b` > 1"},
    {"a > {#-5}", "a > -5"},
    {"a > -{#5}", "a > -(5)"},
    {"a - {#-5}", "a - -5"},
    {"a * {#1.5}", "a * 1.5"},
    {"bot == {#true}", "bot == true"},
    {"a == {}", "a == ''"},
    {"a in ({#1}, {#2})", "a in (1, 2)"},
    {"concat('<', {', lower(x)}, '>')", "concat('<', ''', lower(x)', '>')"},
    {"a in {(1)}", "5+3 'in' expects a list: in (1, 2, 3)"},
    {"a in ({1, 2})", "a in ('1, 2')"},
    {"a {==} 1", "2+2 '==' cannot be here"},
    {"status_{a} > 1", "7+1 'a' cannot be here"},
    {"{lower}(a)", "5+1 '(' cannot be here"},
    {"a is {null}", "5+4 'is' expects 'null' or 'not null' | to compare, write '=='"},
    {"{a}{b}", "1+1 'b' cannot be here"},
    {"a > 1{#0}", "5+1 '0' cannot be here"},
};

}  // namespace

BOOST_DATA_TEST_CASE(mistakes_in_text_have_a_place_and_a_message,
                     boost::unit_test::data::make(kMistakes), sample) {
  BOOST_TEST(dp::test::canonical(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(values_are_constants_or_parts_of_quoted_text,
                     boost::unit_test::data::make(kWithValues), sample) {
  const dp::test::Bound bound(sample.text);
  const auto expression = Expression::parse(bound.text, bound.values);
  BOOST_TEST((expression ? expression->to_string() : dp::test::show(expression.error())) ==
             sample.result);
}

BOOST_AUTO_TEST_CASE(any_bytes_of_a_value_are_its_text) {
  const std::string odd = "'\"`()\\,= \t\n#${}[]\xff\x01 or 1 == 1 --";
  for (std::size_t size = 0; size <= odd.size(); ++size)
    for (const std::string quote : {"", "'", "\""}) {
      const auto value = odd.substr(odd.size() - size);
      const std::vector<BoundValue> values = {
          {5 + quote.size(), value.size(), Op::string, 0, 0}};
      const auto expression =
          Expression::parse("a == " + quote + value + quote, values).value();
      BOOST_REQUIRE(expression.nodes().size() == 3U);
      BOOST_TEST(expression.nodes()[1].text == value);
    }
}

BOOST_AUTO_TEST_CASE(an_aggregate_takes_values_as_arguments_only) {
  const dp::test::Bound right("quantile(`{a b}`, {#0.5})");
  const auto call = parse_aggregate(right.text, right.values).value();
  BOOST_TEST(call.arguments.at(0).column().value() == "a b");
  BOOST_TEST(call.arguments.at(1).to_string() == "0.5");
  const dp::test::Bound wrong("{sum(a)}");
  BOOST_TEST(dp::test::show(parse_aggregate(wrong.text, wrong.values).error()) ==
             "0+6 expected an aggregate, as in count or sum(x)");
}

BOOST_AUTO_TEST_CASE(a_chain_of_999_operators_is_the_longest) {
  std::string text = "a";
  for (int n = 0; n < 999; ++n) text += " + a";
  BOOST_TEST(Expression::parse(text).has_value());
  BOOST_TEST(
      dp::test::canonical(text + " + a") ==
      "4000+1 a chain of more than 999 operators | put parts in parentheses, or use 'in' "
      "for a list of values");
}

BOOST_AUTO_TEST_CASE(a_function_takes_as_many_arguments_as_an_expression_holds) {
  std::string text = "concat(a";
  for (int n = 1; n < 4000; ++n) text += ", a";
  BOOST_TEST(Expression::parse(text + ")").has_value());
  for (int n = 0; n < 200; ++n) text += ", a";
  const auto refused = dp::test::canonical(text + ")");
  BOOST_TEST(refused.find(" more than 4,096 operators and values in one expression | derive "
                          "columns of its parts in steps before") != std::string::npos,
             refused);
}

BOOST_AUTO_TEST_CASE(nodes_know_where_they_stand) {
  const auto expression = Expression::parse(" a + (b * 22)");
  BOOST_REQUIRE(expression);
  BOOST_TEST(expression->offset() == 1U);
  BOOST_TEST(expression->length() == 12U);
  const auto& product = expression->nodes()[expression->root().children[1]];
  BOOST_TEST((product.op == Op::multiply));
  BOOST_TEST(product.offset == 6U);
  BOOST_TEST(product.length == 6U);
}

BOOST_AUTO_TEST_CASE(functions_that_a_plugin_may_have_are_calls_like_others) {
  BOOST_TEST(dp::test::canonical("geo.country( host,'de' )") == "geo.country(host, 'de')");
  BOOST_TEST(dp::test::canonical("nothing()") == "nothing()");
}

BOOST_AUTO_TEST_CASE(size_and_depth_have_limits) {
  const auto refused = [](const std::string& text) { return !Expression::parse(text); };
  const auto nested = [](std::size_t depth, const std::string& open) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    return text + "x" + std::string(open.ends_with('(') ? depth : 0, ')');
  };
  BOOST_TEST(!refused(nested(60, "(")));
  BOOST_TEST(!refused(nested(60, "lower(")));
  for (const auto* open : {"(", "lower(", "not ", "- ", "-(", "x in ("})
    BOOST_TEST(refused(nested(20'000 / std::string(open).size(), open)), open);
  std::string chain = "a";
  for (int i = 0; i < 900; ++i) chain += " and a";
  BOOST_TEST(!refused(chain));
  for (int i = 0; i < 900; ++i) chain += " and a";
  BOOST_TEST(refused(chain));
  BOOST_TEST(refused(std::string(70'000, ' ')));
}

BOOST_AUTO_TEST_CASE(aggregates_are_calls_with_expressions_in_them) {
  const auto call = parse_aggregate(" quantile( seconds*1000, 0.99 ) ");
  BOOST_REQUIRE(call);
  BOOST_TEST(call->function == "quantile");
  BOOST_TEST(call->offset == 1u);
  BOOST_REQUIRE(call->arguments.size() == 2u);
  BOOST_TEST(call->arguments[0].to_string() == "seconds * 1000");
  BOOST_TEST(call->arguments[0].offset() == 11u);
  BOOST_TEST(call->arguments[1].root().number == 0.99);
  BOOST_TEST(parse_aggregate("count")->arguments.empty());
  BOOST_TEST(parse_aggregate("count()")->arguments.empty());
  const auto nothing = parse_aggregate("");
  BOOST_REQUIRE(!nothing);
  BOOST_TEST(dp::test::show(nothing.error()) ==
             "0+1 expected an aggregate, as in count or sum(x)");
  BOOST_TEST(dp::test::show(parse_aggregate("sum(x").error()) == "3+1 this ( is never closed");
  BOOST_TEST(dp::test::show(parse_aggregate("sum(x) y").error()) == "7+1 'y' cannot be here");
}

BOOST_AUTO_TEST_SUITE_END()
