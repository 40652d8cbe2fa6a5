// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "input/encoding.hpp"
#include "input/line_index.hpp"
#include "input/stream_store.hpp"
#include "input/unpacker.hpp"

namespace dp::input {

/// An item whose bytes come once, in their own time: standard input, a FIFO, <(...).
///
/// What has come lies unpacked in a StreamStore, which workers read at offsets as they read any
/// item; what is done with is freed there. Nothing is read but by pump() and wait_for(): who writes
/// the stream waits meanwhile.
/// Errors of all calls: io; exhausted, for want of room in TMPDIR or of memory. Law: once a call of
///   pump() or wait_for() has failed, all of them fail: bytes may be lost.
/// Threads: one.
class Stream {
 public:
  /// `name`: for messages. `source`: what to read.
  static Result<std::unique_ptr<Stream>> open(std::string name, Fd source);

  /// What is said of its encoding; its first bytes may tell better. Before any have come.
  void expect(const protocol::TextEncoding& asked) { encoding_ = asked; }
  /// How its text is encoded, as far as its bytes have told.
  [[nodiscard]] const protocol::TextEncoding& encoding() const noexcept { return encoding_; }

  /// Read what has come, without waiting, until there are `size` bytes in all or more.
  Status pump(std::uint64_t size);
  /// Wait until there are `size` bytes in all or more, or the end.
  Status wait_for(std::uint64_t size);
  /// poll(2) tells of it when more can be read, or the end.
  [[nodiscard]] int descriptor() const noexcept { return source_.get(); }
  /// All has come.
  [[nodiscard]] bool ended() const noexcept { return unpacker_.done(); }
  /// Bytes that have come, unpacked.
  [[nodiscard]] std::uint64_t size() const noexcept { return store_.size(); }
  /// Once it has ended: why its compressed data could not be unpacked to its end. Empty: it was.
  [[nodiscard]] const std::string& damage() const noexcept { return unpacker_.damage(); }
  /// Where the last line that has come whole ends; 0: none.
  [[nodiscard]] std::uint64_t lines_end() const noexcept { return lines_.end(); }
  /// The most bytes that `size` bytes of its text may have come from.
  [[nodiscard]] std::uint64_t most_own(std::uint64_t size) const noexcept {
    return encoding_.decodes() ? kMostOwn * size : size;
  }

  /// See StreamStore.
  [[nodiscard]] const std::string& path() const noexcept { return store_.path(); }
  [[nodiscard]] const protocol::FileStamp& stamp() const noexcept { return store_.stamp(); }
  [[nodiscard]] Result<std::string> bytes_at(std::uint64_t offset, std::size_t size) const {
    return store_.bytes_at(offset, size);
  }
  /// The number of the line that `offset` lies in, from 1. Law: nothing there is done with.
  Result<std::uint64_t> line_of(std::uint64_t offset);

  /// Keep what so many bytes of text may have come from.
  void keep_text(std::uint64_t bytes) noexcept { store_.keep_head(most_own(bytes)); }
  [[nodiscard]] std::uint64_t head_bytes() const noexcept { return store_.head_bytes(); }
  /// Nobody will read the bytes before `end` any more, but for the item's head.
  void done_before(std::uint64_t end);
  /// Bytes from the first one that somebody may read to the last.
  [[nodiscard]] std::uint64_t kept() const noexcept { return size() - done_; }

 private:
  static constexpr std::uint64_t kMostOwn = 4;

  Stream(std::string name, Fd source, StreamStore store)
      : name_(std::move(name)), source_(std::move(source)), store_(std::move(store)) {}
  Status read_until(std::uint64_t size);
  Status unpack();
  Result<bool> read_some();
  Status detect_encoding();
  Status index_lines(std::string_view bytes);

  std::string name_;
  Fd source_;
  StreamStore store_;
  Unpacker unpacker_;
  protocol::TextEncoding encoding_;
  LineEnds line_ends_;
  std::optional<std::uint64_t> indexed_;  ///< bytes in lines_; none until the encoding is known
  LineIndex lines_;
  std::vector<char> block_;  ///< reused
  std::string unpacked_;     ///< reused
  std::uint64_t done_ = 0;   ///< all before is done with
  Status status_;            ///< of the first call that failed
};

}  // namespace dp::input
