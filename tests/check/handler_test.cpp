// SPDX-License-Identifier: Apache-2.0
#include "check/handler.hpp"

#include <boost/test/unit_test.hpp>

#include "check/trial.hpp"
#include "fixture.hpp"
#include "protocol/task_requests.hpp"
#include "why.hpp"

namespace handler {

using namespace dp::test;

namespace {

struct Fixture {
  dp::Result<dp::check::Handler::Outcome> run(const std::string& bytes) {
    return handler.run({0, dp::pool::kAll, {bytes.data(), bytes.size()}}, context, reply);
  }
  dp::check::Handler handler;
  RecordingContext context;
  std::string reply;
};

}  // namespace
}  // namespace handler

BOOST_FIXTURE_TEST_SUITE(handler, Fixture)

BOOST_AUTO_TEST_CASE(a_trial_is_answered_with_its_verdict) {
  const auto outcome = run(dp::check::ask_trial(trial_of_numbers("bad.mean", {0, 0, 2})));
  BOOST_REQUIRE_MESSAGE(outcome, why(outcome));
  BOOST_TEST((*outcome == dp::check::Handler::Outcome::done));
  const auto verdict = dp::check::read_verdict(reply);
  BOOST_REQUIRE(verdict);
  BOOST_TEST(verdict->fault.value().law == "not associative");
}

BOOST_AUTO_TEST_CASE(a_trial_that_is_damaged_is_refused) {
  const auto bytes = dp::check::ask_trial(trial_of_numbers("bad.mean", {0, 0, 2}));
  BOOST_TEST(!run(bytes.substr(0, bytes.size() / 2)));
}

BOOST_AUTO_TEST_CASE(any_other_request_goes_to_the_worker) {
  std::string request;
  dp::protocol::encode_request(request, dp::protocol::DescribeRequest{library_path("flawed")});
  const auto outcome = run(request);
  BOOST_REQUIRE_MESSAGE(outcome, why(outcome));
  const auto plugin = dp::protocol::decode_reply<dp::protocol::DescribeRequest>(reply);
  BOOST_REQUIRE_MESSAGE(plugin, why(plugin));
  BOOST_TEST(plugin->name == "flawed");
}

BOOST_AUTO_TEST_SUITE_END()
