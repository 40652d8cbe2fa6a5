// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "json/layout.hpp"
#include "json/learner.hpp"
#include "json/marks.hpp"
#include "json/rows.hpp"
#include "json/scan.hpp"
#include "json/walker.hpp"
#include "scan/reading.hpp"

namespace dp::json {

/// Read records from JSON: the lines of an item, an array's elements, or the item itself.
///
/// Each is read by its tokens to its last byte, whatever is wanted of it (see Walker).
class Reader {
 public:
  explicit Reader(Layout layout);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The columns of what it emits.
  [[nodiscard]] const Schema& columns() {
    return layout_.learning ? learner_.columns() : layout_.columns;
  }
  void need(std::span<const std::uint8_t> used);
  [[nodiscard]] std::uint32_t cut() const noexcept;
  Status read(const Input& input, Output& out, ReadCount& count);
  [[nodiscard]] std::size_t find(const Input& input);
  Result<std::uint64_t> skip(const Input& input, ReadCount& count);

 private:
  struct Call : scan::Reading {
    using Reading::Reading;
    bool opens = false;  ///< array: no element was before the one at `at`
  };
  /// Lines of which tokens are found at once: in all, they and their tokens fit into a cache.
  static constexpr std::size_t kBatchOfLines = 64 * 1024;
  /// For a place: nowhere in the item.
  static constexpr std::size_t kRest = std::string_view::npos;

  Status read_lines(Call& call);
  Status read_batch(Call& call, std::size_t end);
  Status read_document(Call& call);
  Status take(Call& call, std::size_t at, std::size_t end);
  Status add(Call& call, const Value& value, std::size_t base, std::size_t at, std::size_t end);
  Status learn(Call& call, std::size_t base, std::size_t at, std::size_t end);
  Status refuse(Call& call, std::size_t at, std::size_t end);

  // Arrays: see reader_array.cpp.
  Status read_array(Call& call);
  [[nodiscard]] bool is_opening(const Input& input, std::size_t at) const noexcept;
  [[nodiscard]] static std::size_t start_of(const Call& call) noexcept;
  Status read_element(Call& call);
  Status take_element(Call& call, const Extent& extent);
  Status read_tail(Call& call, std::size_t at);
  Extent next_extent(std::size_t at) noexcept;
  static std::optional<std::size_t> next_record(const Input& input, std::size_t at,
                                                const Extent& extent) noexcept;
  const Opening& opening_of(const Input& input);
  Result<std::optional<std::size_t>> first_record(const Input& input, Output* out);

  Layout layout_;
  Rows rows_;
  Learner learner_;
  Walker walker_;
  Marks marks_;                          ///< of arrays: where elements end
  std::optional<std::uint64_t> opened_;  ///< the item whose array opening_ is of
  Opening opening_;
  bool told_by_head_ = false;  ///< the item's head tells whether and where it begins
  std::string signature_;      ///< what its elements begin with
};

}  // namespace dp::json
