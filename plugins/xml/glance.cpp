// SPDX-License-Identifier: Apache-2.0
#include "xml/glance.hpp"

#include <algorithm>
#include <dp/escape.hpp>

#include "xml/between.hpp"
#include "xml/chars.hpp"

namespace dp::xml {
namespace {

constexpr std::ptrdiff_t kBlock = 64;
/// A tag with more attributes is read with care.
constexpr std::size_t kMostAttributes = 16;

/// The first `quote` or '<' of [at, end), or `end`.
inline const char* find_quote(const char* at, const char* end, char quote) noexcept {
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(quote)),
                                       _mm_cmpeq_epi8(bytes, _mm_set1_epi8('<')));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (mask != 0) return std::min(at + std::countr_zero(mask), end);
  }
  return end;
}

inline const char* skip_space(const char* at) noexcept {
  while (is(*at, kSpace)) ++at;
  return at;
}

}  // namespace

void Glance::load(const char* at) noexcept {
  block_ = at;
  less_ = marks_ = odd_ = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * part));
    const auto is_byte = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    const auto bits = [&](__m128i found) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found)))
             << 16 * part;
    };
    const __m128i less = is_byte('<');
    const __m128i others =
        _mm_or_si128(is_byte('>'), _mm_or_si128(is_byte('"'), is_byte('\'')));
    // Signed: bytes from 0x80 up are below 0x20 too.
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    const __m128i space =
        _mm_or_si128(is_byte('\n'), _mm_or_si128(is_byte('\t'), is_byte('\r')));
    const __m128i special = _mm_or_si128(is_byte('&'), is_byte(']'));
    less_ |= bits(less);
    marks_ |= bits(_mm_or_si128(less, others));
    odd_ |= bits(_mm_or_si128(_mm_andnot_si128(space, low), special));
  }
}

bool Glance::next_block() {
  if (odd_ != 0 && !take_odd(odd_)) return false;
  if (end_ - block_ <= kBlock) return false;
  load(block_ + kBlock);
  return true;
}

bool Glance::seek(const char* at) {
  while (at - block_ >= kBlock)
    if (!next_block()) return false;
  return true;
}

const char* Glance::end_of(const char* at, const char* end) {
  name_ = name_at(at, end);
  if (name_.empty() || is(name_.back(), kHigh)) return nullptr;
  begin_ = even_ = at_ = at;
  end_ = end;
  own_depth_ = depth_ = 0;
  has_high_ = false;
  if (block_ == nullptr || at < block_ || at - block_ >= kBlock) load(at);
  do {
    if (!take_tag()) return nullptr;
  } while (own_depth_ != 0);
  while (at_ - block_ > kBlock)
    if (!next_block()) return nullptr;
  const auto last = at_ - block_;
  const auto odd = last >= kBlock ? odd_ : odd_ & ((std::uint64_t{1} << last) - 1);
  if (odd != 0 && !take_odd(odd)) return nullptr;
  return has_high_ && !names_are_plain(begin_, at_) ? nullptr : at_;
}

/// Go on to the next '<', and behind the tag that it begins.
bool Glance::take_tag() {
  if (!seek(at_)) return false;
  auto less = less_ & (~std::uint64_t{0} << (at_ - block_));
  while (less == 0) {
    if (!next_block()) return false;
    less = less_;
  }
  at_ = block_ + std::countr_zero(less);
  if (end_ - at_ < 3) return false;
  return at_[1] == '/' ? take_close() : take_start();
}

bool Glance::is_own(const char* at) const noexcept {
  const auto size = name_.size();
  return static_cast<std::size_t>(end_ - at) > size && *at == name_[0] &&
         is_same(at, name_.data(), size) && !is(at[size], kNameByte | kHigh);
}

bool Glance::take_close() {
  const char* begin = at_++;
  if (!seek(at_)) return false;
  auto marks = marks_ & (~std::uint64_t{0} << (at_ - block_));
  while (marks == 0) {
    if (!next_block()) return false;
    marks = marks_;
  }
  const char* mark = block_ + std::countr_zero(marks);
  if (mark >= end_ || *mark != '>' || depth_ == 0) return false;
  if (is_own(begin + 2)) --own_depth_;
  --depth_;
  at_ = mark + 1;
  return true;
}

bool Glance::take_start() {
  const char* begin = at_++;
  if (!is(*at_, kNameStart) || !seek(at_)) return false;
  auto marks = marks_ & (~std::uint64_t{0} << (at_ - block_));
  while (marks == 0) {
    if (!next_block()) return false;
    marks = marks_;
  }
  const char* mark = block_ + std::countr_zero(marks);
  if (mark >= end_ || *mark == '<') return false;
  if (*mark == '>')
    at_ = mark + 1;
  else if (!take_attributes(skip_name(at_, end_)))
    return false;
  if (at_[-2] != '/') {
    if (++depth_ > kMostDepth) return false;
    if (is_own(begin + 1)) ++own_depth_;
  }
  return true;
}

/// Read attributes, and the end of their tag.
bool Glance::take_attributes(const char* at) {
  attributes_.clear();
  while (true) {
    const char* behind = skip_space(at);
    const bool spaced = behind != at;
    at = behind;
    if (at >= end_) return false;
    if (*at == '/') ++at;
    if (*at == '>') break;
    if (!spaced || at != behind || !take_attribute(at)) return false;
  }
  at_ = at + 1;
  return at_ <= end_;
}

bool Glance::take_attribute(const char*& at) {
  const char* begin = at;
  if (!is(*at, kNameStart)) return false;
  while (is(*at, kNameByte)) ++at;
  const std::string_view name(begin, static_cast<std::size_t>(at - begin));
  at = skip_space(at);
  if (*at != '=') return false;
  at = skip_space(at + 1);
  if (at >= end_ || (*at != '"' && *at != '\'')) return false;
  const char quote = *at;
  at = find_quote(at + 1, end_, quote);
  if (at == end_ || *at != quote) return false;
  ++at;
  if (std::find(attributes_.begin(), attributes_.end(), name) != attributes_.end())
    return false;
  attributes_.push_back(name);
  return attributes_.size() <= kMostAttributes;
}

/// Look at what is odd in the block.
bool Glance::take_odd(std::uint64_t odd) {
  for (; odd != 0; odd &= odd - 1) {
    const char* at = block_ + std::countr_zero(odd);
    if (at < even_) continue;
    if (at >= end_) return false;
    if (*at == '&') {
      even_ = behind_reference(at);
      if (even_ == nullptr) return false;
    } else if (*at == ']') {
      if (at[1] == ']') return false;
    } else if (!is(*at, kHigh)) {
      return false;
    } else {
      const auto decoded = format::decode_utf8(at, end_);
      if (!decoded.valid || !is_char(decoded.code)) return false;
      even_ = at + decoded.size;
      has_high_ = true;
    }
  }
  return true;
}

const char* Glance::behind_reference(const char* at) const noexcept {
  for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
    if (begins(at, end_, known)) return at + known.size();
  return nullptr;
}

/// Whether the names of the tags of [at, end) are ASCII.
bool Glance::names_are_plain(const char* at, const char* end) const noexcept {
  for (; at < end; ++at) {
    at = std::find(at, end, '<');
    if (at == end) return true;
    if (is(*skip_name(at + (at[1] == '/' ? 2 : 1), end), kHigh)) return false;
  }
  return true;
}

}  // namespace dp::xml
