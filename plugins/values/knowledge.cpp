// SPDX-License-Identifier: Apache-2.0
#include "values/knowledge.hpp"

#include <algorithm>
#include <dp/partial.hpp>

namespace dp::values {
namespace {

void put(PartialWriter& partial, const std::optional<Refuter>& refuter) {
  partial.put<std::uint8_t>(!refuter ? 0 : refuter->value ? 2 : 1);
  if (!refuter) return;
  partial.put(refuter->item);
  partial.put(refuter->offset);
  if (refuter->value) partial.put_text(*refuter->value);
}

std::optional<Refuter> get_refuter(PartialReader& partial) {
  const auto kind = partial.get<std::uint8_t>();
  if (kind > 2) partial.spoil();
  if (kind == 0 || !partial.ok()) return std::nullopt;
  Refuter refuter;
  refuter.item = partial.get<std::uint64_t>();
  refuter.offset = partial.get<std::uint64_t>();
  if (kind == 2) refuter.value = partial.text();
  return refuter;
}

/// Call `add` with all that is in the bytes. Errors: corrupt.
template <class Add>
Status read(std::string_view bytes, Add&& add) {
  PartialReader partial(bytes);
  while (partial.ok() && !partial.rest().empty()) {
    const auto key = partial.text();
    const auto bits = partial.get<std::uint8_t>();
    const auto refuter = get_refuter(partial);
    if (partial.ok()) add(key, bits, refuter);
  }
  return partial.finish();
}

}  // namespace

Result<Knowledge> Knowledge::of(std::string_view bytes) {
  Knowledge knowledge;
  DP_CHECK(knowledge.combine(bytes));
  return knowledge;
}

void Knowledge::add(std::string_view key, std::uint8_t bits,
                    const std::optional<Refuter>& refuter) {
  auto at = columns_.lower_bound(key);
  if (at == columns_.end() || at->first != key)
    at = columns_.emplace_hint(at, std::string(key), Column{});
  auto& column = at->second;
  column.bits &= bits;
  if (refuter && (!column.refuter || *refuter < *column.refuter)) column.refuter = refuter;
}

Status Knowledge::combine(std::string_view bytes) {
  DP_CHECK(read(bytes, [](auto&&...) {}));
  return read(bytes, [this](std::string_view key, std::uint8_t bits, const auto& refuter) {
    add(key, bits, refuter);
  });
}

void Knowledge::save(std::string& out) const {
  PartialWriter partial(out);
  for (const auto& [key, column] : columns_) {
    partial.put_text(key);
    partial.put(column.bits);
    put(partial, column.refuter);
  }
}

Status Knowledge::check_size() const {
  if (columns_.size() <= kMostColumns) return {};
  return fail(Errc::invalid_argument,
              "has more than " + std::to_string(kMostColumns) +
                  " columns (are some of them values? say which there are: columns: {...})");
}

const Knowledge::Column* Knowledge::find(std::string_view key) const {
  const auto found = columns_.find(key);
  return found == columns_.end() ? nullptr : &found->second;
}

}  // namespace dp::values
