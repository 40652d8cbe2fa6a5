// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/function_source.hpp"
#include "planner/catalog.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// The functions of plugins, as workers tell of them: for the types of expressions, in the runner,
/// which loads no plugin.
class PlanFunctions final : public expr::FunctionSource {
 public:
  PlanFunctions(Catalog& catalog, pool::Pool& pool) : catalog_(&catalog), pool_(&pool) {}

  Result<const data::TaskDescription*> find(std::string_view name) override;
  std::vector<std::string> names() override;
  /// What it opens has a type, and cannot be called.
  Result<std::unique_ptr<expr::OpenFunction>> open(std::string_view name, const Schema& input,
                                                   const data::Value& constants) override;

  /// Where workers find the functions that were asked for, under the names that expressions call
  /// them by.
  [[nodiscard]] std::vector<protocol::FunctionUse> used() const;

 private:
  Catalog* catalog_;
  pool::Pool* pool_;
  std::map<std::string, FoundTask, std::less<>> found_;
};

}  // namespace dp::planner
