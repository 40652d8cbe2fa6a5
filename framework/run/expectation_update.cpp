// SPDX-License-Identifier: Apache-2.0
#include "run/expectation_update.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "pipeline/yaml.hpp"
#include "run/expectation.hpp"

namespace dp::run {

namespace {

namespace dom = simdjson::dom;
using pipeline::FileText;
using pipeline::Node;

/// Bytes of the file to write anew.
struct Edit {
  std::size_t begin;
  std::size_t end;
  std::string text;
};

std::optional<Node> parse(const FileText& source) {
  pipeline::Diagnostics diagnostics(source);
  auto root = pipeline::parse_yaml(source, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return root;
}

/// What a test expects, in the file's own tree: there variables are not put in.
const Node* find_expected(const Node& root, const Unexpected& unexpected) {
  const auto* tests = root.find("tests");
  if (tests == nullptr || unexpected.test >= tests->items.size()) return nullptr;
  const auto& test = tests->items[unexpected.test];
  if (unexpected.reduction.empty()) return test.find("expect");
  const auto* results = test.find("results");
  return results == nullptr ? nullptr : results->find(unexpected.reduction);
}

bool has_variable(const Node& value) {
  return value.is_scalar() && value.text.find("${") != std::string::npos;
}

/// The rows that are expected, without values that variables hold.
std::vector<Node> rows_of(const Node& expected) {
  auto rows = expected.is_map() ? std::vector<Node>{expected} : expected.items;
  for (auto& row : rows)
    std::erase_if(row.entries,
                  [](const pipeline::Entry& entry) { return has_variable(entry.value); });
  return rows;
}

bool is_plain(const std::string& text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  std::string lower = text;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  const bool is_simple = !text.empty() && text.find_first_not_of(
                                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                                              "UVWXYZ0123456789_./-") == std::string::npos;
  return is_simple && text.front() != '-' && lower != "null" && !node.boolean() &&
         !node.number();
}

/// Text that stands for itself where variables are put in.
std::string without_variables(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto dollars = text.find_first_not_of('$', at);
    const bool escapes =
        text[at] == '$' && dollars != std::string_view::npos && text[dollars] == '{';
    out.append(escapes ? 2 : 1, text[at]);
  }
  return out;
}

/// A value as YAML, for a place within {...} too.
std::string as_yaml(std::string_view text) {
  const auto escaped = without_variables(text);
  if (is_plain(escaped)) return escaped;
  std::string quoted;
  append_json(quoted, escaped);
  return quoted;
}

std::string as_yaml(const dom::element& value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? as_yaml(text) : simdjson::to_string(value);
}

tl::unexpected<Error> refuse(const FileText& source, const pipeline::Mark& mark,
                             const std::string& why) {
  return fail(Errc::refused, source.name() + ":" + std::to_string(mark.line) + ":" +
                                 std::to_string(mark.column) + ": " + why +
                                 "; nothing is written");
}

/// Where the brackets that open at `at` are closed (after them).
std::size_t end_of_brackets(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (char quote = '\0'; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != '\0') {
      if (c == '\\' && quote == '"')
        ++at;
      else if (c == quote)
        quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '#' && at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n')) {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && --depth == 0) {
      return at + 1;
    }
  }
  return text.size();
}

/// Where a list or map ends whose first line begins at column `column` (from 0) of `at`.
std::size_t end_of_block(std::string_view text, std::size_t at, std::size_t column,
                         bool is_list) {
  std::size_t end = std::min(text.find('\n', at), text.size());
  for (auto line = end + 1; line < text.size();) {
    const auto next = std::min(text.find('\n', line), text.size());
    const auto content = text.substr(line, next - line);
    const auto indent = content.find_first_not_of(" \r");
    const bool is_empty = indent == std::string_view::npos || content[indent] == '#';
    const bool goes_on =
        !is_empty &&
        (indent > column || (indent == column && (!is_list || content[indent] == '-')));
    if (!is_empty && !goes_on) break;
    if (goes_on) end = next;
    line = next + 1;
  }
  return end;
}

/// Makes the edits of one file.
class Editor {
 public:
  Editor(const FileText& source, const Node& root) : source_(&source), root_(&root) {}

  /// `whole`: write lists anew also where the same rows stay.
  Status add(const Unexpected& unexpected, bool whole) {
    const auto* expected = find_expected(*root_, unexpected);
    if (expected == nullptr) return fail(Errc::refused, source_->name() + ": has no such test");
    const auto lines = lines_of(unexpected.rows);
    const auto rows = rows_of(*expected);
    const bool is_list = expected->is_list() && !rows.empty() && !lines.empty();
    if (whole || (rows.size() != lines.size() && !is_list))
      return add_list(*expected, rows, lines);
    for (std::size_t i = 0; i < std::min(rows.size(), lines.size()); ++i)
      DP_CHECK(add_values(rows[i], lines[i]));
    if (rows.size() < lines.size()) return append_rows(*expected, rows, lines);
    if (rows.size() > lines.size()) cut_rows(*expected, lines.size());
    return {};
  }

  /// In the file's order.
  std::vector<Edit> take() {
    std::sort(edits_.begin(), edits_.end(),
              [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    return std::move(edits_);
  }

 private:
  Status add_values(const Node& row, const std::string& line) {
    dom::parser parser;
    dom::object came;
    if (parser.parse(simdjson::padded_string(line)).get(came) != simdjson::SUCCESS)
      return refuse(*source_, row.mark, "the row that came is no JSON object");
    for (const auto& entry : row.entries) {
      Node one = row;
      one.entries = {entry};
      if (compare_rows({one}, line, row.mark).empty()) continue;
      dom::element value;
      if (came.at_key(entry.key).get(value) != simdjson::SUCCESS)
        return refuse(*source_, entry.key_mark, "there is no column '" + entry.key + "'");
      const auto begin = offset_of(entry.value.mark);
      edits_.push_back({begin, begin + entry.value.mark.length, as_yaml(value)});
    }
    return {};
  }

  /// Where a list ends: its closing bracket, or the end of its last line.
  [[nodiscard]] std::size_t end_of(const Node& expected) const {
    const auto text = source_->text();
    const auto begin = offset_of(expected.mark);
    return is_flow(expected) ? end_of_brackets(text, begin) - 1
                             : end_of_block(text, begin, expected.mark.column - 1, true);
  }

  [[nodiscard]] bool is_flow(const Node& expected) const {
    const auto begin = offset_of(expected.mark);
    const auto first = source_->text().substr(begin, 1);
    return first == "[" || first == "{";
  }

  Status append_rows(const Node& expected, const std::vector<Node>& rows,
                     const std::vector<std::string>& lines) {
    const std::string indent(expected.mark.column - 1, ' ');
    std::string made;
    for (std::size_t i = rows.size(); i < lines.size(); ++i) {
      DP_TRY(const auto row, row_text(expected, &rows.back(), lines[i]));
      made += (is_flow(expected) ? ", " : "\n" + indent + "- ") + row;
    }
    const auto end = end_of(expected);
    edits_.push_back({end, end, std::move(made)});
    return {};
  }

  /// Leave the first `count` rows, of more.
  void cut_rows(const Node& expected, std::size_t count) {
    const auto& first = expected.items[count];
    if (!is_flow(expected)) {
      edits_.push_back({source_->offset(first.mark.line) - 1, end_of(expected), ""});
      return;
    }
    const auto comma = source_->text().rfind(',', offset_of(first.mark));
    edits_.push_back({comma, end_of(expected), ""});
  }

  Status add_list(const Node& expected, const std::vector<Node>& rows,
                  const std::vector<std::string>& lines) {
    const auto text = source_->text();
    const auto begin = offset_of(expected.mark);
    const bool flow = is_flow(expected);
    const std::size_t column = expected.mark.column - 1;
    std::string made;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      DP_TRY(auto row,
             row_text(expected, rows.empty() ? nullptr : &rows[std::min(i, rows.size() - 1)],
                      lines[i]));
      if (!flow && i > 0) made += "\n" + std::string(column, ' ');
      made += (flow ? (i > 0 ? ", " : "") : "- ") + row;
    }
    const bool is_one = flow && expected.is_map() && lines.size() == 1;
    if (flow && !is_one) made = "[" + made + "]";
    if (!flow && lines.empty()) made = " []";  // further in than the key, as YAML wants it
    edits_.push_back({begin,
                      flow ? end_of_brackets(text, begin)
                           : end_of_block(text, begin, column, expected.is_list()),
                      std::move(made)});
    return {};
  }

  /// A row as `{a: 1}`, with the columns of `like`, or all.
  Result<std::string> row_text(const Node& expected, const Node* like,
                               const std::string& line) {
    dom::parser parser;
    dom::object came;
    if (parser.parse(simdjson::padded_string(line)).get(came) != simdjson::SUCCESS)
      return refuse(*source_, expected.mark, "a row that came is no JSON object");
    std::string text;
    const auto add = [&](std::string_view key, const dom::element& value) {
      text += (text.empty() ? "" : ", ") + as_yaml(key) + ": " + as_yaml(value);
    };
    if (like == nullptr)
      for (const auto field : came) add(field.key, field.value);
    else
      for (const auto& entry : like->entries) {
        dom::element value;
        if (came.at_key(entry.key).get(value) != simdjson::SUCCESS)
          return refuse(*source_, entry.key_mark, "there is no column '" + entry.key + "'");
        add(entry.key, value);
      }
    return "{" + text + "}";
  }

  [[nodiscard]] std::size_t offset_of(const pipeline::Mark& mark) const {
    return std::min(source_->offset(mark.line) + mark.column - 1, source_->text().size());
  }

  const FileText* source_;
  const Node* root_;
  std::vector<Edit> edits_;
};

Update with_edits(const FileText& source, const std::vector<Edit>& edits) {
  const auto text = source.text();
  Update update;
  std::size_t at = 0;
  for (std::size_t i = 0; i < edits.size();) {
    const auto first = edits[i].begin == 0 ? 0 : text.rfind('\n', edits[i].begin - 1) + 1;
    const auto begin = std::max(first, at);
    auto end = std::min(text.find('\n', edits[i].end), text.size());
    std::string after(text.substr(begin, edits[i].begin - begin));
    for (;;) {
      after += edits[i].text;
      const auto from = edits[i++].end;
      const bool shares = i < edits.size() && edits[i].begin <= end;
      after += text.substr(from, (shares ? edits[i].begin : end) - from);
      if (!shares) break;
      end = std::min(text.find('\n', edits[i].end), text.size());
    }
    update.text += text.substr(at, begin - at);
    update.text += after;
    update.changes.push_back({source.mark(begin).line,
                              std::string(text.substr(begin, end - begin)), std::move(after)});
    at = end;
  }
  update.text += text.substr(at);
  return update;
}

bool is_same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text && a.quoted == b.quoted &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), &is_same) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const pipeline::Entry& x, const pipeline::Entry& y) {
                      return x.key == y.key && is_same(x.value, y.value);
                    });
}

/// The tree without what tests in `unexpected` expect.
Node without(Node root, const std::vector<Unexpected>& unexpected) {
  for (auto& entry : root.entries) {
    if (entry.key != "tests") continue;
    for (const auto& each : unexpected) {
      auto& test = entry.value.items[each.test];
      for (auto& part : test.entries) {
        if (part.key == (each.reduction.empty() ? "expect" : "results")) {
          if (each.reduction.empty()) part.value = {};
          for (auto& result : part.value.entries)
            if (result.key == each.reduction) result.value = {};
        }
      }
    }
  }
  return root;
}

/// Whether the new text says what came, and all else as before.
bool is_right(const FileText& updated, const Node& before,
              const std::vector<Unexpected>& unexpected) {
  const auto root = parse(updated);
  if (!root) return false;
  for (const auto& each : unexpected) {
    const auto* expected = find_expected(*root, each);
    if (expected == nullptr) return false;
    if (!compare_rows(rows_of(*expected), each.rows, expected->mark).empty()) return false;
  }
  return is_same(without(before, unexpected), without(*root, unexpected));
}

}  // namespace

Result<Update> update_expectations(const FileText& source,
                                   const std::vector<Unexpected>& unexpected) {
  const auto root = parse(source);
  if (!root) return fail(Errc::refused, source.name() + ": cannot be read as YAML");
  for (const bool whole : {false, true}) {
    Editor editor(source, *root);
    for (const auto& each : unexpected) DP_CHECK(editor.add(each, whole));
    auto update = with_edits(source, editor.take());
    if (update.changes.empty())
      return fail(Errc::refused,
                  source.name() + ": what differs comes from variables; nothing is written");
    if (is_right(FileText(source.name(), update.text), *root, unexpected)) return update;
  }
  return fail(Errc::refused, source.name() +
                                 ": the expectations are written in a way that cannot be "
                                 "updated (an alias?); nothing is written");
}

}  // namespace dp::run
