// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tuple>

#include "base/fields.hpp"

namespace dp::data {

/// What a task says of an option that is most likely a mistake. See dp_context.warn.
struct OptionWarning {
  std::string option;  ///< "columns.user"
  std::string text;

  bool operator==(const OptionWarning&) const = default;
  static constexpr auto kFields = std::tuple(&OptionWarning::option, &OptionWarning::text);
};

}  // namespace dp::data
