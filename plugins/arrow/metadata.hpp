// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/schema.hpp>
#include <string>
#include <vector>

namespace dp::arrow {

/// The metadata of what is written, as FlatBuffers.

/// The key, and its value, in the metadata of a column of JSON.
inline constexpr const char* kTypeMark = "dp.type";
inline constexpr const char* kJsonMark = "json";

/// A column as a file has it.
struct ColumnForm {
  Field field;
  bool is_utf8 = true;  ///< of texts
  int scale = 0;        ///< of decimals
};
using Form = std::vector<ColumnForm>;

/// A record batch: where the buffers lie in its body, which is what follows its metadata.
struct BatchForm {
  struct Buffer {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
  };
  std::uint64_t rows = 0;
  std::vector<std::uint64_t> nulls;  ///< a number for each column
  std::vector<Buffer> buffers;       ///< of one column after the other
  std::uint64_t body_size = 0;
};

/// Where a message lies in a file.
struct Block {
  std::uint64_t at = 0;
  std::uint64_t metadata_size = 0;  ///< with what stands before it
  std::uint64_t body_size = 0;
};

std::string schema_message(const Form& form);
std::string batch_message(const BatchForm& batch);
std::string footer(const Form& form, const std::vector<Block>& batches);

}  // namespace dp::arrow
