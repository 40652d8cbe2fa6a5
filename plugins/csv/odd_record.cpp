// SPDX-License-Identifier: Apache-2.0
#include "csv/odd_record.hpp"

namespace dp::csv {
namespace {

enum class Step : std::uint8_t { more, done, malformed, cut };

/// Reads the fields of one record from the left, byte by byte.
class Fields {
 public:
  Fields(const char* text, std::size_t begin, std::size_t end, bool final,
         const Dialect& dialect, Record& out)
      : text_(text),
        at_(text + begin),
        end_(text + end),
        final_(final),
        dialect_(dialect),
        out_(out) {}

  /// How many bytes the line end has that begins at `at`; 0: none does, or more bytes must tell.
  [[nodiscard]] std::size_t line_end_at(const char* at) const noexcept {
    if (at == end_) return 0;
    if (*at != '\r') return *at == '\n' ? 1 : 0;
    if (at + 1 == end_) return final_ ? 1 : 0;
    if (at[1] == '\n') return 2;
    return dialect_.cr_ends ? 1 : 0;
  }

  Step next() {
    const char* quote = at_;
    while (quote < end_ && dialect_.is_space(*quote)) ++quote;
    if (quote == end_ || !dialect_.opens(*quote)) return bare();
    return quoted(quote + 1, quote == at_);
  }

 private:
  [[nodiscard]] std::size_t delimiter_at(const char* at) const noexcept {
    const auto& tail = dialect_.tail;
    if (at == end_ || *at != dialect_.delimiter) return 0;
    const std::string_view rest(at + 1, static_cast<std::size_t>(end_ - at - 1));
    return rest.starts_with(tail) ? 1 + tail.size() : 0;
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
    bool escaped = false;
    while (at_ < end_ && delimiter_at(at_) == 0 && line_end_at(at_) == 0) {
      const bool escape = dialect_.escapes(*at_);
      at_ = escape ? past_escaped(at_) : at_ + 1;
      escaped = escaped || escape;
    }
    if (at_ == end_ && !final_) return Step::cut;
    keep(begin, at_, false, escaped);
    return go_on();
  }

  /// The quote that closes; the end if there is none yet.
  const char* find_close(const char* at, bool& changed) const noexcept {
    while (at < end_) {
      const bool doubled = dialect_.opens(*at) && at + 1 < end_ && dialect_.opens(at[1]);
      if (dialect_.opens(*at) && !doubled) return at;
      const bool escape = dialect_.escapes(*at);
      changed = changed || doubled || escape;
      at = doubled ? at + 2 : escape ? past_escaped(at) : at + 1;
    }
    return end_;
  }

  /// `first`: the quote is the field's first byte. Else it need not be one.
  Step quoted(const char* begin, bool first) {
    bool changed = false;
    const char* close = find_close(begin, changed);
    const char* after = close < end_ ? close + 1 : end_;
    while (after < end_ && dialect_.is_space(*after)) ++after;
    if (is_open(after)) return Step::cut;
    const bool ends = after == end_ || delimiter_at(after) != 0 || line_end_at(after) != 0;
    if (close < end_ && ends) {
      at_ = after;
      keep(begin, close, true, changed);
      return go_on();
    }
    if (!first) return bare();
    out_.wrong = static_cast<std::size_t>(after - text_);
    return Step::malformed;
  }

  /// Pass over what ends a field.
  Step go_on() {
    if (const auto size = delimiter_at(at_)) {
      at_ += size;
      return Step::more;
    }
    out_.next = static_cast<std::size_t>(at_ - text_) + line_end_at(at_);
    return Step::done;
  }

  void keep(const char* begin, const char* end, bool quoted, bool changed) {
    if (out_.count++ >= out_.kept) return;
    out_.fields[out_.count - 1] = {static_cast<std::uint32_t>(begin - text_),
                                   static_cast<std::uint32_t>(end - text_), quoted, changed};
  }

  const char* text_;
  const char* at_;
  const char* end_;
  bool final_;
  const Dialect& dialect_;
  Record& out_;
};

}  // namespace

Outcome read_odd_record(const char* text, std::size_t begin, std::size_t end, bool final,
                        const Dialect& dialect, Record& out) {
  const auto to_next_line = [&](Outcome outcome) {
    const auto next = line_end(text, begin, end, final, dialect);
    out.next = next.value_or(out.next);
    return next ? outcome : Outcome::cut;
  };
  Fields fields(text, begin, end, final, dialect, out);
  if (dialect.comments(text[begin])) return to_next_line(Outcome::blank);
  if (const auto size = fields.line_end_at(text + begin)) {
    out.next = begin + size;
    return Outcome::blank;
  }
  if (out.fields.size() < out.kept) out.fields.resize(out.kept);
  out.count = 0;
  auto step = Step::more;
  while (step == Step::more) step = fields.next();
  if (step == Step::done) return Outcome::record;
  return step == Step::malformed ? to_next_line(Outcome::malformed) : Outcome::cut;
}

}  // namespace dp::csv
