// SPDX-License-Identifier: Apache-2.0
// Columns that only later records have, named in steps, types and keys.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"

namespace late_columns {
namespace {

struct Fixture {
  Fixture() {
    std::string text;
    for (int i = 0; i < 5'000; ++i) {
      const auto number = std::to_string(i);
      text += "{\"a\":" + number + ",\"b\":\"x" + number + "\"}\n";
    }
    text += "{\"a\":1,\"b\":\"y\",\"late\":7}\n";
    size = std::to_string(text.size());
    folder.write("late.json", text);
  }
  dp::test::Outcome dp(const std::string& command, const std::string& reader,
                       const std::string& rest) {
    write("late.json", reader, rest);
    std::vector<std::string> words = {command};
    if (command == "run") words.push_back("-q");
    words.push_back("p.yaml");
    return dp::test::dp(folder, words);
  }
  void write(const std::string& input, const std::string& reader, const std::string& rest) {
    folder.write("p.yaml",
                 "dp: 1\ninput: " + input + "\nmap: [{use: json" + reader + "}" + rest + "\n");
  }
  /// What a run prints whose input comes through a pipe.
  std::string of_stream(const std::string& reader, const std::string& rest) {
    write("'-'", reader, rest);
    folder.write("script", "cd '" + folder.path() +
                               "'\ncat late.json | '" DP_PROGRAM
                               "' run -q p.yaml > shown 2>&1; echo $? >> shown\n");
    BOOST_REQUIRE(std::system(("bash '" + folder.path("script") + "'").c_str()) != -1);
    return folder.read("shown");
  }

  dp::test::TemporaryFolder folder;
  std::string size;
};

const std::string kWhere = ", {where: late == 7}]";
const std::string kLast = "{\"a\":1,\"b\":\"y\",\"late\":7}\n";

}  // namespace
}  // namespace late_columns

BOOST_FIXTURE_TEST_SUITE(late_columns, Fixture)

BOOST_AUTO_TEST_CASE(a_column_that_a_later_record_has_is_found) {
  for (const std::string reader : {"", ", with: {types: {late: int}}"}) {
    const auto checked = dp("validate", reader, kWhere);
    BOOST_TEST(checked.err == "p.yaml: OK\n");
    BOOST_TEST(checked.exit_code == 0);
    const auto outcome = dp("run", reader, kWhere);
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == kLast);
  }
  BOOST_TEST(dp("run", "", kWhere.substr(0, kWhere.size() - 1) + ", {select: [late]}]").out ==
             "{\"late\":7}\n");
  BOOST_TEST(dp("run", ", with: {types: {late: int}}",
                kWhere.substr(0, kWhere.size() - 1) + ", {select: [late, a]}]")
                 .out == "{\"late\":7,\"a\":1}\n");
  BOOST_TEST(dp("run", "",
                "]\nreduce: {n: {with: {by: late, take: {n: count}}, to: {use: csv, with: "
                "{path: '-'}}}}")
                 .out == "late,n\n,5000\n7,1\n");
}

BOOST_AUTO_TEST_CASE(one_that_no_record_has_is_a_mistake_with_the_nearest_name) {
  for (const std::string command : {"validate", "run"}) {
    const auto outcome = dp(command, "", ", {where: lat == 7}]");
    BOOST_TEST(outcome.exit_code == 2);
    BOOST_TEST(outcome.err ==
               "p.yaml:2:8: warning: all of late.json (" + size +
                   " bytes) was looked through for columns\n"
                   "    2 | input: late.json\n"
                   "      |        ^~~~~~~~~\n"
                   "p.yaml:3:28: error: there is no column 'lat', did you mean 'late'?\n"
                   "    3 | map: [{use: json}, {where: lat == 7}]\n"
                   "      |                            ^~~\n");
  }
}

BOOST_AUTO_TEST_CASE(of_a_stream_it_is_told_what_helps) {
  BOOST_TEST(of_stream("", kWhere) ==
             "p.yaml:2:8: warning: which columns there are is known from the first bytes of "
             "standard input alone\n"
             "    2 | input: '-'\n"
             "      |        ^~~\n"
             "      = it cannot be read twice: name the columns that come later, with columns: "
             "{...}\n"
             "p.yaml:3:28: error: there is no column 'late'\n"
             "    3 | map: [{use: json}, {where: late == 7}]\n"
             "      |                            ^~~~\n"
             "      = the columns are a, b\n2\n");
  BOOST_TEST(of_stream(", with: {columns: {late: late}, types: {late: int}}", kWhere)
                 .ends_with("{\"late\":7}\n0\n"));
}

BOOST_AUTO_TEST_CASE(a_mistake_that_is_one_anyway_is_told_at_once) {
  const auto outcome = dp("run", ", with: {bad: 1}", kWhere);
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("unknown option 'bad' of json") != std::string::npos);
  BOOST_TEST(outcome.err.find("looked through") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_pipeline_that_does_not_fit_what_comes_later_is_told_a_cure) {
  std::string text = "id,price\n";
  while (text.size() < 100'000) text += "1,1.5\n";
  folder.write("p.csv", text + "2,n/a\n");
  folder.write("p.yaml",
               "dp: 1\ninput: p.csv\nmap: [{use: csv}]\n"
               "reduce: {n: {with: {take: {s: sum(price)}}, to: '-'}}\n");
  const auto outcome = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 1);
  BOOST_TEST(
      outcome.err.find("the pipeline does not fit all of its input:\n"
                       "  column 'price' is no float, for p.csv:16668 has 'n/a'\n"
                       "  types: {price: float}, given to the reader, rejects the records "
                       "that do not fit\n") != std::string::npos,
      outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
