// SPDX-License-Identifier: Apache-2.0
#include "pipeline/yaml.hpp"

#include <algorithm>
#include <charconv>
#include <dp/number.hpp>

#include "base/text.hpp"

namespace dp::pipeline {

namespace {

constexpr auto kNowhere = std::string_view::npos;

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t skip_space(std::string_view raw, std::size_t at) noexcept {
  while (at < raw.size() && is_space(raw[at])) ++at;
  return at;
}

/// Follow a scalar's text through the bytes it was written as.
///
/// Folding turns a line break and the indentation around it into one character, quotes double
/// or escape some: so a step of the text is one or more bytes of the file.
class Follower {
 public:
  Follower(std::string_view raw, std::size_t at) : raw_(raw), at_(at) {
    style_ = at < raw.size() ? raw[at] : ' ';
    if (style_ == '\'' || style_ == '"') {
      ++at_;
    } else if (style_ == '|' || style_ == '>') {
      at_ = skip_space(raw_, std::min(raw_.find('\n', at_), raw_.size()));
    }
  }

  /// Step over one character of the text; false if the file does not say so there.
  bool step(char c) {
    if (style_ == '"' && at_ < raw_.size() && raw_[at_] == '\\') return escape(c);
    if (!is_space(c) && at_ < raw_.size() && is_space(raw_[at_])) at_ = skip_space(raw_, at_);
    if (at_ >= raw_.size()) return false;
    if (raw_[at_] != c) {
      if (!is_space(c) || !is_space(raw_[at_])) return false;
      at_ = skip_space(raw_, at_);
      return true;
    }
    at_ += style_ == '\'' && c == '\'' ? 2 : 1;
    return true;
  }

  /// The byte of the file where the next character `c` of the text stands.
  [[nodiscard]] std::size_t place(char c) const {
    return !is_space(c) && at_ < raw_.size() && is_space(raw_[at_]) ? skip_space(raw_, at_)
                                                                    : at_;
  }
  /// The byte after the characters so far.
  [[nodiscard]] std::size_t end() const noexcept { return at_; }

 private:
  bool escape(char c) {
    const char next = at_ + 1 < raw_.size() ? raw_[at_ + 1] : ' ';
    const bool known = next == c || (next == 'n' && c == '\n') || (next == 't' && c == '\t') ||
                       (next == 'r' && c == '\r');
    at_ += 2;
    return known;
  }

  std::string_view raw_;
  std::size_t at_;
  char style_;
};

/// The place in the file of bytes [begin, end) of the scalar's text as it was written.
Mark place_in_original(const FileText& source, const Node& scalar, std::string_view text,
                       std::size_t begin, std::size_t end) {
  Follower follower(source.text(), source.offset(scalar.mark.line) + scalar.mark.column - 1);
  std::size_t first = kNowhere;
  std::size_t last = kNowhere;
  for (std::size_t i = 0; i < std::min(end, text.size()); ++i) {
    last = follower.place(text[i]);
    if (i == begin) first = last;
    if (!follower.step(text[i])) return scalar.mark;
  }
  if (begin >= text.size()) first = last = follower.end();
  if (first == kNowhere) return scalar.mark;
  return source.mark(first, std::max<std::size_t>(last + 1, first + 1) - first);
}

const Node::Piece* piece_at(const Node& scalar, std::size_t offset) noexcept {
  const Node::Piece* found = nullptr;
  for (const auto& piece : scalar.pieces)
    if (piece.at <= offset) found = &piece;
  return found;
}

bool is_digits(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view without_sign(std::string_view text) noexcept {
  return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
}

std::string_view without_plus(std::string_view text) noexcept {
  return text.starts_with('+') ? text.substr(1) : text;
}

std::optional<std::int64_t> parse_integer(std::string_view text, int base) noexcept {
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

const Node* Node::find(std::string_view key) const noexcept {
  for (const auto& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

bool is_whole(const Node& node) noexcept {
  return !node.failed && std::all_of(node.items.begin(), node.items.end(), is_whole) &&
         std::all_of(node.entries.begin(), node.entries.end(),
                     [](const Entry& entry) { return is_whole(entry.value); });
}

std::optional<bool> Node::boolean() const noexcept {
  if (!is_scalar() || quoted) return std::nullopt;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

std::optional<std::int64_t> Node::integer() const noexcept {
  if (!is_scalar() || quoted) return std::nullopt;
  const std::string_view digits = text;
  const int base = digits.starts_with("0x") ? 16 : digits.starts_with("0o") ? 8 : 10;
  if (base != 10 && digits.substr(2).starts_with('-')) return std::nullopt;
  if (base != 10) return parse_integer(digits.substr(2), base);
  if (!is_digits(without_sign(digits))) return std::nullopt;
  return parse_integer(without_plus(digits), base);
}

std::optional<double> Node::number() const noexcept {
  if (!is_scalar() || quoted) return std::nullopt;
  if (const auto whole = integer()) return static_cast<double>(*whole);
  const auto digits = without_sign(text);
  if (digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos)
    return std::nullopt;
  if (digits.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  return dp::number::parse_float(without_plus(text));
}

std::string Node::describe() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return "'" + text + "'";
  std::size_t size = kMost;
  while ((text[size] & 0xc0) == 0x80) --size;
  return "'" + text.substr(0, size) + "...'";
}

Mark place_within(const FileText& source, const Node& scalar, std::size_t offset,
                  std::size_t length) {
  const std::size_t end = offset + std::max<std::size_t>(1, length);
  if (scalar.mark.line == 0) return scalar.mark;
  if (!scalar.original) return place_in_original(source, scalar, scalar.text, offset, end);
  for (const auto& piece : scalar.pieces)  // an empty value has no bytes of its own
    if (length == 0 && piece.variable && piece.at == offset)
      return place_in_original(source, scalar, *scalar.original, piece.from,
                               piece.from + piece.length);
  const auto* first = piece_at(scalar, offset);
  const auto* last = piece_at(scalar, end - 1);
  if (first == nullptr || last == nullptr) return scalar.mark;
  const std::size_t from = first->variable ? first->from : first->from + offset - first->at;
  const std::size_t to =
      last->variable ? last->from + last->length : last->from + end - last->at;
  return place_in_original(source, scalar, *scalar.original, from, to);
}

}  // namespace dp::pipeline
