// SPDX-License-Identifier: Apache-2.0
#include "planner/compile.hpp"

#include <sys/random.h>

#include "base/text.hpp"
#include "planner/compiler.hpp"
#include "planner/projection.hpp"
#include "planner/sniff_encoding.hpp"
#include "protocol/ask.hpp"

namespace dp::planner {

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
  if (const auto own = plugin::hidden_by(catalog_->path(), found->library); !own.empty())
    diagnostics_->warning(
        use.mark,
        "'" + found->task->name + "' is not dp's own: it is taken from " + found->library,
        "it hides " + own + "; give the plugin another name if that is not meant");
  const bool has_input = !broken_ && (role == DP_STEP || role == DP_REDUCER);
  Schema input;
  if (has_input) input = role == DP_REDUCER ? plan_.records() : columns();
  auto options =
      pipeline::check_options(*found->task, use, has_input ? &input : nullptr, *diagnostics_);
  if (!options) return std::nullopt;
  Checked checked;
  checked.use = {found->library, found->task->name, options->values};
  checked.task = found->task;
  checked.options = std::move(*options);
  return checked;
}

Result<std::optional<protocol::OpenReply>> Compiler::open(
    const Checked& checked, const pipeline::Use& use, const protocol::OpenRequest& request) {
  DP_TRY(auto answer, protocol::ask(*pool_, request));
  return opened(checked, use, std::move(answer));
}

std::optional<protocol::OpenReply> Compiler::opened(const Checked& checked,
                                                    const pipeline::Use& use,
                                                    Result<protocol::OpenReply> answer) {
  if (!answer) {
    diagnostics_->error(use.mark, answer.error().message);
    return std::nullopt;
  }
  auto& reply = *answer;
  if (!reply.ok) {
    if (!use.whole) return std::nullopt;
    const auto mark =
        reply.option.empty() ? use.mark : pipeline::option_mark(use, reply.option);
    const auto who = checked.use.task + ": ";
    const bool says_who = reply.error.message.starts_with(who);
    diagnostics_->error(mark, (says_who ? "" : who) + reply.error.message);
    return std::nullopt;
  }
  return std::move(reply);
}

/// A reader of lines that knows its columns need not wait for the sample of a stream.
Result<bool> Compiler::begins_at_once(const Checked& reader,
                                      const protocol::OpenRequest& without_sample) {
  const bool streams = !items_->list.empty() && items_->list.front().stream != nullptr;
  if (!streams || (reader.task->traits & DP_CUT_LINES) == 0) return false;
  DP_TRY(const auto answer, protocol::ask(*pool_, without_sample));
  return answer && answer->ok && !answer->output.empty();
}

void Compiler::add_stage(protocol::Stage stage) {
  stage.used.assign(stage.output.size(), 1);
  plan_.stages.push_back(std::move(stage));
}

Status Compiler::add_first(const pipeline::Use& use) {
  // A step can be the first too: its records are then the items themselves.
  plan_.intake = items_->range != 0 ? protocol::Intake::range : protocol::Intake::files;
  if (plan_.intake == protocol::Intake::range) return {};
  auto reader = catalog_->find(DP_READER, use.task);
  if (!reader) {
    auto step = catalog_->find(DP_STEP, use.task);
    broken_ = !model_->input.whole;
    if (step) return {};
  }
  DP_TRY(const auto checked, check_use(DP_READER, use));
  broken_ = true;
  if (!checked) return {};
  auto known = use;
  // A reader that found fault with nothing to read says nothing about the pipeline.
  known.whole =
      use.whole && !items_->unknown && !(items_->list.empty() && diagnostics_->has_errors());
  DP_TRY(auto first, first_of(*checked));
  auto reply = opened(*checked, known, std::move(first.opened));
  if (!reply || reply->cut != DP_CUT_WHOLE) warn_of_utf16(first.sample);
  if (!first.damage.empty() && (!reply || reply->output.empty()))
    diagnostics_->warning(model_->input.mark, printable(first.damage),
                          "what columns there are cannot be told from it");
  // Columns that come from the data are not known without it.
  if (!reply || (items_->unknown && reply->output.empty())) return {};
  broken_ = false;
  for (const auto& warning : reply->warnings)
    diagnostics_->warning(pipeline::option_mark(use, warning.option), warning.text);
  add_reader(*checked, std::move(first), std::move(*reply));
  return {};
}

/// Text of which each other byte is a NUL would be read without a word, and hold no word of its names.
void Compiler::warn_of_utf16(std::string_view sample) {
  const auto name = plain_utf16(sample);
  if (name.empty()) return;
  diagnostics_->warning(model_->input.mark,
                        "the input looks like " + name +
                            " without a byte order mark, and is read as bytes, with NULs",
                        "say what it is: input: {files: ..., encoding: " + name + "}");
}

/// What the reader makes of the first input that has columns.
Result<FirstColumns> Compiler::first_of(const Checked& reader) {
  protocol::OpenRequest request{DP_READER, reader.use, false, {}, known_, {}};
  if (!known_.knowledge.empty()) {
    DP_TRY(auto answer, protocol::ask(*pool_, request));
    return FirstColumns{known_.sample, known_.sample_cut, std::move(answer), {}};
  }
  DP_TRY(const bool begins, begins_at_once(reader, request));
  if (!begins) return first_columns(*pool_, *items_, std::move(request));
  DP_TRY(auto answer, protocol::ask(*pool_, request));
  return FirstColumns{{}, false, std::move(answer), {}};
}

namespace {

/// The columns whose places in a record the reader's option `columns` gives, as a map.
std::vector<std::uint32_t> declared_columns(const data::Value& options, const Schema& output) {
  std::vector<std::uint32_t> places;
  const auto* columns = options.find("columns");
  if (columns == nullptr || columns->kind != DP_VALUE_MAP) return places;
  for (const auto& name : columns->keys)
    if (const auto place = find_column(output, name))
      places.push_back(static_cast<std::uint32_t>(*place));
  return places;
}

}  // namespace

void Compiler::add_reader(const Checked& reader, FirstColumns first,
                          protocol::OpenReply reply) {
  plan_.intake = reply.cut == DP_CUT_LINES     ? protocol::Intake::lines
                 : reply.cut == DP_CUT_RECORDS ? protocol::Intake::records
                                               : protocol::Intake::whole;
  protocol::Stage stage;
  stage.kind = protocol::Stage::Kind::reader;
  stage.use = reader.use;
  stage.reader.sample = std::move(first.sample);
  stage.reader.sample_cut = first.sample_cut;
  stage.reader.knowledge = known_.knowledge;
  stage.knowledge = reader.task->knowledge;
  stage.output = std::move(reply.output);
  stage.declared = declared_columns(reader.use.options, stage.output);
  add_stage(std::move(stage));
  for (auto& assumed : assumed_stages(columns(), *assumed_)) add_stage(std::move(assumed));
}

/// What is not there may be, once there are records.
void Compiler::warn_of_no_columns() {
  if (plan_.stages.empty() || items_->list.empty()) return;
  const auto& reader = plan_.stages.front();
  if (!reads_text(reader.use.task) || !reader.output.empty()) return;
  diagnostics_->warning(model_->input.mark, "the input is blank, so it has no columns",
                        "those that the reader's option types names are there then too: "
                        "types: {amount: int}");
}

Result<std::optional<protocol::Plan>> Compiler::run() {
  plan_.intake = items_->range != 0 ? protocol::Intake::range : protocol::Intake::files;
  const bool reads =
      !model_->map.empty() && model_->map.front().kind == pipeline::Step::Kind::use;
  broken_ = !reads && plan_.intake != protocol::Intake::range;
  for (const auto& step : model_->map) DP_CHECK(add_step(step));
  DP_CHECK(add_reductions());
  DP_CHECK(add_streams());
  DP_CHECK(add_results());
  if (diagnostics_->has_errors()) warn_of_no_columns();
  if (diagnostics_->has_errors() || broken_) return std::nullopt;
  if (::getrandom(&plan_.hash_seed, sizeof plan_.hash_seed, 0) != sizeof plan_.hash_seed)
    return fail(Errc::io, "no random numbers for the hash seed");
  plan_.functions = functions_.used();
  plan_.recycle = model_->pool.recycle_records;
  plan_.rejects_damaged = model_->errors.rejects_damaged;
  mark_used_columns(plan_);
  return std::move(plan_);
}

Result<std::optional<protocol::Plan>> compile(const pipeline::Model& model,
                                              const input::Items& items, const RunFiles& files,
                                              Catalog& catalog, pool::Pool& pool,
                                              pipeline::Diagnostics& diagnostics,
                                              Tables& tables,
                                              const protocol::ReaderContext& known) {
  AssumedTypes assumed;
  const auto before = diagnostics;
  while (true) {
    Compiler compiler(model, items, files, catalog, pool, diagnostics, tables, known, assumed);
    DP_TRY(auto plan, compiler.run());
    const auto known_types = assumed.size();
    assumed.insert(compiler.wanted().begin(), compiler.wanted().end());
    if (plan || assumed.size() == known_types) return plan;
    diagnostics = before;
  }
}

}  // namespace dp::planner
