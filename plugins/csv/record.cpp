// SPDX-License-Identifier: Apache-2.0
#include "csv/record.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "csv/odd_record.hpp"
#include "scan/lines.hpp"

namespace dp::csv {
namespace {

const char* find_byte(const char* at, const char* end, char byte) noexcept {
  return static_cast<const char*>(std::memchr(at, byte, static_cast<std::size_t>(end - at)));
}

/// Reads the fields of one record from the left.
class Fields {
 public:
  enum class Step : std::uint8_t { more, done, malformed, cut };

  Fields(const char* text, std::size_t begin, std::size_t end, bool final,
         const Dialect& dialect, Record& out)
      : text_(text),
        at_(text + begin),
        end_(text + end),
        final_(final),
        dialect_(dialect),
        out_(out) {}

  Step next() {
    if (at_ == end_) return bare();
    if (dialect_.opens(*at_)) return quoted();
    return dialect_.is_space(*at_) ? spaced() : bare();
  }

 private:
  Step bare() {
    const char* begin = at_;
    while (at_ < end_ && *at_ != dialect_.delimiter && *at_ != '\n') ++at_;
    if (at_ == end_ && !final_) return Step::cut;
    const char* end = at_;
    const bool more = at_ < end_ && *at_ == dialect_.delimiter;
    if (!more && end > begin && end[-1] == '\r') --end;
    keep(begin, end, false, false);
    return more ? step_over() : finish(at_);
  }

  Step quoted() {
    const char* begin = at_ + 1;
    bool doubled = false;
    const char* close = find_close(begin, doubled);
    if (close == nullptr) return final_ ? wrong(end_) : Step::cut;
    return closed(begin, close, doubled);
  }

  /// A field that begins with a space: in quotes, if it is a quoted field as a whole.
  Step spaced() {
    const char* begin = past_spaces(at_);
    if (begin == end_ || !dialect_.opens(*begin)) return bare();
    bool doubled = false;
    const char* close = find_close(++begin, doubled);
    if (close == nullptr) return final_ ? bare() : Step::cut;
    return may_end_field(past_spaces(close + 1)) ? closed(begin, close, doubled) : bare();
  }

  /// The quote that closes; nullptr if there is none yet.
  const char* find_close(const char* at, bool& doubled) const noexcept {
    while (true) {
      const char* close = find_byte(at, end_, dialect_.quote);
      if (close == nullptr || close + 1 == end_ || close[1] != dialect_.quote) return close;
      doubled = true;
      at = close + 2;
    }
  }

  [[nodiscard]] const char* past_spaces(const char* at) const noexcept {
    while (at < end_ && dialect_.is_space(*at)) ++at;
    return at;
  }

  [[nodiscard]] bool may_end_field(const char* at) const noexcept {
    if (at == end_ || *at == dialect_.delimiter || *at == '\n') return true;
    return *at == '\r' && (at + 1 == end_ || at[1] == '\n');
  }

  /// Go on after a closing quote.
  Step closed(const char* begin, const char* close, bool doubled) {
    at_ = past_spaces(close + 1);
    const bool more = at_ < end_ && *at_ == dialect_.delimiter;
    if (!more) {
      const char* stop = at_ < end_ && *at_ == '\r' ? at_ + 1 : at_;
      if (stop == end_ && !final_) return Step::cut;
      if (stop < end_ && *stop != '\n') return wrong(at_);
      keep(begin, close, true, doubled);
      return finish(stop);
    }
    keep(begin, close, true, doubled);
    return step_over();
  }

  Step step_over() {
    ++at_;
    return Step::more;
  }

  /// `newline` is where the record's newline is, or the end of all.
  Step finish(const char* newline) {
    out_.next = static_cast<std::size_t>(newline - text_) + (newline < end_ ? 1 : 0);
    return Step::done;
  }

  Step wrong(const char* at) {
    out_.wrong = static_cast<std::size_t>(at - text_);
    return Step::malformed;
  }

  void keep(const char* begin, const char* end, bool quoted, bool doubled) {
    if (out_.count++ >= out_.kept) return;
    out_.fields[out_.count - 1] = {static_cast<std::uint32_t>(begin - text_),
                                   static_cast<std::uint32_t>(end - text_), quoted, doubled};
  }

  const char* text_;
  const char* at_;
  const char* end_;
  bool final_;
  const Dialect& dialect_;
  Record& out_;
};

bool is_blank(const char* text, std::size_t begin, std::size_t end) noexcept {
  if (text[begin] == '\n') return true;
  return text[begin] == '\r' && (begin + 1 == end || text[begin + 1] == '\n');
}

}  // namespace

Outcome read_record(const char* text, std::size_t begin, std::size_t end, bool final,
                    const Dialect& dialect, Record& out) {
  using Step = Fields::Step;
  if (!dialect.is_plain()) return read_odd_record(text, begin, end, final, dialect, out);
  const auto to_next_line = [&](Outcome outcome) {
    const auto next = line_end(text, begin, end, final, dialect);
    out.next = next.value_or(out.next);
    return next ? outcome : Outcome::cut;
  };
  if (is_blank(text, begin, end) || dialect.comments(text[begin]))
    return to_next_line(Outcome::blank);
  if (out.fields.size() < out.kept) out.fields.resize(out.kept);
  out.count = 0;
  Fields fields(text, begin, end, final, dialect, out);
  auto step = Step::more;
  while (step == Step::more) step = fields.next();
  if (step == Step::done) return Outcome::record;
  return step == Step::malformed ? to_next_line(Outcome::malformed) : Outcome::cut;
}

std::optional<std::size_t> line_end(const char* text, std::size_t begin, std::size_t end,
                                    bool final, const Dialect& dialect) noexcept {
  const std::string_view line(text + begin, end - begin);
  const auto found = dialect.cr_ends ? line.find_first_of("\r\n") : line.find('\n');
  if (found == std::string_view::npos) return final ? std::optional(end) : std::nullopt;
  if (line[found] == '\n') return begin + found + 1;
  // A CR: whether an LF follows must be known.
  if (found + 1 == line.size()) return final ? std::optional(end) : std::nullopt;
  return begin + found + (line[found + 1] == '\n' ? 2 : 1);
}

std::uint64_t lines_in(std::string_view text, const Dialect& dialect) noexcept {
  if (!dialect.cr_ends) return scan::lines_in(text);
  std::uint64_t lines = 0;
  for (std::size_t at = 0; at < text.size(); ++lines)
    at = line_end(text.data(), at, text.size(), true, dialect).value_or(text.size());
  return lines;
}

void append_text(std::string& out, const Field& field, const char* base,
                 const Dialect& dialect) {
  auto text = field.text(base);
  if (!field.doubled) {
    out.append(text);
    return;
  }
  const char signs[] = {dialect.quote, dialect.escape};
  const std::string_view stops(signs + (field.quoted ? 0 : 1),
                               (field.quoted ? 1u : 0u) + (dialect.escape != '\0' ? 1u : 0u));
  for (auto found = text.find_first_of(stops); found < text.size();
       found = text.find_first_of(stops)) {
    // Of two bytes the second; at the end of the text there is but one.
    const bool pair = found + 1 < text.size();
    out.append(text.substr(0, found)).append(text.substr(pair ? found + 1 : found, 1));
    text.remove_prefix(found + (pair ? 2 : 1));
  }
  out.append(text);
}

}  // namespace dp::csv
