// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/plan.hpp"
#include "protocol/request.hpp"
#include "protocol/slice.hpp"

namespace dp::protocol {

/// A record of a table's files.
struct TablePlace {
  std::uint64_t file = 0;  ///< its place in TableRequest::files
  std::uint64_t offset = 0;

  static constexpr auto kFields = std::tuple(&TablePlace::file, &TablePlace::offset);
};

/// A table that was read, or what keeps it from being one.
struct TableReply {
  /// That the reader emits, once all of the files was seen.
  Schema columns;
  /// Of the stored table: the keys, and then what is taken. Empty: a key or what is taken is no column.
  Schema kept;
  std::uint64_t rows = 0;
  pool::StoreRange table;  ///< size 0 if there is none
  // Why there is none:
  std::uint64_t rejected = 0;  ///< records
  TablePlace rejected_at;      ///< the first of them
  std::string reason;          ///< of it
  std::uint64_t repeated = 0;  ///< rows whose key an earlier one has
  TablePlace repeated_at;      ///< the first of them
  TablePlace first_at;         ///< the row that has its key before

  static constexpr auto kFields =
      std::tuple(&TableReply::columns, &TableReply::kept, &TableReply::rows, &TableReply::table,
                 &TableReply::rejected, &TableReply::rejected_at, &TableReply::reason,
                 &TableReply::repeated, &TableReply::repeated_at, &TableReply::first_at);
};

/// Read files by a reader into a table with an index, and store it.
struct TableRequest {
  static constexpr auto kKind = RequestKind::read_table;
  static constexpr std::string_view kName = "read-table";
  using Reply = TableReply;

  Intake intake = Intake::records;
  TaskUse reader;
  std::string knowledge;  ///< the reducer of what it learns; empty: it does not
  ReaderContext context;
  std::vector<Slice> files;
  std::vector<std::string> keys;
  std::optional<std::vector<std::string>> taken;  ///< none: all columns but the keys
  bool unique = false;                            ///< no two rows may have one key

  static constexpr auto kFields =
      std::tuple(&TableRequest::intake, &TableRequest::reader, &TableRequest::knowledge,
                 &TableRequest::context, &TableRequest::files, &TableRequest::keys,
                 &TableRequest::taken, &TableRequest::unique);
};

}  // namespace dp::protocol
