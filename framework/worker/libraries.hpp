// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "plugin/instance.hpp"
#include "plugin/library.hpp"
#include "protocol/plan.hpp"
#include "worker/call_tracker.hpp"
#include "worker/table_cache.hpp"

namespace dp::worker {

/// "the step thumbnail": a task as calls are told of.
std::string title_of(dp_role role, std::string_view task);

/// The plugins that a worker has loaded, each once, and the tables that its stages join with.
class Libraries {
 public:
  /// Errors: as plugin::Library::load, with the path before them.
  Result<const plugin::Library*> load(const std::string& path);
  /// The task of `use` in its library. Errors: not_found, and those of load.
  Result<const plugin::TaskTable*> find(dp_role role, const protocol::TaskUse& use);
  /// Told of the calls that load and open.
  [[nodiscard]] CallTracker& calls() noexcept { return calls_; }
  [[nodiscard]] TableCache& tables() noexcept { return tables_; }
  /// Open an instance for a plan that was checked: an error here is the plugin's. `reader`: of
  /// readers. Whoever feeds it calls start first.
  Result<plugin::Instance> open(dp_role role, const protocol::TaskUse& use, const Schema* input,
                                std::uint64_t hash_seed,
                                const protocol::ReaderContext& reader = {});
  /// The same where the role is known: plugin::ReaderInstance, ...
  template <class Role>
  Result<Role> open(const protocol::TaskUse& use, const Schema* input, std::uint64_t hash_seed,
                    const protocol::ReaderContext& reader = {}) {
    DP_TRY(auto instance, open(Role::kRole, use, input, hash_seed, reader));
    return Role(std::move(instance));
  }

  /// Say that calls will follow, and (the second) which columns of its output anyone reads.
  Status start(plugin::Instance& instance);
  Status start(plugin::Instance& instance, std::span<const std::uint8_t> used);

 private:
  CallTracker calls_;
  std::map<std::string, plugin::Library> loaded_;
  TableCache tables_;
};

}  // namespace dp::worker
