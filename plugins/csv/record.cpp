// SPDX-License-Identifier: Apache-2.0
#include "csv/record.hpp"

#include <cstring>

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

  Step next() { return at_ < end_ && dialect_.opens(*at_) ? quoted() : bare(); }

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
    const char* begin = ++at_;
    bool doubled = false;
    while (true) {
      const char* close = find_byte(at_, end_, dialect_.quote);
      if (close == nullptr) return final_ ? wrong(end_) : Step::cut;
      at_ = close + 1;
      if (at_ == end_ || *at_ != dialect_.quote) return closed(begin, close, doubled);
      doubled = true;
      ++at_;
    }
  }

  /// Go on after a closing quote.
  Step closed(const char* begin, const char* close, bool doubled) {
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

/// Set `next` after the first newline from `begin` on. False if there is none yet.
bool next_line(const char* text, std::size_t begin, std::size_t end, bool final,
               std::size_t& next) noexcept {
  const char* newline = find_byte(text + begin, text + end, '\n');
  if (newline == nullptr && !final) return false;
  next = newline == nullptr ? end : static_cast<std::size_t>(newline - text) + 1;
  return true;
}

}  // namespace

Outcome read_record(const char* text, std::size_t begin, std::size_t end, bool final,
                    const Dialect& dialect, Record& out) {
  using Step = Fields::Step;
  if (is_blank(text, begin, end) || dialect.comments(text[begin]))
    return next_line(text, begin, end, final, out.next) ? Outcome::blank : Outcome::cut;
  if (out.fields.size() < out.kept) out.fields.resize(out.kept);
  out.count = 0;
  Fields fields(text, begin, end, final, dialect, out);
  auto step = Step::more;
  while (step == Step::more) step = fields.next();
  if (step == Step::done) return Outcome::record;
  if (step == Step::malformed && next_line(text, begin, end, final, out.next))
    return Outcome::malformed;
  return Outcome::cut;
}

void append_text(std::string& out, const Field& field, const char* base, char quote) {
  const auto text = field.text(base);
  if (!field.doubled) {
    out.append(text);
    return;
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto found = text.find(quote, at);
    const auto end = found == std::string_view::npos ? text.size() : found + 1;
    out.append(text.substr(at, end - at));
    at = found == std::string_view::npos ? end : end + 1;
  }
}

}  // namespace dp::csv
