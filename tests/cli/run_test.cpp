// SPDX-License-Identifier: Apache-2.0
// The options of dp run, what workers print, and what the summary says of their deaths.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

namespace run {
namespace {

struct Fixture {
  Fixture() {
    folder.write("p.yaml",
                 "dp: 1\ninput: in.txt\nmap: [{use: lines}, {use: trouble}]\noutput: out.csv\n"
                 "pool: {timeout: 1s}\n");
  }
  dp::test::Outcome run_lines(const std::string& lines,
                              std::vector<std::string> more = {}) const {
    folder.write("in.txt", lines);
    more.insert(more.begin(),
                {"run", "p.yaml", "--plugin-path", DP_TEST_PLUGINS, "--progress", "plain"});
    return dp::test::dp(folder, more);
  }
  dp::test::TemporaryFolder folder;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace
}  // namespace run

BOOST_FIXTURE_TEST_SUITE(run, Fixture)

BOOST_AUTO_TEST_CASE(what_workers_print_is_shown_with_their_number) {
  const auto outcome = run_lines("say hello\nsay again\n", {"-j", "1"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(has(outcome.err, "worker 1: hello\nworker 1: again\n"), outcome.err);
  BOOST_TEST(outcome.out == "");
}

BOOST_AUTO_TEST_CASE(a_quiet_run_shows_nothing_of_it) {
  BOOST_TEST(run_lines("say hello\n", {"-q"}).err == "");
}

BOOST_AUTO_TEST_CASE(debug_shows_the_output_as_it_comes_and_the_process_to_attach_to) {
  const auto outcome = run_lines("say hello\n", {"--debug"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.err.starts_with("dp: the worker is process "), outcome.err);
  BOOST_TEST(has(outcome.err, "\nhello\n"), outcome.err);
  BOOST_TEST(has(outcome.err, " by 1 worker: "), outcome.err);
}

BOOST_AUTO_TEST_CASE(debug_has_no_time_limit) {
  const auto outcome = run_lines("sleep\n", {"--debug"});  // for longer than the timeout
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  const auto limited = run_lines("sleep\n");
  BOOST_TEST(limited.exit_code == 3, limited.err);
}

BOOST_AUTO_TEST_CASE(a_debugger_starts_the_worker_with_its_arguments) {
  folder.write("debugger", "#!/bin/sh\necho \"debugger $1\" >&2\nshift\nexec \"$@\"\n");
  ::chmod(folder.path("debugger").c_str(), 0755);
  const auto outcome =
      run_lines("say hello\n", {"--debugger", folder.path("debugger") + " --args"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(has(outcome.err, "debugger --args\n"), outcome.err);
  BOOST_TEST(has(outcome.err, "\nhello\n"), outcome.err);
  const auto none = run_lines("say hello\n", {"--debugger", " "});
  BOOST_TEST(none.exit_code == 2);
  BOOST_TEST(none.err ==
             "dp: error: --debugger: got ' ', expected a command, as 'gdb --args'\n");
}

BOOST_AUTO_TEST_CASE(a_death_whose_retry_went_well_leaves_its_cause_in_the_summary) {
  const auto outcome = run_lines("one\ndie once\nthree\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(has(outcome.err,
                 "  1 worker died and was replaced; no record was lost to:\n"
                 "    in.txt, near byte 0: the worker was killed by signal 11 (SIGSEGV)"),
             outcome.err);
  BOOST_TEST(has(outcome.err, "last stderr line: about to die\n"), outcome.err);
  BOOST_TEST(folder.read("out.csv") == "line\none\ndie once\nthree\n");
}

BOOST_AUTO_TEST_CASE(deaths_that_a_reject_tells_of_are_told_once) {
  const auto outcome = run_lines("one\nsegfault\nthree\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(has(outcome.err, "  2 workers died and were replaced\n  1 rejected"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_is_refused_with_what_can) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"--workers", "auto or a number from 1 to 1024"},
      {"--chunksize", "auto, a number of items, or a size (2MiB)"},
      {"--progress", "auto, bar, plain, json or off"},
      {"--set", "NAME=VALUE"}};
  for (const auto& [option, expected] : wrong) {
    const auto outcome = dp::test::dp(folder, {"run", "p.yaml", option, "many"});
    BOOST_TEST(outcome.exit_code == 2);
    BOOST_TEST(outcome.err ==
               "dp: error: " + option + ": got 'many', expected " + expected + "\n");
  }
}

BOOST_AUTO_TEST_CASE(one_file_is_run_at_a_time) {
  BOOST_TEST(dp::test::dp(folder, {"run"}).err ==
             "dp: error: dp run needs a pipeline file: dp run FILE\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "p.yaml", "q.yaml"}).err ==
             "dp: error: dp run takes one pipeline file, got 2 (did a value lose its "
             "--option?)\n");
}

BOOST_AUTO_TEST_SUITE_END()
