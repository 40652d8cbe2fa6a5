// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/block.hpp"

#include "scan/block.hpp"

namespace dp::xml {

Block load_block(const char* at) noexcept {
  const auto block = scan::Block::load(at);
  const auto spaces = block.any_of('\n', '\t') | block.equal('\r');
  return {at, block.any_of('<', '>', '"', '\''),
          (block.control_or_high() & ~spaces) | block.any_of('&', ']')};
}

#if DP_HAS_AVX2
namespace {

constexpr scan::ByteTable kMarks("<>\"'");
constexpr scan::ByteTable kSpaces("\t\n\r");
constexpr scan::ByteTable kSpecial("&]");

DP_AVX2 Block load_block_avx2(const char* at) noexcept {
  const auto block = scan::Avx2Block::load(at);
  return {at, block.any_of(kMarks),
          (block.control_or_high() & ~block.any_of(kSpaces)) | block.any_of(kSpecial)};
}

}  // namespace

LoadBlock best_load_block() noexcept { return scan::best(&load_block_avx2, &load_block); }
#else
LoadBlock best_load_block() noexcept { return &load_block; }
#endif

}  // namespace dp::xml
