// SPDX-License-Identifier: Apache-2.0
#include "worker/call_tracker.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(call_tracker)

namespace {

using dp::test::MemoryContext;
using dp::worker::CallTracker;
using dp::worker::TaskCall;

}  // namespace

BOOST_AUTO_TEST_CASE(after_a_call_it_is_inside_of_the_one_around_it_again) {
  MemoryContext context;
  CallTracker calls;
  const CallTracker::Reporting reporting(calls, context);
  const TaskCall reader(calls, "the reader csv");
  const TaskCall reducer(calls, "update of the reducer hits");
  {
    const auto outer = reader.enter();
    { const auto inner = reducer.enter(); }
    { const auto inner = reducer.enter(); }
  }
  const std::string outer = "the reader csv";
  const std::string inner = "update of the reducer hits";
  const std::vector<std::string> expected{outer, inner, outer, inner, outer, ""};
  BOOST_TEST((context.calls == expected));
  BOOST_TEST(context.signs_of_life == 0);
}

BOOST_AUTO_TEST_CASE(signs_of_life_are_handed_on) {
  MemoryContext context;
  CallTracker calls;
  calls.alive();
  const CallTracker::Reporting reporting(calls, context);
  calls.alive();
  BOOST_TEST(context.signs_of_life == 1);
}

BOOST_AUTO_TEST_CASE(without_a_context_nothing_is_told) {
  CallTracker calls;
  const TaskCall call(calls, "save");
  MemoryContext context;
  {
    const auto inside = call.enter();
    const CallTracker::Reporting reporting(calls, context);
  }
  BOOST_TEST(context.calls.empty());
}

BOOST_AUTO_TEST_CASE(who_was_told_before_is_told_again_afterwards) {
  MemoryContext outer;
  MemoryContext inner;
  CallTracker calls;
  const CallTracker::Reporting reporting(calls, outer);
  {
    const CallTracker::Reporting another(calls, inner);
    calls.alive();
  }
  calls.alive();
  BOOST_TEST(inner.signs_of_life == 1);
  BOOST_TEST(outer.signs_of_life == 1);
}

BOOST_AUTO_TEST_CASE(a_call_that_gets_things_ready_is_told_as_one_between_two_signs_of_life) {
  MemoryContext context;
  CallTracker calls;
  const CallTracker::Reporting reporting(calls, context);
  const TaskCall reader(calls, "the reader csv");
  const auto outer = reader.enter();
  {
    const dp::worker::OpeningCall call(calls, "open of the step s");
    BOOST_TEST(context.signs_of_life == 1);
  }
  BOOST_TEST(context.signs_of_life == 2);
  BOOST_TEST((context.calls == std::vector<std::string>{"the reader csv", "open of the step s",
                                                        "the reader csv"}));
  BOOST_TEST((context.opening == std::vector<std::string>{"open of the step s"}));
}

BOOST_AUTO_TEST_SUITE_END()
