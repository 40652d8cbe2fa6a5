// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "xml/columns/layout.hpp"
#include "xml/columns/names.hpp"
#include "xml/columns/row_maker.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/record_reader.hpp"
#include "xml/split/between.hpp"
#include "xml/split/extent.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {

/// Read records from XML.
///
/// An item is read in *steps*. Where a step begins tells all that is known there (the head
/// aside): at '<' it is a place in the sense of Between, at any other byte something between
/// records that was wrong or too long, from where on the next record is looked for by its name.
/// So a step depends on the bytes from its beginning on, and the item may be cut between any
/// two. A step is a record and what follows it, or what lies before the first record, with the
/// records in that which are at no place. Where that is too long for a step, the next one begins
/// where Between can begin again, at '>' too. An item whose head says that nothing of it can be read is
/// one reject.
class Reader {
 public:
  explicit Reader(Layout layout);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void need(std::span<const std::uint8_t> used);
  Status read(const Input& input, Output& out, ReadCount& count);
  std::size_t find(const Input& input);
  Result<std::uint64_t> skip(const Input& input, ReadCount& count);

 private:
  struct Call {
    const Input& input;
    Output* out;  ///< nullptr: skip
    const ItemOutline& outline;
    const char* begin;  ///< of the text
    const char* end;
    const char* at;     ///< where the next step begins
    const char* stop;   ///< records that begin here or later are not read
    bool cut = false;   ///< the data ends in the middle of the step at `at`
    bool past = false;  ///< the step at `at` has nested records, and begins past `stop`
    bool rest = false;  ///< nothing more of the item can be read
    std::string_view first = {};  ///< skip: the first record

    [[nodiscard]] Window window() const noexcept;
    /// Whether what is left of the item can be said not to be read.
    [[nodiscard]] bool may_end() const noexcept {
      return input.last() || (input.full() && at == begin);
    }
  };

  Status look(const Input& input);
  Result<Call> begin(const Input& input, Output* out);
  Result<std::uint64_t> refuse(const Input& input, Output* out, std::string_view reason);
  std::uint64_t consumed(const Call& call);
  Status walk(Call& call);
  Status step(Call& call);
  Status step_between(Call& call, const Window& limits, Between::From from);
  Between::Found walk_between(const Call& call, const Window& limits, const char* at,
                              Between::From from, std::string_view closed);
  bool is_cut(Call& call, const Window& limits, Between::Found found) const noexcept;
  Status end_step(Call& call, const Window& limits, Between::Found found, const char* step);
  Status take_nested(Call& call, const Window& limits, const char* step);
  Status step_lost(Call& call);
  Status break_off(Call& call, const Window& limits);
  Status end_item(Call& call, const char* end, const std::string& reason);
  Status step_record(Call& call, const Window& limits);
  Status take(Call& call, const char* next, const char* after);
  Status add(Call& call, const char* next, const char* place);
  std::uint64_t offset_of(const Call& call, const char* at);
  Status reject(Call& call, const char* from, const char* to, std::string_view reason);
  Status reject_tag(Call& call, const Window& limits);

  Layout layout_;
  Names names_;
  EndMarks marks_;
  Between between_;
  struct Nested {
    const char* at;
    const char* next;  ///< what follows it
  };
  std::vector<Nested> nested_;  ///< records of the step that are at no place
  RecordChecker record_;
  RowMaker row_maker_;
  RecordReader record_reader_;
  Utf8Text text_;
  std::string_view name_;  ///< of the last record, in this text; empty: there was none
};

}  // namespace dp::xml
