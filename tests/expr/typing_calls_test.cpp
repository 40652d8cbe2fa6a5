// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_calls.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"

BOOST_AUTO_TEST_SUITE(typing_calls)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kTypes[] = {
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
    {"trunc(time, 'hour')", "timestamp"},
    {"file()", "string"},
    {"offset() + 1", "int"},
    {"sample(0.5)", "bool"},
    {"sample(1, 7)", "bool"},
    {"strftime(time, '%d/%b/%Y:%H')", "string"},
    {"unix(time)", "int"},
    {"concat(path, '?', agent)", "string"},
    {"split_part(path, '/', 2)", "string"},
    {"if(bot, '2026-01-01', day_)", "date"},
    {"if(bot, day_, '2026-01-01')", "date"},
    {"if(bot, '2026-01-01 10:00', day_)", "timestamp"},
    {"if(bot, '2026-01-01', time)", "timestamp"},
    {"coalesce('2026-01-01', null, '2026-01-02', day_)", "date"},
    {"coalesce('2026-01-01', day_, time)", "timestamp"},
    {"coalesce(null, '2026-01-01', '2026-01-02')", "string"},
    {"if(bot, '2026-01-01', path)", "string"},
    {"if(bot, 1.5, price)", "decimal"},
    {"if(bot, price, seconds)", "float"},
    {"coalesce(status, price, 1.5)", "decimal"},
    {"coalesce(null, 1.5, status)", "float"},
    {"coalesce(raw, path)", "string"},
    {"coalesce(raw, raw)", "json"},
    {"member(raw, 'a.b')", "json"},
    {"without(raw, 'a', '/b')", "json"},
    {"round(price)", "decimal"},
    {"round(price, 2)", "decimal"},
    {"round(seconds, 2)", "float"},
    {"round(status, -2)", "int"},
    {"decimal(path)", "decimal"},
    {"decimal(seconds)", "decimal"},
    {"int(price)", "int"},
    {"float(price)", "float"},
    {"string(price)", "string"},
    {"lower(raw)", "string"},
    {"substring(raw, 2)", "string"},
    {"int(raw)", "int"},
    {"date(raw)", "date"},
};

const Case kMistakes[] = {
    {"coalesce(null, null)", "0+20 null alone has no type"},
    {"lower(status)",
     "6+6 lower expects a string (status is an int) | string(x) makes text of a value"},
    {"substring(path, 1.5)",
     "16+3 substring expects an int (1.5 is a float) | int(x) makes a whole number of a value"},
    {"if(status, 1, 2)", "3+6 if expects a bool (status is an int)"},
    {"if(bot, 1, 'a')",
     "0+15 the values differ in type: 1 is an int, 'a' is a string | string(x) makes text of a "
     "value; int(x) and float(x) read text"},
    {"if(bot, 'abc', day_)",
     "8+5 'abc' is not a time | write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is UTC, or "
     "add an offset such as +02:00"},
    {"if(bot, 'a', 1)",
     "0+15 the values differ in type: 'a' is a string, 1 is an int | string(x) makes text of a "
     "value; int(x) and float(x) read text"},
    {"coalesce(time, '2026-01-01', 'abc')",
     "29+5 'abc' is not a time | write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is UTC, or "
     "add an offset such as +02:00"},
    {"hour(path)",
     "5+4 hour expects a timestamp or a date (path is a string) | timestamp(x) reads a time "
     "from "
     "text"},
    {"file(path)", "0+4 file takes 0 arguments (got 1) | file()"},
    {"sample(seconds)", "7+7 sample expects a share from 0 to 1, as in 0.01"},
    {"sample(1.5)", "7+3 sample expects a share from 0 to 1, as in 0.01"},
    {"sample(-0.5)", "7+4 sample expects a share from 0 to 1, as in 0.01"},
    {"sample(50, 1)", "7+2 sample expects a share from 0 to 1, as in 0.01"},
    {"sample(0.5, status)", "12+6 sample expects a seed that is written out, as in 7"},
    {"sample(0.5, '7')", "12+3 sample expects a seed that is written out, as in 7"},
    {"trunc(time, 'huor')",
     "12+6 trunc expects a unit, did you mean 'hour'? | 'second', 'minute', 'hour', 'day', "
     "'week', "
     "'month' or 'year'"},
    {"strftime(time, path)", "15+4 strftime expects its format in quotes, as in '%Y-%m-%d'"},
    {"strftime(time, '%Y%Q')",
     "15+6 strftime has no '%Q' | it has %Y %y %m %b %B %d %e %j %a %A %u %H %I %p %M %S %f %s "
     "%F "
     "%T %R %D %h %z %Z %%"},
    {"int(time)",
     "4+4 int expects a number, text or a bool (time is a timestamp) | unix(time) gives "
     "seconds "
     "since 1970"},
    {"date(status)", "5+6 date expects a time or text (status is an int)"},
    {"abs(path)",
     "4+4 abs expects a number (path is a string) | int(x) and float(x) read numbers "
     "from text"},
    {"round(seconds, status)",
     "15+6 round expects a whole number from -18 to 18 as its places | write it out, as in "
     "round(x, 2)"},
    {"round(price, 19)",
     "13+2 round expects a whole number from -18 to 18 as its places | write it out, as in "
     "round(x, 2)"},
    {"decimal(time)",
     "8+4 decimal expects a number, text or a bool (time is a timestamp) | unix(time) gives "
     "seconds since 1970"},
    {"hour(price)", "5+5 hour expects a timestamp or a date (price is a decimal)"},
    {"abs(raw)",
     "4+3 abs expects a number (raw is a json) | int(x) and float(x) read numbers from text"},
    {"member(path, 'a')",
     "7+4 member expects JSON (path is a string) | types: {x: json}, given to the reader json, "
     "keeps values as JSON"},
    {"member(raw, path)",
     "12+4 member expects a path in quotes, as in 'city' or 'geo.lat' | names with dots in "
     "them are paths that begin with a slash: '/a.b/c'"},
    {"without(raw, 'a', '.b')",
     "18+4 without expects a path in quotes, as in 'city' or 'geo.lat' | names with dots in "
     "them are paths that begin with a slash: '/a.b/c'"},
    {"uper(path)", "0+4 there is no function 'uper', did you mean 'upper'?"},
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
