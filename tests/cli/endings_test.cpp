// SPDX-License-Identifier: Apache-2.0
// How runs end that somebody ends: by a signal, whatever dp waits for, or by closing a pipe.
#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"

namespace endings {
namespace {

struct Fixture {
  /// Run a shell script in the folder, with $DP the program; what it writes.
  std::string shell(const std::string& script) {
    folder.write("script", "cd '" + folder.path() + "'\nDP='" DP_PROGRAM "'\n" + script);
    const auto command = "sh '" + folder.path("script") + "' > '" + folder.path("shown") + "'";
    BOOST_REQUIRE(std::system(command.c_str()) != -1);
    return folder.read("shown");
  }
  bool says(const std::string& file, const std::string& text) {
    return folder.read(file).find(text) != std::string::npos;
  }
  void write_lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "line " + std::to_string(i) + "\n";
    folder.write("text", text);
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace endings

BOOST_FIXTURE_TEST_SUITE(endings, Fixture)

BOOST_AUTO_TEST_CASE(one_interrupt_ends_a_run_that_waits_for_standard_input) {
  folder.write("run.yaml", "dp: 1\ninput: '-'\nmap: [{use: lines}]\noutput: out.ndjson\n");
  const auto shown = shell(
      "mkfifo input; exec 3<>input\n$DP run run.yaml < input 2> err &\n"
      "until [ -n \"$(cat /proc/$!/task/$!/children)\" ]; do sleep 0.1; done\n"
      "kill -INT $!; wait $!; echo $?; ls\n");
  BOOST_TEST(shown == "130\nerr\ninput\nrun.yaml\nscript\nshown\n");
}

BOOST_AUTO_TEST_CASE(one_signal_ends_a_run_whose_standard_output_nobody_reads) {
  write_lines(200'000);
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}]\n"
               "output: {use: ndjson, with: {path: '-'}}\n");
  const auto shown = shell(
      "mkfifo output; exec 3<>output\n$DP run run.yaml > output 2> err &\n"
      "sleep 1; kill -TERM $!; wait $!; echo $?\n");
  BOOST_TEST(shown == "143\n");
}

BOOST_AUTO_TEST_CASE(one_interrupt_ends_a_run_whose_records_hang) {
  folder.write("text", "one\nhang\ntwo\n");
  folder.write("out.ndjson", "what was there\n");
  folder.write("run.yaml",
               "dp: 1\nname: stuck\ninput: text\nmap: [{use: lines}, {use: trouble}]\n"
               "output: out.ndjson\n");
  const auto shown = shell(
      "$DP run run.yaml -j 2 --plugin-path '" DP_TEST_PLUGINS
      "' 2> err &\nuntil ls -l /proc/$!/fd | grep -q \"$PWD.*deleted\"; do sleep 0.1; done\n"
      "kill -INT $!; wait $!; echo $?; cat out.ndjson\n");
  BOOST_TEST(shown == "130\nwhat was there\n");
  BOOST_TEST(says("err", "dp: stopping: what is in hand has a second to finish"));
  BOOST_TEST(says("err", "stuck: stopped after "), folder.read("err"));
  BOOST_TEST(says("err", "; files are as they were before\n"));
}

BOOST_AUTO_TEST_CASE(a_reader_that_has_seen_enough_ends_the_run_quietly) {
  write_lines(200'000);
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}]\n"
               "output: {use: ndjson, with: {path: '-'}}\n");
  const auto shown = shell("($DP run run.yaml 2> err; echo $? > code) | head -n 1; cat code\n");
  BOOST_TEST(shown == "{\"line\":\"line 0\"}\n0\n");
  BOOST_TEST(!says("err", "error"), folder.read("err"));
}

BOOST_AUTO_TEST_CASE(outputs_beside_a_pipe_that_was_closed_are_written) {
  write_lines(200'000);
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}]\n"
               "output: {use: ndjson, with: {path: '-'}}\n"
               "reduce: {n: {with: {take: {n: count}}, to: n.csv}}\n");
  const auto shown =
      shell("($DP run run.yaml 2> err; echo $? > code) | head -n 1; cat code n.csv\n");
  BOOST_TEST(shown == "{\"line\":\"line 0\"}\n0\nn\n200000\n", folder.read("err"));
}

BOOST_AUTO_TEST_CASE(closed_standard_descriptors_do_not_become_outputs) {
  write_lines(10);
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}]\noutput: out.ndjson\n"
               "reduce: {n: {with: {take: {n: count}}, to: n.csv}}\n");
  const auto shown = shell(
      "$DP run run.yaml -j 1 --progress json <&- >&- 2>&-\necho $?; cat n.csv; wc -l < "
      "out.ndjson\n");
  BOOST_TEST(shown == "0\nn\n10\n10\n");
}

BOOST_AUTO_TEST_CASE(results_for_a_closed_standard_output_are_an_error) {
  write_lines(10);
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}]\n"
               "output: {use: ndjson, with: {path: '-'}}\n");
  for (const std::string verb : {"run", "validate"}) {
    BOOST_TEST(shell("$DP " + verb + " run.yaml >&- 2> err; echo $?\n") == "2\n");
    BOOST_TEST(says("err", "run.yaml:4:36: error: standard output is closed"),
               folder.read("err"));
  }
}

BOOST_AUTO_TEST_CASE(rejects_within_the_budget_are_no_failure) {
  folder.write("data.csv", "a,b\n1,2\nragged\n3,4\n");
  const auto code = [&](const std::string& errors) {
    folder.write("run.yaml",
                 "dp: 1\ninput: data.csv\nmap: [{use: csv}]\noutput: out.csv\n" + errors);
    return dp::test::dp(folder, {"run", "run.yaml"}).exit_code;
  };
  BOOST_TEST(code("") == 3);
  BOOST_TEST(code("errors: {budget: 1}\n") == 0);
  BOOST_TEST(code("errors: {budget: 50%}\n") == 0);
  BOOST_TEST(code("errors: {budget: 0}\n") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
