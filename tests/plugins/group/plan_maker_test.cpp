// SPDX-License-Identifier: Apache-2.0
#include "group/plan_maker.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(group_plan_maker)

namespace {

using dp::Schema;
using dp::Type;
using dp::group::Function;
using dp::group::Kind;
using dp::group::PlanMaker;
using dp::group::Taken;

const Schema kInput = {{"k", Type::decimal, true}, {"x", Type::int64, true}};

Taken taken(Function function) {
  return {.function = function, .field = {"", Type::int64, false}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(functions_share_what_is_kept_of_a_column) {
  PlanMaker maker(kInput, 1);
  maker.add_taken(taken(Function::sum), 1, "s");
  maker.add_taken(taken(Function::mean), 1, "m");
  maker.add_taken(taken(Function::count), 0, "n");
  maker.lay_out();
  const auto plan = maker.finish();
  BOOST_REQUIRE(plan.accumulators.size() == 3U);
  BOOST_TEST((plan.accumulators[0].kind == Kind::sum_int));
  BOOST_TEST((plan.accumulators[1].kind == Kind::values));
  BOOST_TEST((plan.accumulators[2].kind == Kind::rows));
  const Schema expected = {
      {"s", Type::int64, true}, {"m", Type::float64, true}, {"n", Type::int64, false}};
  BOOST_TEST((plan.output() == expected));
}

BOOST_AUTO_TEST_CASE(the_order_ends_in_the_keys_and_decimal_keys_keep_their_digits) {
  PlanMaker maker(kInput, 1);
  maker.add_key(0);
  maker.add_key(1);
  maker.add_taken(taken(Function::count), 0, "n");
  maker.lay_out();
  const auto plan = maker.finish();
  BOOST_REQUIRE(plan.sort.size() == 2U);
  BOOST_TEST(plan.sort[1].index == 1U);
  BOOST_TEST((plan.accumulators[plan.keys[0].scale].kind == Kind::scale));
}

BOOST_AUTO_TEST_CASE(plans_of_other_columns_or_seeds_have_another_fingerprint) {
  const auto print = [](std::size_t column, std::uint64_t seed) {
    PlanMaker maker(kInput, seed);
    maker.add_key(column);
    maker.lay_out();
    return maker.finish().fingerprint;
  };
  BOOST_TEST(print(0, 1) == print(0, 1));
  BOOST_TEST(print(0, 1) != print(1, 1));
  BOOST_TEST(print(0, 1) != print(0, 2));
}

BOOST_AUTO_TEST_SUITE_END()
