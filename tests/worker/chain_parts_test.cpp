// SPDX-License-Identifier: Apache-2.0
#include "worker/chain_parts.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace chain_parts {

using namespace dp;
using namespace dp::test;
using dp::protocol::Stage;
using dp::worker::LinkContext;

namespace {

struct Fixture {
  /// The rows that a stage makes of texts; or why it cannot be opened, or fails.
  Texts through(const Stage& made, const Texts& texts) {
    Collector rows;
    auto link = worker::make_link(made, kTexts, context, rows);
    if (!link) return {link.error().message};
    const auto status = (*link)->push(TextBatch(texts));
    if (!status) return {status.error().message};
    return rows.take();
  }
  static expr::Expression parsed(const char* text) {
    return expr::Expression::parse(text).value();
  }

  worker::Libraries libraries;
  Texts rejects;
  worker::CallTracker calls;
  dp::protocol::Counts counts;
  LinkContext context{&libraries,
                      nullptr,
                      42,
                      {[this](std::uint64_t, std::string_view raw, std::string_view) {
                         rejects.emplace_back(raw);
                       },
                       {}},
                      &calls,
                      &counts,
                      0};
};

}  // namespace
}  // namespace chain_parts

BOOST_FIXTURE_TEST_SUITE(chain_parts, Fixture)

BOOST_AUTO_TEST_CASE(where_keeps_the_rows_that_fit) {
  BOOST_TEST((through(where("size == 3", kTexts), {"one", "three", "two"}) ==
              Texts{"one|3", "two|3"}));
}

BOOST_AUTO_TEST_CASE(each_derived_column_sees_those_before_it) {
  auto made = stage(Stage::Kind::derive, kTexts);
  made.derived = {{"double", parsed("size * 2")}, {"more", parsed("double + size")}};
  made.output.push_back({"double", Type::int64, true});
  made.output.push_back({"more", Type::int64, true});
  made.used = {1, 1, 1, 1};
  BOOST_TEST((through(made, {"one", "three"}) == Texts{"one|3|6|9", "three|5|10|15"}));
}

BOOST_AUTO_TEST_CASE(select_keeps_columns_by_their_place) {
  auto made = stage(Stage::Kind::select, {kTexts[1]});
  made.kept = {1};
  BOOST_TEST((through(made, {"one", "three"}) == Texts{"3", "5"}));
}

BOOST_AUTO_TEST_CASE(a_check_is_made_only_of_columns_that_are_read) {
  auto made = stage(Stage::Kind::check, kTexts);
  made.checks = {{1, parsed("size < 4"), parsed("string(size)"), "size", "little"},
                 {0, parsed("text != 'two'"), parsed("text"), "text", "odd"}};
  BOOST_TEST((through(made, {"one", "two", "three"}) == Texts{"one|3"}));
  BOOST_TEST(rejects.size() == 2U);
  made.used = {0, 1};
  BOOST_TEST((through(made, {"one", "two", "three"}) == Texts{"one|3", "two|3"}));
  BOOST_TEST(rejects.size() == 3U);
}

BOOST_AUTO_TEST_CASE(split_makes_rows_of_the_column_at_its_place) {
  auto made = stage(Stage::Kind::split, kTexts);
  made.split = {0, ", "};
  BOOST_TEST((through(made, {"a, b", ","}) == Texts{"a|4", "b|4", ",|1"}));
}

BOOST_AUTO_TEST_CASE(a_step_is_opened_with_its_options_and_rejects_through_the_context) {
  const Schema tagged = {{"text", Type::string, false}, {"item", Type::string, false}};
  BOOST_TEST((through(stage(Stage::Kind::step, tagged, tag("?!")), {"one", "reject"}) ==
              Texts{"one?!|"}));
  BOOST_TEST((rejects == Texts{"reject"}));
  BOOST_TEST((through(stage(Stage::Kind::step, tagged, tag("?")), {"one"}) ==
              Texts{"kit.tag: got '?', expected another tag"}));
}

BOOST_AUTO_TEST_CASE(an_expression_that_does_not_fit_the_columns_is_named) {
  BOOST_TEST((through(where("length == 3", kTexts), {"one"}) ==
              Texts{"length == 3: there is no column 'length'"}));
}

BOOST_AUTO_TEST_CASE(a_reader_can_only_be_the_first_stage) {
  Collector rows;
  const auto link =
      worker::make_link(stage(Stage::Kind::reader, kTexts), kTexts, context, rows);
  BOOST_REQUIRE(!link);
  BOOST_TEST((link.error().code == Errc::bug));
  BOOST_TEST(link.error().message == "a reader can only be the first stage");
}

BOOST_AUTO_TEST_CASE(the_end_has_the_reducers_and_the_writers_of_the_plan) {
  auto plan = plan_of_lines();
  plan.record_columns = 1;  // the size is there for the reducers only
  plan.reductions = {{"all", collect_by("text"), {}}, {"rows", kit("kit.count"), {}}};
  plan.streams = {{"-", text_writer(), {}}, {"a.kit", text_writer(), {}}};
  const auto end = worker::make_end(plan, libraries, calls);
  BOOST_REQUIRE(end->open());
  BOOST_TEST(end->reducers().size() == 2U);
  BOOST_TEST(bool(end->push(TextBatch({"one", "three"}))));
  BOOST_TEST((end->output().streams == Texts{"one\nthree\n", "one\nthree\n"}));
}

BOOST_AUTO_TEST_CASE(a_reducer_or_writer_that_does_not_start_is_an_error_of_the_end) {
  auto plan = plan_of_lines();
  plan.reductions = {{"all", collect_by("text", 0, "start"), {}}};
  BOOST_TEST(worker::make_end(plan, libraries, calls)->open().error().message == "no start");
  plan.reductions.clear();
  for (const std::string call : {"begin", "section"}) {
    plan.streams = {{"-", text_writer(call), {}}};
    BOOST_TEST(worker::make_end(plan, libraries, calls)->open().error().message ==
               "no " + call);
  }
}

BOOST_AUTO_TEST_SUITE_END()
