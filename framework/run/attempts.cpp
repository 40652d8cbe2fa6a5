// SPDX-License-Identifier: Apache-2.0
#include "run/attempts.hpp"

#include <algorithm>

#include "base/stream_path.hpp"
#include "base/text.hpp"
#include "planner/projection.hpp"
#include "planner/trials.hpp"
#include "protocol/ask.hpp"
#include "protocol/line_requests.hpp"
#include "run/survey.hpp"

namespace dp::run {

namespace {

/// What a survey found holds of all the input. Only of input that changes, and of records that passed
/// a limit of time or memory in the survey alone, another one may be needed.
constexpr int kMostSurveys = 2;
constexpr std::size_t kMostNotes = 5;

/// Records go where they cannot be taken back from, or to a step, which may act on what it sees.
bool cannot_take_back(const protocol::Plan& plan) {
  return std::any_of(
             plan.streams.begin(), plan.streams.end(),
             [](const auto& sink) { return sink.path == "-" || is_stream(sink.path); }) ||
         std::any_of(plan.stages.begin(), plan.stages.end(), [](const auto& stage) {
           return stage.kind == protocol::Stage::Kind::step;
         });
}

/// Lines of a message, each two spaces in.
std::string indented(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.append("\n  ").append(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// "string"; or of what is refuted, "no int".
std::string type_of(const Schema& columns, std::string_view name, bool planned) {
  const auto place = find_column(columns, name);
  if (!place) return "no column by itself";
  const auto type = columns[*place].type;
  if (planned) return std::string(type_name(type));
  return type == Type::string ? "not empty" : "no " + std::string(type_name(type));
}

/// What keeps the types that the first records led to believe; `columns` are those of then.
std::string cure_of(const std::vector<protocol::Witness>& witnesses, const Schema& columns) {
  std::string types;
  for (const auto& witness : witnesses) {
    const auto place = find_column(columns, witness.column);
    if (!witness.value || !place || columns[*place].type == Type::string) continue;
    types.append(types.empty() ? "" : ", ").append(planner::yaml_scalar(witness.column));
    types.append(": ");
    types.append(type_name(columns[*place].type));
  }
  if (types.empty()) return {};
  return "\n  types: {" + types + "}, given to the reader, rejects the records that do not fit";
}

/// Types are of columns that are known.
std::string cure_on_stream(std::string_view reason) {
  if (reason.find("no header before has it") != std::string_view::npos)
    return "leave such columns out (columns: first), or read a file";
  const bool is_new = reason.find("no record before has it") != std::string_view::npos;
  return is_new ? "name the columns that come later (columns: {zip: zip}), or read a file"
                : "say what columns hold (types: {zip: string}), or read a file";
}

bool can_read_again(const input::Items& items) {
  return std::none_of(items.list.begin(), items.list.end(),
                      [](const auto& item) { return item.stream != nullptr; });
}

}  // namespace

Result<Summary> Attempts::go() {
  const bool again = can_read_again(prepared_->items);
  const bool for_good = cannot_take_back(prepared_->plan);
  if (again && for_good && planner::may_be_refuted(prepared_->plan, prepared_->items))
    DP_CHECK(look_through());
  auto summary = attempt_();
  for (int surveys = 0; !summary && summary.error().code == Errc::refuted; ++surveys) {
    if (!again || for_good || surveys == kMostSurveys)
      return fail(final_failure(summary.error()));
    DP_CHECK(look_through());
    summary = attempt_();
  }
  if (summary) summary->notes.insert(summary->notes.begin(), notes_.begin(), notes_.end());
  return summary;
}

/// Learn what the input holds, and plan anew.
Status Attempts::look_through() {
  DP_TRY(auto knowledge, survey(*prepared_, observer_));
  const auto status = planner::replan(*prepared_, std::move(knowledge.bytes));
  DP_CHECK(set_notes(knowledge.witnesses, status.has_value()));
  if (status || status.error().code != Errc::refuted) return status;
  std::string message = "the pipeline does not fit all of its input:";
  for (const auto& note : notes_) message += "\n  " + note;
  message += cure_of(knowledge.witnesses, prepared_->plan.stages.at(0).output);
  return fail(Errc::refuted, message + indented(status.error().message));
}

/// `planned`: the plan's columns are those that all of the input has, else those of the sample.
Status Attempts::set_notes(const std::vector<protocol::Witness>& witnesses, bool planned) {
  notes_.clear();
  for (const auto& witness : witnesses) {
    if (notes_.size() == kMostNotes) {
      notes_.push_back("and " + std::to_string(witnesses.size() - kMostNotes) +
                       " more columns that differ from the first records");
      break;
    }
    DP_TRY(const auto place, place_of(witness.item, witness.offset));
    const auto name = "column '" + printable(witness.column) + "' ";
    const auto type = type_of(prepared_->plan.stages.at(0).output, witness.column, planned);
    if (!witness.value)
      notes_.push_back(name + "comes from " + place + " on");
    else
      notes_.push_back(name + "is " + type + ", for " + place + " has " +
                       printable(*witness.value));
  }
  return {};
}

/// "a.csv:12", or where no line can be told "a.csv at byte 345".
Result<std::string> Attempts::place_of(std::uint64_t number, std::uint64_t offset) const {
  if (number >= prepared_->items.list.size())
    return fail(Errc::invalid_plugin, "a reader learned of an item that is not there");
  const auto& item = prepared_->items.list[number];
  const auto name = item.name == "-" ? "standard input" : printable(item.name);
  if (item.stream == nullptr) {
    protocol::CountLinesRequest request;
    request.item = item.slice();
    request.offsets = {offset};
    DP_TRY(const auto lines, protocol::ask(*prepared_->pool, request));
    if (lines && lines->size() == 1) return name + ":" + std::to_string(lines->front());
  }
  return name + " at byte " + std::to_string(offset);
}

/// What a guess that is refuted means where the input cannot be looked through.
Error Attempts::final_failure(const Error& error) const {
  const auto told = decode_all<protocol::Refutation>(error.message, "refutation");
  if (!told || told->item >= prepared_->items.list.size())
    return {Errc::corrupt, "a refutation that names no record"};
  const auto place = place_of(told->item, told->offset);
  std::string message = (place ? *place : "the input") + ": " + printable(told->reason);
  message +=
      prepared_->items.list[told->item].stream == nullptr
          ? "; all of the input was looked through, and did not hold this: did it change?"
          : ", as the first bytes of the input led to believe, and it cannot be read again: " +
                cure_on_stream(told->reason);
  return {Errc::refuted, std::move(message)};
}

}  // namespace dp::run
