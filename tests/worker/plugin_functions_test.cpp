// SPDX-License-Identifier: Apache-2.0
#include "worker/plugin_functions.hpp"

#include <boost/test/unit_test.hpp>

#include "expr/evaluator.hpp"
#include "fixture.hpp"

namespace plugin_functions {

using namespace dp;
using dp::worker::Libraries;
using dp::worker::PluginFunctions;

namespace {

struct Fixture {
  Fixture() {
    plan.functions = {{"repeat", DP_TEST_PLUGINS "/words.so", "words.repeat"},
                      {"fussy", DP_TEST_PLUGINS "/words.so", "fussy"},
                      {"wrong", DP_TEST_PLUGINS "/words.so", "words.wrong"},
                      {"odd", dp::test::kKit, "odd"},
                      {"gone", DP_TEST_PLUGINS "/words.so", "words.gone"}};
    builder.column(0).put_copy(0, "one");
    builder.column(0).set_null(1);
    builder.column(0).put_copy(2, "three");
    batch = builder.finish(3, 0).value();
  }
  protocol::Plan plan;
  Libraries libraries;
  worker::CallTracker calls;
  PluginFunctions functions{plan, libraries, calls};
  BatchBuilder builder{{{"line", Type::string, true}}, 3};
  dp_batch batch{};
};

}  // namespace
}  // namespace plugin_functions

BOOST_FIXTURE_TEST_SUITE(plugin_functions, Fixture)

BOOST_AUTO_TEST_CASE(functions_of_the_plan_are_called_under_their_names_there) {
  const auto expression = expr::Expression::parse("fussy(repeat(line, 3)) + 1");
  auto evaluator = expr::Evaluator::make(*expression, {{"line", Type::string}}, &functions);
  BOOST_REQUIRE_MESSAGE(evaluator, evaluator.error().message);
  const auto values = evaluator->evaluate(BatchView(batch));
  BOOST_REQUIRE(values);
  const Int64Column column(**values);
  BOOST_TEST(column[0] == 10);
  BOOST_TEST(column.is_null(1));
  BOOST_TEST(column[2] == 16);
}

BOOST_AUTO_TEST_CASE(a_call_is_told_with_the_stage_that_it_is_for) {
  const auto expression = expr::Expression::parse("fussy(line)");
  functions.open_for("derive size");
  auto evaluator = expr::Evaluator::make(*expression, {{"line", Type::string}}, &functions);
  BOOST_REQUIRE(evaluator);
  dp::test::MemoryContext context;
  {
    const worker::CallTracker::Reporting reporting(calls, context);
    BOOST_REQUIRE(evaluator->evaluate(BatchView(batch)));
  }
  const std::vector<std::string> expected{"the function fussy of derive size", ""};
  BOOST_TEST((context.calls == expected));
}

BOOST_AUTO_TEST_CASE(others_are_not_found) {
  const auto other = functions.find("words.repeat");
  BOOST_REQUIRE(!other);
  BOOST_TEST(other.error().message == "");
  BOOST_TEST(functions.find("gone").error().message == DP_TEST_PLUGINS
             "/words.so: has no function 'words.gone'");
}

BOOST_AUTO_TEST_CASE(what_a_call_throws_is_the_error_of_the_batch) {
  BatchBuilder bad({{"line", Type::string, true}}, 1);
  bad.column(0).put_copy(0, "bad");
  const auto row = bad.finish(1, 0).value();
  const auto expression = expr::Expression::parse("fussy(line) > 0");
  auto evaluator = expr::Evaluator::make(*expression, {{"line", Type::string}}, &functions);
  BOOST_REQUIRE(evaluator);
  const auto kept = evaluator->select(BatchView(row));
  BOOST_REQUIRE(!kept);
  BOOST_TEST(kept.error().message == "fussy: got 'bad', expected something better");
  BOOST_TEST(evaluator->select(BatchView(batch)).value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_result_that_is_no_decimal_ends_the_run) {
  const auto expression = expr::Expression::parse("odd(line)");
  auto evaluator = expr::Evaluator::make(*expression, {{"line", Type::string}}, &functions);
  BOOST_REQUIRE(evaluator);
  const auto values = evaluator->evaluate(BatchView(batch));
  BOOST_REQUIRE(!values);
  BOOST_TEST((values.error().code == Errc::bug));
  BOOST_TEST(values.error().message ==
             "odd: its result is no decimal, a zero with a sign: a mistake of the plugin "
             "(dp::Decimal makes no such)");
}

BOOST_AUTO_TEST_CASE(a_result_that_does_not_fit_its_column_is_the_error_of_the_batch) {
  const auto expression = expr::Expression::parse("wrong(line)");
  auto evaluator = expr::Evaluator::make(*expression, {{"line", Type::string}}, &functions);
  BOOST_REQUIRE(evaluator);
  const auto values = evaluator->evaluate(BatchView(batch));
  BOOST_REQUIRE(!values);
  BOOST_TEST(values.error().message ==
             "wrong: its result: is a column of ints: got text (row 0)");
}

BOOST_AUTO_TEST_SUITE_END()
