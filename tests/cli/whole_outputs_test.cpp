// SPDX-License-Identifier: Apache-2.0
// Records in outputs whose writers need all rows at once.
#include <signal.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(whole_outputs)

namespace {

using dp::test::TemporaryFolder;

/// Run `run.yaml` with those ends over the numbers below `count`.
dp::test::Outcome run(const TemporaryFolder& folder, int count, const std::string& ends,
                      const std::vector<std::string>& more = {}) {
  folder.write("run.yaml", "dp: 1\ninput: {range: " + std::to_string(count) +
                               "}\nmap: [{derive: {half: index / 2}}, {where: index != 1}]\n" +
                               ends);
  std::vector<std::string> words{"run", "run.yaml", "-q"};
  words.insert(words.end(), more.begin(), more.end());
  return dp::test::dp(folder, words);
}

constexpr bool has_sqlite() { return DP_HAS_SQLITE != 0; }

}  // namespace

BOOST_AUTO_TEST_CASE(records_go_to_every_writer) {
  const TemporaryFolder folder;
  const auto outcome =
      run(folder, 4,
          "output: [out.json, out.md, out.txt, out.csv, {use: json, with: {path: "
          "flat.json, indent: 0}}]\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "index,half\n0,0\n2,1\n3,1.5\n");
  BOOST_TEST(folder.read("out.md") ==
             "| index | half |\n| ----: | ---: |\n|     0 |    0 |\n|     2 |    1 |\n"
             "|     3 |  1.5 |\n");
  BOOST_TEST(folder.read("out.txt") ==
             "index  half\n─────  ────\n    0     0\n    2     1\n    3   1.5\n");
  const auto json = folder.read("flat.json");
  BOOST_TEST(json.find("{\"index\":0,\"half\":0}") != std::string::npos, json);
  BOOST_TEST(json.find("{\"index\":3,\"half\":1.5}") != std::string::npos, json);
}

BOOST_AUTO_TEST_CASE(they_stand_beside_reductions_that_derive_columns) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 4,
                           "output: out.md\nreduce: {all: {with: {by: index % 2, take: {n: "
                           "count}}, to: n.csv}}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.md").starts_with("| index | half |\n"));
  BOOST_TEST(folder.read("n.csv") == "index % 2,n\n0,2\n1,1\n");
}

BOOST_AUTO_TEST_CASE(the_bytes_are_the_same_for_any_workers_and_chunksize) {
  const TemporaryFolder folder;
  const std::string ends =
      has_sqlite() ? "output: [out.md, out.sqlite]\n" : "output: [out.md, out.json]\n";
  const auto bytes = [&](const char* workers, const char* chunksize) {
    const auto outcome = run(folder, 20'000, ends, {"-j", workers, "--chunksize", chunksize});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return folder.read("out.md") + folder.read(has_sqlite() ? "out.sqlite" : "out.json");
  };
  const auto expected = bytes("1", "auto");
  BOOST_TEST(expected.size() > 400'000U);
  for (const char* workers : {"1", "2", "4"})
    for (const char* chunksize : {"777", "5000"})
      BOOST_TEST((bytes(workers, chunksize) == expected), workers << " " << chunksize);
}

BOOST_AUTO_TEST_CASE(a_database_is_read_back_as_it_was_written) {
  if (!has_sqlite()) return;
  const TemporaryFolder folder;
  auto outcome = run(folder, 5000, "output: [out.csv, out.db]\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  folder.write("back.yaml", "dp: 1\ninput: out.db\nmap: [{use: sqlite}]\noutput: back.csv\n");
  outcome = dp::test::dp(folder, {"run", "back.yaml", "-q"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST((folder.read("back.csv") == folder.read("out.csv")));
  outcome = dp::test::dp(folder, {"sniff", "out.db"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.out.find("use: sqlite") != std::string::npos, outcome.out);
}

BOOST_AUTO_TEST_CASE(several_results_are_tables_of_one_database_and_more_can_be_appended) {
  if (!has_sqlite()) return;
  const TemporaryFolder folder;
  const std::string results =
      "reduce:\n  all: {with: {take: {n: count}}, to: out.db}\n"
      "  odd: {with: {by: index % 2, take: {n: count}}, to: out.db}\n";
  BOOST_TEST(run(folder, 10, results).exit_code == 0);
  const std::string append =
      "output: {use: sqlite, with: {path: out.db, table: all, existing: append}}\n";
  folder.write("more.yaml",
               "dp: 1\ninput: {range: 3}\nmap: [{derive: {n: index}}, "
               "{select: [n]}]\n" +
                   append);
  auto outcome = dp::test::dp(folder, {"run", "more.yaml", "-q"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  folder.write("back.yaml",
               "dp: 1\ninput: out.db\nmap: [{use: sqlite, with: {table: all}}]\n"
               "output: back.csv\n");
  outcome = dp::test::dp(folder, {"run", "back.yaml", "-q"});
  BOOST_TEST(folder.read("back.csv") == "n\n9\n0\n1\n2\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_appended_is_told_by_validate_at_its_place) {
  if (!has_sqlite()) return;
  const TemporaryFolder folder;
  BOOST_TEST(run(folder, 3, "output: out.db\n").exit_code == 0);
  const auto before = folder.read("out.db");
  const auto complaint = [&](const std::string& with) {
    folder.write("more.yaml",
                 "dp: 1\ninput: {range: 3}\noutput: {use: sqlite, with: {path: "
                 "out.db, " +
                     with + "}}\nmap: [{derive: {n: index}}]\n");
    const auto validated = dp::test::dp(folder, {"validate", "more.yaml"});
    BOOST_TEST(validated.exit_code == 2);
    BOOST_TEST(dp::test::dp(folder, {"run", "more.yaml"}).exit_code == 2);
    return validated.err.substr(0, validated.err.find('\n'));
  };
  BOOST_TEST(complaint("existing: append") ==
             "more.yaml:3:15: error: sqlite: out.db: rows cannot be appended to table "
             "'records': table records has no column named n");
  BOOST_TEST(complaint("existing: error") ==
             "more.yaml:3:15: error: sqlite: out.db: exists already; remove it, or write "
             "existing: replace or append");
  BOOST_TEST(complaint("existing: keep").starts_with("more.yaml:3:54: error: "));
  BOOST_TEST((folder.read("out.db") == before));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_killed_leaves_what_was_there) {
  const TemporaryFolder folder;
  const std::string name = has_sqlite() ? "out.db" : "out.json";
  BOOST_TEST(run(folder, 3, "output: " + name + "\n").exit_code == 0);
  const auto before = folder.read(name);
  folder.write("run.yaml",
               "dp: 1\ninput: {range: 3000000}\noutput: [" + name + ", out.csv.gz]\n");
  {
    dp::test::DpProcess process(folder, {"run", "run.yaml", "-q"});
    for (int i = 0; i < 1000 && process.workers().empty(); ++i) ::usleep(1000);
    ::usleep(200'000);
    ::kill(process.pid(), SIGKILL);
    (void)process.wait();
  }
  BOOST_TEST((folder.read(name) == before));
  BOOST_TEST(!std::filesystem::exists(folder.path("out.csv.gz")));
}

BOOST_AUTO_TEST_SUITE_END()
