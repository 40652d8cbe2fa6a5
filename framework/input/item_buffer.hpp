// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "input/source.hpp"
#include "input/text_origin.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// The bytes of an item from some place on, as far as they are read and not dropped. Those of an item
/// in another encoding are UTF-8 here, while offsets stay those of the item's own bytes.
///
/// Shape: DP_PADDING readable bytes stand after what is held.
/// Lifetime: what held() gives lives until fill() or open().
class ItemBuffer {
 public:
  /// Reads about half of `block_bytes` or more at once; if it is filled only while it holds less
  /// than `most_bytes`, it never holds more than that and two blocks.
  ItemBuffer(std::size_t block_bytes, std::size_t most_bytes);

  /// Call `alive` for each block that is read only to be passed over, on the way to the middle of
  /// a compressed item.
  void report_skips(std::function<void()> alive) { alive_ = std::move(alive); }
  /// Begin at byte `begin` of the slice's item. `inside`: that may be the middle of a character; see
  /// TextOrigin::begin. Errors: as open_source; invalid_argument, if the encoding is not known.
  Status open(const protocol::Slice& slice, std::uint64_t begin, bool inside = false);
  /// Read more; near `end` (of the slice) only a little. Errors: as Source::read.
  Status fill(std::uint64_t end);
  /// Let go of the first `size` bytes.
  void drop(std::size_t size) {
    from_ += size;
    offset_ = text_ == nullptr ? offset_ + size : text_->offset_of(from_);
  }

  [[nodiscard]] std::string_view held() const noexcept {
    return {buffer_.data() + from_, have_ - from_};
  }
  /// Where held() begins in the item.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  /// How many of the bytes of held() come from before `offset` of the item; more than there are, if
  /// it lies past them.
  [[nodiscard]] std::uint64_t held_before(std::uint64_t offset) const;
  /// What held() was made of, if it is not the item's own bytes; else nullptr.
  [[nodiscard]] const TextOrigin* text() const noexcept { return text_.get(); }
  /// A place of bytes that are or were held since the last fill().
  [[nodiscard]] std::size_t place_of(std::string_view held) const noexcept {
    return static_cast<std::size_t>(held.data() - buffer_.data());
  }
  /// Where in the item lies what is at a place.
  [[nodiscard]] std::uint64_t own_offset(std::size_t place) const {
    return text_ == nullptr ? offset_ + place - from_ : text_->offset_of(place);
  }
  /// The item's own bytes that are, or have become, so many at a place. Lifetime: until fill() or open().
  [[nodiscard]] std::string_view own_bytes(std::size_t place, std::size_t size) const {
    return text_ == nullptr ? std::string_view(buffer_.data() + place, size)
                            : text_->bytes(place, place + size);
  }
  /// There is no more than what is held.
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }
  /// What is held goes to the item's end: so at_end(), unless the item is damaged there, or a
  /// stream that goes on.
  [[nodiscard]] bool at_end_of_item() const noexcept {
    return at_end_ && !more_ && damage().empty();
  }
  /// See Source::damage.
  [[nodiscard]] const std::string& damage() const noexcept { return source_->damage(); }

 private:
  Status decode(const protocol::TextEncoding& encoding);
  Status fill_text(std::uint64_t end);
  void make_text();
  Status skip_bytes(std::uint64_t size);

  std::size_t block_bytes_;
  std::size_t most_bytes_;
  std::vector<char> buffer_;
  std::size_t from_ = 0;  ///< held: buffer_[from_, have_)
  std::size_t have_ = 0;
  std::uint64_t offset_ = 0;
  bool at_end_ = false;
  bool more_ = false;  ///< see Slice::more
  std::unique_ptr<Source> source_;
  std::unique_ptr<TextOrigin> text_;
  std::function<void()> alive_;
};

}  // namespace dp::input
