// SPDX-License-Identifier: Apache-2.0
#include "csv/numbers.hpp"

#include <cstddef>

namespace dp::csv {
namespace {

constexpr std::string_view kNoBreakSpaces[] = {"\xc2\xa0", "\xe2\x80\xaf"};

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }
bool is_high(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0x80u) != 0; }

/// Reads a number from the left, and writes it in the plain form.
class Plain {
 public:
  Plain(const NumberForm& form, std::string_view text, std::string& out)
      : form_(form), rest_(text), out_(out) {
    out_.clear();
  }

  bool run() {
    if (!rest_.empty() && (rest_.front() == '-' || rest_.front() == '+')) copy();
    if (!integer()) return false;
    if (!rest_.empty() && rest_.front() == (form_.decimal_comma ? ',' : '.')) {
      out_ += '.';
      rest_.remove_prefix(1);
      digits();
    }
    // An exponent, or what makes it no number: the parser says.
    while (!rest_.empty() && !is_mark(rest_.front())) copy();
    return rest_.empty();
  }

 private:
  static bool is_mark(char byte) noexcept {
    return byte == '.' || byte == ',' || byte == '\'' || byte == ' ' || is_high(byte);
  }

  void copy() {
    out_ += rest_.front();
    rest_.remove_prefix(1);
  }

  std::size_t digits() {
    std::size_t count = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); ++count) copy();
    return count;
  }

  /// Digits, in groups if a separator follows the first of them.
  bool integer() {
    const bool zero = !rest_.empty() && rest_.front() == '0';
    const auto first = digits();
    if (separator() == 0) return true;
    if (first == 0 || first > 3 || zero) return false;
    while (const auto size = separator()) {
      rest_.remove_prefix(size);
      if (digits() != 3) return false;
    }
    return true;
  }

  /// How many bytes the separator has that rest_ begins with; 0 if there is none.
  [[nodiscard]] std::size_t separator() const noexcept {
    if (form_.thousands == '\0' || rest_.empty()) return 0;
    if (rest_.front() == form_.thousands) return 1;
    if (form_.thousands != ' ') return 0;
    for (const auto space : kNoBreakSpaces)
      if (rest_.starts_with(space)) return space.size();
    return 0;
  }

  const NumberForm& form_;
  std::string_view rest_;
  std::string& out_;
};

/// Whether `text` has bytes of numbers alone, one of which a form may give a meaning.
bool is_concerned(std::string_view text, char thousands) noexcept {
  bool any = false;
  for (const char byte : text) {
    if (is_digit(byte) || byte == '-' || byte == '+' || byte == 'e' || byte == 'E') continue;
    const bool is_space = thousands == ' ' && (byte == ' ' || is_high(byte));
    if (byte != '.' && byte != ',' && byte != thousands && !is_space) return false;
    any = true;
  }
  return any;
}

}  // namespace

std::optional<std::string_view> NumberForm::plain(std::string_view text,
                                                  std::string& buffer) const {
  if (!is_concerned(text, thousands)) return text;
  if (!Plain(*this, text, buffer).run()) return std::nullopt;
  return std::string_view(buffer);
}

std::optional<char> thousands_of(std::string_view word) noexcept {
  if (word == "none") return '\0';
  if (word == "comma") return ',';
  if (word == "point") return '.';
  if (word == "space") return ' ';
  if (word == "apostrophe") return '\'';
  return std::nullopt;
}

}  // namespace dp::csv
