// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "xml/parse/paths.hpp"

namespace dp::xml {

/// Turn the values of records into rows, and hand them on in batches.
class Rows {
 public:
  /// The most rows of a batch.
  static constexpr std::size_t kMost = 1024;

  /// `columns` must outlive it.
  explicit Rows(const Schema& columns)
      : columns_(columns), batch_(columns, kMost), used_(columns.size(), 1) {}

  void need(std::span<const std::uint8_t> used);
  [[nodiscard]] std::span<const std::uint8_t> used() const noexcept { return used_; }
  /// Begin a piece of `item`.
  void begin(std::uint64_t item) noexcept;
  /// Begin a batch. `text`: what values in place are in.
  void begin_batch(const char* text) noexcept;
  /// Add a record's values, by column. `offset`: where it begins in the item. False if a value
  /// does not fit: the row is not added then. Precondition: fewer than kMost are in the batch.
  [[nodiscard]] bool add(std::span<const Value> values, std::uint64_t offset);
  /// Whether the batch is to be flushed before a row is added: it has kMost rows, or many bytes of
  /// text were copied into it.
  [[nodiscard]] bool is_full() const noexcept {
    return rows_ == kMost || copied_ > kMostCopied;
  }
  /// Have it told that values of the record that was added are the first of several.
  void note_repeated(std::span<const Value> values, std::uint64_t offset);
  /// Why a record was not added.
  struct Misfit {
    std::string reason;
    bool refutes = false;  ///< the type of a column that the value does not fit is a guess
  };
  /// Law: a value that refutes a guess is told before one that does not fit a type that was
  /// given.
  [[nodiscard]] const Misfit& misfit() const noexcept { return misfit_; }
  /// Hand on what is left.
  Status flush(Output& out);

 private:
  static constexpr std::size_t kMostCopied = std::size_t{1} << 20;

  void put(std::size_t column, const Value& value);
  Status flush_notes(Output& out);
  void refuse(std::size_t column, std::string_view text);

  const Schema& columns_;
  BatchBuilder batch_;
  std::vector<std::uint8_t> used_;
  /// In how many records of the batch a column's value is the first of several, and where
  /// first.
  struct Repeats {
    std::uint64_t count = 0;
    std::uint64_t offset = 0;
  };
  std::vector<Repeats> repeats_;    ///< by column; empty: there are none
  std::vector<std::size_t> nulls_;  ///< of the row being added: it may yet be refused
  std::size_t rows_ = 0;
  std::size_t copied_ = 0;  ///< bytes of texts
  std::uint64_t item_ = 0;
  Misfit misfit_;
};

}  // namespace dp::xml
