// SPDX-License-Identifier: Apache-2.0
// Readers that know where their records begin, cut into slices.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "dp_process.hpp"
#include "gzip.hpp"

namespace records {
namespace {

using dp::test::TemporaryFolder;

/// CSV whose fields hold newlines, commas, quotes, and what looks like other rows.
std::string rows(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::string text = "id,name,note\n";
  for (int i = 0; i < count; ++i) {
    text += std::to_string(i) + ",name" + std::to_string(random() % 17) + ",";
    switch (random() % 5) {
      case 0:
        text += "\"two\nlines, and a \"\"quote\"\"\"";
        break;
      case 1:
        text += "\"" + std::string(random() % 90, '\n') + "1,x,y\n2,\"\"z\"\",w\"";
        break;
      case 2:
        break;
      default:
        text += "plain " + std::to_string(random() % 1000);
    }
    text += i % 7 == 0 ? "\r\n" : "\n";
  }
  return text;
}

const std::string kPipeline =
    "dp: 1\ninput: \"*.csv\"\nmap: [{use: csv}]\noutput: out.ndjson\n"
    "reduce: {names: {with: {by: name, take: {n: count, ids: sum(id)}}, to: names.json}}\n"
    "errors: {rejects: rejects.ndjson}\n";

struct Fixture {
  [[nodiscard]] std::string run(const std::vector<std::string>& more, int expected = 0) const {
    std::vector<std::string> words{"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS};
    words.insert(words.end(), more.begin(), more.end());
    const auto outcome = dp::test::dp(folder, words);
    BOOST_TEST(outcome.exit_code == expected, outcome.err);
    return folder.read("out.ndjson") + folder.read("names.json") +
           folder.read("rejects.ndjson");
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace records

BOOST_FIXTURE_TEST_SUITE(records, Fixture)

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_wherever_an_item_is_cut) {
  folder.write("a.csv", rows(1, 2000));
  folder.write("b.csv", rows(2, 10));
  folder.write("c.csv", "id,name,note\n");
  folder.write("run.yaml", kPipeline);
  const auto expected = run({"-j", "1", "--chunksize", "1"});
  BOOST_TEST(expected.size() > 100'000U);
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"64B", "1000B", "20KB", "auto"})
      BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}) == expected),
                 workers << " workers, chunksize " << chunksize);
}

/// The worker that cannot tell where its records begin holds rows of other files.
BOOST_AUTO_TEST_CASE(an_item_without_a_header_harms_no_other_however_it_is_cut) {
  folder.write("run.yaml",
               "dp: 1\ninput: \"*.csv\"\nmap: [{use: csv, with: {types: {id: int}}}]\n"
               "reduce: {all: {with: {take: {n: count, ids: sum(id)}}, to: names.json}}\n"
               "errors: {rejects: rejects.ndjson}\n");
  for (const char* good : {"a.csv", "c.csv"}) folder.write(good, rows(1, 3000));
  folder.write("b.csv", "id,\"name,note\n" + std::string(20'000, 'x') + "\n");
  for (const char* chunksize : {"1KiB", "4KiB", "1GiB"}) {
    const auto text = run({"--chunksize", chunksize, "-j", "2"}, 3);
    BOOST_TEST(text.find(R"("n": 6000, "ids": 8997000)") != text.npos, text);
  }
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_read_are_set_aside_wherever_an_item_is_cut) {
  auto text = rows(3, 300) + "1,2\n" + rows(4, 300).substr(13) + "x,\"y\"z,\n" +
              rows(5, 200).substr(13);
  folder.write("a.csv", text);
  folder.write("run.yaml", kPipeline);
  const auto expected = run({"-j", "1", "--chunksize", "1"}, 3);
  BOOST_TEST(folder.read("rejects.ndjson").find("\"raw\":\"1,2\"") != std::string::npos,
             folder.read("rejects.ndjson"));
  for (const char* chunksize : {"100B", "3000B", "auto"})
    BOOST_TEST((run({"-j", "3", "--chunksize", chunksize}, 3) == expected), chunksize);
}

BOOST_AUTO_TEST_CASE(a_record_that_kills_costs_itself_whether_the_item_is_cut_or_not) {
  folder.write("a.csv", "line\n\"one\nline\"\ntwo\nsegfault\n\"th\nree\"\nfour\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.csv\nmap: [{use: csv}, {use: trouble}]\noutput: out.ndjson\n"
               "errors: {rejects: rejects.ndjson}\n");
  for (const char* chunksize : {"1", "4B", "9B", "auto"}) {
    const auto got = run({"-j", "2", "--chunksize", chunksize}, 3);
    BOOST_TEST(folder.read("out.ndjson") ==
                   "{\"line\":\"one\\nline\"}\n{\"line\":\"two\"}\n{\"line\":\"th\\nree\"}\n"
                   "{\"line\":\"four\"}\n",
               chunksize);
    BOOST_TEST(got.find("\"offset\":20,") != std::string::npos, got);
    BOOST_TEST(got.find("signal 11") != std::string::npos, got);
  }
}

/// The second lies far after what is read carefully after the first.
BOOST_AUTO_TEST_CASE(two_records_that_kill_cost_themselves_however_far_apart_they_are) {
  std::string text = "line\n";
  for (int i = 0; i < 100'000; ++i)
    text += i == 500 || i == 80'000 ? "segfault\n" : "a line that is fine\n";
  folder.write("a.csv", text);
  folder.write("run.yaml",
               "dp: 1\ninput: a.csv\nmap: [{use: csv}, {use: trouble}]\n"
               "reduce: {all: {with: {take: {n: count}}, to: names.json}}\n"
               "errors: {rejects: rejects.ndjson}\n");
  for (const char* chunksize : {"64KiB", "1GiB"}) {
    const auto got = run({"-j", "2", "--chunksize", chunksize}, 3);
    BOOST_TEST(got.find("\"n\": 99998") != std::string::npos, got);
    BOOST_TEST(got.find("\"line\":502,") != std::string::npos, got);
    BOOST_TEST(got.find("\"line\":80002,") != std::string::npos, got);
  }
}

/// A file with another header than the first: its records are rejected one by one.
BOOST_AUTO_TEST_CASE(records_of_an_item_that_cannot_be_read_are_the_same_however_it_is_cut) {
  folder.write("a.csv", rows(1, 50));
  std::string other = "no,name,note\n";
  for (int i = 0; i < 20; ++i) {
    other += std::to_string(i) + ",b,\"";
    for (int line = 0; line < 2000; ++line) other += "more of it\n";
    other += "\"\n";
  }
  folder.write("b.csv", other);
  folder.write("run.yaml", kPipeline);
  const auto expected = run({"-j", "1", "--chunksize", "1"}, 3);
  BOOST_TEST(std::count(expected.begin(), expected.end(), '\n') < 100);
  for (const char* chunksize : {"4KiB", "64KiB", "1GiB"})
    BOOST_TEST((run({"-j", "2", "--chunksize", chunksize}, 3) == expected), chunksize);
}

BOOST_AUTO_TEST_CASE(a_number_is_set_aside_by_its_own_name_however_the_range_is_cut) {
  folder.write("run.yaml",
               "dp: 1\ninput: {range: 5000}\nmap: [{use: trouble.refuse}]\n"
               "reduce: {all: {with: {take: {n: count}}, to: names.json}}\n"
               "errors: {rejects: rejects.ndjson}\n");
  const auto expected = run({"-j", "1", "--chunksize", "1"}, 3);
  BOOST_TEST(expected.find("\"raw\":\"4500\"") != std::string::npos, expected);
  for (const char* chunksize : {"100", "5000", "auto"})
    BOOST_TEST(run({"-j", "2", "--chunksize", chunksize}, 3) == expected, chunksize);
}

BOOST_AUTO_TEST_CASE(what_a_record_that_kills_holds_is_no_record_afterwards) {
  folder.write(
      "a.csv",
      "line\none\n\"segfault\nlooks like a record\nand so does this\nand this\"\ntwo\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.csv\nmap: [{use: csv}, {use: trouble}]\noutput: out.ndjson\n"
               "errors: {rejects: rejects.ndjson}\n");
  for (const char* chunksize : {"1", "4B", "30B", "auto"}) {
    const auto got = run({"-j", "2", "--chunksize", chunksize}, 3);
    BOOST_TEST(folder.read("out.ndjson") == "{\"line\":\"one\"}\n{\"line\":\"two\"}\n",
               chunksize);
    BOOST_TEST(got.find("\"offset\":9,") != std::string::npos, got);
  }
}

BOOST_AUTO_TEST_CASE(a_record_that_cannot_be_passed_over_either_costs_itself_alone) {
  folder.write("a.txt", "one\nsegfault\ntwo\nthree\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.txt\nmap: [{use: trouble.records}]\noutput: out.ndjson\n"
               "errors: {rejects: rejects.ndjson}\n");
  const auto got = run({"-j", "2"}, 3);
  BOOST_TEST(folder.read("out.ndjson") ==
             "{\"line\":\"one\"}\n{\"line\":\"two\"}\n{\"line\":\"three\"}\n");
  BOOST_TEST(got.find("\"offset\":4,") != std::string::npos, got);
  BOOST_TEST(got.find("signal 11") != std::string::npos, got);
}

BOOST_AUTO_TEST_CASE(what_follows_a_record_that_kills_in_a_packed_item_is_read) {
  // Much of the same packs to less than the offset of what kills.
  std::string text = "line\n";
  for (int i = 0; i < 5000; ++i) text += "the same\n";
  folder.write("a.csv.gz", dp::test::gzip(text + "segfault\nlast\n"));
  folder.write("run.yaml",
               "dp: 1\ninput: a.csv.gz\nmap: [{use: csv}, {use: trouble}]\n"
               "output: out.ndjson\nerrors: {rejects: rejects.ndjson}\n");
  const auto got = run({"-j", "2"}, 3);
  BOOST_TEST(got.find("signal 11") != std::string::npos);
  const auto out = folder.read("out.ndjson");
  BOOST_TEST(std::count(out.begin(), out.end(), '\n') == 5001);
  BOOST_TEST(out.ends_with("{\"line\":\"last\"}\n"));
}

BOOST_AUTO_TEST_CASE(the_same_bytes_come_out_while_workers_are_killed) {
  folder.write("a.csv", rows(6, 3000));
  folder.write("run.yaml", kPipeline);
  const auto expected = run({"-j", "1", "--chunksize", "1"});
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-q", "-j", "3", "--chunksize", "500B"});
  for (std::size_t kills = 0; process.running() && kills < 30; ++kills) {
    ::usleep(4000);
    const auto workers = process.workers();
    if (!workers.empty()) ::kill(workers[kills % workers.size()], SIGKILL);
  }
  const auto outcome = process.wait();
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(
      (folder.read("out.ndjson") + folder.read("names.json") + folder.read("rejects.ndjson") ==
       expected));
}

BOOST_AUTO_TEST_CASE(a_column_and_an_expression_read_the_same_time_from_one_text) {
  folder.write("a.csv",
               "t,s\n2026-11-01T10:00:00+02:00,2026-11-01T10:00:00+02:00\n"
               "-0044-03-15 12:00,-0044-03-15 12:00\n");
  folder.write(
      "run.yaml",
      "dp: 1\ninput: a.csv\nmap:\n"
      "  - use: csv\n    with: {types: {t: timestamp, s: string}}\n"
      "  - derive: {same: t == timestamp(s), eight: \"t == '2026-11-01T09:00+01:00'\"}\n"
      "  - select: [t, same, eight]\noutput: out.ndjson\n");
  BOOST_TEST(run({}) ==
             "{\"t\":\"2026-11-01T08:00:00Z\",\"same\":true,\"eight\":true}\n"
             "{\"t\":\"-0044-03-15T12:00:00Z\",\"same\":true,\"eight\":false}\n");
}

BOOST_AUTO_TEST_SUITE_END()
