// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"
#include "gzip.hpp"
#include "logs.hpp"

namespace validate {
namespace {

using dp::test::TemporaryFolder;

struct Fixture {
  Fixture() { folder.write("a.log", dp::test::access_log(1, 20)); }

  /// What validate and run say of a pipeline: they must say the same, with exit code 2.
  std::string complaint(const std::string& pipeline) const {
    folder.write("p.yaml", pipeline);
    const auto checked = dp::test::dp(folder, {"validate", "p.yaml"});
    const auto ran = dp::test::dp(folder, {"run", "p.yaml"});
    BOOST_TEST(checked.exit_code == 2);
    BOOST_TEST(ran.exit_code == 2);
    BOOST_TEST(checked.err == ran.err);
    BOOST_TEST(ran.out == "");
    return checked.err;
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace validate

BOOST_FIXTURE_TEST_SUITE(validate, Fixture)

BOOST_AUTO_TEST_CASE(a_misspelt_task_is_answered_with_the_nearest) {
  BOOST_TEST(complaint("dp: 1\ninput: a.log\nmap: [{use: weblgo}]\n")
                 .starts_with("p.yaml:3:13: error: unknown reader 'weblgo', did you mean "
                              "'weblog'?\n"
                              "    3 | map: [{use: weblgo}]\n"
                              "      |             ^~~~~~\n"));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_shown_at_once) {
  const auto text = complaint(
      "dp: 1\ninput: a.log\nmap:\n  - use: weblog\n    with: {formt: auto}\n"
      "reduce:\n  all: {with: {take: {n: cuont}}}\n");
  BOOST_TEST(text.find("did you mean 'format'?") != std::string::npos, text);
  BOOST_TEST(text.find("did you mean 'count'?") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(mistakes_of_the_file_do_not_hide_those_of_its_tasks) {
  const auto text = complaint(
      "dp: 1\nnmae: x\ninput: a.log\nmap:\n  - use: weblog\n  - where: statsu >= 400\n"
      "reduce:\n  one: {with: {take: {n: cuont}}}\n  two: {with: {take: {n: count}, sort: "
      "-m}}\n"
      "  three: {with: {by: hots, take: {n: count}}, to: a.cvs}\npool: {workers: many}\n");
  for (const char* nearest : {"name", "status", "count", "host", "csv"})
    BOOST_TEST(text.find("did you mean '" + std::string(nearest) + "'?") != std::string::npos,
               text);
  BOOST_TEST(text.find("no column 'm' in the result") != std::string::npos, text);
  BOOST_TEST(text.find("pool.workers") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(one_mistake_is_shown_once) {
  const auto text = complaint(
      "dp: 1\nvars: {a: \"${nothing}\"}\ninput: \"${a}\"\nmap:\n  - use: weblog\n"
      "  - where: statsu > \"${a}\"\n    ues: b\nreduce:\n  r: {wiht: {take: {n: count}}}\n"
      "output: {use: csv, with: {paht: b.csv}}\n");
  std::size_t errors = 0;
  for (auto at = text.find(": error: "); at != std::string::npos;
       at = text.find(": error: ", at + 1))
    ++errors;
  BOOST_TEST(errors == 4U, text);
}

BOOST_AUTO_TEST_CASE(columns_are_checked_before_anything_is_run) {
  const auto text = complaint(
      "dp: 1\ninput: a.log\nmap:\n  - use: weblog\n  - where: statsu >= 400\n"
      "reduce:\n  all: {with: {by: hots, take: {n: count}, sort: -m}}\n");
  BOOST_TEST(text.find("p.yaml:5:12: error:") != std::string::npos, text);
  BOOST_TEST(text.find("did you mean 'status'?") != std::string::npos, text);
  BOOST_TEST(text.find("did you mean 'host'?") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(what_only_the_plugin_knows_is_shown_at_its_place) {
  const auto text = complaint(
      "dp: 1\ninput: a.log\nmap: [{use: weblog}]\n"
      "reduce:\n  all:\n    with:\n      take: {hits: count}\n      sort: -hist\n");
  BOOST_TEST(text.starts_with("p.yaml:8:13: error: group: "), text);
  BOOST_TEST(
      text.find("no column 'hist' in the result, did you mean 'hits'?") != std::string::npos,
      text);
}

BOOST_AUTO_TEST_CASE(an_input_that_is_not_there_is_a_mistake_of_the_file) {
  const auto text = complaint("dp: 1\ninput: b.log\nmap: [{use: weblog}]\n");
  BOOST_TEST(text.starts_with("p.yaml:2:8: error: no such file or folder: 'b.log'\n"), text);
}

BOOST_AUTO_TEST_CASE(an_input_of_which_nothing_is_left_is_a_mistake) {
  BOOST_TEST(
      complaint("dp: 1\ninput: {files: '*.log', exclude: '*'}\nmap: [{use: lines}]\n"
                "output: o.ndjson\n")
          .starts_with(
              "p.yaml:2:34: error: exclude leaves out all files of the input (1 found)\n"));
  folder.write("empty", "");
  BOOST_TEST(complaint("dp: 1\ninput: {list: empty}\nmap: [{use: lines}]\noutput: o.ndjson\n")
                 .starts_with("p.yaml:2:15: error: the list 'empty' names no files\n"));
}

BOOST_AUTO_TEST_CASE(inputs_none_of_which_can_be_read_are_told_before_the_run) {
  folder.write("list", "gone.log\nlost.log\n");
  folder.write("p.yaml", "dp: 1\ninput: {list: list}\nmap: [{use: lines}]\noutput: o.ndjson\n");
  const auto checked = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(checked.exit_code == 2);
  BOOST_TEST(checked.err.find("error: gone.log: cannot be read: ") != std::string::npos,
             checked.err);
  BOOST_TEST(checked.err.find("error: nothing of the input can be read (2 tried)") !=
                 std::string::npos,
             checked.err);
  folder.write("list", "gone.log\na.log\n");
  const auto warned = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(warned.exit_code == 0);
  BOOST_TEST(warned.err.find("warning: gone.log: cannot be read: ") != std::string::npos,
             warned.err);
}

BOOST_AUTO_TEST_CASE(columns_that_damaged_data_cannot_tell_are_missed_with_the_damage_told) {
  folder.write("a.csv.gz", dp::test::gzip("name,price\npear,2\n").substr(0, 10));
  folder.write("p.yaml",
               "dp: 1\ninput: a.csv.gz\nmap: [{use: csv}]\n"
               "reduce: {all: {with: {take: {n: sum(price)}}, to: out.csv}}\n");
  const auto outcome = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 2);
  const auto damage = outcome.err.find("p.yaml:2:8: warning: a.csv.gz: ");
  BOOST_REQUIRE_MESSAGE(damage != std::string::npos, outcome.err);
  BOOST_TEST(outcome.err.find("= what columns there are cannot be told from it", damage) !=
             std::string::npos);
  BOOST_TEST(outcome.err.find("there is no column 'price'") != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_CASE(a_library_that_is_no_plugin_is_named) {
  folder.write("plugins/broken.so", "not a library");
  folder.write("p.yaml", "dp: 1\nplugins: [plugins]\ninput: a.log\nmap: [{use: broken}]\n");
  const auto outcome = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("plugins/broken.so: ") != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_CASE(a_file_without_mistakes_is_ok_and_nothing_is_run) {
  folder.write("p.yaml", "dp: 1\ninput: a.log\nmap: [{use: weblog}]\noutput: out.csv\n");
  folder.write("q.yaml", "dp: 1\ninput: a.log\nmap: [{use: weblgo}]\n");
  const auto right = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(right.exit_code == 0);
  BOOST_TEST(right.err == "p.yaml: OK\n");
  BOOST_TEST(folder.read("out.csv") == "");
  const auto both = dp::test::dp(folder, {"validate", "q.yaml", "p.yaml"});
  BOOST_TEST(both.exit_code == 2);
  BOOST_TEST(both.err.ends_with("p.yaml: OK\n"), both.err);
}

BOOST_AUTO_TEST_CASE(without_data_all_is_checked_that_needs_none) {
  const auto check = [&](const std::string& pipeline) {
    folder.write("w.yaml", "dp: 1\ninput: nowhere/*.gz\n" + pipeline);
    const auto outcome = dp::test::dp(folder, {"validate", "--without-data", "w.yaml"});
    BOOST_TEST(outcome.exit_code == (outcome.err.find("error:") == std::string::npos ? 0 : 2));
    return outcome.err;
  };
  const std::string ok = "w.yaml: OK, as far as can be told without its input\n";
  BOOST_TEST(check("map: [{use: weblog}, {where: status >= 400}]\n") == ok);
  BOOST_TEST(check("map: [{use: weblog}, {where: statuss >= 400}]\n")
                 .starts_with("w.yaml:3:30: error: there is no column 'statuss', did you mean "
                              "'status'?"));
  for (const std::string reader : {"csv", "json", "xml", "lines", "csv.tsv"}) {
    if (reader == "xml" && dp::test::dp(folder, {"help", "xml"}).exit_code != 0) continue;
    const auto with = reader == "xml" ? ", with: {record: r}" : "";
    BOOST_TEST(check("map: [{use: " + reader + with +
                     "}]\nreduce: {n: {with: {take: {n: count}}}}\n") == ok,
               reader);
  }
  const auto csv = check("map: [{use: csv}, {where: lowr(a) == 'x'}, {use: nothing}]\n");
  BOOST_TEST(csv.find("did you mean 'lower'?") != std::string::npos, csv);
  BOOST_TEST(csv.find("unknown step 'nothing'") != std::string::npos, csv);
  BOOST_TEST(
      check("map: [{use: csv, with: {header: false, columns: [a, b]}}, {where: c == 1}]\n")
          .find("there is no column 'c'") != std::string::npos);
  BOOST_TEST(
      check("map: [{use: csv, with: {delimitr: ;}}]\n").find("did you mean 'delimiter'?") !=
      std::string::npos);
  // Standard input is not waited for.
  folder.write("s.yaml", "dp: 1\ninput: \"-\"\nmap: [{use: csv}]\n");
  BOOST_TEST(dp::test::dp(folder, {"validate", "--without-data", "s.yaml"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(validate_needs_a_file_that_is_there) {
  const auto none = dp::test::dp(folder, {"validate"});
  BOOST_TEST(none.exit_code == 2);
  BOOST_TEST(none.err == "dp: error: dp validate needs pipeline files: dp validate FILE...\n");
  BOOST_TEST(dp::test::dp(folder, {"validate", "missing.yaml"}).exit_code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
