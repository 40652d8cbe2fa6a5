// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Try dp's own readers on texts.

#include <string>

#include "fixture.hpp"
#include "planner/trials.hpp"

namespace dp::test {

/// "delimiter: semicolon, header: false".
inline std::string options_of(const planner::OptionTexts& options) {
  std::string text;
  for (const auto& [name, value] : options)
    text += (text.empty() ? "" : ", ") + name + ": " + value;
  return text;
}

struct Sniffing {
  [[nodiscard]] planner::Trials trials(std::string sample) {
    return planner::Trials(pool, catalog, std::move(sample));
  }

  pool::Pool pool = pool_of_dp();
  planner::Catalog catalog{pool, {{DP_TEST_OWN_PLUGINS}}};
};

}  // namespace dp::test
