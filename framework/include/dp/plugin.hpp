// SPDX-License-Identifier: Apache-2.0
#pragma once

// clang-format off
/// Write a dp plugin in C++: classes for its tasks, and one DP_PLUGIN line.
///
/// A task is a class with a `static constexpr dp::TaskInfo kInfo`, an `open`, and the calls of
/// its role; docs/writing-a-plugin.md goes through a whole plugin. Optional calls are in brackets.
///
/// ```
/// all      Status open(const Context&, Schema& output)      of a T made without arguments;
///          or static Result<std::unique_ptr<T>> open(const Context&, Schema& output)
///          [void need(std::span<const std::uint8_t> used)]  columns of the output that are used
///          [Status start()]                                 once before calls; may wait
/// reader   Status read(const Input&, Output&, ReadCount&)
///          [std::uint32_t cut() const noexcept]             DP_CUT_..., by its options
///          std::size_t find(const Input&)                   with DP_CUT_RECORDS
///          [Result<std::uint64_t> skip(const Input&)]        or skip(const Input&, ReadCount&)
/// step     Status process(const BatchView&, Output&)
///          [Result<std::string> target(std::string_view item)]
/// reducer  Status update(const BatchView&)                  or (const BatchView&, Output&)
///          Status save(Output&)                             out.partial(partition, bytes)
///          Status combine(std::uint32_t partition, std::string_view partial)
///          Status finalize(Output&)                         out.emit(batch)
///          std::uint64_t size() const
///          void reset()
///          [Status trim()]
///          [Status bounds(std::uint32_t ranges, Output&)]   out.write(bytes); goes with
///          [Status save_ranges(std::string_view bounds, Output&)]   out.partial(range, bytes)
/// writer   Status begin(Output&)                            all: out.write(bytes)
///          Status section(std::string_view name, const Schema&, Output&)
///          Status write(const BatchView&, Output&)
///          Status end(Output&)
/// function one operator() of a row's values, or open as above and
///          Status call(const BatchView& arguments, ColumnBuilder& result); see <dp/function.hpp>
/// ```
///
/// A call of one of these names that looks otherwise is a compile error, optional or not. What
/// the calls mean stands in <dp/abi.h>, beside the callbacks of the same names.
///
/// Processes: instances live in worker processes; each is used by one thread.
/// Errors: return a failed Status, or throw: either costs the record, never the process.
// clang-format on

#include <dp/abi.h>

#include <dp/batch.hpp>
#include <dp/detail/callbacks.hpp>
#include <dp/detail/calls.hpp>
#include <dp/function.hpp>
#include <dp/result.hpp>
#include <dp/rows.hpp>
#include <dp/task.hpp>
#include <iterator>

namespace dp {

namespace detail {

template <class T>
constexpr dp_reader reader_calls() noexcept {
  using Of = Bodies<T>;
  dp_reader made{};
  made.struct_size = sizeof made;
  if constexpr (demand_read<T>()) made.read = kCallback<&Of::read>;
  if constexpr (check_cut<T>()) made.cut = &Of::cut;
  if constexpr (check_find<T>()) made.find = kCallback<&Of::find>;
  if constexpr (check_skip<T>()) made.skip = kCallback<&Of::skip>;
  made.knowledge = T::kInfo.knowledge;
  static_assert((T::kInfo.traits & DP_CUT_RECORDS) == 0 || is_find<T>,
                "dp: a reader with DP_CUT_RECORDS must have, public: "
                "std::size_t find(const dp::Input& input)");
  return made;
}

template <class T>
constexpr dp_step step_calls() noexcept {
  using Of = Bodies<T>;
  dp_step made{};
  made.struct_size = sizeof made;
  if constexpr (demand_process<T>()) made.process = kCallback<&Of::process>;
  if constexpr (check_target<T>()) made.target = kCallback<&Of::target>;
  return made;
}

// Hidden: where two loaded plugins have classes of one name, each is to find its own tables.
#define DP_HIDDEN_ __attribute__((visibility("hidden")))
template <class T>
DP_HIDDEN_ inline constexpr dp_ranges kRanges = {
    sizeof(dp_ranges), kCallback<&Bodies<T>::bounds>, kCallback<&Bodies<T>::save_ranges>};

template <class T>
constexpr dp_reducer reducer_calls() noexcept {
  using Of = Bodies<T>;
  dp_reducer made{};
  made.struct_size = sizeof made;
  made.aggregates = T::kInfo.aggregates.data();
  made.n_aggregates = T::kInfo.aggregates.size();
  made.aggregate_size = sizeof(dp_aggregate);
  if constexpr (demand_update<T>()) made.update = kCallback<&Of::update>;
  if constexpr (demand_save<T>()) made.save = kCallback<&Of::save>;
  if constexpr (demand_combine<T>()) made.combine = kCallback<&Of::combine>;
  if constexpr (demand_finalize<T>()) made.finalize = kCallback<&Of::finalize>;
  if constexpr (demand_size<T>()) made.size = &Of::size;
  if constexpr (demand_reset<T>()) made.reset = kCallback<&Of::reset>;
  if constexpr (check_trim<T>()) made.trim = kCallback<&Of::trim>;
  if constexpr (check_bounds<T>() && check_save_ranges<T>()) made.ranges = &kRanges<T>;
  static_assert(is_bounds<T> == is_save_ranges<T>,
                "dp: a reducer has both bounds and save_ranges, or neither");
  return made;
}

template <class T>
constexpr dp_writer writer_calls() noexcept {
  using Of = Bodies<T>;
  dp_writer made{};
  made.struct_size = sizeof made;
  if constexpr (demand_begin<T>()) made.begin = kCallback<&Of::begin>;
  if constexpr (demand_section<T>()) made.section = kCallback<&Of::section>;
  if constexpr (demand_write<T>()) made.write = kCallback<&Of::write>;
  if constexpr (demand_end<T>()) made.end = kCallback<&Of::end>;
  return made;
}

template <class T>
constexpr dp_function function_calls() noexcept {
  static_assert(
      calls_batches<T> || calls_rows<T>,
      "dp: a function must have, public: one operator() of a row's values, or dp::Status "
      "call(const dp::BatchView& arguments, dp::ColumnBuilder& result)");
  dp_function made{};
  made.struct_size = sizeof made;
  made.parameters = T::kInfo.parameters.data();
  made.n_parameters = T::kInfo.parameters.size();
  made.parameter_size = sizeof(dp_parameter);
  if constexpr (calls_batches<T> || calls_rows<T>)
    made.call = kCallback<&Bodies<FunctionTask<T>>::call>;
  return made;
}

template <class T>
constexpr dp_task task(dp_role role, const void* calls) noexcept {
  dp_task made{};
  made.struct_size = sizeof made;
  made.role = role;
  made.calls = calls;
  if constexpr (demand_task<T>()) {
    made.traits = T::kInfo.traits;
    made.name = T::kInfo.name;
    made.summary = T::kInfo.summary;
    made.doc = T::kInfo.doc;
    made.extensions = T::kInfo.extensions;
    made.options = T::kInfo.options.data();
    made.n_options = T::kInfo.options.size();
    made.option_size = sizeof(dp_option);
    made.open = &open<T>;
    made.close = &close<T>;
    if constexpr (check_need<T>()) made.need = kCallback<&Bodies<T>::need>;
    if constexpr (check_start<T>()) made.start = kCallback<&Bodies<T>::start>;
  }
  return made;
}

template <class T>
DP_HIDDEN_ inline constexpr dp_reader kReaderCalls = reader_calls<T>();
template <class T>
DP_HIDDEN_ inline constexpr dp_step kStepCalls = step_calls<T>();
template <class T>
DP_HIDDEN_ inline constexpr dp_reducer kReducerCalls = reducer_calls<T>();
template <class T>
DP_HIDDEN_ inline constexpr dp_writer kWriterCalls = writer_calls<T>();
template <class T>
DP_HIDDEN_ inline constexpr dp_function kFunctionCalls = function_calls<T>();
/// The task of role `role` with the table `*calls`.
template <class T, dp_role role, const auto* calls>
DP_HIDDEN_ inline constexpr dp_task kTask = task<T>(role, calls);
#undef DP_HIDDEN_

}  // namespace detail

/// The task that a class makes: what DP_PLUGIN takes.
template <class T>
constexpr const dp_task* reader() noexcept {
  return &detail::kTask<T, DP_READER, &detail::kReaderCalls<T>>;
}
template <class T>
constexpr const dp_task* step() noexcept {
  return &detail::kTask<T, DP_STEP, &detail::kStepCalls<T>>;
}
template <class T>
constexpr const dp_task* reducer() noexcept {
  return &detail::kTask<T, DP_REDUCER, &detail::kReducerCalls<T>>;
}
template <class T>
constexpr const dp_task* function() noexcept {
  return &detail::kTask<detail::FunctionTask<T>, DP_FUNCTION, &detail::kFunctionCalls<T>>;
}
template <class T>
constexpr const dp_task* writer() noexcept {
  return &detail::kTask<T, DP_WRITER, &detail::kWriterCalls<T>>;
}

}  // namespace dp

/// Export a plugin: DP_PLUGIN("name", "version", "summary", dp::reader<T>(), ...). Once in each
/// library.
#define DP_PLUGIN(name, version, summary, ...)                               \
  namespace {                                                                \
  DP_PLUGIN_NOTE;                                                            \
  constexpr const dp_task* dp_plugin_tasks[] = {__VA_ARGS__};                \
  }                                                                          \
  extern "C" DP_PLUGIN_EXPORT const dp_plugin_info dp_plugin_table;          \
  extern "C" const dp_plugin_info dp_plugin_table = {sizeof(dp_plugin_info), \
                                                     DP_ABI_MAGIC,           \
                                                     DP_ABI_MAJOR,           \
                                                     DP_ABI_MINOR,           \
                                                     name,                   \
                                                     version,                \
                                                     summary,                \
                                                     dp_plugin_tasks,        \
                                                     std::size(dp_plugin_tasks)}
