// SPDX-License-Identifier: Apache-2.0
#include "values/parse.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <random>

BOOST_AUTO_TEST_SUITE(values_parse)

namespace values = dp::values;
using dp::Type;

BOOST_AUTO_TEST_CASE(ints_are_digits_after_an_optional_sign) {
  BOOST_TEST(values::parse_int("0").value() == 0);
  BOOST_TEST(values::parse_int("-007").value() == -7);
  BOOST_TEST(values::parse_int("+12").value() == 12);
  BOOST_TEST(values::parse_int("9223372036854775807").value() ==
             std::numeric_limits<std::int64_t>::max());
  BOOST_TEST(values::parse_int("-9223372036854775808").value() ==
             std::numeric_limits<std::int64_t>::min());
  for (const char* bad :
       {"", "-", "+", "--1", "1 ", " 1", "1.0", "0x1", "9223372036854775808", "+-1", "1e3"})
    BOOST_TEST(!values::parse_int(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(floats_are_the_nearest_doubles) {
  BOOST_TEST(values::parse_float("0.1").value() == 0.1);
  BOOST_TEST(values::parse_float("-.5").value() == -0.5);
  BOOST_TEST(values::parse_float("2.").value() == 2.0);
  BOOST_TEST(values::parse_float("+1e3").value() == 1000.0);
  BOOST_TEST(values::parse_float("123456789012345678").value() == 123456789012345678.0);
  BOOST_TEST(std::isnan(values::parse_float("nan").value()));
  BOOST_TEST(values::parse_float("-inf").value() == -std::numeric_limits<double>::infinity());
  BOOST_TEST(std::signbit(values::parse_float("-0").value()));
  for (const char* bad :
       {"", ".", "-", "1e", "1e999", "0x1p3", "infinity", "nan(1)", "1,5", "1 "})
    BOOST_TEST(!values::parse_float(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(short_decimals_are_what_strtod_makes_of_them) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    auto text = std::to_string(random() % 1'000'000'000'000'000);
    if (random() % 2 == 0) text.insert(random() % (text.size() + 1), 1, '.');
    BOOST_REQUIRE(values::parse_float(text).value() == std::strtod(text.c_str(), nullptr));
  }
}

BOOST_AUTO_TEST_CASE(decimals_keep_their_digits) {
  BOOST_TEST(values::parse_decimal("1.10").value().text() == "1.10");
  BOOST_TEST(values::parse_decimal("+007.50").value().text() == "7.50");
  BOOST_TEST(values::parse_decimal("-.5").value().text() == "-0.5");
  BOOST_TEST(values::parse_decimal("1e3").value().text() == "1000");
  BOOST_TEST(values::parse_decimal("0.123456789012345678901234567890123456").has_value());
  for (const char* bad : {"", ".", "-", "++1", "+", "nan", "inf", "1,5", "1 ",
                          "1234567890123456789012345678901234567"})
    BOOST_TEST(!values::parse_decimal(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(a_decimal_of_too_many_digits_is_told_from_what_is_none) {
  BOOST_TEST(values::expected(Type::int64, "x") == "int");
  BOOST_TEST(values::expected(Type::decimal, "x") == "decimal");
  for (const char* text : {"1234567890123456789012345678901234567", "+1e40",
                           "0.1234567890123456789012345678901234567"})
    BOOST_TEST(values::expected(Type::decimal, text) == "decimal of at most 36 digits", text);
}

BOOST_AUTO_TEST_CASE(bools_are_words_or_digits) {
  for (const char* yes : {"true", "True", "TRUE", "1"})
    BOOST_TEST(values::parse_bool(yes).value() == true, yes);
  for (const char* no : {"false", "False", "FALSE", "0"})
    BOOST_TEST(values::parse_bool(no).value() == false, no);
  for (const char* bad : {"", "tRUE", "yes", "2", "t"})
    BOOST_TEST(!values::parse_bool(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(words_name_types) {
  BOOST_TEST((values::type_of_word("int") == Type::int64));
  BOOST_TEST((values::type_of_word("decimal") == Type::decimal));
  BOOST_TEST((values::type_of_word("timestamp") == Type::timestamp));
  for (const char* other : {"auto", "", "Int", "text"})
    BOOST_TEST(!values::type_of_word(other).has_value(), other);
}

BOOST_AUTO_TEST_CASE(a_text_is_put_as_its_column_has_it) {
  const dp::Schema schema = {
      {"i", Type::int64}, {"b", Type::boolean}, {"d", Type::date}, {"p", Type::decimal}};
  dp::BatchBuilder batch(schema, 4);
  batch.clear();
  BOOST_TEST(values::put_value(batch.column(0), 0, "42"));
  BOOST_TEST(values::put_value(batch.column(1), 0, "true"));
  BOOST_TEST(values::put_value(batch.column(2), 0, "1970-01-02"));
  BOOST_TEST(values::put_value(batch.column(3), 0, "1.10"));
  BOOST_TEST(!values::put_value(batch.column(3), 0, "x"));
  BOOST_TEST(!values::put_value(batch.column(0), 0, "x"));
  BOOST_TEST(!values::put_value(batch.column(2), 0, "1970-02-30"));
  const auto made = batch.finish(1, 0).value();
  const dp::BatchView view(made);
  BOOST_TEST(dp::Int64Column(view.column(0))[0] == 42);
  BOOST_TEST(dp::BoolColumn(view.column(1))[0]);
  BOOST_TEST(dp::DateColumn(view.column(2))[0] == 1);
  BOOST_TEST(view.decimals(3)[0].text() == "1.10");
}

BOOST_AUTO_TEST_SUITE_END()
