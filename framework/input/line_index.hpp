// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "input/encoding.hpp"

namespace dp::input {

/// Numbers the lines of bytes that come in order, and that can be read again.
class LineIndex {
 public:
  /// Up to `size` bytes at `offset`. Errors: its own.
  using Read = std::function<Result<std::string>(std::uint64_t offset, std::size_t size)>;

  LineIndex() { marks_.emplace(0, 0); }

  /// What lines end in, if not in '\n'. Before any bytes.
  void expect(const LineEnds& ends) noexcept { ends_ = ends; }
  /// The next bytes: whole units of what lines end in.
  void add(std::string_view bytes);
  /// Where the last line that has come whole ends; 0: none.
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }
  /// The number of the line that `offset` lies in, from 1. Cost: about a block is read, less where
  /// offsets ascend. Errors: those of `read`.
  Result<std::uint64_t> line_of(std::uint64_t offset, const Read& read);
  /// Nothing before `offset` will be asked for. Gives where line_of may still read from.
  std::uint64_t forget_before(std::uint64_t offset);

 private:
  std::uint64_t size_ = 0;
  std::uint64_t lines_ = 0;  ///< newlines so far
  std::uint64_t end_ = 0;
  LineEnds ends_;
  std::map<std::uint64_t, std::uint64_t> marks_;  ///< at some offsets: newlines before
  std::uint64_t counted_to_ = 0;                  ///< the last offset of line_of
  std::uint64_t counted_ = 0;                     ///< newlines before it
};

}  // namespace dp::input
