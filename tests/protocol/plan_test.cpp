// SPDX-License-Identifier: Apache-2.0
#include "protocol/plan.hpp"

#include <boost/test/unit_test.hpp>

#include "round_trip.hpp"
#include "sample_plan.hpp"

BOOST_AUTO_TEST_SUITE(plan)

namespace {

using namespace dp::protocol;
using dp::test::bytes_of;
using dp::test::sample_plan;

bool is_plan(const std::string& bytes) {
  return dp::decode_all<Plan>(bytes, "plan").has_value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plan_comes_back_as_it_went) {
  const auto bytes = bytes_of(sample_plan());
  const auto back = dp::decode_all<Plan>(bytes, "plan").value();
  BOOST_TEST((bytes_of(back) == bytes));
  BOOST_TEST((back.mapped() == sample_plan().mapped()));
  BOOST_TEST(back.stages[1].derived[0].expression.to_string() == "bytes / 1024");
  BOOST_TEST((back.reductions[0].output == sample_plan().reductions[0].output));
}

BOOST_AUTO_TEST_CASE(a_plan_cut_anywhere_is_refused) {
  const auto bytes = bytes_of(sample_plan());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!is_plan(bytes.substr(0, size)));
}

BOOST_AUTO_TEST_CASE(a_stage_that_says_of_other_columns_whether_they_are_used_is_refused) {
  auto plan = sample_plan();
  plan.stages[0].used.push_back(1);
  BOOST_TEST(!is_plan(bytes_of(plan)));
}

BOOST_AUTO_TEST_CASE(a_check_comes_back_and_is_of_a_column_of_its_stage) {
  auto plan = sample_plan();
  auto& stage = plan.stages.emplace_back(plan.stages.back());
  stage = {};
  stage.kind = Stage::Kind::check;
  stage.output = plan.stages[1].output;
  stage.used = {1, 1, 1};
  const auto condition = dp::expr::Expression::parse("kb > 1").value();
  stage.checks = {{2, condition, dp::expr::Expression::parse("host").value(), "kb", "more"}};
  const auto back = dp::decode_all<Plan>(bytes_of(plan), "plan").value();
  const auto& check = back.stages.at(2).checks.at(0);
  BOOST_TEST(check.column == 2u);
  BOOST_TEST(check.condition.to_string() == "kb > 1");
  BOOST_TEST(check.shown.to_string() == "host");
  BOOST_TEST(check.name == "kb");
  BOOST_TEST(check.expected == "more");
  plan.stages[2].checks[0].column = 3;
  BOOST_TEST(!is_plan(bytes_of(plan)));
}

BOOST_AUTO_TEST_CASE(a_split_comes_back_and_is_of_a_column_of_its_stage) {
  auto plan = sample_plan();
  auto& stage = plan.stages[1];
  stage.kind = Stage::Kind::split;
  stage.derived.clear();
  stage.split = {2, ";"};
  const auto back = dp::decode_all<Plan>(bytes_of(plan), "plan").value();
  BOOST_TEST(back.stages[1].split.column == 2u);
  BOOST_TEST(back.stages[1].split.by == ";");
  stage.split.column = 3;
  BOOST_TEST(!is_plan(bytes_of(plan)));
  stage.split = {2, ""};
  BOOST_TEST(!is_plan(bytes_of(plan)));
}

BOOST_AUTO_TEST_CASE(records_cannot_have_more_columns_than_the_last_stage) {
  auto plan = sample_plan();
  plan.record_columns = 3;
  BOOST_TEST(is_plan(bytes_of(plan)));
  plan.record_columns = 4;
  BOOST_TEST(!is_plan(bytes_of(plan)));
}

BOOST_AUTO_TEST_CASE(records_are_the_columns_that_were_not_derived_for_reductions_only) {
  const auto plan = sample_plan();
  BOOST_TEST(plan.mapped().size() == 3u);
  BOOST_TEST((plan.records() == plan.stages[0].output));
}

BOOST_AUTO_TEST_CASE(without_stages_records_are_files_or_numbers) {
  Plan plan;
  plan.intake = Intake::files;
  BOOST_TEST(plan.mapped().size() == 3u);
  BOOST_TEST(plan.mapped()[0].name == "path");
  plan.intake = Intake::range;
  BOOST_REQUIRE(plan.mapped().size() == 1u);
  BOOST_TEST(plan.mapped()[0].name == "index");
}

BOOST_AUTO_TEST_CASE(a_plan_is_in_order_if_one_of_its_reducers_is) {
  auto plan = sample_plan();
  BOOST_TEST(!plan.in_order());
  plan.reductions.push_back(plan.reductions.front());
  plan.reductions.back().traits = DP_ORDER_INPUT;
  BOOST_TEST(plan.in_order());
}

BOOST_AUTO_TEST_SUITE_END()
