// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "csv/header.hpp"
#include "csv/layout.hpp"
#include "scan/reading.hpp"

namespace dp::csv {

/// The item that is read: what it begins and ends with besides records, and whether these are read.
///
/// Law: what is_refused says is the same in all slices of an item, once it is known.
/// Lifetime: borrows the layout.
class Item {
 public:
  /// What comes before the first record.
  struct Head {
    std::size_t size = 0;
    std::uint64_t lines = 0;
    std::uint64_t blank = 0;
    bool cut = false;  ///< it does not end in the data
  };

  explicit Item(const Layout& layout) : layout_(layout) {}

  /// Whether none of the records of the input's item is read, as far as it is known: its header has
  /// not the columns, or cannot be read.
  bool is_refused(const Input& input);
  /// Where the columns are in an item that is_refused has come to; once.
  std::optional<ItemColumns> take_columns() noexcept {
    return std::exchange(columns_, std::nullopt);
  }
  /// Go past an item that is refused: the call that begins it rejects it.
  Status pass_over(scan::Reading& call) const;

  [[nodiscard]] Result<Head> head_of(const Input& input) const;
  /// The input's data without the lines at the foot of its item, of which as many are kept back as
  /// may be there.
  [[nodiscard]] std::string_view body_of(const Input& input) const noexcept;
  /// Where the lines at the foot end, if they are what follows at data()[at]; else `at`.
  [[nodiscard]] std::size_t foot_from(const Input& input, std::size_t at) const noexcept;

 private:
  Result<bool> match(const Input& input);
  [[nodiscard]] std::string cure_of_others(std::string_view line) const;
  [[nodiscard]] Error unended_start(std::string_view head) const;
  [[nodiscard]] Result<std::optional<Header>> read_start(std::string_view text,
                                                         bool final) const;

  const Layout& layout_;
  std::optional<std::uint64_t> number_;  ///< nullopt: nothing is known yet
  std::string refusal_;                  ///< why none of its records is read; empty: they are
  std::size_t begin_ = 0;                ///< where the line is that shows it
  std::optional<ItemColumns> columns_;
};

}  // namespace dp::csv
