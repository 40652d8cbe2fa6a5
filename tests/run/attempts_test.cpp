// SPDX-License-Identifier: Apache-2.0
#include "run/attempts.hpp"

#include "real_run.hpp"
#include "why.hpp"

namespace attempts {
namespace {

using dp::Errc;
using dp::Result;
using dp::run::Attempts;
using dp::run::Summary;

/// A failure as a worker tells it.
dp::Error refutation(std::uint64_t item, std::uint64_t offset) {
  std::string message;
  dp::ByteWriter out(message);
  encode(out, dp::protocol::Refutation{item, offset, "column 'a': got 'x', expected int"});
  return {Errc::refuted, message};
}

struct Fixture : dp::test::RealRun {
  dp::planner::Prepared to_file() {
    return prepare("dp: 1\ninput: " + file +
                   "\nmap: [{use: json}]\noutput: " + folder.path("out.csv") + "\n");
  }
  /// Attempts the last of which succeeds, after so many that are refuted.
  Result<Summary> go(dp::planner::Prepared& prepared, int refuted) {
    return Attempts(prepared, nullptr,
                    [&]() -> Result<Summary> {
                      types.push_back(prepared.plan.stages.at(0).output.at(0).type);
                      if (refuted-- > 0) return dp::fail(refutation(0, 100'000));
                      return Summary();
                    })
        .go();
  }
  std::string file = folder.write("a.ndjson", like("{\"a\":\"x\"}"));
  std::vector<dp::Type> types;  ///< that were attempted with
};

}  // namespace
}  // namespace attempts

BOOST_FIXTURE_TEST_SUITE(attempts, Fixture)

BOOST_AUTO_TEST_CASE(an_attempt_that_nothing_refutes_is_the_only_one) {
  auto prepared = to_file();
  BOOST_TEST(go(prepared, 0).value().notes.empty());
  BOOST_TEST((types == std::vector{dp::Type::int64}));
}

BOOST_AUTO_TEST_CASE(after_one_that_is_refuted_the_run_is_planned_with_what_the_input_holds) {
  auto prepared = to_file();
  const auto summary = go(prepared, 1).value();
  BOOST_TEST((types == std::vector{dp::Type::int64, dp::Type::json}));
  BOOST_REQUIRE(summary.notes.size() == 1U);
  BOOST_TEST(summary.notes[0] == "column 'a' is json, for " + file + ":12501 has 'x'");
}

BOOST_AUTO_TEST_CASE(an_input_that_refutes_what_was_learned_of_it_fails_the_run) {
  auto prepared = to_file();
  const auto made = go(prepared, 100);
  BOOST_TEST((made.error().code == Errc::refuted));
  BOOST_TEST(made.error().message ==
             file +
                 ":12501: column 'a': got 'x', expected int; all of the input was looked "
                 "through, and did not hold this: did it change?");
  BOOST_TEST(types.size() == 3U);
}

BOOST_AUTO_TEST_CASE(where_records_cannot_be_taken_back_the_input_is_looked_through_before) {
  auto prepared = prepare("dp: 1\ninput: " + file + "\nmap: [{use: json}]\n");
  go(prepared, 0).value();
  BOOST_TEST((types == std::vector{dp::Type::json}));
}

BOOST_AUTO_TEST_CASE(other_failures_end_the_run) {
  auto prepared = to_file();
  int attempts = 0;
  const auto made = Attempts(prepared, nullptr, [&]() -> Result<Summary> {
                      ++attempts;
                      return dp::fail(Errc::io, "no room");
                    }).go();
  BOOST_TEST(dp::test::why(made) == "no room");
  BOOST_TEST(attempts == 1);
}

BOOST_AUTO_TEST_SUITE_END()
