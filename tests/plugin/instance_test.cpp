// SPDX-License-Identifier: Apache-2.0
#include "plugin/instance.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(instance)

using namespace dp;
using namespace dp::plugin;

namespace {

/// What the task below was asked, and what it is to answer.
struct Task {
  std::vector<std::string> calls;
  std::vector<std::string> columns = {"n"};  ///< that it says it emits
  std::int32_t code = 0;                     ///< of open, and of every call that may fail
  std::int64_t result_rows = 0;
  std::string opened_with;
};
Task task;  // callbacks of open have no self

std::int32_t answer(const char* call, dp_error* error) {
  task.calls.emplace_back(call);
  if (task.code != 0) std::strcpy(error->message, "it does not want to");
  return task.code;
}

std::int32_t open_task(const dp_context* context, ArrowSchema* output, void** self,
                       dp_error* error) {
  task.opened_with = std::string(context->sample.data, context->sample.size) + " " +
                     std::to_string(context->hash_seed) +
                     (context->input == nullptr ? " no input" : " an input");
  if (context->warn != nullptr) context->warn(context->host, {"by", 2}, {"looks wrong", 11});
  if (task.code != 0) {
    std::strcpy(error->option, "sort[1]");
    return answer("open", error);
  }
  Schema schema;
  for (const auto& name : task.columns) schema.push_back({name, Type::int64, false});
  export_schema(schema, output);
  *self = &task;
  return 0;
}
void close_task(void*) { task.calls.emplace_back("close"); }

/// The table of a task of this role that answers every call.
TaskTable table_of(dp_role role) {
  task = {};
  TaskTable table;
  table.task.role = role;
  table.task.open = open_task;
  table.task.close = close_task;
  table.reader.read = [](void*, const dp_input* input, const dp_out*, dp_read* done,
                         dp_error* error) {
    done->consumed = input->data.size - 1;
    return answer("read", error);
  };
  table.reader.find = [](void*, const dp_input*, std::uint64_t* at, dp_error* error) {
    *at = 1000;
    return answer("find", error);
  };
  table.step.process = [](void*, const dp_batch*, const dp_out*, dp_error* error) {
    return answer("process", error);
  };
  table.reducer.combine = [](void*, std::uint32_t partition, dp_bytes partial,
                             dp_error* error) {
    const std::string bytes(partial.data, partial.size);
    return answer(("combine " + std::to_string(partition) + " " + bytes).c_str(), error);
  };
  table.writer.section = [](void*, dp_bytes name, const ArrowSchema* schema, const dp_out*,
                            dp_error* error) {
    const std::string text(name.data, name.size);
    return answer(("section " + text + " of " + schema->children[0]->name).c_str(), error);
  };
  table.function.call = [](void*, const dp_batch*, const ArrowArray** result, dp_error* error) {
    static ArrowArray column;
    column.length = task.result_rows;
    *result = &column;
    return answer("call", error);
  };
  return table;
}

/// An open instance. Lifetime: the table's.
template <class Role>
Role opened(const TaskTable& table) {
  auto instance = Instance::open(table, {});
  BOOST_REQUIRE(instance);
  return Role(std::move(*instance));
}

std::string refusal(const TaskTable& table) {
  const auto instance = Instance::open(table, {});
  return instance ? "" : instance.error().error.message;
}

const dp_out kOut{};

}  // namespace

BOOST_AUTO_TEST_CASE(a_task_is_opened_with_its_settings) {
  const auto table = table_of(DP_STEP);
  const Schema input = {{"a", Type::string, false}};
  auto instance = Instance::open(table, {nullptr, &input, "sample", 7});
  BOOST_REQUIRE(instance);
  BOOST_TEST(task.opened_with == "sample 7 an input");
  BOOST_TEST(instance->output().at(0).name == "n");
  BOOST_TEST(&instance->table() == &table);
}

BOOST_AUTO_TEST_CASE(what_a_task_says_of_its_options_is_kept_if_it_is_asked) {
  const auto table = table_of(DP_STEP);
  std::vector<data::OptionWarning> warnings;
  OpenSettings settings;
  settings.warnings = &warnings;
  BOOST_REQUIRE(Instance::open(table, settings));
  BOOST_TEST((warnings == std::vector<data::OptionWarning>{{"by", "looks wrong"}}));
  BOOST_REQUIRE(Instance::open(table, {}));
}

BOOST_AUTO_TEST_CASE(a_refusal_names_the_option) {
  const auto table = table_of(DP_STEP);
  task.code = static_cast<std::int32_t>(Errc::invalid_argument);
  const auto instance = Instance::open(table, {});
  BOOST_REQUIRE(!instance);
  BOOST_TEST(instance.error().error.message == "it does not want to");
  BOOST_TEST((instance.error().error.code == Errc::invalid_argument));
  BOOST_TEST(instance.error().option == "sort[1]");
}

BOOST_AUTO_TEST_CASE(columns_need_names_of_their_own) {
  const auto table = table_of(DP_STEP);
  task.columns = {"n", ""};
  BOOST_TEST(refusal(table) == "it emits a column without a name");
  task.columns = {"n", "m", "n"};
  BOOST_TEST(refusal(table) == "it emits two columns named 'n'");
  BOOST_TEST(task.calls == (std::vector<std::string>{"close", "close"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reader_that_is_cut_by_records_must_find_them) {
  auto table = table_of(DP_READER);
  table.reader.cut = [](void*) -> std::uint32_t { return DP_CUT_RECORDS; };
  BOOST_TEST(refusal(table) == "");
  table.reader.find = nullptr;
  BOOST_TEST(refusal(table) == "it is cut by records, but has no find");
}

BOOST_AUTO_TEST_CASE(how_a_reader_is_cut_may_be_a_trait_or_be_asked) {
  auto table = table_of(DP_READER);
  table.task.traits = DP_CUT_LINES;
  BOOST_TEST(opened<ReaderInstance>(table).cut() == DP_CUT_LINES);
  table.reader.cut = [](void*) -> std::uint32_t { return DP_CUT_WHOLE; };
  BOOST_TEST(opened<ReaderInstance>(table).cut() == DP_CUT_WHOLE);
}

BOOST_AUTO_TEST_CASE(a_guess_lies_within_the_input) {
  const auto table = table_of(DP_READER);
  auto reader = opened<ReaderInstance>(table);
  dp_input input{};
  input.data = {"0123456789", 10};
  BOOST_TEST(reader.find(input).value() == 10U);
}

BOOST_AUTO_TEST_CASE(a_reader_without_skip_reads_in_its_place) {
  auto table = table_of(DP_READER);
  auto reader = opened<ReaderInstance>(table);
  dp_input input{};
  input.data = {"0123456789", 10};
  BOOST_TEST(reader.skip(input).value().consumed == 9U);
  table.reader.skip = [](void*, const dp_input*, dp_read* done, dp_error* error) {
    done->consumed = 4;
    return answer("skip", error);
  };
  BOOST_TEST(reader.skip(input).value().consumed == 4U);
  BOOST_TEST(task.calls == (std::vector<std::string>{"read", "skip"}),
             boost::test_tools::per_element());
}

/// What is skipped, and where its first record lies, if the task says that it is data[begin, end).
std::vector<std::uint64_t> skipped(std::uint64_t begin, std::uint64_t end,
                                   std::uint64_t consumed = 8) {
  static dp_read said;
  said = {sizeof said, 0, 0, consumed, begin, end};
  auto table = table_of(DP_READER);
  table.reader.skip = [](void*, const dp_input*, dp_read* done, dp_error*) -> std::int32_t {
    *done = said;
    return 0;
  };
  auto reader = opened<ReaderInstance>(table);
  dp_input input{};
  input.data = {"0123456789", 10};
  const auto made = reader.skip(input).value();
  return {made.consumed, made.begin, made.end};
}

BOOST_AUTO_TEST_CASE(where_a_skipped_record_lies_is_told_and_is_within_what_is_consumed) {
  using Places = std::vector<std::uint64_t>;
  BOOST_TEST((skipped(2, 6) == Places{8, 2, 6}));
  BOOST_TEST((skipped(0, 0) == Places{8, 0, 8}));
  BOOST_TEST((skipped(2, 9) == Places{8, 0, 8}));
  BOOST_TEST((skipped(6, 2) == Places{8, 0, 8}));
  BOOST_TEST((skipped(0, 0, DP_REST) == Places{DP_REST, 0, 10}));
}

BOOST_AUTO_TEST_CASE(what_a_task_may_leave_out_is_not_called) {
  const auto table = table_of(DP_REDUCER);
  auto reducer = opened<ReducerInstance>(table);
  const std::uint8_t used[] = {1};
  BOOST_TEST(reducer.need(used).has_value());
  BOOST_TEST(reducer.start().has_value());
  BOOST_TEST(reducer.trim().has_value());
  BOOST_TEST(!reducer.has_ranges());
  BOOST_TEST(task.calls.empty());
}

BOOST_AUTO_TEST_CASE(calls_hand_over_their_arguments) {
  const auto reducers = table_of(DP_REDUCER);
  BOOST_TEST(opened<ReducerInstance>(reducers).combine(3, "abc").has_value());
  BOOST_TEST(task.calls.front() == "combine 3 abc");
  const auto writers = table_of(DP_WRITER);
  BOOST_TEST(opened<WriterInstance>(writers)
                 .section("top", {{"host", Type::string, false}}, kOut)
                 .has_value());
  BOOST_TEST(task.calls.front() == "section top of host");
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_gives_the_tasks_error) {
  const auto table = table_of(DP_STEP);
  auto step = opened<StepInstance>(table);
  task.code = static_cast<std::int32_t>(Errc::corrupt);
  auto status = step.process({}, kOut);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "it does not want to");
  BOOST_TEST((status.error().code == Errc::corrupt));
  task.code = 4711;
  status = step.process({}, kOut);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::task_failed));
}

BOOST_AUTO_TEST_CASE(a_function_gives_a_value_for_each_row) {
  const auto table = table_of(DP_FUNCTION);
  auto function = opened<FunctionInstance>(table);
  ArrowArray arguments{};
  arguments.length = 3;
  dp_batch batch{};
  batch.array = &arguments;
  task.result_rows = 2;
  BOOST_TEST(test::why(function.call(batch)) ==
             "it gave 2 for 3 rows, expected one value for each");
  task.result_rows = 3;
  BOOST_TEST(function.call(batch).value()->length == 3);
}

BOOST_AUTO_TEST_CASE(an_instance_that_was_moved_is_closed_once) {
  const auto table = table_of(DP_STEP);
  {
    auto step = opened<StepInstance>(table);
    auto other = std::move(step);
    BOOST_TEST(task.calls.empty());
  }
  BOOST_TEST(task.calls == (std::vector<std::string>{"close"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
