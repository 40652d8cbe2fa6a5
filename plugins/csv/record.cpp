// SPDX-License-Identifier: Apache-2.0
#include "csv/record.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "csv/field_reader.hpp"
#include "csv/odd_record.hpp"
#include "scan/lines.hpp"

namespace dp::csv {
namespace {

const char* find_byte(const char* at, const char* end, char byte) noexcept {
  return static_cast<const char*>(std::memchr(at, byte, static_cast<std::size_t>(end - at)));
}

/// Reads the fields of one record from the left.
class Fields : public FieldReader {
 public:
  using FieldReader::FieldReader;

  [[nodiscard]] bool is_blank() const noexcept {
    return *at_ == '\n' || (*at_ == '\r' && (at_ + 1 == end_ || at_[1] == '\n'));
  }

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
    return more ? step_over() : finish_at(at_);
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
      return finish_at(stop);
    }
    keep(begin, close, true, doubled);
    return step_over();
  }

  Step step_over() {
    ++at_;
    return Step::more;
  }

  /// `newline` is where the record's newline is, or the end of all.
  Step finish_at(const char* newline) { return finish(newline < end_ ? newline + 1 : end_); }
};

}  // namespace

Outcome read_record(const char* text, std::size_t begin, std::size_t end, bool final,
                    const Dialect& dialect, Record& out) {
  if (!dialect.is_plain()) return read_odd_record(text, begin, end, final, dialect, out);
  return read_fields<Fields>(text, begin, end, final, dialect, out);
}

std::optional<std::size_t> line_end(const char* text, std::size_t begin, std::size_t end,
                                    bool final, const Dialect& dialect) noexcept {
  const char* const stop = text + end;
  const auto* const found = dialect.cr_ends ? find_any(text + begin, stop, '\r', '\n')
                                            : find_any(text + begin, stop, '\n');
  const auto after = static_cast<std::size_t>(found - text) + 1;
  if (found < stop && *found == '\n') return after;
  // Of a CR, whether an LF follows must be known.
  if (after >= end) return final ? std::optional(end) : std::nullopt;
  return after + (text[after] == '\n' ? 1 : 0);
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
