// SPDX-License-Identifier: Apache-2.0
#include "group/slots.hpp"

#include <stdexcept>
#include <utility>

namespace dp::group {

/// Double the slots.
void Slots::grow() {
  if (bits_ == 31) throw std::length_error("more than 1.6 billion groups or values");
  const auto before = count();
  Pages larger(2 * bytes());
  std::swap(pages_, larger);
  ++bits_;
  const auto* old = reinterpret_cast<const std::uint64_t*>(larger.data());
  for (std::size_t i = 0; i < before; ++i)
    if (old[i] != 0) insert(old[i]);
}

}  // namespace dp::group
