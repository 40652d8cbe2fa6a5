// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "xml/markup/end_marks.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/split/between.hpp"
#include "xml/split/extent.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {

/// The records of an item's first bytes.
///
/// Law: they are those that Reader reads: what is not well-formed costs as much here as there.
class SampleRecords {
 public:
  /// `text`: the item's first bytes as UTF-8; `final`: it is all of it. Both must outlive it.
  SampleRecords(const ItemOutline& outline, std::string_view text, bool final);
  SampleRecords(const SampleRecords&) = delete;
  SampleRecords& operator=(const SampleRecords&) = delete;

  /// The next record that is well-formed; empty if there is none.
  std::string_view next();

 private:
  [[nodiscard]] bool is_at_record() const noexcept;
  std::string_view take_record();
  void go_on(const char* from, std::string_view closed);
  void step();
  void walk(const char* from, Between::From how, std::string_view closed = {});
  void follow(Between::Found found);

  const ItemOutline& outline_;
  const char* at_;  ///< `end_`: there is no more
  const char* end_;
  bool final_;
  bool in_head_ = true;
  bool nested_ = false;  ///< the record at at_ is, see Between
  EndMarks marks_;
  Extents extents_;
  Between between_;
  RecordChecker checker_;
};

}  // namespace dp::xml
