// SPDX-License-Identifier: Apache-2.0
#include "worker/write_result.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace write_result {

using namespace dp;
using namespace dp::test;

namespace {

struct Fixture {
  Fixture() {
    plan.reductions = {{"all", collect_by("text"), {{"text", Type::string, false}}},
                       {"rows", kit("kit.count"), {{"count", Type::int64, false}}}};
    plan.results = {{"a.kit", text_writer(), {0}}, {"b.kit", text_writer(), {1, 0}}};
    plan.streams = {{"-", text_writer(), {}}};
    plan.record_columns = 1;
  }
  protocol::Piece keep(std::uint32_t partition, std::string_view bytes) {
    return {partition, context.store(bytes).value()};
  }
  /// The bytes of the result; or why there are none.
  std::string written() {
    const auto made = worker::write_result(plan, request, libraries, context);
    rows = made ? made->rows : 0;
    return made ? context.text(made->range) : made.error().message;
  }
  std::string framed(std::uint32_t stream = 0) {
    protocol::FrameRequest asked;
    asked.writer = stream;
    const auto frame = worker::frame_of_writer(plan, asked, libraries);
    return frame ? frame->head + "..." + frame->tail : frame.error().message;
  }

  protocol::Plan plan = plan_of_lines();
  worker::Libraries libraries;
  MemoryContext context;
  protocol::FinishRequest request;
  std::uint64_t rows = 0;  ///< of what was written last
};

}  // namespace
}  // namespace write_result

BOOST_FIXTURE_TEST_SUITE(write_result, Fixture)

BOOST_AUTO_TEST_CASE(the_pieces_of_a_reduction_are_combined_and_written) {
  request.partials = {{{keep(3, "two,"), keep(5, "three,"), keep(3, "one,")}}};
  BOOST_TEST(written() == "begin\nsection all: text\none\nthree\ntwo\nend\n");
  BOOST_TEST(rows == 3u);
}

BOOST_AUTO_TEST_CASE(the_calls_that_make_a_result_are_told) {
  request.partials = {{{keep(3, "one,")}}};
  written();
  context.calls.clear();
  context.opening.clear();
  written();
  BOOST_TEST((context.opening ==
              Texts{"open of the writer kit.text", "start of the writer kit.text",
                    "begin of the writer kit.text", "open of the reducer kit.collect",
                    "start of the reducer kit.collect"}));
  std::erase_if(context.calls, [&](const std::string& call) {
    return call.empty() || std::count(context.opening.begin(), context.opening.end(), call) > 0;
  });
  const std::string finalize = "finalize of the reducer all";
  BOOST_TEST(
      (context.calls == Texts{"the writer kit.text", "combine of the reducer all", finalize,
                              "the writer kit.text", finalize, "end of the writer kit.text"}));
}

BOOST_AUTO_TEST_CASE(a_result_has_a_section_for_each_of_its_reductions) {
  request.result = 1;
  request.partials = {{{keep(0, "4"), keep(0, "5")}}, {{keep(3, "one,")}}};
  BOOST_TEST(written() == "begin\nsection rows: count\n9\nsection all: text\none\nend\n");
}

BOOST_AUTO_TEST_CASE(ranges_follow_each_other_in_one_section) {
  request.partials = {{{keep(0, "ant,"), keep(0, "bee,")}, {keep(1, "cow,")}}};
  BOOST_TEST(written() == "begin\nsection all: text\nant\nbee\ncow\nend\n");
}

BOOST_AUTO_TEST_CASE(a_range_by_itself_is_given_without_head_or_tail) {
  request.partials = {{{keep(1, "cow,dog,")}}};
  request.head = false;
  BOOST_TEST(written() == "cow\ndog\nend\n");
  request.tail = false;
  BOOST_TEST(written() == "cow\ndog\n");
  request.head = true;
  BOOST_TEST(written() == "begin\nsection all: text\ncow\ndog\n");
}

BOOST_AUTO_TEST_CASE(a_reduction_of_nothing_is_an_empty_section) {
  request.partials = {{{}}};
  BOOST_TEST(written() == "begin\nsection all: text\nend\n");
}

BOOST_AUTO_TEST_CASE(a_result_larger_than_memory_is_one_range_of_the_store) {
  std::string partial;
  std::string expected = "begin\nsection all: text\n";
  for (int i = 0; i < 5; ++i) {
    const std::string text(500'000, static_cast<char>('a' + i));
    partial += text + ",";
    expected += text + "\n";
  }
  request.partials = {{{keep(0, partial)}}};
  BOOST_TEST((written() == expected + "end\n"));
}

BOOST_AUTO_TEST_CASE(what_fails_in_a_reduction_is_named_by_it) {
  request.partials = {{{keep(3, "one")}}};
  BOOST_TEST(written() == "all: partial of partition 3 is cut short");
  request.partials = {{{keep(3, "no write,")}}};
  BOOST_TEST(written() == "all: no write");
  plan.reductions[0].use = collect_by("text", 0, "finalize");
  request.partials = {{{keep(3, "one,")}}};
  BOOST_TEST(written() == "all: no finalize");
}

BOOST_AUTO_TEST_CASE(what_fails_in_the_writer_is_its_error) {
  request.partials = {{{keep(3, "one,")}}};
  for (const std::string call : {"begin", "section", "end"}) {
    plan.results[0].writer = text_writer(call);
    BOOST_TEST(written() == "no " + call);
  }
  plan.results[0].writer = text_writer();
  context.full = true;
  BOOST_TEST(written() == "the store is full");
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_fit_the_plan_is_an_error) {
  BOOST_TEST(written() == "partials do not match the result");
  request.result = 2;
  BOOST_TEST(written() == "no such result");
  BOOST_TEST(framed(1) == "no such writer");
}

BOOST_AUTO_TEST_CASE(the_frame_of_a_stream_has_the_columns_of_records_alone) {
  BOOST_TEST(framed() == "begin\nsection : text\n...end\n");
}

BOOST_AUTO_TEST_CASE(a_frame_that_the_writer_does_not_give_is_an_error) {
  for (const std::string call : {"begin", "section", "end"}) {
    plan.streams[0].writer = text_writer(call);
    BOOST_TEST(framed() == "no " + call);
  }
}

BOOST_AUTO_TEST_SUITE_END()
