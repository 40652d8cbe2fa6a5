// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <dp/detail/bytes16.hpp>

#include "csv/record.hpp"

namespace dp::csv {

/// The first of these bytes from `at` on; `end` if there is none.
template <class... Bytes>
[[nodiscard]] inline const char* find_any(const char* at, const char* end,
                                          Bytes... bytes) noexcept {
  for (; end - at >= 16; at += 16) {
    const auto block = detail::Bytes16::load(at);
    const std::uint32_t found = (block.equal(bytes) | ...).bits();
    if (found != 0) return at + std::countr_zero(found);
  }
  while (at < end && ((*at != bytes) && ...)) ++at;
  return at;
}

/// What readers of the fields of one record share: where they are, and what they keep.
class FieldReader {
 public:
  enum class Step : std::uint8_t { more, done, malformed, cut };

  FieldReader(const char* text, std::size_t begin, std::size_t end, bool final,
              const Dialect& dialect, Record& out) noexcept
      : text_(text),
        at_(text + begin),
        end_(text + end),
        final_(final),
        dialect_(dialect),
        out_(out) {}

 protected:
  [[nodiscard]] const char* past_spaces(const char* at) const noexcept {
    while (at < end_ && dialect_.is_space(*at)) ++at;
    return at;
  }

  void keep(const char* begin, const char* end, bool quoted, bool doubled) {
    if (out_.count++ >= out_.kept) return;
    out_.fields[out_.count - 1] = {static_cast<std::uint32_t>(begin - text_),
                                   static_cast<std::uint32_t>(end - text_), quoted, doubled};
  }

  /// `next`: where the next record begins.
  Step finish(const char* next) {
    out_.next = static_cast<std::size_t>(next - text_);
    return Step::done;
  }

  Step wrong(const char* at) {
    out_.wrong = static_cast<std::size_t>(at - text_);
    return Step::malformed;
  }

  const char* text_;
  const char* at_;
  const char* end_;
  bool final_;
  const Dialect& dialect_;
  Record& out_;
};

/// Read a record as read_record does. `Fields`: a FieldReader that has is_blank(), whether the record is
/// an empty line, and next(), which reads one field more.
template <class Fields>
Outcome read_fields(const char* text, std::size_t begin, std::size_t end, bool final,
                    const Dialect& dialect, Record& out) {
  using Step = FieldReader::Step;
  const auto to_next_line = [&](Outcome outcome) {
    const auto next = line_end(text, begin, end, final, dialect);
    out.next = next.value_or(out.next);
    return next ? outcome : Outcome::cut;
  };
  Fields fields(text, begin, end, final, dialect, out);
  if (fields.is_blank() || dialect.comments(text[begin])) return to_next_line(Outcome::blank);
  if (out.fields.size() < out.kept) out.fields.resize(out.kept);
  out.count = 0;
  auto step = Step::more;
  while (step == Step::more) step = fields.next();
  if (step == Step::done) return Outcome::record;
  return step == Step::malformed ? to_next_line(Outcome::malformed) : Outcome::cut;
}

}  // namespace dp::csv
