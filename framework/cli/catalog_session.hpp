// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "planner/catalog.hpp"
#include "pool/pool.hpp"

namespace dp::cli {

/// A pool of one worker, and the catalog that it describes plugins for.
struct CatalogSession {
  pool::Pool pool;
  planner::Catalog catalog;

  static Result<std::unique_ptr<CatalogSession>> open(
      const std::vector<std::string>& plugin_path) {
    pool::Options options;
    options.workers = 1;
    DP_TRY(auto pool, pool::Pool::start(std::move(options)));
    return std::unique_ptr<CatalogSession>(
        new CatalogSession(std::move(pool), plugin::SearchPath::of(plugin_path, {})));
  }

 private:
  CatalogSession(pool::Pool started, plugin::SearchPath search)
      : pool(std::move(started)), catalog(pool, std::move(search)) {}
};

}  // namespace dp::cli
