// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "expr/typed_expression.hpp"

BOOST_AUTO_TEST_SUITE(typing)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kTypes[] = {
    {"1", "int"},
    {"1.5", "float"},
    {"'a'", "string"},
    {"true", "bool"},
    {"`two words`", "string"},
    {"time", "timestamp"},
    {"day_", "date"},
    {"-1", "int"},
    {"lower(path)", "string"},
    {"if(bot, null, 1)", "int"},
};

const Case kMistakes[] = {
    {"statuss > 1", "0+7 there is no column 'statuss', did you mean 'status'?"},
    {"zzz",
     "0+3 there is no column 'zzz' | the columns are status, seconds, path, agent, bot, "
     "time, day_, two words, price, raw"},
    {"null", "0+4 null alone has no type | write a value, as in coalesce(x, 0)"},
    {"status == null",
     "10+4 null cannot be an operand here | to ask whether x is null, write 'x is null'"},
    {"lower(null)",
     "6+4 null cannot be an operand here | to ask whether x is null, write 'x is null'"},
};

}  // namespace

BOOST_DATA_TEST_CASE(leaves_and_calls_have_types, boost::unit_test::data::make(kTypes),
                     sample) {
  BOOST_TEST(dp::test::type_in_log(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(mistakes_in_types_have_a_place_and_a_message,
                     boost::unit_test::data::make(kMistakes), sample) {
  BOOST_TEST(dp::test::type_in_log(sample.text) == sample.result);
}

BOOST_AUTO_TEST_CASE(nodes_come_after_their_operands_and_the_root_last) {
  const auto expression = Expression::parse("status > 1.5 and bot");
  const auto typed = type_expression(*expression, test::kLogSchema, nullptr);
  BOOST_REQUIRE(typed);
  BOOST_TEST(typed->root().is(Op::logical_and));
  BOOST_TEST(typed->functions.empty());
  for (std::size_t i = 0; i < typed->nodes.size(); ++i)
    for (const auto child : typed->nodes[i].children) BOOST_TEST(child < i);
}

BOOST_AUTO_TEST_CASE(an_operator_is_known_by_its_name) {
  const auto expression = Expression::parse("status > 1");
  const auto typed = type_expression(*expression, test::kLogSchema, nullptr);
  BOOST_REQUIRE(typed);
  BOOST_TEST(typed->root().is(Op::greater));
  BOOST_TEST(!typed->root().is(Op::less));
  BOOST_TEST(!typed->nodes.front().is(Op::greater));
}

BOOST_AUTO_TEST_SUITE_END()
