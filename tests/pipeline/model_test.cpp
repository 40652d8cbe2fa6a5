// SPDX-License-Identifier: Apache-2.0
#include "pipeline/model.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "samples.hpp"

using namespace dp::pipeline;
using dp::test::Loaded;
using dp::test::minimal;
namespace data = boost::unit_test::data;

namespace {

const char kWeb[] = R"(dp: 1
name: web-stats
description: who comes
vars: {logs: "${LOG_DIR:-/var/log/nginx}"}
plugins: [build/plugins]
input:
  files: ["${logs}/access.log*"]
  exclude: "*.tmp"
  order: size
map:
  - use: weblog
    with: {format: auto}
    where: bytes > 0
    timeout: 30s
  - where: status >= 400 and not bot
  - derive:
      day: trunc(time, 'day')
      slow: seconds > 1
  - select: [day, slow, path]
reduce:
  errors:
    use: group
    with: {by: [path, status], sort: -hits}
    to: ["-", out/errors.csv, {use: json, with: {path: out/errors.json, pretty: true}}]
  all:
output: out/records.ndjson
pool: {workers: 4, chunksize: 4MiB, memory: 1GiB, timeout: 60s, recycle: 5000}
errors: {policy: stop, rejects: out/rejects.ndjson, budget: 1%, retries: 2}
tests:
  - name: a line
    given: 'x'
    expect: {path: /a, status: 404}
  - given: y
    expect: [{path: /b}, {path: ~}]
)";

struct Bad {
  const char* text;
  const char* shown;  ///< the first line of the first diagnostic, without "web.yaml:"
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }

const Bad kBad[] = {
    {"- a\n", "1:1: error: a pipeline file: want a map (got a list)"},
    {"input: a\nmap: [{use: b}]\n", "1:1: error: the key 'dp' is missing"},
    {"dp: 2\ninput: a\nmap: [{use: b}]\n",
     "1:5: error: dp: want 1, the only version of the format that this dp knows (got '2')"},
    {"dp: '1'\ninput: a\nmap: [{use: b}]\n",
     "1:5: error: dp: want 1, the only version of the format that this dp knows (got '1')"},
    {"dp: 1\nmap: [{use: b}]\n", "1:1: error: the key 'input' is missing"},
    {"dp: 1\ninput: a\n", "1:1: error: the key 'map' is missing"},
    {"dp: 1\ninput: a\nmap: [{use: b}]\npol: 1\n",
     "4:1: error: unknown key 'pol' in a pipeline file, did you mean 'pool'?"},
    {"dp: 1\ninput: [a, -]\nmap: [{use: b}]\n",
     "2:12: error: input: '-' (standard input) can only stand alone"},
    {"dp: 1\ninput: []\nmap: [{use: b}]\n", "2:8: error: input: the list is empty"},
    {"dp: 1\ninput:\nmap: [{use: b}]\n",
     "2:6: error: input: want text or a list of texts (got nothing)"},
    {"dp: 1\ninput: ''\nmap: [{use: b}]\n", "2:8: error: input: the path is empty"},
    {"dp: 1\ninput: {files: a, list: b}\nmap: [{use: b}]\n",
     "2:8: error: input: want one of files, list and range (got 2 of them)"},
    {"dp: 1\ninput: {exclude: a, list: b}\nmap: [{use: b}]\n",
     "2:18: error: input: 'exclude' needs 'files'"},
    {"dp: 1\ninput: {file: a}\nmap: [{use: b}]\n",
     "2:9: error: unknown key 'file' in input, did you mean 'files'?"},
    {"dp: 1\ninput: {files: a, order: random}\nmap: [{use: b}]\n",
     "2:26: error: input.order: want name, size or given (got 'random')"},
    {"dp: 1\ninput: {range: 0}\nmap: [{use: b}]\n",
     "2:16: error: input.range: want a whole number of at least 1 (got '0')"},
    {"dp: 1\ninput: a\nmap: {use: b}\n", "3:6: error: map: want a list of steps (got a map)"},
    {"dp: 1\ninput: a\nmap: []\n", "3:6: error: map: want a list of steps (got none)"},
    {"dp: 1\ninput: a\nmap: [x]\n", "3:7: error: a step: want a map (got 'x')"},
    {"dp: 1\ninput: a\nmap:\n  - use: b\n  -\n", "5:3: error: this step is empty"},
    {"dp: 1\ninput: a\nmap: [{where: a}]\n",
     "3:7: error: map: the first step reads the input: it needs 'use'"},
    {"dp: 1\ninput: a\nmap: [{use: b, derive: {c: d}}]\n",
     "3:16: error: a step has one of use, where, derive and select (this one has 'use' too)"},
    {"dp: 1\ninput: a\nmap: [{use: b, format: c}]\n",
     "3:16: error: unknown key 'format' in a step"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {timeout: 3s}]\n",
     "3:17: error: a step needs one of use, where, derive and select"},
    {"dp: 1\ninput: a\nmap: [{use: [b]}]\n", "3:13: error: use: want text (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b, with: c}]\n",
     "3:22: error: with: want a map of options (got 'c')"},
    {"dp: 1\ninput: a\nmap: [{use: b, timeout: 30}]\n",
     "3:25: error: timeout: not a duration (got '30', expected a number and us, ms, s, m, h or "
     "d, "
     "as "
     "in 30s)"},
    {"dp: 1\ninput: a\nmap: [{use: b, timeout: 0s}]\n",
     "3:25: error: timeout: want more than 0"},
    {"dp: 1\ninput: a\nmap: [{use: b, where: [c]}]\n",
     "3:23: error: where: want an expression (got a list)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {derive: {}}]\n",
     "3:26: error: derive: want a map of names to expressions (got none)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {derive: {c: }}]\n",
     "3:28: error: derive.c: want an expression (got nothing)"},
    {"dp: 1\ninput: a\nmap: [{use: b}, {select: [c, d, c]}]\n",
     "3:33: error: select: 'c' is there twice"},
};

std::string first_line(const Loaded& loaded) {
  const std::string shown = loaded.shown();
  return shown.substr(0, shown.find('\n'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model)

BOOST_AUTO_TEST_CASE(a_whole_file_becomes_a_model) {
  const Loaded loaded(kWeb);
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
  BOOST_TEST(model.pool.recycle_items == 5000u);
  BOOST_TEST((model.errors.policy == ErrorSettings::Policy::stop));
  BOOST_TEST(model.errors.rejects->text == "out/rejects.ndjson");
  BOOST_TEST(model.errors.budget_ratio.value() == 0.01);
  BOOST_TEST(!model.errors.budget_count);
  BOOST_TEST(model.errors.retries == 2u);
}

BOOST_AUTO_TEST_CASE(steps_keep_kind_options_and_expressions) {
  const Loaded loaded(kWeb);
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
  const Loaded loaded(kWeb);
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

BOOST_AUTO_TEST_CASE(tests_expect_records) {
  const Loaded loaded(kWeb);
  BOOST_REQUIRE(loaded.model);
  const auto& tests = loaded.model->tests;
  BOOST_TEST(tests.at(0).name.text == "a line");
  BOOST_TEST(tests.at(0).given.text == "x");
  BOOST_TEST(tests.at(0).expect.at(0).find("status")->text == "404");
  BOOST_TEST(tests.at(1).name.text == "test 2");
  BOOST_TEST(tests.at(1).expect.size() == 2u);
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

BOOST_AUTO_TEST_CASE(a_range_needs_no_reader) {
  for (const char* map : {"", "map: [{where: index > 1}]\n", "map: [{select: index}]\n"}) {
    const Loaded loaded("dp: 1\ninput: {range: 3}\n" + std::string(map));
    BOOST_TEST(!loaded.diagnostics.has_errors(), loaded.shown());
  }
  BOOST_TEST(Loaded("dp: 1\ninput: {range: 3}\nmap: []\n").diagnostics.has_errors());
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

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  const Loaded loaded(bad.text);
  BOOST_TEST(loaded.diagnostics.has_errors());
  BOOST_TEST(first_line(loaded) == "web.yaml:" + std::string(bad.shown));
}

BOOST_AUTO_TEST_CASE(mistakes_of_sections_have_places_and_messages) {
  const auto mistake = [](std::string_view section) {
    const Loaded loaded(minimal(section));
    return first_line(loaded).substr(std::string("web.yaml:").size());
  };
  BOOST_TEST(mistake("pool: {workers: 2000}\n") ==
             "5:17: error: pool.workers (or auto): want a whole number from 1 to 1024 (got "
             "'2000')");
  BOOST_TEST(mistake("pool: {memory: 1MiB}\n") ==
             "5:16: error: pool.memory: want at least 16MiB (got '1MiB')");
  BOOST_TEST(mistake("pool: {chunksize: 4Mb/s}\n") ==
             "5:19: error: pool.chunksize: want auto, a number of items, or a size as in 4MiB "
             "(got '4Mb/s')");
  BOOST_TEST(mistake("pool: 4\n") == "5:7: error: pool: want a map (got '4')");
  BOOST_TEST(mistake("errors: {policy: colect}\n") ==
             "5:18: error: errors.policy: want collect, stop or ignore (got 'colect'), did you "
             "mean 'collect'?");
  BOOST_TEST(mistake("errors: {budget: 101%}\n") ==
             "5:18: error: errors.budget: want a count as in 1000, or a share as in 1% (got "
             "'101%')");
  BOOST_TEST(mistake("errors: {retries: -1}\n") ==
             "5:19: error: errors.retries: want a whole number from 0 to 100 (got '-1')");
  BOOST_TEST(mistake("reduce: [a]\n") ==
             "5:9: error: reduce: want a map of names to reducers (got a list)");
  BOOST_TEST(mistake("reduce: {a: {too: b}}\n") ==
             "5:14: error: unknown key 'too' in reduce.a, did you mean 'to'?");
  BOOST_TEST(mistake("output: {path: a.csv}\n") == "5:9: error: output: the sink has no 'use'");
  BOOST_TEST(mistake("output: {use: csv, with: {pth: a.csv}}\n") ==
             "5:9: error: output: the sink has no path (did you write 'pth' for 'path'?)");
  BOOST_TEST(mistake("output: [a.csv, ./a.csv]\n") ==
             "5:17: error: './a.csv' is written by another sink already");
  BOOST_TEST(mistake("output: [[a]]\n") ==
             "5:10: error: output: want a path, or a map with 'use' and 'with' (got a list)");
  BOOST_TEST(mistake("tests: {given: a}\n") == "5:8: error: tests: want a list (got a map)");
  BOOST_TEST(mistake("tests: [{given: a}]\n") ==
             "5:9: error: a test needs 'expect': the records that come out");
  BOOST_TEST(mistake("tests: [{given: a, expct: {a: b}, expect: []}]\n") ==
             "5:20: error: unknown key 'expct' in a test, did you mean 'expect'?");
  BOOST_TEST(mistake("tests: [{given: a, expect: {a: [b]}}]\n") ==
             "5:32: error: tests.expect.a: want a value (got a list)");
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
  BOOST_TEST(!check(*loaded.model->map.at(1).where, schema, loaded.diagnostics));
  BOOST_TEST(loaded.shown() ==
             "web.yaml:5:13: error: there is no column 'statuss', did you mean 'status'?\n"
             "    5 |   - where: 'statuss > 3'\n"
             "      |             ^~~~~~~\n");
}

BOOST_AUTO_TEST_SUITE_END()
