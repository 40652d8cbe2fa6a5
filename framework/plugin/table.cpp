// SPDX-License-Identifier: Apache-2.0
#include "plugin/table.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace dp::plugin {

namespace {

/// More elements than any task can mean.
constexpr std::uint64_t kMostElements = 1 << 16;

tl::unexpected<Error> wrong(std::string what) {
  return fail(Errc::invalid_plugin, std::move(what));
}

/// Copy `count` elements of `size` bytes each.
template <class T>
Status copy_elements(const T* first, std::uint64_t count, std::uint64_t size, const char* what,
                     std::vector<T>& out) {
  if (count == 0) return {};
  if (first == nullptr || size == 0 || count > kMostElements)
    return wrong("says that it has " + std::to_string(count) + " " + what + ", but gives none");
  const auto* from = reinterpret_cast<const char*>(first);
  out.resize(count);
  for (auto& element : out) {
    std::memcpy(&element, from, std::min<std::uint64_t>(size, sizeof element));
    from += size;
  }
  return {};
}

bool is_empty(const char* text) noexcept { return text == nullptr || *text == '\0'; }

Status check_option(const dp_option& option, std::uint64_t number) {
  if (is_empty(option.name)) return wrong("option " + std::to_string(number) + " has no name");
  if (option.type < DP_OPTION_STRING || option.type > DP_OPTION_AGGREGATE)
    return wrong(std::string("option '") + option.name + "' has an unknown type");
  return {};
}

Status check_options(const std::vector<dp_option>& options) {
  std::set<std::string_view> names;
  for (const auto& option : options) {
    DP_CHECK(check_option(option, names.size() + 1));
    if (!names.insert(option.name).second)
      return wrong(std::string("option '") + option.name + "' is declared twice");
  }
  return {};
}

Status check_parameters(const std::vector<dp_parameter>& parameters) {
  std::set<std::string_view> names;
  bool optional = false;
  for (const auto& parameter : parameters) {
    const bool last = names.size() + 1 == parameters.size();
    if (is_empty(parameter.name) || !names.insert(parameter.name).second)
      return wrong("parameter " + std::to_string(names.size() + 1) + " has no name of its own");
    const auto where = std::string("parameter '") + parameter.name + "'";
    if ((parameter.types & (DP_TYPE_ANY | DP_TYPE_DECIMAL | DP_TYPE_JSON)) == 0)
      return wrong(where + " takes no type");
    if ((parameter.flags & DP_PARAMETER_REPEATED) != 0 && !last)
      return wrong(where + " is repeated, but not the last");
    const bool may_lack = (parameter.flags & DP_PARAMETER_OPTIONAL) != 0;
    if (optional && !may_lack) return wrong(where + " must be given, after one that need not");
    optional = may_lack;
  }
  return {};
}

bool has_callbacks(const TaskTable& table) {
  if (table.task.open == nullptr || table.task.close == nullptr) return false;
  const auto& reducer = table.reducer;
  const auto& writer = table.writer;
  switch (table.task.role) {
    case DP_READER:
      return table.reader.read != nullptr &&
             ((table.task.traits & DP_CUT_RECORDS) == 0 || table.reader.find != nullptr);
    case DP_STEP:
      return table.step.process != nullptr;
    case DP_REDUCER:
      return reducer.update && reducer.save && reducer.combine && reducer.finalize &&
             reducer.size && reducer.reset &&
             (reducer.ranges == nullptr || (table.ranges.bounds && table.ranges.save));
    case DP_WRITER:
      return writer.begin && writer.section && writer.write && writer.end;
    default:
      return table.function.call != nullptr;
  }
}

/// Copy the table of the task's role.
Status copy_calls(const void* calls, TaskTable& table) {
  const auto copy = [&](auto& to) {
    to = complete(*static_cast<const std::remove_reference_t<decltype(to)>*>(calls));
  };
  switch (table.task.role) {
    case DP_READER:
      copy(table.reader);
      return {};
    case DP_STEP:
      copy(table.step);
      return {};
    case DP_REDUCER: {
      copy(table.reducer);
      const auto& of = table.reducer;
      if (of.ranges != nullptr) table.ranges = complete(*of.ranges);
      return copy_elements(of.aggregates, of.n_aggregates, of.aggregate_size, "aggregates",
                           table.aggregates);
    }
    case DP_WRITER:
      copy(table.writer);
      return {};
    default: {
      copy(table.function);
      const auto& of = table.function;
      DP_CHECK(copy_elements(of.parameters, of.n_parameters, of.parameter_size, "parameters",
                             table.parameters));
      return check_parameters(table.parameters);
    }
  }
}

Status check_needs(const dp_task& task) {
  if (task.least_minor > DP_ABI_MINOR)
    return wrong("needs plugin ABI " + std::to_string(DP_ABI_MAJOR) + "." +
                 std::to_string(task.least_minor) + ", this dp has " +
                 std::to_string(DP_ABI_MAJOR) + "." + std::to_string(DP_ABI_MINOR) +
                 ": use a newer dp");
  if (task.role < DP_READER || task.role > DP_FUNCTION)
    return wrong("has role " + std::to_string(task.role) +
                 ", expected 1 (reader) to 5 (function)");
  return {};
}

Status read_table(TaskTable& table) {
  const auto& task = table.task;
  DP_CHECK(check_needs(task));
  if (task.calls == nullptr) return wrong("has no table of calls");
  DP_CHECK(copy_calls(task.calls, table));
  if (!has_callbacks(table))
    return wrong("lacks a callback that a " + std::string(data::role_name(table.role())) +
                 " must have");
  DP_CHECK(
      copy_elements(task.options, task.n_options, task.option_size, "options", table.options));
  DP_CHECK(check_options(table.options));
  for (std::size_t i = 0; i < table.aggregates.size(); ++i)
    if (is_empty(table.aggregates[i].name))
      return wrong("aggregate " + std::to_string(i + 1) + " has no name");
  return {};
}

}  // namespace

Result<std::vector<TaskTable>> read_tables(const dp_plugin_info& info) {
  if (is_empty(info.name)) return wrong("has no name");
  if (info.n_tasks == 0 || info.n_tasks > kMostElements || info.tasks == nullptr)
    return wrong("has no tasks");
  std::vector<TaskTable> tables(info.n_tasks);
  std::set<std::pair<std::uint32_t, std::string_view>> names;
  for (std::uint64_t i = 0; i < info.n_tasks; ++i) {
    auto& table = tables[i];
    table.abi_minor = info.abi_minor;
    if (info.tasks[i] != nullptr) table.task = complete(*info.tasks[i]);
    if (is_empty(table.task.name))
      return wrong("task " + std::to_string(i + 1) + " has no name");
    const auto where = "task '" + std::string(table.task.name) + "'";
    if (!names.emplace(table.task.role, table.task.name).second)
      return wrong(where + " is there twice in the same role");
    if (auto status = read_table(table); !status)
      return fail(std::move(status).error().within(where));
  }
  return tables;
}

}  // namespace dp::plugin
