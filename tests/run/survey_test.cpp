// SPDX-License-Identifier: Apache-2.0
#include "run/survey.hpp"

#include "planner/projection.hpp"
#include "real_run.hpp"

namespace survey {

using dp::protocol::Witness;

}  // namespace survey

BOOST_FIXTURE_TEST_SUITE(survey, dp::test::RealRun)

BOOST_AUTO_TEST_CASE(what_all_records_have_is_learned_and_planned_with) {
  const auto a = folder.write("a.ndjson", like("{\"a\":\"x\"}"));
  const auto b = folder.write("b.ndjson", "{\"a\":2}\n{\"a\":3,\"b\":true}\n");
  auto prepared = prepare("dp: 1\ninput: [" + a + ", " + b +
                          "]\nmap: [{use: json}]\noutput: " + folder.path("out.csv") + "\n");
  BOOST_TEST(dp::planner::may_be_refuted(prepared.plan, prepared.items));
  const auto before = prepared.pool->stats().leases;
  const auto learned = dp::run::survey(prepared, nullptr).value();
  BOOST_TEST(prepared.pool->stats().leases > before);
  BOOST_TEST((learned.witnesses ==
              std::vector<Witness>{{"a", "'x'", 0, 100'000}, {"b", std::nullopt, 1, 8}}));
  BOOST_REQUIRE(dp::planner::replan(prepared, learned.bytes));
  BOOST_TEST((prepared.plan.stages[0].output ==
              dp::Schema{{"a", dp::Type::json}, {"b", dp::Type::boolean}}));
  BOOST_TEST(!dp::planner::may_be_refuted(prepared.plan, prepared.items));
}

BOOST_AUTO_TEST_CASE(a_pipeline_that_what_was_learned_does_not_fit_has_mistakes_and_stays) {
  const auto a = folder.write("a.ndjson", like("{\"a\":\"x\"}"));
  auto prepared = prepare("dp: 1\ninput: " + a +
                          "\nmap: [{use: json}]\nreduce: {s: {with: {take: {n: sum(a)}}}}\n");
  const auto learned = dp::run::survey(prepared, nullptr).value();
  const auto status = dp::planner::replan(prepared, learned.bytes);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::refuted));
  BOOST_TEST(status.error().message.find("sum") != std::string::npos, status.error().message);
  BOOST_TEST((prepared.plan.stages[0].output == dp::Schema{{"a", dp::Type::int64}}));
}

BOOST_AUTO_TEST_SUITE_END()
