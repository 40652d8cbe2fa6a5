// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <dp/function.hpp>
#include <dp/plugin.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(function)

namespace {

/// The short form: typed by its call operator.
struct Repeat {
  static constexpr dp_parameter kParameters[] = {dp::parameter("text").text(),
                                                 dp::parameter("times").integer().constant()};
  static constexpr dp::TaskInfo kInfo{
      .name = "repeat", .summary = "", .doc = "", .parameters = kParameters};
  dp::Status open(const dp::Context& context) {
    times = context.options().integer("times");
    if (times < 0) return dp::fail(dp::Errc::invalid_pipeline, "times: got less than 0");
    return {};
  }
  std::string operator()(std::string_view text) const {
    std::string made;
    for (std::int64_t i = 0; i < times; ++i) made += text;
    return made;
  }
  std::int64_t times = 0;
};

/// Nulls in and out.
struct Share {
  static constexpr dp_parameter kParameters[] = {dp::parameter("part").real(),
                                                 dp::parameter("whole").real().optional()};
  static constexpr dp::TaskInfo kInfo{
      .name = "share", .summary = "", .doc = "", .parameters = kParameters};
  std::optional<double> operator()(double part, std::optional<double> whole) const {
    if (!whole) return part;
    if (*whole == 0) return std::nullopt;
    return part / *whole;
  }
};

/// The long form: its result has the type of its argument.
struct Same {
  static constexpr dp_parameter kParameters[] = {dp::parameter("value").number()};
  static constexpr dp::TaskInfo kInfo{
      .name = "same", .summary = "", .doc = "", .parameters = kParameters};
  dp::Status open(const dp::Context& context, dp::Schema& output) {
    output = {{"same", context.input().front().type, false}};
    return {};
  }
  dp::Status start() {
    started = true;
    return {};
  }
  dp::Status call(const dp::BatchView& arguments, dp::ColumnBuilder& result) {
    if (!started) return dp::fail(dp::Errc::bug, "not started");
    for (std::size_t row = 0; row < arguments.rows(); ++row)
      result.put(row, arguments.ints(0)[row]);
    return {};
  }
  bool started = false;
};

/// An open function, called as a host does.
class Function {
 public:
  Function(const dp_task* task, const dp::Schema& input, const dp_value* constants = nullptr)
      : task_(task), calls_(static_cast<const dp_function*>(task->calls)) {
    ArrowSchema columns{};
    dp::export_schema(input, &columns);
    const dp_context context{sizeof context, constants, &columns, {}, 0, {}, 0, 0, 0, 0,
                             nullptr,        nullptr};
    ArrowSchema output{};
    error_.struct_size = sizeof error_;
    code_ = task->open(&context, &output, &self_, &error_);
    columns.release(&columns);
    if (code_ != 0) return;
    result_ = dp::import_schema(&output).value().front();
    output.release(&output);
    if (task->start != nullptr) BOOST_REQUIRE(task->start(self_, &error_) == 0);
  }
  ~Function() {
    if (self_ != nullptr) task_->close(self_);
  }
  Function(const Function&) = delete;
  Function& operator=(const Function&) = delete;

  const ArrowArray& call(dp::BatchBuilder& arguments, std::size_t rows) {
    const auto batch = arguments.finish(rows, 0).value();
    const ArrowArray* made = nullptr;
    BOOST_REQUIRE_MESSAGE(calls_->call(self_, &batch, &made, &error_) == 0, error_.message);
    BOOST_REQUIRE(made->length == static_cast<std::int64_t>(rows));
    return *made;
  }
  [[nodiscard]] const dp::Field& result() const { return result_; }
  [[nodiscard]] std::string error() const { return code_ == 0 ? "" : error_.message; }

 private:
  const dp_task* task_;
  const dp_function* calls_;
  void* self_ = nullptr;
  dp_error error_{};
  std::int32_t code_ = 0;
  dp::Field result_;
};

/// {times: N}
struct Times {
  explicit Times(std::int64_t number) {
    value.kind = DP_VALUE_INT;
    value.integer = number;
    map.kind = DP_VALUE_MAP;
    map.count = 1;
    map.keys = &key;
    map.items = &value;
  }
  dp_bytes key{"times", 5};
  dp_value value{};
  dp_value map{};
};

const dp::Schema kText = {{"text", dp::Type::string, true}};

}  // namespace

BOOST_AUTO_TEST_CASE(a_call_operator_is_called_for_each_row_with_constants_known_at_open) {
  const Times twice(2);
  Function repeat(dp::function<Repeat>(), kText, &twice.map);
  BOOST_TEST(repeat.error() == "");
  BOOST_TEST((repeat.result() == dp::Field{"repeat", dp::Type::string, true}));
  dp::BatchBuilder arguments(kText, 3);
  arguments.column(0).put_copy(0, "ab");
  arguments.column(0).set_null(1);
  arguments.column(0).put_copy(2, "long enough for a buffer");
  const dp::StringColumn made(repeat.call(arguments, 3));
  BOOST_TEST(made[0] == "abab");
  BOOST_TEST(made.is_null(1));
  BOOST_TEST(made[2] == "long enough for a bufferlong enough for a buffer");
}

BOOST_AUTO_TEST_CASE(a_constant_that_open_refuses_is_told) {
  const Times less(-1);
  BOOST_TEST(Function(dp::function<Repeat>(), kText, &less.map).error() ==
             "times: got less than 0");
}

BOOST_AUTO_TEST_CASE(nulls_are_passed_to_optional_parameters_and_made_by_empty_results) {
  const dp::Schema input = {{"part", dp::Type::float64, true},
                            {"whole", dp::Type::float64, true}};
  Function share(dp::function<Share>(), input);
  dp::BatchBuilder arguments(input, 4);
  auto& part = arguments.column(0);
  auto& whole = arguments.column(1);
  part.put(0, 1.0);
  part.put(1, 1.0);
  part.set_null(2);
  part.put(3, 1.0);
  whole.put(0, 4.0);
  whole.set_null(1);
  whole.put(2, 4.0);
  whole.put(3, 0.0);
  const dp::Float64Column made(share.call(arguments, 4));
  BOOST_TEST(made[0] == 0.25);
  BOOST_TEST(made[1] == 1.0);
  BOOST_TEST(made.is_null(2));
  BOOST_TEST(made.is_null(3));
}

BOOST_AUTO_TEST_CASE(the_long_form_decides_its_type_at_open_and_is_started) {
  const dp::Schema input = {{"value", dp::Type::int64, false}};
  Function same(dp::function<Same>(), input);
  BOOST_TEST((same.result().type == dp::Type::int64));
  dp::BatchBuilder arguments(input, 2000);
  for (std::size_t rows : {std::size_t{2}, std::size_t{2000}, std::size_t{1}}) {
    arguments.clear();
    for (std::size_t row = 0; row < rows; ++row)
      arguments.column(0).put(row, static_cast<std::int64_t>(row * 3));
    const dp::Int64Column made(same.call(arguments, rows));
    BOOST_TEST(made[rows - 1] == static_cast<std::int64_t>(rows - 1) * 3);
  }
}

BOOST_AUTO_TEST_CASE(its_parameters_are_told_in_its_table) {
  const auto* task = dp::function<Repeat>();
  BOOST_TEST(task->role == static_cast<std::uint32_t>(DP_FUNCTION));
  BOOST_TEST(task->n_options == 0U);
  const auto* calls = static_cast<const dp_function*>(task->calls);
  BOOST_REQUIRE(calls->n_parameters == 2U);
  BOOST_TEST(calls->parameter_size == sizeof(dp_parameter));
  BOOST_TEST(calls->parameters[1].name == std::string("times"));
  BOOST_TEST(calls->parameters[1].flags == std::uint32_t{DP_PARAMETER_CONSTANT});
}

BOOST_AUTO_TEST_SUITE_END()
