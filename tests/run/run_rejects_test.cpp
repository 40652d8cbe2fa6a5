// SPDX-License-Identifier: Apache-2.0
// What a run makes of rejects and of what cannot be read, over workers that need no plugins.
#include "run/run.hpp"
#include "run_fixture.hpp"

namespace run_rejects {
namespace {

using dp::Errc;
using dp::protocol::RequestKind;
using dp::test::kOdd;
using dp::test::kOddToo;
using dp::test::Texts;

}  // namespace
}  // namespace run_rejects

BOOST_FIXTURE_TEST_SUITE(run_rejects, dp::test::RunFixture)

BOOST_AUTO_TEST_CASE(more_rejects_than_the_budget_allows_fail_the_run) {
  set_items({"a", "odd", "odd too", "b"});
  prepared.model.errors.budget_count = 1;
  const auto error = failure(kOdd + kOddToo);
  BOOST_TEST((error.code == Errc::budget));
  BOOST_TEST(error.message ==
             "2 rejected, errors.budget allows 1:\n  odd:1: it is odd\n  odd too:1: it is odd\n"
             "  rejects so far are in " +
                 folder.path("rejects"));
}

BOOST_AUTO_TEST_CASE(a_larger_share_of_rejects_than_the_budget_allows_fails_the_run) {
  set_items({"a", "odd", "odd too", "b"});
  prepared.model.errors.budget_ratio = 0.5;
  set_streams({"-"});
  BOOST_TEST(summary().reject_count == 2U);
  prepared.plan.streams.clear();
  prepared.model.errors.budget_ratio = 0.49;
  BOOST_TEST(failure(kOdd + kOddToo)
                 .message.starts_with("2 of 4 rejected, more than errors.budget allows:\n"));
}

BOOST_AUTO_TEST_CASE(policy_stop_fails_the_run_at_the_first_reject) {
  set_items({"a", "odd", "b"});
  prepared.model.errors.policy = dp::pipeline::ErrorSettings::Policy::stop;
  const auto error = failure(kOdd);
  BOOST_TEST((error.code == Errc::budget));
  BOOST_TEST(error.message ==
             "stopped at the first reject, as errors.policy says:\n  odd:1: it is odd\n"
             "  rejects so far are in " +
                 folder.path("rejects"));
}

BOOST_AUTO_TEST_CASE(of_many_rejects_that_end_a_run_the_first_are_told) {
  set_items(Texts(9, "odd"));
  prepared.model.errors.budget_ratio = 0.99;  // which is passed at the end alone
  std::string all;
  for (int i = 0; i < 9; ++i) all += kOdd;
  const auto message = failure(all).message;
  BOOST_TEST(std::count(message.begin(), message.end(), '\n') == 7);
  BOOST_TEST(message.find("\n  and 4 more\n") != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(rejects_that_nobody_asked_to_be_kept_are_told_all_the_same) {
  set_items({"a", "odd", "b"});
  prepared.model.errors.policy = dp::pipeline::ErrorSettings::Policy::stop;
  set_streams({"-"});
  const auto made = execute();
  BOOST_REQUIRE(!made);
  BOOST_TEST(made.error().message ==
             "stopped at the first reject, as errors.policy says:\n  odd:1: it is odd");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_a_reject_in_its_place) {
  set_items({"a", "odd", "z"});
  prepared.items.unreadable = {
      {"b", "cannot be read", 1}, {"p", "cannot be read", 2}, {"zz", "cannot be read", 3}};
  set_streams({"-"});
  set_rejects("rejects");
  BOOST_TEST(summary().reject_count == 4U);
  const auto line = [](const std::string& name) {
    return R"({"file":")" + name + R"(","offset":0,"reason":"cannot be read"})" + "\n";
  };
  BOOST_TEST(folder.read("rejects") == line("b") + kOdd + line("p") + line("zz"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_counts_for_policy_and_budget) {
  prepared.items.unreadable = {{"lost", "cannot be read", 0}};
  const std::string lost = R"({"file":"lost","offset":0,"reason":"cannot be read"})"
                           "\n";
  prepared.model.errors.budget_count = 0;
  BOOST_TEST(failure(lost).message.starts_with(
      "1 rejected, errors.budget allows 0:\n  lost: cannot be read\n"));
  BOOST_TEST(asked(RequestKind::map) == 0U);
  prepared.plan.streams.clear();
  prepared.model.errors.budget_count.reset();
  prepared.model.errors.policy = dp::pipeline::ErrorSettings::Policy::stop;
  BOOST_TEST((failure(lost).code == Errc::budget));
  prepared.model.errors.policy = dp::pipeline::ErrorSettings::Policy::collect;
  BOOST_TEST(summary().reject_count == 1U);
}

BOOST_AUTO_TEST_CASE(if_nothing_can_be_read_outputs_stay_as_they_were) {
  set_items({});
  prepared.items.unreadable = {{"lost", "cannot be read", 0}};
  prepared.model.errors.policy = dp::pipeline::ErrorSettings::Policy::ignore;
  const auto message = failure(R"({"file":"lost","offset":0,"reason":"cannot be read"})"
                               "\n")
                           .message;
  BOOST_TEST(message.starts_with("nothing of the input can be read:\n  lost: cannot be read\n"),
             message);
}

BOOST_AUTO_TEST_SUITE_END()
