// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "pipeline/model.hpp"
#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(model_steps)

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
     "3:16: error: a step has one of use, where, derive, select, rename, drop, cast, fill, "
     "split, explode, flatten, sample, join, unpivot, distinct, sort, head, tail and pivot "
     "(this one "
     "has 'use' "
     "too)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {drop: c, rename: {d: e}}]\n",
     "3:18: error: a step has one of use, where, derive, select, rename, drop, cast, fill, "
     "split, explode, flatten, sample, join, unpivot, distinct, sort, head, tail and pivot "
     "(this one "
     "has "
     "'rename' too)"},
    {"dp: 1\ninput: a\nmap: [{use: b, format: c}]\n",
     "3:16: error: unknown key 'format' in a step"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {timeout: 3s}]\n",
     "3:17: error: a step needs one of use, where, derive, select, rename, drop, cast, fill, "
     "split, explode, flatten, sample, join, unpivot, distinct, sort, head, tail and pivot"},
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
    {"dp: 1\ninput: a\nmap: [{use: b}, {drop: [c, d, c]}]\n",
     "3:31: error: drop: 'c' is there twice"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {drop: {c: d}}]\n",
     "3:24: error: drop: expected text or a list of texts (got a map)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {rename: [c]}]\n",
     "3:26: error: rename: expected a map of new names to old ones (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {rename: {}}]\n",
     "3:26: error: rename: expected a map of new names to old ones (got none)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {rename: {c: [d]}}]\n",
     "3:30: error: rename.c: expected text (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {rename: {'': d}}]\n",
     "3:27: error: rename: a name is empty"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {rename: {c: e, d: e}}]\n",
     "3:36: error: rename: 'e' is there twice"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {cast: int}]\n",
     "3:24: error: cast: expected a map of columns to types (got 'int')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {cast: {c: integer}}]\n",
     "3:28: error: cast.c: expected string, int, float, decimal, bool, date or timestamp (got "
     "'integer')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {fill: 0}]\n",
     "3:24: error: fill: expected a map of columns to values (got '0')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {fill: {c: }}]\n",
     "3:26: error: fill.c: expected a value (got nothing)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {explode: [c]}]\n",
     "3:27: error: explode: expected a map (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {explode: {}}]\n",
     "3:27: error: explode: the key 'column' is missing"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {split: c}]\n",
     "3:25: error: split: expected a map (got 'c')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {split: {by: x}}]\n",
     "3:25: error: split: the key 'column' is missing"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {split: {column: c}}]\n",
     "3:25: error: split: the key 'by' is missing"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {split: {column: c, by: ''}}]\n",
     "3:41: error: split.by: the text is empty"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {split: {column: c, on: x}}]\n",
     "3:37: error: unknown key 'on' in split"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {sample: 1%}]\n",
     "3:26: error: sample: expected a map (got '1%')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {sample: {seed: 1}}]\n",
     "3:26: error: sample: the key 'share' is missing"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {sample: {share: 2}}]\n",
     "3:34: error: sample.share: expected a ratio, as in 1% or 0.01 (got '2')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {sample: {share: 1%, sed: 7}}]\n",
     "3:38: error: unknown key 'sed' in sample, did you mean 'seed'?"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {sample: {share: 1%, seed: -1}}]\n",
     "3:44: error: sample.seed: expected a whole number of at least 0 (got '-1')"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {fil: {c: 0}}]\n",
     "3:18: error: unknown key 'fil' in a step, did you mean 'fill'?"},
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

BOOST_AUTO_TEST_CASE(changes_of_columns_keep_names_types_and_values_with_their_places) {
  const Loaded loaded(
      "dp: 1\ninput: a\nmap:\n  - use: b\n  - rename: {new: old}\n  - drop: [x, y]\n"
      "  - cast: {n: int}\n  - fill: {n: 0, s: none}\n");
  BOOST_REQUIRE(loaded.model);
  BOOST_TEST(!loaded.diagnostics.has_errors(), loaded.shown());
  const auto& steps = loaded.model->map;
  BOOST_TEST((steps.at(1).kind == Step::Kind::rename));
  BOOST_TEST(steps[1].changes.at(0).column.text == "old");
  BOOST_TEST(steps[1].changes[0].name.text == "new");
  BOOST_TEST((steps[1].changes[0].column.mark == Mark{5, 19, 3}));
  BOOST_TEST((steps[1].changes[0].name.mark == Mark{5, 14, 3}));
  BOOST_TEST((steps.at(2).kind == Step::Kind::drop));
  BOOST_TEST(steps[2].select.at(1).text == "y");
  BOOST_TEST((steps.at(3).kind == Step::Kind::cast));
  BOOST_TEST(steps[3].changes.at(0).column.text == "n");
  BOOST_TEST((steps[3].changes[0].type == dp::Type::int64));
  BOOST_TEST((steps.at(4).kind == Step::Kind::fill));
  BOOST_TEST(steps[4].changes.at(0).value.integer().value() == 0);
  BOOST_TEST(steps[4].changes.at(1).column.text == "s");
  BOOST_TEST(steps[4].changes[1].value.text == "none");
}

BOOST_AUTO_TEST_CASE(a_split_has_a_column_and_what_separates_its_parts) {
  const Loaded loaded(
      "dp: 1\ninput: a\nmap:\n  - use: b\n  - split: {column: tags, by: ', '}\n");
  BOOST_REQUIRE(loaded.model);
  BOOST_TEST(!loaded.diagnostics.has_errors(), loaded.shown());
  const auto& step = loaded.model->map.at(1);
  BOOST_TEST((step.kind == Step::Kind::split));
  BOOST_TEST(step.split.column.text == "tags");
  BOOST_TEST((step.split.column.mark == Mark{5, 21, 4}));
  BOOST_TEST(step.split.by == ", ");
}

BOOST_AUTO_TEST_CASE(what_is_exploded_is_split_at_no_text) {
  for (const std::string step : {"explode: items", "explode: {column: items}"}) {
    const Loaded loaded("dp: 1\ninput: a\nmap:\n  - use: b\n  - " + step + "\n");
    BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
    const auto& split = loaded.model->map.at(1);
    BOOST_TEST((split.kind == Step::Kind::split));
    BOOST_TEST(split.split.column.text == "items");
    BOOST_TEST(split.split.by == "");
  }
}

BOOST_AUTO_TEST_CASE(a_sample_is_a_condition_on_the_place_of_records) {
  const Loaded loaded(
      "dp: 1\ninput: a\nmap:\n  - use: b\n  - sample: {share: 1%, seed: 7}\n"
      "  - sample: {share: 1}\n");
  BOOST_REQUIRE(loaded.model);
  BOOST_TEST(!loaded.diagnostics.has_errors(), loaded.shown());
  const auto& steps = loaded.model->map;
  BOOST_TEST((steps.at(1).kind == Step::Kind::where));
  BOOST_TEST(steps[1].where->expression.to_string() == "sample(0.01, 7)");
  BOOST_TEST(steps[1].where->node.text == "sample(0.01, 7)");
  BOOST_TEST((steps[1].where->node.mark.line == 5U));
  BOOST_TEST(steps.at(2).where->expression.to_string() == "sample(1, 0)");
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
