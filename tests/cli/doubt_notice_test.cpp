// SPDX-License-Identifier: Apache-2.0
#include "cli/doubt_notice.hpp"

#include <signal.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "dp_process.hpp"

BOOST_AUTO_TEST_SUITE(doubt_notice)

namespace {

const dp::run::Doubt kDoubt = {
    "a.json", 20'000'000, {"p.yaml:3: there is no column 'x\"'", "p.yaml:4: b"}};

struct Fixture {
  /// A file that is worth a word, whose column `late` comes last.
  Fixture() {
    const std::string line = "{\"a\":1,\"b\":\"" + std::string(2000, 'x') + "\"}\n";
    std::string text;
    while (text.size() < dp::cli::kWorthAWord) text += line;
    folder.write("a.json", text + "{\"a\":1,\"late\":2}\n");
  }
  void write(const std::string& condition) {
    folder.write("p.yaml", "dp: 1\ninput: a.json\nmap: [{use: json}, {where: " + condition +
                               "}]\noutput: out.csv\n");
  }
  dp::test::TemporaryFolder folder;
};

const std::string kNotice =
    "dp: the first bytes of a.json do not have all that is named; looking through all of it";

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_looked_for_is_said_with_how_much_there_is) {
  BOOST_TEST(
      dp::cli::doubt_text(kDoubt) ==
      "dp: the first bytes of a.json do not have all that is named; looking through all of "
      "it (20.0 MB), which Ctrl-C ends:\n"
      "  p.yaml:3: there is no column 'x\"'\n"
      "  p.yaml:4: b\n");
  auto many = kDoubt;
  many.mistakes.assign(5, "p.yaml:3: m");
  BOOST_TEST(dp::cli::doubt_text(many).ends_with("  p.yaml:3: m\n  and 2 more\n"));
}

BOOST_AUTO_TEST_CASE(programs_are_told_in_an_object) {
  BOOST_TEST(dp::cli::doubt_json(kDoubt) ==
             "{\"looking_for\":[\"p.yaml:3: there is no column 'x\\\"'\",\"p.yaml:4: b\"],"
             "\"in\":\"a.json\",\"bytes\":20000000}\n");
}

BOOST_FIXTURE_TEST_CASE(a_long_input_is_not_looked_through_without_a_word, Fixture) {
  write("lat == 2");
  const std::string mistake = "  p.yaml:3: there is no column 'lat'\n";
  for (const std::string command : {"run", "validate"}) {
    const auto told = dp::test::dp(folder, {command, "p.yaml"});
    BOOST_TEST(told.exit_code == 2);
    BOOST_TEST(told.err.starts_with(kNotice), told.err);
    BOOST_TEST(told.err.find(mistake) != std::string::npos, told.err);
    BOOST_TEST(told.err.find("did you mean 'late'?") != std::string::npos, told.err);
  }
  const auto json = dp::test::dp(folder, {"run", "--progress", "json", "p.yaml"});
  BOOST_TEST(json.err.starts_with("{\"looking_for\":[\"p.yaml:3: there is no column 'lat'\"]"),
             json.err);
  const auto quiet = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(quiet.err.find("looking") == std::string::npos, quiet.err);
}

BOOST_FIXTURE_TEST_CASE(a_run_that_finds_it_goes_on, Fixture) {
  write("late == 2");
  const auto outcome = dp::test::dp(folder, {"run", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.err.starts_with(kNotice), outcome.err);
  BOOST_TEST(outcome.err.find("error") == std::string::npos, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "a,b,late\n1,,2\n");
}

BOOST_FIXTURE_TEST_CASE(nothing_is_looked_through_where_a_mistake_is_one_anyway, Fixture) {
  folder.write("p.yaml",
               "dp: 1\ninput: a.json\nmap: [{use: json}, {where: lat == 2}]\noutput: out.csv\n"
               "tests: [{name: t, given: {file: none.json}, expect: []}]\n");
  const auto outcome = dp::test::dp(folder, {"validate", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("none.json") != std::string::npos, outcome.err);
  BOOST_TEST(outcome.err.find("there is no column 'lat'") != std::string::npos, outcome.err);
  BOOST_TEST(outcome.err.find("look") == std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
