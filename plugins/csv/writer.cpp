// SPDX-License-Identifier: Apache-2.0
#include "csv/writer.hpp"

namespace dp::csv {

Writer::Writer(const Options& options, char delimiter)
    : delimiter_(delimiter),
      header_(options.flag("header")),
      guard_(options.flag("formula_guard")),
      newline_(options.text("newline") == "crlf" ? "\r\n" : "\n"),
      null_(options.text("null_text")) {}

Status Writer::begin(Output&) {
  types_.clear();
  return {};
}

Status Writer::section(std::string_view name, const Schema& schema, Output& out) {
  if (!types_.empty())
    return fail(Errc::invalid_pipeline, "csv: a file holds one result (got a second, '" +
                                            std::string(name) +
                                            "'): give each an output of its own");
  for (const auto& field : schema) types_.push_back(field.type);
  if (!header_) return {};
  buffer_.clear();
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (i != 0) put_byte(delimiter_);
    put_text(schema[i].name);
  }
  buffer_.put(newline_);
  return out.write(buffer_.view());
}

Status Writer::write(const BatchView& batch, Output& out) {
  buffer_.clear();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < types_.size(); ++i) {
      if (i != 0) put_byte(delimiter_);
      put_cell(types_[i], batch.column(i), row);
    }
    buffer_.put(newline_);
  }
  return out.write(buffer_.view());
}

Status Writer::check_null(const Context& context) const {
  const char bad[] = {delimiter_, '"', '\r', '\n'};
  if (null_.find_first_of(std::string_view(bad, sizeof bad)) == std::string::npos) return {};
  return context.bad_option("null_text", "holds the delimiter, a quote or a line end (got '" +
                                             null_ + "', expected plain text)");
}

void Writer::put_byte(char byte) {
  char* out = buffer_.room(1);
  *out = byte;
  buffer_.take(out + 1);
}

void Writer::put_cell(Type type, const ArrowArray& column, std::size_t row) {
  if (ColumnView(column).is_null(row)) return put_null();
  if (type == Type::string) return put_text(StringColumn(column)[row]);
  char* out = buffer_.room(format::kValueRoom);
  char* end = format::put_value(out, type, column, row);
  if (!null_.empty() && std::string_view(out, static_cast<std::size_t>(end - out)) == null_)
    return put_quoted_null();
  buffer_.take(end);
}

void Writer::put_null() {
  const bool line_would_be_empty = types_.size() == 1 && null_.empty();
  buffer_.put(line_would_be_empty ? "\"\"" : std::string_view(null_));
}

void Writer::put_text(std::string_view text) {
  if (guard_ && !text.empty() &&
      std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    guarded_.assign(1, '\'').append(text);
    text = guarded_;
  }
  if (!null_.empty() && text == null_) return put_quoted_null();
  char* out = buffer_.room(format::csv_room(text.size()));
  buffer_.take(format::put_csv(out, text, delimiter_));
}

void Writer::put_quoted_null() {
  put_byte('"');
  buffer_.put(null_);
  put_byte('"');
}

}  // namespace dp::csv
