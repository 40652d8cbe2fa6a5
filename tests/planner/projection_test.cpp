// SPDX-License-Identifier: Apache-2.0
#include "planner/projection.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace projection {

using namespace dp;
using namespace dp::test;
using dp::protocol::Stage;

namespace {

expr::Expression parsed(const char* text) { return expr::Expression::parse(text).value(); }

Schema columns(std::initializer_list<const char*> names) {
  Schema schema;
  for (const char* name : names) schema.push_back({name, Type::int64, true});
  return schema;
}

/// A plan of a reader with the columns a, b, c and d, and whatever follows.
struct Fixture {
  Fixture() { add(Stage::Kind::reader, columns({"a", "b", "c", "d"})); }

  Stage& add(Stage::Kind kind, Schema output) {
    auto& stage = plan.stages.emplace_back();
    stage.kind = kind;
    stage.output = std::move(output);
    return stage;
  }
  void where(const char* condition) {
    add(Stage::Kind::where, Schema(plan.mapped())).condition = parsed(condition);
  }
  void derive(const std::vector<std::pair<const char*, const char*>>& derived) {
    auto& stage = add(Stage::Kind::derive, Schema(plan.mapped()));
    for (const auto& [name, text] : derived) {
      stage.derived.push_back({name, parsed(text)});
      stage.output.push_back({name, Type::int64, true});
    }
  }
  void select(std::vector<std::uint32_t> kept) {
    Schema output;
    for (const auto place : kept) output.push_back(plan.mapped()[place]);
    add(Stage::Kind::select, std::move(output)).kept = std::move(kept);
  }
  /// Keeps all columns but the first, and would keep more.
  void drop_first() {
    std::vector<std::uint32_t> kept;
    for (std::uint32_t i = 1; i < plan.mapped().size(); ++i) kept.push_back(i);
    select(std::move(kept));
    plan.stages.back().keeps_rest = true;
  }
  void check(std::uint32_t column, const char* condition, const char* shown) {
    add(Stage::Kind::check, Schema(plan.mapped()))
        .checks.push_back({column, parsed(condition), parsed(shown), "x", "int"});
  }
  /// A reducer whose options name a column.
  void reduce(const char* column) {
    auto options = data::Value::map().add(
        "take", data::Value::list({data::Value::map().add(
                    "columns", data::Value::list({data::Value::of(column)}))}));
    plan.reductions.push_back({"r", {"", "", std::move(options)}, {}, 0, true});
  }
  /// The names of the columns of a stage that are used.
  std::string used(std::size_t stage) {
    planner::mark_used_columns(plan);
    std::string names;
    const auto& made = plan.stages.at(stage);
    BOOST_REQUIRE(made.used.size() == made.output.size());
    for (std::size_t i = 0; i < made.used.size(); ++i)
      if (made.used[i] != 0) names += made.output[i].name;
    return names;
  }

  protocol::Plan plan;
};

}  // namespace
}  // namespace projection

BOOST_FIXTURE_TEST_SUITE(projection, Fixture)

BOOST_AUTO_TEST_CASE(a_plan_without_ends_uses_nothing) { BOOST_TEST(used(0) == ""); }

BOOST_AUTO_TEST_CASE(a_plan_without_stages_is_left_alone) {
  plan.stages.clear();
  planner::mark_used_columns(plan);
  BOOST_TEST(plan.stages.empty());
}

BOOST_AUTO_TEST_CASE(a_stream_uses_the_columns_of_records) {
  plan.streams.push_back({});
  plan.record_columns = 3;  // the last one was derived for a reducer
  BOOST_TEST(used(0) == "abc");
}

BOOST_AUTO_TEST_CASE(a_reducer_uses_the_columns_that_its_options_name_at_any_depth) {
  reduce("b");
  BOOST_TEST(used(0) == "b");
  reduce("d");
  BOOST_TEST(used(0) == "bd");
}

BOOST_AUTO_TEST_CASE(a_reducer_that_names_no_columns_uses_all) {
  plan.reductions.push_back({"r", {}, {}, 0, false});
  BOOST_TEST(used(0) == "abcd");
}

BOOST_AUTO_TEST_CASE(a_condition_uses_its_columns_before_it_and_not_after) {
  where("a > 1 and b > 1");
  reduce("c");
  BOOST_TEST(used(1) == "c");
  BOOST_TEST(used(0) == "abc");
}

BOOST_AUTO_TEST_CASE(a_join_uses_its_key_and_what_is_used_after_it) {
  auto columns = Schema(plan.mapped());
  columns.push_back({"taken", Type::int64, true});
  auto& join = add(Stage::Kind::join, std::move(columns));
  join.join.keys = {2};
  join.join.taken = {1};
  reduce("taken");
  BOOST_TEST(used(1) == "taken");
  BOOST_TEST(used(0) == "c");
}

BOOST_AUTO_TEST_CASE(unpivot_uses_its_columns_if_their_values_are_used) {
  auto& unpivot = add(Stage::Kind::unpivot, columns({"a", "d", "name", "value"}));
  unpivot.unpivot.columns = {1, 2};
  unpivot.unpivot.others = {0, 3};
  reduce("d");
  BOOST_TEST(used(0) == "d");
  reduce("value");
  BOOST_TEST(used(0) == "bcd");
}

BOOST_AUTO_TEST_CASE(select_uses_what_is_used_of_what_it_keeps) {
  select({3, 1});
  reduce("b");
  BOOST_TEST(used(1) == "b");
  BOOST_TEST(used(0) == "b");
}

BOOST_AUTO_TEST_CASE(a_derived_column_that_nobody_reads_uses_nothing) {
  derive({{"x", "a + 1"}, {"y", "b + 1"}});
  reduce("y");
  BOOST_TEST(used(1) == "by");  // b is read within the stage
  BOOST_TEST(used(0) == "b");
}

BOOST_AUTO_TEST_CASE(a_derived_column_may_use_those_derived_before_it) {
  derive({{"x", "a + 1"}, {"y", "x * c"}, {"z", "d"}});
  reduce("y");
  BOOST_TEST(used(1) == "acxy");
  BOOST_TEST(used(0) == "ac");
}

BOOST_AUTO_TEST_CASE(a_check_uses_what_it_reads_if_its_column_is_read) {
  derive({{"x", "a + 1"}});
  check(4, "x > b", "string(c)");
  reduce("d");
  BOOST_TEST(used(1) == "d");
  BOOST_TEST(used(0) == "d");
  reduce("x");
  BOOST_TEST(used(2) == "dx");
  BOOST_TEST(used(1) == "abcdx");
  BOOST_TEST(used(0) == "abcd");
}

BOOST_AUTO_TEST_CASE(split_uses_its_column_whoever_reads_it) {
  add(Stage::Kind::split, Schema(plan.mapped())).split = {1, ";"};
  reduce("d");
  BOOST_TEST(used(1) == "d");
  BOOST_TEST(used(0) == "bd");
}

BOOST_AUTO_TEST_CASE(a_step_uses_all_columns_before_it) {
  add(Stage::Kind::step, columns({"p", "q"}));
  reduce("q");
  BOOST_TEST(used(1) == "q");
  BOOST_TEST(used(0) == "abcd");
}

BOOST_AUTO_TEST_CASE(without_a_reader_the_first_stage_uses_columns_of_items) {
  plan.stages.clear();
  plan.intake = protocol::Intake::files;
  plan.stages.emplace_back();
  plan.stages[0].kind = Stage::Kind::derive;
  plan.stages[0].output = protocol::item_schema(plan.intake);
  plan.stages[0].derived = {{"big", parsed("size > 10")}};
  plan.stages[0].output.push_back({"big", Type::boolean, true});
  reduce("big");
  BOOST_TEST(used(0) == "sizebig");
}

BOOST_AUTO_TEST_CASE(new_columns_would_be_in_what_comes_out_unless_something_selects) {
  BOOST_TEST(!planner::is_growing(plan));
  reduce("a");
  BOOST_TEST(!planner::is_growing(plan));
  plan.streams.resize(1);
  BOOST_TEST(planner::is_growing(plan));
  where("a > 1");
  BOOST_TEST(planner::is_growing(plan));
  drop_first();
  BOOST_TEST(planner::is_growing(plan));
  select({0});
  BOOST_TEST(!planner::is_growing(plan));
  add(Stage::Kind::step, columns({"x"}));
  BOOST_TEST(!planner::is_growing(plan));
}

BOOST_AUTO_TEST_CASE(they_would_for_a_step_and_for_a_reducer_that_reads_all) {
  plan.reductions.push_back({"r", {}, {}, 0, false});
  BOOST_TEST(planner::is_growing(plan));
  plan.reductions.clear();
  add(Stage::Kind::step, columns({"x"}));
  select({0});
  BOOST_TEST(planner::is_growing(plan));
}

BOOST_AUTO_TEST_CASE(a_guess_that_someone_reads_may_be_refuted_by_what_the_sample_lacks) {
  input::Items items;
  items.list.resize(1);
  items.list[0].stamp.size = 100'000;
  auto& reader = plan.stages[0];
  reader.knowledge = "learned";
  reader.reader.sample_cut = true;
  reader.output[1].guessed = true;
  reader.used = {1, 0, 1, 1};
  BOOST_TEST(!planner::may_be_refuted(plan, items));
  reader.used = {0, 1, 0, 0};
  BOOST_TEST(planner::may_be_refuted(plan, items));
  reader.output[1].guessed = false;
  BOOST_TEST(!planner::may_be_refuted(plan, items));
  reader.reader.growing = true;
  BOOST_TEST(planner::may_be_refuted(plan, items));
  reader.reader.sample_cut = false;  // it is all of the only item
  BOOST_TEST(!planner::may_be_refuted(plan, items));
  items.list.push_back(items.list[0]);
  BOOST_TEST(planner::may_be_refuted(plan, items));
  reader.reader.knowledge = "known";
  BOOST_TEST(!planner::may_be_refuted(plan, items));
  reader.reader.knowledge.clear();
  reader.knowledge.clear();  // it does not learn
  BOOST_TEST(!planner::may_be_refuted(plan, items));
}

BOOST_AUTO_TEST_SUITE_END()
