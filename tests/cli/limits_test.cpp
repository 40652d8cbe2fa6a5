// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>

#include "dp_process.hpp"
#include "gzip.hpp"

BOOST_AUTO_TEST_SUITE(limits)

namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;

std::string times(int count, const std::string& line) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

std::ptrdiff_t count_lines(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

/// Count the lines of "text" after the step trouble; rejects are in "rejects.ndjson".
Outcome run(const TemporaryFolder& folder, const std::string& pool, const char* workers = "2") {
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\n"
               "reduce: {lines: {with: {take: {n: count}}, to: count.csv}}\n"
               "errors: {rejects: rejects.ndjson}\npool: " +
                   pool + "\n");
  return dp::test::dp(folder,
                      {"run", "run.yaml", "-j", workers, "--plugin-path", DP_TEST_PLUGINS});
}

/// What the pipeline that reads `file` by `reader` rejects.
std::string rejects_of(const TemporaryFolder& folder, const std::string& file,
                       const std::string& reader) {
  folder.write("run.yaml", "dp: 1\ninput: " + file + "\nmap: [" + reader +
                               ", {use: trouble}]\noutput: out.ndjson\n"
                               "errors: {rejects: rejects.ndjson}\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "-j", "2", "--plugin-path", DP_TEST_PLUGINS});
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  return folder.read("rejects.ndjson");
}

}  // namespace

/// A hundred kilobytes each, so that one worker could do no more than a part of them.
BOOST_AUTO_TEST_CASE(a_task_that_leaks_costs_workers_and_no_record) {
  const TemporaryFolder folder;
  folder.write("text", times(5000, "leak\n"));
  for (const char* workers : {"1", "2", "4"}) {
    const auto outcome = run(folder, "{memory: 200MiB}", workers);
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    BOOST_TEST(folder.read("count.csv") == "n\n5000\n");
    BOOST_TEST(folder.read("rejects.ndjson") == "");
    BOOST_TEST(outcome.err.find("of at most 210 MB") != std::string::npos, outcome.err);
  }
}

/// In small chunks a worker is replaced before the limit ends it.
BOOST_AUTO_TEST_CASE(a_worker_that_grows_is_replaced_between_chunks) {
  const TemporaryFolder folder;
  folder.write("text", times(5000, "leak\n"));
  const auto outcome = run(folder, "{memory: 400MiB, chunksize: 500B}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("count.csv") == "n\n5000\n");
  BOOST_TEST(outcome.err.find("died") == std::string::npos, outcome.err);
}

/// Among records that leak, one that takes too much by itself and one that hangs.
BOOST_AUTO_TEST_CASE(what_passes_a_limit_by_itself_is_rejected_the_same_in_every_run) {
  const TemporaryFolder folder;
  folder.write("text", times(1500, "leak\n") + "eat\n" + times(1500, "leak\n") + "hang\n" +
                           times(500, "leak\n"));
  std::string rejects;
  for (const auto& [workers, chunksize] :
       {std::pair{"1", "auto"}, {"2", "4KiB"}, {"4", "auto"}, {"4", "1KiB"}}) {
    const auto outcome =
        run(folder, std::string("{memory: 200MiB, timeout: 3s, chunksize: ") + chunksize + "}",
            workers);
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    BOOST_TEST(folder.read("count.csv") == "n\n3500\n");
    const auto now = folder.read("rejects.ndjson");
    if (rejects.empty()) rejects = now;
    BOOST_TEST(now == rejects);
  }
  BOOST_TEST(count_lines(rejects) == 2, rejects);
  BOOST_TEST(rejects.find("\"line\":1501,") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("passed its memory limit") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("\"line\":3002,") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("ran past its time limit") != std::string::npos, rejects);
}

/// More workers than processors, each of which opens its tasks first.
BOOST_AUTO_TEST_CASE(a_very_short_time_limit_blames_no_record_that_takes_no_time) {
  const TemporaryFolder folder;
  folder.write("text", times(20'000, "a line\n"));
  for (const char* timeout : {"2ms", "30ms"}) {
    const auto outcome =
        run(folder, std::string("{chunksize: 8KiB, timeout: ") + timeout + "}", "8");
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    BOOST_TEST(folder.read("count.csv") == "n\n20000\n");
    BOOST_TEST(folder.read("rejects.ndjson") == "");
  }
}

struct Killing {
  const char* name;
  const char* reader;
  const char* text;
  const char* raw;  ///< of the record that ends its worker, as JSON
  int line;
};
std::ostream& operator<<(std::ostream& out, const Killing& killing) {
  return out << killing.name;
}

const Killing kKilling[] = {
    {"lines", "{use: lines}", "one\nsegfault\nthree\n", "segfault", 2},
    {"csv", "{use: csv}", "n,line\n1,fine\n2,\"segfault\nmore, \"\"quoted\"\"\"\n3,fine\n",
     R"(2,\"segfault\nmore, \"\"quoted\"\"\")", 3},
    {"json lines", "{use: json}", "{\"line\": \"fine\"}\n{\"line\": \"segfault\"}\n",
     R"({\"line\": \"segfault\"})", 2},
    {"json array", "{use: json}",
     "[{\"line\": \"fine\"},\n{\"n\": 1,\n\"line\": \"segfault\"}]\n",
     R"({\"n\": 1,\n\"line\": \"segfault\"})", 2},
    {"json array, not the last", "{use: json}",
     "[{\"line\": \"fine\"},\n {\"line\": \"segfault\"} ,\n {\"line\": \"fine\"}]\n",
     R"({\"line\": \"segfault\"})", 2},
};

/// `text` with the deed in place of "segfault".
std::string with_deed(std::string text, const std::string& deed) {
  const std::string word = "segfault";
  return text.replace(text.find(word), word.size(), deed);
}

BOOST_DATA_TEST_CASE(the_record_that_ends_its_worker_or_fails_is_kept_whole,
                     boost::unit_test::data::make(kKilling), killing) {
  const TemporaryFolder folder;
  for (const char* deed : {"segfault", "fail", "throw"}) {
    const auto text = with_deed(killing.text, deed);
    folder.write("text", text);
    folder.write("text.gz", dp::test::gzip(text));
    const auto raw = "\"raw\":\"" + with_deed(killing.raw, deed) + "\"}";
    const auto line = "\"line\":" + std::to_string(killing.line) + ",";
    for (const char* file : {"text", "text.gz"}) {
      const auto rejects = rejects_of(folder, file, killing.reader);
      BOOST_TEST(count_lines(rejects) == 1, rejects);
      BOOST_TEST(rejects.find(line) != std::string::npos, rejects);
      BOOST_TEST(rejects.find(raw) != std::string::npos, rejects);
    }
  }
}

BOOST_AUTO_TEST_CASE(of_a_long_record_that_ends_its_worker_the_length_is_told) {
  const TemporaryFolder folder;
  const std::string record = "\"segfault\n" + std::string(200'000, 'x') + "\",1";
  folder.write("text", "line,n\nfine,0\n" + record + "\nfine,2\n");
  const auto rejects = rejects_of(folder, "text", "{use: csv}");
  BOOST_TEST(count_lines(rejects) == 1, rejects);
  BOOST_TEST(rejects.ends_with("xxx\",\"raw_bytes\":" + std::to_string(record.size()) + "}\n"));
  BOOST_TEST(count_lines(folder.read("out.ndjson")) == 2);
}

BOOST_AUTO_TEST_CASE(a_share_of_rejects_ends_the_run_before_all_is_read) {
  const TemporaryFolder folder;
  folder.write("text", "a\n" + times(200'000, "no number\n"));
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: csv, with: {types: {a: int}}}]\n"
               "output: out.ndjson\npool: {chunksize: 64KiB, workers: 1}\n"
               "errors: {rejects: rejects.ndjson, budget: 1%}\n");
  const auto outcome = dp::test::dp(folder, {"run", "run.yaml"});
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  BOOST_TEST(outcome.err.find("rejected, more than errors.budget allows") != std::string::npos,
             outcome.err);
  const auto rejected = count_lines(folder.read("rejects.ndjson"));
  BOOST_TEST(rejected > 1000);
  BOOST_TEST(rejected < 190'000);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_written_over_while_it_is_read_fails_the_run) {
  const TemporaryFolder folder;
  folder.write("text", "sleep\n" + times(1000, "old\n"));
  folder.write("out.ndjson", "what was there\n");
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\noutput: out.ndjson\n");
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-j", "1", "--plugin-path", DP_TEST_PLUGINS});
  ::usleep(1'000'000);
  std::fstream file(folder.path("text"), std::ios::in | std::ios::out);
  file.seekp(3000);
  file << "new" << std::flush;
  const auto outcome = process.wait();
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  BOOST_TEST(
      outcome.err.find("text: was changed in place while it was read") != std::string::npos,
      outcome.err);
  BOOST_TEST(folder.read("out.ndjson") == "what was there\n");
}

BOOST_AUTO_TEST_CASE(a_log_that_grows_while_it_is_read_does_not) {
  const TemporaryFolder folder;
  folder.write("text", "sleep\n" + times(10, "old\n"));
  folder.write("run.yaml",
               "dp: 1\ninput: text\nmap: [{use: lines}, {use: trouble}]\noutput: out.ndjson\n");
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-j", "1", "--plugin-path", DP_TEST_PLUGINS});
  ::usleep(1'000'000);
  std::ofstream(folder.path("text"), std::ios::app) << "new\n";
  const auto outcome = process.wait();
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(count_lines(folder.read("out.ndjson")) == 11);
}

BOOST_AUTO_TEST_SUITE_END()
