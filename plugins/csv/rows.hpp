// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "csv/layout.hpp"
#include "csv/record.hpp"

namespace dp::csv {

/// Records that lie one after the other, each with as many fields.
struct Run {
  const std::uint32_t* cuts;  ///< a field lies between cuts[i] and cuts[i + 1] (see Index)
  std::size_t fields;         ///< of each record
  std::size_t count;          ///< of records

  /// Where record `i` begins; Run::count: where the last one ends.
  [[nodiscard]] std::size_t begin_of(std::size_t i) const noexcept {
    return cuts[i * fields] + 1u;
  }
};

/// Turn the fields of records into rows, and hand them on in batches of at most 1,024 rows and
/// (one row aside) 256 KiB of input.
///
/// Text is not copied, save where quotes in it are doubled. Only used columns are looked at.
class Rows {
 public:
  explicit Rows(const Layout& layout);

  void need(std::span<const std::uint8_t> used);
  /// From here on the columns are at these fields, or kAbsent (see match_columns).
  void set_sources(std::vector<std::uint32_t> sources);
  /// The name of the column at the field `place`, in quotes; or the field's number.
  [[nodiscard]] std::string name_of(std::size_t place) const;

  /// Begin a piece of an item. `text`: what the records are in; `place`: where that begins.
  void begin(const char* text, RecordPlace place);
  /// Whether the batch is to be flushed before a record that ends at `end` is added.
  [[nodiscard]] bool is_full(std::size_t end) const noexcept {
    return rows_ == kRows || (rows_ != 0 && end - batch_at_ > kBatchBytes);
  }
  /// Add the record text[at, record.next). False if a value does not fit: the row is not added
  /// then. Columns past its last field are null.
  /// Precondition: the layout takes a record of as many fields; not is_full().
  [[nodiscard]] bool add(const Record& record, std::size_t at);
  /// Add the first of these records, up to one with a value that does not fit. Returns how many.
  /// Preconditions: as add(); they are at most room(), and at most 256 KiB.
  [[nodiscard]] std::size_t add(const Run& run);
  /// How many more rows the batch has place for.
  [[nodiscard]] std::size_t room() const noexcept { return kRows - rows_; }
  /// Why a record was not added.
  struct Misfit {
    std::string reason;
    bool refutes = false;  ///< the type of a column that the value does not fit is a guess
  };
  /// Law: a value that refutes a guess is told before one that does not fit a type that was given.
  [[nodiscard]] Misfit misfit(const Record& record);
  /// Hand on what is left.
  Status flush(Output& out);

 private:
  static constexpr std::size_t kRows = 1024;
  static constexpr std::size_t kBatchBytes = 256 * 1024;
  struct Column {
    std::uint32_t field;  ///< its source
    std::uint32_t place;  ///< in the schema
    Type type;
    bool guessed;  ///< only what comes back from the type fits
    bool formed;   ///< see Forms
  };

  [[nodiscard]] bool is_odd_number(Type type) const noexcept {
    return odd_.numbers && is_number(type);
  }
  void set_plan();
  void start(std::size_t at);
  void set_nulls(std::size_t begin, std::size_t end);
  bool put(const Column& column, std::size_t row, const Field& field);
  template <bool guessed>
  bool put_typed(const Column& column, std::size_t row, const Field& field);
  template <Type type, bool guessed>
  bool put_as(const Column& column, std::size_t row, const Field& field);
  template <Type type, bool guessed>
  std::size_t add_as(const Column& column, const Run& run);
  template <bool guessed>
  std::size_t add_typed(const Column& column, const Run& run);
  std::size_t add_column(const Column& column, const Run& run);
  std::string expected(const Column& column, std::string_view text);
  bool put_value(const Column& column, std::size_t row, const Field& field,
                 std::string_view text);
  void put_text(ColumnBuilder& builder, std::size_t row, const Field& field,
                std::string_view text);
  std::string_view unescaped(const Field& field, std::string_view text);

  const Layout& layout_;
  struct Odd {
    bool missing;  ///< as_read() makes a difference
    bool numbers;  ///< they are not in the plain form
  };
  Odd odd_;
  BatchBuilder batch_;
  std::vector<std::uint32_t> sources_;  ///< of each column
  std::vector<std::uint8_t> used_;
  std::vector<Column> plan_;           ///< the used columns
  std::vector<std::uint32_t> absent_;  ///< those of them that the item lacks
  struct Null {
    std::uint32_t place;
    std::size_t row;
  };
  std::vector<Null> nulls_;  ///< of rows being added: they may yet be refused
  struct Scratch {
    std::string unescaped;
    std::string plain;   ///< a number
    std::string number;  ///< without its sign of currency
  };
  Scratch scratch_;
  std::size_t rows_ = 0;
  std::size_t batch_at_ = 0;  ///< where the batch's first record begins
  /// Of an item: what its records are in.
  struct Piece {
    const char* text = nullptr;
    RecordPlace place;  ///< of text
  };
  Piece piece_;
};

}  // namespace dp::csv
