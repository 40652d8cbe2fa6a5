// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "csv/index.hpp"
#include "csv/item.hpp"
#include "csv/layout.hpp"
#include "csv/learner.hpp"
#include "csv/record.hpp"
#include "csv/rows.hpp"
#include "csv/skip.hpp"
#include "scan/reading.hpp"

namespace dp::csv {

/// Read records from CSV.
///
/// Each window of the text is indexed (where fields and records end), and of ordinary records
/// only the fields that are used are looked at; read_record decides on all others, and on all of
/// dialects that are not plain.
///
/// Of an item whose columns are not taken, no record is read, and it costs one reject: to find and skip, a
/// record begins at each of its bytes.
class Reader {
 public:
  explicit Reader(Layout layout);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The columns of what it emits.
  [[nodiscard]] const Schema& columns() {
    return layout_.learning ? learner_.columns() : layout_.columns;
  }
  void need(std::span<const std::uint8_t> used) {
    if (!layout_.learning) rows_.need(used);
  }
  Status read(const Input& input, Output& out, ReadCount& count);
  [[nodiscard]] std::size_t find(const Input& input);
  [[nodiscard]] Result<std::uint64_t> skip(const Input& input);

 private:
  using Call = scan::Reading;

  bool is_refused(const Input& input);
  void follow(ItemColumns columns);
  void follow_none();
  Status read_head(Call& call) const;
  Status tell_more(Call& call) const;
  Status read_window(Call& call);
  [[nodiscard]] Run run_from(const Call& call, std::size_t record, std::size_t mark) const;
  Status take_run(Call& call, const Run& run);
  Status take_careful(Call& call, std::size_t end);
  [[nodiscard]] std::string_view bytes_of(const Call& call) const noexcept;
  Status read_one(Call& call);
  Status read_full(Call& call);
  Status take(Call& call);
  Status refuse(Call& call);
  static Status reject(Call& call, std::size_t end, std::string_view reason);
  [[nodiscard]] bool is_no_record(char first) const noexcept;
  [[nodiscard]] std::string malformed(const Call& call) const;
  [[nodiscard]] std::string not_utf8(std::size_t bad, const Call& call);

  Layout layout_;
  Rows rows_;
  Learner learner_;
  Item item_;                              ///< whose header rows_ follows
  std::optional<std::uint64_t> followed_;  ///< the item whose columns are known
  std::vector<ItemColumns::More> more_;    ///< that its header names, and no column is
  Index index_;
  SkipRecords skip_;
  Record record_;
};

}  // namespace dp::csv
