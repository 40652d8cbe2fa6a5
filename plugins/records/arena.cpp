// SPDX-License-Identifier: Apache-2.0
#include "records/arena.hpp"

#include <cstring>

namespace dp::records {

const char* Arena::keep(std::string_view bytes) {
  if (bytes.size() > left_) {
    // What is long has a block of its own, so that little is left over.
    const bool is_long = bytes.size() > kBlock / 8;
    auto block = std::make_unique_for_overwrite<char[]>(is_long ? bytes.size() : kBlock);
    held_ += is_long ? bytes.size() : kBlock;
    if (is_long) {
      std::memcpy(block.get(), bytes.data(), bytes.size());
      blocks_.push_back(std::move(block));
      return blocks_.back().get();
    }
    at_ = block.get();
    left_ = kBlock;
    blocks_.push_back(std::move(block));
  }
  char* kept = at_;
  if (!bytes.empty()) std::memcpy(kept, bytes.data(), bytes.size());
  at_ += bytes.size();
  left_ -= bytes.size();
  return kept;
}

void Arena::clear() noexcept {
  blocks_.clear();
  at_ = nullptr;
  left_ = 0;
  held_ = 0;
}

}  // namespace dp::records
