// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <string_view>
#include <vector>

#include "arrow/metadata.hpp"

namespace dp::arrow {

/// Buffers begin at multiples of it, in bodies and in files.
inline constexpr std::uint64_t kAlignment = 64;

/// The next multiple of kAlignment.
constexpr std::uint64_t aligned(std::uint64_t size) noexcept {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

enum class FileKind : std::uint8_t {
  stream,  ///< messages, one after the other
  file     ///< the same, and a footer that says where they are
};

/// Writes messages as a stream or a file.
///
/// Shape of a message: 0xffffffff, the size of its metadata (int32), the metadata, zeros until the body
///   begins at a multiple of kAlignment, the body.
class Container {
 public:
  Container(FileKind kind, Output& out) : kind_(kind), out_(&out) {}

  Status begin(const Form& form);
  Status batch(const BatchForm& batch, std::string_view body);
  Status end(const Form& form);

 private:
  Status put(std::string_view bytes);
  Status put_message(std::string_view metadata, std::string_view body);

  FileKind kind_;
  Output* out_;
  std::uint64_t at_ = 0;
  std::vector<Block> batches_;
};

}  // namespace dp::arrow
