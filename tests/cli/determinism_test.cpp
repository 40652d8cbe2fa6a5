// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"
#include "logs.hpp"

namespace determinism {
namespace {

using dp::test::TemporaryFolder;

constexpr const char* kOutputs[] = {"totals.json", "pages.csv", "records.ndjson",
                                    "rejects.ndjson"};

/// All that a run wrote, as one text.
std::string outputs(const TemporaryFolder& folder) {
  std::string text;
  for (const char* name : kOutputs) text += std::string(name) + ":\n" + folder.read(name);
  return text;
}

void remove_outputs(const TemporaryFolder& folder) {
  for (const char* name : kOutputs) std::filesystem::remove(folder.path(name));
}

struct Fixture {
  Fixture() {
    folder.write("a.log", dp::test::access_log(1, 3000, 100));
    folder.write("b.log", dp::test::access_log(2, 10) + "no end");
    folder.write("c.log", "");
    folder.write("run.yaml", dp::test::statistics_pipeline("*.log"));
    const auto outcome = dp::test::dp(folder, {"run", "run.yaml", "--workers", "1", "-q"});
    BOOST_REQUIRE_MESSAGE(outcome.exit_code == 3, outcome.err);
    expected = outputs(folder);
    BOOST_REQUIRE(expected.size() > 100'000u);
  }
  TemporaryFolder folder;
  std::string expected;
};

}  // namespace
}  // namespace determinism

BOOST_FIXTURE_TEST_SUITE(determinism, Fixture)

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_for_any_workers_and_chunksize) {
  for (const char* workers : {"1", "2", "3", "8"}) {
    for (const char* chunksize : {"64B", "1KB", "10000B", "1", "2", "auto"}) {
      remove_outputs(folder);
      const auto outcome = dp::test::dp(
          folder, {"run", "run.yaml", "-q", "-j", workers, "--chunksize", chunksize});
      BOOST_TEST(outcome.exit_code == 3, outcome.err);
      BOOST_TEST((outputs(folder) == expected), workers << " workers, chunksize " << chunksize);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_reducer_that_asks_for_it_gets_its_input_in_order) {
  std::string lines[2];
  std::string squares = "text\n";
  for (int i = 0; i < 3000; ++i) {
    lines[i / 1500] += std::to_string(i * i) + "\n";
    squares += std::to_string(i * i) + ";";
  }
  folder.write("a.txt", lines[0]);
  folder.write("b.txt", lines[1]);
  folder.write("join.yaml",
               "dp: 1\ninput: \"?.txt\"\nmap: [{use: lines}]\n"
               "reduce: {all: {use: trouble.join, to: out.csv}}\n");
  for (const char* workers : {"1", "3"}) {
    for (const char* chunksize : {"64B", "1KB", "1", "auto"}) {
      const auto outcome =
          dp::test::dp(folder, {"run", "join.yaml", "-q", "-j", workers, "--chunksize",
                                chunksize, "--plugin-path", DP_TEST_PLUGINS});
      BOOST_TEST(outcome.exit_code == 0, outcome.err);
      BOOST_TEST((folder.read("out.csv") == squares + "\n"), workers << " x " << chunksize);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_while_workers_are_killed) {
  const int kSignals[] = {SIGKILL, SIGTERM, SIGKILL};
  for (const char* chunksize : {"64B", "10000B"}) {
    remove_outputs(folder);
    dp::test::DpProcess process(folder,
                                {"run", "run.yaml", "-q", "-j", "3", "--chunksize", chunksize});
    int kills = 0;
    while (process.running() && kills < 60) {
      ::usleep(4000);
      const auto workers = process.workers();
      if (workers.empty()) continue;
      const auto number = static_cast<std::size_t>(kills);
      ::kill(workers[number % workers.size()], kSignals[number % 3]);
      ++kills;
    }
    const auto outcome = process.wait();
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    BOOST_TEST(kills > 0);
    BOOST_TEST((outputs(folder) == expected), "chunksize " << chunksize);
  }
}

BOOST_AUTO_TEST_CASE(a_result_too_large_for_one_worker_comes_out_in_order_and_whole) {
  // Partials of more than a megabyte are combined by partition, and finished by range.
  constexpr int kGroups = 40'000;
  std::string input = "key,n\n";
  std::string by_key = "key,rows,sum\n";
  std::string by_sum = by_key;
  std::string falling;
  for (int i = 0; i < kGroups; ++i) {
    const int each = i * 7919 % kGroups;
    input += "a key of some length " + std::to_string(100'000 + each) + "," +
             std::to_string(each) + "\n";
    const auto row = "a key of some length " + std::to_string(100'000 + i);
    by_key += row + ",1," + std::to_string(i) + "\n";
    falling.insert(0, row + ",1," + std::to_string(i) + "\n");
  }
  by_sum += falling;
  folder.write("large.csv", input);
  for (const auto& [sort, sorted] : {std::pair("key", &by_key), std::pair("-sum", &by_sum)}) {
    folder.write("large.yaml",
                 std::string("dp: 1\ninput: large.csv\nmap: [{use: csv}]\nreduce:\n  all:\n"
                             "    with: {by: key, take: {rows: count, sum: sum(n)}, sort: ") +
                     sort + "}\n    to: [all.csv, all.json]\n");
    std::string json;
    for (const char* workers : {"1", "2", "5"}) {
      const auto outcome = dp::test::dp(
          folder, {"run", "large.yaml", "-q", "-j", workers, "--chunksize", "100KB"});
      BOOST_TEST(outcome.exit_code == 0, outcome.err);
      BOOST_TEST((folder.read("all.csv") == *sorted), sort << ", " << workers << " workers");
      if (json.empty()) json = folder.read("all.json");
      BOOST_TEST((folder.read("all.json") == json), sort << ", " << workers << " workers");
    }
  }
}

BOOST_AUTO_TEST_CASE(standard_input_gives_what_the_file_gives) {
  folder.write("one.yaml",
               "dp: 1\ninput: \"${input}\"\nvars: {input: a.log}\nmap: [{use: weblog}]\n"
               "reduce: {s: {with: {by: status, take: {n: count}}}}\n");
  const auto file = dp::test::dp(folder, {"run", "one.yaml", "-q"});
  const auto piped =
      dp::test::dp(folder, {"run", "one.yaml", "-q", "--set", "input=-"}, folder.read("a.log"));
  BOOST_TEST(file.exit_code == 3);
  BOOST_TEST(piped.exit_code == 3, piped.err);
  BOOST_TEST(piped.out == file.out);
}

BOOST_AUTO_TEST_SUITE_END()
