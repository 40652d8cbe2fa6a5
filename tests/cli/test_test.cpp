// SPDX-License-Identifier: Apache-2.0
// dp test: the tests that a pipeline file carries.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "dp_process.hpp"

namespace test {
namespace {

struct Fixture {
  dp::test::Outcome test(const std::string& tests) {
    folder.write("run.yaml",
                 "dp: 1\ninput: nowhere/*.csv\nmap: [{use: csv}, {where: b > 1}]\n"
                 "output: out.csv\n"
                 "reduce: {total: {with: {take: {n: count, sum: sum(b)}}, to: total.csv}}\n" +
                     tests);
    return dp::test::dp(folder, {"test", "run.yaml"});
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace test

BOOST_FIXTURE_TEST_SUITE(test, Fixture)

BOOST_AUTO_TEST_CASE(tests_that_pass_are_counted_and_nothing_is_written) {
  folder.write("given.csv", "a,b\nx,3\n");
  const auto outcome = test(
      "tests:\n"
      "  - {given: \"a,b\\nx,1\\ny,2\\n\", expect: {a: y, b: 2}}\n"
      "  - {given: \"a,b\\nx,1\\n\", expect: []}\n"
      "  - {given: {file: given.csv}, results: {total: {n: 1, sum: 3}}}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.err == "run.yaml: 3 of 3 tests passed\n");
  BOOST_TEST(outcome.out == "");
  BOOST_TEST(!std::filesystem::exists(folder.path("out.csv")));
  BOOST_TEST(!std::filesystem::exists(folder.path("total.csv")));
}

BOOST_AUTO_TEST_CASE(a_file_from_standard_input_is_tested_too) {
  const auto outcome = dp::test::dp(folder, {"test", "-"},
                                    "dp: 1\ninput: nowhere/*.csv\nmap: [{use: csv}]\n"
                                    "output: out.csv\n"
                                    "tests:\n"
                                    "  - {given: \"a\\nx\\n\", expect: {a: x}}\n"
                                    "  - {given: \"a\\ny\\n\", expect: {a: y}}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.err == "<stdin>: 2 of 2 tests passed\n");
}

BOOST_AUTO_TEST_CASE(a_test_that_fails_is_told_with_its_place) {
  const auto outcome = test(
      "tests:\n"
      "  - {name: second row, given: \"a,b\\nx,1\\ny,2\\n\", expect: {a: x, c: 1}}\n"
      "  - {given: \"a,b\\nx,2\\n\", expect: {b: 2}, results: {totl: {n: 1}}}\n");
  BOOST_TEST(outcome.exit_code == 1);
  BOOST_TEST(outcome.err ==
             "run.yaml:7:59: failed: second row: row 1: a: expected x, got 'y'\n"
             "run.yaml:7:65: failed: second row: row 1: no column 'c'\n"
             "run.yaml:8:53: failed: test 2: no reduction 'totl' in reduce:\n"
             "run.yaml: 0 of 2 tests passed\n");
}

BOOST_AUTO_TEST_CASE(update_writes_what_came_and_shows_the_lines) {
  const std::string tests =
      "tests:\n"
      "  - {name: one, given: \"a,b\\nx,1\\ny,2\\n\", expect: {a: x, b: 2}}  # kept\n"
      "  - given: \"a,b\\nx,2\\ny,3\\n\"\n"
      "    # this too\n"
      "    results: {total: {n: 1}}\n"
      "    expect:\n"
      "      - {a: x}\n";
  BOOST_TEST(test(tests).exit_code == 1);
  const auto outcome = dp::test::dp(folder, {"test", "--update", "run.yaml"});
  BOOST_TEST(outcome.exit_code == 0);
  BOOST_TEST(outcome.err ==
             "run.yaml:7: updated\n"
             "-   - {name: one, given: \"a,b\\nx,1\\ny,2\\n\", expect: {a: x, b: 2}}  # kept\n"
             "+   - {name: one, given: \"a,b\\nx,1\\ny,2\\n\", expect: {a: y, b: 2}}  # kept\n"
             "run.yaml:10: updated\n"
             "-     results: {total: {n: 1}}\n"
             "+     results: {total: {n: 2}}\n"
             "run.yaml:12: updated\n"
             "-       - {a: x}\n"
             "+       - {a: x}\n"
             "+       - {a: y}\n"
             "run.yaml: 2 of 2 tests passed\n");
  const auto text = folder.read("run.yaml");
  BOOST_TEST(text.find("# this too\n") != std::string::npos);
  BOOST_TEST(dp::test::dp(folder, {"test", "run.yaml"}).exit_code == 0);
  // Once more there is nothing to do.
  BOOST_TEST(dp::test::dp(folder, {"test", "--update", "run.yaml"}).err ==
             "run.yaml: 2 of 2 tests passed\n");
  BOOST_TEST(folder.read("run.yaml") == text);
}

BOOST_AUTO_TEST_CASE(update_writes_all_or_nothing) {
  test(
      "tests:\n  - {given: \"a,b\\nx,2\\n\", expect: {a: y}}\n"
      "  - {given: \"a,b\\nx,2\\n\", expect: {c: y}}\n");
  const auto before = folder.read("run.yaml");
  const auto outcome = dp::test::dp(folder, {"test", "--update", "run.yaml"});
  BOOST_TEST(outcome.exit_code != 0);
  BOOST_TEST(
      outcome.err.find("there is no column 'c'; nothing is written") != std::string::npos,
      outcome.err);
  BOOST_TEST(folder.read("run.yaml") == before);
  const auto piped = dp::test::dp(folder, {"test", "--update", "-"}, before);
  BOOST_TEST(piped.exit_code == 2);
}

BOOST_AUTO_TEST_CASE(why_no_record_came_is_told) {
  const auto outcome = test("tests:\n  - {given: \"a,b\\nx,2\\nragged\\n\", expect: []}\n");
  BOOST_TEST(outcome.exit_code == 1);
  BOOST_TEST(outcome.err.find(": expected 0 rows, got 1\n  rejected: ") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(a_file_without_tests_or_with_mistakes_is_wrong) {
  auto outcome = test("");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("run.yaml: has no tests") != std::string::npos, outcome.err);
  outcome = test("tests: [{given: x}]\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(
      outcome.err.find("run.yaml:6:9: error: a test needs 'expect'") != std::string::npos,
      outcome.err);
  outcome = test("tests: [{given: {file: nowhere}, expect: []}]\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("nowhere: No such file") != std::string::npos, outcome.err);
  BOOST_TEST(dp::test::dp(folder, {"test"}).exit_code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
