// SPDX-License-Identifier: Apache-2.0
#include "report/summary_json.hpp"

#include <chrono>

#include "base/text.hpp"

namespace dp::report {

namespace {

/// Writes the fields of an object.
class Object {
 public:
  explicit Object(std::string& text) : text_(&text) { text += '{'; }
  void add(std::string_view key, std::uint64_t value) { begin(key) += std::to_string(value); }
  void add(std::string_view key, std::string_view value) { append_json(begin(key), value); }
  /// The text that the key's value is to be appended to.
  std::string& begin(std::string_view key) {
    if (!first_) *text_ += ',';
    first_ = false;
    append_json(*text_, key);
    return *text_ += ':';
  }
  void end() { *text_ += '}'; }

 private:
  std::string* text_;
  bool first_ = true;
};

template <class List, class Add>
void add_list(std::string& text, const List& list, Add add) {
  text += '[';
  for (bool first = true; const auto& each : list) {
    if (!first) text += ',';
    first = false;
    add(each);
  }
  text += ']';
}

void add_output(std::string& text, const run::Written& output) {
  Object object(text);
  object.add("path", output.path);
  if (output.files) object.add("files", static_cast<std::uint64_t>(*output.files));
  object.add("rows", output.rows);
  object.add("bytes", output.bytes);
  object.end();
}

void add_reject(std::string& text, const run::RejectSample& reject) {
  Object object(text);
  object.add("file", reject.file);
  if (reject.line != 0) object.add("line", reject.line);
  object.add("offset", reject.offset);
  object.add("reason", reject.reason);
  if (!reject.detail.empty()) object.add("detail", reject.detail);
  object.end();
}

void add_counts(Object& object, const run::Summary& summary) {
  const auto& progress = summary.progress;
  const auto& counts = progress.counts;
  object.add("items", progress.items.planned);
  object.add("items_failed", progress.items_failed);
  object.add("bytes", progress.bytes.planned);
  if (summary.has_lines) object.add("lines", counts.lines);
  if (summary.has_lines) object.add("blank", counts.blank);
  object.add("records", counts.records);
  object.add("records_mapped", counts.mapped);
  object.add("rejects", counts.rejects + progress.items_failed);
  object.add("restarts", progress.restarts);
  object.add("workers", progress.workers);
}

}  // namespace

std::string summary_json(std::string_view name, const run::Summary& summary,
                         const Ending& ending, std::string_view rejects_path) {
  std::string text = "{\"summary\":";
  Object object(text);
  object.add("name", name);
  object.add("outcome", ending.outcome);
  object.add("exit_code", static_cast<std::uint64_t>(ending.exit_code));
  if (!ending.error.empty()) object.add("error", ending.error);
  object.add("elapsed_us",
             static_cast<std::uint64_t>(
                 std::chrono::duration_cast<std::chrono::microseconds>(summary.progress.elapsed)
                     .count()));
  add_counts(object, summary);
  if (!rejects_path.empty()) object.add("rejects_file", rejects_path);
  add_list(object.begin("first_rejects"), summary.rejects,
           [&](const auto& each) { add_reject(text, each); });
  add_list(object.begin("outputs"), summary.written,
           [&](const auto& each) { add_output(text, each); });
  add_list(object.begin("notes"), summary.notes,
           [&](const auto& each) { append_json(text, each); });
  object.end();
  return text + "}";
}

}  // namespace dp::report
