// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/columns/layout.hpp"
#include "xml/columns/learner.hpp"
#include "xml/columns/rest.hpp"
#include "xml/columns/row_picker.hpp"
#include "xml/columns/rows.hpp"
#include "xml/markup/expander.hpp"
#include "xml/parse/paths.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/parse/trees.hpp"

namespace dp::xml {

/// A record whose extent is known.
struct Record {
  std::string_view text;
  std::uint64_t offset = 0;  ///< in the item
  bool picked = false;       ///< its values are known; else its tree is needed
  // Picked:
  std::string_view unknown = {};  ///< what it has that the layout does not know, if any
  bool repeated = false;          ///< one of its values is the first of several
  /// Not 0: it is an element of a record, so many bytes after that begins, with what follows it there.
  std::size_t part_at = 0;
  std::size_t after = 0;  ///< it begins so many bytes of text after what is at `offset`
  const Expanded* expanded = nullptr;  ///< what is parsed in its place, if that is another text

  [[nodiscard]] std::string_view to_parse() const noexcept {
    return expanded == nullptr ? text : expanded->view();
  }
};

/// Make rows of records, or reject them; those whose values are not known are parsed.
///
/// Law: rows and rejects come in the order of the records. All rows of a record have its place.
class RowMaker {
 public:
  /// Both must outlive it. `reader` says what is wrong with a record that pugixml refuses.
  RowMaker(const Layout& layout, RecordChecker& reader);

  void need(std::span<const std::uint8_t> used);
  /// The paths of the layout have changed.
  void renew();
  /// What is to be picked.
  [[nodiscard]] const Wanted& wanted() const noexcept { return picker_.wanted(); }
  /// Begin a piece of `item`, all of whose records are in `text`.
  void begin(std::uint64_t item, const char* text) noexcept;
  /// Add a record: its text must live until the next flush(). `values`: if it is picked.
  Status add(const Record& record, std::span<const Value> values, Output& out);
  /// Reject a record, after those before.
  Status reject(const Record& record, std::string_view reason, Output& out);
  /// Reject what is no record, with no more than its first 64 KiB, after the records before.
  Status reject(std::string_view raw, std::uint64_t offset, std::string_view reason,
                Output& out);
  /// Hand on what is left.
  Status flush(Output& out);
  /// Emit what was learned since begin().
  Status flush_learned(Output& out) { return learner_.flush(out); }

 private:
  void clear() noexcept;
  [[nodiscard]] std::string expand(const Record& record, Expanded& to);
  Status add_to_parse(const Record& given, Output& out);
  /// Parse those of `records` that are not picked.
  [[nodiscard]] bool parse(std::span<const Record> records);
  Status put(const Record& record, std::span<const Value> values, Output& out);
  Status refute(const Record& record, std::string_view reason, Output& out);
  Status put_tree(std::size_t place, Output& out);
  Status put_rows(const Record& record, pugi::xml_node root, Output& out);
  std::span<const Value> with_item(std::span<const Value> values);
  std::string_view text_of(const Record& record);
  Status reject_record(const Record& record, std::string_view reason, Output& out);
  /// Why `record` is refused by itself; empty if it is not. It is parsed then.
  std::string refusal(const Record& record);

  const Layout& layout_;
  RecordChecker& reader_;
  Rows rows_;
  Learner learner_;
  Rest rest_;
  RowPicker picker_;
  Trees trees_;
  Trees::Spaces spaces_ = Trees::Spaces::alone;
  const char* text_ = nullptr;
  /// Records that are not rows yet.
  struct Waiting {
    std::vector<Record> records;
    std::vector<Value> values;      ///< of those that are picked
    std::size_t to_parse = 0;       ///< bytes of the others
    std::deque<Expanded> expanded;  ///< of some of these
    std::vector<Value> row;         ///< of one, with those of the item
  } waiting_;
  /// Records that are not picked, and have trees.
  struct Parsed {
    std::vector<std::string_view> texts;
    bool together = false;  ///< these; else each by itself
    std::size_t next = 0;   ///< the tree of the next of them
  } parsed_;
};

/// What is wrong in `record`, which `reader` found not to be well-formed.
std::string wrong_at(const RecordChecker& reader, const char* record);

}  // namespace dp::xml
