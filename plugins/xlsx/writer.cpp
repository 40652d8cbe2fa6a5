// SPDX-License-Identifier: Apache-2.0
#include "xlsx/writer.hpp"

#include <ctime>
#include <string>
#include <utility>

#include "table/grid.hpp"
#include "xlsx/names.hpp"
#include "xlsx/values.hpp"

namespace dp::xlsx {
namespace {

constexpr std::time_t kMade = 315'532'800;  // 1980-01-01, the first day that a zip file knows

std::string decimal_pattern(int places) {
  return places == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(places), '0');
}

}  // namespace

Status Writer::begin(Output&) {
  names_.clear();
  formats_.clear();
  page_ = nullptr;
  book_.reset();
  file_.reset();
  return started_ ? make_book() : Status{};
}

Status Writer::make_book() {
  folder_ = temporary::folder();
  DP_TRY(auto file, temporary::UnnamedFile::make("xlsx"));
  file_.emplace(std::move(file));
  const auto path = file_->path();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder_.data();
  book_.reset(::workbook_new_opt(path.c_str(), &options));
  if (!book_) return fail(Errc::out_of_memory, "xlsx: no memory for a workbook");
  lxw_doc_properties properties{};
  properties.created = kMade;
  ::workbook_set_properties(book_.get(), &properties);
  return {};
}

lxw_format* Writer::format_of(const std::string& pattern) {
  auto& made = formats_[pattern];
  if (made != nullptr) return made;
  made = ::workbook_add_format(book_.get());
  if (pattern.empty())
    ::format_set_bold(made);
  else
    ::format_set_num_format(made, pattern.c_str());
  return made;
}

Status Writer::section(std::string_view result, const Schema& schema, Output&) {
  std::string name = sheet_;
  if (name.empty()) name = result.empty() ? "records" : std::string(result);
  DP_CHECK(check_sheet(name, names_));
  if (schema.size() > kMostColumns)
    return fail(Errc::invalid_pipeline, "xlsx: sheet '" + name +
                                            "' has too many columns (got " +
                                            std::to_string(schema.size()) +
                                            ", expected at most 16384): select some of them");
  names_.push_back(name);
  columns_ = schema;
  if (!started_) return {};
  page_ = ::workbook_add_worksheet(book_.get(), name.c_str());
  if (page_ == nullptr)
    return fail(Errc::task_failed, "xlsx: the sheet '" + name + "' cannot be made");
  ::worksheet_freeze_panes(page_, 1, 0);
  row_ = 0;
  for (std::size_t i = 0; i < schema.size(); ++i)
    DP_CHECK(write_text(i, schema[i].name, format_of("")));
  row_ = 1;
  return {};
}

tl::unexpected<Error> Writer::in_cell(std::size_t column, std::string_view what) const {
  return fail(Errc::task_failed, "xlsx: sheet '" + names_.back() + "', row " +
                                     std::to_string(row_ + 1) + ", column '" +
                                     columns_[column].name + "': " + std::string(what));
}

Status Writer::write_text(std::size_t column, std::string_view text, lxw_format* format) {
  auto made = text_of(text);
  if (!made) return in_cell(column, made.error().message);
  const auto code = ::worksheet_write_string(page_, row_, static_cast<lxw_col_t>(column),
                                             made->c_str(), format);
  if (code != LXW_NO_ERROR) return in_cell(column, ::lxw_strerror(code));
  return {};
}

Status Writer::write_cell(std::size_t column, const ArrowArray& array, std::size_t row) {
  const auto type = columns_[column].type;
  const auto place = static_cast<lxw_col_t>(column);
  if (ColumnView(array).is_null(row)) return {};
  std::string room;
  if (is_text(type)) return write_text(column, table::text_of(type, array, row, room));
  if (type == Type::boolean) {
    ::worksheet_write_boolean(page_, row_, place, BoolColumn(array)[row] ? 1 : 0, nullptr);
    return {};
  }
  if (is_number(type)) {
    if (const auto number = number_of(type, array, row)) {
      auto* format = number->places < 0 ? nullptr : format_of(decimal_pattern(number->places));
      ::worksheet_write_number(page_, row_, place, number->value, format);
      return {};
    }
  } else if (const auto day = day_of(type, array, row)) {
    const bool is_date = type == Type::date;
    ::worksheet_write_number(page_, row_, place, *day,
                             format_of(is_date ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm:ss.000"));
    return {};
  }
  return write_text(column, table::text_of(type, array, row, room));
}

Status Writer::write(const BatchView& batch, Output&) {
  if (page_ == nullptr) return fail(Errc::bug, "xlsx: rows come before a sheet");
  for (std::size_t row = 0; row < batch.rows(); ++row, ++row_) {
    if (row_ > kMostRows)
      return fail(Errc::task_failed, "xlsx: sheet '" + names_.back() +
                                         "' holds no more rows (got more than 1048575): write "
                                         "csv or sqlite, or limit the rows");
    for (std::size_t i = 0; i < columns_.size(); ++i)
      DP_CHECK(write_cell(i, batch.column(i), row));
  }
  return {};
}

Status Writer::end(Output& out) {
  if (!started_) return {};
  // It frees the workbook, whatever comes of it.
  const auto code = ::workbook_close(book_.release());
  formats_.clear();
  page_ = nullptr;
  if (code != LXW_NO_ERROR)
    return fail(Errc::task_failed, "xlsx: " + folder_ + ": " + ::lxw_strerror(code));
  DP_CHECK(file_->copy_to(out));
  file_.reset();
  return {};
}

}  // namespace dp::xlsx
