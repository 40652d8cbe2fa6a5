// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/task.hpp"
#include "plugin/search.hpp"
#include "pool/pool.hpp"

namespace dp::planner {

/// A task that was found, and the library that has it.
struct FoundTask {
  const data::TaskDescription* task = nullptr;
  std::string library;
};

/// What plugins there are, as workers tell it: the runner loads none.
///
/// Cost: a library is described once, when first asked for; only a name that is in no library
///   of its own name makes all of them be described.
class Catalog {
 public:
  Catalog(pool::Pool& pool, plugin::SearchPath path) : pool_(&pool), path_(std::move(path)) {}

  /// The task of this role and name.
  /// Errors: not_found with the nearest name, with the roles that tasks of this name have, or with
  ///   the library that hides dp's own and lacks it; invalid_plugin or worker_died when the library
  ///   that should have it is broken.
  Result<FoundTask> find(dp_role role, std::string_view name);
  /// The function that expressions call `name`: one that is called so, or, as "plugin.function",
  /// one of that plugin.
  /// Errors: not_found with an empty message if there is none; invalid_pipeline if several plugins
  ///   have one; invalid_plugin or worker_died when the library that should have it is broken.
  Result<FoundTask> find_function(std::string_view name);
  /// The names of all functions that were described so far, for suggestions.
  [[nodiscard]] std::vector<std::string> function_names() const;
  /// The writer for files with the extension `extension` ("csv").
  /// Errors: as find; if there is none, and the library of that name is broken, that.
  Result<FoundTask> writer_for(std::string_view extension);

  /// All plugins, by name. Broken ones are in broken().
  Result<std::vector<const data::PluginDescription*>> all();
  /// Libraries that could not be described: path and reason.
  [[nodiscard]] const std::map<std::string, Error>& broken() const noexcept { return broken_; }
  [[nodiscard]] const plugin::SearchPath& path() const noexcept { return path_; }

 private:
  Status describe(const std::vector<std::string>& libraries);
  /// The task in the plugin `library`, or, if that has none, in any.
  FoundTask look(dp_role role, std::string_view name, const std::string& library) const;
  tl::unexpected<Error> missing(dp_role role, std::string_view name) const;
  tl::unexpected<Error> no_writer(std::string_view extension) const;
  /// "a reader and a writer": what the tasks of this name are; empty if there is none.
  std::string roles_of(std::string_view name) const;
  /// That the library of this name hides dp's own; empty if it does not.
  std::string hiding_text(std::string_view name) const;

  pool::Pool* pool_;
  plugin::SearchPath path_;
  std::map<std::string, data::PluginDescription> plugins_;  ///< by path
  std::map<std::string, Error> broken_;
  bool complete_ = false;
};

}  // namespace dp::planner
