// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/request.hpp"

namespace dp::protocol {

/// A table in which each record looks up its key.
struct Join {
  enum class Kind : std::uint8_t {
    left,   ///< all records; nulls where the table has no row for one
    inner,  ///< the records that the table has a row for
    anti,   ///< the records that it has none for
  };
  Kind kind = Kind::left;
  bool several = false;  ///< a record goes on once for each row of its key; else with the first
  std::vector<std::uint32_t>
      keys;  ///< columns of the records, in the order of the table's keys
  std::vector<std::uint32_t>
      taken;               ///< columns of the table that come after those of the records
  pool::StoreRange table;  ///< see worker/table_layout.hpp

  static constexpr auto kFields =
      std::tuple(&Join::kind, &Join::several, &Join::keys, &Join::taken, &Join::table);
};

/// Columns whose values become a record each. After the other columns stand the value's column's name,
/// and the value.
struct Unpivot {
  std::vector<std::uint32_t> columns;  ///< of one type
  std::vector<std::uint32_t> others;   ///< the input's other columns, which are repeated

  static constexpr auto kFields = std::tuple(&Unpivot::columns, &Unpivot::others);
};

}  // namespace dp::protocol

template <>
struct dp::EnumRange<dp::protocol::Join::Kind> {
  static constexpr auto kFirst = protocol::Join::Kind::left;
  static constexpr auto kLast = protocol::Join::Kind::anti;
};
