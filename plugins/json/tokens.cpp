// SPDX-License-Identifier: Apache-2.0
#include "json/tokens.hpp"

#include <simdjson.h>

#include <algorithm>
#include <bit>

namespace dp::json {
namespace {

/// Most records are shorter: the index need not grow for them.
constexpr std::size_t kFirstCapacity = 16 * 1024;
/// simdjson wants to know how deep a second stage might go, of which we make no use.
constexpr std::size_t kDepth = 1;

}  // namespace

Tokens::Tokens() = default;
Tokens::Tokens(Tokens&&) noexcept = default;
Tokens& Tokens::operator=(Tokens&&) noexcept = default;
Tokens::~Tokens() = default;

Tokens::State Tokens::find(std::string_view text) {
  if (text.empty()) return State::blank;
  if (text.size() > capacity_) {
    const auto capacity = std::max(kFirstCapacity, std::bit_ceil(text.size()));
    stage_.reset();
    capacity_ = 0;
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(
            std::min<std::size_t>(capacity, simdjson::SIMDJSON_MAXSIZE_BYTES), kDepth,
            stage_) != simdjson::SUCCESS)
      return State::memory;
    capacity_ = capacity;
  }
  const auto error = stage_->stage1(reinterpret_cast<const std::uint8_t*>(text.data()),
                                    text.size(), simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) return State::blank;
  if (error != simdjson::SUCCESS) return State::wrong;
  begin_ = stage_->structural_indexes.get();
  end_ = begin_ + stage_->n_structural_indexes;
  stage_->structural_indexes[stage_->n_structural_indexes] =
      static_cast<std::uint32_t>(text.size());
  return State::found;
}

}  // namespace dp::json
