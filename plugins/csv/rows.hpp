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

/// Turn the fields of records into rows, and hand them on in batches of at most 1,024 rows and
/// (one row aside) 256 KiB of input.
///
/// Text is not copied, save where quotes in it are doubled. Only used columns are looked at.
class Rows {
 public:
  explicit Rows(const Layout& layout);

  void need(std::span<const std::uint8_t> used);
  /// From here on the columns are at these fields (see match_columns).
  void set_sources(std::vector<std::uint32_t> sources);
  /// The name of the column at the field `place`, in quotes; or the field's number.
  [[nodiscard]] std::string name_of(std::size_t place) const;

  /// The fields that used columns are at.
  [[nodiscard]] std::span<const std::uint32_t> used_fields() const noexcept {
    return used_fields_;
  }

  /// Begin a piece of `item`, whose text is at `text` and begins at `offset` in the item.
  void begin(const char* text, std::uint64_t item, std::uint64_t offset);
  /// Whether the batch is to be flushed before a record that ends at `end` is added.
  [[nodiscard]] bool is_full(std::size_t end) const noexcept {
    return rows_ == kRows || (rows_ != 0 && end - batch_at_ > kBatchBytes);
  }
  /// Add the record text[at, record.next). False if a value does not fit: the row is not added
  /// then. Precondition: the record has the fields of the columns; not is_full().
  [[nodiscard]] bool add(const Record& record, std::size_t at);
  /// Which value did not fit.
  [[nodiscard]] std::string misfit(const Record& record);
  /// Hand on what is left.
  Status flush(Output& out);

 private:
  static constexpr std::size_t kRows = 1024;
  static constexpr std::size_t kBatchBytes = 256 * 1024;
  struct Column {
    std::uint32_t field;  ///< its source
    std::uint32_t place;  ///< in the schema
    Type type;
  };

  void set_plan();
  bool put(const Column& column, const Field& field);
  bool put_value(const Column& column, std::string_view text);
  void put_text(ColumnBuilder& builder, const Field& field, std::string_view text);
  void put_null(std::uint32_t place) { nulls_.push_back(place); }

  const Layout& layout_;
  BatchBuilder batch_;
  std::vector<std::uint32_t> sources_;  ///< of each column
  std::vector<std::uint8_t> used_;
  std::vector<Column> plan_;  ///< the used columns
  std::vector<std::uint32_t> used_fields_;
  std::vector<std::uint32_t> nulls_;  ///< of the row being added: it may yet be refused
  std::string unescaped_;
  std::size_t rows_ = 0;
  const char* text_ = nullptr;
  std::size_t batch_at_ = 0;  ///< where the batch's first record begins
  std::uint64_t item_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace dp::csv
