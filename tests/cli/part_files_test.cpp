// SPDX-License-Identifier: Apache-2.0
// Outputs and results whose paths have columns.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(part_files)

namespace {

using dp::test::TemporaryFolder;
namespace fs = std::filesystem;

/// Run `run.yaml` with those ends over the numbers below `count`.
dp::test::Outcome run(const TemporaryFolder& folder, int count, const std::string& ends,
                      const std::vector<std::string>& more = {}) {
  folder.write(
      "run.yaml",
      "dp: 1\ninput: {range: " + std::to_string(count) +
          "}\nmap: [{derive: {kind: \"if(index % 3 == 0, 'a/b', string(index % 3))\"}}]\n" +
          ends);
  std::vector<std::string> words{"run", "run.yaml"};
  words.insert(words.end(), more.begin(), more.end());
  return dp::test::dp(folder, words);
}

/// All files below `name`, with their bytes.
std::map<std::string, std::string> files_in(const TemporaryFolder& folder,
                                            const std::string& name) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path(name))) {
    if (!entry.is_regular_file()) continue;
    const auto path = fs::relative(entry.path(), folder.path("")).string();
    files[path] = folder.read(path);
  }
  return files;
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_go_to_the_files_that_their_columns_name) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 5, "output: \"out/{kind}.csv\"\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  const std::map<std::string, std::string> expected = {
      {"out/1.csv", "index,kind\n1,1\n4,1\n"},
      {"out/2.csv", "index,kind\n2,2\n"},
      {"out/a%2Fb.csv", "index,kind\n0,a/b\n3,a/b\n"}};
  BOOST_TEST((files_in(folder, "out") == expected));
  BOOST_TEST(
      outcome.err.find("wrote 3 files out/{kind}.csv (5 rows, 57 B)") != std::string::npos,
      outcome.err);
}

BOOST_AUTO_TEST_CASE(results_do_so_too) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 5,
                           "reduce: {n: {with: {by: kind, take: {n: count}}, to: "
                           "\"out/{n}/{kind}.ndjson\"}}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  const std::map<std::string, std::string> expected = {
      {"out/1/2.ndjson", "{\"kind\":\"2\",\"n\":1}\n"},
      {"out/2/1.ndjson", "{\"kind\":\"1\",\"n\":2}\n"},
      {"out/2/a%2Fb.ndjson", "{\"kind\":\"a/b\",\"n\":2}\n"}};
  BOOST_TEST((files_in(folder, "out") == expected));
}

BOOST_AUTO_TEST_CASE(the_bytes_are_the_same_for_any_workers_and_chunksize) {
  const TemporaryFolder folder;
  const std::string ends =
      "output: [\"out/{kind}/all.csv\", \"out/{kind}/all.ndjson.gz\"]\n"
      "reduce: {n: {with: {by: [kind, index % 100], take: {n: count}}, to: "
      "\"out/{kind}/n.csv\"}}\n";
  const auto files = [&](const char* workers, const char* chunksize) {
    fs::remove_all(folder.path("out"));
    const auto outcome =
        run(folder, 50'000, ends, {"-q", "-j", workers, "--chunksize", chunksize});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return files_in(folder, "out");
  };
  const auto expected = files("1", "auto");
  BOOST_TEST(expected.size() == 9u);
  BOOST_TEST((files("3", "100") == expected));
  BOOST_TEST((files("2", "7777") == expected));
}

BOOST_AUTO_TEST_CASE(values_of_variables_name_no_columns) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 2, "vars: {to: \"{kind}\"}\noutput: \"out/${to}.csv\"\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out/{kind}.csv") == "index,kind\n0,a/b\n1,1\n");
}

BOOST_AUTO_TEST_CASE(doubled_braces_are_braces) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 1, "output: \"{{x}}.csv\"\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("{x}.csv") == "index,kind\n0,a/b\n");
}

BOOST_AUTO_TEST_CASE(a_misspelt_column_is_a_mistake_with_its_place) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 2, "output: \"out/{kint}.csv\"\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("run.yaml:4:9: error: 'out/{kint}.csv': no column 'kint', did "
                              "you mean 'kind'?") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(writers_that_need_all_rows_are_refused) {
  const TemporaryFolder folder;
  const auto outcome = run(folder, 2, "output: \"{kind}.md\"\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(
      outcome.err.find("the writer markdown needs all rows at once") != std::string::npos,
      outcome.err);
}

BOOST_AUTO_TEST_CASE(too_many_files_leave_none) {
  const TemporaryFolder folder;
  const auto outcome = run(
      folder, 20, "output: {use: csv, with: {path: \"out/{index}.csv\", most_files: 19}}\n");
  BOOST_TEST(outcome.exit_code != 0);
  BOOST_TEST(outcome.err.find("values for more than 19 files") != std::string::npos,
             outcome.err);
  BOOST_TEST(files_in(folder, "out").empty());
}

BOOST_AUTO_TEST_CASE(an_input_is_not_overwritten) {
  const TemporaryFolder folder;
  folder.write("a.csv", "k\nb\na\n");
  folder.write("run.yaml", "dp: 1\ninput: a.csv\nmap: [{use: csv}]\noutput: \"{k}.csv\"\n");
  const auto outcome = dp::test::dp(folder, {"run", "run.yaml", "-q"});
  BOOST_TEST(outcome.exit_code != 0);
  BOOST_TEST(outcome.err.find("a.csv is an input too (a.csv): it would be overwritten") !=
                 std::string::npos,
             outcome.err);
  BOOST_TEST(folder.read("a.csv") == "k\nb\na\n");
  BOOST_TEST(!fs::exists(folder.path("b.csv")));
}

BOOST_AUTO_TEST_CASE(files_of_earlier_runs_are_told) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path("out"));
  folder.write("out/old.csv", "x");
  const auto outcome = run(folder, 2, "output: \"out/{kind}.csv\"\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.err.find("out/{kind}.csv: out/old.csv was there before, got no rows and "
                              "stays as it is") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
