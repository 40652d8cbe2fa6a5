// SPDX-License-Identifier: Apache-2.0
#include "planner/projection.hpp"

#include <algorithm>
#include <set>

#include "expr/expression.hpp"

namespace dp::planner {

namespace {

using Used = std::vector<std::uint8_t>;

void use_all(Used& used) { std::fill(used.begin(), used.end(), std::uint8_t{1}); }

void use(Used& used, const Schema& schema, std::string_view name) {
  if (const auto place = find_column(schema, name)) used[*place] = 1;
}

/// The columns of the input that an expression reads.
void use_expression(Used& used, const Schema& schema, const expr::Expression& expression) {
  for (const auto& name : expression.columns()) use(used, schema, name);
}

/// Every text in the options that names a column of the input is taken to mean it.
void use_named(Used& used, const Schema& schema, const data::Value& value) {
  if (value.kind == DP_VALUE_STRING) use(used, schema, value.text);
  for (const auto& item : value.items) use_named(used, schema, item);
}

/// What a stage reads of its input, given what is read of its output.
Used input_use(const protocol::Stage& stage, const Schema& input) {
  Used used(input.size(), 0);
  switch (stage.kind) {
    case protocol::Stage::Kind::where:
      for (std::size_t i = 0; i < input.size(); ++i) used[i] = stage.used[i];
      use_expression(used, input, stage.condition);
      break;
    case protocol::Stage::Kind::derive:
      for (std::size_t i = 0; i < input.size(); ++i) used[i] = stage.used[i];
      for (std::size_t i = 0; i < stage.derived.size(); ++i)
        if (stage.used[input.size() + i] != 0)
          use_expression(used, input, stage.derived[i].expression);
      break;
    case protocol::Stage::Kind::check:
      used = stage.used;
      for (const auto& check : stage.checks) {
        if (stage.used[check.column] == 0) continue;
        use_expression(used, input, check.condition);
        use_expression(used, input, check.shown);
      }
      break;
    case protocol::Stage::Kind::split:
      used = stage.used;
      used[stage.split.column] = 1;
      break;
    case protocol::Stage::Kind::join:
      used.assign(stage.used.begin(),
                  stage.used.begin() + static_cast<std::ptrdiff_t>(input.size()));
      for (const auto key : stage.join.keys) used[key] = 1;
      break;
    case protocol::Stage::Kind::unpivot:
      for (std::size_t i = 0; i < stage.unpivot.others.size(); ++i)
        used[stage.unpivot.others[i]] = stage.used[i];
      for (const auto column : stage.unpivot.columns) used[column] = stage.used.back();
      break;
    case protocol::Stage::Kind::select:
      for (std::size_t i = 0; i < stage.kept.size(); ++i)
        if (stage.used[i] != 0) used[stage.kept[i]] = 1;
      break;
    default:
      use_all(used);
  }
  return used;
}

/// A derived column may read the ones derived before it: those are then used as well.
void close_derived(protocol::Stage& stage, std::size_t inputs) {
  if (stage.kind != protocol::Stage::Kind::derive) return;
  for (std::size_t i = stage.derived.size(); i-- > 0;) {
    if (stage.used[inputs + i] == 0) continue;
    use_expression(stage.used, stage.output, stage.derived[i].expression);
  }
}

}  // namespace

void mark_used_columns(protocol::Plan& plan) {
  if (plan.stages.empty()) return;
  plan.stages.front().reader.growing = is_growing(plan);
  const auto& mapped = plan.mapped();
  Used used(mapped.size(), 0);
  if (!plan.streams.empty()) std::fill_n(used.begin(), plan.record_columns, std::uint8_t{1});
  for (const auto& reduction : plan.reductions) {
    if (reduction.names_columns)
      use_named(used, mapped, reduction.use.options);
    else
      use_all(used);
  }
  for (std::size_t i = plan.stages.size(); i-- > 0;) {
    auto& stage = plan.stages[i];
    const auto& input = i == 0 ? protocol::item_schema(plan.intake) : plan.stages[i - 1].output;
    stage.used = std::move(used);
    const bool reads_items = stage.kind == protocol::Stage::Kind::reader;
    if (!reads_items) close_derived(stage, input.size());
    used = reads_items ? Used{} : input_use(stage, input);
  }
}

bool is_growing(const protocol::Plan& plan) {
  using Kind = protocol::Stage::Kind;
  for (const auto& stage : plan.stages) {
    if (stage.kind == Kind::select && !stage.keeps_rest) return false;
    if (stage.kind == Kind::step) return true;
  }
  return !plan.streams.empty() ||
         std::any_of(plan.reductions.begin(), plan.reductions.end(),
                     [](const auto& reduction) { return !reduction.names_columns; });
}

bool may_be_refuted(const protocol::Plan& plan, const input::Items& items) {
  if (plan.stages.empty() || plan.stages.front().knowledge.empty()) return false;
  const auto& stage = plan.stages.front();
  const auto& reader = stage.reader;
  if (!reader.knowledge.empty()) return false;
  const auto filled = std::count_if(
      items.list.begin(), items.list.end(),
      [](const input::Item& item) { return item.stream != nullptr || item.stamp.size != 0; });
  if (filled <= 1 && !reader.sample_cut) return false;
  if (reader.growing) return true;
  for (std::size_t i = 0; i < stage.output.size(); ++i)
    if (stage.used[i] != 0 && stage.output[i].guessed) return true;
  return false;
}

}  // namespace dp::planner
