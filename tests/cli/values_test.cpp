// SPDX-License-Identifier: Apache-2.0
// What values from outside can do in a pipeline file.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"

namespace values {
namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;

struct Fixture {
  Fixture() {
    folder.write("in.csv",
                 "path,n,two words\n/a,1,x\n/it's,2,y\n/b,3,z\n\"x' or 'a' == 'a\",4,w\n");
  }

  /// Run a pipeline over in.csv whose map goes on with `step`, with --set for its variable p.
  Outcome run(const std::string& step, const std::string& value, const char* command = "run") {
    folder.write("p.yaml", "dp: 1\nvars: {p: /a}\ninput: in.csv\nmap:\n  - use: csv\n  - " +
                               step + "\n  - select: [n]\n");
    const bool checks = std::string(command) == "validate";
    return checks ? dp::test::dp(folder, {command, "p.yaml", "--set", "p=" + value})
                  : dp::test::dp(folder, {command, "-q", "p.yaml", "--set", "p=" + value});
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace values

BOOST_FIXTURE_TEST_SUITE(values, Fixture)

BOOST_AUTO_TEST_CASE(a_value_is_compared_as_it_is) {
  for (const std::string where :
       {"where: \"path == '${p}'\"", "where: path == ${p}", "where: 'path == \"${p}\"'",
        "where: path in ('${p}', 'none')"}) {
    BOOST_TEST(run(where, "/it's").out == "{\"n\":2}\n", where);
    BOOST_TEST(run(where, "x' or 'a' == 'a").out == "{\"n\":4}\n", where);
    BOOST_TEST(run(where, "x\" or \"a\" == \"a").out == "", where);
    BOOST_TEST(run(where, "/b' --").out == "", where);
  }
  BOOST_TEST(run("where: n >= ${p}", "3").out == "{\"n\":3}\n{\"n\":4}\n");
  BOOST_TEST(run("where: \"starts_with(path, '/${p}')\"", "it'").out == "{\"n\":2}\n");
  BOOST_TEST(run("where: \"`${p}` == 'y'\"", "two words").out == "{\"n\":2}\n");
}

BOOST_AUTO_TEST_CASE(a_value_of_the_environment_is_data_too) {
  ::setenv("DP_TEST_PATH", "x' or 'a' == 'a", 1);
  const auto outcome = run("where: path == '${DP_TEST_PATH}'", "");
  ::unsetenv("DP_TEST_PATH");
  BOOST_TEST(outcome.out == "{\"n\":4}\n");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_meant_as_syntax_is_refused_at_its_reference) {
  const auto text = run("where: n > 1 ${p}", "or true", "validate");
  BOOST_TEST(text.exit_code == 2);
  BOOST_TEST(text.err.starts_with("p.yaml:6:18: error: 'or true' cannot be here\n"
                                  "    6 |   - where: n > 1 ${p}\n"
                                  "      |                  ^~~~\n"
                                  "      = a variable's value is never read as a part of"),
             text.err);
  const auto condition = run("where: ${p}", "n > 1", "validate");
  BOOST_TEST(condition.exit_code == 2);
  BOOST_TEST(condition.err.starts_with("p.yaml:6:12: error: where: the condition is string, "),
             condition.err);
  BOOST_TEST(condition.err.find("= a variable's value is never read") != std::string::npos);
  const auto types = run("where: n == ${p}", "1 or 1", "validate");
  BOOST_TEST(types.exit_code == 2);
  BOOST_TEST(types.err.find("these cannot be compared") != std::string::npos, types.err);
}

BOOST_AUTO_TEST_CASE(mistakes_after_a_value_have_their_own_place) {
  const auto text = run("where: path == '${p}' and m > 1", "it's a long value", "validate");
  BOOST_TEST(text.err.starts_with("p.yaml:6:31: error: there is no column 'm'"), text.err);
}

BOOST_AUTO_TEST_CASE(here_is_no_pattern_and_a_value_is_one_only_alone) {
  folder.write("run[1]/data/x.csv", "v\n1\n");
  folder.write("run1/data/x.csv", "v\n999\n");
  folder.write("run[1]/p.yaml", "dp: 1\ninput: \"${here}/data/*.csv\"\nmap: [{use: csv}]\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "-q", "run[1]/p.yaml"}).out == "{\"v\":1}\n");
  folder.write("q.yaml",
               "dp: 1\nvars: {files: x, dir: x}\ninput: \"${files}\"\nmap: [{use: csv}]\n");
  BOOST_TEST(
      dp::test::dp(folder, {"run", "-q", "q.yaml", "--set", "files=run*/data/*.csv"}).out ==
      "{\"v\":999}\n{\"v\":1}\n");
  folder.write("r.yaml",
               "dp: 1\nvars: {dir: x}\ninput: \"${dir}/data/*.csv\"\nmap: [{use: csv}]\n");
  const auto named = dp::test::dp(folder, {"run", "-q", "r.yaml", "--set", "dir=run[1]"});
  BOOST_TEST(named.out == "{\"v\":1}\n");
  const auto refused = dp::test::dp(folder, {"validate", "r.yaml", "--set", "dir=run*"});
  BOOST_TEST(refused.exit_code == 2);
  BOOST_TEST(refused.err.find("r.yaml:3:8: error: no file matches 'run*/data/*.csv'\n") == 0U,
             refused.err);
  BOOST_TEST(
      refused.err.find("= the value of a variable is a glob only if it is the whole entry: "
                       "${v}, not ${v}/x\n") != std::string::npos,
      refused.err);
}

BOOST_AUTO_TEST_CASE(a_value_alone_is_the_column_to_group_by) {
  folder.write("g.yaml",
               "dp: 1\nvars: {key: path}\ninput: in.csv\nmap: [{use: csv}]\nreduce:\n  all:\n"
               "    with: {by: \"${key}\", take: {sum: \"sum(n)\"}, sort: -sum, limit: 1}\n"
               "    to: {use: csv, with: {path: \"-\"}}\n");
  const auto group = [&](const std::string& key, const char* command = "run") {
    return dp::test::dp(folder, {command, "g.yaml", "--set", "key=" + key});
  };
  BOOST_TEST(group("two words").out == "two words,sum\nw,4\n");
  const auto call = group("lower(path)", "validate");
  BOOST_TEST(call.err.starts_with("g.yaml:7:17: error: there is no column 'lower(path)'"),
             call.err);
}

BOOST_AUTO_TEST_SUITE_END()
