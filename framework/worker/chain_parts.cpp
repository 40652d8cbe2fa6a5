// SPDX-License-Identifier: Apache-2.0
#include "worker/chain_parts.hpp"

#include <algorithm>
#include <utility>

#include "worker/join_link.hpp"
#include "worker/unpivot_link.hpp"
#include "worker/writer_ends.hpp"

namespace dp::worker {

namespace {

/// `stage`: for messages of deaths in functions.
Result<expr::Evaluator> make_evaluator(const expr::Expression& expression, const Schema& schema,
                                       PluginFunctions* functions, std::string stage) {
  if (functions != nullptr) functions->open_for(std::move(stage));
  auto evaluator = expr::Evaluator::make(expression, schema, functions);
  if (!evaluator)
    return fail(Errc::bug, expression.to_string() + ": " + evaluator.error().message);
  return std::move(*evaluator);
}

Result<std::unique_ptr<Link>> make_derive(const protocol::Stage& stage, const Schema& input,
                                          PluginFunctions* functions, Link& next) {
  Schema seen = input;
  std::vector<expr::Evaluator> expressions;
  for (const auto& derived : stage.derived) {
    DP_TRY(auto evaluator,
           make_evaluator(derived.expression, seen, functions, "derive " + derived.name));
    seen.push_back({derived.name, evaluator.type(), true});
    expressions.push_back(std::move(evaluator));
  }
  return std::make_unique<DeriveLink>(std::move(expressions), input.size(), stage.used, next);
}

/// What nobody reads is not checked: its column may be empty.
Result<std::unique_ptr<Link>> make_check(const protocol::Stage& stage, const Schema& input,
                                         const LinkContext& context, Link& next) {
  std::vector<CheckedValue> values;
  for (const auto& check : stage.checks) {
    if (stage.used[check.column] == 0) continue;
    DP_TRY(auto condition,
           make_evaluator(check.condition, input, context.functions, "check " + check.name));
    DP_TRY(auto shown,
           make_evaluator(check.shown, input, context.functions, "check " + check.name));
    values.push_back({std::move(condition), std::move(shown), check.name, check.expected});
  }
  return std::make_unique<CheckLink>(std::move(values), input, context.reports.reject, next);
}

bool are_places(const std::vector<std::uint32_t>& places, const Schema& schema) {
  return std::all_of(places.begin(), places.end(),
                     [&](std::uint32_t place) { return place < schema.size(); });
}

/// Whether the stage's columns are those of the table that it looks into.
bool fits_table(const protocol::Stage& stage, const Schema& input, const TableView& table) {
  const auto& [keys, taken] = std::pair(stage.join.keys, stage.join.taken);
  if (keys.size() != table.keys() || !are_places(keys, input) ||
      !are_places(taken, table.columns()) || stage.output.size() != input.size() + taken.size())
    return false;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (!are_comparable(input[keys[i]].type, table.columns()[i].type)) return false;
  for (std::size_t i = 0; i < taken.size(); ++i)
    if (stage.output[input.size() + i].type != table.columns()[taken[i]].type) return false;
  return true;
}

Result<std::unique_ptr<Link>> make_join(const protocol::Stage& stage, const Schema& input,
                                        const LinkContext& context, Link& next) {
  DP_TRY(auto table, context.libraries->tables().find(stage.join.table));
  if (!fits_table(stage, input, *table))
    return fail(Errc::corrupt, "a stage that does not fit its table");
  return std::make_unique<JoinLink>(stage.join, std::move(table), input, stage.used,
                                    context.number, *context.counts, next);
}

Result<std::vector<ReducerTask>> open_reducers(const protocol::Plan& plan, Libraries& libraries,
                                               CallTracker& calls) {
  std::vector<ReducerTask> reducers;
  for (const auto& reduction : plan.reductions) {
    const auto input = plan.input_of(reduction);
    DP_TRY(auto reducer,
           libraries.open<plugin::ReducerInstance>(reduction.use, &input, plan.hash_seed));
    DP_CHECK(libraries.start(reducer));
    reducers.push_back(
        {std::move(reducer), {calls, "update of the reducer " + reduction.title()}});
  }
  return reducers;
}

/// Writers of streams, begun: only what they write of records is still to come.
Result<std::vector<WriterTask>> open_writers(const protocol::Plan& plan, Libraries& libraries,
                                             CallTracker& calls) {
  std::vector<WriterTask> writers;
  const auto records = plan.records();
  for (const auto& stream : plan.streams) {
    DP_TRY(auto writer,
           libraries.open<plugin::WriterInstance>(stream.writer, nullptr, plan.hash_seed));
    DP_CHECK(libraries.start(writer));
    std::string unused;
    DP_CHECK(begin_writer(writer, calls, {{"", records}}, unused));
    writers.push_back({{std::move(writer), {calls, "the writer " + stream.writer.task}}, {}});
    if (stream.parts.empty()) continue;
    DP_TRY(writers.back().parts, Partitioner::make(stream.parts, records));
  }
  return writers;
}

}  // namespace

Result<std::unique_ptr<Link>> make_link(const protocol::Stage& stage, const Schema& input,
                                        const LinkContext& context, Link& next) {
  switch (stage.kind) {
    case protocol::Stage::Kind::where: {
      DP_TRY(auto condition,
             make_evaluator(stage.condition, input, context.functions, "where"));
      return std::make_unique<WhereLink>(std::move(condition), input, context.number,
                                         *context.counts, next);
    }
    case protocol::Stage::Kind::derive:
      return make_derive(stage, input, context.functions, next);
    case protocol::Stage::Kind::check:
      return make_check(stage, input, context, next);
    case protocol::Stage::Kind::split:
      return std::make_unique<SplitLink>(input, stage.split.column, stage.split.by, next);
    case protocol::Stage::Kind::select:
      return std::make_unique<SelectLink>(stage.kept, next);
    case protocol::Stage::Kind::join:
      return make_join(stage, input, context, next);
    case protocol::Stage::Kind::unpivot:
      if (!are_places(stage.unpivot.columns, input) ||
          !are_places(stage.unpivot.others, input) || stage.unpivot.columns.empty() ||
          stage.output.empty())
        return fail(Errc::corrupt, "a stage that unpivots columns which are not there");
      return std::make_unique<UnpivotLink>(stage.unpivot, input, stage.output.back().type,
                                           stage.used, next);
    case protocol::Stage::Kind::step: {
      DP_TRY(auto step, context.libraries->open<plugin::StepInstance>(stage.use, &input,
                                                                      context.hash_seed));
      DP_CHECK(context.libraries->start(step, stage.used));
      return std::make_unique<StepLink>(std::move(step), stage.use.task, *context.calls,
                                        context.reports, next, stage.used);
    }
    case protocol::Stage::Kind::reader:
      break;
  }
  return fail(Errc::bug, "a reader can only be the first stage");
}

std::unique_ptr<EndLink> make_end(const protocol::Plan& plan, Libraries& libraries,
                                  CallTracker& calls) {
  return std::make_unique<EndLink>(
      [&plan, &libraries, &calls] { return open_reducers(plan, libraries, calls); },
      [&plan, &libraries, &calls] { return open_writers(plan, libraries, calls); },
      plan.record_columns);
}

}  // namespace dp::worker
