// SPDX-License-Identifier: Apache-2.0
#include "xml/extent.hpp"

#include <algorithm>
#include <cstring>

#include "xml/between.hpp"
#include "xml/chars.hpp"

namespace dp::xml {
namespace {

/// The next '<' of [at, end), or `end`. Reads 16 bytes behind `end`.
inline const char* find_tag(const char* at, const char* end) noexcept {
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto mask =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('<'))));
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

/// The next '<' of [at, end) that may begin or end an element whose name begins with `first`, a
/// comment, CDATA, or an instruction. Reads 18 bytes behind `end`.
inline const char* find_tag_of(const char* at, const char* end, char first) noexcept {
  const auto load = [](const char* from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  };
  const auto is_byte = [](__m128i bytes, char byte) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
  };
  for (; at < end; at += 16) {
    const __m128i next = load(at + 1);
    const __m128i closes = _mm_and_si128(is_byte(next, '/'), is_byte(load(at + 2), first));
    const __m128i opens = _mm_or_si128(is_byte(next, '!'), is_byte(next, '?'));
    const __m128i wanted = _mm_or_si128(_mm_or_si128(opens, closes), is_byte(next, first));
    const auto mask =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(is_byte(load(at), '<'), wanted)));
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

/// The first '<', '>', `one` or `other` of [at, end), or `end`. Reads 16 bytes behind `end`.
inline const char* find_mark(const char* at, const char* end, char one, char other) noexcept {
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto is_byte = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    const __m128i marks = _mm_or_si128(_mm_or_si128(is_byte('<'), is_byte('>')),
                                       _mm_or_si128(is_byte(one), is_byte(other)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(marks));
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

/// Finds the end of one record.
class Scan {
 public:
  Scan(const char* at, const char* end, bool whole, Marks& marks) noexcept
      : at_(at), end_(end), name_(name_at(at, end)), whole_(whole), marks_(marks) {}

  Extent run() noexcept {
    while (how_ == Extent::How::open) {
      at_ = find_tag_of(at_, end_, name_[0]);
      if (end_ - at_ < 2) break;
      step();
    }
    if (how_ == Extent::How::open && !whole_) how_ = Extent::How::cut;
    return {how_, how_ == Extent::How::closed ? at_ : nested_};
  }

 private:
  void step() noexcept {
    switch (at_[1]) {
      case '!':
        if (has("<!--", 4)) return skip("-->", 4);
        if (has("<![CDATA[", 9)) return skip("]]>", 9);
        break;
      case '?':
        return skip("?>", 2);
      case '/':
        if (is_own(at_ + 2)) return close();
        break;
      default:
        if (is_own(at_ + 1)) return open();
    }
    at_ += 2;
  }

  [[nodiscard]] bool has(const char* mark, std::ptrdiff_t size) const noexcept {
    return end_ - at_ >= size && std::memcmp(at_, mark, static_cast<std::size_t>(size)) == 0;
  }
  /// Whether the record's own name is at `at`.
  [[nodiscard]] bool is_own(const char* at) const noexcept {
    const auto size = static_cast<std::ptrdiff_t>(name_.size());
    return end_ - at > size && at[0] == name_[0] &&
           std::memcmp(at, name_.data(), name_.size()) == 0 && !is(at[size], kNameByte | kHigh);
  }
  /// Go behind `mark`. If it is nowhere, what should end there is no such thing.
  void skip(std::string_view mark, std::ptrdiff_t from) noexcept {
    const char* next = marks_.behind(at_ + from, end_, mark);
    if (next == nullptr && !whole_)
      how_ = Extent::How::cut;
    else
      at_ = next == nullptr ? at_ + 2 : next;
  }
  void open() noexcept {
    if (depth_ == 1 && nested_ == nullptr) nested_ = at_;
    const char* at = find_mark(at_ + 1 + name_.size(), end_, '"', '\'');
    while (at < end_ && *at != '>' && *at != '<') {
      const char quote = *at;
      at = find_mark(at + 1, end_, quote, quote);
      while (at < end_ && *at == '>') at = find_mark(at + 1, end_, quote, quote);
      if (at < end_ && *at == quote) at = find_mark(at + 1, end_, '"', '\'');
    }
    at_ = at;
    if (at == end_) return;  // the loop ends too
    const bool empty = *at == '>' && at[-1] == '/';
    if (*at == '>') ++at_;
    if (empty && depth_ == 0) how_ = Extent::How::closed;
    if (empty || ++depth_ <= kMostDepth) return;
    end_ = at_;  // no more is looked at
    whole_ = true;
  }
  void close() noexcept {
    at_ = std::find(at_, end_, '>');
    if (at_ == end_) return;
    ++at_;
    if (--depth_ == 0) how_ = Extent::How::closed;
  }

  const char* at_;
  const char* end_;
  std::string_view name_;
  bool whole_;
  Marks& marks_;
  std::size_t depth_ = 0;
  Extent::How how_ = Extent::How::open;
  const char* nested_ = nullptr;
};

}  // namespace

Extent find_end(const char* at, const char* end, bool whole, bool final,
                Marks& marks) noexcept {
  auto extent = Scan(at, end, whole, marks).run();
  if (extent.how == Extent::How::open && extent.next == nullptr)
    extent.next = final ? end : at + 1;
  return extent;
}

const char* find_start(const char* at, const char* end, std::string_view name) noexcept {
  for (; (at = find_tag(at, end)) != end; ++at) {
    const auto found = name_at(at, end);
    if (found.empty() || found.data() + found.size() == end) continue;
    if (name == "*" || local(found) == name) return at;
  }
  return end;
}

}  // namespace dp::xml
