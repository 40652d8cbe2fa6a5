// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

#include "planner/prepare.hpp"
#include "temporary.hpp"

namespace dp::test {

/// Pipelines over files, prepared with workers that are dp, and dp's plugins.
struct RealRun {
  planner::Prepared prepare(const std::string& pipeline) {
    planner::Settings settings;
    settings.worker_command = {DP_PROGRAM};
    settings.plugin_path = {DP_TEST_PLUGINS};
    settings.workers = 2;
    auto made = planner::prepare(folder.write("p.yaml", pipeline), settings);
    if (!made) throw std::runtime_error(made.error().message);
    if (!made->ok()) throw std::runtime_error(made->diagnostics->render());
    return *std::move(made);
  }
  /// JSON lines whose first 100 KB have the member `a`, an int.
  static std::string like(const std::string& last) {
    std::string text;
    while (text.size() < 100'000) text += "{\"a\":1}\n";
    return text + last + "\n";
  }
  TemporaryFolder folder;
};

}  // namespace dp::test
