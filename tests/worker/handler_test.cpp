// SPDX-License-Identifier: Apache-2.0
#include "worker/handler.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "protocol/line_requests.hpp"
#include "protocol/plan_requests.hpp"
#include "protocol/result_requests.hpp"
#include "protocol/task_requests.hpp"
#include "stream_text.hpp"

namespace handler {

using namespace dp;
using namespace dp::test;
using namespace dp::protocol;
using Outcome = pool::Handler::Outcome;

namespace {

struct Fixture : Files {
  template <class T>
  Result<Outcome> run(const T& request, std::uint8_t parts = pool::kAll) {
    encode_request(bytes, request);
    reply.clear();
    return handler.run({1, parts, bytes}, context, reply);
  }
  /// The reply to a request that is done at once.
  template <class T>
  typename T::Reply ask(const T& request) {
    const auto outcome = run(request);
    BOOST_REQUIRE_MESSAGE(outcome, outcome.error().message);
    BOOST_TEST((*outcome == Outcome::done));
    auto decoded = decode_reply<T>(reply);
    BOOST_REQUIRE_MESSAGE(decoded, decoded.error().message);
    return *decoded;
  }
  template <class T>
  std::string why_not(const T& request) {
    const auto outcome = run(request);
    return outcome ? "OK" : outcome.error().message;
  }
  pool::StoreRange keep(const Plan& plan) { return ask(KeepPlanRequest{plan}); }
  /// A map of one slice of these bytes.
  MapRequest map_of(const pool::StoreRange& plan, std::string_view text) {
    MapRequest request;
    request.plan = plan;
    request.slices = {slice(text)};
    return request;
  }
  StateReply commit() {
    reply.clear();
    const auto status = handler.commit(context, reply);
    BOOST_REQUIRE_MESSAGE(status, status.error().message);
    return decode_all<StateReply>(reply, "state").value();
  }
  std::string partial(const StateReply& state) {
    return context.text(state.partials.at(0).range);
  }

  worker::Handler handler;
  MemoryContext context;
  std::string bytes;
  std::string reply;
};

Plan plan_of_stream() {
  auto plan = plan_of_lines();
  plan.streams = {{"-", text_writer(), {}}};
  return plan;
}
Plan plan_of_reduction(const std::string& broken = "") {
  auto plan = plan_of_lines();
  plan.reductions = {{"all", collect_by("text", 0, broken), {{"text", Type::string, false}}}};
  plan.results = {{"-", text_writer(), {0}}};
  return plan;
}

}  // namespace
}  // namespace handler

BOOST_FIXTURE_TEST_SUITE(handler, Fixture)

BOOST_AUTO_TEST_CASE(a_plan_is_kept_as_it_came_and_loaded_once) {
  const auto plan = keep(plan_of_stream());
  BOOST_TEST(context.text(plan) == bytes.substr(1));
  (void)run(map_of(plan, "one\n"));
  (void)run(map_of(plan, "two\n"));
  BOOST_TEST(context.loads == 1);
  (void)run(map_of(keep(plan_of_stream()), "two\n"));
  BOOST_TEST(context.loads == 2);
}

BOOST_AUTO_TEST_CASE(a_map_without_reducers_replies_with_its_stream) {
  auto request = map_of(keep(plan_of_stream()), "one\nreject\n");
  request.slices.push_back(slice("three\n", 1));
  const auto outcome = run(request);
  BOOST_REQUIRE(outcome);
  BOOST_TEST((*outcome == Outcome::done));
  const StreamText made(reply);
  BOOST_REQUIRE(made.reply.streams.size() == 1U);
  BOOST_TEST(made.reply.streams[0] == "one|3\nthree|5\n");
  BOOST_TEST((made.reply.counts == Counts{17, 3, 0, 2, 2, 1}));
  BOOST_TEST((rejects_of(made.reply.rejects) == Texts{"0:4 reject (told to reject)"}));
  BOOST_TEST(!made.reply.bounds.found);
  BOOST_TEST((context.places.back() == MemoryContext::Place{1, 0, false}));
  BOOST_TEST(!handler.wants_commit());
}

BOOST_AUTO_TEST_CASE(a_worker_is_to_be_replaced_after_so_many_records) {
  auto plan = plan_of_stream();
  plan.recycle = 3;
  const auto kept = keep(plan);
  BOOST_REQUIRE(run(map_of(kept, "one\ntwo\nreject\n")));
  BOOST_TEST(!handler.wants_replacement());
  BOOST_REQUIRE(run(map_of(kept, "three\n")));
  BOOST_TEST(handler.wants_replacement());
}

BOOST_AUTO_TEST_CASE(a_map_of_a_range_goes_through_its_numbers) {
  Plan plan;
  plan.intake = Intake::range;
  plan.record_columns = 1;
  plan.streams = {{"-", text_writer(), {}}};
  MapRequest request;
  request.plan = keep(plan);
  request.begin = 2;
  request.end = 5;
  BOOST_REQUIRE(run(request));
  BOOST_TEST(StreamText(reply).reply.streams.at(0) == "2\n3\n4\n");
}

BOOST_AUTO_TEST_CASE(with_reducers_a_chunk_is_held_until_its_epoch_commits) {
  const auto plan = keep(plan_of_reduction());
  BOOST_TEST((run(map_of(plan, "one\n")).value() == Outcome::held));
  BOOST_TEST((run(map_of(plan, "three\n\n")).value() == Outcome::held));
  BOOST_TEST(context.commits.empty());
  const auto state = commit();
  BOOST_TEST(partial(state) == "one,three,");
  BOOST_TEST((state.counts == Counts{11, 3, 1, 2, 2, 0}));
  const auto next = commit();
  BOOST_TEST(partial(next) == "");
  BOOST_TEST((next.counts == Counts{}));
}

BOOST_AUTO_TEST_CASE(what_a_held_chunk_says_by_itself_is_committed_at_once) {
  const auto plan = keep(plan_of_reduction());
  BOOST_TEST((run(map_of(plan, "one\nreject\n")).value() == Outcome::held));
  BOOST_REQUIRE(context.commits.size() == 1U);
  BOOST_TEST((context.commits[0].first == pool::kStream));
  const StreamText made(context.commits[0].second);
  BOOST_TEST((made.reply.counts == Counts{11, 2, 0, 1, 1, 1}));
  BOOST_TEST((rejects_of(made.reply.rejects) == Texts{"0:4 reject (told to reject)"}));
  BOOST_TEST((commit().counts == Counts{}));  // they are not counted twice
}

BOOST_AUTO_TEST_CASE(only_the_parts_that_are_wanted_are_done_again) {
  auto both = plan_of_reduction();
  both.streams = {{"-", text_writer(), {}}};
  const auto plan = keep(both);
  BOOST_TEST((run(map_of(plan, "one\n"), pool::kState).value() == Outcome::held));
  BOOST_TEST(context.commits.empty());
  const auto state = commit();
  BOOST_TEST(partial(state) == "one,");
  BOOST_TEST((state.counts == Counts{}));
}

BOOST_AUTO_TEST_CASE(a_guess_tells_its_bounds_and_is_not_made_twice) {
  auto records = plan_of_records();
  records.reductions = {{"all", collect_by("text"), {}}};
  MapRequest request;
  request.plan = keep(records);
  request.slices = {part("a;bb;cc;dd;", 3, 7)};
  request.slices[0].exact = false;
  BOOST_TEST((run(request).value() == Outcome::held));
  BOOST_REQUIRE(context.commits.size() == 1U);
  const StreamText made(context.commits[0].second);
  BOOST_TEST(made.reply.bounds.found);
  BOOST_TEST(made.reply.bounds.begin == 5U);
  BOOST_TEST(made.reply.bounds.end == 8U);
  BOOST_TEST(partial(commit()) == "cc,");
  BOOST_TEST((run(request, pool::kState).value() == Outcome::done));
  BOOST_TEST(partial(commit()) == "");
}

BOOST_AUTO_TEST_CASE(an_epoch_ends_with_each_chunk_if_a_reducer_wants_order) {
  auto ordered = plan_of_reduction();
  ordered.reductions[0].traits = DP_ORDER_INPUT;
  (void)run(map_of(keep(ordered), "one\n"));
  BOOST_TEST(handler.wants_commit());
  (void)commit();
  BOOST_TEST(!handler.wants_commit());
  (void)run(map_of(keep(plan_of_reduction()), "one\n"));
  BOOST_TEST(!handler.wants_commit());  // it lasts two seconds at least
}

BOOST_AUTO_TEST_CASE(a_chunk_that_fails_takes_the_epoch_with_it) {
  const auto plan = keep(plan_of_reduction());
  BOOST_REQUIRE(run(map_of(plan, "one\n")));
  const auto failed = run(map_of(plan, "two\nfail\n"));
  BOOST_REQUIRE(!failed);
  BOOST_TEST((failed.error().code == Errc::task_failed));
  BOOST_TEST(failed.error().message == "told to fail");
  BOOST_TEST(!handler.wants_commit());
  BOOST_REQUIRE(run(map_of(plan, "three\n")));
  const auto state = commit();
  BOOST_TEST(partial(state) == "three,");
  BOOST_TEST((state.counts == Counts{6, 1, 0, 1, 1, 0}));
}

BOOST_AUTO_TEST_CASE(careful_mode_rejects_the_record_and_not_the_chunk) {
  auto request = map_of(keep(plan_of_reduction()), "one\nfail\nthree\n");
  request.careful = true;
  BOOST_TEST((run(request).value() == Outcome::held));
  BOOST_TEST((rejects_of(StreamText(context.commits.at(0).second).reply.rejects) ==
              Texts{"0:4 fail (told to fail)"}));
  BOOST_TEST(partial(commit()) == "one,three,");
}

BOOST_AUTO_TEST_CASE(a_state_that_cannot_be_saved_names_its_reduction) {
  (void)run(map_of(keep(plan_of_reduction("save")), "one\n"));
  const auto status = handler.commit(context, reply);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "all: no save");
}

BOOST_AUTO_TEST_CASE(a_plan_that_does_not_open_is_an_error_and_the_next_is_tried) {
  auto none = plan_of_lines();
  none.stages[0].use.task = "kit.gone";
  BOOST_TEST(why_not(map_of(keep(none), "one\n")) == kKit + ": has no reader 'kit.gone'");
  BOOST_REQUIRE(run(map_of(keep(plan_of_stream()), "one\n")));
  BOOST_TEST(StreamText(reply).reply.streams.at(0) == "one|3\n");
  auto torn = keep(plan_of_stream());
  torn.size -= 1;
  BOOST_TEST(why_not(map_of(torn, "one\n")) == "plan: cut short or damaged");
}

BOOST_AUTO_TEST_CASE(cut_tells_where_records_begin) {
  CutRequest request;
  request.plan = keep(plan_of_records());
  request.slice = part("a;bb;cc;dd;", 3, 7);
  request.slice.exact = false;
  const auto bounds = ask(request);
  BOOST_TEST(bounds.found);
  BOOST_TEST(bounds.begin == 5U);
  BOOST_TEST(bounds.end == 8U);
  BOOST_TEST((context.places.back() == MemoryContext::Place{0, 5, false}));
}

BOOST_AUTO_TEST_CASE(describe_tells_what_is_in_a_library) {
  const auto plugin = ask(DescribeRequest{kKit});
  BOOST_TEST(plugin.name == "kit");
  BOOST_TEST(plugin.path == kKit);
  BOOST_TEST(plugin.tasks.size() == 12U);
  BOOST_TEST(plugin.tasks[0].name == "kit.lines");
  const auto gone = folder().path("gone.so");
  const auto outcome = run(DescribeRequest{gone});
  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == Errc::not_found));
}

BOOST_AUTO_TEST_CASE(open_tells_columns_and_targets_files) {
  OpenRequest open;
  open.role = DP_READER;
  open.use = kit("kit.lines");
  BOOST_TEST((ask(open).output == kTexts));
  TargetsRequest targets;
  targets.use = kit("kit.copy", data::Value::map().add("to", data::Value::of("out/*")));
  targets.input = item_schema(Intake::files);
  targets.items = {"a", "b"};
  const auto files = ask(targets);
  BOOST_REQUIRE(files.size() == 2U);
  BOOST_TEST(files[1].text == "out/b");
}

BOOST_AUTO_TEST_CASE(combine_and_finish_make_a_result_of_partials) {
  const auto plan = keep(plan_of_reduction());
  BOOST_REQUIRE(run(map_of(plan, "two\none\n")));
  const auto state = commit();
  CombineRequest combine;
  combine.plan = plan;
  combine.partition = 3;
  combine.partials = {state.partials.at(0).partition(3)};
  const auto combined = ask(combine);
  BOOST_TEST(context.text(combined.place.range) == "one,two,");
  FinishRequest finish;
  finish.plan = plan;
  finish.partials = {{{{3, combined.place.partition(3)}}}};
  BOOST_TEST(context.text(ask(finish).range) == "begin\nsection all: text\none\ntwo\nend\n");
}

BOOST_AUTO_TEST_CASE(frame_tells_what_stands_around_a_stream) {
  FrameRequest request;
  request.plan = keep(plan_of_stream());
  const auto frame = ask(request);
  BOOST_TEST(frame.head == "begin\nsection : text size\n");
  BOOST_TEST(frame.tail == "end\n");
}

BOOST_AUTO_TEST_CASE(count_lines_tells_the_lines_of_offsets) {
  CountLinesRequest request;
  request.item = slice("one\ntwo\nthree\n");
  request.offsets = {0, 4, 9};
  BOOST_TEST((ask(request) == std::vector<std::uint64_t>{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_request_are_an_error) {
  const auto outcome = handler.run({1, pool::kAll, {}}, context, reply);
  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == Errc::corrupt));
  BOOST_TEST(outcome.error().message == "an empty request");
  for (const std::string unknown : {"\x7f", "\xff"})
    BOOST_TEST(handler.run({1, pool::kAll, unknown}, context, reply).error().message ==
               "an unknown request");
  encode_request(bytes, map_of(keep(plan_of_stream()), "one\n"));
  bytes.pop_back();
  BOOST_TEST(handler.run({1, pool::kAll, bytes}, context, reply).error().message ==
             "map request: cut short or damaged");
}

/// Lines of 1,024 bytes with their newlines, so many.
std::string kibibytes(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += std::string(1023, 'x') + "\n";
  return text;
}

BOOST_AUTO_TEST_CASE(a_chunk_of_much_output_commits_it_in_prefixes_up_to_a_mark) {
  auto request = map_of(keep(plan_of_stream()), kibibytes(4000));
  request.prefixes = true;
  BOOST_REQUIRE(run(request));
  BOOST_TEST(context.prefixes.size() >= 3U);
  std::uint64_t records = 0, at = 0;
  std::string text;
  for (const auto& each : context.prefixes) {
    const auto prefix = decode_all<PrefixReply>(each, "prefix").value();
    BOOST_TEST(each.size() < 2U << 20);
    BOOST_TEST(prefix.mark.items == 0U);
    BOOST_TEST(prefix.mark.offset > at);
    at = prefix.mark.offset;
    records += prefix.given.counts.records;
    BOOST_TEST(records * 1024 == at);
    text += prefix.given.streams.at(0);
  }
  const StreamText rest(reply);
  BOOST_TEST(records + rest.reply.counts.records == 4000U);
  text += rest.reply.streams[0];
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 4000);
}

BOOST_AUTO_TEST_CASE(what_was_not_to_come_in_prefixes_comes_whole) {
  BOOST_REQUIRE(run(map_of(keep(plan_of_stream()), kibibytes(4000))));
  BOOST_TEST(context.prefixes.empty());
  BOOST_TEST(StreamText(reply).reply.counts.records == 4000U);
}

BOOST_AUTO_TEST_CASE(a_chunk_of_many_files_commits_between_them) {
  auto request = map_of(keep(plan_of_stream()), kibibytes(1100));
  request.slices.push_back(slice("last\n", 1));
  request.prefixes = true;
  BOOST_REQUIRE(run(request));
  BOOST_REQUIRE(!context.prefixes.empty());
  const auto last = decode_all<PrefixReply>(context.prefixes.back(), "prefix").value();
  BOOST_TEST(StreamText(reply).reply.streams[0].ends_with("last|4\n"));
  BOOST_TEST((last.mark.items == 1U || last.mark.offset > 0U));
}

BOOST_AUTO_TEST_CASE(a_chunk_that_gave_a_prefix_speaks_for_the_rest_of_its_stream_too) {
  auto plan = plan_of_reduction();
  plan.streams = {{"-", text_writer(), {}}};
  auto request = map_of(keep(plan), kibibytes(1500));
  request.prefixes = true;
  BOOST_REQUIRE(run(request));
  BOOST_REQUIRE(context.prefixes.size() == 1U);
  BOOST_REQUIRE(context.commits.size() == 1U);
  const auto first = decode_all<PrefixReply>(context.prefixes[0], "prefix").value();
  const StreamText rest(context.commits[0].second);
  BOOST_TEST(first.given.counts.records + rest.reply.counts.records == 1500U);
  BOOST_TEST(commit().counts.records == 0U);
}

BOOST_AUTO_TEST_CASE(a_state_alone_gives_no_prefix) {
  auto plan = plan_of_reduction();
  plan.streams = {{"-", text_writer(), {}}};
  auto request = map_of(keep(plan), kibibytes(1500));
  request.prefixes = true;
  BOOST_REQUIRE(run(request, pool::kState));
  BOOST_TEST(context.prefixes.empty());
}

BOOST_AUTO_TEST_SUITE_END()
