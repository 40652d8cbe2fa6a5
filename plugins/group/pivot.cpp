// SPDX-License-Identifier: Apache-2.0
#include "group/pivot.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "group/order.hpp"
#include "group/partial.hpp"
#include "group/rows.hpp"

namespace dp::group {
namespace {

constexpr std::size_t kMostShown = 60;

/// A name in a message.
std::string shown(std::string_view name) {
  std::string text = "'" + std::string(name.substr(0, kMostShown));
  return text + (name.size() > kMostShown ? "...'" : "'");
}

std::string why_rejected(const PivotPlan& plan, const StringColumn& names, std::size_t row) {
  std::string text = plan.name_of + ": got ";
  text += names.is_null(row) ? "null" : shown(names[row]);
  text += ", expected one of the columns ";
  for (std::size_t i = 0; i < plan.names.size(); ++i) {
    if (text.size() > 4 * kMostShown) return text + ", ...";
    text += (i == 0 ? "" : ", ") + shown(plan.names[i]);
  }
  return text;
}

/// Puts the groups of a pivot, in their order, together to rows.
class WideRows {
 public:
  static constexpr std::size_t kRows = 256;

  WideRows(const PivotPlan& plan, const State& state, Output& out)
      : plan_(plan),
        state_(state),
        rows_(state, kAsked),
        out_(out),
        batch_(plan.output(), kRows) {
    row_.cells.resize(plan.names.size());
    row_.holds.resize(plan.names.size());
    row_.scales.resize(plan.keys());
    empty_.null = true;
    if (plan.fill) empty_ = *plan.fill;
    if (plan.fill) empty_.text = plan.fill_text;
  }

  Status add(std::uint32_t group) {
    const auto name = rows_.key_text(plan_.keys(), group);
    const auto place = plan_.places.find(name);
    if (name.data() == nullptr || place == plan_.places.end())
      return fail(Errc::corrupt, "a name is no column");
    const auto key = key_of(group, name);
    if (!row_.is_open || key != row_.key) {
      DP_CHECK(end_row());
      begin_row(group, key);
    }
    for (std::size_t i = 0; i < plan_.keys(); ++i)
      if (plan_.plan.keys[i].field.type == Type::decimal)
        row_.scales[i] = std::max(row_.scales[i], rows_.key_scale(i, group));
    if (plan_.is_single) DP_CHECK(check_single(group, place->second));
    DP_TRY(const auto value,
           rows_.checked(PivotPlan::kValue, group, row_.holds[place->second]));
    if (!value.null) row_.cells[place->second] = value;
    return {};
  }
  Status finish() {
    DP_CHECK(end_row());
    return flush();
  }

 private:
  static constexpr std::size_t kAsked[] = {PivotPlan::kValue, PivotPlan::kRecords};
  static constexpr std::size_t kTextBytes = std::size_t{1} << 20;

  /// The row in hand.
  struct Hand {
    bool is_open = false;
    std::string_view key;
    std::uint32_t first = 0;  ///< a group of it
    std::vector<Datum> cells;
    std::vector<Cell> holds;  ///< the cells' texts
    std::vector<int> scales;  ///< how many digits decimal keys have after the point
  };

  /// What a group's key has before the name.
  [[nodiscard]] std::string_view key_of(std::uint32_t group, std::string_view name) const {
    if (plan_.keys() == 0) return {};
    const auto whole = state_.groups.text(group);
    const std::size_t head = name.size() > Cell::kInline ? 1 + sizeof(std::uint32_t) : 1;
    return whole.substr(0, static_cast<std::size_t>(name.data() - whole.data()) - head);
  }

  void begin_row(std::uint32_t group, std::string_view key) {
    row_.is_open = true;
    row_.first = group;
    row_.key = key;
    std::fill(row_.cells.begin(), row_.cells.end(), empty_);
    std::fill(row_.scales.begin(), row_.scales.end(), 0);
  }

  Status end_row() {
    if (!row_.is_open) return {};
    for (std::size_t i = 0; i < plan_.keys(); ++i) {
      Cell hold;
      put(i, key(i, hold), plan_.plan.keys[i].field.type);
    }
    for (std::size_t i = 0; i < row_.cells.size(); ++i)
      put(plan_.keys() + i, row_.cells[i], plan_.value().type);
    row_.is_open = false;
    return ++count_ == kRows || text_bytes_ > kTextBytes ? flush() : Status{};
  }

  [[nodiscard]] Datum key(std::size_t index, Cell& hold) const {
    auto value = rows_.key(index, row_.first, hold);
    if (plan_.plan.keys[index].field.type == Type::decimal && !value.null)
      value.decimal = at_scale(value.decimal, row_.scales[index]);
    return value;
  }

  void put(std::size_t column, const Datum& value, Type type) {
    put_datum(batch_.column(column), count_, value, type);
    if (is_text(type) && !value.null) text_bytes_ += value.text.size();
  }

  Status flush() {
    if (count_ == 0) return {};
    DP_CHECK(out_.emit(batch_.finish(count_, 0)));
    batch_.clear();
    count_ = text_bytes_ = 0;
    return {};
  }

  [[nodiscard]] Status check_single(std::uint32_t group, std::size_t place) const {
    Cell hold;
    const auto records = rows_.taken(PivotPlan::kRecords, group, hold).integer;
    if (records == 1) return {};
    std::string text = std::to_string(records) + " records have " + plan_.name_of + " " +
                       shown(plan_.names[place]);
    for (std::size_t i = 0; i < plan_.keys(); ++i) {
      std::string value;
      append_shown(value, key(i, hold), plan_.plan.keys[i].field.type);
      text += (i == 0 ? " and " : ", ") + plan_.plan.keys[i].field.name + " " + shown(value);
    }
    return fail(Errc::task_failed,
                text +
                    ", expected one: say what is made of them, as in combine: sum, or name "
                    "in by what tells them apart");
  }

  const PivotPlan& plan_;
  const State& state_;
  Rows rows_;
  Output& out_;
  BatchBuilder batch_;
  Hand row_;
  Datum empty_;
  std::size_t count_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace

Result<std::unique_ptr<Pivot>> Pivot::open(const Context& context, Schema& output) {
  DP_TRY(auto plan, PivotPlan::make(context));
  output = plan.output();
  return std::make_unique<Pivot>(std::move(plan), context.hash_seed());
}

Status Pivot::update(const BatchView& batch, Output& out) {
  const auto names = batch.strings(plan_.name);
  std::size_t first = 0;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (!names.is_null(row) && plan_.places.contains(names[row])) continue;
    folder_.fold(batch, first, row - first);
    DP_CHECK(out.reject(batch.offset(row), {}, why_rejected(plan_, names, row)));
    first = row + 1;
  }
  folder_.fold(batch, first, batch.rows() - first);
  return {};
}

Status Pivot::save(Output& out) { return group::save(state_, out); }

Status Pivot::combine(std::uint32_t partition, std::string_view partial) {
  return group::combine(state_, partition, partial);
}

Status Pivot::trim() {
  group::trim(state_);
  folder_.forget();
  return {};
}

Status Pivot::finalize(Output& out) {
  WideRows rows(plan_, state_, out);
  for (const auto group : result_order(state_)) DP_CHECK(rows.add(group));
  return rows.finish();
}

void Pivot::reset() {
  state_.clear();
  folder_.forget();
}

}  // namespace dp::group
