// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <optional>
#include <span>
#include <string>

#include "json/between.hpp"
#include "json/layout.hpp"
#include "json/marks.hpp"
#include "json/record_taker.hpp"
#include "json/scan.hpp"
#include "scan/reading.hpp"

namespace dp::json {

/// Longer records are not read: the host shows no more than this for sure.
inline constexpr std::size_t kMostOfRecord = std::size_t{16} << 20;
/// For a place: nowhere in the item.
inline constexpr std::size_t kRest = std::string_view::npos;

/// Find the records of JSON: the lines of an item, its values, an array's elements, an object's
/// members, or the item itself.
class Reader {
 public:
  explicit Reader(Layout layout);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The columns of what it emits.
  [[nodiscard]] const Schema& columns() { return records_.columns(); }
  void need(std::span<const std::uint8_t> used) { records_.need(used); }
  [[nodiscard]] std::uint32_t cut() const noexcept;
  Status read(const Input& input, Output& out, ReadCount& count);
  [[nodiscard]] std::size_t find(const Input& input);
  Result<std::uint64_t> skip(const Input& input, ReadCount& count);

 private:
  struct Call : scan::Reading {
    using Reading::Reading;
    /// Where the record begins whose element is at `at`.
    [[nodiscard]] std::size_t start() const noexcept { return opens ? 0 : at; }
    bool opens = false;  ///< array: no element was before the one at `at`
  };
  /// Lines of which tokens are found at once: in all, they and their tokens fit into a cache.
  static constexpr std::size_t kBatchOfLines = 64 * 1024;

  Status read_plain(const Input& input, Output& out, ReadCount& count);
  Status read_lines(Call& call);
  Status read_batch(Call& call, std::size_t end);
  Status read_document(Call& call);

  // Arrays and objects: see reader_array.cpp.
  [[nodiscard]] bool is_object() const noexcept { return layout_.records == Records::object; }
  Status read_array(Call& call);
  [[nodiscard]] bool is_opening(const Input& input, std::size_t at) const noexcept;
  Status read_element(Call& call);
  Status take_element(Call& call, const Extent& extent);
  Status read_tail(Call& call, std::size_t at);
  // Values one after the other: see reader_values.cpp.
  Status read_values(Call& call);
  Result<std::size_t> pass_values(const Input& input, Call* call, ReadCount& count);
  Status take_value(Call& call, std::size_t from, std::size_t begin, std::size_t end);
  std::size_t find_value(const Input& input);
  const Opening& opening_of(const Input& input);
  Result<std::optional<std::size_t>> first_record(const Input& input, Output* out);

  Layout layout_;
  RecordTaker records_;
  Marks marks_;                          ///< of arrays and objects: where elements end
  std::optional<std::uint64_t> opened_;  ///< the item whose array or object opening_ is of
  Opening opening_;
  bool told_by_head_ = false;  ///< the item's head tells whether and where it begins
  Between between_;            ///< its records
  std::string plain_;          ///< an item without what JSON does not have
};

}  // namespace dp::json
