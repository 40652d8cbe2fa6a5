// SPDX-License-Identifier: Apache-2.0
#include "pipeline/model.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(model)

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
    {"- a\n", "1:1: error: a pipeline file: expected a map (got a list)"},
    {"input: a\nmap: [{use: b}]\n", "1:1: error: the key 'dp' is missing"},
    {"dp: 2\ninput: a\nmap: [{use: b}]\n",
     "1:5: error: dp: expected 1, the only version of the format that this dp knows (got '2')"},
    {"dp: '1'\ninput: a\nmap: [{use: b}]\n",
     "1:5: error: dp: expected 1, the only version of the format that this dp knows (got '1')"},
    {"dp: 1\nmap: [{use: b}]\n", "1:1: error: the key 'input' is missing"},
    {"dp: 1\ninput: a\n", "1:1: error: the key 'map' is missing"},
    {"dp: 1\ninput: a\nmap: [{use: b}]\npol: 1\n",
     "4:1: error: unknown key 'pol' in a pipeline file, did you mean 'pool'?"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_whole_file_becomes_a_model) {
  const Loaded loaded(dp::test::kWeb);
  BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
  const Model& model = *loaded.model;
  BOOST_TEST(model.name.text == "web-stats");
  BOOST_TEST(model.description == "who comes");
  BOOST_TEST(model.vars.at(0).value == "/var/log/nginx");
  BOOST_TEST(model.plugins.at(0).text == "build/plugins");
  BOOST_TEST(model.input.files.at(0).text == "/var/log/nginx/access.log*");
  BOOST_TEST(model.input.exclude.at(0).text == "*.tmp");
  BOOST_TEST((model.input.order == Input::Order::size));
  BOOST_TEST(model.pool.workers == 4u);
  BOOST_TEST((model.pool.chunksize.unit == Chunksize::Unit::bytes));
  BOOST_TEST(model.pool.chunksize.count == 4'194'304u);
  BOOST_TEST(model.pool.memory_bytes == 1u << 30);
  BOOST_TEST(model.pool.timeout.count() == 60'000'000);
  BOOST_TEST(model.pool.recycle_records == 5000u);
  BOOST_TEST((model.errors.policy == ErrorSettings::Policy::stop));
  BOOST_TEST(model.errors.rejects->text == "out/rejects.ndjson");
  BOOST_TEST(model.errors.budget_ratio.value() == 0.01);
  BOOST_TEST(!model.errors.budget_count);
  BOOST_TEST(model.errors.retries == 2u);
}

BOOST_AUTO_TEST_CASE(defaults_fill_what_a_small_file_leaves_out) {
  const Loaded loaded(minimal());
  BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
  const Model& model = *loaded.model;
  BOOST_TEST(model.name.text == "web");
  BOOST_TEST(model.output.at(0).path.text == "-");
  BOOST_TEST(model.pool.workers == 0u);
  BOOST_TEST((model.pool.chunksize.unit == Chunksize::Unit::automatic));
  BOOST_TEST((model.errors.policy == ErrorSettings::Policy::collect));
  BOOST_TEST(model.errors.retries == 1u);
  BOOST_TEST((model.input.order == Input::Order::name));
}

BOOST_AUTO_TEST_CASE(records_go_nowhere_by_themselves_if_there_are_reducers) {
  const Loaded loaded(minimal("reduce: {all: {with: {by: a}}}\n"));
  BOOST_REQUIRE(loaded.model);
  BOOST_TEST(loaded.model->output.empty());
}

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  const Loaded loaded(bad.text);
  BOOST_TEST(loaded.diagnostics.has_errors());
  BOOST_TEST(dp::test::first_line(loaded) == "web.yaml:" + std::string(bad.shown));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_shown_in_one_go) {
  const Loaded loaded(
      "dp: 1\nnmae: x\ninput: {files: []}\nmap:\n  - use: a\n    where: b = 1\npool: {worker: "
      "2}\n");
  BOOST_TEST(
      loaded.shown() ==
      "web.yaml:2:1: error: unknown key 'nmae' in a pipeline file, did you mean 'name'?\n"
      "    2 | nmae: x\n"
      "      | ^~~~\n"
      "web.yaml:3:16: error: input.files: the list is empty\n"
      "    3 | input: {files: []}\n"
      "      |                ^\n"
      "web.yaml:6:14: error: '=' is not an operator\n"
      "    6 |     where: b = 1\n"
      "      |              ^\n"
      "      = write '==' to compare\n"
      "web.yaml:7:8: error: unknown key 'worker' in pool, did you mean 'workers'?\n"
      "    7 | pool: {worker: 2}\n"
      "      |        ^~~~~~\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_map_is_a_mistake) {
  for (const char* text : {"~\n", "null\n", "---\n", "[]\n", "text\n", "# a comment\n"}) {
    const Loaded loaded(text);
    BOOST_TEST(!loaded.model, text);
    BOOST_TEST(loaded.diagnostics.errors() == 1u, text << ": " << loaded.shown());
  }
}

BOOST_AUTO_TEST_CASE(what_could_be_read_of_a_wrong_file_is_there) {
  const Loaded loaded(
      "dp: 1\nnmae: x\ninput: {files: a, ordre: name}\nmap:\n  - use: a\n    wiht: {b: c}\n"
      "  - derive: {d: e +, f: g}\n  - use: [h]\nreduce:\n  r: {use: s, with: {t: u}}\n"
      "pool: {workers: 3, memory: 1B}\n");
  BOOST_REQUIRE(loaded.model);
  const Model& model = *loaded.model;
  BOOST_TEST(!model.input.whole);
  BOOST_REQUIRE(model.map.size() == 3u);
  BOOST_TEST(model.map[0].use.task == "a");
  BOOST_TEST(!model.map[0].use.whole);
  BOOST_TEST(!model.map[1].whole);
  BOOST_TEST(model.map[1].derive.size() == 1u);
  BOOST_TEST(model.map[2].use.task == "");
  BOOST_TEST(model.reduce.at(0).use.whole);
  BOOST_TEST(model.reduce.at(0).use.with.find("t") != nullptr);
  BOOST_TEST(model.pool.workers == 0u);  // limits that are wrong are not applied
}

BOOST_AUTO_TEST_CASE(a_formula_is_checked_against_columns_at_its_place) {
  Loaded loaded(minimal("  - where: 'statuss > 3'\n"));
  BOOST_REQUIRE(loaded.model);
  const dp::Schema schema = {{"status", dp::Type::int64}};
  BOOST_TEST(!check(*loaded.model->map.at(1).where, schema, nullptr, loaded.diagnostics));
  BOOST_TEST(loaded.shown() ==
             "web.yaml:5:13: error: there is no column 'statuss', did you mean 'status'?\n"
             "    5 |   - where: 'statuss > 3'\n"
             "      |             ^~~~~~~\n");
}

BOOST_AUTO_TEST_SUITE_END()
