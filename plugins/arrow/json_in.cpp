// SPDX-License-Identifier: Apache-2.0
#include "arrow/json_in.hpp"

#include <cmath>
#include <dp/escape.hpp>
#include <dp/format.hpp>

#include "arrow/values_in.hpp"
#include "values/text.hpp"

namespace dp::arrow {
namespace {

using Kind = Shape::Kind;

std::string append_text(std::string& out, std::string_view text) {
  if (values::bad_utf8(text) != text.size())
    return "got " + values::shown(text) + ", expected UTF-8";
  format::append_json(out, text);
  return {};
}

void append_number(std::string& out, const Array& array, std::uint64_t row) {
  const auto& shape = *array.shape;
  if (shape.kind == Kind::boolean) {
    out += array.bit(row) ? "true" : "false";
  } else if (shape.kind == Kind::floating) {
    const double value = float_of(array, row);
    if (std::isfinite(value))
      format::append_float(out, value);
    else
      out += "null";
  } else if (shape.kind == Kind::integer && shape.type() == Type::int64) {
    format::append_int(out, array.integer(row, shape.width, shape.is_signed));
  } else {
    out += decimal_text(array, row);
  }
}

std::string append_time(std::string& out, const Array& array, std::uint64_t row) {
  std::string text;
  if (array.shape->kind == Kind::time) {
    text = time_text(array, row);
  } else if (array.shape->kind == Kind::date) {
    if (const auto day = day_of(array, row)) format::append_date(text, *day);
  } else if (const auto micros = micros_of(array, row)) {
    format::append_timestamp(text, micros->micros);
  }
  if (text.empty()) return "got a date or time that does not exist";
  out += '"' + text + '"';
  return {};
}

std::string append_list(std::string& out, const Array& array, std::uint64_t row) {
  const auto range = array.range(row);
  out += '[';
  for (auto at = range.begin; at < range.end; ++at) {
    if (at != range.begin) out += ',';
    if (auto why = append_json(out, array.children[0], at); !why.empty()) return why;
  }
  out += ']';
  return {};
}

std::string append_record(std::string& out, const Array& array, std::uint64_t row) {
  char before = '{';
  for (const auto& child : array.children) {
    out += before;
    before = ',';
    if (auto why = append_text(out, child.shape->name); !why.empty()) return why;
    out += ':';
    if (auto why = append_json(out, child, row); !why.empty()) return why;
  }
  out += before == '{' ? "{}" : "}";
  return {};
}

/// Keys that are no texts become some.
std::string append_map(std::string& out, const Array& array, std::uint64_t row) {
  const auto range = array.range(row);
  const auto& pairs = array.children[0];
  out += '{';
  for (auto at = range.begin; at < range.end; ++at) {
    if (at != range.begin) out += ',';
    std::string key;
    if (auto why = append_json(key, pairs.children[0], at); !why.empty()) return why;
    if (key.starts_with('"'))
      out += key;
    else
      format::append_json(out, key);
    out += ':';
    if (auto why = append_json(out, pairs.children[1], at); !why.empty()) return why;
  }
  out += '}';
  return {};
}

/// Reads JSON from left to right. Each take returns false if what is next is none.
class Json {
 public:
  explicit Json(std::string_view text) noexcept : text_(text) {}

  bool take_all() noexcept { return take_value(0) && (skip_blanks(), at_ == text_.size()); }

 private:
  static constexpr int kMostDepth = 256;

  [[nodiscard]] char next() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() noexcept {
    while (next() == ' ' || next() == '\n' || next() == '\r' || next() == '\t') ++at_;
  }
  bool take(char byte) noexcept {
    if (next() != byte) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) noexcept {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool take_digits() noexcept {
    const auto begin = at_;
    while (next() >= '0' && next() <= '9') ++at_;
    return at_ != begin;
  }
  bool take_value(int depth) noexcept;
  bool take_number() noexcept;
  bool take_string() noexcept;
  bool take_array(int depth) noexcept;
  bool take_object(int depth) noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
};

bool Json::take_value(int depth) noexcept {
  skip_blanks();
  if (depth > kMostDepth) return false;
  switch (next()) {
    case '{':
      return take_object(depth);
    case '[':
      return take_array(depth);
    case '"':
      return take_string();
    case 't':
      return take_word("true");
    case 'f':
      return take_word("false");
    case 'n':
      return take_word("null");
    default:
      return take_number();
  }
}

bool Json::take_number() noexcept {
  take('-');
  if (!take('0') && !take_digits()) return false;
  if (take('.') && !take_digits()) return false;
  if (!take('e') && !take('E')) return true;
  if (!take('+')) take('-');
  return take_digits();
}

bool Json::take_string() noexcept {
  for (++at_; at_ < text_.size(); ++at_) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte == '"') return ++at_, true;
    if (byte < 0x20) return false;
    if (byte != '\\') continue;
    ++at_;
    if (next() == 'u') {
      if (text_.find_first_not_of("0123456789abcdefABCDEF", at_ + 1) < at_ + 5 ||
          text_.size() < at_ + 5)
        return false;
      at_ += 4;
    } else if (next() == '\0' ||
               std::string_view("\"\\/bfnrt").find(next()) == std::string_view::npos) {
      return false;
    }
  }
  return false;
}

bool Json::take_array(int depth) noexcept {
  ++at_;
  skip_blanks();
  if (take(']')) return true;
  do {
    if (!take_value(depth + 1)) return false;
    skip_blanks();
  } while (take(','));
  return take(']');
}

bool Json::take_object(int depth) noexcept {
  ++at_;
  skip_blanks();
  if (take('}')) return true;
  do {
    skip_blanks();
    if (next() != '"' || !take_string()) return false;
    skip_blanks();
    if (!take(':') || !take_value(depth + 1)) return false;
    skip_blanks();
  } while (take(','));
  return take('}');
}

}  // namespace

std::string append_json(std::string& out, const Array& given, std::uint64_t given_row) {
  const auto [at, row] = resolved(given, given_row);
  const auto& array = *at;
  if (array.shape->kind == Kind::null || array.is_null(row)) {
    out += "null";
    return {};
  }
  switch (array.shape->kind) {
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
      return append_time(out, array, row);
    case Kind::text:
    case Kind::view:
    case Kind::fixed_text:
      return append_text(out, array.text(row));
    case Kind::list:
    case Kind::fixed_list:
      return append_list(out, array, row);
    case Kind::record:
      return append_record(out, array, row);
    case Kind::map:
      return append_map(out, array, row);
    default:
      append_number(out, array, row);
      return {};
  }
}

bool is_json(std::string_view text) noexcept {
  return values::bad_utf8(text) == text.size() && Json(text).take_all();
}

}  // namespace dp::arrow
