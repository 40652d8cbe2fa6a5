// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::plugin {

/// A loaded plugin. It stays loaded until the process ends: what libraries leave behind
/// (threads, exit handlers) makes unloading unsafe.
///
/// Processes: workers only. The runner never loads a plugin.
class Library {
 public:
  /// Check the note, load the library, check its table.
  /// Errors: as read_note and check_note; invalid_plugin when it does not load or its table
  /// lies.
  static Result<Library> load(const std::string& path);

  [[nodiscard]] const dp_plugin_info& info() const noexcept { return *info_; }
  /// The task of this role and name, or nullptr.
  [[nodiscard]] const dp_task* find(dp_role role, std::string_view name) const noexcept;

 private:
  explicit Library(const dp_plugin_info* info) noexcept : info_(info) {}
  const dp_plugin_info* info_;
};

}  // namespace dp::plugin
