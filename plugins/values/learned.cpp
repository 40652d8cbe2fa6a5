// SPDX-License-Identifier: Apache-2.0
#include "values/learned.hpp"

namespace dp::values {

Status LearnedRows::emit(Output& out, RecordPlace place, const Knowledge& knowledge) {
  for (const auto& [key, column] : knowledge.columns()) {
    constexpr std::uint16_t kNone = 0xffff;
    if (column.kept != kNone || column.refuters.empty())
      DP_CHECK(
          rows_.add(out, place, key, column.kept, std::nullopt, std::nullopt, std::nullopt));
    for (const auto& [bits, refuter] : column.refuters) {
      std::optional<std::string_view> value;
      if (refuter.value) value = *refuter.value;
      DP_CHECK(rows_.add(out, place, key, bits, static_cast<std::int64_t>(refuter.item),
                         static_cast<std::int64_t>(refuter.offset), value));
    }
  }
  return rows_.flush(out);
}

Status LearnedReducer::open(const Context& context, Schema& output) {
  DP_TRY(places_.key, context.column("key", Type::string));
  DP_TRY(places_.bits, context.column("bits", Type::int64));
  DP_TRY(places_.item, context.column("item", Type::int64));
  DP_TRY(places_.offset, context.column("offset", Type::int64));
  DP_TRY(places_.value, context.column("value", Type::string));
  output = rows_.columns("column", "value", "item", "offset");
  return {};
}

Status LearnedReducer::update(const BatchView& batch) {
  const auto keys = batch.strings(places_.key);
  const auto bits = batch.ints(places_.bits);
  const auto items = batch.ints(places_.item);
  const auto offsets = batch.ints(places_.offset);
  const auto values = batch.strings(places_.value);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    std::optional<Refuter> refuter;
    if (!items.is_null(row)) {
      refuter.emplace();
      refuter->item = static_cast<std::uint64_t>(items[row]);
      refuter->offset = offsets.is_null(row) ? 0 : static_cast<std::uint64_t>(offsets[row]);
      if (!values.is_null(row)) refuter->value = values[row];
    }
    knowledge_.add(keys[row], static_cast<std::uint16_t>(bits[row]), refuter);
  }
  return {};  // too many columns are a mistake of the pipeline, not of a record: see combine
}

Status LearnedReducer::save(Output& out) const {
  std::string bytes;
  knowledge_.save(bytes);
  return out.partial(0, bytes);
}

Status LearnedReducer::combine(std::uint32_t, std::string_view partial) {
  DP_CHECK(knowledge_.combine(partial));
  return knowledge_.check_size();
}

Status LearnedReducer::finalize(Output& out) {
  for (const auto& [key, column] : knowledge_.columns()) {
    const auto told = column.refuter();
    if (!told) continue;
    const auto& refuter = *told;
    std::optional<std::string_view> value;
    if (refuter.value) value = *refuter.value;
    DP_CHECK(rows_.add(out, {refuter.item, refuter.offset},
                       std::string_view(key).substr(key.empty() ? 0 : 1), value,
                       static_cast<std::int64_t>(refuter.item),
                       static_cast<std::int64_t>(refuter.offset)));
  }
  return rows_.flush(out);
}

}  // namespace dp::values
