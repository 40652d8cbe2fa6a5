// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <dp/decimal_sum.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(decimal_sum)

namespace {

using dp::Decimal;
using dp::DecimalSum;

const std::string kNines(36, '9');

Decimal d(const std::string& text) { return Decimal::parse(text).value(); }

DecimalSum sum_of(const std::vector<Decimal>& values) {
  DecimalSum sum;
  for (const auto& value : values) sum.add(value);
  return sum;
}

std::string saved(const DecimalSum& sum) {
  std::string bytes;
  sum.save(bytes);
  return bytes;
}

std::string value_of(const DecimalSum& sum) {
  const auto value = sum.value();
  return value ? value->text() : "none";
}

std::string mean_of(const DecimalSum& sum, std::uint64_t count) {
  const auto value = sum.mean(count);
  return value ? value->text() : "none";
}

std::vector<Decimal> random_values(std::mt19937_64& random, std::size_t count) {
  std::vector<Decimal> values;
  for (std::size_t i = 0; i < count; ++i) {
    const auto size = random() % 4 == 0 ? 36 : 1 + random() % 9;
    std::string digits(size, '0');
    for (auto& digit : digits) digit = static_cast<char>('0' + random() % 10);
    if (random() % 2 == 0) digits.insert(1 + random() % size, ".");
    if (digits.back() == '.') digits.pop_back();
    values.push_back(d((random() % 2 == 0 ? "-" : "") + digits));
  }
  return values;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_sum_is_exact_at_the_largest_scale) {
  BOOST_TEST(value_of(DecimalSum()) == "0");
  BOOST_TEST(value_of(sum_of({d("0.1"), d("0.2")})) == "0.3");
  BOOST_TEST(value_of(sum_of({d("1.10"), d("2"), d("-0.1")})) == "3.00");
  BOOST_TEST(value_of(sum_of({d("-5"), d("0.001")})) == "-4.999");
  BOOST_TEST(value_of(sum_of({d(kNines), d("1e-36"), d("-" + kNines)})) ==
             "0.000000000000000000000000000000000001");
}

BOOST_AUTO_TEST_CASE(only_a_sum_that_has_no_room_is_none_whatever_was_on_the_way) {
  BOOST_TEST(value_of(sum_of({d(kNines), d("1")})) == "none");
  BOOST_TEST(value_of(sum_of({d(kNines), d("1"), d("-1")})) == kNines);
  BOOST_TEST(value_of(sum_of({d(kNines), d("0.5"), d("0.5"), d("-1")})) == kNines);
  BOOST_TEST(value_of(sum_of({d("-" + kNines), d("-" + kNines)})) == "none");
}

BOOST_AUTO_TEST_CASE(the_mean_is_rounded_once) {
  BOOST_TEST(mean_of(sum_of({d("0.1"), d("0.2")}), 2) == "0.15");
  BOOST_TEST(mean_of(sum_of({d("1.00"), d("2.00"), d("3.00")}), 3) == "2");
  BOOST_TEST(mean_of(sum_of({d("1"), d("1"), d("0")}), 3) == "0." + std::string(35, '6') + "7");
  BOOST_TEST(mean_of(sum_of({d("-1"), d("0"), d("0")}), 3) == "-0." + std::string(36, '3'));
  BOOST_TEST(mean_of(sum_of({d(kNines), d(kNines)}), 2) == kNines);
  BOOST_TEST(mean_of(DecimalSum(), 0) == "none");
}

BOOST_AUTO_TEST_CASE(neither_order_nor_split_changes_a_byte) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    auto values = random_values(random, 1 + random() % 40);
    const auto whole = sum_of(values);
    std::shuffle(values.begin(), values.end(), random);
    BOOST_REQUIRE((sum_of(values) == whole));
    const auto cut = static_cast<std::ptrdiff_t>(random() % (values.size() + 1));
    const auto first = sum_of({values.begin(), values.begin() + cut});
    auto joined = sum_of({values.begin() + cut, values.end()});
    joined.combine(first);
    BOOST_REQUIRE((joined == whole));
    DecimalSum loaded;
    std::string bytes =
        saved(first) + saved(sum_of({values.begin() + cut, values.end()})) + "x";
    std::string_view rest(bytes);
    BOOST_REQUIRE(loaded.combine_saved(rest).has_value());
    BOOST_REQUIRE(loaded.combine_saved(rest).has_value());
    BOOST_TEST(rest == "x");
    BOOST_REQUIRE(saved(loaded) == saved(whole));
  }
}

BOOST_AUTO_TEST_CASE(a_sum_of_nothing_changes_none) {
  auto sum = sum_of({d("1.50"), d("-7")});
  sum.combine(DecimalSum());
  DecimalSum none;
  none.combine(sum);
  BOOST_TEST(value_of(sum) == "-5.50");
  BOOST_TEST((none == sum));
  BOOST_TEST(saved(DecimalSum()) == std::string(2, '\0'));
}

BOOST_AUTO_TEST_CASE(the_largest_values_add_up_without_end) {
  DecimalSum sum;
  const auto largest = d("-" + kNines);
  sum.add(d("1e-36"));
  // Doubled 63 times: as many additions as there can be.
  DecimalSum many = sum_of({largest});
  for (int i = 0; i < 63; ++i) many.combine(DecimalSum(many));
  sum.combine(many);
  DecimalSum back = sum_of({d(kNines)});
  for (int i = 0; i < 63; ++i) back.combine(DecimalSum(back));
  sum.combine(back);
  BOOST_TEST(value_of(sum) == "0.000000000000000000000000000000000001");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_none_of_a_sum_change_nothing) {
  const auto good = saved(sum_of({d("-1.50")}));
  const auto sum = sum_of({d("7")});
  std::vector<std::string> bad;
  for (std::size_t size = 0; size < good.size(); ++size) bad.push_back(good.substr(0, size));
  bad.push_back(std::string(1, 37) + good.substr(1));             // a scale that none has
  bad.push_back(std::string({0, 41 << 1}) + std::string(41, 1));  // too long
  bad.push_back(std::string({0, 1 << 1, 0}));                     // a byte that says nothing
  bad.push_back(std::string({0, 1 << 1 | 1, -1}));
  bad.push_back(std::string({0, 40 << 1}) + std::string(40, -2));  // another sign
  for (const auto& bytes : bad) {
    auto held = sum;
    std::string_view rest(bytes);
    const auto status = held.combine_saved(rest);
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == dp::Errc::corrupt));
    BOOST_TEST((held == sum));
    BOOST_TEST(rest.size() == bytes.size());
  }
}

BOOST_AUTO_TEST_CASE(sums_are_compared_by_number_however_many_digits_they_have) {
  const auto order = [](const DecimalSum& a, const DecimalSum& b) {
    const auto found = a.compare(b);
    BOOST_TEST((b.compare(a) == 0 <=> found));
    return found < 0 ? -1 : found > 0 ? 1 : 0;
  };
  BOOST_TEST(order(sum_of({d("1.1")}), sum_of({d("1.10")})) == 0);
  BOOST_TEST(order(sum_of({}), sum_of({d("0.00")})) == 0);
  BOOST_TEST(order(sum_of({d("-1")}), sum_of({d("0.5")})) == -1);
  const auto most = sum_of({d(kNines), d(kNines)});
  BOOST_TEST(order(most, sum_of({d(kNines), d(kNines), d("0." + kNines)})) == -1);
  BOOST_TEST(order(most, sum_of({d("-" + kNines)})) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
