// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "json/layout.hpp"
#include "json/levels.hpp"
#include "json/value.hpp"

namespace dp::json {

/// Turn the values of records into rows, and hand them on in batches of at most 1,024 rows and
/// (one row aside) 256 KiB of input.
///
/// Text is not copied, save where it has escapes. Only used columns are looked at.
class Rows {
 public:
  explicit Rows(const Layout& layout);

  void need(std::span<const std::uint8_t> used);
  /// The paths of the used columns: what add() wants values of.
  [[nodiscard]] const Tree& tree() const noexcept { return levels_.tree(); }
  [[nodiscard]] Levels& levels() noexcept { return levels_; }
  /// The slot of each used column; of each column, if a record has to have all of them.
  [[nodiscard]] const std::vector<std::uint32_t>& slots() const noexcept {
    return levels_.slot_of();
  }

  /// Begin a piece of `item`, whose text is at `text` and begins at `offset` in the item.
  void begin(const char* text, std::uint64_t item, std::uint64_t offset);
  /// Whether the batch is to be flushed before a record that ends at `end` is added.
  [[nodiscard]] bool is_full(std::size_t end) const noexcept {
    return rows_ == kRows || (rows_ != 0 && end - batch_at_ > kBatchBytes);
  }
  /// Add the record at text[at], whose `values` are by the slots of tree(), as places after
  /// text[base]. False if one does not fit: the row is not added then.
  /// Precondition: not is_full().
  [[nodiscard]] bool add(std::span<const Value> values, std::size_t at, std::size_t base);
  /// Why a record was not added; an empty reason if it fits.
  struct Misfit {
    std::string reason;
    bool refutes = false;  ///< the type of a column that the value does not fit is a guess
  };
  /// Law: a value that refutes a guess is told before one that does not fit a type that was given.
  [[nodiscard]] Misfit misfit(std::span<const Value> values, std::size_t base);
  /// Hand on what is left.
  Status flush(Output& out);

 private:
  static constexpr std::size_t kRows = 1024;
  static constexpr std::size_t kBatchBytes = 256 * 1024;
  /// Where a text lies.
  struct Piece {
    const char* text = nullptr;
    std::uint64_t item = 0;
    std::uint64_t offset = 0;
  };
  struct Column {
    std::uint32_t slot;
    std::uint32_t place;  ///< in the schema
    Type type;
    bool guessed;  ///< only what comes back from the type fits
    bool unseen;   ///< the type is a guess for want of values: none fits
  };

  void set_plan();
  bool put(const Column& column, const Value& value);
  bool put_value(const Column& column, const Value& value);
  bool put_json(const Column& column, const Value& value);
  std::string_view text_of(const Value& value);

  const Layout& layout_;
  BatchBuilder batch_;
  std::vector<std::uint8_t> used_;
  Levels levels_;
  std::vector<Column> plan_;          ///< the used columns
  std::vector<std::uint32_t> nulls_;  ///< of the row being added: it may yet be refused
  std::string unescaped_;
  std::size_t rows_ = 0;
  Piece piece_;
  const char* base_ = nullptr;  ///< what the values are places after
  std::size_t batch_at_ = 0;    ///< where the batch's first record begins
};

}  // namespace dp::json
