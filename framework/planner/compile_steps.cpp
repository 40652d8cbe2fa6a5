// SPDX-License-Identifier: Apache-2.0
#include "planner/check_targets.hpp"
#include "planner/column_changes.hpp"
#include "planner/compiler.hpp"
#include "planner/unpivot.hpp"

namespace dp::planner {

Status Compiler::add_step(const pipeline::Step& step) {
  switch (step.kind) {
    case pipeline::Step::Kind::use:
      DP_CHECK(add_task(step));
      if (step.where) add_where(*step.where);
      return {};
    case pipeline::Step::Kind::where:
      if (step.where) add_where(*step.where);
      return {};
    case pipeline::Step::Kind::derive:
      add_derive(step);
      broken_ = broken_ || !step.whole;
      return {};
    case pipeline::Step::Kind::unpivot:
      add_unpivot(step);
      return {};
    case pipeline::Step::Kind::join:
      return add_join(step);
    case pipeline::Step::Kind::split:
      if (step.whole) add_columns(step);
      return {};
    default:
      add_columns(step);
      broken_ = broken_ || !step.whole;
      return {};
  }
  return {};
}

Status Compiler::add_task(const pipeline::Step& step) {
  if (step.use.task.empty()) {
    broken_ = true;
    return {};
  }
  const bool first = &step == &model_->map.front();
  if (first) {
    DP_CHECK(add_first(step.use));
    if (broken_ || !plan_.stages.empty()) return {};
  }
  DP_TRY(const auto checked, check_use(DP_STEP, step.use));
  if (!checked || broken_) {
    broken_ = true;
    return {};
  }
  want_for(checked->options, columns());
  if (!pipeline::check_columns(checked->options, columns(), &functions_, *diagnostics_)) {
    broken_ = true;
    return {};
  }
  derive_columns(pipeline::derived_columns(checked->options));
  protocol::OpenRequest request{DP_STEP, checked->use, true, columns(), {}, {}};
  DP_TRY(auto opened, open(*checked, step.use, request));
  broken_ = !opened;
  if (!opened) return {};
  if (first && plan_.intake == protocol::Intake::files && opened->has_targets)
    DP_CHECK(check_targets(*pool_, checked->use, columns(), *items_, *files_, step.use.mark,
                           *diagnostics_));
  protocol::Stage stage;
  stage.kind = protocol::Stage::Kind::step;
  stage.use = checked->use;
  stage.output = std::move(opened->output);
  add_stage(std::move(stage));
  return {};
}

void Compiler::add_where(const pipeline::Formula& where) {
  if (broken_) return pipeline::check_functions(where, &functions_, *diagnostics_);
  want_for(where.expression, columns(),
           [](Type type) noexcept { return type == Type::boolean; });
  const auto type = pipeline::check(where, columns(), &functions_, *diagnostics_);
  if (!type) return;
  if (*type != Type::boolean) {
    diagnostics_->error_within(where.node, where.expression.offset(), where.expression.length(),
                               "where: the condition is " + std::string(type_name(*type)) +
                                   ", expected true or false");
    return;
  }
  protocol::Stage stage;
  stage.kind = protocol::Stage::Kind::where;
  stage.condition = where.expression;
  stage.output = columns();
  add_stage(std::move(stage));
}

void Compiler::add_derive(const pipeline::Step& step) {
  if (broken_) {
    for (const auto& derived : step.derive)
      pipeline::check_functions(derived.value, &functions_, *diagnostics_);
    return;
  }
  protocol::Stage stage;
  stage.kind = protocol::Stage::Kind::derive;
  stage.output = columns();
  for (const auto& derived : step.derive) {
    want_for(derived.value.expression, stage.output, [](Type) noexcept { return true; });
    const auto type = pipeline::check(derived.value, stage.output, &functions_, *diagnostics_);
    if (find_column(stage.output, derived.name.text)) {
      diagnostics_->error(derived.name.mark, "there is a column '" + derived.name.text +
                                                 "' already: derive it under a new name");
    } else if (type) {
      stage.derived.push_back({derived.name.text, derived.value.expression});
      stage.output.push_back({derived.name.text, *type, true});
    } else {
      broken_ = true;
    }
  }
  add_stage(std::move(stage));
}

/// A step that is about columns alone.
void Compiler::add_columns(const pipeline::Step& step) {
  if (broken_) return;
  auto stages = column_stages(step, columns(), *diagnostics_);
  broken_ = !stages;
  if (!stages) return;
  for (auto& stage : *stages) add_stage(std::move(stage));
}

void Compiler::add_unpivot(const pipeline::Step& step) {
  const bool was_broken = broken_;
  broken_ = true;
  if (was_broken || !step.whole) return;
  want_for(step.unpivot);
  auto stage = unpivot_stage(step.unpivot, columns(), *diagnostics_);
  if (!stage) return;
  broken_ = false;
  add_stage(std::move(*stage));
}

void Compiler::derive_columns(const std::vector<pipeline::ColumnUse>& wanted) {
  protocol::Stage stage;
  stage.kind = protocol::Stage::Kind::derive;
  stage.output = columns();
  for (const auto& column : wanted) {
    if (find_column(stage.output, column.name)) continue;
    const auto type = column.formula.expression.check(stage.output, &functions_);
    if (!type) continue;  // reported by check_columns
    stage.derived.push_back({column.name, column.formula.expression});
    stage.output.push_back({column.name, *type, true});
  }
  if (!stage.derived.empty()) add_stage(std::move(stage));
}

}  // namespace dp::planner
