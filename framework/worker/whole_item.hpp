// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <memory>
#include <optional>
#include <string_view>

#include "input/item_buffer.hpp"
#include "protocol/slice.hpp"

namespace dp::worker {

/// An item in one piece, however long it turns out to be.
///
/// Shape: DP_PADDING bytes of 0 stand after it.
/// Cost: it grows in place where the system can (mremap), and what was never written takes no memory,
///   so that an item takes its own size and not three times as much.
class WholeItem {
 public:
  /// Read all of a slice's item. Errors: as Source::read; task_failed if it is compressed and longer than
  /// 2 GiB; corrupt if it is damaged; out_of_memory.
  Status read(const protocol::Slice& slice);
  /// What was read. Lifetime: until the next read().
  [[nodiscard]] std::string_view text() const noexcept {
    return is_decoded() ? decoded_->held() : std::string_view(bytes_.get(), size_);
  }
  /// Where text() is, if it was made of other bytes; else nullptr.
  [[nodiscard]] const input::ItemBuffer* decoded() const noexcept {
    return is_decoded() ? &*decoded_ : nullptr;
  }

  /// Make room for `bytes`, and keep what is there. Errors: out_of_memory.
  Status reserve(std::size_t bytes);
  [[nodiscard]] char* data() noexcept { return bytes_.get(); }
  [[nodiscard]] std::size_t room() const noexcept { return room_; }
  /// It has so many bytes, at most room().
  void end(std::size_t size) noexcept;

 private:
  [[nodiscard]] bool is_decoded() const noexcept {
    return decoded_ && decoded_->text() != nullptr;
  }
  Status read_plain(const protocol::Slice& slice);
  Status read_decoded(const protocol::Slice& slice);

  struct Free {
    void operator()(char* bytes) const noexcept;
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t room_ = 0, size_ = 0;
  std::optional<input::ItemBuffer> decoded_;
};

}  // namespace dp::worker
