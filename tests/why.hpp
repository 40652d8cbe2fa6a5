// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace dp::test {

/// Why a result failed, for messages: those of Boost.Test are made even if it did not.
template <class Outcome>
std::string why(const Outcome& outcome) {
  return outcome ? std::string() : outcome.error().message;
}

}  // namespace dp::test
