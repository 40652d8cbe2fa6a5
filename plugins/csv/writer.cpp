// SPDX-License-Identifier: Apache-2.0
#include "csv/writer.hpp"

#include <dp/json_text.hpp>

#include "csv/dialect.hpp"
#include "values/text.hpp"

namespace dp::csv {
namespace {

/// Whether readers take a line that is `name` alone for what names the delimiter, as Excel writes it.
bool names_separator(std::string_view name) noexcept {
  return name.size() == 5 && (name.starts_with("sep=") || name.starts_with("SEP="));
}

}  // namespace

Writer::Writer(const Options& options, std::string_view delimiter)
    : delimiter_(delimiter.front()),
      tail_(delimiter.substr(1)),
      escape_(options.text("escape").empty() ? '\0' : options.text("escape").front()),
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
  if (schema.size() == 1 && names_separator(schema.front().name))
    return fail(Errc::invalid_pipeline,
                "csv: a first line " + values::shown(schema.front().name) +
                    " names the delimiter to readers, and no column: rename the column, or "
                    "leave the header out (header: false)");
  buffer_.clear();
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (i != 0) put_delimiter();
    const auto& column = schema[i].name;
    // As it is, a byte order mark would be none of the name's.
    const bool is_marked = i == 0 && column.starts_with("\xef\xbb\xbf");
    is_marked ? put_escaped(column, true) : put_text(column);
  }
  buffer_.put(newline_);
  return out.write(buffer_.view());
}

Status Writer::write(const BatchView& batch, Output& out) {
  buffer_.clear();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < types_.size(); ++i) {
      if (i != 0) put_delimiter();
      put_cell(types_[i], batch.column(i), row);
    }
    buffer_.put(newline_);
  }
  return out.write(buffer_.view());
}

Status Writer::check(const Context& context) const {
  Dialect dialect{delimiter_, '"', true};
  dialect.tail = tail_;
  const auto escape = context.options().text("escape");
  if (!escape.empty() && (escape.size() > 1 || !is_escape_sign(escape_, dialect)))
    return context.bad_option(
        "escape", "cannot escape (got '" + std::string(escape) +
                      "', expected one punctuation character that is in no number or time, "
                      "such as a backslash, and neither delimiter nor quote)");
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
  if (type == Type::json)
    return put_text(format::text_of_json(StringColumn(column)[row], unescaped_));
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
  char* end = format::put_csv(out, text, delimiter_);
  // What is bare begins with no quote.
  if (escape_ != '\0') [[unlikely]]
    return put_escaped(text, *out == '"');
  buffer_.take(end);
}

/// `text` with its escapes escaped, and of a field in quotes its quotes too.
void Writer::put_escaped(std::string_view text, bool quoted) {
  const char escape = escape_ == '\0' ? '"' : escape_;
  if (quoted) put_byte('"');
  for (const char byte : text) {
    if (byte == escape || (quoted && byte == '"')) put_byte(escape);
    put_byte(byte);
  }
  if (quoted) put_byte('"');
}

void Writer::put_quoted_null() {
  if (escape_ != '\0') return put_escaped(null_, true);
  put_byte('"');
  buffer_.put(null_);
  put_byte('"');
}

}  // namespace dp::csv
