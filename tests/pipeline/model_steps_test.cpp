// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "pipeline/model.hpp"
#include "samples.hpp"

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
    {"dp: 1\ninput: a\nmap: {use: b}\n",
     "3:6: error: map: expected a list of steps (got a map)"},
    {"dp: 1\ninput: a\nmap: []\n", "3:6: error: map: expected a list of steps (got none)"},
    {"dp: 1\ninput: a\nmap: [x]\n", "3:7: error: a step: expected a map (got 'x')"},
    {"dp: 1\ninput: a\nmap:\n  - use: b\n  -\n", "5:3: error: this step is empty"},
    {"dp: 1\ninput: a\nmap: [{where: a}]\n",
     "3:7: error: map: the first step reads the input: it needs 'use'"},
    {"dp: 1\ninput: a\nmap: [{use: b, derive: {c: d}}]\n",
     "3:16: error: a step has one of use, where, derive and select (this one has 'use' too)"},
    {"dp: 1\ninput: a\nmap: [{use: b, format: c}]\n",
     "3:16: error: unknown key 'format' in a step"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {timeout: 3s}]\n",
     "3:17: error: a step needs one of use, where, derive and select"},
    {"dp: 1\ninput: a\nmap: [{use: [b]}]\n", "3:13: error: use: expected text (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b, with: c}]\n",
     "3:22: error: with: expected a map of options (got 'c')"},
    {"dp: 1\ninput: a\nmap: [{use: b, timeout: 30}]\n",
     "3:25: error: timeout: not a duration (got '30', expected a number and us, ms, s, m, h or "
     "d, "
     "as "
     "in 30s)"},
    {"dp: 1\ninput: a\nmap: [{use: b, timeout: 0s}]\n",
     "3:25: error: timeout: expected more than 0"},
    {"dp: 1\ninput: a\nmap: [{use: b, where: [c]}]\n",
     "3:23: error: where: expected an expression (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {derive: {}}]\n",
     "3:26: error: derive: expected a map of names to expressions (got none)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {derive: {c: }}]\n",
     "3:28: error: derive.c: expected an expression (got nothing)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {select: [c, d, c]}]\n",
     "3:33: error: select: 'c' is there twice"},
    {"dp: 1\ninput: a\nmap:\n  - use: b\n  - where: i +\n  - select: [c]\n",
     "5:15: error: the expression ends too early"},
    {"dp: 1\ninput: a\nmap:\n  - use: b\n  - where: not # in\n  - select: [c]\n",
     "5:15: error: the expression ends too early"},
    {"dp: 1\ninput: a\nmap:\n  - use: b\n  - where: |\n      i +\n\n  - select: [c]\n",
     "6:10: error: the expression ends too early"},
    {"dp: 1\ninput: a\nmap:\n  - use: b\n  - where: i in ()\n  - select: [c]\n",
     "5:17: error: the list of 'in' is empty"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(model_steps)

BOOST_AUTO_TEST_CASE(steps_keep_kind_options_and_expressions) {
  const Loaded loaded(dp::test::kWeb);
  BOOST_REQUIRE(loaded.model);
  const auto& steps = loaded.model->map;
  BOOST_REQUIRE(steps.size() == 4u);
  BOOST_TEST((steps[0].kind == Step::Kind::use));
  BOOST_TEST(steps[0].use.task == "weblog");
  BOOST_TEST((steps[0].use.mark == Mark{11, 10, 6}));
  BOOST_TEST(steps[0].use.with.find("format")->text == "auto");
  BOOST_TEST(steps[0].where->expression.to_string() == "bytes > 0");
  BOOST_TEST(steps[0].timeout->count() == 30'000'000);
  BOOST_TEST((steps[1].kind == Step::Kind::where));
  BOOST_TEST(steps[1].where->expression.to_string() == "status >= 400 and not bot");
  BOOST_TEST((steps[2].kind == Step::Kind::derive));
  BOOST_TEST(steps[2].derive.at(1).name.text == "slow");
  BOOST_TEST(steps[2].derive.at(0).value.expression.to_string() == "trunc(time, 'day')");
  BOOST_TEST((steps[3].kind == Step::Kind::select));
  BOOST_TEST(steps[3].select.at(2).text == "path");
}

BOOST_AUTO_TEST_CASE(reducers_and_sinks_have_one_shape) {
  const Loaded loaded(dp::test::kWeb);
  BOOST_REQUIRE(loaded.model);
  const auto& errors = loaded.model->reduce.at(0);
  BOOST_TEST(errors.name.text == "errors");
  BOOST_REQUIRE(errors.to.size() == 3u);
  BOOST_TEST(errors.to[0].path.text == "-");
  BOOST_TEST(errors.to[1].path.text == "out/errors.csv");
  BOOST_TEST(errors.to[1].use.task == "");
  BOOST_TEST(errors.to[2].path.text == "out/errors.json");
  BOOST_TEST(errors.to[2].use.task == "json");
  BOOST_TEST(errors.to[2].use.with.entries.size() == 1u);
  const auto& all = loaded.model->reduce.at(1);
  BOOST_TEST(all.use.task == "group");
  BOOST_TEST(all.to.at(0).path.text == "-");
  BOOST_TEST(loaded.model->output.at(0).path.text == "out/records.ndjson");
}

BOOST_AUTO_TEST_CASE(a_range_needs_no_reader) {
  for (const char* map : {"", "map: [{where: index > 1}]\n", "map: [{select: index}]\n"}) {
    const Loaded loaded("dp: 1\ninput: {range: 3}\n" + std::string(map));
    BOOST_TEST(!loaded.diagnostics.has_errors(), loaded.shown());
  }
  BOOST_TEST(Loaded("dp: 1\ninput: {range: 3}\nmap: []\n").diagnostics.has_errors());
}

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  const Loaded loaded(bad.text);
  BOOST_TEST(loaded.diagnostics.has_errors());
  BOOST_TEST(dp::test::first_line(loaded) == "web.yaml:" + std::string(bad.shown));
}

BOOST_AUTO_TEST_SUITE_END()
