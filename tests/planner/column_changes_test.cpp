// SPDX-License-Identifier: Apache-2.0
#include "planner/column_changes.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "pipeline/model.hpp"

namespace column_changes {

using namespace dp;
using namespace dp::test;
using dp::protocol::Stage;

namespace {

struct Fixture {
  /// The stages that the step makes of `have`, each as its kind and what it does; or the mistakes.
  Texts stages(const std::string& step) {
    const pipeline::FileText source("p.yaml", "dp: 1\ninput: a\nmap:\n  - use: b\n  - " + step);
    pipeline::Diagnostics diagnostics(source);
    const auto model = pipeline::load(source, {}, diagnostics);
    BOOST_REQUIRE_MESSAGE(model && !diagnostics.has_errors(), diagnostics.render());
    const auto made = planner::column_stages(model->map.at(1), have, diagnostics);
    if (diagnostics.has_errors()) return texts_of(diagnostics);
    Texts list;
    for (const auto& stage : made.value()) list.push_back(told(stage));
    return list;
  }
  static std::string told(const Stage& stage) {
    std::string text;
    for (const auto& derived : stage.derived)
      text += "derive " + derived.name + ": " + derived.expression.to_string() + "; ";
    for (const auto& check : stage.checks)
      text += "check " + std::to_string(check.column) + " " + check.name + " is " +
              check.expected + ": " + check.condition.to_string() + ", else " +
              check.shown.to_string() + "; ";
    if (stage.kind == Stage::Kind::select) {
      text += "select";
      for (const auto place : stage.kept) text += " " + std::to_string(place);
      text += stage.keeps_rest ? " and the rest; " : "; ";
    }
    if (stage.kind == Stage::Kind::split)
      text += "split " + std::to_string(stage.split.column) + " by '" + stage.split.by + "'; ";
    return text + columns_of(stage.output);
  }

  Schema have = {{"a", Type::int64}, {"b", Type::string}, {"two words", Type::date}};
};

}  // namespace
}  // namespace column_changes

BOOST_FIXTURE_TEST_SUITE(column_changes, Fixture)

BOOST_AUTO_TEST_CASE(renamed_columns_stay_in_their_places) {
  BOOST_TEST((stages("rename: {x: b, y: two words}") ==
              Texts{"select 0 1 2 and the rest; a: int, x: string, y: date"}));
}

BOOST_AUTO_TEST_CASE(two_columns_can_swap_their_names) {
  BOOST_TEST((stages("rename: {a: b, b: a}") ==
              Texts{"select 0 1 2 and the rest; b: int, a: string, two words: date"}));
}

BOOST_AUTO_TEST_CASE(a_new_name_must_be_free) {
  BOOST_TEST((stages("rename: {a: b}") ==
              Texts{"5:14 there is a column 'a' already: drop it, or rename it too"}));
}

BOOST_AUTO_TEST_CASE(a_column_that_is_renamed_must_be_there) {
  BOOST_TEST((stages("rename: {x: two word}") ==
              Texts{"5:17 no column 'two word', did you mean 'two words'?"}));
  BOOST_TEST((stages("rename: {a: x}") ==
              Texts{"5:17 no column 'x' [the new name comes first: {new: old}]"}));
}

BOOST_AUTO_TEST_CASE(dropped_columns_are_not_selected) {
  BOOST_TEST((stages("drop: [two words, a]") == Texts{"select 1 and the rest; b: string"}));
  BOOST_TEST((stages("drop: b") == Texts{"select 0 2 and the rest; a: int, two words: date"}));
}

BOOST_AUTO_TEST_CASE(what_is_dropped_must_be_there_and_leave_something) {
  BOOST_TEST((stages("drop: [a, bb]") == Texts{"5:15 no column 'bb', did you mean 'b'?"}));
  BOOST_TEST((stages("drop: [a, b, two words]") == Texts{"5:5 drop: no column would be left"}));
}

BOOST_AUTO_TEST_CASE(a_cast_derives_the_values_and_checks_them_where_they_may_not_fit) {
  BOOST_TEST(
      (stages("cast: {b: float, a: string}") ==
       Texts{"derive a': string(a); derive b': float(b); a: int, b: string, two words: "
             "date, a': string, b': float",
             "check 4 b is float: `b'` is not null or b is null, else string(b); a: int, b: "
             "string, two words: date, a': string, b': float",
             "select 3 4 2 and the rest; a: string, b: float, two words: date"}));
}

BOOST_AUTO_TEST_CASE(a_cast_that_all_values_fit_is_not_checked) {
  BOOST_TEST((stages("cast: {two words: string}") ==
              Texts{"derive two words': string(`two words`); a: int, b: string, two words: "
                    "date, two words': string",
                    "select 0 1 3 and the rest; a: int, b: string, two words: string"}));
}

BOOST_AUTO_TEST_CASE(a_cast_to_the_type_that_there_is_does_nothing) {
  BOOST_TEST(stages("cast: {a: int, b: string}").empty());
}

BOOST_AUTO_TEST_CASE(types_that_have_nothing_in_common_are_not_cast) {
  BOOST_TEST((stages("cast: {two words: int}") ==
              Texts{"5:12 cast.two words: the column is date, which cannot become int [derive "
                    "a column: unix(time) gives seconds]"}));
  BOOST_TEST((stages("cast: {c: int}") == Texts{"5:12 no column 'c'"}));
}

BOOST_AUTO_TEST_CASE(a_value_fills_nulls_in_the_type_of_its_column) {
  BOOST_TEST((stages("fill: {a: -7}") ==
              Texts{"derive a': coalesce(a, -7); a: int, b: string, two words: date, a': int",
                    "select 3 1 2 and the rest; a: int, b: string, two words: date"}));
  BOOST_TEST(stages("fill: {b: 7}")[0].starts_with("derive b': coalesce(b, '7'); "));
  BOOST_TEST(stages("fill: {b: it's}")[0].starts_with("derive b': coalesce(b, 'it''s'); "));
  BOOST_TEST(stages("fill: {two words: 2026-11-01}")[0].starts_with(
      "derive two words': coalesce(`two words`, '2026-11-01'); "));
  have = {
      {"f", Type::float64}, {"t", Type::timestamp}, {"y", Type::boolean}, {"p", Type::decimal}};
  BOOST_TEST(stages("fill: {p: 9.90}")[0].starts_with("derive p': coalesce(p, 9.90); "));
  BOOST_TEST(stages("fill: {p: 0}")[0].starts_with("derive p': coalesce(p, 0); "));
  BOOST_TEST(stages("fill: {f: 1}")[0].starts_with("derive f': coalesce(f, 1.0); "));
  BOOST_TEST(stages("fill: {f: -.5}")[0].starts_with("derive f': coalesce(f, -0.5); "));
  BOOST_TEST(stages("fill: {y: true}")[0].starts_with("derive y': coalesce(y, true); "));
  BOOST_TEST(stages("fill: {t: 2026-11-01 10:00}")[0].starts_with(
      "derive t': coalesce(t, '2026-11-01 10:00'); "));
}

BOOST_AUTO_TEST_CASE(a_value_of_another_type_does_not_fill) {
  BOOST_TEST((stages("fill: {a: 0.5}") ==
              Texts{"5:15 fill.a: expected int, the column's type (got '0.5') [cast the column "
                    "before, if other values are to be in it]"}));
  BOOST_TEST((stages("fill: {a: '0'}") ==
              Texts{"5:15 fill.a: expected int, the column's type (got '0') [what is in quotes "
                    "is text]"}));
  BOOST_TEST((stages("fill: {two words: 2026-02-30}") ==
              Texts{"5:23 fill.two words: expected date, the column's type (got '2026-02-30') "
                    "[cast the column before, if other values are to be in it]"}));
  BOOST_TEST((stages("fill: {c: 0}") == Texts{"5:12 no column 'c'"}));
  have = {{"p", Type::decimal}, {"j", Type::json}};
  BOOST_TEST((stages("fill: {p: 1e99}") ==
              Texts{"5:15 fill.p: expected decimal, the column's type (got '1e99') [cast the "
                    "column before, if other values are to be in it]"}));
  BOOST_TEST(
      (stages("fill: {j: 1}") == Texts{"5:15 fill.j: expected json, the column's type (got "
                                       "'1') [cast it to string before]"}));
}

BOOST_AUTO_TEST_CASE(selected_columns_are_in_the_order_of_the_list_and_no_more) {
  BOOST_TEST(
      (stages("select: [two words, a]") == Texts{"select 2 0; two words: date, a: int"}));
  BOOST_TEST((stages("select: [bb, a, c]") ==
              Texts{"5:14 no column 'bb', did you mean 'b'?", "5:21 no column 'c'"}));
}

BOOST_AUTO_TEST_CASE(a_column_of_text_is_split) {
  BOOST_TEST((stages("split: {column: b, by: ', '}") ==
              Texts{"split 1 by ', '; a: int, b: string, two words: date"}));
  BOOST_TEST((stages("split: {column: a, by: ', '}") ==
              Texts{"5:21 split: the column 'a' is int, expected string [cast it to string "
                    "before]"}));
}

BOOST_AUTO_TEST_CASE(a_column_of_json_is_exploded) {
  have[1].type = Type::json;
  for (const auto* step : {"explode: b", "explode: {column: b}"})
    BOOST_TEST((stages(step) == Texts{"split 1 by ','; a: int, b: json, two words: date"}));
  BOOST_TEST(
      (stages("explode: a") == Texts{"5:14 explode: the column 'a' is int, expected json"}));
  have[1].type = Type::string;
  BOOST_TEST((stages("explode: b") ==
              Texts{"5:14 explode: the column 'b' is string, expected json [to make records of "
                    "the parts of a text: split: {column: b, by: \";\"}]"}));
}

BOOST_AUTO_TEST_CASE(new_values_have_a_name_that_no_column_has) {
  have = {{"a", Type::int64}, {"a'", Type::int64}};
  BOOST_TEST(
      (stages("fill: {a: 0, \"a'\": 1}")[1] == "select 2 3 and the rest; a: int, a': int"));
  BOOST_TEST(
      stages("fill: {a: 0, \"a'\": 1}")[0] ==
      "derive a'': coalesce(a, 0); derive a''': coalesce(`a'`, 1); a: int, a': int, a'': "
      "int, a''': int");
}

BOOST_AUTO_TEST_CASE(what_is_too_long_for_an_expression_is_refused) {
  const std::string name(9000, 'x');
  have = {{name, Type::string}};
  BOOST_TEST((stages("cast:\n      ? \"" + name + "\"\n      : int") ==
              Texts{"6:9 a name or value of more than 8 KiB cannot be here"}));
  have = {{"x", Type::string}};
  BOOST_TEST((stages("fill: {x: \"" + name + "\"}") ==
              Texts{"5:15 a name or value of more than 8 KiB cannot be here"}));
}

BOOST_AUTO_TEST_SUITE_END()
