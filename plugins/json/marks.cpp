// SPDX-License-Identifier: Apache-2.0
#include "json/marks.hpp"

#include <algorithm>
#include <bit>

#include "scan/block.hpp"
#include "scan/positions.hpp"

// Source: the bit logic is that of G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per
// Second", VLDB Journal 28, 2019, section 3.1.

namespace dp::json {
namespace {

/// What each of 64 bytes is: a bit for each byte.
///
/// With bit 5 set, [ is { and ] is }; so 0x0c and 0x1a pass for comma and colon: such a mark is
/// refused by who reads it.
struct ByteMasks {
  std::uint64_t quote, slash, structural, control;
};

struct PortableMasks {
  static ByteMasks of(const char* at) noexcept {
    const auto block = scan::Block::load(at);
    return {block.equal('"'), block.equal('\\'), block.with_bit5().any_of('{', '}', ':', ','),
            block.control()};
  }
  static std::uint64_t parity_of(std::uint64_t bits) noexcept { return scan::parity(bits); }
};

#if DP_HAS_AVX2
constexpr scan::ByteTable kStructurals("{}:,");

struct Avx2Masks {
  DP_AVX2 static inline ByteMasks of(const char* at) noexcept {
    const auto block = scan::Avx2Block::load(at);
    return {block.equal('"'), block.equal('\\'), block.with_bit5().any_of(kStructurals),
            block.control()};
  }
  DP_AVX2 static inline std::uint64_t parity_of(std::uint64_t bits) noexcept {
    return scan::parity_avx2(bits);
  }
};
#endif

/// The bytes that follow a backslash which is not itself escaped.
DP_INLINE std::uint64_t escaped_by(std::uint64_t slash, Carry& carry) noexcept {
  std::uint64_t escaped = carry.escaped ? 1 : 0;
  carry.escaped = false;
  slash &= ~escaped;
  while (slash != 0) {
    const auto next = static_cast<unsigned>(std::countr_zero(slash)) + 1;
    if (next == 64) {
      carry.escaped = true;
      break;
    }
    const std::uint64_t bit = std::uint64_t{1} << next;
    escaped |= bit;
    slash &= ~(bit | bit >> 1);
  }
  return escaped;
}

struct Marked {
  std::uint64_t marks;
  std::uint64_t wrong;  ///< control characters in strings
};

template <class Masks>
DP_INLINE Marked mark(const ByteMasks& masks, Carry& carry) noexcept {
  const bool plain = masks.slash == 0 && !carry.escaped;
  const std::uint64_t escaped = plain ? 0 : escaped_by(masks.slash, carry);
  const std::uint64_t quote = masks.quote & ~escaped;
  const std::uint64_t string = Masks::parity_of(quote) ^ (carry.string ? ~std::uint64_t{0} : 0);
  carry.string = (string >> 63) != 0;
  return {quote | (masks.structural & ~string), masks.control & string};
}

template <class Masks>
DP_INLINE Found find_marks(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                           std::uint32_t* marks) noexcept {
  const std::uint32_t* const first = marks;
  for (std::size_t at = begin; at < end; at += 64) {
    const std::size_t left = end - at;
    const std::uint64_t inside = left < 64 ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
    const auto found = mark<Masks>(Masks::of(text + at), carry);
    if ((found.wrong & inside) != 0) [[unlikely]] {
      const auto wrong = static_cast<unsigned>(std::countr_zero(found.wrong));
      const auto before = found.marks & ((std::uint64_t{1} << wrong) - 1);
      marks = scan::put_positions<8>(before, at, marks);
      return {static_cast<std::size_t>(marks - first), at + wrong, true};
    }
    marks = scan::put_positions<8>(found.marks & inside, at, marks);
  }
  return {static_cast<std::size_t>(marks - first), end, false};
}

}  // namespace

Found find_marks_portable(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                          std::uint32_t* marks) {
  return find_marks<PortableMasks>(text, begin, end, carry, marks);
}

#if DP_HAS_AVX2
namespace {

DP_AVX2 Found find_marks_avx2(const char* text, std::size_t begin, std::size_t end,
                              Carry& carry, std::uint32_t* marks) {
  return find_marks<Avx2Masks>(text, begin, end, carry, marks);
}

}  // namespace

FindMarks best_find_marks() noexcept {
  return scan::best(&find_marks_avx2, &find_marks_portable);
}
#else
FindMarks best_find_marks() noexcept { return &find_marks_portable; }
#endif

Marks::Marks(FindMarks find)
    : find_(find), marks_(std::make_unique<std::uint32_t[]>(kWindow + 16)) {
  cursor_ = last_ = marks_.get();
}

void Marks::start(const char* text, std::size_t at, std::size_t end) noexcept {
  text_ = text;
  end_ = end;
  cursor_ = last_ = marks_.get();
  found_ = {};
  found_.end = at;
  carry_ = {};
  size_ = kFirstWindow;
}

bool Marks::fill() noexcept {
  while (!found_.broken && found_.end < end_) {
    const auto window = found_.end;
    found_ = find_(text_, window, std::min(window + size_, end_), carry_, marks_.get());
    cursor_ = marks_.get();
    last_ = cursor_ + found_.count;
    size_ = std::min(2 * size_, kWindow);
    if (found_.count != 0) return true;
  }
  return false;
}

}  // namespace dp::json
