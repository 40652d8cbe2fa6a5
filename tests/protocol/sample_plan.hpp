// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol/plan.hpp"

namespace dp::test {

inline protocol::Plan sample_plan() {
  using namespace protocol;
  Plan plan;
  plan.intake = Intake::lines;
  Stage reader;
  reader.kind = Stage::Kind::reader;
  reader.use = {"/lib/weblog.so", "weblog",
                data::Value::map().add("format", data::Value::of("auto"))};
  reader.output = {{"host", Type::string, false}, {"bytes", Type::int64, true}};
  reader.used = {1, 0};
  Stage derive;
  derive.kind = Stage::Kind::derive;
  derive.derived.push_back({"kb", expr::Expression::parse("bytes / 1024").value()});
  derive.output = reader.output;
  derive.output.push_back({"kb", Type::float64, true});
  derive.used = {1, 1, 1};
  plan.stages = {reader, derive};
  plan.record_columns = 2;
  plan.reductions = {{"hits", {"/lib/group.so", "group", {}}, {{"n", Type::int64, false}}}};
  plan.results = {{"-", {"/lib/table.so", "table", {}}, {0}, false}};
  plan.hash_seed = 42;
  return plan;
}

}  // namespace dp::test
