// SPDX-License-Identifier: Apache-2.0
// One of a task's calls that fails for one record costs that record, whatever the task's role.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "../cli/dp_process.hpp"

namespace unruly {
namespace {

namespace data = boost::unit_test::data;

constexpr int kLines = 5000;

struct Fixture {
  /// The numbers below kLines, one per line.
  Fixture() {
    std::string text;
    for (int i = 0; i < kLines; ++i) text += std::to_string(i) + "\n";
    folder.write("text", text);
  }
  dp::test::Outcome run(const std::string& sections) {
    folder.write("run.yaml", "dp: 1\n" + sections + "errors: {rejects: rejects.ndjson}\n");
    return dp::test::dp(folder,
                        {"run", "run.yaml", "-j", "2", "--plugin-path", DP_TEST_RUN_PLUGINS});
  }
  /// "LINE REASON" of each reject.
  [[nodiscard]] std::string rejects() const {
    const auto text = folder.read("rejects.ndjson");
    std::string found;
    const auto after = [&](std::string_view key, std::size_t from) {
      const auto at = text.find(key, from);
      return at == std::string::npos ? at : at + key.size();
    };
    for (std::size_t at = 0; (at = after("\"line\":", at)) != std::string::npos;) {
      const auto reason = after("\"reason\":\"", at);
      found += text.substr(at, text.find(',', at) - at) + " " +
               text.substr(reason, text.find('"', reason) - reason) + "\n";
    }
    return found;
  }
  dp::test::TemporaryFolder folder;
};

std::int64_t sum_without(std::int64_t number) {
  return std::int64_t{kLines} * (kLines - 1) / 2 - number;
}

}  // namespace
}  // namespace unruly

BOOST_FIXTURE_TEST_SUITE(unruly, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, a_record_that_a_reducer_does_not_take_costs_itself,
                       data::make({"throw", "fail", "reject"}), way) {
  const auto outcome =
      run("input: text\nmap: [{use: lines}]\nreduce: {n: {use: unruly.sum, "
          "with: {way: " +
          std::string(way) + "}, to: sum.csv}}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("sum.csv") == "sum\n" + std::to_string(sum_without(1000)) + "\n");
  const std::string reasons[] = {"update threw", "update failed", "update will not have it"};
  const auto place = way[0] == 't' ? 0 : way[0] == 'f' ? 1 : 2;
  BOOST_TEST(rejects() == "1001 " + reasons[place] + "\n");
}

BOOST_AUTO_TEST_CASE(a_record_over_which_a_reducer_dies_costs_itself) {
  const auto outcome =
      run("input: text\nmap: [{use: lines}]\nreduce: {n: {use: unruly.sum, "
          "with: {way: abort}, to: sum.csv}}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("sum.csv") == "sum\n" + std::to_string(sum_without(1000)) + "\n");
  BOOST_TEST(rejects().starts_with("1001 the worker was killed by signal 6 (SIGABRT)"),
             rejects());
}

BOOST_AUTO_TEST_CASE(a_record_that_one_task_does_not_take_reaches_none) {
  const auto outcome =
      run("input: text\nmap: [{use: lines}, {use: unruly}]\n"
          "reduce:\n  a: {use: unruly.sum, with: {way: none}, to: a.csv}\n"
          "  b: {use: unruly.sum, to: b.csv}\noutput: lines.unruly\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  const auto sum = std::to_string(2 * (sum_without(1000) - 2000 - 3000));
  BOOST_TEST(folder.read("a.csv") == "sum\n" + sum + "\n");
  BOOST_TEST(folder.read("b.csv") == "sum\n" + sum + "\n");
  std::string lines;
  for (int i = 0; i < kLines; ++i)
    if (i != 1000 && i != 2000 && i != 3000)
      lines += std::to_string(i) + "\n" + std::to_string(i) + "\n";
  BOOST_TEST((folder.read("lines.unruly") == lines));
  BOOST_TEST(rejects() == "1001 update threw\n2001 write threw\n3001 process threw\n");
}

BOOST_DATA_TEST_CASE_F(Fixture, a_death_names_the_reducer_and_its_call,
                       data::make({"save", "combine", "finalize"}), call) {
  const auto outcome =
      run("input: text\nmap: [{use: lines}]\nreduce: {totals: {use: unruly.sum, "
          "with: {way: abort in " +
          std::string(call) + "}, to: sum.csv}}\n");
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  const auto told =
      "was killed by signal 6 (SIGABRT) in " + std::string(call) + " of the reducer totals";
  BOOST_TEST(outcome.err.find(told) != std::string::npos, outcome.err);
  BOOST_TEST(!std::filesystem::exists(folder.path("sum.csv")));
}

BOOST_AUTO_TEST_CASE(a_reader_that_passes_stop_ends_the_run) {
  std::string numbers;
  for (std::int64_t i = 0; i < 400'000; ++i)
    numbers.append(reinterpret_cast<const char*>(&i), sizeof i);
  folder.write("numbers", numbers);
  const auto outcome =
      run("input: numbers\nmap: [{use: unruly}]\noutput: out.csv\n"
          "pool: {chunksize: 64KiB}\n");
  BOOST_TEST(outcome.exit_code == 1);
  BOOST_TEST(outcome.err.find("unruly: reads the record at byte ") != std::string::npos,
             outcome.err);
  BOOST_TEST(outcome.err.find(", past stop() at byte ") != std::string::npos, outcome.err);
  BOOST_TEST(!std::filesystem::exists(folder.path("out.csv")));
}

BOOST_AUTO_TEST_SUITE_END()
