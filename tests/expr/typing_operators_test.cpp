// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_operators.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"

BOOST_AUTO_TEST_SUITE(typing_operators)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

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
    {"time == '2026-11-01T10:00:00+02:00'", "bool"},
    {"(path is null) == bot", "bool"},
    {"price + 1", "decimal"},
    {"price / 3", "decimal"},
    {"price * 1.19", "decimal"},
    {"price * (1 + status / 100)", "decimal"},
    {"price * seconds", "float"},
    {"price * (1 + seconds)", "float"},
    {"-price", "decimal"},
    {"price > 1.10 and price in (1, 2.50)", "bool"},
    {"raw == 'x' or raw == raw or raw in ('a', 'b')", "bool"},
};

const Case kMistakes[] = {
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
    {"not status", "4+6 expected a condition (status is an int) | compare it, as in x != 0"},
    {"bot and path",
     "8+4 expected a condition (path is a string) | compare it, as in x == 'a'"},
    {"path + 1",
     "0+4 expected a number (path is a string) | concat(a, b) joins texts; int(x) and float(x) "
     "read "
     "numbers from text"},
    {"path * 2",
     "0+4 expected a number (path is a string) | int(x) and float(x) read numbers from text"},
    {"price == '1.10'",
     "0+15 these cannot be compared: price is a decimal, '1.10' is a string | write 1.10 "
     "without "
     "quotes"},
    {"raw > 5",
     "0+7 these cannot be compared: raw is a json, 5 is an int | string(x) makes text of a "
     "value; "
     "int(x) and float(x) read text"},
    {"raw + 1",
     "0+3 expected a number (raw is a json) | concat(a, b) joins texts; int(x) and float(x) "
     "read "
     "numbers from text"},
    {"-path", "1+4 expected a number (path is a string)"},
    {"status in (1, path)",
     "14+4 the list of 'in' holds numbers and texts only | write x == a or x == b"},
    {"status in (1, 'a')",
     "14+3 these cannot be compared: status is an int, 'a' is a string | string(x) makes text "
     "of "
     "a value; int(x) and float(x) read text"},
};

}  // namespace

BOOST_DATA_TEST_CASE(results_have_types, boost::unit_test::data::make(kTypes), sample) {
  BOOST_TEST(dp::test::type_in_log(sample.text) == sample.result);
}

BOOST_DATA_TEST_CASE(mistakes_in_types_have_a_place_and_a_message,
                     boost::unit_test::data::make(kMistakes), sample) {
  BOOST_TEST(dp::test::type_in_log(sample.text) == sample.result);
}

BOOST_AUTO_TEST_SUITE_END()
