// SPDX-License-Identifier: Apache-2.0
#include "xml/writer.hpp"

#include <dp/json_text.hpp>
#include <utility>

#include "values/text.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

/// `name` with '_' in place of all that no element's name may have.
std::string made_name(std::string_view name) {
  std::string made;
  for (const char* at = name.data(); at < name.data() + name.size();) {
    const auto decoded = format::decode_utf8(at, name.data() + name.size());
    const auto size = decoded.valid ? decoded.size : 1;
    const std::string_view one(at, size);
    if (made.empty() && !is_element_name(one) && is_element_name("_" + std::string(one)))
      made = '_';
    made += is_element_name("_" + std::string(one)) ? one : "_";
    at += size;
  }
  return made.empty() ? "_" : made;
}

/// How a byte of a text is written; nullptr: as it is, or it is not ASCII.
const char* escape_of(char byte) noexcept {
  switch (byte) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    default:
      return nullptr;
  }
}

/// The place of the first character of `text` that no document may hold, or its size.
std::size_t bad_character(std::string_view text) noexcept {
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    if (!is(*at, kHigh)) {
      if (!is_char(static_cast<unsigned char>(*at)))
        return static_cast<std::size_t>(at - text.data());
      ++at;
      continue;
    }
    const auto decoded = format::decode_utf8(at, end);
    if (!decoded.valid || !is_char(decoded.code))
      return static_cast<std::size_t>(at - text.data());
    at += decoded.size;
  }
  return text.size();
}

}  // namespace

bool is_element_name(std::string_view name) noexcept {
  const char* end = name.data() + name.size();
  for (const char* at = name.data(); at < end;) {
    const bool first = at == name.data();
    if (!is(*at, kHigh)) {
      if (*at == ':' || !is(*at, first ? kNameStart : kNameByte)) return false;
      ++at;
      continue;
    }
    const auto decoded = format::decode_utf8(at, end);
    if (!decoded.valid || !is_name_char(decoded.code, first)) return false;
    at += decoded.size;
  }
  return !name.empty();
}

Writer::Writer(std::string_view root, std::string_view record)
    : root_(root),
      open_('<' + std::string(record) + '>'),
      close_("</" + std::string(record) + ">\n") {}

Status Writer::begin(Output& out) {
  columns_.clear();
  has_section_ = false;
  return out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root_ + ">\n");
}

Status Writer::section(std::string_view name, const Schema& schema, Output&) {
  if (std::exchange(has_section_, true))
    return fail(Errc::invalid_pipeline, "xml: a file holds one result (got a second, '" +
                                            std::string(name) +
                                            "'): give each an output of its own");
  for (const auto& field : schema) {
    if (!is_element_name(field.name))
      return fail(Errc::invalid_pipeline,
                  "xml: no element can be called " + values::shown(field.name) +
                      ", as a column is: rename it (rename: {" + made_name(field.name) + ": " +
                      values::shown(field.name) + "})");
    columns_.push_back(
        {field.name, '<' + field.name + '>', "</" + field.name + '>', field.type});
  }
  return {};
}

Status Writer::write(const BatchView& batch, Output& out) {
  buffer_.clear();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    buffer_.put(open_);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      DP_CHECK(put_cell(columns_[i], batch.column(i), row));
    buffer_.put(close_);
  }
  return out.write(buffer_.view());
}

Status Writer::end(Output& out) { return out.write("</" + root_ + ">\n"); }

Status Writer::put_cell(const Column& column, const ArrowArray& values, std::size_t row) {
  if (ColumnView(values).is_null(row)) return {};
  buffer_.put(column.open);
  if (column.type == Type::string) {
    DP_CHECK(put_text(column, StringColumn(values)[row]));
  } else if (column.type == Type::json) {
    DP_CHECK(put_text(column, format::text_of_json(StringColumn(values)[row], unescaped_)));
  } else {
    char* out = buffer_.room(format::kValueRoom);
    buffer_.take(format::put_value(out, column.type, values, row));
  }
  buffer_.put(column.close);
  return {};
}

Status Writer::put_text(const Column& column, std::string_view text) {
  if (const auto bad = bad_character(text); bad != text.size()) {
    const auto decoded = format::decode_utf8(text.data() + bad, text.data() + text.size());
    const std::size_t size = decoded.valid ? decoded.size : 1;
    return fail(Errc::task_failed, "xml: column " + values::shown(column.name) +
                                       ": no document may hold " +
                                       values::shown(text.substr(bad, size)) + " (at byte " +
                                       std::to_string(bad) + " of the text)");
  }
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char* escape = escape_of(text[at]);
    if (escape == nullptr) continue;
    buffer_.put(text.substr(begin, at - begin));
    buffer_.put(escape);
    begin = at + 1;
  }
  buffer_.put(text.substr(begin));
  return {};
}

}  // namespace dp::xml
