// SPDX-License-Identifier: Apache-2.0
#include "values/knowledge.hpp"

#include <algorithm>
#include <dp/partial.hpp>
#include <utility>
#include <vector>

#include "values/type_set.hpp"

namespace dp::values {
namespace {

void put(PartialWriter& partial, const Refuter& refuter) {
  partial.put<std::uint8_t>(refuter.value ? 2 : 1);
  partial.put(refuter.item);
  partial.put(refuter.offset);
  if (refuter.value) partial.put_text(*refuter.value);
}

Refuter get_refuter(PartialReader& partial) {
  const auto kind = partial.get<std::uint8_t>();
  if (kind != 1 && kind != 2) partial.spoil();
  Refuter refuter;
  if (!partial.ok()) return refuter;
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
    const auto kept = partial.get<std::uint16_t>();
    const auto refuters = partial.get<std::uint16_t>();
    if (partial.ok()) add(key, kept, std::nullopt);
    for (unsigned i = 0; i < refuters && partial.ok(); ++i) {
      const auto bits = partial.get<std::uint16_t>();
      const auto refuter = get_refuter(partial);
      if (partial.ok()) add(key, bits, refuter);
    }
  }
  return partial.finish();
}

}  // namespace

Result<Knowledge> Knowledge::of(std::string_view bytes) {
  Knowledge knowledge;
  DP_CHECK(knowledge.combine(bytes));
  return knowledge;
}

void Knowledge::add(std::string_view key, std::uint16_t bits,
                    const std::optional<Refuter>& refuter) {
  auto at = columns_.lower_bound(key);
  if (at == columns_.end() || at->first != key)
    at = columns_.emplace_hint(at, std::string(key), Column{});
  auto& column = at->second;
  column.bits &= bits;
  if (!refuter) {
    column.kept &= bits;
    return;
  }
  const auto [known, added] = column.refuters.emplace(bits, *refuter);
  if (!added && *refuter < known->second) known->second = *refuter;
}

std::optional<Refuter> Knowledge::Column::refuter() const {
  std::vector<std::pair<Refuter, std::uint16_t>> in_order;
  for (const auto& [of, refuter] : refuters) in_order.emplace_back(refuter, of);
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [refuter, of] : in_order)
    if (!refuter.value) return refuter;
  const auto type = TypeSet(bits).first();
  auto so_far = kept;
  for (const auto& [refuter, of] : in_order) {
    so_far &= of;
    if (TypeSet(so_far).first() == type) return refuter;
  }
  return std::nullopt;
}

Status Knowledge::combine(std::string_view bytes) {
  DP_CHECK(read(bytes, [](auto&&...) {}));
  return read(bytes,
              [this](std::string_view key, std::uint16_t bits,
                     const std::optional<Refuter>& refuter) { add(key, bits, refuter); });
}

void Knowledge::save(std::string& out) const {
  PartialWriter partial(out);
  for (const auto& [key, column] : columns_) {
    partial.put_text(key);
    partial.put(column.kept);
    partial.put(static_cast<std::uint16_t>(column.refuters.size()));
    for (const auto& [bits, refuter] : column.refuters) {
      partial.put(bits);
      put(partial, refuter);
    }
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
