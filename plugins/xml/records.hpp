// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/layout.hpp"
#include "xml/paths.hpp"
#include "xml/record.hpp"
#include "xml/rows.hpp"
#include "xml/trees.hpp"

namespace dp::xml {

/// A record whose extent is known.
struct Record {
  std::string_view text;
  std::uint64_t offset = 0;  ///< in the item
  bool checked = false;      ///< all of it, and not just what pugixml lets pass
};

/// Parse records, and make rows of them, or set them aside.
///
/// Law: rows and what is set aside come in the order of the records.
class Records {
 public:
  /// Both must outlive it. `reader` says what is wrong with a record that pugixml refuses.
  Records(const Layout& layout, RecordReader& reader);

  void need(std::span<const std::uint8_t> used);
  /// Begin a piece of `item`.
  void begin(std::uint64_t item) noexcept;
  /// Add a record: its text must live until the next flush().
  Status add(const Record& record, Output& out);
  /// Set aside what is no record, with no more than its first 64 KiB, behind the records before.
  Status set_aside(std::string_view raw, std::uint64_t offset, std::string_view reason,
                   Output& out);
  /// Hand on what is left.
  Status flush(Output& out);

 private:
  [[nodiscard]] bool parse(std::span<const Record> records);
  Status put(std::span<const Record> records, Output& out);
  Status put_each(Output& out);
  /// Why `record` is refused by itself; empty if it is not. It is parsed then.
  std::string refusal(const Record& record);

  const Layout& layout_;
  RecordReader& reader_;
  Rows rows_;
  Picker picker_;
  Trees trees_;
  Trees::Spaces spaces_ = Trees::Spaces::alone;
  std::vector<Record> records_;
  std::vector<std::string_view> texts_;
  std::size_t bytes_ = 0;  ///< of records_
};

/// What is wrong in `record`, which `reader` found not to be well-formed.
std::string wrong_at(const RecordReader& reader, const char* record);

}  // namespace dp::xml
