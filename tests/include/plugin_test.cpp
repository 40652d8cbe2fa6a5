// SPDX-License-Identifier: Apache-2.0
// What a call returns and throws is tested in detail/callbacks_test.cpp; that a wrong call does not
// compile, by tests/plugin/wrong_calls.cmake.
#include <boost/test/unit_test.hpp>
#include <dp/plugin.hpp>
#include <memory>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(plugin)

namespace {

using dp::BatchView;
using dp::Context;
using dp::Input;
using dp::Output;
using dp::ReadCount;
using dp::Result;
using dp::Schema;
using dp::Status;
using Lines = std::vector<std::string>;

constexpr dp_option kOptions[] = {dp::option("way").text().fallback("plain"),
                                  dp::option("limit").integer()};
constexpr dp_aggregate kAggregates[] = {{"sum", "sum(n)", "adds up", 1, 0, DP_TYPE_NUMBER}};

/// No more than each role must have.
struct Reader {
  static constexpr dp::TaskInfo kInfo{.name = "plain"};
  Status open(const Context&, Schema&) { return {}; }
  Status read(const Input&, Output&, ReadCount&) { return {}; }
};
struct Step {
  static constexpr dp::TaskInfo kInfo{.name = "plain.step"};
  Status open(const Context&, Schema&) { return {}; }
  Status process(const BatchView&, Output&) { return {}; }
};
struct Reducer {
  static constexpr dp::TaskInfo kInfo{.name = "plain.reducer"};
  Status open(const Context&, Schema&) { return {}; }
  Status update(const BatchView&) { return {}; }
  Status save(Output&) { return {}; }
  Status combine(std::uint32_t, std::string_view) { return {}; }
  Status finalize(Output&) { return {}; }
  std::uint64_t size() const { return 0; }
  void reset() {}
};
struct Writer {
  static constexpr dp::TaskInfo kInfo{.name = "plain.writer"};
  Status open(const Context&, Schema&) { return {}; }
  Status begin(Output&) { return {}; }
  Status section(std::string_view, const Schema&, Output&) { return {}; }
  Status write(const BatchView&, Output&) { return {}; }
  Status end(Output&) { return {}; }
};

/// All that each role may have. They note what they are called with.
struct Noting {
  Lines calls;
  int started = 0;
  int closed = 0;
};
Noting noted;

struct FullReader {
  static constexpr dp::TaskInfo kInfo{.name = "full",
                                      .summary = "reads",
                                      .doc = "All of it.",
                                      .options = kOptions,
                                      .traits = DP_CUT_RECORDS};
  ~FullReader() { ++noted.closed; }
  static Result<std::unique_ptr<FullReader>> open(const Context& context, Schema& output) {
    output = {{"way", dp::Type::string, false}};
    auto made = std::make_unique<FullReader>();
    made->way = context.options().text("way");
    return made;
  }
  void need(std::span<const std::uint8_t> used) {
    noted.calls.push_back("need " + std::to_string(used[0]));
  }
  Status start() {
    ++noted.started;
    return {};
  }
  Status read(const Input& input, Output& out, ReadCount& count) {
    count = {3, 2, input.data().size()};
    return out.reject(input.offset(), input.data(), way);
  }
  std::uint32_t cut() const noexcept { return DP_CUT_LINES; }
  std::size_t find(const Input& input) { return input.data().find('b'); }
  Result<std::uint64_t> skip(const Input& input) {
    if (input.full()) return dp::fail(dp::Errc::corrupt, "full");
    return input.stop() + 1;
  }
  std::string way;
};
struct FullStep : Step {
  static constexpr dp::TaskInfo kInfo{.name = "full.step", .options = kOptions};
  Result<std::string> target(std::string_view item) { return std::string(item) + ".out"; }
};
struct FullReducer : Reducer {
  static constexpr dp::TaskInfo kInfo{
      .name = "full.reducer", .aggregates = kAggregates, .traits = DP_ORDER_INPUT};
  Status update(const BatchView& batch, Output& out) {
    return out.reject(batch.offset(0), "", "of item " + std::to_string(batch.item()));
  }
  Status save(Output& out) { return out.partial(9, "state"); }
  Status combine(std::uint32_t partition, std::string_view partial) {
    noted.calls.push_back("combine " + std::to_string(partition) + " " + std::string(partial));
    return {};
  }
  std::uint64_t size() const { return 77; }
  Status trim() { return dp::fail(dp::Errc::task_failed, "trimmed"); }
  Status bounds(std::uint32_t ranges, Output& out) { return out.write(std::to_string(ranges)); }
  Status save_ranges(std::string_view bounds, Output& out) { return out.partial(1, bounds); }
};
struct FullWriter : Writer {
  static constexpr dp::TaskInfo kInfo{
      .name = "full.writer", .traits = DP_WRITER_SECTIONS, .extensions = "a|b"};
  Status begin(Output& out) { return out.write("begin"); }
  Status section(std::string_view name, const Schema& schema, Output& out) {
    return out.write(std::string(name) + " of " + schema.at(0).name);
  }
  Status write(const BatchView& batch, Output& out) {
    return out.write(std::to_string(batch.rows()) + " rows");
  }
  Status end(Output& out) { return out.write("end"); }
};
struct Twice {
  static constexpr dp_parameter kParameters[] = {dp::parameter("n").integer()};
  static constexpr dp::TaskInfo kInfo{.name = "twice", .parameters = kParameters};
  std::int64_t operator()(std::int64_t n) const { return 2 * n; }
};

/// An open task, and what it gave to its host.
struct Instance {
  explicit Instance(const dp_task* opened) : task(opened) {
    raw_error.struct_size = sizeof raw_error;
    dp_value none{};
    none.kind = DP_VALUE_MAP;
    const dp_context context{sizeof context, &none,  nullptr, {}, 0, {}, 0, 0, 0, 0,
                             nullptr,        nullptr};
    ArrowSchema output{};
    BOOST_REQUIRE(task->open(&context, &output, &self, &raw_error) == 0);
    schema = dp::import_schema(&output).value();
    output.release(&output);
  }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance() { task->close(self); }

  template <class Calls>
  const Calls& calls() const {
    return *static_cast<const Calls*>(task->calls);
  }

  const dp_task* task;
  void* self = nullptr;
  Schema schema;
  dp_error raw_error{};
  Lines given;
  dp_out out{sizeof(dp_out),
             this,
             nullptr,
             [](void* host, std::uint32_t partition, const void* data, std::uint64_t size) {
               static_cast<Instance*>(host)->given.push_back(
                   std::to_string(partition) + " " +
                   std::string(static_cast<const char*>(data), size));
               return 0;
             },
             [](void* host, std::uint64_t offset, dp_bytes bytes, dp_bytes reason) {
               static_cast<Instance*>(host)->given.push_back(
                   "reject " + std::to_string(offset) + " " +
                   std::string(dp::Options::view(bytes)) + ": " +
                   std::string(dp::Options::view(reason)));
               return 0;
             },
             nullptr};
};

/// A batch of two empty rows at bytes 5 and 6 of item 4.
struct TwoRows {
  TwoRows() { array.length = 2; }
  TwoRows(const TwoRows&) = delete;
  TwoRows& operator=(const TwoRows&) = delete;
  ArrowArray array{};
  std::uint64_t offsets[2] = {5, 6};
  dp_batch batch{sizeof(dp_batch), &array, offsets, 4, nullptr};
};

template <class Calls>
const Calls& calls_of(const dp_task* task) {
  return *static_cast<const Calls*>(task->calls);
}

}  // namespace

DP_PLUGIN("sample", "1.2", "of the test", dp::reader<Reader>(), dp::step<FullStep>(),
          dp::function<Twice>());

BOOST_AUTO_TEST_CASE(the_plugin_is_a_table_of_its_tasks_in_their_order) {
  BOOST_TEST(dp_plugin_table.struct_size == sizeof(dp_plugin_info));
  BOOST_TEST(dp_plugin_table.magic == DP_ABI_MAGIC);
  BOOST_TEST(dp_plugin_table.abi_major == DP_ABI_MAJOR);
  BOOST_TEST(dp_plugin_table.abi_minor == DP_ABI_MINOR);
  BOOST_TEST(dp_plugin_table.name == std::string("sample"));
  BOOST_TEST(dp_plugin_table.version == std::string("1.2"));
  BOOST_TEST(dp_plugin_table.summary == std::string("of the test"));
  BOOST_REQUIRE(dp_plugin_table.n_tasks == 3U);
  BOOST_TEST((dp_plugin_table.tasks[0] == dp::reader<Reader>()));
  BOOST_TEST((dp_plugin_table.tasks[1] == dp::step<FullStep>()));
  BOOST_TEST((dp_plugin_table.tasks[2] == dp::function<Twice>()));
}

BOOST_AUTO_TEST_CASE(a_task_says_what_its_class_says) {
  const auto& task = *dp::reader<FullReader>();
  BOOST_TEST(task.struct_size == sizeof(dp_task));
  BOOST_TEST(task.role == static_cast<std::uint32_t>(DP_READER));
  BOOST_TEST(task.least_minor == 0U);
  BOOST_TEST(task.traits == static_cast<std::uint64_t>(DP_CUT_RECORDS));
  BOOST_TEST(task.name == std::string("full"));
  BOOST_TEST(task.summary == std::string("reads"));
  BOOST_TEST(task.doc == std::string("All of it."));
  BOOST_TEST((task.options == kOptions && task.n_options == 2));
  BOOST_TEST(task.option_size == sizeof(dp_option));
  BOOST_TEST((task.extensions == nullptr));
  const auto& writer = *dp::writer<FullWriter>();
  BOOST_TEST(writer.extensions == std::string("a|b"));
  BOOST_TEST((writer.options == nullptr && writer.n_options == 0));
}

BOOST_AUTO_TEST_CASE(each_role_has_its_number_and_a_table_of_its_own_size) {
  BOOST_TEST(dp::reader<Reader>()->role == 1U);
  BOOST_TEST(dp::step<Step>()->role == 2U);
  BOOST_TEST(dp::reducer<Reducer>()->role == 3U);
  BOOST_TEST(dp::writer<Writer>()->role == 4U);
  BOOST_TEST(dp::function<Twice>()->role == 5U);
  BOOST_TEST(calls_of<dp_reader>(dp::reader<Reader>()).struct_size == sizeof(dp_reader));
  BOOST_TEST(calls_of<dp_step>(dp::step<Step>()).struct_size == sizeof(dp_step));
  BOOST_TEST(calls_of<dp_reducer>(dp::reducer<Reducer>()).struct_size == sizeof(dp_reducer));
  BOOST_TEST(calls_of<dp_writer>(dp::writer<Writer>()).struct_size == sizeof(dp_writer));
  BOOST_TEST(calls_of<dp_function>(dp::function<Twice>()).struct_size == sizeof(dp_function));
}

BOOST_AUTO_TEST_CASE(a_call_that_a_class_does_not_have_is_null) {
  for (const auto* task :
       {dp::reader<Reader>(), dp::step<Step>(), dp::reducer<Reducer>(), dp::writer<Writer>()})
    BOOST_TEST((task->need == nullptr && task->start == nullptr));
  const auto& reader = calls_of<dp_reader>(dp::reader<Reader>());
  BOOST_TEST((reader.read != nullptr));
  BOOST_TEST((reader.cut == nullptr && reader.find == nullptr && reader.skip == nullptr));
  BOOST_TEST((calls_of<dp_step>(dp::step<Step>()).target == nullptr));
  const auto& reducer = calls_of<dp_reducer>(dp::reducer<Reducer>());
  BOOST_TEST((reducer.trim == nullptr && reducer.ranges == nullptr));
  BOOST_TEST((reducer.n_aggregates == 0U && reducer.aggregate_size == sizeof(dp_aggregate)));
}

BOOST_AUTO_TEST_CASE(a_function_shows_its_parameters) {
  const auto& calls = calls_of<dp_function>(dp::function<Twice>());
  BOOST_REQUIRE(calls.n_parameters == 1U);
  BOOST_TEST(calls.parameter_size == sizeof(dp_parameter));
  BOOST_TEST(calls.parameters[0].name == std::string("n"));
  BOOST_TEST(calls.parameters[0].types == static_cast<std::uint32_t>(DP_TYPE_INT));
  BOOST_TEST((calls.call != nullptr));
}

BOOST_AUTO_TEST_CASE(a_reader_goes_from_open_to_close_through_its_table) {
  noted = {};
  {
    Instance full(dp::reader<FullReader>());
    BOOST_TEST((full.schema == Schema{{"way", dp::Type::string, false}}));
    const std::uint8_t used[] = {1};
    BOOST_TEST(full.task->need(full.self, used, 1, &full.raw_error) == 0);
    BOOST_TEST(full.task->start(full.self, &full.raw_error) == 0);
    const dp_item item{sizeof item, 0, {"i", 1}, 0, {}};
    dp_input input{sizeof input, &item, {"aab", 3}, 20, 4, 1, 1, 0, 0};
    dp_read done{};
    const auto& calls = full.calls<dp_reader>();
    BOOST_TEST(calls.read(full.self, &input, &full.out, &done, &full.raw_error) == 0);
    BOOST_TEST((done.lines == 3 && done.blank == 2 && done.consumed == 3));
    BOOST_TEST(calls.cut(full.self) == static_cast<std::uint32_t>(DP_CUT_LINES));
    std::uint64_t at = 0;
    BOOST_TEST(calls.find(full.self, &input, &at, &full.raw_error) == 0);
    BOOST_TEST(at == 2U);
    BOOST_TEST(calls.skip(full.self, &input, &done, &full.raw_error) == 0);
    BOOST_TEST(done.consumed == 5U);
    input.full = 1;
    BOOST_TEST(calls.skip(full.self, &input, &done, &full.raw_error) == DP_ERRC_CORRUPT);
    BOOST_TEST(full.raw_error.message == std::string("full"));
    BOOST_TEST(full.given == (Lines{"reject 20 aab: "}), boost::test_tools::per_element());
    BOOST_TEST(noted.closed == 0);
  }
  BOOST_TEST(noted.calls == (Lines{"need 1"}), boost::test_tools::per_element());
  BOOST_TEST(noted.started == 1);
  BOOST_TEST(noted.closed == 1);
}

/// Tells what it skips, too.
struct TellingReader {
  static constexpr dp::TaskInfo kInfo{.name = "telling", .traits = DP_CUT_RECORDS};
  Status open(const Context&, Schema&) { return {}; }
  Status read(const Input&, Output&, ReadCount&) { return {}; }
  std::size_t find(const Input&) { return 0; }
  Result<std::uint64_t> skip(const Input& input, ReadCount& count) {
    count.record_begin = 1;
    count.record_end = input.stop();
    return input.stop() + 1;
  }
};

BOOST_AUTO_TEST_CASE(where_a_skipped_record_lies_is_told_to_a_host_that_asks) {
  Instance telling(dp::reader<TellingReader>());
  const dp_item item{sizeof item, 0, {"i", 1}, 0, {}};
  dp_input input{sizeof input, &item, {"aab", 3}, 20, 2, 1, 1, 0, 0};
  dp_read done{};
  const auto& calls = telling.calls<dp_reader>();
  done.struct_size = offsetof(dp_read, record_begin);  // of 2.0
  BOOST_TEST(calls.skip(telling.self, &input, &done, &telling.raw_error) == 0);
  BOOST_TEST((done.consumed == 3 && done.record_begin == 0 && done.record_end == 0));
  done.struct_size = sizeof done;
  BOOST_TEST(calls.skip(telling.self, &input, &done, &telling.raw_error) == 0);
  BOOST_TEST((done.consumed == 3 && done.record_begin == 1 && done.record_end == 2));
}

BOOST_AUTO_TEST_CASE(a_steps_target_is_given_as_bytes) {
  Instance full(dp::step<FullStep>());
  const dp_item item{sizeof item, 0, {"a.jpg", 5}, 0, {}};
  BOOST_TEST(full.calls<dp_step>().target(full.self, &item, &full.out, &full.raw_error) == 0);
  BOOST_TEST(full.given == (Lines{"0 a.jpg.out"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reducer_is_called_through_its_tables) {
  noted = {};
  Instance full(dp::reducer<FullReducer>());
  const auto& calls = full.calls<dp_reducer>();
  BOOST_TEST((calls.aggregates == kAggregates && calls.n_aggregates == 1));
  BOOST_TEST(full.task->traits == static_cast<std::uint64_t>(DP_ORDER_INPUT));
  const TwoRows rows;
  auto* error = &full.raw_error;
  BOOST_TEST(calls.update(full.self, &rows.batch, &full.out, error) == 0);
  BOOST_TEST(calls.save(full.self, &full.out, error) == 0);
  BOOST_TEST(calls.combine(full.self, 9, {"state", 5}, error) == 0);
  BOOST_TEST(calls.size(full.self) == 77U);
  BOOST_TEST(calls.trim(full.self, error) == DP_ERRC_TASK_FAILED);
  BOOST_TEST(error->message == std::string("trimmed"));
  BOOST_TEST(calls.finalize(full.self, &full.out, error) == 0);
  BOOST_TEST(calls.reset(full.self, error) == 0);
  BOOST_REQUIRE((calls.ranges != nullptr));
  BOOST_TEST(calls.ranges->struct_size == sizeof(dp_ranges));
  BOOST_TEST(calls.ranges->bounds(full.self, 8, &full.out, error) == 0);
  BOOST_TEST(calls.ranges->save(full.self, {"b1", 2}, &full.out, error) == 0);
  BOOST_TEST(full.given == (Lines{"reject 5 : of item 4", "9 state", "0 8", "1 b1"}),
             boost::test_tools::per_element());
  BOOST_TEST(noted.calls == (Lines{"combine 9 state"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_writer_is_called_through_its_table) {
  Instance full(dp::writer<FullWriter>());
  const auto& calls = full.calls<dp_writer>();
  ArrowSchema columns{};
  dp::export_schema({{"n", dp::Type::int64, true}}, &columns);
  const TwoRows rows;
  auto* error = &full.raw_error;
  BOOST_TEST(calls.begin(full.self, &full.out, error) == 0);
  BOOST_TEST(calls.section(full.self, {"part", 4}, &columns, &full.out, error) == 0);
  BOOST_TEST(calls.write(full.self, &rows.batch, &full.out, error) == 0);
  BOOST_TEST(calls.end(full.self, &full.out, error) == 0);
  BOOST_TEST(full.given == (Lines{"0 begin", "0 part of n", "0 2 rows", "0 end"}),
             boost::test_tools::per_element());
  columns.release(&columns);
  const ArrowSchema unset{};
  BOOST_TEST(calls.section(full.self, {"part", 4}, &unset, &full.out, error) ==
             static_cast<std::int32_t>(dp::Errc::bug));
}

BOOST_AUTO_TEST_SUITE_END()
