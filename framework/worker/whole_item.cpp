// SPDX-License-Identifier: Apache-2.0
#include "worker/whole_item.hpp"

#include <dp/abi.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace dp::worker {

void WholeItem::Free::operator()(char* bytes) const noexcept { std::free(bytes); }

Status WholeItem::reserve(std::size_t bytes) {
  if (bytes_ && bytes <= room_) return {};
  void* grown = std::realloc(bytes_.get(), bytes + DP_PADDING);
  if (grown == nullptr)
    return fail(Errc::out_of_memory, "no memory for " + std::to_string(bytes) + " bytes of it");
  (void)bytes_.release();
  bytes_.reset(static_cast<char*>(grown));
  room_ = bytes;
  return {};
}

void WholeItem::end(std::size_t size) noexcept {
  size_ = size;
  std::memset(bytes_.get() + size, 0, DP_PADDING);
}

}  // namespace dp::worker
