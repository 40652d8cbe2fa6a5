// SPDX-License-Identifier: Apache-2.0
#include "expr/expression.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"

BOOST_AUTO_TEST_SUITE(expression)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kCanonical[] = {
    {" status>=400  AND not bot ", "status >= 400 and not bot"},
    {"a or b and c", "a or b and c"},
    {"(a or b) and c", "(a or b) and c"},
    {"a or (b or c)", "a or (b or c)"},
    {"not (a and b)", "not (a and b)"},
    {"not a == b", "not a == b"},
    {"(not a) == b", "(not a) == b"},
    {"1+2*3-4/5%6", "1 + 2 * 3 - 4 / 5 % 6"},
    {"(1+2)*(3-4)", "(1 + 2) * (3 - 4)"},
    {"1-(2-3)", "1 - (2 - 3)"},
    {"-x*-y", "-x * -y"},
    {"-(x+y)", "-(x + y)"},
    {"-(5)", "-(5)"},
    {"- 5", "-5"},
    {"--x", "--x"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"1.50", "1.50"},
    {"0.10000000000000000000001", "0.10000000000000000000001"},
    {"12345678901234567890.", "12345678901234567890.0"},
    {"1.5e1", "15.0"},
    {"1.", "1.0"},
    {"-.50", "-0.50"},
    {"2.0", "2.0"},
    {".5e1", "5.0"},
    {"1e300", "1e+300"},
    {"'it''s' == \"say \"\"x\"\"\"", "'it''s' == 'say \"x\"'"},
    {"`two words` == `a``b`", "`two words` == `a``b`"},
    {"`plain`", "plain"},
    {"`and`", "`and`"},
    {"user.name", "user.name"},
    {"x in(1,2 , 3)", "x in (1, 2, 3)"},
    {"x NOT IN ('a')", "not x in ('a')"},
    {"x is null or y IS NOT NULL", "x is null or y is not null"},
    {"(x == 1) is null", "(x == 1) is null"},
    {"x + 1 is null", "x + 1 is null"},
    {"a and b is null", "a and b is null"},
    {"if(a,b,null)", "if(a, b, null)"},
    {"trunc( time , 'day' )", "trunc(time, 'day')"},
    {"TRUE and False", "true and false"},
    {"gr\xC3\xB6\xC3\x9F"
     "e > 1",
     "gr\xC3\xB6\xC3\x9F"
     "e > 1"},
};

}  // namespace

BOOST_DATA_TEST_CASE(equal_trees_have_one_text_that_reads_back,
                     boost::unit_test::data::make(kCanonical), sample) {
  BOOST_TEST(dp::test::canonical(sample.text) == sample.result);
  BOOST_TEST(dp::test::canonical(sample.result) == sample.result);
}

BOOST_AUTO_TEST_CASE(columns_are_named_once_in_order_of_use) {
  const auto expression = Expression::parse("b > a and lower(c) == b");
  BOOST_REQUIRE(expression);
  const std::vector<std::string> expected = {"b", "a", "c"};
  BOOST_TEST(expression->columns() == expected, boost::test_tools::per_element());
  BOOST_TEST(!expression->column());
  BOOST_TEST(Expression::parse("(`two words`)")->column().value() == "two words");
}

BOOST_AUTO_TEST_CASE(the_empty_expression_is_null) {
  BOOST_TEST(Expression().to_string() == "null");
}

BOOST_AUTO_TEST_SUITE_END()
