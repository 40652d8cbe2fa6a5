// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "input/stream.hpp"
#include "protocol/slice.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// Cut a stream into chunks as its bytes come.
///
/// Lines: a chunk is all whole lines that have come, about `slice_bytes` at most. Records that only
/// their reader can find: a worker is asked where the first one begins after a part of what has
/// come; that part is a chunk then, and another part is asked about while it is mapped.
/// Law: the chunks cover every record of the stream once, in order. Of what has come no more than
///   kMostKept bytes wait to be done with, unless a worker fails over a question: what is left of the
///   stream is then one chunk.
/// Lifetime: borrows the stream.
class StreamCutter {
 public:
  static constexpr std::uint64_t kMostKept = 96 << 20;

  StreamCutter(std::uint64_t item, input::Stream& stream, bool by_lines,
               std::uint64_t slice_bytes)
      : item_(item), stream_(&stream), by_lines_(by_lines), slice_bytes_(slice_bytes) {}

  /// Take what has come of the stream. Errors: as input::Stream.
  Status pump();
  /// The next chunk to be mapped, if its bytes are here.
  std::optional<Chunk> next();
  /// The next slice of which a worker is to tell where its records end; it begins with one.
  std::optional<Chunk> next_question();
  void answer(const protocol::RecordBounds& answer);
  /// The question cannot be answered.
  void stop_asking() noexcept;
  /// Called now and then: if nothing has come since, it is asked about what there is.
  void look_at_pace() noexcept {
    hurried_ = std::exchange(size_before_, stream_->size()) == stream_->size();
  }

  [[nodiscard]] std::uint64_t item() const noexcept { return item_; }
  [[nodiscard]] input::Stream& stream() const noexcept { return *stream_; }
  /// Where the next chunk begins.
  [[nodiscard]] std::uint64_t place() const noexcept { return known_; }
  /// A question is open.
  [[nodiscard]] bool asks() const noexcept { return asked_.has_value(); }
  /// The stream has ended, and all its chunks were given.
  [[nodiscard]] bool done() const noexcept {
    return stream_->ended() && !asked_ && !ready_ && known_ == end();
  }
  /// More of the stream is wanted now.
  [[nodiscard]] bool wants_more() const noexcept {
    return !stream_->ended() && (stopped_ || stream_->kept() < kMostKept);
  }

 private:
  struct Asked {
    std::uint64_t size;  ///< of the stream, when it was asked
  };
  [[nodiscard]] std::uint64_t end() const noexcept;
  Chunk take(std::uint64_t end);
  std::optional<Chunk> next_lines();

  std::uint64_t item_;
  input::Stream* stream_;
  bool by_lines_;
  std::uint64_t slice_bytes_;
  std::uint64_t known_ = 0;  ///< all before is in chunks
  std::optional<Asked> asked_;
  std::optional<Chunk> ready_;
  std::uint64_t too_few_ = 0;  ///< so many bytes from known_ did not show where a record ends
  bool stopped_ = false;
  bool hurried_ = false;
  std::uint64_t size_before_ = 0;
};

}  // namespace dp::run
