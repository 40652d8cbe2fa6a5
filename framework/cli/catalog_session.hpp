// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
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
    auto session = std::unique_ptr<CatalogSession>(new CatalogSession(std::move(pool)));
    session->catalog = planner::Catalog(session->pool, plugin::SearchPath::of(plugin_path, {}));
    return session;
  }

 private:
  explicit CatalogSession(pool::Pool started)
      : pool(std::move(started)), catalog(pool, plugin::SearchPath{}) {}
};

}  // namespace dp::cli
