// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <string>
#include <string_view>

namespace dp::records {

/// Append a value so that bytes compare as values do.
///
/// Law: no value's bytes begin another's. Ascending, null comes first, and NaN after all numbers;
///   descending, numbers come first, then NaN, then null. Decimals compare by number, texts by their
///   bytes.
void put_order(std::string& out, Type type, const ArrowArray& column, std::size_t row,
               bool descending);

/// Where a record is in the input.
///
/// Shape: 20 bytes, which compare as places do.
struct Place {
  static constexpr std::size_t kBytes = 20;
  std::uint64_t item = 0;
  std::uint64_t offset = 0;
  std::uint32_t number = 0;  ///< among the records that are made of one
};
void put_place(std::string& out, const Place& place);

/// The first eight bytes, the first the highest; zeros after their end.
std::uint64_t prefix_of(std::string_view key) noexcept;

}  // namespace dp::records
