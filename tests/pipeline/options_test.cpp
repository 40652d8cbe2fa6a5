// SPDX-License-Identifier: Apache-2.0
#include "pipeline/options.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(options)

using namespace dp::pipeline;
using dp::data::AggregateDescription;
using dp::data::OptionDescription;
using dp::data::TaskDescription;
using dp::data::Value;
namespace data = boost::unit_test::data;

namespace {

OptionDescription option(std::string name, dp_option_type type, std::uint32_t flags = 0,
                         std::optional<std::string> fallback = {}) {
  OptionDescription description;
  description.name = std::move(name);
  description.type = type;
  description.flags = flags;
  description.fallback = std::move(fallback);
  description.doc = "What " + description.name + " is.";
  return description;
}

TaskDescription sample_task() {
  TaskDescription task;
  task.name = "sample";
  task.role = DP_REDUCER;
  task.options = {
      option("format", DP_OPTION_STRING, 0, "auto"),
      option("count", DP_OPTION_INT),
      option("scale", DP_OPTION_FLOAT, 0, "1"),
      option("strict", DP_OPTION_BOOL, 0, "false"),
      option("buffer", DP_OPTION_SIZE, 0, "8MiB"),
      option("wait", DP_OPTION_DURATION, 0, "30s"),
      option("share", DP_OPTION_RATIO, 0, "1%"),
      option("names", DP_OPTION_STRING, DP_OPTION_LIST, "[a, b]"),
      option("kinds", DP_OPTION_INT, DP_OPTION_MAP),
      option("by", DP_OPTION_EXPRESSION, DP_OPTION_LIST),
      option("take", DP_OPTION_AGGREGATE, DP_OPTION_MAP),
      option("paths", DP_OPTION_STRING, DP_OPTION_MAP, "all"),
  };
  task.options.back().allowed = {"all", "first"};
  task.options[0].allowed = {"auto", "combined", "common"};
  task.options[1].minimum = 1;
  task.options[1].maximum = 10;
  task.aggregates = {{"count", "count", "", 0, 0, false},
                     {"sum", "sum(number)", "", 1, 0, true},
                     {"quantile", "quantile(number, q)", "", 1, 1, true},
                     {"distinct", "distinct(any)", "", 1, 0, false}};
  return task;
}

/// Options as a value on one line.
std::string outline(const Value& value) {
  switch (value.kind) {
    case DP_VALUE_BOOL:
      return value.integer != 0 ? "true" : "false";
    case DP_VALUE_INT:
      return std::to_string(value.integer);
    case DP_VALUE_FLOAT:
      return std::to_string(value.number);
    case DP_VALUE_STRING:
      return value.text;
    default:
      break;
  }
  std::string out = "{";
  for (std::size_t i = 0; i < value.items.size(); ++i)
    out += (i == 0 ? "" : ", ") + (value.keys.empty() ? "" : value.keys[i] + ": ") +
           outline(value.items[i]);
  return out + "}";
}

struct Checked {
  explicit Checked(const std::string& with, const TaskDescription& task = sample_task(),
                   const dp::Schema* columns = nullptr)
      : loaded(
            dp::test::minimal("reduce:\n  all:\n    use: sample\n    with: " + with + "\n")) {
    BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
    options = check_options(task, use(), columns, loaded.diagnostics);
  }
  const Use& use() const { return loaded.model->reduce.at(0).use; }
  std::string value(std::string_view name) const {
    BOOST_REQUIRE_MESSAGE(options, loaded.shown());
    const auto* found = options->values.find(name);
    return found == nullptr ? "absent" : outline(*found);
  }
  std::string first() const {
    const auto shown = loaded.shown();
    return shown.substr(0, shown.find('\n'));
  }
  dp::test::Loaded loaded;
  std::optional<CheckedOptions> options;
};

struct Bad {
  const char* with;
  const char* shown;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.with; }

const Bad kBad[] = {
    {"{formt: auto}", "8:12: error: unknown option 'formt' of sample, did you mean 'format'?"},
    {"{zzz: 1}", "8:12: error: unknown option 'zzz' of sample"},
    {"{format: comon}",
     "8:20: error: format: expected auto, combined or common (got 'comon'), did you mean "
     "'common'?"},
    {"{format: [auto]}", "8:20: error: format: expected text (got a list)"},
    {"{count: abc}", "8:19: error: count: expected an int (got 'abc')"},
    {"{count: '5'}", "8:19: error: count: expected an int (got '5')"},
    {"{count: 11}", "8:19: error: count: expected from 1 to 10 (got '11')"},
    {"{scale: big}", "8:19: error: scale: expected a number (got 'big')"},
    {"{strict: yes}", "8:20: error: strict: expected true or false (got 'yes')"},
    {"{buffer: 8M}",
     "8:20: error: buffer: not a size (got '8M', expected a number and B, KB, MB, GB, KiB, MiB "
     "or "
     "GiB, as in 64MiB)"},
    {"{wait: 30}",
     "8:18: error: wait: not a duration (got '30', expected a number and us, ms, s, m, h or d, "
     "as "
     "in "
     "30s)"},
    {"{share: 2}",
     "8:19: error: share: not a ratio (got '2', expected 0% to 100%, or 0 to 1, as in 1% or "
     "0.01)"},
    {"{names: {a: b}}", "8:19: error: names: expected text (got a map)"},
    {"{names: [a, ~]}", "8:23: error: names[1]: expected text (got nothing)"},
    {"{kinds: [1]}", "8:19: error: kinds: expected a map of names to an int (got a list)"},
    {"{kinds: {a: x}}", "8:23: error: kinds.a: expected an int (got 'x')"},
    {"{by: [path, 'lower(']}", "8:30: error: the expression ends too early"},
    {"{by: {a: b}}", "8:16: error: by: expected a column or an expression (got a map)"},
    {"{take: {n: cuont}}",
     "8:22: error: sample has no aggregate 'cuont', did you mean 'count'?"},
    {"{take: {n: zzz(x)}}", "8:22: error: sample has no aggregate 'zzz'"},
    {"{take: {n: count(x)}}", "8:22: error: count takes 0 columns (got 1 argument)"},
    {"{take: {n: sum}}", "8:22: error: sum takes 1 column (got 0 arguments)"},
    {"{take: {n: quantile(x)}}",
     "8:22: error: quantile takes 1 column and 1 number (got 1 argument)"},
    {"{take: {n: \"quantile(x, y)\"}}", "8:35: error: quantile expects a number here (got y)"},
    {"{take: {n: sum(x) + 1}}", "8:29: error: '+' cannot be here"},
    {"{take: {n: count(*)}}", "8:28: error: '*' cannot be here"},
    {"{take: {n: 5}}", "8:22: error: expected an aggregate, as in count or sum(x)"},
    {"{paths: frist}",
     "8:19: error: paths: expected all or first (got 'frist'), did you mean 'first'?"},
    {"{paths: [a]}",
     "8:19: error: paths: expected a map of names to text, or all or first (got a list)"},
};

const dp::Schema kSchema = {{"path", dp::Type::string},
                            {"bytes", dp::Type::int64},
                            {"seconds", dp::Type::float64},
                            {"time", dp::Type::timestamp}};

}  // namespace

BOOST_AUTO_TEST_CASE(defaults_are_filled_and_units_become_numbers) {
  const Checked checked("{}");
  BOOST_REQUIRE(checked.options);
  BOOST_TEST(outline(checked.options->values) ==
             "{format: auto, scale: 1.000000, strict: false, buffer: 8388608, wait: 30000000, "
             "share: 0.010000, names: {a, b}, paths: all}");
}

BOOST_AUTO_TEST_CASE(given_values_are_converted) {
  const Checked checked(
      "{format: common, count: 3, scale: 2.5, strict: true, buffer: 1KB, wait: 5ms, share: "
      "0.5, "
      "names: x, kinds: {b: 2, a: 1}, paths: all}");
  BOOST_REQUIRE_MESSAGE(checked.options, checked.loaded.shown());
  BOOST_TEST(
      outline(checked.options->values) ==
      "{format: common, count: 3, scale: 2.500000, strict: true, buffer: 1000, wait: 5000, "
      "share: 0.500000, names: {x}, kinds: {b: 2, a: 1}, paths: all}");
}

BOOST_AUTO_TEST_CASE(text_options_take_numbers_as_they_are_written) {
  BOOST_TEST(Checked("{names: [1.50, true, '']}").value("names") == "{1.50, true, }");
}

BOOST_AUTO_TEST_CASE(of_an_option_that_is_written_as_something_else_the_manual_is_shown) {
  for (const char* with : {"{names: {a: int}}", "{kinds: [a, b]}", "{format: [auto]}"}) {
    const Checked checked(with);
    const std::string name(with + 1, 5);
    BOOST_TEST(checked.loaded.shown().find(" = What " + name) != std::string::npos, with);
  }
}

BOOST_AUTO_TEST_CASE(aggregates_arrive_as_function_columns_and_numbers) {
  const Checked checked(
      "{take: {n: count, b: sum(bytes), k: sum(bytes*8), p: \"quantile(seconds, 0.99)\"}}");
  BOOST_TEST(checked.value("take") ==
             "{n: {function: count, columns: {}, numbers: {}}, "
             "b: {function: sum, columns: {bytes}, numbers: {}}, "
             "k: {function: sum, columns: {bytes * 8}, numbers: {}}, "
             "p: {function: quantile, columns: {seconds}, numbers: {0.990000}}}");
}

BOOST_AUTO_TEST_CASE(columns_to_derive_are_those_that_are_not_plain) {
  const Checked checked(
      "{by: [path, \"month( time )\", \"month(time)\"], take: {b: sum(bytes)}}");
  BOOST_TEST(checked.value("by") == "{path, month(time), month(time)}");
  BOOST_REQUIRE(checked.options->columns.size() == 4u);
  const auto derived = derived_columns(*checked.options);
  BOOST_REQUIRE(derived.size() == 1u);
  BOOST_TEST(derived[0].name == "month(time)");
  BOOST_TEST(checked.options->columns[3].user == "sum");
  BOOST_TEST(checked.options->columns[3].number);
}

BOOST_AUTO_TEST_CASE(an_aggregate_in_an_aggregate_is_no_function) {
  Checked bad("{take: {n: sum(sum(bytes))}}");
  BOOST_REQUIRE(bad.options);
  BOOST_TEST(!check_columns(*bad.options, kSchema, nullptr, bad.loaded.diagnostics));
  BOOST_TEST(bad.first() == "web.yaml:8:26: error: there is no function 'sum'");
}

BOOST_AUTO_TEST_CASE(columns_are_checked_against_a_schema) {
  Checked good("{by: [path, 'hour(time)'], take: {b: 'sum(bytes / 2)', d: distinct(path)}}");
  BOOST_REQUIRE(good.options);
  const auto types = check_columns(*good.options, kSchema, nullptr, good.loaded.diagnostics);
  BOOST_REQUIRE(types);
  const std::vector<dp::Type> expected = {dp::Type::string, dp::Type::int64, dp::Type::float64,
                                          dp::Type::string};
  BOOST_TEST((*types == expected));
  Checked bad("{by: [pth], take: {b: sum(path), c: sum(lower(bytes))}}");
  BOOST_REQUIRE(bad.options);
  BOOST_TEST(!check_columns(*bad.options, kSchema, nullptr, bad.loaded.diagnostics));
  BOOST_TEST(bad.loaded.shown() ==
             "web.yaml:8:17: error: there is no column 'pth', did you mean 'path'?\n"
             "    8 |     with: {by: [pth], take: {b: sum(path), c: sum(lower(bytes))}}\n"
             "      |                 ^~~\n"
             "web.yaml:8:37: error: sum expects a number (path is a string)\n"
             "    8 |     with: {by: [pth], take: {b: sum(path), c: sum(lower(bytes))}}\n"
             "      |                                     ^~~~\n"
             "web.yaml:8:57: error: lower expects a string (bytes is an int)\n"
             "    8 |     with: {by: [pth], take: {b: sum(path), c: sum(lower(bytes))}}\n"
             "      |                                                         ^~~~~\n"
             "      = string(x) makes text of a value\n");
}

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  const Checked checked(bad.with);
  BOOST_TEST(!checked.options);
  BOOST_TEST(checked.first() == "web.yaml:" + std::string(bad.shown));
}

BOOST_AUTO_TEST_CASE(required_options_are_missed_at_the_task) {
  auto task = sample_task();
  task.options.push_back(option("key", DP_OPTION_STRING, DP_OPTION_REQUIRED));
  const Checked checked("{}", task);
  BOOST_TEST(checked.loaded.shown() ==
             "web.yaml:7:10: error: sample needs the option 'key'\n"
             "    7 |     use: sample\n"
             "      |          ^~~~~~\n"
             "      = What key is.\n");
}

BOOST_AUTO_TEST_CASE(a_wrong_default_is_the_plugins_fault) {
  auto task = sample_task();
  task.options[1].fallback = "11";
  const Checked checked("{}", task);
  BOOST_TEST(checked.first() ==
             "web.yaml:7:10: error: sample's own default for 'count' is wrong: '11': count: "
             "expected from 1 to 10 (got '11')");
  task.options[1].fallback = "";
  BOOST_TEST(Checked("{}", task).first() ==
             "web.yaml:7:10: error: sample's own default for 'count' is empty, expected YAML: "
             "no text is two quotes, fallback(\"''\")");
}

BOOST_AUTO_TEST_CASE(a_default_may_be_an_expression) {
  auto task = sample_task();
  task.options[9].fallback = "[path, hour(time)]";
  Checked checked("{}", task);
  BOOST_TEST(checked.value("by") == "{path, hour(time)}");
  BOOST_TEST(checked.options->columns.size() == 2u);
  BOOST_TEST(!check_columns(*checked.options, {}, nullptr, checked.loaded.diagnostics));
  BOOST_TEST(checked.first() == "web.yaml:7:10: error: there is no column 'path'");
}

BOOST_AUTO_TEST_CASE(a_column_of_exactly_that_name_wins_and_is_told) {
  const dp::Schema columns = {{"price", dp::Type::int64, true},
                              {"qty", dp::Type::int64, true},
                              {"price * qty", dp::Type::int64, true}};
  Checked checked("{by: price * qty, take: {t: sum(price * qty)}}", sample_task(), &columns);
  BOOST_TEST(checked.value("by") == "{price * qty}");
  BOOST_TEST(checked.value("take") ==
             "{t: {function: sum, columns: {(price * qty)}, numbers: {}}}");
  BOOST_TEST(checked.loaded.shown() ==
             "web.yaml:8:16: warning: 'price * qty' is taken for the column of that name\n"
             "    8 |     with: {by: price * qty, take: {t: sum(price * qty)}}\n"
             "      |                ^~~~~~~~~~~\n"
             "      = for the expression write (price * qty)\n");
  const auto derived = derived_columns(*checked.options);
  BOOST_REQUIRE(derived.size() == 1u);
  BOOST_TEST(derived[0].name == "(price * qty)");
}

BOOST_AUTO_TEST_CASE(a_task_without_options_says_so) {
  TaskDescription task;
  task.name = "bare";
  const Checked checked("{a: 1}", task);
  BOOST_TEST(checked.loaded.shown().find("= bare has no options") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(places_of_options_follow_a_plugins_path) {
  const Checked checked("{names: [a, b], by: path, take: {hits: count}}");
  const auto column = [&](std::string_view path) {
    return option_mark(checked.use(), path).column;
  };
  BOOST_TEST(column("names") == 19u);
  BOOST_TEST(column("names[1]") == 23u);
  BOOST_TEST(column("names[7]") == 19u);
  BOOST_TEST(column("by[0]") == 31u);
  BOOST_TEST(column("take.hits") == 50u);
  BOOST_TEST(column("take.hits[0]") == 50u);
  BOOST_TEST(column("take.none") == 43u);
  BOOST_TEST((option_mark(checked.use(), "nothing") == checked.use().mark));
  BOOST_TEST((option_mark(checked.use(), "") == checked.use().mark));
  BOOST_TEST((option_mark(checked.use(), "[[.[") == checked.use().mark));
}

BOOST_AUTO_TEST_CASE(a_word_may_stand_in_place_of_a_map_whose_default_is_one) {
  BOOST_TEST(Checked("{}").value("paths") == "all");
  BOOST_TEST(Checked("{paths: first}").value("paths") == "first");
  BOOST_TEST(Checked("{paths: {a: b/c, first: x}}").value("paths") == "{a: b/c, first: x}");
}

BOOST_AUTO_TEST_SUITE_END()
