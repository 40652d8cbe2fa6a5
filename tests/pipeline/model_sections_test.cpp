// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "pipeline/model.hpp"
#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(model_sections)

using namespace dp::pipeline;
using dp::test::Loaded;
using dp::test::minimal;
namespace data = boost::unit_test::data;

namespace {

struct Bad {
  const char* text;
  const char* shown;  ///< the first line of the first diagnostic, without "web.yaml:"
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }

const Bad kBad[] = {
    {"dp: 1\ninput: [a, -]\nmap: [{use: b}]\n",
     "2:12: error: input: '-' (standard input) can only stand alone"},
    {"dp: 1\ninput: []\nmap: [{use: b}]\n", "2:8: error: input: the list is empty"},
    {"dp: 1\ninput:\nmap: [{use: b}]\n",
     "2:6: error: input: expected text or a list of texts (got nothing)"},
    {"dp: 1\ninput: ''\nmap: [{use: b}]\n", "2:8: error: input: the path is empty"},
    {"dp: 1\ninput: {files: a, list: b}\nmap: [{use: b}]\n",
     "2:8: error: input: expected one of files, list and range (got 2 of them)"},
    {"dp: 1\ninput: {exclude: a, list: b}\nmap: [{use: b}]\n",
     "2:18: error: input: 'exclude' needs 'files'"},
    {"dp: 1\ninput: {file: a}\nmap: [{use: b}]\n",
     "2:9: error: unknown key 'file' in input, did you mean 'files'?"},
    {"dp: 1\ninput: {files: a, order: random}\nmap: [{use: b}]\n",
     "2:26: error: input.order: expected name, size or given (got 'random')"},
    {"dp: 1\ninput: {files: a, bad_bytes: drop}\nmap: [{use: b}]\n",
     "2:30: error: input.bad_bytes: expected reject, replace or keep (got 'drop')"},
    {"dp: 1\ninput: {range: 1, encoding: latin1}\nmap: [{use: b}]\n",
     "2:29: error: input: 'encoding' needs files"},
    {"dp: 1\ninput: {range: 0}\nmap: [{use: b}]\n",
     "2:16: error: input.range: expected a whole number of at least 1 (got '0')"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(input_has_short_and_long_forms) {
  const auto input = [](std::string_view text) {
    const Loaded loaded("dp: 1\nmap: [{use: a}]\ninput: " + std::string(text) + "\n");
    BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
    return loaded.model->input;
  };
  BOOST_TEST(input("\"-\"").files.at(0).text == "-");
  BOOST_TEST(input("[a, b]").files.size() == 2u);
  BOOST_TEST(input("{list: \"-\"}").list->text == "-");
  BOOST_TEST(input("{range: 100}").range.value() == 100u);
  BOOST_TEST((input("{files: a, order: given}").order == Input::Order::given));
}

BOOST_AUTO_TEST_CASE(a_chunksize_is_auto_items_or_bytes) {
  const auto chunksize = [](std::string_view text) {
    const Loaded loaded(minimal("pool: {chunksize: " + std::string(text) + "}\n"));
    return !loaded.diagnostics.has_errors() ? loaded.model->pool.chunksize
                                            : Chunksize{Chunksize::Unit::bytes, 0};
  };
  BOOST_TEST((chunksize("auto").unit == Chunksize::Unit::automatic));
  BOOST_TEST((chunksize("64").unit == Chunksize::Unit::items));
  BOOST_TEST(chunksize("64").count == 64u);
  BOOST_TEST(chunksize("8KiB").count == 8192u);
  BOOST_TEST(chunksize("0").count == 0u);
  BOOST_TEST(chunksize("1.5").count == 0u);  // neither items nor a size
  BOOST_TEST(chunksize("many").count == 0u);
}

BOOST_AUTO_TEST_CASE(a_budget_is_a_count_or_a_share) {
  const auto errors = [](std::string_view text) {
    const Loaded loaded(minimal("errors: {budget: " + std::string(text) + "}\n"));
    BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
    return loaded.model->errors;
  };
  BOOST_TEST(errors("1000").budget_count.value() == 1000u);
  BOOST_TEST(errors("0").budget_count.value() == 0u);
  BOOST_TEST(errors("0.5%").budget_ratio.value() == 0.005);
  BOOST_TEST(errors("0.25").budget_ratio.value() == 0.25);
}

BOOST_AUTO_TEST_CASE(tests_expect_records) {
  const Loaded loaded(dp::test::kWeb);
  BOOST_REQUIRE(loaded.model);
  const auto& tests = loaded.model->tests;
  BOOST_TEST(tests.at(0).name.text == "a line");
  BOOST_TEST(tests.at(0).given.text == "x");
  BOOST_TEST(tests.at(0).expect.at(0).rows.at(0).find("status")->text == "404");
  BOOST_TEST(tests.at(0).expect.at(0).reduction.text == "");
  BOOST_TEST(tests.at(1).name.text == "test 2");
  BOOST_TEST(tests.at(1).expect.at(0).rows.size() == 2u);
}

BOOST_AUTO_TEST_CASE(tests_may_read_a_file_and_expect_the_rows_of_reductions) {
  const Loaded loaded(
      "dp: 1\ninput: a\nmap: [{use: csv}]\n"
      "tests: [{given: {file: b.csv}, results: {n: {a: 1}, m: []}}]\n");
  BOOST_REQUIRE(loaded.model);
  const auto& test = loaded.model->tests.at(0);
  BOOST_TEST(test.file);
  BOOST_TEST(test.given.text == "b.csv");
  BOOST_TEST(test.expect.at(0).reduction.text == "n");
  BOOST_TEST(test.expect.at(0).rows.size() == 1u);
  BOOST_TEST(test.expect.at(1).reduction.text == "m");
  BOOST_TEST(test.expect.at(1).rows.empty());
}

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  const Loaded loaded(bad.text);
  BOOST_TEST(loaded.diagnostics.has_errors());
  BOOST_TEST(dp::test::first_line(loaded) == "web.yaml:" + std::string(bad.shown));
}

BOOST_AUTO_TEST_CASE(mistakes_of_sections_have_places_and_messages) {
  const auto mistake = [](std::string_view section) {
    const Loaded loaded(minimal(section));
    return dp::test::first_line(loaded).substr(std::string("web.yaml:").size());
  };
  BOOST_TEST(mistake("pool: {workers: 2000}\n") ==
             "5:17: error: pool.workers (or auto): expected a whole number from 1 to 1024 (got "
             "'2000')");
  BOOST_TEST(mistake("pool: {memory: 1MiB}\n") ==
             "5:16: error: pool.memory: expected at least 16MiB (got '1MiB')");
  BOOST_TEST(
      mistake("pool: {chunksize: 4Mb/s}\n") ==
      "5:19: error: pool.chunksize: expected auto, a number of items, or a size as in 4MiB "
      "(got '4Mb/s')");
  BOOST_TEST(mistake("pool: 4\n") == "5:7: error: pool: expected a map (got '4')");
  BOOST_TEST(
      mistake("errors: {policy: colect}\n") ==
      "5:18: error: errors.policy: expected collect, stop or ignore (got 'colect'), did you "
      "mean 'collect'?");
  BOOST_TEST(
      mistake("errors: {budget: 101%}\n") ==
      "5:18: error: errors.budget: expected a count as in 1000, or a share as in 1% (got "
      "'101%')");
  BOOST_TEST(mistake("errors: {retries: -1}\n") ==
             "5:19: error: errors.retries: expected a whole number from 0 to 100 (got '-1')");
  BOOST_TEST(mistake("reduce: [a]\n") ==
             "5:9: error: reduce: expected a map of names to reducers (got a list)");
  BOOST_TEST(mistake("reduce: {a: {too: b}}\n") ==
             "5:14: error: unknown key 'too' in reduce.a, did you mean 'to'?");
  BOOST_TEST(mistake("output: {path: a.csv}\n") == "5:9: error: output: the sink has no 'use'");
  BOOST_TEST(mistake("output: {use: csv, with: {pth: a.csv}}\n") ==
             "5:9: error: output: the sink has no path (did you write 'pth' for 'path'?)");
  BOOST_TEST(mistake("output: {use: csv, with: {path: a.csv.gz, level: 10}}\n") ==
             "5:50: error: output.with.level: expected a whole number from 1 to 9 (got '10')");
  BOOST_TEST(
      mistake("output: {use: csv, with: {path: a.zst, level: fast}}\n") ==
      "5:47: error: output.with.level: expected a whole number from 1 to 19 (got 'fast')");
  BOOST_TEST(
      mistake("output: [[a]]\n") ==
      "5:10: error: output: expected a path, or a map with 'use' and 'with' (got a list)");
  BOOST_TEST(mistake("tests: {given: a}\n") ==
             "5:8: error: tests: expected a list (got a map)");
  BOOST_TEST(mistake("tests: [{given: a}]\n") ==
             "5:9: error: a test needs 'expect': the records that come out ([] for none), or "
             "'results': the rows of a reduction");
  BOOST_TEST(mistake("tests: [{given: a, expct: {a: b}, expect: []}]\n") ==
             "5:20: error: unknown key 'expct' in a test, did you mean 'expect'?");
  BOOST_TEST(mistake("tests: [{given: a, expect: {a: [b]}}]\n") ==
             "5:32: error: tests.expect.a: expected a value (got a list)");
}

BOOST_AUTO_TEST_CASE(
    paths_that_no_file_has_or_that_only_shells_replace_are_refused_everywhere) {
  const std::pair<std::string, std::string> kKeys[] = {
      {"output: PATH\n", "5:9: error: output"},
      {"output: {use: csv, with: {path: PATH}}\n", "5:33: error: output.with.path"},
      {"reduce: {a: {to: PATH}}\n", "5:18: error: reduce.a.to"},
      {"errors: {rejects: PATH}\n", "5:19: error: errors.rejects"},
  };
  const std::pair<std::string, std::string> kPaths[] = {
      {"\"\"", ": the path is empty"},
      {"\"a\\0b\"", ": a NUL cannot be in a name"},
      {"~/out.csv", ": '~' is not replaced here, as shells do"},
      {"\"~\"", ": '~' is not replaced here, as shells do"},
  };
  for (const auto& [key, place] : kKeys)
    for (const auto& [path, complaint] : kPaths) {
      auto text = key;
      text.replace(text.find("PATH"), 4, path);
      const Loaded loaded(minimal(text));
      BOOST_TEST(dp::test::first_line(loaded) == "web.yaml:" + place + complaint);
    }
}

BOOST_AUTO_TEST_SUITE_END()
