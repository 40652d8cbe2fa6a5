// SPDX-License-Identifier: Apache-2.0
#include "csv/odd_record.hpp"

#include "csv/field_reader.hpp"

namespace dp::csv {
namespace {

/// Reads the fields of one record from the left, from one byte that may mean something to the next.
class OddFields : public FieldReader {
 public:
  using FieldReader::FieldReader;

  [[nodiscard]] bool is_blank() const noexcept { return line_end_at(at_) != 0; }

  Step next() {
    const char* quote = past_spaces(at_);
    if (quote == end_ || !dialect_.opens(*quote)) return bare();
    return quoted(quote + 1, quote == at_);
  }

 private:
  /// How many bytes the line end has that begins at `at`; 0: none does, or more bytes must tell.
  [[nodiscard]] std::size_t line_end_at(const char* at) const noexcept {
    if (at == end_) return 0;
    if (*at != '\r') return *at == '\n' ? 1 : 0;
    if (at + 1 == end_) return final_ ? 1 : 0;
    if (at[1] == '\n') return 2;
    return dialect_.cr_ends ? 1 : 0;
  }

  [[nodiscard]] std::size_t delimiter_at(const char* at) const noexcept {
    if (at == end_ || *at != dialect_.delimiter) return 0;
    const auto& tail = dialect_.tail;
    if (tail.empty()) return 1;
    const std::string_view rest(at + 1, static_cast<std::size_t>(end_ - at - 1));
    return rest.starts_with(tail.front()) && rest.starts_with(tail) ? 1 + tail.size() : 0;
  }

  /// The text ends before it tells whether a delimiter or a line end begins at `at`.
  [[nodiscard]] bool is_open(const char* at) const noexcept {
    if (final_) return false;
    const std::string_view rest(at, static_cast<std::size_t>(end_ - at));
    return rest == "\r" || dialect_.separator().starts_with(rest);
  }

  /// What follows what the escape at `at` escapes.
  [[nodiscard]] const char* past_escaped(const char* at) const noexcept {
    if (++at == end_) return at;
    return at + (*at == '\r' && at + 1 < end_ && at[1] == '\n' ? 2 : 1);
  }

  Step bare() {
    const char* begin = at_;
    const char delimiter = dialect_.delimiter;
    const char escape = dialect_.escape == '\0' ? delimiter : dialect_.escape;
    bool escaped = false;
    while ((at_ = find_any(at_, end_, delimiter, escape, '\n', '\r')) < end_) {
      if (dialect_.escapes(*at_)) {
        escaped = true;
        at_ = past_escaped(at_);
      } else if (delimiter_at(at_) != 0 || line_end_at(at_) != 0) {
        break;
      } else {
        ++at_;
      }
    }
    if (at_ == end_ && !final_) return Step::cut;
    keep(begin, at_, false, escaped);
    return go_on();
  }

  /// The quote that closes; the end if there is none yet.
  const char* find_close(const char* at, bool& changed) const noexcept {
    const char quote = dialect_.quote;
    const char escape = dialect_.escape == '\0' ? quote : dialect_.escape;
    while ((at = find_any(at, end_, quote, escape)) < end_) {
      if (dialect_.escapes(*at)) {
        at = past_escaped(at);
      } else if (at + 1 < end_ && at[1] == quote) {
        at += 2;
      } else {
        return at;
      }
      changed = true;
    }
    return end_;
  }

  /// `first`: the quote is the field's first byte. Else it need not be one.
  Step quoted(const char* begin, bool first) {
    bool changed = false;
    const char* close = find_close(begin, changed);
    const char* after = past_spaces(close < end_ ? close + 1 : end_);
    const bool ends = after == end_ || delimiter_at(after) != 0 || line_end_at(after) != 0;
    if (!ends || after == end_)
      if (is_open(after)) return Step::cut;
    if (close < end_ && ends) {
      at_ = after;
      keep(begin, close, true, changed);
      return go_on();
    }
    return first ? wrong(after) : bare();
  }

  /// Pass over what ends a field.
  Step go_on() {
    if (const auto size = delimiter_at(at_)) {
      at_ += size;
      return Step::more;
    }
    return finish(at_ + line_end_at(at_));
  }
};

}  // namespace

Outcome read_odd_record(const char* text, std::size_t begin, std::size_t end, bool final,
                        const Dialect& dialect, Record& out) {
  return read_fields<OddFields>(text, begin, end, final, dialect, out);
}

}  // namespace dp::csv
