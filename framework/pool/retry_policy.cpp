// SPDX-License-Identifier: Apache-2.0
#include "pool/retry_policy.hpp"

#include <algorithm>

namespace dp::pool {
namespace {

constexpr std::chrono::milliseconds kFirstBackoff{10};
constexpr std::chrono::milliseconds kLongestBackoff{1000};

}  // namespace

void FruitlessRestarts::add(Ending ending, Time now) noexcept {
  if (ending == Ending::own) {
    ++own_;
    return;
  }
  if (signals_ == 0) first_signal_ = now;
  signals_ += ending == Ending::signal ? kExternalPerFault : 1;
}

bool FruitlessRestarts::more_than(unsigned limit, Time now) const noexcept {
  if (own_ > limit) return true;
  return signals_ > 0 && now - first_signal_ >= kSignalsFor &&
         own_ * kExternalPerFault + signals_ > limit * kExternalPerFault;
}

std::chrono::milliseconds FruitlessRestarts::backoff() const noexcept {
  if (own_ + signals_ / kExternalPerFault < 2) return std::chrono::milliseconds(0);
  if (own_ < 2) return kFirstBackoff;
  return std::min(kLongestBackoff, kFirstBackoff * (1U << std::min(own_ - 2, 10U)));
}

}  // namespace dp::pool
