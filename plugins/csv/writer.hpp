// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/format.hpp>
#include <dp/task.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::csv {

/// Write records as lines of fields.
///
/// Law: a line depends on its record alone, so any worker may write any batch.
class Writer {
 public:
  Writer(const Options& options, std::string_view delimiter);

  Status begin(Output& out);
  Status section(std::string_view name, const Schema& schema, Output& out);
  Status write(const BatchView& batch, Output& out);
  Status end(Output&) { return {}; }

  /// Refuse an escape that means something else, and a null that would not be read back as one
  /// field.
  /// Errors: invalid_pipeline, naming the option.
  [[nodiscard]] Status check(const Context& context) const;

 private:
  void put_byte(char byte);
  void put_cell(Type type, const ArrowArray& column, std::size_t row);
  void put_null();
  void put_text(std::string_view text);
  void put_quoted_null();
  void put_escaped(std::string_view text, bool quoted);

  void put_delimiter() {
    put_byte(delimiter_);
    if (!tail_.empty()) [[unlikely]]
      buffer_.put(tail_);
  }

  char delimiter_;    ///< its first byte
  std::string tail_;  ///< the others
  char escape_;       ///< '\0': quotes are doubled
  bool header_;
  bool guard_;
  std::string newline_;
  std::string null_;
  std::vector<Type> types_;
  format::Buffer buffer_;
  std::string guarded_;
  std::string unescaped_;  ///< of a JSON string
};

}  // namespace dp::csv
