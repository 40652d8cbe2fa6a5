// SPDX-License-Identifier: Apache-2.0
#include "worker/validate_open.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace validate_open {

using namespace dp;
using namespace dp::test;

namespace {

struct Fixture {
  Result<protocol::OpenReply> ask(dp_role role, protocol::TaskUse use) {
    request.role = role;
    request.use = std::move(use);
    return worker::validate_open(request, libraries);
  }
  protocol::OpenReply reply(dp_role role, protocol::TaskUse use) {
    auto made = ask(role, std::move(use));
    BOOST_REQUIRE_MESSAGE(made, made.error().message);
    return *made;
  }
  /// A step or reducer sees these columns.
  void over(const Schema& columns) {
    request.has_input = true;
    request.input = columns;
  }

  worker::Libraries libraries;
  protocol::OpenRequest request;
};

}  // namespace
}  // namespace validate_open

BOOST_FIXTURE_TEST_SUITE(validate_open, Fixture)

BOOST_AUTO_TEST_CASE(a_reader_says_its_columns_and_how_items_may_be_cut) {
  const auto lines = reply(DP_READER, kit("kit.lines"));
  BOOST_TEST(lines.ok);
  BOOST_TEST((lines.output == kTexts));
  BOOST_TEST(lines.cut == static_cast<std::uint32_t>(DP_CUT_LINES));
  auto options = plan_of_records().stages[0].use.options;
  BOOST_TEST(reply(DP_READER, kit("kit.records", options)).cut ==
             static_cast<std::uint32_t>(DP_CUT_RECORDS));
  options.items[1] = data::Value::of(true);
  BOOST_TEST(reply(DP_READER, kit("kit.records", options)).cut ==
             static_cast<std::uint32_t>(DP_CUT_WHOLE));
}

BOOST_AUTO_TEST_CASE(a_reader_is_opened_with_the_sample) {
  request.reader.sample = "no sample";
  const auto made = reply(DP_READER, kit("kit.lines"));
  BOOST_TEST(!made.ok);
  BOOST_TEST((made.error.code == Errc::invalid_pipeline));
  BOOST_TEST(made.error.message == "got a sample that it cannot read");
  BOOST_TEST(made.option == "");
}

BOOST_AUTO_TEST_CASE(a_step_says_its_columns_and_whether_it_writes_files) {
  over(kTexts);
  const auto made = reply(DP_STEP, tag("!"));
  BOOST_TEST(made.ok);
  BOOST_TEST(
      (made.output == Schema{{"text", Type::string, false}, {"item", Type::string, false}}));
  BOOST_TEST(!made.has_targets);
  over(protocol::item_schema(protocol::Intake::files));
  const auto files =
      reply(DP_STEP, kit("kit.copy", data::Value::map().add("to", data::Value::of("out/*"))));
  BOOST_TEST(files.ok);
  BOOST_TEST(files.has_targets);
}

BOOST_AUTO_TEST_CASE(a_refused_option_is_named) {
  over(kTexts);
  const auto made = reply(DP_STEP, tag("?"));
  BOOST_TEST(!made.ok);
  BOOST_TEST(made.option == "tag");
  BOOST_TEST(made.error.message == "got '?', expected another tag");
  BOOST_TEST(made.output.empty());
}

BOOST_AUTO_TEST_CASE(a_reducer_is_opened_over_columns_and_not_started) {
  over(kTexts);
  const auto made = reply(DP_REDUCER, collect_by("text", 0, "start"));
  BOOST_TEST(made.ok);
  BOOST_TEST((made.output == Schema{{"text", Type::string, false}}));
  BOOST_TEST(reply(DP_REDUCER, collect_by("size")).error.message ==
             "expects a column 'size' of type string (got text: string, size: int)");
}

BOOST_AUTO_TEST_CASE(a_writer_is_given_its_sections) {
  request.sections = {{"a", kTexts}, {"b", {{"n", Type::int64, false}}}};
  BOOST_TEST(reply(DP_WRITER, text_writer()).ok);
  request.sections.push_back({"c", {{"x", Type::float64, false}}});
  const auto made = reply(DP_WRITER, text_writer());
  BOOST_TEST(!made.ok);
  BOOST_TEST(made.error.message == "cannot write column 'x'");
}

BOOST_AUTO_TEST_CASE(a_writer_that_cannot_begin_or_end_is_refused) {
  for (const std::string call : {"begin", "section", "end"}) {
    request.sections = {{"", kTexts}};
    const auto made = reply(DP_WRITER, text_writer(call));
    BOOST_TEST(!made.ok);
    BOOST_TEST(made.error.message == "no " + call);
  }
}

BOOST_AUTO_TEST_CASE(each_call_is_told_as_one_that_gets_things_ready) {
  MemoryContext context;
  const worker::CallTracker::Reporting reporting(libraries.calls(), context);
  request.sections = {{"", kTexts}};
  BOOST_TEST(reply(DP_WRITER, text_writer()).ok);
  const std::string close = "close of the writer kit.text";
  BOOST_TEST(
      (context.opening ==
       Texts{"the start of the library " + kKit, close, "open of the writer kit.text", close,
             "begin of the writer kit.text", close, "section of the writer kit.text", close,
             "end of the writer kit.text", close}));
}

BOOST_AUTO_TEST_CASE(a_function_says_the_column_of_its_result) {
  over({{"text", Type::string, true}});
  const auto made = reply(DP_FUNCTION, kit("fussy"));
  BOOST_TEST(made.ok);
  BOOST_REQUIRE(made.output.size() == 1U);
  BOOST_TEST((made.output[0].type == Type::int64));
}

BOOST_AUTO_TEST_CASE(a_task_that_does_not_exist_is_an_error_of_the_request) {
  const auto made = ask(DP_WRITER, kit("kit.lines"));
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == Errc::not_found));
  BOOST_TEST(made.error().message == kKit + ": has no writer 'kit.lines'");
}

BOOST_AUTO_TEST_SUITE_END()
