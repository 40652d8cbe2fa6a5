// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <memory>
#include <string_view>

#include "sqlite/database.hpp"

namespace dp::sqlite {

/// Whether bytes begin as a database does.
bool is_database(std::string_view bytes) noexcept;

/// A database in memory, to be read.
///
/// What is not given of it reads as zeros: so its tables and their columns are known from its first
/// bytes, if all that describes them lies there.
/// Cost: the bytes once more, as far as they are not zeros.
class Image {
 public:
  /// Of `bytes`, the beginning or all of a database.
  /// Errors: invalid_argument, if it is none; out_of_memory.
  static Result<Image> of(std::string_view bytes);

  /// Lifetime: while the image is there. Errors: those of Database.
  Result<Database> open();

 private:
  struct Unmap {
    std::size_t size = 0;
    void operator()(unsigned char* bytes) const noexcept;
  };
  explicit Image(std::unique_ptr<unsigned char, Unmap> bytes) noexcept
      : bytes_(std::move(bytes)) {}

  std::unique_ptr<unsigned char, Unmap> bytes_;
};

}  // namespace dp::sqlite
