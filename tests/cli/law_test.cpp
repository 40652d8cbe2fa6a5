// SPDX-License-Identifier: Apache-2.0
// Every run ends, and says what it lost: a table of faults, each held against the summary that
// ends every run, the exit code, and the file of rejects.
#include <simdjson.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(law)

namespace {

namespace data = boost::unit_test::data;
namespace dom = simdjson::dom;

/// 300 lines, of which some are replaced.
std::string lines(const std::vector<std::pair<int, std::string>>& others) {
  std::string text;
  for (int i = 1; i <= 300; ++i) {
    auto line = "line " + std::to_string(i);
    for (const auto& [number, other] : others)
      if (number == i) line = other;
    text += line + "\n";
  }
  return text;
}

/// A line so many times.
std::string times(int count, const std::string& line) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line + "\n";
  return text;
}

struct Fault {
  const char* name;
  std::string text;      ///< of the input
  std::string settings;  ///< more of the pipeline file
  std::string before;    ///< shell commands before the run
  std::string around;    ///< the run, with $RUN
  int code;
  const char* outcome;
  int lost;  ///< rejects, in the summary and in their file; -1: the run may be cut short anywhere
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.name; }

const std::string kTimeout = "pool: {timeout: 1s}\n";

const Fault kFaults[] = {
    {"nothing", lines({}), "", "", "$RUN", 0, "done", 0},
    {"a record that crashes", lines({{7, "segfault"}}), "", "", "$RUN", 3, "done", 1},
    {"records that end their worker", lines({{7, "exit"}, {99, "abort"}, {300, "segfault"}}),
     "", "", "$RUN", 3, "done", 3},
    {"a record that hangs", lines({{9, "hang"}}), kTimeout, "", "$RUN", 3, "done", 1},
    {"a record whose worker is killed each time", lines({{5, "kill"}}), "", "", "$RUN", 3,
     "done", 1},
    {"a record that a task throws over", lines({{5, "throw"}, {6, "fail"}}), "", "", "$RUN", 3,
     "done", 2},
    {"records over which more is printed than is shown", times(300, "say so"), "", "", "$RUN",
     0, "done", 0},
    {"blank lines", lines({{5, ""}, {6, ""}}), "", "", "$RUN", 0, "done", 0},
    {"an input that is not there", lines({}), "", "rm text", "$RUN", 2, "invalid", -1},
    {"a compressed input that breaks off", lines({}), "",
     "gzip -c text | head -c 400 > cut; mv cut text", "$RUN", 3, "done", 1},
    {"a compressed stream that breaks off", lines({}), "", "gzip -c text | head -c 400 > cut",
     "cat cut | $RUN --set in=-", 3, "done", 1},
    {"more rejects than the budget", lines({{5, "fail"}, {6, "fail"}, {7, "fail"}}),
     "errors: {budget: 2, rejects: rejects.ndjson}\n", "", "$RUN", 1, "failed", 3},
    {"the first reject, with policy stop", lines({{5, "fail"}}),
     "errors: {policy: stop, rejects: rejects.ndjson}\n", "", "$RUN", 1, "failed", 1},
    {"an output without room", lines({}), "", "", "$RUN --set to=/dev/full", 1, "failed", 0},
    {"an output that cannot be", lines({}), "", "mkdir out", "$RUN --set to=out", 2, "invalid",
     -1},
    {"a closed standard output", lines({}), "", "", "$RUN --set to=- >&-", 2, "invalid", 0},
    {"a reader that has seen enough", lines({}), "", "", "$RUN --set to=- | true", 0, "done",
     -1},
    {"a signal while input is awaited", lines({}), "", "mkfifo fifo; exec 5<>fifo",
     "(sleep 1; kill -TERM $BASHPID_OF_RUN) & $RUN --set in=fifo", 143, "interrupted", -1},
};

/// The last line of standard error.
std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  if (end == std::string::npos) return {};
  const auto begin = text.rfind('\n', end);
  return text.substr(begin == std::string::npos ? 0 : begin + 1, end - begin);
}

std::int64_t number(const dom::element& summary, const char* key) {
  std::int64_t value = -1;
  BOOST_REQUIRE_MESSAGE(summary[key].get(value) == simdjson::SUCCESS, key);
  return value;
}

}  // namespace

BOOST_DATA_TEST_CASE(every_run_ends_and_says_what_it_lost, data::make(kFaults), fault) {
  const dp::test::TemporaryFolder folder;
  folder.write("text", fault.text);
  const bool has_errors = fault.settings.find("errors:") != std::string::npos;
  folder.write("run.yaml",
               "dp: 1\nvars: {in: text, to: out.ndjson}\ninput: \"${in}\"\n"
               "map: [{use: lines}, {use: trouble}]\n"
               "output: {use: ndjson, with: {path: \"${to}\"}}\n" +
                   fault.settings + (has_errors ? "" : "errors: {rejects: rejects.ndjson}\n"));
  std::string around = fault.around;
  const std::string run =
      "timeout 100 '" DP_PROGRAM
      "' run run.yaml -j 2 --progress json --plugin-path '" DP_TEST_PLUGINS "' 2> err";
  if (const auto at = around.find("$BASHPID_OF_RUN"); at != std::string::npos)
    around = "$RUN --set in=fifo & (sleep 1; kill -TERM $!) & wait $!; wait %1";
  around.replace(around.find("$RUN"), 4, run);
  folder.write("script", "cd '" + folder.path() + "'\nset -o pipefail\n" + fault.before + "\n" +
                             around + "\n");
  const int status = std::system(("bash '" + folder.path("script") + "' > /dev/null").c_str());
  BOOST_TEST(WEXITSTATUS(status) == fault.code, folder.read("err"));

  dom::parser parser;
  dom::element summary;
  const auto line = last_line(folder.read("err"));
  BOOST_REQUIRE_MESSAGE(parser.parse(line)["summary"].get(summary) == simdjson::SUCCESS,
                        folder.read("err"));
  std::string_view outcome;
  BOOST_REQUIRE(summary["outcome"].get(outcome) == simdjson::SUCCESS);
  BOOST_TEST(outcome == fault.outcome);
  BOOST_TEST(number(summary, "exit_code") == fault.code);
  std::string_view error;
  BOOST_TEST((summary["error"].get(error) == simdjson::SUCCESS) == (outcome != "done"));
  if (fault.lost < 0) return;

  BOOST_TEST(number(summary, "rejects") == fault.lost, line);
  std::string kept;
  if (std::filesystem::exists(folder.path("rejects.ndjson")))
    kept = folder.read("rejects.ndjson");
  BOOST_TEST(std::count(kept.begin(), kept.end(), '\n') == fault.lost, kept);
  if (outcome != "done") return;
  // What was read reconciles with what was kept, written and rejected.
  const auto out = folder.read("out.ndjson");
  BOOST_TEST(std::count(out.begin(), out.end(), '\n') == number(summary, "records_mapped"));
  BOOST_TEST(number(summary, "lines") ==
                 number(summary, "records_mapped") + number(summary, "blank") + fault.lost,
             line);
}

BOOST_AUTO_TEST_SUITE_END()
