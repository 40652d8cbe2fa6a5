// SPDX-License-Identifier: Apache-2.0
#include "planner/doubt.hpp"

#include <algorithm>
#include <utility>

#include "planner/compile.hpp"
#include "planner/projection.hpp"

namespace dp::planner {
namespace {

/// Nothing but the reader.
pipeline::Model reader_of(const pipeline::Model& model) {
  auto reader = model;
  reader.map.resize(1);
  reader.map.front().where.reset();
  reader.reduce.clear();
  reader.output.clear();
  return reader;
}

/// A type of a column that the first bytes do not have keeps a reader from being opened.
void forget_types(pipeline::Model& reader) {
  std::erase_if(reader.map.front().use.with.entries,
                [](const auto& entry) { return entry.key == "types"; });
}

}  // namespace

Result<std::optional<protocol::Plan>> plan_in_doubt(const pipeline::Model& model,
                                                    const input::Items& items,
                                                    const RunFiles& files, Catalog& catalog,
                                                    pool::Pool& pool, Tables& tables,
                                                    const pipeline::FileText& source) {
  const bool reads = !model.map.empty() && model.map.front().kind == pipeline::Step::Kind::use;
  if (!reads || items.unknown || items.range != 0 || items.list.empty()) return std::nullopt;
  pipeline::Diagnostics certain(source);
  input::Items unseen;
  unseen.unknown = true;
  auto reader = reader_of(model);
  DP_CHECK(compile(reader, unseen, files, catalog, pool, certain, tables));
  // A reader that is told types, and has seen nothing, takes their names for all columns.
  auto untyped = model;
  forget_types(untyped);
  DP_CHECK(compile(untyped, unseen, files, catalog, pool, certain, tables));
  if (certain.has_errors()) return std::nullopt;
  pipeline::Diagnostics unheard(source);
  DP_TRY(auto plan, compile(reader, items, files, catalog, pool, unheard, tables));
  if (!plan) {
    forget_types(reader);
    pipeline::Diagnostics again(source);
    DP_TRY(plan, compile(reader, items, files, catalog, pool, again, tables));
  }
  if (!plan || plan->stages.empty()) return std::nullopt;
  // Any column more would be in its result.
  plan->stages.front().reader.growing = true;
  return may_be_refuted(*plan, items) ? std::move(plan) : std::nullopt;
}

}  // namespace dp::planner
