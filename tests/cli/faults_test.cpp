// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(faults)

namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;

constexpr int kLines = 3000;

/// Whether a process is there and not merely waiting for its parent to notice that it ended.
bool is_alive(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(stat, text);
  const auto name_end = text.rfind(')');
  return name_end != std::string::npos && text.compare(name_end + 2, 1, "Z") != 0;
}

bool ends_in_time(int pid) {
  for (int i = 0; i < 3000 && is_alive(pid); ++i) ::usleep(10'000);
  return !is_alive(pid);
}

std::string lines_with(int place, const std::string& word) {
  std::string text;
  for (int i = 0; i < kLines; ++i)
    text += (i == place ? word : "line " + std::to_string(i)) + "\n";
  return text;
}

Outcome run(const TemporaryFolder& folder, const std::string& pool) {
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\n"
               "reduce: {lines: {with: {take: {n: count}}, to: count.csv}}\n"
               "output: out.ndjson\nerrors: {rejects: rejects.ndjson}\n" +
                   pool);
  return dp::test::dp(folder, {"run", "run.yaml", "-j", "2", "--plugin-path", DP_TEST_PLUGINS});
}

}  // namespace

BOOST_DATA_TEST_CASE(a_record_that_kills_its_worker_costs_itself_and_is_named,
                     boost::unit_test::data::make({"segfault", "abort", "exit"}), word) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(1234, word));
  const auto outcome = run(folder, "pool: {chunksize: 4KiB}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n2999\n");
  std::string expected;
  for (int i = 0; i < kLines; ++i)
    if (i != 1234) expected += "{\"line\":\"line " + std::to_string(i) + "\"}\n";
  BOOST_TEST((folder.read("out.ndjson") == expected));
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.starts_with("{\"file\":\"text\",\"line\":1235,\"offset\":"), rejects);
  BOOST_TEST(rejects.find(std::string("\"raw\":\"") + word + "\"") != std::string::npos,
             rejects);
}

/// What a worker measured or said is for people, and not in the file.
BOOST_AUTO_TEST_CASE(rejects_are_the_same_bytes_in_every_run) {
  const TemporaryFolder folder;
  std::string text = lines_with(700, "segfault") + lines_with(5, "abort") + "exit\nfail\n";
  folder.write("text", text);
  std::string rejects;
  for (const char* pool : {"", "pool: {workers: 1}\n", "pool: {workers: 4}\n",
                           "pool: {chunksize: 4KiB}\n", "pool: {chunksize: 1}\n"}) {
    folder.write("run.yaml",
                 "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\n"
                 "errors: {rejects: rejects.ndjson}\n" +
                     std::string(pool));
    const auto outcome =
        dp::test::dp(folder, {"run", "run.yaml", "--plugin-path", DP_TEST_PLUGINS});
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    BOOST_TEST(
        outcome.err.find("(SIGSEGV) in the step trouble, peak memory ") != std::string::npos,
        outcome.err);
    const auto now = folder.read("rejects.ndjson");
    if (rejects.empty()) rejects = now;
    BOOST_TEST(now == rejects);
  }
  BOOST_TEST(std::count(rejects.begin(), rejects.end(), '\n') == 4, rejects);
  BOOST_TEST(
      rejects.find("\"reason\":\"the worker was killed by signal 11 (SIGSEGV) in the step "
                   "trouble\",\"raw\":\"segfault\"}\n") != std::string::npos,
      rejects);
}

/// One in a hundred thousand, which was alone in its file or its line else.
BOOST_AUTO_TEST_CASE(a_number_that_kills_its_worker_costs_itself_and_two_deaths) {
  const TemporaryFolder folder;
  folder.write(
      "run.yaml",
      "dp: 1\ninput: {range: 100000}\n"
      "map: [{derive: {line: \"if(index == 50900, 'abort', 'fine')\"}}, {use: trouble}]\n"
      "reduce: {lines: {with: {take: {n: count}}, to: count.csv}}\n"
      "errors: {rejects: rejects.ndjson}\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "-j", "2", "--plugin-path", DP_TEST_PLUGINS});
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n99999\n");
  BOOST_TEST(
      folder.read("rejects.ndjson") ==
      "{\"file\":\"item 50900\",\"offset\":0,\"reason\":\"the worker was killed by signal "
      "6 (SIGABRT) in the step trouble\"}\n");
  BOOST_TEST(outcome.err.find("  2 workers died and were replaced\n") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(a_record_that_hangs_is_ended_at_its_time_limit) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(20, "hang"));
  const auto outcome = run(folder, "pool: {timeout: 1s}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n2999\n");
  BOOST_TEST(folder.read("rejects.ndjson").find("ran past its time limit") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_record_that_eats_memory_is_ended_at_the_limit) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(20, "eat"));
  const auto outcome = run(folder, "pool: {memory: 400MiB}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n2999\n");
  BOOST_TEST(folder.read("rejects.ndjson").find("passed its memory limit") !=
             std::string::npos);
}

/// It may have been an operator, or the kernel: it is tried again, but not for ever.
BOOST_AUTO_TEST_CASE(a_record_whose_worker_is_killed_each_time_is_given_up) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(1234, "kill"));
  const auto outcome = run(folder, "");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n2999\n");
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.starts_with("{\"file\":\"text\",\"line\":1235,"), rejects);
  BOOST_TEST(
      rejects.find("the worker was killed by external signal 9 (SIGKILL)") != std::string::npos,
      rejects);
  BOOST_TEST(rejects.find("\"raw\":\"kill\"") != std::string::npos, rejects);
}

BOOST_AUTO_TEST_CASE(a_file_whose_worker_is_killed_each_time_is_given_up) {
  const TemporaryFolder folder;
  for (const char* name : {"1", "2", "kill", "4", "5"})
    folder.write(std::string("files/") + name, name);
  folder.write("run.yaml",
               "dp: 1\ninput: files\nmap: [{use: trouble.files}]\noutput: out.ndjson\n"
               "errors: {rejects: rejects.ndjson}\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "-j", "2", "--plugin-path", DP_TEST_PLUGINS});
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  std::string expected;
  for (const char* name : {"1", "2", "4", "5"})
    expected += std::string("{\"path\":\"files/") + name + "\"}\n";
  BOOST_TEST(folder.read("out.ndjson") == expected);
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.starts_with("{\"file\":\"files/kill\","), rejects);
  BOOST_TEST(std::count(rejects.begin(), rejects.end(), '\n') == 1, rejects);
}

BOOST_DATA_TEST_CASE(a_record_that_a_task_fails_over_costs_itself,
                     boost::unit_test::data::make({"throw", "fail"}), word) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(1234, word));
  for (const char* pool : {"", "pool: {chunksize: 4KiB}\n", "pool: {chunksize: 1}\n"}) {
    const auto outcome = run(folder, pool);
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    // Not one of the other chunks of the epoch that the failure ended is lost or counted twice.
    BOOST_TEST(folder.read("count.csv") == "n\n2999\n");
    const auto rejects = folder.read("rejects.ndjson");
    BOOST_TEST(rejects.starts_with("{\"file\":\"text\",\"line\":1235,"), rejects);
    BOOST_TEST(rejects.find(std::string("told to ") + word) != std::string::npos, rejects);
  }
}

BOOST_AUTO_TEST_CASE(a_record_that_closes_its_workers_descriptors_costs_itself) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(1234, "close"));
  const auto outcome = run(folder, "pool: {chunksize: 4KiB}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n2999\n");
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.starts_with("{\"file\":\"text\",\"line\":1235,"), rejects);
  BOOST_TEST(
      rejects.find("the worker ended with exit status 1 in a task that closed or replaced "
                   "descriptors of its worker") != std::string::npos,
      rejects);
  // Nothing of dp's was written to the files that took the numbers.
  BOOST_TEST(folder.read("taken").empty());
}

BOOST_AUTO_TEST_CASE(what_a_task_has_started_ends_with_the_run) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(1234, "fork"));
  const auto outcome = run(folder, "");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(ends_in_time(std::stoi(folder.read("child"))));
}

BOOST_AUTO_TEST_CASE(what_a_task_has_started_ends_when_the_runner_is_killed) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(20, "fork\nhang"));
  folder.write("run.yaml", "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\n");
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-j", "1", "--plugin-path", DP_TEST_PLUGINS});
  for (int i = 0; i < 3000 && !std::filesystem::exists(folder.path("child")); ++i)
    ::usleep(10'000);
  const int child = std::stoi(folder.read("child"));
  BOOST_TEST(is_alive(child));
  ::kill(process.pid(), SIGKILL);
  process.wait();
  BOOST_TEST(ends_in_time(child));
}

BOOST_AUTO_TEST_CASE(workers_go_when_the_runner_is_killed) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(20, "hang"));
  folder.write("run.yaml", "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\n");
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-j", "3", "--plugin-path", DP_TEST_PLUGINS});
  std::vector<int> workers;
  for (int i = 0; i < 3000 && workers.size() < 3; ++i) {
    ::usleep(10'000);
    workers = process.workers();
  }
  BOOST_REQUIRE(workers.size() == 3u);
  ::kill(process.pid(), SIGKILL);
  process.wait();
  bool alive = true;
  for (int i = 0; i < 3000 && alive; ++i) {
    ::usleep(10'000);
    alive = false;
    for (const int pid : workers) alive = alive || is_alive(pid);
  }
  BOOST_TEST(!alive);
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_the_run_and_leaves_no_output) {
  const TemporaryFolder folder;
  folder.write("text", lines_with(20, "hang"));
  folder.write("out.ndjson", "what was there\n");
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\noutput: out.ndjson\n");
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-j", "2", "--plugin-path", DP_TEST_PLUGINS});
  ::usleep(500'000);
  ::kill(process.pid(), SIGINT);
  ::usleep(100'000);
  ::kill(process.pid(), SIGINT);
  const auto outcome = process.wait();
  BOOST_TEST(outcome.exit_code == 130, outcome.err);
  BOOST_TEST(folder.read("out.ndjson") == "what was there\n");
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    BOOST_TEST(entry.path().filename().string().find(".dp-") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
