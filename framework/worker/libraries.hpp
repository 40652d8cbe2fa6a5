// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "plugin/instance.hpp"
#include "plugin/library.hpp"
#include "protocol/plan.hpp"

namespace dp::worker {

/// The plugins that a worker has loaded, each once.
class Libraries {
 public:
  /// Errors: as plugin::Library::load, with the path before them.
  Result<const plugin::Library*> load(const std::string& path);
  /// The task of `use` in its library. Errors: not_found, and those of load.
  Result<const plugin::TaskTable*> find(dp_role role, const protocol::TaskUse& use);
  /// Open an instance for a plan that was checked: an error here is the plugin's. `reader`: of
  /// readers. Whoever feeds it calls need and start first.
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

 private:
  std::map<std::string, plugin::Library> loaded_;
};

}  // namespace dp::worker
