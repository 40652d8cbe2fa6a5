// SPDX-License-Identifier: Apache-2.0
#include "planner/unseen.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(unseen)

using namespace dp;
using namespace dp::planner;
using dp::protocol::Stage;

namespace {

const Schema kColumns = {{"id", Type::int64, true, true},
                         {"amount", Type::string, true, true},
                         {"name", Type::string, true, false}};

protocol::Plan plan_of(const char* reader) {
  Stage stage;
  stage.kind = Stage::Kind::reader;
  stage.use.task = reader;
  stage.output = kColumns;
  protocol::Plan plan;
  plan.stages.push_back(std::move(stage));
  return plan;
}

}  // namespace

BOOST_AUTO_TEST_CASE(only_text_that_a_reader_of_text_guessed_has_no_value) {
  const auto plan = plan_of("csv");
  BOOST_TEST((unseen_origin(plan, {}, 1) == Origin{0, "amount"}));
  BOOST_TEST(!unseen_origin(plan, {}, 0));
  BOOST_TEST(!unseen_origin(plan, {}, 2));
  BOOST_TEST(!unseen_origin(plan_of("json"), {}, 1));
}

BOOST_AUTO_TEST_CASE(a_column_is_followed_to_its_reader) {
  auto plan = plan_of("csv");
  Stage select;
  select.kind = Stage::Kind::select;
  select.kept = {2, 1};
  select.output = {kColumns[2], {"sum", Type::string, true, true}};
  plan.stages.push_back(select);
  BOOST_TEST((unseen_origin(plan, {}, 1) == Origin{0, "amount"}));
  Stage join;
  join.kind = Stage::Kind::join;
  join.output = {select.output[0], select.output[1], {"price", Type::string, true, true}};
  plan.stages.push_back(join);
  BOOST_TEST((unseen_origin(plan, {{"cost"}}, 1) == Origin{0, "amount"}));
  BOOST_TEST((unseen_origin(plan, {{"cost"}}, 2) == Origin{1, "cost"}));
}

BOOST_AUTO_TEST_CASE(the_likely_types_are_tried_first_and_no_more_than_must_be_are_changed) {
  const Schema both = {{"a", Type::string, true, true}, {"b", Type::string, true, true}};
  const auto found =
      suited(both, {0, 1}, [](const Schema& schema) { return is_number(schema[1].type); });
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(test::columns_of(*found) == "a: string, b: int");
  BOOST_TEST(!suited(both, {0, 1}, [](const Schema&) { return false; }));
  BOOST_TEST(!suited(both, {}, [](const Schema&) { return true; }));
}

BOOST_AUTO_TEST_CASE(an_assumed_type_takes_the_place_of_text) {
  const auto stages =
      assumed_stages(kColumns, {{{0, "amount"}, Type::decimal}, {{1, "id"}, Type::date}});
  BOOST_REQUIRE(stages.size() == 2U);
  BOOST_TEST(test::columns_of(stages[1].output) == "id: int, amount: decimal, name: string");
  BOOST_TEST((stages[1].kept == std::vector<std::uint32_t>{0, 3, 2}));
  BOOST_TEST(stages[1].keeps_rest);
  BOOST_TEST(assumed_stages(kColumns, {{{0, "name"}, Type::date}}).empty());
}

BOOST_AUTO_TEST_CASE(a_tables_reader_is_given_the_types_that_its_options_do_not_give) {
  auto options = data::Value::map();
  const AssumedTypes assumed = {{{0, "x"}, Type::date}, {{2, "a"}, Type::int64}};
  assume_in_table(assumed, 1, options);
  BOOST_TEST(options.keys.empty());
  assume_in_table(assumed, 2, options);
  BOOST_REQUIRE(options.find("types") != nullptr);
  BOOST_TEST(options.find("types")->find("a")->text == "int");
  assume_in_table({{{2, "a"}, Type::date}, {{2, "b"}, Type::boolean}}, 2, options);
  BOOST_TEST(options.find("types")->find("a")->text == "int");
  BOOST_TEST(options.find("types")->find("b")->text == "bool");
}

BOOST_AUTO_TEST_SUITE_END()
