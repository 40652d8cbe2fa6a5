// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The serial form of a state.
///
/// Shape, for each hash partition that has anything: byte 1 (the version); a byte, 1 if the
///   state was trimmed; uint64 fingerprint of the plan and seed; count of groups. Each group,
///   in the order of hashes: its key (only if there are keys) and the accumulators in the
///   plan's order:
///     rows, values    a count
///     sum_int         a byte: how many bytes follow, lowest first, of the two's complement
///     sum_float       as SumView::save writes it
///     sum_decimal     as DecimalSum::save writes it
///     min, max        int64, a cell for text, or the two words of a decimal
///     scale           a count
///     distinct        count of values that are known by number only, count of values, cells
///     top             count of values; each a cell and its count
///   A cell is a byte (size up to 15; 0x40: null; 0x80: uint32 size follows) and its bytes.
/// Law: equal states save equal bytes, whatever order they were made in.

#include <cstdint>
#include <dp/plugin.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "group/state.hpp"

namespace dp::group {

inline constexpr std::uint8_t kVersion = 1;
inline constexpr std::uint8_t kNullByte = 0x40;  ///< before a cell: it is null
inline constexpr std::uint8_t kLongByte = 0x80;  ///< before a cell: a uint32 size follows

/// Append the state's partials, partition by partition.
Status save(const State& state, Output& out);

/// Append partials of some groups, in this order: the groups from starts[i] to starts[i + 1] as
/// partition i. Precondition: there are keys.
Status save_groups(const State& state, std::span<const std::uint32_t> groups,
                   std::span<const std::uint32_t> starts, Output& out);

/// A group that bounds a range of the result.
struct Bound {
  std::uint32_t group = 0;
  bool is_new = false;  ///< of another state: added only to be compared with
};

/// Add the groups of a trimmed partial as bounds; those that are there stay as they are.
/// Errors: as combine.
Result<std::vector<Bound>> add_bounds(State& state, std::string_view bounds);

/// Add a partial of one partition.
/// Errors: corrupt if save cannot have written it with this plan and seed; bug if a trimmed
///   partial meets another one of its partition. The state is then unchanged.
Status combine(State& state, std::uint32_t partition, std::string_view partial);

}  // namespace dp::group
