// SPDX-License-Identifier: Apache-2.0
#include "protocol/plan.hpp"

namespace dp::protocol {

namespace {

template <class T>
void write_list(ByteWriter& out, const std::vector<T>& list) {
  out.put(static_cast<std::uint64_t>(list.size()));
  for (const auto& each : list) {
    if constexpr (std::is_arithmetic_v<T>)
      out.put(each);
    else
      write(out, each);
  }
}

template <class T>
std::vector<T> read_numbers(ByteReader& in) {
  std::vector<T> list(in.count(sizeof(T)));
  for (auto& each : list) each = in.get<T>();
  return list;
}

template <class T, class Read>
Status read_list(ByteReader& in, std::vector<T>& list, Read&& read) {
  const auto count = in.count();
  for (std::uint64_t i = 0; i < count; ++i) {
    DP_TRY(auto each, read(in));
    list.push_back(std::move(each));
  }
  return {};
}

void write(ByteWriter& out, const Derived& derived) {
  out.put(derived.name).put(derived.expression);
}

void write(ByteWriter& out, const Stage& stage) {
  out.put(stage.kind);
  protocol::write(out, stage.use);
  out.put(stage.sample).put(stage.condition);
  out.put(static_cast<std::uint64_t>(stage.derived.size()));
  for (const auto& derived : stage.derived) write(out, derived);
  write_list(out, stage.kept);
  data::write(out, stage.output);
  write_list(out, stage.used);
}

Result<Stage> read_stage(ByteReader& in) {
  Stage stage;
  stage.kind = in.get<Stage::Kind>();
  DP_TRY(stage.use, read_task_use(in));
  stage.sample = in.text();
  stage.condition = in.text();
  stage.derived.resize(in.count(16));
  for (auto& derived : stage.derived) {
    derived.name = in.text();
    derived.expression = in.text();
  }
  stage.kept = read_numbers<std::uint32_t>(in);
  DP_TRY(stage.output, data::read_schema(in));
  stage.used = read_numbers<std::uint8_t>(in);
  if (stage.used.size() != stage.output.size()) return fail(Errc::corrupt, "not a stage");
  return stage;
}

void write(ByteWriter& out, const Reduction& reduction) {
  out.put(reduction.name);
  protocol::write(out, reduction.use);
  data::write(out, reduction.output);
  out.put(reduction.traits);
}

Result<Reduction> read_reduction(ByteReader& in) {
  Reduction reduction;
  reduction.name = in.text();
  DP_TRY(reduction.use, read_task_use(in));
  DP_TRY(reduction.output, data::read_schema(in));
  reduction.traits = in.get<std::uint32_t>();
  return reduction;
}

void write(ByteWriter& out, const Sink& sink) {
  out.put(sink.path);
  protocol::write(out, sink.writer);
  write_list(out, sink.reductions);
}

Result<Sink> read_sink(ByteReader& in) {
  Sink sink;
  sink.path = in.text();
  DP_TRY(sink.writer, read_task_use(in));
  sink.reductions = read_numbers<std::uint32_t>(in);
  return sink;
}

template <class T>
void write_each(ByteWriter& out, const std::vector<T>& list) {
  out.put(static_cast<std::uint64_t>(list.size()));
  for (const auto& each : list) write(out, each);
}

}  // namespace

const Schema& item_schema(Intake intake) {
  static const Schema kFiles = {{"path", Type::string, false},
                                {"size", Type::int64, false},
                                {"index", Type::int64, false}};
  static const Schema kRange = {{"index", Type::int64, false}};
  return intake == Intake::range ? kRange : kFiles;
}

void write(ByteWriter& out, const TaskUse& use) {
  out.put(use.library).put(use.task);
  data::write(out, use.options);
}

Result<TaskUse> read_task_use(ByteReader& in) {
  TaskUse use;
  use.library = in.text();
  use.task = in.text();
  DP_TRY(use.options, data::read_value(in));
  return use;
}

void write(ByteWriter& out, const Plan& plan) {
  out.put(plan.intake);
  write_each(out, plan.stages);
  out.put(plan.record_columns);
  write_each(out, plan.reductions);
  write_each(out, plan.streams);
  write_each(out, plan.results);
  out.put(plan.hash_seed);
}

Result<Plan> read_plan(std::string_view bytes) {
  ByteReader in(bytes);
  Plan plan;
  plan.intake = in.get<Intake>();
  DP_CHECK(read_list(in, plan.stages, read_stage));
  plan.record_columns = in.get<std::uint32_t>();
  DP_CHECK(read_list(in, plan.reductions, read_reduction));
  DP_CHECK(read_list(in, plan.streams, read_sink));
  DP_CHECK(read_list(in, plan.results, read_sink));
  plan.hash_seed = in.get<std::uint64_t>();
  DP_CHECK(in.finish("plan"));
  if (plan.record_columns > plan.mapped().size()) return fail(Errc::corrupt, "not a plan");
  return plan;
}

}  // namespace dp::protocol
