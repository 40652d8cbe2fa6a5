// SPDX-License-Identifier: Apache-2.0
#include "planner/plan_functions.hpp"

#include <boost/test/unit_test.hpp>

#include "expr/expression.hpp"
#include "fixture.hpp"

namespace plan_functions {

using namespace dp;
using dp::planner::Catalog;
using dp::planner::PlanFunctions;

namespace {

struct Fixture {
  pool::Pool pool = test::pool_of_dp();
  Catalog catalog{pool, plugin::SearchPath::of({DP_TEST_PLUGINS}, {})};
  PlanFunctions functions{catalog, pool};

  /// The type of an expression over a string column `line`, or its mistake.
  std::string type_of(const char* text) {
    const auto type =
        expr::Expression::parse(text)->check({{"line", Type::string}}, &functions);
    return type ? std::string(type_name(*type)) : type.error().message;
  }
};

}  // namespace
}  // namespace plan_functions

BOOST_FIXTURE_TEST_SUITE(plan_functions, Fixture)

BOOST_AUTO_TEST_CASE(types_come_from_the_plugin) {
  BOOST_TEST(type_of("words.repeat(line)") == "string");
  BOOST_TEST(type_of("words.repeat(line, 3)") == "string");
  BOOST_TEST(type_of("fussy(words.repeat(line)) + 1") == "int");
}

BOOST_AUTO_TEST_CASE(what_the_plugin_has_against_the_arguments_is_told) {
  BOOST_TEST(type_of("words.repeat(line, 10)") ==
             "words.repeat: times: got 10, expected 0 to 9");
}

BOOST_AUTO_TEST_CASE(names_are_suggested) {
  BOOST_TEST(type_of("words.repaet(line)") ==
             "there is no function 'words.repaet', did you mean 'words.repeat'?");
}

BOOST_AUTO_TEST_CASE(a_function_is_found_by_its_own_name_and_by_its_plugins) {
  BOOST_TEST(functions.find("fussy").value()->name == "fussy");
  BOOST_TEST(functions.find("words.fussy").value()->name == "fussy");
  const auto none = functions.find("nothing");
  BOOST_REQUIRE(!none);
  BOOST_TEST((none.error().code == Errc::not_found));
  BOOST_TEST(none.error().message == "");
}

BOOST_AUTO_TEST_CASE(the_plan_gets_those_that_were_asked_for_by_the_name_they_are_called) {
  (void)functions.find("words.fussy");
  (void)functions.find("nothing");
  (void)functions.find("words.repeat");
  const auto used = functions.used();
  BOOST_REQUIRE(used.size() == 2U);
  BOOST_TEST(used[0].name == "words.fussy");
  BOOST_TEST(used[0].task == "fussy");
  BOOST_TEST(used[0].library == DP_TEST_PLUGINS "/words.so");
  BOOST_TEST(used[1].name == "words.repeat");
}

BOOST_AUTO_TEST_CASE(the_runner_calls_none) {
  (void)functions.find("fussy");
  const auto opened = functions.open("fussy", {{"text", Type::string}}, data::Value::map());
  BOOST_REQUIRE(opened);
  BOOST_TEST(((*opened)->type() == Type::int64));
  BOOST_TEST(!(*opened)->call(dp_batch{}));
}

BOOST_AUTO_TEST_SUITE_END()
