// SPDX-License-Identifier: Apache-2.0
#include "worker/decimal_guard.hpp"

#include <boost/test/unit_test.hpp>
#include <dp/batch.hpp>
#include <optional>

BOOST_AUTO_TEST_SUITE(decimal_guard)

using dp::Decimal;
using dp::Type;
using dp::worker::DecimalGuard;

namespace {

const dp::Schema kColumns = {{"name", Type::string, false}, {"price", Type::decimal, true}};

/// What a guard says of rows whose prices are these.
std::string told(const std::vector<std::optional<Decimal>>& prices,
                 const std::vector<std::uint8_t>& used = {}) {
  dp::BatchBuilder builder(kColumns, prices.size());
  for (std::size_t i = 0; i < prices.size(); ++i) {
    builder.column(0).put_copy(i, "x");
    builder.column(1).put(i, prices[i].value_or(Decimal::of_words(~0ULL, ~0ULL)));
    if (!prices[i]) builder.column(1).set_null(i);
  }
  const auto batch = builder.finish(prices.size(), 0).value();
  const auto status = DecimalGuard(kColumns, "shop", used).check(*batch.array);
  if (!status) BOOST_TEST((status.error().code == dp::Errc::bug));
  return status ? "" : status.error().message;
}

Decimal with_scale(std::uint64_t coefficient, std::uint64_t scale) {
  return Decimal::of_words(coefficient, scale << 56);
}

std::string wrong(const std::string& what) {
  return "shop: emits in column 'price' what is no decimal, " + what +
         ": a mistake of the plugin (dp::Decimal makes no such)";
}

}  // namespace

BOOST_AUTO_TEST_CASE(decimals_and_nulls_pass) {
  const std::string most(36, '9');
  BOOST_TEST(told({}) == "");
  BOOST_TEST(told({Decimal(0), Decimal::parse("-1.10"), std::nullopt, Decimal::parse(most),
                   Decimal::parse("-0." + most), with_scale(0, 36)}) == "");
}

BOOST_AUTO_TEST_CASE(what_is_none_is_a_mistake_of_the_task) {
  const auto most = Decimal::parse(std::string(36, '9')).value().words();
  BOOST_TEST(told({Decimal(1), Decimal::of_words(most.first + 1, most.second)}) ==
             wrong("a coefficient of more than 36 digits"));
  BOOST_TEST(told({with_scale(1, 37)}) == wrong("a scale of more than 36"));
  BOOST_TEST(told({std::nullopt, Decimal::of_words(0, 1ULL << 63)}) ==
             wrong("a zero with a sign"));
}

BOOST_AUTO_TEST_CASE(what_nobody_reads_may_be_anything) {
  BOOST_TEST(told({with_scale(1, 37)}, {1, 0}) == "");
  BOOST_TEST(told({with_scale(1, 37)}, {0, 1}) == wrong("a scale of more than 36"));
}

BOOST_AUTO_TEST_SUITE_END()
