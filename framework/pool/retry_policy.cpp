// SPDX-License-Identifier: Apache-2.0
#include "pool/retry_policy.hpp"

#include <algorithm>

namespace dp::pool {
namespace {

constexpr std::chrono::milliseconds kFirstBackoff{10};
constexpr std::chrono::milliseconds kLongestBackoff{1000};

}  // namespace

std::chrono::milliseconds FruitlessRestarts::backoff() const noexcept {
  const unsigned restarts = weight_ / kExternalPerFault;
  if (restarts < 2) return std::chrono::milliseconds(0);
  return std::min(kLongestBackoff, kFirstBackoff * (1U << std::min(restarts - 2, 10U)));
}

}  // namespace dp::pool
