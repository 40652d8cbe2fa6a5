// SPDX-License-Identifier: Apache-2.0
#include "pool/window.hpp"

#include <algorithm>

#include "pool/layout.hpp"

namespace dp::pool {
namespace {

constexpr std::chrono::microseconds kLow{500};
constexpr std::chrono::microseconds kHigh{2000};
constexpr std::size_t kMost = kRing - 8;  // leaves room for instructions without a chunk

}  // namespace

void Window::adapt(std::size_t replies, Clock::time_point now, std::size_t least) noexcept {
  if (replies == 0) return;
  const auto each = (now - last_reply_) / static_cast<long>(replies);
  last_reply_ = now;
  const auto whole = each * static_cast<long>(size_);
  if (whole < kLow) size_ = std::min(size_ * 2, kMost);
  if (whole > kHigh) size_ = size_ / 2;
  size_ = std::max(size_, least);
}

}  // namespace dp::pool
