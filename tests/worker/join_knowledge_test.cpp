// SPDX-License-Identifier: Apache-2.0
#include "worker/join_knowledge.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace join_knowledge {

using namespace dp;
using namespace dp::test;

namespace {

struct Fixture {
  explicit Fixture(Schema output = {{"text", Type::string, false}}) {
    plan = plan_of_lines();
    plan.reductions = {{"all", collect_by("text"), std::move(output)}};
  }
  protocol::Plan plan;
  worker::Libraries libraries;
  MemoryContext context;
};

}  // namespace
}  // namespace join_knowledge

BOOST_FIXTURE_TEST_SUITE(join_knowledge, Fixture)

BOOST_AUTO_TEST_CASE(a_reducer_whose_rows_are_no_witnesses_is_refused) {
  const auto made = worker::join_knowledge(plan, {}, libraries, context);
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == Errc::invalid_plugin));
  BOOST_TEST(made.error().message ==
             "kit.collect: its columns are not column, value, item, offset");
}

BOOST_AUTO_TEST_CASE(a_plan_without_reductions_is_refused) {
  plan.reductions.clear();
  BOOST_TEST(!worker::join_knowledge(plan, {}, libraries, context));
}

BOOST_AUTO_TEST_SUITE_END()
