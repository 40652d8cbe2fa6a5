// SPDX-License-Identifier: Apache-2.0
#include "planner/trials.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/text.hpp"
#include "pipeline/options.hpp"
#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {
namespace {

/// The options as a task takes them; nullopt if it does not.
std::optional<data::Value> values_of(const data::TaskDescription& task,
                                     const OptionTexts& options, std::string& why) {
  std::string text;
  for (const auto& [name, value] : options) text += name + ": " + value + "\n";
  const pipeline::FileText source(task.name, text);
  pipeline::Diagnostics diagnostics(source);
  pipeline::Use use{task.name, {}, {}, true};
  if (!text.empty())
    if (auto node = pipeline::parse_yaml(source, diagnostics)) use.with = std::move(*node);
  auto checked = pipeline::check_options(task, use, nullptr, diagnostics);
  if (checked && !diagnostics.has_errors()) return std::move(checked->values);
  if (!diagnostics.list().empty()) why = diagnostics.list().front().message;
  return std::nullopt;
}

Trial trial_of(Result<protocol::OpenReply> answer) {
  if (!answer) return {false, {}, answer.error().message};
  if (!answer->ok) return {false, {}, answer->error.message};
  return {true, std::move(answer->output), {}};
}

}  // namespace

std::size_t Trial::numbers() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(),
                    [](const Field& column) { return is_number(column.type); }));
}

Result<std::vector<Trial>> Trials::open(std::string_view reader,
                                        const std::vector<OptionTexts>& options) {
  DP_TRY(const auto found, catalog_->find(DP_READER, reader));
  std::vector<Trial> trials(options.size());
  std::vector<std::size_t> places;
  std::vector<protocol::OpenRequest> requests;
  for (std::size_t i = 0; i < options.size(); ++i) {
    auto values = values_of(*found.task, options[i], trials[i].why);
    if (!values) continue;
    protocol::OpenRequest request;
    request.role = DP_READER;
    request.use = {found.library, found.task->name, std::move(*values)};
    request.reader.sample = sample_;
    request.reader.sample_cut = sample_.size() >= DP_HEAD_BYTES;
    requests.push_back(std::move(request));
    places.push_back(i);
  }
  DP_TRY(auto answers, protocol::ask(*pool_, requests));
  for (std::size_t i = 0; i < answers.size(); ++i)
    trials[places[i]] = trial_of(std::move(answers[i]));
  return trials;
}

Result<Trial> Trials::open(std::string_view reader, const OptionTexts& options) {
  DP_TRY(auto trials, open(reader, std::vector<OptionTexts>{options}));
  return std::move(trials.front());
}

std::string yaml_scalar(std::string_view text) {
  const auto is_plain = [](char byte) {
    return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_' || byte == '/' ||
           byte == '.' || byte == '-';
  };
  static constexpr std::string_view kWords[] = {"true", "false", "null"};
  auto lower = std::string(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  const bool is_word =
      std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
  const bool begins_well =
      !text.empty() &&
      (std::isalpha(static_cast<unsigned char>(text.front())) != 0 || text.front() == '/');
  if (begins_well && !is_word && std::all_of(text.begin(), text.end(), is_plain))
    return std::string(text);
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("${")) escaped += '$';
    escaped += text[i];
  }
  std::string quoted;
  append_json(quoted, escaped);
  return quoted;
}

}  // namespace dp::planner
