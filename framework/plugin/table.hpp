// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <algorithm>
#include <cstring>
#include <dp/result.hpp>
#include <type_traits>
#include <vector>

#include "data/task.hpp"

namespace dp::plugin {

/// Copy a struct that begins with struct_size, as long as it says it is.
///
/// Law: fields that the maker's version did not have are zero; fields that this one does not know
///   are left out; struct_size is that of the copy.
template <class T>
T complete(const T& from) noexcept {
  static_assert(std::is_trivially_copyable_v<T>);
  T made{};
  std::memcpy(&made, &from, std::min<std::uint64_t>(from.struct_size, sizeof made));
  made.struct_size = sizeof made;
  return made;
}

/// The tables of one task, as this host knows them: whole, whatever minor version of the ABI the
/// plugin was built for.
///
/// Lifetime: refers to the text of the plugin's library.
struct TaskTable {
  std::uint32_t abi_minor = DP_ABI_MINOR;  ///< what its plugin was built for
  dp_task task{};  ///< its options, n_options and calls are not used: see below
  std::vector<dp_option> options;
  // By role; those of other roles are empty.
  dp_reader reader{};
  dp_step step{};
  dp_reducer reducer{};
  dp_ranges ranges{};  ///< of a reducer, if it has them
  dp_writer writer{};
  dp_function function{};
  std::vector<dp_aggregate> aggregates;
  std::vector<dp_parameter> parameters;

  [[nodiscard]] dp_role role() const noexcept { return static_cast<dp_role>(task.role); }
};

/// Copy the tables of a plugin's tasks, and check that they keep what abi.h asks: names, roles,
/// callbacks, option types.
/// Errors: invalid_plugin, naming the task and what is wrong with it; or that it needs a newer dp.
Result<std::vector<TaskTable>> read_tables(const dp_plugin_info& info);

}  // namespace dp::plugin
