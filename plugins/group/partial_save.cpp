// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <dp/partial.hpp>
#include <string>

#include "group/partial.hpp"
#include "group/rows.hpp"

namespace dp::group {
namespace {

void put_cell(PartialWriter& out, const Cell& cell) {
  if (cell.is_null()) return out.put(kNullByte);
  const auto text = cell.view();
  if (cell.is_long()) {
    out.put(kLongByte);
    out.put(static_cast<std::uint32_t>(text.size()));
  } else {
    out.put(static_cast<std::uint8_t>(text.size()));
  }
  out.put_bytes(text);
}

void put_int(PartialWriter& out, Int128 value) {
  const auto magnitude = static_cast<UInt128>(value < 0 ? ~value : value);
  const int bits = detail::bit_width(magnitude) + 1;  // and the sign
  const auto size = value == 0 ? 0 : static_cast<std::size_t>(bits + 7) / 8;
  out.put(static_cast<std::uint8_t>(size));
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.put_bytes({bytes, size});
}

/// Writes a state's partitions.
class Saver {
 public:
  Saver(const State& state, Output& out) : state_(state), out_(out), writer_(bytes_) {
    for (const auto& table : state.values) orders_.push_back(table.order());
  }

  using Entries = std::span<const std::uint32_t>;

  Status save() { return state_.one_group() ? save_one() : save_all(); }

  /// The groups in this order, as partition `p`. Precondition: there are keys.
  Status save_groups(std::uint32_t p, Entries groups) {
    if (groups.empty()) return {};
    if (values_.size() < orders_.size())
      for (std::size_t i = 0; i < orders_.size(); ++i)
        values_.push_back(by_group(state_, state_.values[i], orders_[i].entries));
    put_header(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (i + Table::kAhead < groups.size()) state_.groups.prefetch(groups[i + Table::kAhead]);
      const auto group = groups[i];
      put_cell(writer_, state_.groups.key(group));
      put_group(group, [&](std::size_t table) { return values_[table].of(group); });
      if (bytes_.size() > kChunk) DP_CHECK(flush(p));
    }
    return flush(p);
  }

 private:
  static constexpr std::size_t kChunk = std::size_t{256} << 10;

  Status save_all() {
    const auto order = state_.groups.order();
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p)
      DP_CHECK(
          save_groups(p, Entries(order.entries)
                             .subspan(order.starts[p], order.starts[p + 1] - order.starts[p])));
    return {};
  }

  /// One group: its values are partitioned by their hashes, the rest is in one partition.
  Status save_one() {
    const auto seen = state_.raw_partitions | state_.whole_partitions;
    const auto home = static_cast<std::uint32_t>(seen == 0 ? 0 : std::countr_zero(seen));
    const auto& initial = state_.plan->initial;
    const std::string_view held(state_.groups.at(0) + sizeof(Cell), initial.size());
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
      bool any = p == home && held != initial;
      for (const auto& order : orders_) any |= order.starts[p] != order.starts[p + 1];
      if (!any) continue;
      put_header(1);
      at_home_ = p == home;
      put_group(0, [&](std::size_t table) {
        const auto& order = orders_[table];
        return Entries(order.entries)
            .subspan(order.starts[p], order.starts[p + 1] - order.starts[p]);
      });
      DP_CHECK(flush(p));
    }
    return {};
  }

  Status flush(std::uint32_t partition) {
    auto status = out_.partial(partition, bytes_);
    bytes_.clear();
    return status;
  }

  void put_header(std::size_t groups) {
    writer_.put(kVersion);
    writer_.put(static_cast<std::uint8_t>(state_.trimmed ? 1 : 0));
    writer_.put(state_.plan->fingerprint);
    writer_.put_count(groups);
  }

  template <class ValuesOf>
  void put_group(std::uint32_t group, ValuesOf values_of) {
    for (const auto& each : state_.plan->accumulators) {
      const char* field = at_home_ ? state_.field(group, each)
                                   : state_.plan->initial.data() + each.offset - sizeof(Cell);
      if (each.kind == Kind::distinct)
        put_values(each, values_of(each.table), load<std::uint64_t>(field));
      else if (each.kind == Kind::top)
        put_counts(each, values_of(each.table));
      else
        put_field(each, field);
    }
  }

  void put_field(const Accumulator& each, const char* field) {
    switch (each.kind) {
      case Kind::sum_int:
        return put_int(writer_, load<Int128>(field));
      case Kind::sum_float:
        return state_.view(load<NarrowSum>(field)).save(bytes_);
      case Kind::sum_decimal:
        return load<DecimalSum>(field).save(bytes_);
      case Kind::min_decimal:
      case Kind::max_decimal: {
        const auto [low, high] = load<Decimal>(field).words();
        writer_.put(low);
        return writer_.put(high);
      }
      case Kind::min_word:
      case Kind::max_word:
        return writer_.put(load<std::int64_t>(field));
      case Kind::min_text:
      case Kind::max_text: {
        const auto held = load<Cell>(field);
        return put_cell(writer_,
                        held.is_null() ? held : Cell::text(held.view(state_.texts.at(0))));
      }
      default:
        return writer_.put_count(load<std::uint64_t>(field));
    }
  }

  /// The field counts the values that stand here too: what is beyond them is known by number.
  void put_values(const Accumulator& each, Entries values, std::uint64_t all) {
    const auto& table = state_.values[each.table];
    const auto live = state_.one_group() ? table.size() : values.size();
    writer_.put_count(at_home_ ? all - live : 0);
    writer_.put_count(values.size());
    for (const auto entry : values) put_cell(writer_, table.key(entry));
  }
  void put_counts(const Accumulator& each, Entries values) {
    const auto& table = state_.values[each.table];
    writer_.put_count(values.size());
    for (const auto entry : values) {
      put_cell(writer_, table.key(entry));
      writer_.put_count(load<std::uint64_t>(table.at(entry) + table.payload()));
    }
  }

  const State& state_;
  Output& out_;
  std::string bytes_;
  PartialWriter writer_;
  std::vector<TableOrder> orders_;
  std::vector<ByGroup> values_;
  bool at_home_ = true;
};

}  // namespace

Status save(const State& state, Output& out) { return Saver(state, out).save(); }

Status save_groups(const State& state, std::span<const std::uint32_t> groups,
                   std::span<const std::uint32_t> starts, Output& out) {
  Saver saver(state, out);
  for (std::uint32_t i = 0; i + 1 < starts.size(); ++i)
    DP_CHECK(saver.save_groups(i, groups.subspan(starts[i], starts[i + 1] - starts[i])));
  return {};
}

}  // namespace dp::group
