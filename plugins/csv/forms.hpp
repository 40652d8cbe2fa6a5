// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/time_pattern.hpp"

namespace dp::csv {

/// How the values of some columns are written, as options say: columns whose types are given.
///
/// Threads: none of it changes after of().
class Forms {
 public:
  /// What `true_text`, `false_text`, `currency`, `date_format` and `timestamp_format` say. The columns
  /// that have a format get its type.
  /// Errors: invalid_pipeline, naming the option.
  static Result<Forms> of(const Context& context, Schema& columns);

  /// Whether the values of the column are read by put.
  [[nodiscard]] bool has(std::size_t column) const noexcept {
    return column < formed_.size() && formed_[column];
  }
  /// A number without its sign of currency, which stands before or after it, maybe with spaces
  /// between. Of other values all.
  [[nodiscard]] std::string_view without_currency(std::string_view text,
                                                  std::string& buffer) const;
  /// Set `row` to the value of a date, a time or a bool. False if it is none.
  /// Preconditions: has(column); it is no number.
  [[nodiscard]] bool put(std::size_t column, ColumnBuilder& builder, std::size_t row,
                         std::string_view text) const;
  /// What is expected of the column's values: "date as '%d.%m.%Y'"; empty: what its type says.
  [[nodiscard]] std::string expected(std::size_t column, Type type) const;

 private:
  using Texts = std::vector<std::string>;

  [[nodiscard]] Status set_words(const Context& context);
  Status set_patterns(const Context& context, const char* option, Type type, Schema& columns);
  void set_formed(const Context& context, const Schema& columns);

  Texts true_texts_, false_texts_;
  Texts currencies_;
  std::map<std::size_t, TimePattern> patterns_;  ///< by column
  std::vector<bool> formed_;                     ///< of each column; empty: of none
};

}  // namespace dp::csv
