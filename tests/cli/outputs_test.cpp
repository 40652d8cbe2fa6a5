// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"
#include "logs.hpp"

BOOST_AUTO_TEST_SUITE(outputs)

namespace {

using dp::test::TemporaryFolder;

/// A run of `pipeline` over a.log.
dp::test::Outcome run(const TemporaryFolder& folder, const std::string& pipeline) {
  folder.write("a.log", dp::test::access_log(1, 200));
  folder.write("run.yaml", "dp: 1\ninput: a.log\nmap: [{use: weblog}]\n" + pipeline);
  return dp::test::dp(folder, {"run", "run.yaml", "-q"});
}

const std::string kCount = "reduce: {all: {with: {take: {n: count}}, to: ";

}  // namespace

BOOST_AUTO_TEST_CASE(folders_of_outputs_are_made) {
  const TemporaryFolder folder;
  BOOST_TEST(run(folder, kCount + "out/deep/n.csv}}\n").exit_code == 0);
  BOOST_TEST(folder.read("out/deep/n.csv") == "n\n200\n");
}

BOOST_AUTO_TEST_CASE(the_suffix_picks_the_writer) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, kCount + "[n.csv, n.tsv, n.json, n.ndjson, n.txt]}}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("n.tsv") == "n\n200\n");
  BOOST_TEST(folder.read("n.ndjson") == "{\"n\":200}\n");
}

/// A file as the command that unpacks it prints it.
std::string shown_by(const TemporaryFolder& folder, const std::string& command) {
  const auto line = "cd '" + folder.path() + "' && " + command + " > shown";
  BOOST_TEST(std::system(line.c_str()) == 0, command);
  return folder.read("shown");
}

BOOST_AUTO_TEST_CASE(outputs_are_compressed_as_their_names_say) {
  const TemporaryFolder folder;
  const auto outcome = run(folder,
                           "output: [r.csv, r.csv.gz, r.ndjson.zst]\n"
                           "reduce: {by: {with: {by: path, take: {n: count}}, "
                           "to: [n.csv, n.csv.gz, n.csv.zst]}}\n"
                           "errors: {rejects: no.ndjson.gz}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST((shown_by(folder, "gzip -dc r.csv.gz") == folder.read("r.csv")));
  BOOST_TEST((shown_by(folder, "gzip -dc n.csv.gz") == folder.read("n.csv")));
  BOOST_TEST(shown_by(folder, "gzip -dc no.ndjson.gz").empty());
  BOOST_TEST(folder.read("r.csv.gz").size() < folder.read("r.csv").size() / 3);
  // dp reads what it writes.
  folder.write("back.yaml",
               "dp: 1\ninput: r.ndjson.zst\nmap: [{use: json}]\n"
               "reduce: {by: {with: {by: path, take: {n: count}}, to: back.csv}}\n");
  const auto back = dp::test::dp(folder, {"run", "back.yaml", "-q"});
  BOOST_TEST(back.exit_code == 0, back.err);
  BOOST_TEST((folder.read("back.csv") == folder.read("n.csv")));
}

BOOST_AUTO_TEST_CASE(compressed_bytes_are_the_same_for_any_workers_and_chunksize) {
  const TemporaryFolder folder;
  folder.write("run.yaml",
               "dp: 1\ninput: {range: 300000}\nerrors: {rejects: no.gz}\n"
               "output: [r.csv, r.csv.gz, {use: csv, with: {path: r.zst, level: 1}}]\n"
               "reduce: {all: {with: {by: index, take: {n: count}}, to: n.csv.gz}}\n");
  const auto bytes = [&](const char* workers, const char* chunksize) {
    const auto outcome = dp::test::dp(
        folder, {"run", "run.yaml", "-q", "-j", workers, "--chunksize", chunksize});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return folder.read("r.csv.gz") + folder.read("r.zst") + folder.read("n.csv.gz") +
           folder.read("no.gz");
  };
  const auto expected = bytes("1", "auto");
  BOOST_TEST(folder.read("r.csv").size() > (1U << 20));
  BOOST_TEST((shown_by(folder, "gzip -dc r.csv.gz") == folder.read("r.csv")));
  for (const char* workers : {"1", "2", "5"})
    for (const char* chunksize : {"777", "100000"})
      BOOST_TEST((bytes(workers, chunksize) == expected), workers << " " << chunksize);
}

BOOST_AUTO_TEST_CASE(a_level_that_is_none_is_told_with_its_place) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, "output: {use: csv, with: {path: r.csv.gz, level: 0}}\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("run.yaml:4:50: error: output.with.level: expected a whole "
                              "number from 1 to 9 (got '0')") != std::string::npos,
             outcome.err);
  const auto plain = run(folder, "output: {use: csv, with: {path: r.csv, level: 3}}\n");
  BOOST_TEST(plain.exit_code == 2);
  BOOST_TEST(plain.err.find("run.yaml:4:40: error: ") != std::string::npos, plain.err);
}

BOOST_AUTO_TEST_CASE(a_range_is_summed_whatever_the_chunksize) {
  const TemporaryFolder folder;
  folder.write("run.yaml",
               "dp: 1\nvars: {c: 1}\ninput: {range: 30000}\npool: {chunksize: \"${c}\"}\n"
               "reduce: {all: {with: {take: {n: count, s: sum(index)}}, to: n.csv}}\n");
  for (const char* chunksize : {"1", "7", "1000", "1000000"}) {
    const auto outcome =
        dp::test::dp(folder, {"run", "run.yaml", "-q", "--set", "c=" + std::string(chunksize)});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    BOOST_TEST(folder.read("n.csv") == "n,s\n30000,449985000\n");
  }
}

BOOST_AUTO_TEST_CASE(a_full_disk_fails_the_run_and_names_the_target) {
  if (!std::filesystem::exists("/dev/full")) {
    BOOST_TEST_MESSAGE("skipped: there is no /dev/full");
    return;
  }
  const TemporaryFolder folder;
  folder.write("a.log", dp::test::access_log(1, 200));
  folder.write("run.yaml", "dp: 1\ninput: a.log\nmap: [{use: weblog}]\n" + kCount + "-}}\n");
  const std::string command =
      "cd '" + folder.path() + "' && '" DP_PROGRAM "' run run.yaml -q > /dev/full 2> err";
  const int status = std::system(command.c_str());
  BOOST_TEST(WEXITSTATUS(status) == 1);
  BOOST_TEST(folder.read("err") ==
             "dp: error: standard output: write: No space left on device\n");
}

/// Run numbers.yaml under `ulimit -f`: its exit code.
std::string code_under_limit(const TemporaryFolder& folder, const std::string& redirection) {
  const std::string command = "cd '" + folder.path() +
                              "' && ulimit -f 16384 && { '" DP_PROGRAM
                              "' run numbers.yaml -q -j 1 2> err; echo $? > code; }" +
                              redirection;
  (void)!std::system(command.c_str());
  return folder.read("code");
}

/// The message of such a run, which must fail.
std::string failure_under_limit(const TemporaryFolder& folder, const std::string& redirection) {
  BOOST_TEST(code_under_limit(folder, redirection) == "1\n");
  return folder.read("err");
}

const std::string kNumbers =
    "dp: 1\ninput: {range: 3000000}\npool: {chunksize: 400000}\n"
    "errors: {policy: ignore, rejects: rejects}\n";

BOOST_AUTO_TEST_CASE(what_flows_through_needs_no_room_of_its_own) {
  const TemporaryFolder folder;
  folder.write("numbers.yaml", kNumbers + "output: {use: ndjson, with: {path: \"-\"}}\n");
  BOOST_TEST(code_under_limit(folder, " | wc -c > size") == "0\n", folder.read("err"));
  // 3,000,000 times {"index":}, and 19,888,890 digits: more than three times the limit.
  BOOST_TEST(std::stoul(folder.read("size")) == 52'888'890U);
}

BOOST_AUTO_TEST_CASE(a_state_that_finds_no_room_fails_the_run) {
  const TemporaryFolder folder;
  folder.write("numbers.yaml",
               kNumbers + "reduce: {all: {with: {by: index, take: {n: count}}, to: n.csv}}\n");
  folder.write("n.csv", "old");
  const auto message = failure_under_limit(folder, "");
  BOOST_TEST(message.find("let TMPDIR name another folder") != std::string::npos, message);
  BOOST_TEST(folder.read("n.csv") == "old");
}

BOOST_AUTO_TEST_CASE(an_output_without_room_stays_as_it_was_and_is_named) {
  const TemporaryFolder folder;
  folder.write("out.ndjson", "old");
  folder.write("numbers.yaml", "dp: 1\ninput: {range: 3000000}\noutput: out.ndjson\n");
  const auto message = failure_under_limit(folder, "");
  BOOST_TEST(message.starts_with("dp: error: out.ndjson: write: File too large"), message);
  BOOST_TEST(message.ends_with("; free space there, raise the limit, or write elsewhere\n"),
             message);
  BOOST_TEST(folder.read("out.ndjson") == "old");
}

BOOST_AUTO_TEST_CASE(a_limit_that_leaves_no_room_for_the_pool_is_named_by_each_command) {
  const TemporaryFolder folder;
  folder.write("numbers.yaml", "dp: 1\ninput: {range: 3}\noutput: out.csv\n");
  for (const char* words : {"run numbers.yaml", "validate numbers.yaml", "list"}) {
    const auto command = "cd '" + folder.path() + "' && ulimit -f 100 && '" DP_PROGRAM "' " +
                         words + " > out 2> err";
    BOOST_TEST(WEXITSTATUS(std::system(command.c_str())) == 1);
    const auto message = folder.read("err");
    BOOST_TEST(message.starts_with("dp: error: shared memory of "), message);
    BOOST_TEST(
        message.find(": File too large (RLIMIT_FSIZE (ulimit -f) is ") != std::string::npos,
        message);
  }
}

BOOST_AUTO_TEST_CASE(an_output_that_is_an_input_is_refused_before_anything_is_run) {
  const TemporaryFolder folder;
  const auto before = dp::test::access_log(1, 200);
  const auto outcome = run(folder, kCount + "{use: csv, with: {path: a.log}}}}\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("'a.log' is an input too (a.log): it would be overwritten") !=
                 std::string::npos,
             outcome.err);
  BOOST_TEST((folder.read("a.log") == before));
}

BOOST_AUTO_TEST_CASE(an_output_that_is_a_folder_is_refused) {
  const TemporaryFolder folder;
  folder.write("out.csv/file", "");
  const auto outcome = run(folder, kCount + "out.csv}}\n");
  BOOST_TEST(outcome.exit_code == 2, outcome.err);
  BOOST_TEST(outcome.err.find("run.yaml:4:46: error: out.csv: is not a regular file") !=
                 std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(two_files_that_are_one_are_refused_by_validate_and_by_run) {
  const std::pair<std::string, std::string> cases[] = {
      {"output: r.csv\nerrors: {rejects: none/../r.csv}\n",
       "5:19: error: 'none/../r.csv' is the output 'r.csv' too"},
      {"reduce: {all: {with: {take: {n: count}}, to: x/r.csv}}\noutput: y/r.csv\n",
       "4:46: error: 'x/r.csv' is the output 'y/r.csv' too"},
      {"reduce:\n  a: {with: {take: {n: count}}, to: x/r.csv}\n"
       "  b: {with: {take: {n: count}}, to: y/r.csv}\n",
       "6:37: error: 'y/r.csv' is written twice"},
      {"output: hard.csv\n", "4:9: error: 'hard.csv' is an input too (a.log)"},
      {"output: {use: csv, with: {path: run.yaml}}\n",
       "4:33: error: 'run.yaml' is the pipeline file"},
  };
  for (const auto& [pipeline, complaint] : cases) {
    const TemporaryFolder folder;
    folder.write("x/file", "");
    folder.write("a.log", dp::test::access_log(1, 200));
    std::filesystem::create_directory_symlink("x", folder.path("y"));
    std::filesystem::create_hard_link(folder.path("a.log"), folder.path("hard.csv"));
    const auto text = "dp: 1\ninput: a.log\nmap: [{use: weblog}]\n" + pipeline;
    folder.write("run.yaml", text);
    for (const char* command : {"validate", "run"}) {
      const auto outcome = dp::test::dp(folder, {command, "run.yaml"});
      BOOST_TEST(outcome.exit_code == 2);
      BOOST_TEST(outcome.err.find("run.yaml:" + complaint) != std::string::npos, outcome.err);
    }
    BOOST_TEST(folder.read("run.yaml") == text);
    BOOST_TEST((folder.read("a.log") == dp::test::access_log(1, 200)));
    BOOST_TEST(!std::filesystem::exists(folder.path("r.csv")));
    BOOST_TEST(!std::filesystem::exists(folder.path("x/r.csv")));
  }
}

BOOST_AUTO_TEST_CASE(rejects_that_can_never_be_written_are_told_before_anything_is_run) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, "output: r.csv\nerrors: {rejects: /proc/no/r}\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(
      outcome.err.find("run.yaml:5:19: error: /proc/no/r: no file can be made in /proc") !=
          std::string::npos,
      outcome.err);
  BOOST_TEST(!std::filesystem::exists(folder.path("r.csv")));
}

BOOST_AUTO_TEST_CASE(a_run_that_fails_once_it_has_begun_ends_with_1) {
  const TemporaryFolder folder;
  const auto outcome = run(folder,
                           "reduce: {by: {with: {by: path, take: {n: count}}, "
                           "to: {use: json, with: {path: r.json, shape: {by: record}}}}}\n");
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  BOOST_TEST(outcome.err.find("more rows than one") != std::string::npos, outcome.err);
  BOOST_TEST(!std::filesystem::exists(folder.path("r.json")));
  const auto checked = dp::test::dp(folder, {"validate", "run.yaml"});
  BOOST_TEST(checked.exit_code == 0, checked.err);
}

BOOST_AUTO_TEST_CASE(several_results_share_one_json_document) {
  const TemporaryFolder folder;
  const auto outcome = run(folder,
                           "reduce:\n"
                           "  all: {with: {take: {n: count}}, to: r.json}\n"
                           "  by: {with: {by: method, take: {n: count}}, to: r.json}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  const auto text = folder.read("r.json");
  BOOST_TEST(text.find("\"all\":") != std::string::npos, text);
  BOOST_TEST(text.find("\"by\":") != std::string::npos, text);
}

BOOST_AUTO_TEST_SUITE_END()
