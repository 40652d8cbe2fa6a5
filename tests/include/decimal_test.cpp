// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dp/decimal.hpp>
#include <limits>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(decimal)

namespace {

namespace data = boost::unit_test::data;
namespace exact = dp::decimal;
using dp::Decimal;
using exact::Rounding;

const std::string kNines(36, '9');

Decimal d(const std::string& text) {
  const auto value = Decimal::parse(text);
  BOOST_REQUIRE_MESSAGE(value.has_value(), "a decimal: '" << text << "'");
  return *value;
}

std::string shown(const std::optional<Decimal>& value) {
  return value ? value->text() : "none";
}

std::string zeros(int count) { return std::string(static_cast<std::size_t>(count), '0'); }

/// A decimal of few or many digits.
Decimal random_decimal(std::mt19937_64& random) {
  std::string text = random() % 2 == 0 ? "-" : "";
  const auto size = 1 + random() % (random() % 2 == 0 ? 4 : 36);
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('0' + random() % 10);
  const auto sign = text.find_first_not_of('-');
  if (random() % 2 == 0 && size > 1) text.insert(sign + 1 + random() % (size - 1), ".");
  return d(text);
}

/// One line of what decimal_model.py prints.
struct Model {
  std::string operation, a, b, result;
};

std::string computed(const Model& model) {
  const auto a = d(model.a);
  if (model.operation[0] == 'r')
    return shown(exact::round(a, std::atoi(model.b.c_str()),
                              static_cast<Rounding>(model.operation[1] - '0')));
  const auto b = d(model.b);
  switch (model.operation[0]) {
    case '+':
      return shown(exact::add(a, b));
    case '-':
      return shown(exact::subtract(a, b));
    case '*':
      return shown(exact::multiply(a, b));
    case '/':
      return shown(exact::divide(a, b));
    case '%':
      return shown(exact::remainder(a, b));
    case 'c':
      return std::to_string(a < b ? -1 : a > b ? 1 : 0);
    default:
      return a.to_double() == std::strtod(model.result.c_str(), nullptr) ? model.result
                                                                         : "another";
  }
}

/// What decimal_model.py prints; nothing if there is no Python.
std::vector<Model> models(unsigned seed, unsigned count) {
  const auto command = std::string("python3 ") + DP_DECIMAL_MODEL + " " + std::to_string(seed) +
                       " " + std::to_string(count) + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  BOOST_REQUIRE(pipe != nullptr);
  std::string text;
  char block[4096];
  for (std::size_t size = 0; (size = fread(block, 1, sizeof block, pipe)) > 0;)
    text.append(block, size);
  pclose(pipe);
  std::vector<Model> all;
  std::istringstream lines(text);
  for (Model each; lines >> each.operation >> each.a >> each.b >> each.result;)
    all.push_back(each);
  return all;
}

bool has_python() { return std::system("python3 -c 'import decimal' 2>/dev/null") == 0; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_text_comes_back_digit_by_digit) {
  for (const auto& text :
       {std::string("0"), std::string("7"), std::string("-7"), std::string("1.10"),
        std::string("0.00"), std::string("-0.05"), std::string("100"),
        std::string("12345.6780"), std::string("9223372036854775808"), "0." + zeros(35) + "1",
        kNines, "-" + kNines, kNines.substr(0, 20) + "." + kNines.substr(20), "0." + kNines})
    BOOST_TEST(d(text).text() == text);
}

BOOST_AUTO_TEST_CASE(other_spellings_are_read_as_their_number) {
  const std::vector<std::pair<const char*, const char*>> pairs = {
      {"007.50", "7.50"},
      {".5", "0.5"},
      {"2.", "2"},
      {"-.5", "-0.5"},
      {"1e3", "1000"},
      {"1.5E2", "150"},
      {"1.25e-3", "0.00125"},
      {"1.50e1", "15.0"},
      {"1e+2", "100"},
      {"-0", "0"},
      {"-0.00", "0.00"},
      {"0e99", "0"},
      {"12e0", "12"},
      {"1e35", "100000000000000000000000000000000000"}};
  for (const auto& [text, written] : pairs) BOOST_TEST(d(text).text() == written, text);
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_refused) {
  for (const char* text :
       {"",    "-", ".",  "-.",  "+1",    " 1",  "1 ",  "1.2.3", "1,5", "nan",
        "inf", "x", "1e", "1e-", "1e1.5", "0x1", "--1", "1-",    "e5",  "1_0"}) {
    BOOST_TEST(!Decimal::parse(text).has_value(), text);
    BOOST_TEST(!Decimal::has_too_many(text), text);
  }
}

BOOST_AUTO_TEST_CASE(numbers_of_more_than_36_digits_are_told_from_what_is_no_number) {
  for (const auto& text : {"1" + kNines, kNines + ".0", "0." + zeros(36) + "1",
                           std::string("1e36"), std::string("1e-37"),
                           std::string("1.5e999999999999"), std::string("1e-999999999999")}) {
    BOOST_TEST(!Decimal::parse(text).has_value(), text);
    BOOST_TEST(Decimal::has_too_many(text), text);
  }
  // Zeros in front are no digits.
  BOOST_TEST(d(zeros(50) + "1.5").text() == "1.5");
  BOOST_TEST(!Decimal::has_too_many("1.5"));
}

BOOST_AUTO_TEST_CASE(one_number_has_several_representations) {
  BOOST_TEST((d("1.1") == d("1.10")));
  BOOST_TEST(!d("1.1").is_same(d("1.10")));
  BOOST_TEST((d("1.1").words() != d("1.10").words()));
  BOOST_TEST((exact::compare(d("1.1"), d("1.10")) < 0));
  BOOST_TEST((exact::compare(d("1.10"), d("1.1")) > 0));
  BOOST_TEST((exact::compare(d("1.10"), d("1.10")) == 0));
  BOOST_TEST((exact::compare(d("1.2"), d("1.10")) > 0));
  BOOST_TEST(exact::shortest(d("1.10")).is_same(d("1.1")));
  BOOST_TEST(exact::shortest(d("-200.00")).is_same(d("-200")));
  BOOST_TEST(exact::shortest(d("0.000")).is_same(Decimal()));
}

BOOST_AUTO_TEST_CASE(sixteen_bytes_are_the_coefficient_the_scale_and_the_sign) {
  const auto value = d("-1.10");
  unsigned char bytes[16];
  std::memcpy(bytes, &value, sizeof bytes);
  BOOST_TEST(bytes[0] == 110);
  BOOST_TEST(bytes[15] == (0x80 | 2));
  BOOST_TEST(std::all_of(bytes + 1, bytes + 15, [](auto byte) { return byte == 0; }));
  const auto [low, high] = value.words();
  BOOST_TEST(Decimal::of_words(low, high).is_same(value));
  BOOST_TEST(Decimal::of_words(0, 0).text() == "0");
  // A scale that no decimal has is read as the largest.
  BOOST_TEST(Decimal::of_words(1, std::uint64_t{0x7f} << 56).text() == "0." + zeros(35) + "1");
}

BOOST_AUTO_TEST_CASE(order_is_that_of_numbers) {
  const std::vector<const char*> ascending = {"-999999999999999999999999999999999999",
                                              "-10",
                                              "-1.5",
                                              "-1.49999",
                                              "-0.00001",
                                              "0",
                                              "0.000000000000000000000000000000000001",
                                              "0.1",
                                              "0.11",
                                              "1",
                                              "1.000000000000000000001",
                                              "2",
                                              "10",
                                              "999999999999999999999999999999999999"};
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t k = 0; k < ascending.size(); ++k) {
      const auto a = d(ascending[i]);
      const auto b = d(ascending[k]);
      BOOST_TEST((a < b) == (i < k), ascending[i] << " < " << ascending[k]);
      BOOST_TEST((a == b) == (i == k), ascending[i] << " == " << ascending[k]);
    }
}

BOOST_AUTO_TEST_CASE(sums_differences_and_products_are_exact) {
  BOOST_TEST(shown(exact::add(d("0.1"), d("0.2"))) == "0.3");
  BOOST_TEST(shown(exact::add(d("1.10"), d("2"))) == "3.10");
  BOOST_TEST(shown(exact::subtract(d("1.10"), d("1.1"))) == "0.00");
  BOOST_TEST(shown(exact::subtract(d("1"), d("0.9"))) == "0.1");
  BOOST_TEST(shown(exact::multiply(d("1.005"), d("100"))) == "100.500");
  BOOST_TEST(shown(exact::multiply(d("-0.5"), d("0.5"))) == "-0.25");
  BOOST_TEST(shown(exact::multiply(d("-0.5"), d("0"))) == "0.0");
  BOOST_TEST(shown(-d("1.10")) == "-1.10");
  BOOST_TEST(shown(-d("0.0")) == "0.0");
  BOOST_TEST(shown(d("-1.10").magnitude()) == "1.10");
}

BOOST_AUTO_TEST_CASE(what_has_no_room_is_none_and_zeros_at_the_end_give_room) {
  BOOST_TEST(shown(exact::add(d(kNines), d("1"))) == "none");
  BOOST_TEST(shown(exact::add(d(kNines), d("0.0"))) == kNines);
  BOOST_TEST(shown(exact::add(d(kNines), d("0.1"))) == "none");
  BOOST_TEST(shown(exact::subtract(d(kNines), d("1.00"))) == kNines.substr(0, 35) + "8");
  BOOST_TEST(shown(exact::multiply(d(kNines), d("10"))) == "none");
  BOOST_TEST(shown(exact::multiply(d("1e-20"), d("1e-20"))) == "none");
  BOOST_TEST(shown(exact::multiply(d("1e-20"), d("1e20"))) == "1." + zeros(20));
  BOOST_TEST(shown(exact::multiply(d("5e-20"), d("2e-17"))) == "0." + zeros(35) + "1");
}

BOOST_AUTO_TEST_CASE(a_quotient_has_36_digits_half_to_even) {
  BOOST_TEST(shown(exact::divide(d("1"), d("4"))) == "0.25");
  BOOST_TEST(shown(exact::divide(d("3.00"), d("1.50"))) == "2");
  BOOST_TEST(shown(exact::divide(d("1000"), d("10"))) == "100");
  BOOST_TEST(shown(exact::divide(d("1"), d("3"))) == "0." + std::string(36, '3'));
  BOOST_TEST(shown(exact::divide(d("2000"), d("3"))) == "666." + std::string(32, '6') + "7");
  BOOST_TEST(shown(exact::divide(d("-1"), d("8"))) == "-0.125");
  BOOST_TEST(shown(exact::divide(d("0.00"), d("7"))) == "0");
  BOOST_TEST(shown(exact::divide(d("1"), d("0.00"))) == "none");
  BOOST_TEST(shown(exact::divide(d(kNines), d("0.1"))) == "none");
  // Of two that are as near, the even one.
  BOOST_TEST(shown(exact::divide(d("1e-36"), d("2"))) == "0");
  BOOST_TEST(shown(exact::divide(d("3e-36"), d("2"))) == "0." + zeros(35) + "2");
}

BOOST_AUTO_TEST_CASE(a_remainder_has_the_sign_of_what_is_divided) {
  BOOST_TEST(shown(exact::remainder(d("7.5"), d("2"))) == "1.5");
  BOOST_TEST(shown(exact::remainder(d("-7.5"), d("2"))) == "-1.5");
  BOOST_TEST(shown(exact::remainder(d("7.5"), d("-0.25"))) == "0.00");
  BOOST_TEST(shown(exact::remainder(d("7.5"), d("0"))) == "none");
  BOOST_TEST(shown(exact::remainder(d(kNines), d("1e-36"))) == "0." + zeros(36));
}

BOOST_AUTO_TEST_CASE(rounding_goes_where_it_is_told_to) {
  const auto round = [](const char* text, int places, Rounding how) {
    return shown(exact::round(d(text), places, how));
  };
  BOOST_TEST(round("2.345", 2, Rounding::half_even) == "2.34");
  BOOST_TEST(round("2.355", 2, Rounding::half_even) == "2.36");
  BOOST_TEST(round("2.345", 2, Rounding::half_away) == "2.35");
  BOOST_TEST(round("-2.345", 2, Rounding::half_away) == "-2.35");
  BOOST_TEST(round("-2.341", 2, Rounding::down) == "-2.35");
  BOOST_TEST(round("-2.349", 2, Rounding::up) == "-2.34");
  BOOST_TEST(round("2.349", 2, Rounding::to_zero) == "2.34");
  BOOST_TEST(round("2.5", 0, Rounding::half_even) == "2");
  BOOST_TEST(round("2.5", 3, Rounding::half_even) == "2.5");
  BOOST_TEST(round("1250", -2, Rounding::half_even) == "1200");
  BOOST_TEST(round("0.4", -50, Rounding::half_even) == "0");
  BOOST_TEST(round("0.4", -50, Rounding::up) == "none");
  BOOST_TEST(round("-0.4", 0, Rounding::half_even) == "0");
  BOOST_TEST(round(kNines.c_str(), -1, Rounding::half_even) == "none");
  BOOST_TEST(round("0.4", std::numeric_limits<int>::min(), Rounding::to_zero) == "0");
}

BOOST_AUTO_TEST_CASE(ints_and_floats_become_decimals_and_back) {
  BOOST_TEST(Decimal(std::numeric_limits<std::int64_t>::min()).text() ==
             "-9223372036854775808");
  BOOST_TEST(Decimal(std::numeric_limits<std::uint64_t>::max()).text() ==
             "18446744073709551615");
  BOOST_TEST((d("2.00").to_int() == 2));
  BOOST_TEST((d("-9223372036854775808").to_int() == std::numeric_limits<std::int64_t>::min()));
  for (const char* text : {"2.01", "9223372036854775808", "-9223372036854775809"})
    BOOST_TEST(!d(text).to_int().has_value(), text);
  BOOST_TEST(shown(Decimal::of(0.1)) == "0.1");
  BOOST_TEST(shown(Decimal::of(-2.50)) == "-2.5");
  BOOST_TEST(shown(Decimal::of(1e22)) == "10000000000000000000000");
  BOOST_TEST(shown(Decimal::of(1e300)) == "none");
  BOOST_TEST(shown(Decimal::of(1e-300)) == "none");
  BOOST_TEST(shown(Decimal::of(std::numeric_limits<double>::infinity())) == "none");
  BOOST_TEST(d("0.1").to_double() == 0.1);
  BOOST_TEST(d("9007199254740993").to_double() == 9007199254740992.0);
  BOOST_TEST(d("123456789012345678.901").to_double() == 123456789012345678.901);
  std::mt19937_64 random(4);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = random_decimal(random);
    BOOST_REQUIRE(value.to_double() == std::strtod(value.text().c_str(), nullptr));
  }
}

BOOST_AUTO_TEST_CASE(what_holds_of_numbers_holds_of_decimals) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20'000; ++i) {
    const auto a = random_decimal(random);
    const auto b = random_decimal(random);
    BOOST_REQUIRE(d(a.text()).is_same(a));
    BOOST_REQUIRE(shown(exact::add(a, b)) == shown(exact::add(b, a)));
    BOOST_REQUIRE(shown(exact::multiply(a, b)) == shown(exact::multiply(b, a)));
    if (const auto sum = exact::add(a, b)) {
      if (const auto back = exact::subtract(*sum, b)) BOOST_REQUIRE((*back == a));
      BOOST_REQUIRE(((*sum < a) == (b < Decimal())));
    }
    if (const auto rest = exact::remainder(a, b)) {
      BOOST_REQUIRE((rest->magnitude() < b.magnitude()));
      BOOST_REQUIRE((rest->is_zero() || rest->is_negative() == a.is_negative()));
    }
    BOOST_REQUIRE((exact::shortest(a) == a));
  }
}

BOOST_DATA_TEST_CASE(results_are_those_of_python, data::xrange(1u, 5u), seed) {
  constexpr unsigned kCount = 3000;
  if (!has_python()) {
    BOOST_TEST_MESSAGE("no python3: skipped");
    return;
  }
  const auto all = models(seed, kCount);
  BOOST_TEST(all.size() == kCount);
  for (const auto& each : all)
    BOOST_REQUIRE_MESSAGE(computed(each) == each.result,
                          each.a << ' ' << each.operation << ' ' << each.b << ": got "
                                 << computed(each) << ", expected " << each.result);
}

BOOST_AUTO_TEST_SUITE_END()
