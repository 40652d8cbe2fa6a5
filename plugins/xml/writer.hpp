// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/format.hpp>
#include <dp/task.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::xml {

/// Write records as elements, whose children are their columns.
///
/// Law: what is written of a record depends on it alone, so any worker may write any batch.
class Writer {
 public:
  /// Names of elements: of the root, and of each record.
  Writer(std::string_view root, std::string_view record);

  Status begin(Output& out);
  /// Errors: invalid_pipeline for a second section, and for a column whose name no element may have.
  Status section(std::string_view name, const Schema& schema, Output& out);
  /// Errors: task_failed for a text that no document may hold.
  Status write(const BatchView& batch, Output& out);
  Status end(Output& out);

 private:
  struct Column {
    std::string name;
    std::string open, close;  ///< tags
    Type type;
  };
  Status put_cell(const Column& column, const ArrowArray& values, std::size_t row);
  Status put_text(const Column& column, std::string_view text);

  std::string root_;
  std::string open_, close_;  ///< of a record
  std::vector<Column> columns_;
  bool has_section_ = false;
  format::Buffer buffer_;
  std::string unescaped_;  ///< of a JSON string
};

/// Whether an element may be called so. A colon is none of the name's, since it would need a namespace.
bool is_element_name(std::string_view name) noexcept;

}  // namespace dp::xml
