// SPDX-License-Identifier: Apache-2.0
#include "engine/compile.hpp"

#include <sys/random.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.hpp"
#include "engine/ask.hpp"
#include "engine/messages.hpp"
#include "engine/projection.hpp"
#include "pipeline/options.hpp"

namespace dp::engine {

namespace {

using pipeline::Diagnostics;
using pipeline::Mark;

constexpr std::size_t kSampleBytes = 64 << 10;

/// Builds a plan stage by stage. A mistake in one place does not hide those in others, as far
/// as they can be told without it.
class Compiler {
 public:
  Compiler(const pipeline::Model& model, const Items& items, Catalog& catalog, pool::Pool& pool,
           Diagnostics& diagnostics)
      : model_(&model),
        items_(&items),
        catalog_(&catalog),
        pool_(&pool),
        diagnostics_(&diagnostics) {}

  Result<std::optional<Plan>> run();

 private:
  /// A task with its options checked.
  struct Checked {
    TaskUse use;
    const data::TaskDescription* task = nullptr;
    pipeline::CheckedOptions options;
  };

  Result<std::optional<Checked>> check_use(dp_role role, const pipeline::Use& use);
  Result<std::optional<Schema>> open(const Checked& checked, const pipeline::Use& use,
                                     const OpenRequest& request);
  Status add_first(const pipeline::Use& use);
  Status add_step(const pipeline::Step& step);
  Status add_task(const pipeline::Step& step);
  void add_where(const pipeline::Formula& where);
  void add_derive(const pipeline::Step& step);
  void add_select(const pipeline::Step& step);
  void derive_columns(const std::vector<pipeline::ColumnUse>& columns);
  Status add_reductions();
  Status add_reduction(const pipeline::Reduction& reduction);
  Status add_streams();
  Status add_results();
  /// `terminal`: the writer for standard output, if the sink names none.
  Result<std::optional<Checked>> check_writer(const pipeline::Sink& sink,
                                              std::string_view terminal);
  Status open_results(const std::vector<const pipeline::Sink*>& sinks,
                      const std::vector<Checked>& writers);
  void add_stage(Stage stage);
  [[nodiscard]] Schema columns() const { return plan_.mapped(); }
  [[nodiscard]] std::string sample() const;

  const pipeline::Model* model_;
  const Items* items_;
  Catalog* catalog_;
  pool::Pool* pool_;
  Diagnostics* diagnostics_;
  Plan plan_;
  bool broken_ = false;                              ///< the columns are not known from here on
  std::vector<const pipeline::Reduction*> reduced_;  ///< of plan_.reductions
};

Result<std::optional<Compiler::Checked>> Compiler::check_use(dp_role role,
                                                             const pipeline::Use& use) {
  auto found = catalog_->find(role, use.task);
  if (!found) {
    const auto code = found.error().code;
    if (code != Errc::not_found && code != Errc::invalid_plugin && code != Errc::worker_died)
      return fail(std::move(found).error());
    diagnostics_->error(use.mark, found.error().message,
                        code == Errc::not_found ? "dp list shows what there is" : "");
    return std::nullopt;
  }
  auto options = pipeline::check_options(*found->task, use, *diagnostics_);
  if (!options) return std::nullopt;
  Checked checked;
  checked.use = {found->library, found->task->name, options->values};
  checked.task = found->task;
  checked.options = std::move(*options);
  return checked;
}

Result<std::optional<Schema>> Compiler::open(const Checked& checked, const pipeline::Use& use,
                                             const OpenRequest& request) {
  DP_TRY(auto answers, ask(*pool_, {ask_open(request)}));
  auto& answer = answers.front();
  if (!answer) {
    diagnostics_->error(use.mark, answer.error().message);
    return std::nullopt;
  }
  DP_TRY(auto reply, read_open_reply(*answer));
  if (!reply.ok) {
    const auto mark =
        reply.option.empty() ? use.mark : pipeline::option_mark(use, reply.option);
    const auto who = checked.use.task + ": ";
    const bool says_who = reply.error.message.starts_with(who);
    diagnostics_->error(mark, (says_who ? "" : who) + reply.error.message);
    return std::nullopt;
  }
  return std::move(reply.output);
}

std::string Compiler::sample() const {
  if (items_->list.empty()) return {};
  const auto& item = items_->list.front();
  std::string bytes(kSampleBytes, '\0');
  auto source = open_source(item.path, item.stamp, item.packing, 0);
  if (!source) return {};
  const auto got = (*source)->read(bytes.data(), bytes.size());
  bytes.resize(got ? *got : 0);
  return bytes;
}

void Compiler::add_stage(Stage stage) {
  stage.used.assign(stage.output.size(), 1);
  plan_.stages.push_back(std::move(stage));
}

Status Compiler::add_first(const pipeline::Use& use) {
  // A step can be the first too: its records are then the items themselves.
  plan_.intake = items_->range != 0 ? Intake::range : Intake::files;
  if (plan_.intake == Intake::range) return {};
  auto reader = catalog_->find(DP_READER, use.task);
  if (!reader) {
    auto step = catalog_->find(DP_STEP, use.task);
    if (step) return {};
  }
  DP_TRY(const auto checked, check_use(DP_READER, use));
  broken_ = true;
  if (!checked) return {};
  plan_.intake = (checked->task->traits & DP_CUT_LINES) != 0 ? Intake::lines : Intake::whole;
  OpenRequest request{DP_READER, checked->use, false, {}, sample(), {}};
  DP_TRY(auto output, open(*checked, use, request));
  if (!output) return {};
  broken_ = false;
  Stage stage;
  stage.kind = Stage::Kind::reader;
  stage.use = checked->use;
  stage.output = std::move(*output);
  add_stage(std::move(stage));
  return {};
}

Status Compiler::add_step(const pipeline::Step& step) {
  switch (step.kind) {
    case pipeline::Step::Kind::use:
      DP_CHECK(add_task(step));
      if (step.where) add_where(*step.where);
      return {};
    case pipeline::Step::Kind::where:
      add_where(*step.where);
      return {};
    case pipeline::Step::Kind::derive:
      add_derive(step);
      return {};
    case pipeline::Step::Kind::select:
      add_select(step);
      return {};
  }
  return {};
}

Status Compiler::add_task(const pipeline::Step& step) {
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
  if (!pipeline::check_columns(checked->options, columns(), *diagnostics_)) {
    broken_ = true;
    return {};
  }
  derive_columns(pipeline::derived_columns(checked->options));
  OpenRequest request{DP_STEP, checked->use, true, columns(), {}, {}};
  DP_TRY(auto output, open(*checked, step.use, request));
  broken_ = !output;
  if (!output) return {};
  Stage stage;
  stage.kind = Stage::Kind::step;
  stage.use = checked->use;
  stage.output = std::move(*output);
  add_stage(std::move(stage));
  return {};
}

void Compiler::add_where(const pipeline::Formula& where) {
  if (broken_) return;
  const auto type = pipeline::check(where, columns(), *diagnostics_);
  if (!type) return;
  if (*type != Type::boolean) {
    diagnostics_->error_within(
        where.node, where.expression.offset(), where.expression.length(),
        "where: the condition is " + std::string(type_name(*type)) + ", want true or false");
    return;
  }
  Stage stage;
  stage.kind = Stage::Kind::where;
  stage.condition = where.expression.to_string();
  stage.output = columns();
  add_stage(std::move(stage));
}

void Compiler::add_derive(const pipeline::Step& step) {
  if (broken_) return;
  Stage stage;
  stage.kind = Stage::Kind::derive;
  stage.output = columns();
  for (const auto& derived : step.derive) {
    const auto type = pipeline::check(derived.value, stage.output, *diagnostics_);
    if (find_column(stage.output, derived.name.text)) {
      diagnostics_->error(derived.name.mark, "there is a column '" + derived.name.text +
                                                 "' already: derive it under a new name");
    } else if (type) {
      stage.derived.push_back({derived.name.text, derived.value.expression.to_string()});
      stage.output.push_back({derived.name.text, *type, true});
    } else {
      broken_ = true;
    }
  }
  add_stage(std::move(stage));
}

void Compiler::add_select(const pipeline::Step& step) {
  if (broken_) return;
  const auto have = columns();
  std::vector<std::string> names;
  for (const auto& field : have) names.push_back(field.name);
  Stage stage;
  stage.kind = Stage::Kind::select;
  for (const auto& wanted : step.select) {
    const auto place = find_column(have, wanted.text);
    if (!place) {
      diagnostics_->error(wanted.mark,
                          "no column '" + wanted.text + "'" + did_you_mean(wanted.text, names));
      broken_ = true;
    } else if (find_column(stage.output, wanted.text)) {
      diagnostics_->error(wanted.mark, "column '" + wanted.text + "' is selected twice");
    } else {
      stage.kept.push_back(static_cast<std::uint32_t>(*place));
      stage.output.push_back(have[*place]);
    }
  }
  add_stage(std::move(stage));
}

void Compiler::derive_columns(const std::vector<pipeline::ColumnUse>& wanted) {
  Stage stage;
  stage.kind = Stage::Kind::derive;
  stage.output = columns();
  for (const auto& column : wanted) {
    if (find_column(stage.output, column.name)) continue;
    const auto type = column.formula.expression.check(stage.output);
    if (!type) continue;  // reported by check_columns
    stage.derived.push_back({column.name, column.formula.expression.to_string()});
    stage.output.push_back({column.name, *type, true});
  }
  if (!stage.derived.empty()) add_stage(std::move(stage));
}

Status Compiler::add_reductions() {
  plan_.record_columns = static_cast<std::uint32_t>(columns().size());
  for (const auto& reduction : model_->reduce) DP_CHECK(add_reduction(reduction));
  if (broken_) return {};
  // Now that all columns are derived, the reducers can be opened over them.
  for (std::size_t i = 0; i < plan_.reductions.size(); ++i) {
    auto& reduction = plan_.reductions[i];
    Checked checked;
    checked.use = reduction.use;
    OpenRequest request{DP_REDUCER, reduction.use, true, columns(), {}, {}};
    DP_TRY(auto output, open(checked, reduced_[i]->use, request));
    if (output)
      reduction.output = std::move(*output);
    else
      broken_ = true;
  }
  return {};
}

Status Compiler::add_reduction(const pipeline::Reduction& reduction) {
  DP_TRY(auto checked, check_use(DP_REDUCER, reduction.use));
  if (!checked || broken_) {
    broken_ = true;
    return {};
  }
  const Schema records(plan_.records());
  if (!pipeline::check_columns(checked->options, records, *diagnostics_)) {
    broken_ = true;
    return {};
  }
  derive_columns(pipeline::derived_columns(checked->options));
  const auto& options = checked->task->options;
  const bool names_columns =
      std::any_of(options.begin(), options.end(), [](const data::OptionDescription& option) {
        return option.type == DP_OPTION_EXPRESSION || option.type == DP_OPTION_AGGREGATE;
      });
  plan_.reductions.push_back(
      {reduction.name.text, std::move(checked->use), {}, names_columns, checked->task->traits});
  reduced_.push_back(&reduction);
  return {};
}

/// A path as all its spellings mean it.
std::string normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

/// The sink's use:, with a place for messages even if it names no task.
pipeline::Use use_of(const pipeline::Sink& sink) {
  pipeline::Use use = sink.use;
  if (use.task.empty()) use.mark = sink.path.mark;
  return use;
}

Result<std::optional<Compiler::Checked>> Compiler::check_writer(const pipeline::Sink& sink,
                                                                std::string_view terminal) {
  auto use = use_of(sink);
  if (use.task.empty()) {
    auto suffix = std::filesystem::path(sink.path.text).extension().string();
    if (sink.path.text == "-") {
      use.task = terminal;
    } else if (suffix.size() < 2) {
      diagnostics_->error(sink.path.mark,
                          "'" + sink.path.text + "' has no suffix that names a format",
                          "write {use: csv, with: {path: ...}} or give it a suffix: .csv");
      return std::nullopt;
    } else {
      auto found = catalog_->writer_for(suffix.substr(1));
      if (!found) {
        diagnostics_->error(sink.path.mark, found.error().message);
        return std::nullopt;
      }
      use.task = found->task->name;
    }
  }
  return check_use(DP_WRITER, use);
}

Status Compiler::add_streams() {
  std::set<std::string> paths;
  for (const auto& sink : model_->output) {
    DP_TRY(auto writer, check_writer(sink, "ndjson"));
    if (!writer) {
      broken_ = true;
      continue;
    }
    if ((writer->task->traits & DP_WRITER_WHOLE) != 0)
      diagnostics_->error(sink.mark,
                          "'" + writer->use.task +
                              "' needs all rows at once: it can write "
                              "results of reduce, not records",
                          "use ndjson or csv");
    if (sink.path.text != "-" && !paths.insert(normal(sink.path.text)).second)
      diagnostics_->error(sink.path.mark, "'" + sink.path.text + "' is written twice");
    if (broken_) continue;
    OpenRequest request{DP_WRITER, writer->use, false, {}, {}, {{"", plan_.records()}}};
    DP_TRY(const auto output, open(*writer, use_of(sink), request));
    if (!output) broken_ = true;
    plan_.streams.push_back({sink.path.text, std::move(writer->use), {}});
  }
  return {};
}

Status Compiler::add_results() {
  std::map<std::string, std::size_t> places;
  std::vector<const pipeline::Sink*> sinks;
  std::vector<Checked> writers;
  for (const auto& stream : plan_.streams) places.emplace(normal(stream.path), sinks.size());
  for (std::size_t i = 0; i < model_->reduce.size(); ++i) {
    for (const auto& sink : model_->reduce[i].to) {
      DP_TRY(auto writer, check_writer(sink, "table"));
      if (!writer || broken_) {
        broken_ = true;
        continue;
      }
      const auto same =
          std::find_if(plan_.results.begin(), plan_.results.end(), [&](const Sink& other) {
            return normal(other.path) == normal(sink.path.text) &&
                   other.writer.task == writer->use.task &&
                   (sink.path.text == "-" || other.writer.options == writer->use.options);
          });
      if (same != plan_.results.end() && (writer->task->traits & DP_WRITER_SECTIONS) != 0 &&
          same->writer.options == writer->use.options) {
        same->reductions.push_back(static_cast<std::uint32_t>(i));
        continue;
      }
      if (places.contains(normal(sink.path.text)) && sink.path.text != "-")
        diagnostics_->error(sink.path.mark, "'" + sink.path.text + "' is written twice",
                            "several results can share a .json file if they name the same "
                            "options");
      places.emplace(normal(sink.path.text), sinks.size());
      plan_.results.push_back({sink.path.text, writer->use, {static_cast<std::uint32_t>(i)}});
      sinks.push_back(&sink);
      writers.push_back(std::move(*writer));
    }
  }
  if (broken_) return {};
  return open_results(sinks, writers);
}

Status Compiler::open_results(const std::vector<const pipeline::Sink*>& sinks,
                              const std::vector<Checked>& writers) {
  for (std::size_t i = 0; i < plan_.results.size(); ++i) {
    OpenRequest request{DP_WRITER, plan_.results[i].writer, false, {}, {}, {}};
    for (const auto index : plan_.results[i].reductions)
      request.sections.emplace_back(plan_.reductions[index].name,
                                    plan_.reductions[index].output);
    DP_CHECK(open(writers[i], use_of(*sinks[i]), request));
  }
  return {};
}

Result<std::optional<Plan>> Compiler::run() {
  plan_.intake = items_->range != 0 ? Intake::range : Intake::files;
  for (const auto& step : model_->map) DP_CHECK(add_step(step));
  DP_CHECK(add_reductions());
  DP_CHECK(add_streams());
  DP_CHECK(add_results());
  if (diagnostics_->has_errors() || broken_) return std::nullopt;
  if (::getrandom(&plan_.hash_seed, sizeof plan_.hash_seed, 0) != sizeof plan_.hash_seed)
    return fail(Errc::io, "no random numbers for the hash seed");
  mark_used_columns(plan_);
  return std::move(plan_);
}

}  // namespace

Result<std::optional<Plan>> compile(const pipeline::Model& model, const Items& items,
                                    Catalog& catalog, pool::Pool& pool,
                                    Diagnostics& diagnostics) {
  return Compiler(model, items, catalog, pool, diagnostics).run();
}

}  // namespace dp::engine
