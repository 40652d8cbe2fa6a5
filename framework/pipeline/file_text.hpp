// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::pipeline {

/// A span of one line of a pipeline file.
struct Mark {
  std::uint32_t line = 0;    ///< from 1; 0: no place in the file
  std::uint32_t column = 0;  ///< from 1, in bytes
  std::uint32_t length = 1;  ///< in bytes; may run past the line's end, then it is cut there

  bool operator==(const Mark&) const = default;
};

/// A pipeline file's bytes, and its lines.
class FileText {
 public:
  static constexpr std::uint64_t kMaxBytes = 1 << 20;

  /// `name` is what messages call it: the path as the user gave it. A byte order mark at the
  /// start of `text` is dropped.
  FileText(std::string name, std::string text);

  /// Read the file at `path`; "-": standard input, called "<stdin>".
  /// Errors: not_found, io; invalid_pipeline if it is larger than kMaxBytes.
  static Result<FileText> read(const std::string& path);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  /// Line `number` (from 1) without its end; empty past the last.
  [[nodiscard]] std::string_view line(std::uint32_t number) const noexcept;
  /// The byte at which line `number` begins; text().size() past the last.
  [[nodiscard]] std::size_t offset(std::uint32_t number) const noexcept;
  /// The place of `length` bytes at byte `offset`.
  [[nodiscard]] Mark mark(std::size_t offset, std::size_t length = 1) const noexcept;
  /// The folder that `${here}` stands for: absolute; the working directory for standard input.
  [[nodiscard]] std::string folder() const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> starts_;
};

}  // namespace dp::pipeline
