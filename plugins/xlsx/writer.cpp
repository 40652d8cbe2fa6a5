// SPDX-License-Identifier: Apache-2.0
#include "xlsx/writer.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <dp/format.hpp>
#include <dp/json_text.hpp>
#include <string>
#include <utility>

#include "xlsx/names.hpp"
#include "xlsx/values.hpp"

namespace dp::xlsx {
namespace {

constexpr std::size_t kAtOnce = 1 << 20;
constexpr std::time_t kMade = 315'532'800;  // 1980-01-01, the first day that a zip file knows

std::string temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

/// A file without a name, or -1.
int unnamed_file(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  auto name = folder + "/dp-xlsx-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

std::string decimal_pattern(int places) {
  return places == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(places), '0');
}

}  // namespace

Writer::File::~File() { ::close(descriptor_); }

Status Writer::begin(Output&) {
  names_.clear();
  formats_.clear();
  page_ = nullptr;
  book_.reset();
  file_.reset();
  return started_ ? make_book() : Status{};
}

Status Writer::make_book() {
  folder_ = temporary_folder();
  const int descriptor = unnamed_file(folder_);
  if (descriptor < 0)
    return fail(Errc::io, "xlsx: " + folder_ + ": open: " + std::strerror(errno));
  file_.emplace(descriptor);
  const auto path = "/proc/self/fd/" + std::to_string(descriptor);
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
  for (std::size_t i = 0; i < schema.size(); ++i) {
    auto text = text_of(schema[i].name);
    if (!text) return in_cell(i, text.error().message);
    ::worksheet_write_string(page_, 0, static_cast<lxw_col_t>(i), text->c_str(), format_of(""));
  }
  row_ = 1;
  return {};
}

tl::unexpected<Error> Writer::in_cell(std::size_t column, std::string_view what) const {
  return fail(Errc::task_failed, "xlsx: sheet '" + names_.back() + "', row " +
                                     std::to_string(row_ + 1) + ", column '" +
                                     columns_[column].name + "': " + std::string(what));
}

Status Writer::write_text(std::size_t column, std::string_view text) {
  auto made = text_of(text);
  if (!made) return in_cell(column, made.error().message);
  const auto code = ::worksheet_write_string(page_, row_, static_cast<lxw_col_t>(column),
                                             made->c_str(), nullptr);
  if (code != LXW_NO_ERROR) return in_cell(column, ::lxw_strerror(code));
  return {};
}

Status Writer::write_cell(std::size_t column, const ArrowArray& array, std::size_t row) {
  const auto type = columns_[column].type;
  const auto place = static_cast<lxw_col_t>(column);
  if (ColumnView(array).is_null(row)) return {};
  std::string room;
  if (type == Type::json)
    return write_text(column, format::text_of_json(StringColumn(array)[row], room));
  if (is_text(type)) return write_text(column, StringColumn(array)[row]);
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
  char text[format::kValueRoom];
  const char* end = format::put_value(text, type, array, row);
  return write_text(column, {text, static_cast<std::size_t>(end - text)});
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
  DP_CHECK(write_bytes(out));
  file_.reset();
  return {};
}

Status Writer::write_bytes(Output& out) {
  std::string bytes(kAtOnce, '\0');
  for (off_t at = 0;;) {
    const auto got = ::pread(file_->get(), bytes.data(), bytes.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::io, "xlsx: " + folder_ + ": read: " + std::strerror(errno));
    if (got == 0) return {};
    DP_CHECK(out.write(std::string_view(bytes).substr(0, static_cast<std::size_t>(got))));
    at += got;
  }
}

}  // namespace dp::xlsx
