// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <xlsxwriter.h>

#include <cstdint>
#include <dp/task.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "temporary/unnamed_file.hpp"

namespace dp::xlsx {

/// Write results as the sheets of one workbook.
///
/// The workbook is made in files without names in TMPDIR (or /tmp), row by row, and its bytes are the
/// output. It says that it was made in 1980, so that the bytes depend on the rows and the version of
/// libxlsxwriter alone.
class Writer {
 public:
  /// `sheet`: the name of the only sheet; empty: each has the name of its result.
  explicit Writer(std::string sheet) : sheet_(std::move(sheet)) {}

  /// From here on a workbook is made; without, names are only checked.
  Status start() {
    started_ = true;
    return {};
  }
  Status begin(Output& out);
  Status section(std::string_view name, const Schema& schema, Output& out);
  Status write(const BatchView& batch, Output& out);
  Status end(Output& out);

 private:
  struct Close {
    void operator()(lxw_workbook* book) const noexcept { ::lxw_workbook_free(book); }
  };

  Status make_book();
  Status write_cell(std::size_t column, const ArrowArray& array, std::size_t row);
  Status write_text(std::size_t column, std::string_view text, lxw_format* format = nullptr);
  lxw_format* format_of(const std::string& pattern);
  [[nodiscard]] tl::unexpected<Error> in_cell(std::size_t column, std::string_view what) const;

  std::string sheet_;
  bool started_ = false;
  std::string folder_;
  std::optional<temporary::UnnamedFile> file_;
  std::unique_ptr<lxw_workbook, Close> book_;
  std::map<std::string, lxw_format*> formats_;  ///< by pattern
  std::vector<std::string> names_;              ///< of the sheets so far
  Schema columns_;                              ///< of the last one
  lxw_worksheet* page_ = nullptr;
  lxw_row_t row_ = 0;  ///< the next one
};

}  // namespace dp::xlsx
