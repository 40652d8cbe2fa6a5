// SPDX-License-Identifier: Apache-2.0
// No call of a plugin lasts for ever: a table of the calls that are no record's, each of which never
// returns (endless.cpp), held against what a run and a check say. A record's have the `timeout`.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "planner/prepare.hpp"
#include "run/run.hpp"
#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(endless)

namespace {

namespace data = boost::unit_test::data;

const std::string kFolder = DP_TEST_ENDLESS;

struct Case {
  const char* name;      ///< of the call
  std::string pipeline;  ///< after its input
  std::string said;      ///< of the call
};

std::ostream& operator<<(std::ostream& out, const Case& each) { return out << each.name; }

std::string lines(const std::string& call = "") {
  return "{use: endless.lines, with: {in: '" + call + "'}}";
}
std::string step(const std::string& call) {
  return "{use: endless.step, with: {in: '" + call + "'}}";
}
std::string reduced(const std::string& call) {
  return "map: [" + lines() + "]\nreduce: {n: {use: endless.count, with: {in: '" + call +
         "'}, to: '${here}/out.csv'}}\n";
}
std::string written(const std::string& call) {
  return "map: [" + lines() +
         "]\noutput: {use: endless.text, with: {path: '${here}/out', in: '" + call + "'}}\n";
}
std::string result(const std::string& call) {
  return "map: [" + lines() +
         "]\nreduce: {n: {use: endless.count, to: {use: endless.text, with: {path: "
         "'${here}/out', in: '" +
         call + "'}}}}\n";
}
const std::string kOut = "output: '${here}/out.csv'\n";

/// Found before the run, in validate as in run.
const Case kBefore[] = {
    {"open of a reader", "map: [" + lines("open") + "]\n" + kOut,
     "open of the reader endless.lines"},
    {"close of a reader", "map: [" + lines("close") + "]\n" + kOut,
     "close of the reader endless.lines"},
    {"open of a step", "map: [" + lines() + ", " + step("open") + "]\n" + kOut,
     "open of the step endless.step"},
    {"target of a step", "map: [" + step("target") + "]\n" + kOut,
     "target of the step endless.step"},
    {"open of a reducer", reduced("open"), "open of the reducer endless.count"},
    {"open of a writer", written("open"), "open of the writer endless.text"},
    {"begin of a writer", written("begin"), "begin of the writer endless.text"},
    {"section of a writer", written("section"), "section of the writer endless.text"},
    {"end of a writer", written("end"), "end of the writer endless.text"},
    {"end of a writer of results", result("end"), "end of the writer endless.text"},
    {"a library's static objects", "map: [" + lines() + ", {use: stuck}]\n" + kOut,
     "the start of the library " + kFolder + "/stuck/stuck.so"},
};

/// Found in the run: the calls that only a run makes.
const Case kWithin[] = {
    {"need of a step", "map: [" + lines() + ", " + step("need") + "]\n" + kOut,
     "need of the step endless.step"},
    {"start of a reader", "map: [" + lines("start") + "]\n" + kOut,
     "start of the reader endless.lines"},
    {"start of a reducer", reduced("start"), "start of the reducer endless.count"},
    {"save of a reducer", reduced("save"), "save of the reducer n"},
    {"reset of a reducer", reduced("reset"), "reset of the reducer n"},
    {"combine of a reducer", reduced("combine"), "combine of the reducer n"},
    {"finalize of a reducer", reduced("finalize"), "finalize of the reducer n"},
    {"start of a writer", written("start"), "start of the writer endless.text"},
    {"end of a writer that wrote", result("late end"), "end of the writer endless.text"},
};

struct Fixture {
  Fixture() {
    settings.worker_command = {DP_PROGRAM};
    settings.plugin_path = {kFolder, DP_TEST_PLUGINS};
    settings.workers = 1;
    settings.work_limits =
        dp::pool::WorkLimits{std::chrono::seconds(1), std::chrono::seconds(1), {}};
  }
  /// With a timeout of an item, which no call of these is of.
  dp::planner::Prepared prepare(const Case& each) {
    if (each.pipeline.find("stuck") != std::string::npos)
      settings.plugin_path.push_back(kFolder + "/stuck");
    const auto path = folder.write("p.yaml", "dp: 1\ninput: " + folder.write("in", "a\nb\n") +
                                                 "\npool: {timeout: 1s}\n" + each.pipeline);
    auto made = dp::planner::prepare(path, settings);
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    return *std::move(made);
  }
  /// The worker's death as users are told it.
  static void check(const std::string& told, const Case& each) {
    const auto from = told.find("the worker ran past its time limit of 1s in " + each.said);
    BOOST_TEST(from != std::string::npos, told);
    BOOST_TEST(told.find("; if it needs longer, say how long with pool: {timeout: ...}") !=
                   std::string::npos,
               told);
  }

  dp::test::TemporaryFolder folder;
  dp::planner::Settings settings;
};

}  // namespace

BOOST_DATA_TEST_CASE_F(Fixture, a_call_that_never_returns_is_found_before_the_run,
                       data::make(kBefore), each) {
  const auto prepared = prepare(each);
  BOOST_TEST(!prepared.ok());
  check(prepared.diagnostics->render(), each);
}

BOOST_DATA_TEST_CASE_F(Fixture, a_call_that_never_returns_ends_the_run, data::make(kWithin),
                       each) {
  auto prepared = prepare(each);
  BOOST_REQUIRE_MESSAGE(prepared.ok(), prepared.diagnostics->render());
  const auto made = dp::run::execute(
      prepared, [](std::string_view) { return dp::Status(); }, nullptr);
  BOOST_REQUIRE(!made);
  check(made.error().message, each);
}

BOOST_AUTO_TEST_SUITE_END()
