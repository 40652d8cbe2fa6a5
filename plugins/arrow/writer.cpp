// SPDX-License-Identifier: Apache-2.0
#include "arrow/writer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "values/text.hpp"

namespace dp::arrow {
namespace {

std::size_t buffers_of(Type type) noexcept { return is_text(type) ? 3 : 2; }

tl::unexpected<Error> no_room(std::uint64_t row, const ColumnForm& column,
                              const Decimal& value) {
  return fail(Errc::task_failed,
              "arrow: row " + std::to_string(row) + ", column '" + column.field.name +
                  "': a decimal has no room (got " + value.text() + " in a column with " +
                  std::to_string(column.scale) +
                  " digits after the point, expected at most 38 digits in all): round the "
                  "column, as in derive: {x: round(x, 4)}");
}

std::uint64_t text_size(const StringColumn& column, std::size_t row) {
  return column.is_null(row) ? 0 : column.ref(row).size;
}

/// As many bytes as there are at that place; those after the file's end, which nobody wrote, are zeros.
Status read_all(const temporary::UnnamedFile& file, std::uint64_t at, std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    DP_TRY(const auto got, file.read(bytes.data() + done, bytes.size() - done, at + done));
    if (got == 0) {
      std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(done), bytes.end(), '\0');
      break;
    }
    done += got;
  }
  return {};
}

std::uint64_t most_rows(const Schema& schema, const BatchLimits& limits) {
  std::uint64_t width = 1;
  for (const auto& field : schema) width += width_of(field.type);
  return std::clamp<std::uint64_t>(limits.bytes / width, 1, limits.rows);
}

}  // namespace

Status Writer::begin(Output&) {
  batches_.clear();
  columns_.clear();
  file_.reset();
  file_size_ = 0;
  rows_ = 0;
  text_bytes_ = 0;
  return {};
}

Status Writer::section(std::string_view, const Schema& schema, Output&) {
  for (const auto& field : schema)
    if (values::bad_utf8(field.name) != field.name.size())
      return fail(Errc::invalid_pipeline, "arrow: the name of column " +
                                              values::shown(field.name) +
                                              " is not UTF-8: rename it");
  schema_ = schema;
  if (!started_) return {};
  for (const auto& field : schema) columns_.emplace_back(field.type);
  DP_TRY(auto file, temporary::UnnamedFile::make("arrow"));
  file_.emplace(std::move(file));
  return {};
}

std::size_t Writer::take(const BatchView& batch, std::size_t first) {
  const auto room = most_rows(schema_, limits_) - rows_;
  const auto most = std::min<std::uint64_t>(room, batch.rows() - first);
  std::size_t taken = 0;
  for (; taken < most; ++taken) {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (is_text(schema_[i].type)) bytes += text_size(batch.strings(i), first + taken);
    if (text_bytes_ + bytes > limits_.bytes && rows_ + taken != 0) break;
    text_bytes_ += bytes;
  }
  return taken;
}

Status Writer::write(const BatchView& batch, Output&) {
  if (!file_) return fail(Errc::bug, "arrow: rows come before their columns");
  for (std::size_t row = 0; row < batch.rows();) {
    const auto taken = take(batch, row);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      columns_[i].add(batch.column(i), row, taken);
    rows_ += taken;
    row += taken;
    if (row < batch.rows()) DP_CHECK(flush());
  }
  return {};
}

Status Writer::flush() {
  BatchForm batch;
  batch.rows = rows_;
  for (auto& column : columns_) {
    batch.nulls.push_back(column.nulls());
    for (const auto bytes : column.buffers()) {
      DP_CHECK(file_->write(bytes, file_size_ + batch.body_size));
      batch.buffers.push_back({batch.body_size, bytes.size()});
      batch.body_size += aligned(bytes.size());
    }
    column.clear();
  }
  file_size_ += batch.body_size;
  batches_.push_back(std::move(batch));
  rows_ = 0;
  text_bytes_ = 0;
  return {};
}

Form Writer::form() const {
  Form form;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    form.push_back({schema_[i], columns_[i].is_utf8(), columns_[i].digits().scale()});
  return form;
}

Status Writer::finish_decimals(const Form& form, const BatchForm& batch, std::uint64_t first,
                               std::string& body) const {
  std::size_t buffer = 0;
  for (const auto& column : form) {
    const auto& values = batch.buffers[buffer + 1];
    buffer += buffers_of(column.field.type);
    if (column.field.type != Type::decimal) continue;
    for (std::uint64_t row = 0; row < batch.rows; ++row) {
      char* at = body.data() + values.at + row * sizeof(Decimal);
      Decimal value;
      std::memcpy(&value, at, sizeof value);
      if (!put_decimal(at, value, column.scale)) return no_room(first + row + 1, column, value);
    }
  }
  return {};
}

Status Writer::end(Output& out) {
  if (!started_) return {};
  if (rows_ != 0) DP_CHECK(flush());
  const auto columns = form();
  Container container(kind_, out);
  DP_CHECK(container.begin(columns));
  std::uint64_t at = 0, row = 0;
  std::string body;
  for (const auto& batch : batches_) {
    body.resize(batch.body_size);
    DP_CHECK(read_all(*file_, at, body));
    DP_CHECK(finish_decimals(columns, batch, row, body));
    DP_CHECK(container.batch(batch, body));
    at += batch.body_size;
    row += batch.rows;
  }
  file_.reset();
  return container.end(columns);
}

}  // namespace dp::arrow
