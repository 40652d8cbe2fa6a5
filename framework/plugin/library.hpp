// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/table.hpp"

namespace dp::plugin {

/// A loaded plugin. It stays loaded until the process ends: what libraries leave behind
/// (threads, exit handlers) makes unloading unsafe.
///
/// Processes: workers only. The runner never loads a plugin.
class Library {
 public:
  /// Check who can change the library (see check_trusted_code) and its note, load it, check its
  /// tables.
  /// Errors: invalid_plugin if others can; as read_note, check_note and read_tables; invalid_plugin when it does not load or
  ///   its table and its note disagree.
  static Result<Library> load(const std::string& path);

  [[nodiscard]] const dp_plugin_info& info() const noexcept { return info_; }
  [[nodiscard]] const std::vector<TaskTable>& tables() const noexcept { return tables_; }
  /// The task of this role and name, or nullptr. Lifetime: that of this object.
  [[nodiscard]] const TaskTable* find(dp_role role, std::string_view name) const noexcept;

 private:
  Library(const dp_plugin_info& info, std::vector<TaskTable> tables) noexcept
      : info_(info), tables_(std::move(tables)) {}
  dp_plugin_info info_;
  std::vector<TaskTable> tables_;
};

}  // namespace dp::plugin
