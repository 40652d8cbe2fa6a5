// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <dp/batch.hpp>
#include <dp/decimal.hpp>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/typed_expression.hpp"

namespace dp::expr {

/// The rows that a kernel computes: the first `count`, or those that `index` lists.
struct RowSet {
  const std::uint32_t* index = nullptr;
  std::size_t count = 0;
};

/// Call `f(row)` for each of the rows. Two loops, so that the compiler can vectorise the dense
/// one.
template <class F>
inline void each(RowSet rows, F&& f) {
  if (rows.index == nullptr)
    for (std::size_t row = 0; row < rows.count; ++row) f(row);
  else
    for (std::size_t i = 0; i < rows.count; ++i) f(static_cast<std::size_t>(rows.index[i]));
}

/// The values of one node for a batch, by row; only the rows asked for are filled.
///
/// Shape: std::int64_t for int, timestamp and date; double for float; a byte for bool;
///   Decimal for decimal; StringRef for string and json. `valid` has a byte a row; nullptr: no nulls.
struct Vec {
  const void* values = nullptr;
  const std::uint8_t* valid = nullptr;
  const void* const* buffers = nullptr;  ///< string: what references point into
  std::size_t n_buffers = 0;

  template <class T>
  [[nodiscard]] const T* as() const noexcept {
    return static_cast<const T*>(values);
  }
  [[nodiscard]] const char* data(const StringRef& ref) const noexcept {
    return ref.size <= StringRef::kInline
               ? ref.head
               : static_cast<const char*>(buffers[ref.where.buffer]) + ref.where.offset;
  }
  [[nodiscard]] std::string_view text(std::size_t row) const noexcept {
    const StringRef& ref = as<StringRef>()[row];
    return {data(ref), ref.size};
  }
};

/// The storage of one node, kept between batches.
struct Scratch {
  std::vector<std::uint64_t> values;
  std::vector<std::uint8_t> valid;
  std::vector<const void*> buffers;
  std::string heap;
  std::vector<std::uint32_t> chosen;
  std::vector<std::uint8_t> right;  ///< and, or: the right side, where it was computed in part
  std::vector<Vec> operands;
  /// Calendar: the span of time [from, until) for which `value`, or the text `memo`, holds.
  std::int64_t from = 0;
  std::int64_t until = 0;
  std::int64_t value = 0;
  std::string memo;

  template <class T>
  [[nodiscard]] T* room(std::size_t rows) {
    static_assert(sizeof(T) == 1 || sizeof(T) == 8 || sizeof(T) == 16);
    const std::size_t words = (rows * sizeof(T) + 7) / 8;
    if (values.size() < words) values.resize(words);
    return reinterpret_cast<T*>(values.data());
  }
};

/// What a kernel is called with.
struct Call {
  Type type;     ///< of the values that it computes
  Type operand;  ///< of the first operand
  std::span<const Vec> in;
  RowSet rows;
  std::size_t size;  ///< rows of the batch
  Scratch* scratch;
  const BatchView* batch = nullptr;  ///< for what comes of a record's place
};

/// Text without the blanks around it, and without a plus before a number.
std::string_view digits_of(std::string_view text) noexcept;

/// Where rows are valid in every operand; nullptr if there are no nulls.
const std::uint8_t* merged_valid(const Call& call);
/// The same, as bytes of the node's own that the kernel may clear.
std::uint8_t* own_valid(const Call& call);

/// A reference to text that lies at `offset` of buffer `buffer`.
inline StringRef make_ref(std::string_view text, std::int32_t buffer,
                          std::int32_t offset) noexcept {
  StringRef ref{};
  ref.size = static_cast<std::uint32_t>(text.size());
  if (text.size() <= StringRef::kInline) {
    char whole[StringRef::kInline] = {};
    if (!text.empty()) std::memcpy(whole, text.data(), text.size());
    std::memcpy(ref.head, whole, 4);
    std::memcpy(ref.rest, whole + 4, 8);
  } else {
    std::memcpy(ref.head, text.data(), 4);
    ref.where = {buffer, offset};
  }
  return ref;
}

/// Whether `part` is anywhere in `text`.
bool has_part(std::string_view text, std::string_view part) noexcept;

/// The rows of `rows` whose flag is `wanted`, or null if `nulls`.
/// Lifetime: as long as `scratch`, until its next use.
RowSet choose_rows(const Vec& flags, RowSet rows, bool wanted, bool nulls, Scratch& scratch);

/// Compute an operation by its kernel.
Vec run_kernel(const Operation& operation, const Call& call);

/// Kernels, by what they work on. Each computes its values from those of the operands.
Vec compare(const Call& call, Op op);
Vec is_in(const Call& call, const InList& list);
Vec null_test(const Call& call, Op op);
Vec logical_not(const Call& call);
/// and, or: with both sides computed.
Vec connect(const Call& call, Op op);
Vec choose(const Call& call);
Vec coalesce(const Call& call);
Vec arithmetic(const Call& call, Op op);
Vec negate(const Call& call);
Vec difference_of_times(const Call& call);
Vec widen(const Call& call, Widening widening);
Vec call_number(const Call& call, Function function);
Vec decimal_arithmetic(const Call& call, Op op);
Vec negate_decimals(const Call& call);
Vec widen_decimals(const Call& call, Widening widening);
/// Functions of numbers that take decimals or make them.
Vec call_decimal(const Call& call, Function function);
Vec round_to(const Call& call, const Places& places);
Vec call_text(const Call& call, Function function);
/// Members of JSON.
Vec pick_member(const Call& call, const Member& member);
Vec remove_members(const Call& call, const Without& without);
/// Parts of times, and times read from text.
Vec call_time(const Call& call, Function function);
Vec truncate_times(const Call& call, TruncUnit unit);
Vec format_times(const Call& call, const TimeFormat& format);
/// Where records are from.
Vec call_place(const Call& call, Function function);
/// Which records are in a sample.
Vec choose_sample(const Call& call, const Sample& sample);

}  // namespace dp::expr
