// SPDX-License-Identifier: Apache-2.0
// Says all that a plugin can say of itself, and nothing where it need not. It does nothing.
#include <dp/plugin.hpp>

namespace {

constexpr dp_option kOptions[] = {
    {"limit", DP_OPTION_INT, DP_OPTION_REQUIRED, nullptr, "How many.", nullptr, 1, 9},
    {"way", DP_OPTION_STRING, DP_OPTION_LIST, "", "Which way.", "left|right||", 0, 0},
    {"bare", DP_OPTION_FLOAT, 0, nullptr, nullptr, nullptr, 0, 0}};
constexpr dp_aggregate kAggregates[] = {
    {"sum", "sum(n)", "Adds up.", 1, 0, DP_TYPE_NUMBER},
    {"quantile", nullptr, nullptr, 1, 2, DP_TYPE_NUMBER | DP_TYPE_DATE}};
constexpr dp_parameter kParameters[] = {
    {"text", "What to repeat.", DP_TYPE_STRING, 0},
    {"times", nullptr, DP_TYPE_INT, DP_PARAMETER_CONSTANT | DP_PARAMETER_OPTIONAL}};

struct Sum {
  static constexpr dp::TaskInfo kInfo{.name = "described",
                                      .summary = "adds up",
                                      .doc = "Adds **up**.",
                                      .options = kOptions,
                                      .aggregates = kAggregates,
                                      .traits = DP_ORDER_INPUT};
  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status update(const dp::BatchView&) { return {}; }
  dp::Status save(dp::Output&) { return {}; }
  dp::Status combine(std::uint32_t, std::string_view) { return {}; }
  dp::Status finalize(dp::Output&) { return {}; }
  std::uint64_t size() const { return 0; }
  void reset() {}
};

struct Writer {
  static constexpr dp::TaskInfo kInfo{
      .name = "described", .traits = DP_WRITER_SECTIONS, .extensions = "one|two"};
  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status begin(dp::Output&) { return {}; }
  dp::Status section(std::string_view, const dp::Schema&, dp::Output&) { return {}; }
  dp::Status write(const dp::BatchView&, dp::Output&) { return {}; }
  dp::Status end(dp::Output&) { return {}; }
};

struct Repeat {
  static constexpr dp::TaskInfo kInfo{.name = "repeat", .parameters = kParameters};
  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status call(const dp::BatchView&, dp::ColumnBuilder&) { return {}; }
};

/// As C code has it that leaves out what it may.
constexpr dp_task made_bare() {
  auto task = *dp::writer<Writer>();
  task.name = "described.bare";
  task.traits = 0;
  task.summary = nullptr;
  task.doc = nullptr;
  task.extensions = nullptr;
  return task;
}
constexpr dp_task kBare = made_bare();

}  // namespace

DP_PLUGIN("described", nullptr, nullptr, dp::reducer<Sum>(), dp::writer<Writer>(),
          dp::function<Repeat>(), &kBare);
