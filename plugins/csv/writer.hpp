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
  Writer(const Options& options, char delimiter);

  Status begin(Output& out);
  Status section(std::string_view name, const Schema& schema, Output& out);
  Status write(const BatchView& batch, Output& out);
  Status end(Output&) { return {}; }

  /// Refuse a null that would not be read back as one field.
  /// Errors: invalid_pipeline, naming the option.
  [[nodiscard]] Status check_null(const Context& context) const;

 private:
  void put_byte(char byte);
  void put_cell(Type type, const ArrowArray& column, std::size_t row);
  void put_null();
  void put_text(std::string_view text);
  void put_quoted_null();

  char delimiter_;
  bool header_;
  bool guard_;
  std::string newline_;
  std::string null_;
  std::vector<Type> types_;
  format::Buffer buffer_;
  std::string guarded_;
};

}  // namespace dp::csv
