// SPDX-License-Identifier: Apache-2.0
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <map>
#include <sstream>
#include <utility>

#include "pipeline/yaml.hpp"
#include "pipeline/yaml_checks.hpp"

namespace dp::pipeline {

namespace {

/// Thrown to leave the library's recursion, once the reason is among the diagnostics.
struct Refused {};

/// Where a quoted scalar that begins at `at` ends (after its quote), or npos.
std::size_t end_of_quoted(std::string_view raw, std::size_t at) {
  const char quote = raw[at];
  for (std::size_t i = at + 1; i < raw.size(); ++i) {
    if (quote == '"' && raw[i] == '\\') {
      ++i;
    } else if (raw[i] == quote) {
      if (quote == '"' || i + 1 >= raw.size() || raw[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

/// A value that is being built, and what is known of it.
struct Frame {
  Node node;
  YAML::anchor_t anchor = 0;
  bool flow = false;
  bool has_key = false;
  bool keep = true;  ///< the entry that the key begins
  std::string key;
  Mark key_mark;
  std::map<std::string, std::uint32_t> keys;  ///< and their lines
};

/// A finished value with a name, to be repeated where the name is used.
struct Anchored {
  Node node;
  std::size_t nodes = 0;
  std::size_t depth = 0;
};

void measure(const Node& node, std::size_t depth, Anchored& out) {
  ++out.nodes;
  out.depth = std::max(out.depth, depth);
  for (const auto& item : node.items) measure(item, depth + 1, out);
  for (const auto& entry : node.entries) measure(entry.value, depth + 1, out);
  out.nodes += node.entries.size();
}

std::ptrdiff_t open_parentheses(std::string_view text) {
  return std::count(text.begin(), text.end(), '(') - std::count(text.begin(), text.end(), ')');
}

std::ptrdiff_t open_parentheses(const Node& value) {
  return value.is_scalar() && !value.quoted ? open_parentheses(value.text) : 0;
}

/// The last bare value so far in which a "(" is not closed, or nullptr.
const Node* last_open_call(const Frame& frame) {
  const Node* found = nullptr;
  for (const auto& item : frame.node.items)
    if (open_parentheses(item) > 0) found = &item;
  for (const auto& entry : frame.node.entries)
    if (open_parentheses(entry.value) > 0) found = &entry.value;
  return found;
}

class Builder final : public YAML::EventHandler {
 public:
  Builder(const Source& source, Diagnostics& diagnostics)
      : source_(&source), diagnostics_(&diagnostics) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    refuse(mark_of(mark, 3), "a second document begins here",
           "a pipeline file is one document: remove the '---'");
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& /*mark*/, const std::string& /*name*/) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = mark_of_nothing(mark_of(mark));
    finish(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

  /// Say what the library found wrong.
  void explain(const YAML::Mark& mark, const std::string& message);

  /// The tree, unless it is so wrong that checking it further would only add noise.
  std::optional<Node> take() { return cut_apart_ ? std::nullopt : std::move(root_); }
  [[nodiscard]] bool is_empty() const noexcept { return !root_; }

 private:
  [[nodiscard]] Mark mark_of(const YAML::Mark& mark, std::size_t length = 1) const {
    if (mark.line < 0) return source_->mark(source_->text().size());
    return {static_cast<std::uint32_t>(mark.line + 1),
            static_cast<std::uint32_t>(mark.column + 1), static_cast<std::uint32_t>(length)};
  }
  [[nodiscard]] Mark mark_of_nothing(Mark mark) const;
  [[nodiscard]] std::size_t offset_of(const Mark& mark) const {
    return std::min(source_->offset(mark.line) + mark.column - 1, source_->text().size());
  }
  [[noreturn]] void refuse(Mark mark, std::string message, std::string hint = {}) {
    diagnostics_->error(mark, std::move(message), std::move(hint));
    throw Refused{};
  }
  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style);
  void close();
  void finish(Node node, YAML::anchor_t anchor);
  void attach(Node node);
  void take_key(const Node& node);
  void count(std::size_t nodes, Mark mark);
  void refuse_tag(const std::string& tag, Mark mark);
  void measure_scalar(Node& node);
  [[nodiscard]] bool explain_flow(const Mark& mark);
  void check_split_call(const Frame& frame);
  void explain_split_call(const Node& first);

  const Source* source_;
  Diagnostics* diagnostics_;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::optional<Node> root_;
  std::size_t nodes_ = 0;
  std::size_t documents_ = 0;
  bool cut_apart_ = false;
};

/// A value that is left out is marked, by the library, where the next thing stands: go back to
/// the sign that it should follow.
Mark Builder::mark_of_nothing(Mark mark) const {
  const auto raw = source_->text();
  const std::size_t last = raw.substr(0, offset_of(mark)).find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos || std::string_view("-:,[{").find(raw[last]) == raw.npos)
    return mark;
  const std::size_t at = offset_of(mark);
  const bool same_line = raw.substr(last, at - last).find('\n') == raw.npos;
  const bool written =
      same_line && at < raw.size() && std::string_view("~nN").find(raw[at]) != raw.npos;
  return written ? mark : source_->mark(last);
}

void Builder::count(std::size_t nodes, Mark mark) {
  nodes_ += nodes;
  if (nodes_ > kMaxNodes)
    refuse(mark, "more than 100000 values, counting each use of an alias as all it stands for");
}

void Builder::refuse_tag(const std::string& tag, Mark mark) {
  const std::size_t at = offset_of(mark);
  const bool written = at < source_->text().size() && source_->text()[at] == '!';
  if (tag.size() > 1 || written)
    diagnostics_->error(mark, "tags are not supported", "put text in quotes to keep it text");
}

void Builder::open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
                   YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  Frame frame;
  frame.node.kind = kind;
  frame.node.mark = mark_of(mark);
  frame.anchor = anchor;
  frame.flow = style == YAML::EmitterStyle::Flow;
  refuse_tag(tag, frame.node.mark);
  count(1, frame.node.mark);
  if (stack_.size() >= kMaxDepth) refuse(frame.node.mark, "nested deeper than 64");
  stack_.push_back(std::move(frame));
}

void Builder::close() {
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  if (frame.flow) check_split_call(frame);
  --nodes_;  // open() counted it already
  finish(std::move(frame.node), frame.anchor);
}

void Builder::finish(Node node, YAML::anchor_t anchor) {
  count(1, node.mark);
  if (anchor != 0) {
    Anchored anchored;
    measure(node, 1, anchored);
    count(anchored.nodes, node.mark);
    anchored.node = node;
    anchors_[anchor] = std::move(anchored);
  }
  attach(std::move(node));
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end())
    refuse(mark_of(mark), "this alias stands inside the value that it names");
  count(found->second.nodes, mark_of(mark));
  if (stack_.size() + found->second.depth > kMaxDepth)
    refuse(mark_of(mark), "nested deeper than 64");
  attach(found->second.node);
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.mark = mark_of(mark);
  node.text = value;
  node.quoted = tag != "?";
  refuse_tag(tag, node.mark);
  measure_scalar(node);
  finish(std::move(node), anchor);
}

/// Find how far the scalar reaches in the file, and that its quotes end there: at the end of
/// the file the library closes them itself.
void Builder::measure_scalar(Node& node) {
  const auto raw = source_->text();
  std::size_t at = offset_of(node.mark);
  if (at < raw.size() && raw[at] == '&') {
    at = std::min(raw.find_first_of(" \t\r\n", at), raw.size());
    at = std::min(raw.find_first_not_of(" \t\r\n", at), raw.size());
    if (at < raw.size()) node.mark = source_->mark(at);
  }
  std::size_t end = std::min(raw.find('\n', at), raw.size());
  if (at < raw.size() && (raw[at] == '"' || raw[at] == '\'') && node.quoted) {
    const std::size_t quote = end_of_quoted(raw, at);
    if (quote == std::string_view::npos)
      refuse(node.mark, std::string("unterminated quote, ") + raw[at] + " is missing");
    end = std::min(quote, end);
  } else if (raw.substr(at).starts_with(node.text)) {
    end = std::min(at + node.text.size(), end);
  }
  node.mark.length = static_cast<std::uint32_t>(std::max(end, at + 1) - at);
}

void Builder::attach(Node node) {
  if (stack_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = stack_.back();
  if (frame.node.is_list()) {
    frame.node.items.push_back(std::move(node));
  } else if (!frame.has_key) {
    take_key(node);
  } else {
    frame.has_key = false;
    if (!frame.keep) return;
    frame.node.entries.push_back({std::move(frame.key), frame.key_mark, std::move(node)});
  }
}

void Builder::take_key(const Node& node) {
  Frame& frame = stack_.back();
  frame.has_key = true;
  frame.key = node.text;
  frame.key_mark = node.mark;
  frame.keep = false;
  if (!node.is_scalar()) {
    diagnostics_->error(node.mark, "a key must be text (got " + node.describe() + ")");
    return;
  }
  if (node.text == "<<" && !node.quoted) {
    diagnostics_->error(node.mark, "merge keys (<<) are not supported",
                        "write the keys out; `vars` can hold values that repeat");
    return;
  }
  const auto [first, is_new] = frame.keys.try_emplace(node.text, node.mark.line);
  frame.keep = is_new;
  if (!is_new)
    diagnostics_->error(node.mark, "the key '" + node.text + "' is already there, on line " +
                                       std::to_string(first->second));
}

/// The first comma in `{p99: quantile(x, 0.99)}` ends the value: find calls cut apart like
/// that.
void Builder::check_split_call(const Frame& frame) {
  std::ptrdiff_t open = 0;
  const Node* first = nullptr;
  const auto visit = [&](const Node& value, std::string_view bare) {
    if (open <= 0) {
      first = &value;
      open = open_parentheses(value);
      return;
    }
    open += open_parentheses(bare);
    if (open > 0 || bare.empty()) return;
    explain_split_call(*first);
  };
  for (const auto& item : frame.node.items)
    visit(item, item.is_scalar() && !item.quoted ? item.text : std::string_view{});
  for (const auto& entry : frame.node.entries)
    visit(entry.value, entry.value.is_null() ? entry.key : std::string_view{});
}

void Builder::explain_split_call(const Node& first) {
  diagnostics_->error(first.mark, "a comma inside a call ends the value here",
                      "quote the whole value, or give each entry a line of its own");
  cut_apart_ = true;
}

/// Explain an error inside [...] or {...}; false if there is no such bracket open.
bool Builder::explain_flow(const Mark& mark) {
  if (stack_.empty() || !stack_.back().flow) return false;
  const auto raw = source_->text();
  const std::size_t at = offset_of(mark);
  if (at > 0 && at < raw.size() && raw[at] == '{' && raw[at - 1] == '$') {
    diagnostics_->error(source_->mark(at - 1, 2),
                        "inside [...] or {...} a value with ${...} must be in quotes");
    return true;
  }
  const Frame& frame = stack_.back();
  if (const Node* call = last_open_call(frame)) {
    explain_split_call(*call);
    return true;
  }
  const Node& node = frame.node;
  const std::string bracket = node.is_list() ? "[" : "{";
  diagnostics_->error(node.mark,
                      "this '" + bracket + "' is not closed, or a comma is missing in it",
                      "reading stopped on line " + std::to_string(mark.line));
  return true;
}

void Builder::explain(const YAML::Mark& where, const std::string& message) {
  Mark mark = mark_of(where);
  const auto line = source_->line(mark.line);
  const auto indent = line.substr(0, line.find_first_not_of(" \t"));
  if (const auto tab = indent.find('\t'); tab != std::string_view::npos) {
    mark.column = static_cast<std::uint32_t>(tab + 1);
    diagnostics_->error(mark, "a tab cannot indent a line of YAML", "use spaces");
    return;
  }
  if (explain_flow(mark)) return;
  if (const auto known = explain_yaml_error(message))
    diagnostics_->error(mark, std::string(known->message), std::string(known->hint));
  else
    diagnostics_->error(mark, "not valid YAML: " + message);
}

}  // namespace

std::optional<Node> parse_yaml(const Source& source, Diagnostics& diagnostics) {
  if (!check_yaml_bytes(source, diagnostics)) return std::nullopt;
  Builder builder(source, diagnostics);
  try {
    std::istringstream stream{std::string(source.text())};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused&) {
    return std::nullopt;
  } catch (const YAML::Exception& exception) {
    builder.explain(exception.mark, exception.msg);
    return std::nullopt;
  } catch (const std::exception& exception) {
    diagnostics.error(Mark{}, std::string("not valid YAML: ") + exception.what());
    return std::nullopt;
  }
  if (builder.is_empty()) diagnostics.error(source.mark(0), "the file is empty");
  return builder.take();
}

}  // namespace dp::pipeline
