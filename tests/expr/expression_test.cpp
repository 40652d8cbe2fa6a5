// SPDX-License-Identifier: Apache-2.0
#include "expr/expression.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "expr/functions.hpp"

using namespace dp;
using namespace dp::expr;
namespace data = boost::unit_test::data;

namespace {

const Schema kSchema = {{"status", Type::int64}, {"seconds", Type::float64},
                        {"path", Type::string},  {"agent", Type::string},
                        {"bot", Type::boolean},  {"time", Type::timestamp},
                        {"day_", Type::date},    {"two words", Type::string}};

struct Case {
  const char* text;
  const char* result;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) { return out << sample.text; }

std::string at(const ExpressionError& error) {
  return std::to_string(error.offset) + "+" + std::to_string(error.length) + " " +
         error.message + (error.hint.empty() ? "" : " | " + error.hint);
}

std::string canonical(std::string_view text) {
  const auto expression = Expression::parse(text);
  return expression ? expression->to_string() : at(expression.error());
}

std::string type_of(std::string_view text) {
  const auto expression = Expression::parse(text);
  if (!expression) return at(expression.error());
  const auto type = expression->check(kSchema);
  return type ? std::string(type_name(*type)) : at(type.error());
}

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
    {"1.50", "1.5"},
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

const Case kBadText[] = {
    {"", "0+1 the expression is empty"},
    {"status = 400", "7+1 '=' is not an operator | write '==' to compare"},
    {"a && b", "2+2 '&&' is not an operator | write 'and'"},
    {"a || b", "2+2 '||' is not an operator | write 'or'; to join texts, concat(a, b)"},
    {"a <> b", "2+2 '<>' is not an operator | write '!='"},
    {"!a", "0+1 '!' is not an operator | write 'not'"},
    {"a like 'x%'",
     "2+4 'like' cannot be here | there is no 'like': see contains, starts_with and ends_with"},
    {"a between 1 and 2", "2+7 'between' cannot be here | write x >= a and x <= b"},
    {"a ~ 'x'", "2+1 '~' cannot be in an expression"},
    {"a < b < c", "6+1 comparisons do not chain | write a < b and b < c"},
    {"'abc", "0+1 this ' is never closed"},
    {"`abc", "0+1 this ` is never closed"},
    {"``", "0+2 a column's name is empty"},
    {"(a", "0+1 this ( is never closed"},
    {"lower(a", "5+1 this ( is never closed"},
    {"a)", "1+1 ')' cannot be here"},
    {"a +", "3+1 the expression ends too early"},
    {"a b", "2+1 'b' cannot be here"},
    {"and", "0+3 'and' cannot be here"},
    {"uper(a)", "0+4 there is no function 'uper', did you mean 'upper'?"},
    {"lower(a, b)", "0+5 lower takes 1 argument (got 2) | lower(text)"},
    {"substring(a)",
     "0+9 substring takes 2 to 3 arguments (got 1) | substring(text, start, count)"},
    {"concat(a)", "0+6 concat takes at least 2 arguments (got 1) | concat(text, text, ...)"},
    {"a in 1", "5+1 'in' wants a list: in (1, 2, 3)"},
    {"a in ()", "7+1 the list of 'in' is empty"},
    {"a is 5", "5+1 'is' wants 'null' or 'not null' | to compare, write '=='"},
    {"12ab",
     "0+4 '12ab' is not a number | put text in quotes, and a column's name that begins "
     "with a digit in backticks"},
    {"1.2.3",
     "0+5 '1.2.3' is not a number | put text in quotes, and a column's name that begins "
     "with a digit in backticks"},
    {"9223372036854775808",
     "0+19 the number is too large for an int | write 9223372036854775808.0 for a float"},
    {"1e999", "0+5 '1e999' is not a number"},
    {"1e", "0+2 '1e' is not a number"},
};

const Case kTypes[] = {
    {"status", "int"},
    {"status + 1", "int"},
    {"status / 2", "float"},
    {"status % 2.0", "float"},
    {"-seconds", "float"},
    {"status >= 400 and not bot", "bool"},
    {"status in (200, 404)", "bool"},
    {"time >= '2026-11-01'", "bool"},
    {"day_ == '2026-11-01' or day_ > '2026-11-01 10:00'", "bool"},
    {"day_ < time", "bool"},
    {"time in ('2026-11-01', '2026-11-02 10:00')", "bool"},
    {"time - time", "float"},
    {"time - '2026-11-01'", "float"},
    {"day_ - day_", "int"},
    {"lower(path)", "string"},
    {"length(path)", "int"},
    {"contains(path, 'x')", "bool"},
    {"if(bot, 1, 2.5)", "float"},
    {"if(bot, null, path)", "string"},
    {"coalesce(null, status, 0)", "int"},
    {"coalesce(time, '2026-01-01')", "timestamp"},
    {"round(seconds)", "float"},
    {"floor(status)", "int"},
    {"int(path)", "int"},
    {"float(bot)", "float"},
    {"string(time)", "string"},
    {"year(time) + month(day_)", "int"},
    {"date(time)", "date"},
    {"date('2026-01-01')", "date"},
    {"timestamp(day_)", "timestamp"},
    {"time == '2026-11-01T10:00:00+02:00'", "bool"},
    {"trunc(time, 'hour')", "timestamp"},
    {"strftime(time, '%d/%b/%Y:%H')", "string"},
    {"unix(time)", "int"},
    {"concat(path, '?', agent)", "string"},
    {"split_part(path, '/', 2)", "string"},
    {"(path is null) == bot", "bool"},
};

const Case kBadTypes[] = {
    {"statuss > 1", "0+7 there is no column 'statuss', did you mean 'status'?"},
    {"zzz",
     "0+3 there is no column 'zzz' | the columns are status, seconds, path, agent, bot, "
     "time, day_, two words"},
    {"status > 'abc'",
     "0+14 these cannot be compared: status is an int, 'abc' is a string | string(x) makes "
     "text "
     "of a value; int(x) and float(x) read text"},
    {"status == '404'",
     "0+15 these cannot be compared: status is an int, '404' is a string | write 404 without "
     "quotes"},
    {"time > 'monday'",
     "7+8 'monday' is not a time | write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is UTC, "
     "or "
     "add an offset such as +02:00"},
    {"time == path",
     "0+12 these cannot be compared: time is a timestamp, path is a string | timestamp(x) "
     "reads "
     "a time from text"},
    {"bot < true", "0+10 a bool has no order: only == and != compare it"},
    {"bot == 1", "0+8 these cannot be compared: bot is a bool, 1 is an int"},
    {"status == null",
     "10+4 null cannot be an operand here | to ask whether x is null, write 'x is null'"},
    {"null", "0+4 null alone has no type | write a value, as in coalesce(x, 0)"},
    {"coalesce(null, null)", "0+20 null alone has no type"},
    {"not status", "4+6 want a condition (status is an int) | compare it, as in x != 0"},
    {"bot and path", "8+4 want a condition (path is a string) | compare it, as in x == 'a'"},
    {"path + 1",
     "0+4 want a number (path is a string) | concat(a, b) joins texts; int(x) and float(x) "
     "read "
     "numbers from text"},
    {"path * 2",
     "0+4 want a number (path is a string) | int(x) and float(x) read numbers from text"},
    {"-path", "1+4 want a number (path is a string)"},
    {"status in (1, path)",
     "14+4 the list of 'in' holds numbers and texts only | write x == a or x == b"},
    {"status in (1, 'a')",
     "14+3 these cannot be compared: status is an int, 'a' is a string | string(x) makes text "
     "of "
     "a value; int(x) and float(x) read text"},
    {"lower(status)",
     "6+6 lower wants a string (status is an int) | string(x) makes text of a value"},
    {"substring(path, 1.5)",
     "16+3 substring wants an int (1.5 is a float) | int(x) makes a whole number of a value"},
    {"if(status, 1, 2)", "3+6 if wants a bool (status is an int)"},
    {"if(bot, 1, 'a')",
     "0+15 the values differ in type: 1 is an int, 'a' is a string | string(x) makes text of a "
     "value; int(x) and float(x) read text"},
    {"coalesce(time, '2026-01-01', 'abc')",
     "29+5 'abc' is not a time | write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is UTC, or "
     "add an offset such as +02:00"},
    {"hour(path)",
     "5+4 hour wants a timestamp or a date (path is a string) | timestamp(x) reads a time from "
     "text"},
    {"trunc(time, 'huor')",
     "12+6 trunc wants a unit, did you mean 'hour'? | 'second', 'minute', 'hour', 'day', "
     "'week', "
     "'month' or 'year'"},
    {"strftime(time, path)", "15+4 strftime wants its format in quotes, as in '%Y-%m-%d'"},
    {"strftime(time, '%Y%Q')",
     "15+6 strftime has no '%Q' | it has %Y %y %m %b %B %d %e %j %a %A %u %H %I %p %M %S %f %s "
     "%F "
     "%T %R %D %h %z %Z %%"},
    {"int(time)",
     "4+4 int wants a number, text or a bool (time is a timestamp) | unix(time) gives seconds "
     "since 1970"},
    {"date(status)", "5+6 date wants a time or text (status is an int)"},
    {"abs(path)",
     "4+4 abs wants a number (path is a string) | int(x) and float(x) read numbers "
     "from text"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(expression)

BOOST_DATA_TEST_CASE(equal_trees_have_one_text_that_reads_back, data::make(kCanonical),
                     sample) {
  BOOST_TEST(canonical(sample.text) == sample.result);
  BOOST_TEST(canonical(sample.result) == sample.result);
}

BOOST_DATA_TEST_CASE(mistakes_in_text_have_a_place_and_a_message, data::make(kBadText),
                     sample) {
  BOOST_TEST(canonical(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(results_have_types, data::make(kTypes), sample) {
  BOOST_TEST(type_of(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(mistakes_in_types_have_a_place_and_a_message, data::make(kBadTypes),
                     sample) {
  BOOST_TEST(type_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_CASE(columns_are_named_once_in_order_of_use) {
  const auto expression = Expression::parse("b > a and lower(c) == b");
  BOOST_REQUIRE(expression);
  const std::vector<std::string> expected = {"b", "a", "c"};
  BOOST_TEST(expression->columns() == expected, boost::test_tools::per_element());
  BOOST_TEST(!expression->column());
  BOOST_TEST(Expression::parse("(`two words`)")->column().value() == "two words");
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
  BOOST_TEST(at(nothing.error()) == "0+1 want an aggregate, as in count or sum(x)");
  BOOST_TEST(at(parse_aggregate("sum(x").error()) == "3+1 this ( is never closed");
  BOOST_TEST(at(parse_aggregate("sum(x) y").error()) == "7+1 'y' cannot be here");
}

BOOST_AUTO_TEST_CASE(every_function_is_documented_and_found) {
  for (const auto& info : functions()) {
    BOOST_TEST((find_function(info.name) == &info), info.name);
    BOOST_TEST(info.signature.starts_with(std::string(info.name) + "("), info.name);
    BOOST_TEST(!info.doc.empty(), info.name);
  }
}

BOOST_AUTO_TEST_CASE(the_empty_expression_is_null) {
  BOOST_TEST(Expression().to_string() == "null");
}

BOOST_AUTO_TEST_SUITE_END()
