// SPDX-License-Identifier: Apache-2.0
#include "csv/forms.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_forms)

namespace {
using dp::Type;
using dp::data::Value;
using dp::test::Given;
using dp::test::kNull;
using dp::test::list_of;
using dp::test::open_csv;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::texts_of;
using dp::test::try_csv;
using dp::test::why;
}  // namespace

BOOST_AUTO_TEST_CASE(columns_with_a_format_are_dates_and_times) {
  const std::string text =
      "born,at,n\n17.05.2015,5/17/15 1:30 PM,1\n,\"\",2\n31.2.2015,5/17/15 1:30 PM,3\n";
  auto task = open_csv(text, {{"date_format", texts_of({{"born", "%d.%m.%Y"}})},
                              {"timestamp_format", texts_of({{"at", "%m/%d/%y %I:%M %p"}})}});
  BOOST_TEST((task.schema() ==
              dp::Schema{{"born", Type::date}, {"at", Type::timestamp}, {"n", Type::int64}}));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"16572", "1431869400000000", "1"}, {kNull, kNull, "2"}}));
  BOOST_TEST(
      task.rejects() == (std::vector<Reject>{
                            {45, "31.2.2015,5/17/15 1:30 PM,3",
                             "column 'born': got '31.2.2015', expected date as '%d.%m.%Y'"}}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(given_bools_may_have_words_of_their_own) {
  const std::string text = "a,b\nyes,yes\nN,N\n\"\",x\ntrue,y\n";
  const Given given{{"types", texts_of({{"a", "bool"}})},
                    {"true_text", list_of({"yes", "Y"})},
                    {"false_text", list_of({"no", "N"})}};
  auto task = open_csv(text, given);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"true", "yes"}, {"false", "N"}, {kNull, "x"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason ==
             "column 'a': got 'true', expected bool: yes, Y, or no, N");
}

BOOST_AUTO_TEST_CASE(given_numbers_may_have_a_sign_of_currency) {
  const std::string text =
      "i;f;s\n$5;1.234,50 \xe2\x82\xac;$5\n-$5;-\xe2\x82\xac"
      "1,5;x\n$ -7;EUR 2;y\n8;3;z\n5$$;1;w\n"
      "-$-1;1;v\n";
  const Given given{{"delimiter", Value::of("semicolon")},
                    {"decimal_comma", Value::of(true)},
                    {"thousands", Value::of("point")},
                    {"types", texts_of({{"i", "int"}, {"f", "float"}})},
                    {"currency", list_of({"$", "\xe2\x82\xac", "EUR"})}};
  auto task = open_csv(text, given);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(
      task.rows() ==
      (Rows{{"5", "1234.5", "$5"}, {"-5", "-1.5", "x"}, {"-7", "2", "y"}, {"8", "3", "z"}}));
  BOOST_TEST(task.rejects().size() == 2u);
}

BOOST_AUTO_TEST_CASE(columns_whose_type_is_inferred_are_as_ever) {
  const std::string text = "a,b\nyes,$5\n";
  auto task = open_csv(text, {{"true_text", list_of({"yes"})},
                              {"false_text", list_of({"no"})},
                              {"currency", list_of({"$"})}});
  BOOST_TEST((task.schema() == dp::Schema{{"a", Type::string}, {"b", Type::string}}));
}

BOOST_AUTO_TEST_CASE(options_that_cannot_be_are_refused_with_their_place) {
  const auto dates = [](const char* name, const char* pattern) {
    return std::pair<std::string, Value>("date_format", texts_of({{name, pattern}}));
  };
  BOOST_TEST(why(try_csv("a,b\n", {dates("c", "%F")})) ==
             "date_format.c: no such column (got 'c', expected one of a, b)");
  BOOST_TEST(why(try_csv("a,b\n", {dates("a", "%Y")})) ==
             "date_format.a: names no day: expected year, month and day (got '%Y')");
  BOOST_TEST(why(try_csv("a,b\n", {dates("a", "%F"), {"types", texts_of({{"a", "int"}})}})) ==
             "date_format.a: is for a date (got types: {a: int})");
  BOOST_TEST(why(try_csv("a,b\n", {dates("a", "%F"),
                                   {"timestamp_format", texts_of({{"a", "%F %T"}})}})) ==
             "timestamp_format.a: has a date_format too (expected one of the two)");
  BOOST_TEST(why(try_csv("a,b\n", {{"true_text", list_of({"yes"})}})) ==
             "true_text: says one half (expected true_text and false_text, for all else is "
             "neither)");
  BOOST_TEST(why(try_csv("a,b\n", {{"true_text", list_of({"1"})},
                                   {"false_text", list_of({"0", "1"})}})) ==
             "false_text[1]: got '1', which true_text has (expected texts of its own)");
  BOOST_TEST(why(try_csv("a,b\n", {{"currency", list_of({"$", "-"})}})) ==
             "currency[1]: cannot be told from a number (got '-', expected a sign or word such "
             "as $ or EUR)");
}

BOOST_AUTO_TEST_SUITE_END()
