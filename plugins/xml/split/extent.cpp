// SPDX-License-Identifier: Apache-2.0
#include "xml/split/extent.hpp"

#include <algorithm>
#include <cstring>

#include "xml/markup/chars.hpp"
#include "xml/split/between.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {
namespace {

using detail::Bytes16;

/// The next '<' of [at, end), or `end`. Reads 16 bytes past `end`.
inline const char* find_tag(const char* at, const char* end) noexcept {
  return find_first(at, end, [](Bytes16 bytes) { return bytes.equal('<').bits(); });
}

/// The next '<' of [at, end) that may begin or end an element whose name begins with `first`, a
/// comment, CDATA, or an instruction. Reads 18 bytes past `end`.
inline const char* find_tag_of(const char* at, const char* end, char first) noexcept {
  return find_place(at, end, [first](const char* from) {
    const auto next = Bytes16::load(from + 1);
    const auto closes = next.equal('/') & Bytes16::load(from + 2).equal(first);
    const auto wanted = next.equal('!') | next.equal('?') | closes | next.equal(first);
    return (Bytes16::load(from).equal('<') & wanted).bits();
  });
}

/// The first '<', '>', `one` or `other` of [at, end), or `end`. Reads 16 bytes past `end`.
inline const char* find_mark(const char* at, const char* end, char one, char other) noexcept {
  return find_first(at, end, [one, other](Bytes16 bytes) {
    return (bytes.equal('<') | bytes.equal('>') | bytes.equal(one) | bytes.equal(other)).bits();
  });
}

}  // namespace

/// Walks the tags of the name of the record that it begins at.
class Extents::Scan {
 public:
  Scan(State& state, const char* end, bool whole, bool final, EndMarks& marks) noexcept
      : state_(state), at_(state.at), end_(end), whole_(whole), final_(final), marks_(marks) {}

  /// Go on until it is known how far the outermost open record goes.
  Extent run() {
    while (!is_known_) {
      at_ = find_tag_of(at_, end_, state_.name[0]);
      if (end_ - at_ < 2) break;
      step();
    }
    state_.at = at_;
    if (extent_.how == Extent::How::closed) return extent_;
    if (!is_known_) state_.met_end = true;
    if (!is_known_ && !whole_) return {Extent::How::cut, nullptr};
    extent_.how = is_known_ ? Extent::How::deep : Extent::How::open;
    if (!state_.open.empty()) extent_.next = state_.open.front().nested;
    return extent_;
  }

 private:
  void step() {
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
    const auto& name = state_.name;
    const auto size = static_cast<std::ptrdiff_t>(name.size());
    return end_ - at > size && at[0] == name[0] &&
           std::memcmp(at, name.data(), name.size()) == 0 && !is(at[size], kNameByte | kHigh);
  }
  /// Go past `mark`. If it is nowhere up to the end of the item, what should end there is no
  /// such thing; if it is too far away, all up to there is taken.
  void skip(std::string_view mark, std::ptrdiff_t from) noexcept {
    const char* next = marks_.after(at_ + from, end_, mark);
    state_.met_end |= next == nullptr;
    at_ = next != nullptr ? next : final_ ? at_ + 2 : end_;
  }
  void open() {
    const char* begin = at_;
    auto& open = state_.open;
    if (!open.empty() && open.back().nested == nullptr) open.back().nested = begin;
    const char* at = find_mark(at_ + 1 + state_.name.size(), end_, '"', '\'');
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
    if (empty && open.empty()) return closed();
    if (empty) return;
    open.push_back({begin, nullptr});
    is_known_ = open.size() > kMostDepth;
  }
  void close() {
    at_ = std::find(at_, end_, '>');
    if (at_ == end_) return;
    ++at_;
    state_.open.pop_back();
    if (state_.open.empty()) closed();
  }
  void closed() noexcept {
    is_known_ = true;
    extent_ = {Extent::How::closed, at_};
  }

  State& state_;
  const char* at_;
  const char* end_;
  bool whole_;
  bool final_;
  EndMarks& marks_;
  bool is_known_ = false;
  Extent extent_{};
};

bool Extents::knows(const char* at, const char* end) noexcept {
  auto& open = state_.open;
  while (!open.empty() && open.front().begin < at) open.pop_front();
  const bool fits = end == end_ || (!state_.met_end && end > end_);
  return fits && !open.empty() && open.front().begin == at;
}

Extent Extents::find(const char* at, const char* end, bool whole, bool final, EndMarks& marks) {
  const bool known = knows(at, end);
  if (!known) {
    fresh_.name = name_at(at, end);
    fresh_.at = at;
    fresh_.open.clear();
    fresh_.met_end = false;
  }
  auto extent = Scan(known ? state_ : fresh_, end, whole, final, marks).run();
  if (extent.how != Extent::How::open && extent.how != Extent::How::deep) return extent;
  if (!known) std::swap(state_, fresh_);
  end_ = end;
  if (extent.next == nullptr) extent.next = final ? end : before_cut_tag(at, end);
  return extent;
}

const char* before_cut_tag(const char* at, const char* end) noexcept {
  const auto is_taken = [](char byte) { return byte == '<' || byte == '>' || is(byte, kHigh); };
  const char* last = end - std::min(kLongName, end - at);
  const char* byte = last;
  while (byte > at && last - byte < kLongName && is_taken(*byte)) --byte;
  return byte > at && !is_taken(*byte) ? byte : at + 1;
}

const char* after_fault(const char* at, const char* end) noexcept {
  if (at != end) at = after_character(at, end);
  while (at != end && *at == '>') ++at;
  return at;
}

const char* end_of_fault(const char* at, const char* end, bool whole) noexcept {
  constexpr std::ptrdiff_t kKept = 200;
  const char* most = at + std::min(kKept, end - at);
  for (const char* here = at; here < most; ++here) {
    if (*here == '>') return here + 1;
    if (*here == '<' && here != at) return here;
  }
  const bool is_cut = most == end && most - at < kKept && !whole;
  return is_cut ? nullptr : most;
}

const char* Window::after_wrong(const char* at) const noexcept {
  if (end_of_tag(at) == nullptr) return nullptr;
  const char* next = after_fault(at, end);
  return next == end && !whole ? nullptr : next;
}

const char* find_start(const char* at, const char* end, std::string_view part) noexcept {
  for (; (at = find_tag(at, end)) != end; ++at) {
    const auto found = name_at(at, end);
    if (found.empty() || found.data() + found.size() == end) continue;
    if (fits(part, found)) return at;
  }
  return end;
}

}  // namespace dp::xml
