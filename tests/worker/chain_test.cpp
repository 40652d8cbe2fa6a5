// SPDX-License-Identifier: Apache-2.0
#include "worker/chain.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace chain {

using namespace dp;
using namespace dp::test;
using dp::protocol::Intake;
using dp::protocol::Stage;
using dp::worker::Chain;

namespace {

/// Lines of at least two bytes, collected, and written as a stream.
protocol::Plan plan_of_both() {
  auto plan = plan_of_lines();
  plan.stages.push_back(where("size >= 2", kTexts));
  plan.reductions = {{"all", collect_by("text"), {{"text", Type::string, false}}}};
  plan.streams = {{"-", text_writer(), {}}};
  return plan;
}

struct Fixture : Files {
  void open(protocol::Plan made) {
    plan = std::move(made);
    auto opened = Chain::open(plan, libraries);
    BOOST_REQUIRE_MESSAGE(opened, opened.error().message);
    chain = std::move(*opened);
  }
  Status run(std::string_view bytes, bool careful = false) {
    return chain->run(slice(bytes, 6), 0, careful, context);
  }
  /// The partial of the first reduction.
  std::string saved() {
    const auto place = chain->save(0, context);
    return place ? context.text(place->range) : place.error().message;
  }

  protocol::Plan plan;
  worker::Libraries libraries;
  MemoryContext context;
  std::unique_ptr<Chain> chain;
};

}  // namespace
}  // namespace chain

BOOST_FIXTURE_TEST_SUITE(chain, Fixture)

BOOST_AUTO_TEST_CASE(a_slice_goes_through_the_stages_into_reducers_and_writers) {
  open(plan_of_both());
  BOOST_REQUIRE(run("one\nb\n\nreject\nthree\n"));
  const auto& output = chain->output();
  BOOST_TEST((output.streams == Texts{"one|3\nthree|5\n"}));
  BOOST_TEST((output.counts == protocol::Counts{20, 5, 1, 3, 2, 1, 2, 2}));
  BOOST_TEST((rejects_of(output.rejects) == Texts{"6:7 reject (told to reject)"}));
  BOOST_TEST(saved() == "one,three,");
}

BOOST_AUTO_TEST_CASE(declared_columns_that_have_values_are_counted) {
  auto plan_of_declared = plan_of_both();
  plan_of_declared.stages[0].declared = {0};
  open(std::move(plan_of_declared));
  BOOST_REQUIRE(run("\n"));
  BOOST_TEST(!chain->output().counts.filled.has(0));
  BOOST_REQUIRE(run("one\n"));
  BOOST_TEST(chain->output().counts.filled.has(0));
}

BOOST_AUTO_TEST_CASE(a_chunk_feeds_what_is_wanted_of_it) {
  open(plan_of_both());
  chain->want(false, true);
  BOOST_REQUIRE(run("one\n"));
  BOOST_TEST((chain->output().streams == Texts{""}));
  chain->want(true, false);
  BOOST_REQUIRE(run("two\n"));
  BOOST_TEST((chain->output().streams == Texts{"two|3\n"}));
  BOOST_TEST(saved() == "one,");
}

BOOST_AUTO_TEST_CASE(careful_mode_leaves_each_record_once_and_rejects_what_any_task_refuses) {
  auto plan_with_step = plan_of_both();
  const Schema tagged = {{"text", Type::string, false}, {"item", Type::string, false}};
  plan_with_step.stages.push_back(stage(Stage::Kind::step, tagged, tag("")));
  open(std::move(plan_with_step));
  BOOST_REQUIRE(run("one\nno update\nno write\nthree\nunfit\nfail\n", true));
  const auto& output = chain->output();
  BOOST_TEST((rejects_of(output.rejects) ==
              Texts{"6:4 no update (no update)", "6:14 no write (no write)",
                    "6:29 unfit (does not fit)", "6:35 fail (told to fail)"}));
  BOOST_TEST(saved() == "one,three,");
  BOOST_TEST(output.streams[0].starts_with("one|/"));
  BOOST_TEST(output.counts.lines == 6U);
  BOOST_TEST(output.counts.rejects == 4U);
  BOOST_TEST(output.counts.mapped == 3U);  // a record that only a reducer rejects was mapped
}

BOOST_AUTO_TEST_CASE(without_a_reader_the_records_are_the_files) {
  protocol::Plan files;
  files.intake = Intake::files;
  files.record_columns = 3;
  files.streams = {{"-", text_writer(), {}}};
  open(std::move(files));
  const auto made = slice("12345", 6);
  BOOST_REQUIRE(chain->run(made, 2, false, context));
  BOOST_TEST((chain->output().streams == Texts{made.name + "|5|6\n"}));
  BOOST_TEST((chain->output().counts == protocol::Counts{5, 0, 0, 1, 1, 0}));
  BOOST_TEST((context.places == std::vector<MemoryContext::Place>{{2, 0, true}}));
}

BOOST_AUTO_TEST_CASE(a_step_over_files_knows_the_item_and_rejects_it) {
  protocol::Plan files;
  files.intake = Intake::files;
  auto derive = stage(Stage::Kind::derive, protocol::item_schema(Intake::files));
  derive.derived = {{"text", expr::Expression::parse("if(size == 0, 'reject', 'x')").value()}};
  derive.output.push_back({"text", Type::string, true});
  derive.used = {0, 1, 0, 1};
  const Schema tagged = {{"text", Type::string, false}, {"item", Type::string, false}};
  files.stages = {derive, stage(Stage::Kind::step, tagged, tag("!"))};
  files.record_columns = 2;
  files.streams = {{"-", text_writer(), {}}};
  open(std::move(files));
  const auto made = slice("12345", 6);
  BOOST_REQUIRE(chain->run(made, 0, false, context));
  BOOST_REQUIRE(chain->run(slice("", 7), 1, false, context));
  BOOST_TEST((chain->output().streams == Texts{"x!|" + made.name + "\n"}));
  BOOST_TEST((rejects_of(chain->output().rejects) == Texts{"7:0 reject (told to reject)"}));
}

BOOST_AUTO_TEST_CASE(numbers_of_a_range_are_records_and_careful_mode_reports_each) {
  protocol::Plan range;
  range.intake = Intake::range;
  range.record_columns = 1;
  range.streams = {{"-", text_writer(), {}}};
  open(std::move(range));
  BOOST_REQUIRE(chain->run_range(3, 6, true, context));
  BOOST_TEST((chain->output().streams == Texts{"3\n4\n5\n"}));
  BOOST_TEST((context.places ==
              std::vector<MemoryContext::Place>{{0, 0, true}, {1, 0, true}, {2, 0, true}}));
  context.places.clear();
  chain->output().clear();
  BOOST_REQUIRE(chain->run_range(0, 2049, false, context));
  BOOST_TEST(chain->output().counts.records == 2049U);
  BOOST_TEST((context.places == std::vector<MemoryContext::Place>{
                                    {0, 0, false}, {1024, 0, false}, {2048, 0, true}}));
}

BOOST_AUTO_TEST_CASE(a_rejected_number_is_named_by_itself) {
  protocol::Plan range;
  range.intake = Intake::range;
  auto derive = stage(Stage::Kind::derive, protocol::item_schema(Intake::range));
  derive.derived = {{"text", expr::Expression::parse("if(index == 7, 'reject', 'x')").value()}};
  derive.output.push_back({"text", Type::string, true});
  derive.used = {1, 1};
  const Schema tagged = {{"text", Type::string, false}, {"item", Type::string, false}};
  range.stages = {derive, stage(Stage::Kind::step, tagged, tag("!"))};
  open(std::move(range));
  BOOST_REQUIRE(chain->run_range(5, 9, false, context));
  BOOST_TEST((rejects_of(chain->output().rejects) == Texts{"7:0 reject (told to reject)"}));
}

BOOST_AUTO_TEST_CASE(a_partial_lies_in_the_store_by_partitions) {
  open(plan_of_both());
  BOOST_REQUIRE(run("three\ntwo\nfour\nsix\n"));
  context.stored = "before";
  const auto place = chain->save(0, context);
  BOOST_REQUIRE(place);
  BOOST_TEST(context.text(place->range) == "six,two,four,three,");
  BOOST_TEST(place->range.offset == 6U);
  BOOST_TEST(context.text(place->partition(3)) == "six,two,");
  BOOST_TEST(context.text(place->partition(4)) == "four,");
  BOOST_TEST(context.text(place->partition(5)) == "three,");
  BOOST_TEST(place->sizes[6] == 0U);
}

BOOST_AUTO_TEST_CASE(a_partial_larger_than_memory_goes_into_the_store_piece_by_piece) {
  open(plan_of_both());
  const std::string lines = std::string(700'000, 'a') + "\n" + std::string(700'000, 'b') +
                            "\n" + std::string(700'000, 'c') + "\n";
  BOOST_REQUIRE(run(lines));
  const auto place = chain->save(0, context);
  BOOST_REQUIRE(place);
  BOOST_TEST(place->range.size == 2'100'003U);
  BOOST_TEST(place->sizes[700'000 % 64] == 2'100'003U);
  BOOST_TEST(place->valid());
}

BOOST_AUTO_TEST_CASE(a_partial_that_cannot_be_saved_is_an_error) {
  open(plan_of_both());
  BOOST_REQUIRE(run("one\n"));
  context.full = true;
  BOOST_TEST(saved() == "the store is full");
  context.full = false;
  plan.reductions[0].use = collect_by("text", 0, "save");
  BOOST_REQUIRE(chain->renew());
  BOOST_TEST(saved() == "no save");
  plan.reductions[0].use = collect_by("text", 0, "order");
  BOOST_REQUIRE(chain->renew());
  BOOST_REQUIRE(run("one\n"));
  BOOST_TEST(saved() == "saves partitions out of order");
}

BOOST_AUTO_TEST_CASE(state_is_counted_and_given_up_by_reset) {
  open(plan_of_both());
  BOOST_TEST(chain->state_bytes() == 0U);
  BOOST_REQUIRE(run("one\nthree\n"));
  BOOST_TEST(chain->state_bytes() == 8U);
  BOOST_REQUIRE(chain->reset());
  BOOST_TEST(chain->state_bytes() == 0U);
  BOOST_REQUIRE(run("two\n"));
  BOOST_TEST(saved() == "two,");
}

BOOST_AUTO_TEST_CASE(after_a_failure_a_renewed_chain_begins_with_nothing) {
  open(plan_of_both());
  const auto status = run("one\nfail\n");
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "told to fail");
  BOOST_REQUIRE(chain->renew());
  chain->output().clear();
  BOOST_REQUIRE(run("two\n"));
  BOOST_TEST(saved() == "two,");
  BOOST_TEST((chain->output().streams == Texts{"two|3\n"}));
}

BOOST_AUTO_TEST_CASE(where_records_begin_is_told_without_feeding_anything) {
  auto plan_with_reduction = plan_of_records();
  plan_with_reduction.reductions = {{"all", collect_by("text"), {}}};
  open(std::move(plan_with_reduction));
  auto made = part("a;bb;cc;", 3, 7);
  made.exact = false;
  const auto bounds = chain->cut(made, context);
  BOOST_REQUIRE(bounds);
  BOOST_TEST(bounds->found);
  BOOST_TEST(bounds->begin == 5U);
  BOOST_TEST(bounds->end == 8U);
  BOOST_TEST(saved() == "");
  BOOST_TEST((chain->output().counts == protocol::Counts{}));
}

BOOST_AUTO_TEST_CASE(a_plan_whose_tasks_do_not_open_makes_no_chain) {
  plan = plan_of_lines();
  plan.stages[0].use.task = "kit.gone";
  const auto reader = Chain::open(plan, libraries);
  BOOST_REQUIRE(!reader);
  BOOST_TEST(reader.error().message == kKit + ": has no reader 'kit.gone'");
  plan = plan_of_lines();
  plan.reductions = {{"all", collect_by("gone"), {}}};
  const auto reducer = Chain::open(plan, libraries);
  BOOST_REQUIRE(!reducer);
  BOOST_TEST(
      reducer.error().message ==
      "kit.collect: expects a column 'gone' of type string (got text: string, size: int)");
}

BOOST_AUTO_TEST_SUITE_END()
