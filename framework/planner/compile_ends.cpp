// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include "base/compressed_name.hpp"
#include "base/file_identity.hpp"
#include "base/stream_path.hpp"
#include "planner/compiler.hpp"
#include "planner/expression_text.hpp"

namespace dp::planner {

Status Compiler::add_reductions() {
  plan_.record_columns = static_cast<std::uint32_t>(columns().size());
  for (const auto& reduction : model_->reduce) {
    plan_.reductions.push_back({reduction.name.text, {}, {}, 0, false});
    reduced_.push_back(false);
    DP_CHECK(add_reduction(reduction));
  }
  return open_reductions();
}

/// Fill the last of plan_.reductions.
Status Compiler::add_reduction(const pipeline::Reduction& reduction) {
  if (reduction.use.task.empty()) return {};
  DP_TRY(auto checked, check_use(DP_REDUCER, reduction.use));
  if (!checked || broken_) return {};
  const Schema records(plan_.records());
  want_for(checked->options, records);
  if (!pipeline::check_columns(checked->options, records, &functions_, *diagnostics_))
    return {};
  derive_columns(pipeline::derived_columns(checked->options));
  const auto& options = checked->task->options;
  auto& made = plan_.reductions.back();
  made.names_columns =
      std::any_of(options.begin(), options.end(), [](const data::OptionDescription& option) {
        return option.type == DP_OPTION_EXPRESSION || option.type == DP_OPTION_AGGREGATE;
      });
  made.use = std::move(checked->use);
  made.traits = checked->task->traits;
  made.only_records = !made.names_columns;
  reduced_.back() = true;
  return {};
}

/// Once all columns are derived, the reducers can be opened over them.
Status Compiler::open_reductions() {
  for (std::size_t i = 0; i < plan_.reductions.size(); ++i) {
    if (!reduced_[i]) continue;
    auto& reduction = plan_.reductions[i];
    Checked checked;
    checked.use = reduction.use;
    protocol::OpenRequest request{
        DP_REDUCER, reduction.use, true, plan_.input_of(reduction), {}, {}};
    DP_TRY(auto opened, open(checked, model_->reduce[i].use, request));
    reduced_[i] = opened.has_value();
    if (opened) reduction.output = std::move(opened->output);
  }
  return {};
}

namespace {

/// The sink's use:, with a place for messages even if it names no task.
pipeline::Use use_of(const pipeline::Sink& sink) {
  pipeline::Use use = sink.use;
  if (use.task.empty()) use.mark = sink.path.mark;
  return use;
}

}  // namespace

Result<std::optional<Compiler::Checked>> Compiler::check_writer(const pipeline::Sink& sink,
                                                                std::string_view terminal) {
  auto use = use_of(sink);
  const bool is_unknown = sink.path.text.empty() || !use.with.is_null();
  if (use.task.empty() && is_unknown) return std::nullopt;
  if (use.task.empty()) {
    const auto name = uncompressed_name(sink.path.text);
    const auto extension = std::filesystem::path(name).extension().string();
    if (sink.path.text == "-") {
      use.task = terminal;
    } else if (extension.size() < 2) {
      diagnostics_->error(sink.path.mark,
                          "'" + sink.path.text + "' has no extension that names a format",
                          "write {use: csv, with: {path: ...}} or give it an extension: .csv" +
                              sink.path.text.substr(name.size()));
      return std::nullopt;
    } else {
      auto found = catalog_->writer_for(extension.substr(1));
      if (!found) {
        diagnostics_->error(sink.path.mark, found.error().message);
        return std::nullopt;
      }
      use.task = found->task->name;
    }
  }
  DP_TRY(auto checked, check_use(DP_WRITER, use));
  if (checked) tell_path(sink, *checked);
  return checked;
}

/// A writer that wants to know its path has an option of that name.
void Compiler::tell_path(const pipeline::Sink& sink, Checked& writer) {
  const auto& options = writer.task->options;
  if (std::any_of(options.begin(), options.end(),
                  [](const data::OptionDescription& option) { return option.name == "path"; }))
    writer.use.options.add("path", data::Value::of(sink.path.text));
}

Status Compiler::add_streams() {
  for (const auto& sink : model_->output) {
    DP_TRY(auto writer, check_writer(sink, "ndjson"));
    if (!writer) continue;
    if ((writer->task->traits & DP_WRITER_WHOLE) != 0) {
      DP_CHECK(keep_records(sink));
      if (records_) add_result(sink, *records_, std::move(*writer));
      continue;
    }
    if (!broken_) {
      protocol::OpenRequest request{DP_WRITER, writer->use, false,
                                    {},        {},          {{"", plan_.records()}}};
      DP_CHECK(open(*writer, use_of(sink), request));
    }
    plan_.streams.push_back(writer_use(sink, *writer, plan_.records()));
  }
  return {};
}

/// Where rows of these columns go to.
protocol::WriterUse Compiler::writer_use(const pipeline::Sink& sink, Checked& writer,
                                         const Schema& rows) {
  const bool whole = (writer.task->traits & DP_WRITER_WHOLE) != 0;
  protocol::WriterUse made{sink.path.text, std::move(writer.use), {}, whole,
                           sink.level,     sink.most_files,       {}};
  if (whole && !sink.parts.empty())
    diagnostics_->error(sink.path.mark,
                        "'" + sink.path.text + "': the writer " + made.writer.task +
                            " needs all rows at once, and cannot share them out among files");
  std::vector<std::string> names;
  for (const auto& field : rows) names.push_back(field.name);
  for (const auto& piece : sink.parts) {
    if (piece.is_column && !broken_ && !find_column(rows, piece.text))
      diagnostics_->error(sink.path.mark,
                          "'" + sink.path.text + "': no column '" + piece.text + "'" +
                              did_you_mean(piece.text, names),
                          "columns are named in braces; a brace itself is written {{ or }}");
    made.parts.emplace_back(protocol::PathPart{piece.text, piece.is_column, {}});
    if (piece.is_column)
      made.parts.back().value =
          ExpressionText().syntax("string(").column(piece.text).syntax(")").parse();
  }
  return made;
}

/// A writer that needs all rows at once gets records as the result of a reduction that keeps them,
/// one for all such writers.
Status Compiler::keep_records(const pipeline::Sink& sink) {
  if (records_) return {};
  pipeline::Use use;
  use.task = "rows";
  use.mark = sink.mark;
  DP_TRY(auto checked, check_use(DP_REDUCER, use));
  if (!checked || broken_) return {};
  protocol::ReducerUse made;
  made.use = checked->use;
  made.traits = checked->task->traits;
  made.only_records = true;
  protocol::OpenRequest request{DP_REDUCER, made.use, true, plan_.records(), {}, {}};
  DP_TRY(auto opened, open(*checked, use, request));
  if (!opened) return {};
  made.output = std::move(opened->output);
  records_ = static_cast<std::uint32_t>(plan_.reductions.size());
  plan_.reductions.push_back(std::move(made));
  reduced_.push_back(true);
  return {};
}

Status Compiler::add_results() {
  for (std::size_t i = 0; i < model_->reduce.size(); ++i) {
    // What has no name is records, as of output without such steps.
    const auto* terminal = model_->reduce[i].name.text.empty() ? "ndjson" : "table";
    for (const auto& sink : model_->reduce[i].to) {
      DP_TRY(auto writer, check_writer(sink, terminal));
      if (writer) add_result(sink, static_cast<std::uint32_t>(i), std::move(*writer));
    }
  }
  return open_results();
}

/// Several results may share a file whose writer can hold them. Records never share one, which
/// RunFiles sees to.
void Compiler::add_result(const pipeline::Sink& sink, std::uint32_t reduction, Checked writer) {
  const bool terminal = sink.path.text == "-";
  const auto file = identify(sink.path.text);
  const auto is_same = [&](const protocol::WriterUse& other) {
    return (other.path == "-") == terminal && (terminal || identify(other.path) == file);
  };
  const auto shares = [&](const protocol::WriterUse& other) {
    return is_same(other) && sink.parts.empty() && other.writer.task == writer.use.task &&
           other.writer.options == writer.use.options && other.level == sink.level &&
           (writer.task->traits & DP_WRITER_SECTIONS) != 0;
  };
  auto& results = plan_.results;
  const auto shared = std::find_if(results.begin(), results.end(), shares);
  if (shared != results.end()) {
    shared->reductions.push_back(reduction);
    return;
  }
  if (!terminal && !is_stream(sink.path.text) &&
      std::any_of(results.begin(), results.end(), is_same))
    diagnostics_->error(sink.path.mark, "'" + sink.path.text + "' is written twice",
                        "give each a file of its own; several results can share a .json file "
                        "if they name the same options");
  auto made = writer_use(sink, writer, plan_.reductions[reduction].output);
  made.reductions = {reduction};
  writer.use = made.writer;
  results.push_back(std::move(made));
  writings_.push_back({&sink, std::move(writer)});
}

Status Compiler::open_results() {
  for (std::size_t i = 0; i < plan_.results.size(); ++i) {
    const auto& reductions = plan_.results[i].reductions;
    if (!std::all_of(reductions.begin(), reductions.end(),
                     [&](std::uint32_t index) { return reduced_[index]; }))
      continue;
    protocol::OpenRequest request{DP_WRITER, plan_.results[i].writer, false, {}, {}, {}};
    for (const auto index : reductions)
      request.sections.emplace_back(plan_.reductions[index].name,
                                    plan_.reductions[index].output);
    DP_CHECK(open(writings_[i].writer, use_of(*writings_[i].sink), request));
  }
  return {};
}

}  // namespace dp::planner
