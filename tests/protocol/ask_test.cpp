// SPDX-License-Identifier: Apache-2.0
// What workers answer is in answering_handler.hpp.
#include "protocol/ask.hpp"

#include <boost/test/unit_test.hpp>

#include "protocol/line_requests.hpp"
#include "protocol/plan_requests.hpp"
#include "temporary.hpp"
#include "why.hpp"

namespace ask {
namespace {

using dp::Errc;
using dp::protocol::ask_bytes;
using dp::protocol::CountLinesRequest;
using Numbers = std::vector<std::uint64_t>;
using Texts = std::vector<std::string>;

struct Fixture {
  Fixture() { start({}); }
  void start(dp::pool::WorkLimits limits) {
    dp::pool::Options options;
    options.workers = 2;
    options.work_limits = std::move(limits);
    auto made = dp::pool::Pool::start(std::move(options));
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    pool.emplace(*std::move(made));
  }
  /// The replies; of a failed one "CODE: why".
  Texts answers(const Texts& requests) {
    const auto replies = ask_bytes(*pool, requests);
    BOOST_REQUIRE_MESSAGE(replies, dp::test::why(replies));
    Texts made;
    for (const auto& reply : *replies)
      made.push_back(reply ? *reply
                           : std::to_string(static_cast<int>(reply.error().code)) + ": " +
                                 reply.error().message);
    return made;
  }
  static CountLinesRequest request(const std::string& name, const Numbers& offsets) {
    CountLinesRequest made;
    made.item.name = name;
    made.offsets = offsets;
    return made;
  }

  std::optional<dp::pool::Pool> pool;
};

constexpr std::string_view kAborted = "7: the worker was killed by signal 6 (SIGABRT)";

}  // namespace
}  // namespace ask

BOOST_FIXTURE_TEST_SUITE(ask, Fixture)

BOOST_AUTO_TEST_CASE(replies_come_in_the_order_of_the_requests) {
  Texts requests;
  Texts expected;
  for (int i = 0; i < 200; ++i) {
    requests.push_back("say " + std::to_string(i));
    expected.push_back(std::to_string(i));
  }
  requests.emplace_back("say ");  // a reply of no bytes is one, too
  expected.emplace_back("");
  BOOST_TEST(answers(requests) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_requests_have_no_replies) {
  BOOST_TEST(answers({}).empty());
  BOOST_TEST(answers({""}) == (Texts{""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_request_that_is_refused_costs_that_reply_alone) {
  BOOST_TEST(answers({"say a", "fail not there", "say c"}) == (Texts{"a", "4: not there", "c"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_request_over_which_workers_die_twice_has_the_death_as_its_reply) {
  const auto made = answers({"say a", "abort", "say c"});
  BOOST_TEST(made[0] == "a");
  BOOST_TEST(made[1].substr(0, kAborted.size()) == kAborted, made[1]);
  BOOST_TEST(made[2] == "c");
  BOOST_TEST(pool->stats().restarts == 2U);
}

BOOST_AUTO_TEST_CASE(a_request_over_which_a_worker_hangs_is_not_asked_again) {
  start({{}, std::chrono::seconds(1), "give it more"});
  const auto made = answers({"say a", "hang", "say c"});
  BOOST_TEST(made[0] == "a");
  BOOST_TEST(made[1].starts_with("8: the worker ran past its time limit of 1s"), made[1]);
  BOOST_TEST(made[1].ends_with("; give it more"), made[1]);
  BOOST_TEST(made[2] == "c");
  BOOST_TEST(pool->stats().restarts == 1U);
}

BOOST_AUTO_TEST_CASE(calls_that_get_things_ready_are_told_from_work) {
  using dp::protocol::RequestKind;
  using dp::protocol::timing_of;
  for (const auto kind :
       {RequestKind::describe, RequestKind::open, RequestKind::targets, RequestKind::frame})
    BOOST_TEST((timing_of(kind) == dp::pool::Timing::opening));
  for (const auto kind : {RequestKind::combine, RequestKind::finish, RequestKind::count_lines,
                          RequestKind::join, RequestKind::keep_plan})
    BOOST_TEST((timing_of(kind) == dp::pool::Timing::work));
}

BOOST_AUTO_TEST_CASE(a_request_over_which_one_worker_dies_is_asked_again) {
  const dp::test::TemporaryFolder folder;
  BOOST_TEST(
      answers({"abort once " + folder.path("mark"), "say b"}) == (Texts{"survived", "b"}),
      boost::test_tools::per_element());
  BOOST_TEST(pool->stats().restarts == 1U);
}

BOOST_AUTO_TEST_CASE(structs_are_asked_and_their_replies_read) {
  const auto replies = dp::protocol::ask(
      *pool, std::vector{request("a", {1, 2}), request("refused", {}), request("b", {})});
  BOOST_REQUIRE_MESSAGE(replies, dp::test::why(replies));
  BOOST_REQUIRE(replies->size() == 3U);
  BOOST_TEST((*replies)[0].value() == (Numbers{1, 2}), boost::test_tools::per_element());
  BOOST_REQUIRE(!(*replies)[1]);
  BOOST_TEST(((*replies)[1].error().code == Errc::io));
  BOOST_TEST((*replies)[1].error().message == "cannot read it");
  BOOST_TEST((*replies)[2].value().empty());
}

BOOST_AUTO_TEST_CASE(one_struct_is_asked_for_one_reply) {
  const auto lines = dp::protocol::ask(*pool, request("a", {3, 5}));
  BOOST_REQUIRE_MESSAGE(lines, dp::test::why(lines));
  BOOST_TEST(lines->value() == (Numbers{3, 5}), boost::test_tools::per_element());
  const auto refused = dp::protocol::ask(*pool, request("refused", {}));
  BOOST_REQUIRE_MESSAGE(refused, dp::test::why(refused));
  BOOST_TEST(refused->error().message == "cannot read it");
}

BOOST_AUTO_TEST_CASE(
    a_worker_whose_reply_is_not_of_its_kind_is_ended_twice_and_the_error_says_whose_it_is) {
  const auto kept = dp::protocol::ask(*pool, dp::protocol::KeepPlanRequest{});
  BOOST_REQUIRE_MESSAGE(kept, dp::test::why(kept));
  BOOST_REQUIRE(!*kept);
  BOOST_TEST((kept->error().code == Errc::worker_died));
  BOOST_TEST(kept->error().message.find("keep-plan reply") != std::string::npos,
             kept->error().message);
}

BOOST_AUTO_TEST_CASE(a_pool_that_was_stopped_asks_nobody) {
  pool->request_stop();
  const auto replies = ask_bytes(*pool, {"say a"});
  BOOST_REQUIRE(!replies);
  BOOST_TEST((replies.error().code == Errc::interrupted));
  const auto lines = dp::protocol::ask(*pool, request("a", {1}));
  BOOST_REQUIRE(!lines);
}

BOOST_AUTO_TEST_SUITE_END()
