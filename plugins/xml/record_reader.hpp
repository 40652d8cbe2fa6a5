// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xml/columns/layout.hpp"
#include "xml/markup/end_marks.hpp"
#include "xml/parse/quick_parser.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/split/extent.hpp"

namespace dp::xml {

/// Read one record after the other of a text: check it, and pick its values where that is quick.
///
/// Lifetime: of one text at a time: forget() before the next one.
class RecordReader {
 public:
  /// All must outlive it.
  RecordReader(const Layout& layout, EndMarks& marks, RecordChecker& checker,
               const Wanted& wanted)
      : layout_(layout), marks_(marks), checker_(checker), quick_(wanted) {}

  void want(const Wanted& wanted) { quick_.want(wanted); }
  void forget() noexcept;

  /// How far the record at `at` goes, without a look at what is in it.
  /// Precondition: as that of Extents::find.
  Extent find_end(const char* at, const Window& limits);
  /// Read the record at `at`; unless it is cut, what follows tells how it is. Of one that is
  /// rejected the extent says where to go on.
  /// Precondition: as that of Extents::find.
  Extent read(const char* at, const Window& limits);

  /// Why the last record is to be rejected; empty: it is not.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  /// Whether the values of the last record are all in quick(). Else the checker has it.
  [[nodiscard]] bool is_picked() const noexcept { return is_picked_; }
  [[nodiscard]] const QuickParser& quick() const noexcept { return quick_; }

 private:
  bool read_well_formed(const char* at, const Window& limits, Extent& extent);
  std::string reason_of(const char* at, const Window& limits, const Extent& extent);

  const Layout& layout_;
  EndMarks& marks_;
  RecordChecker& checker_;
  Extents extents_;
  QuickParser quick_;
  std::string reason_;
  bool is_picked_ = false;
};

}  // namespace dp::xml
