// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_plugins.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "fake_functions.hpp"

BOOST_AUTO_TEST_SUITE(typing_plugins)

using namespace dp;
using namespace dp::expr;
using dp::test::FakeFunctions;

namespace {

const Schema kSchema = {{"i", Type::int64},   {"f", Type::float64},   {"s", Type::string},
                        {"b", Type::boolean}, {"t", Type::timestamp}, {"d", Type::date}};

struct Fits {
  const char* text;
  const char* type;
  const char* opened;  ///< the arguments as the plugin sees them
};
std::ostream& operator<<(std::ostream& out, const Fits& fits) { return out << fits.text; }

const Fits kFits[] = {
    {"twice(i)", "int", "n: int; "},
    {"twice(f + 1)", "float", "n: float; "},
    {"twice(2)", "int", "n: int; "},
    {"country(s)", "string", "host: string; "},
    {"country(s, 'de')", "string", "host: string; lang=de; "},
    {"country('a.example', 'de')", "string", "host: string; lang=de; "},
    {"any(b)", "bool", "x1: bool; "},
    {"any(b, i > 0, true)", "bool", "x1: bool; x2: bool; x3: bool; "},
    {"next_day(d)", "date", "day: date; "},
    {"next_day('2026-11-01')", "date", "day: date; "},
    {"later(t, f)", "timestamp", "time: timestamp; seconds: float; "},
    {"later(d, 1)", "timestamp", "time: timestamp; seconds: float; "},
    {"later('2026-11-01 10:00', i)", "timestamp", "time: timestamp; seconds: float; "},
    {"picky(7)", "int", "n=7; "},
    {"picky(-7)", "int", "n=-7; "},
    {"picky('x')", "int", "n=x; "},
    {"lower(country(s)) == 'en:x' and twice(i) > 3", "bool", "n: int; "},
};

struct Wrong {
  const char* text;
  const char* error;  ///< "offset+length message | hint"
};
std::ostream& operator<<(std::ostream& out, const Wrong& wrong) { return out << wrong.text; }

const Wrong kWrong[] = {
    {"i > twise(1)", "4+5 there is no function 'twise', did you mean 'twice'? | "},
    {"broken(1)", "0+6 broken.so: not a plugin | "},
    {"twice(i, 2)", "0+11 twice takes 1 argument (got 2) | twice(n)"},
    {"country()", "0+9 country takes 1 to 2 arguments (got 0) | country(host, [lang])"},
    {"any()", "0+5 any takes at least 1 argument (got 0) | any(x, ...)"},
    {"twice(s)", "6+1 twice takes an int or a float as its n (s is a string) | "},
    {"country(i)",
     "8+1 country takes a string as its host (i is an int) | string(x) makes text of a value"},
    {"next_day(t)", "9+1 next_day takes a date as its day (t is a timestamp) | "},
    {"next_day('soon')", "9+6 next_day takes a date as its day ('soon' is a string) | "},
    {"country(s, s)", "11+1 country takes a constant here, its lang | write a string itself"},
    {"country(s, 'deu')", "0+17 country: lang: got 'deu', expected two letters | "},
    {"picky(1.5)",
     "6+3 picky takes a string or an int as its n (1.5 is a float) | string(x) makes text of a "
     "value"},
    {"twice(null)",
     "6+4 null cannot be an operand here | to ask whether x is null, write 'x is null'"},
};

}  // namespace

BOOST_DATA_TEST_CASE(arguments_are_given_the_types_that_the_function_takes,
                     boost::unit_test::data::make(kFits), fits) {
  FakeFunctions functions;
  const auto expression = Expression::parse(fits.text);
  BOOST_REQUIRE(expression);
  const auto type = expression->check(kSchema, &functions);
  BOOST_REQUIRE_MESSAGE(type, type.error().message);
  BOOST_TEST(type_name(*type) == fits.type);
  BOOST_TEST(functions.opened == fits.opened);
}

BOOST_DATA_TEST_CASE(what_it_does_not_take_is_refused, boost::unit_test::data::make(kWrong),
                     wrong) {
  FakeFunctions functions;
  const auto expression = Expression::parse(wrong.text);
  BOOST_REQUIRE(expression);
  const auto type = expression->check(kSchema, &functions);
  BOOST_REQUIRE(!type);
  const auto& error = type.error();
  BOOST_TEST(std::to_string(error.offset) + "+" + std::to_string(error.length) + " " +
                 error.message + " | " + error.hint ==
             wrong.error);
}

BOOST_AUTO_TEST_CASE(without_plugins_there_are_the_functions_of_the_language) {
  const auto expression = Expression::parse("lenght(s)");
  BOOST_REQUIRE(expression);
  const auto type = expression->check(kSchema);
  BOOST_REQUIRE(!type);
  BOOST_TEST(type.error().message == "there is no function 'lenght', did you mean 'length'?");
}

BOOST_AUTO_TEST_CASE(functions_are_checked_where_columns_are_not_known) {
  FakeFunctions functions;
  BOOST_TEST(!Expression::parse("twice(x) + length(y)")->check_functions(&functions));
  const auto error = Expression::parse("length(y) + 1 > twise(x)")->check_functions(&functions);
  BOOST_REQUIRE(error);
  BOOST_TEST(error->offset == 16U);
  BOOST_TEST(error->message == "there is no function 'twise', did you mean 'twice'?");
}

BOOST_AUTO_TEST_SUITE_END()
