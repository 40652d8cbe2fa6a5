// SPDX-License-Identifier: Apache-2.0
#include "pipeline/variables.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace dp::pipeline {

namespace {

constexpr std::string_view kHere = "here";

bool is_name(std::string_view text) noexcept {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (text.empty() || !letter(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// A glob that only `text` matches.
std::string escaped_glob(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("*?[]{},\\").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

/// Where the '}' is that closes a "${" whose inside begins at `at`; npos if there is none.
std::size_t find_close(std::string_view text, std::size_t at) noexcept {
  for (std::size_t depth = 1; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

}  // namespace

/// The expansion of one scalar's text.
class Variables::Expansion {
 public:
  Expansion(Variables& variables, const Node& node) : variables_(&variables), node_(&node) {}

  /// Append text[begin, end) with its variables put in. `outer`: the "${...:-" that it is a
  /// default of, which then is where its text comes from.
  void run(std::size_t begin, std::size_t end, const Node::Piece* outer = nullptr) {
    const std::string_view text = std::string_view(node_->text).substr(0, end);
    for (std::size_t at = begin; at < end && !failed_;) {
      const std::size_t brace = text.find("${", at);
      if (brace == std::string_view::npos) return append(text.substr(at), at, outer);
      const std::size_t before = text.substr(0, brace).find_last_not_of('$');
      const std::size_t first = std::max(at, before == std::string_view::npos ? 0 : before + 1);
      // Two of the dollars that stand in a row are one.
      const std::size_t dollars = brace + 1 - first;
      append(text.substr(at, first - at), at, outer);
      append(text.substr(first, dollars / 2), first, outer);
      if (dollars % 2 == 0) append("{", brace + 1, outer);
      at = dollars % 2 == 0 ? brace + 2 : reference(text, brace, outer);
    }
  }

  /// The whole scalar was one reference: its value's type counts.
  [[nodiscard]] bool is_single() const noexcept {
    return !pieces_.empty() && std::all_of(pieces_.begin(), pieces_.end(), [&](const auto& p) {
      return p.variable && p.from == 0 && p.length == node_->text.size();
    });
  }

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] bool quoted() const noexcept { return quoted_; }
  std::string take_text() { return std::move(text_); }
  std::string take_pattern() { return std::move(pattern_); }
  std::vector<Node::Piece> take_pieces() { return std::move(pieces_); }

 private:
  void fail(std::size_t offset, std::size_t length, std::string message,
            std::string hint = {}) {
    failed_ = true;
    variables_->diagnostics_->error_within(*node_, offset, length, std::move(message),
                                           std::move(hint));
  }

  void append(std::string_view text, std::size_t from, const Node::Piece* outer) {
    if (text.empty()) return;
    Node::Piece piece{text_.size(), from, text.size(), false, false};
    if (outer != nullptr) piece = {text_.size(), outer->from, outer->length, true, false};
    pieces_.push_back(piece);
    grow(text, outer == nullptr || is_whole(*outer) ? std::string(text) : escaped_glob(text),
         from);
  }

  void grow(std::string_view text, std::string_view pattern, std::size_t from) {
    variables_->bytes_ += text.size();
    if (variables_->bytes_ > kMaxBytes)
      return fail(from, 1, "the variables grow past 16 MiB of text");
    text_ += text;
    pattern_ += pattern;
  }

  /// The reference is all of the scalar.
  [[nodiscard]] bool is_whole(const Node::Piece& piece) const noexcept {
    return piece.from == 0 && piece.length == node_->text.size();
  }

  /// Put in the reference at `at`. Returns where the text goes on.
  std::size_t reference(std::string_view text, std::size_t at, const Node::Piece* outer) {
    const std::size_t close = find_close(text, at + 2);
    if (close == std::string_view::npos) {
      fail(at, 2, "this ${ is never closed", "write $${ for the characters ${ themselves");
      return text.size();
    }
    const auto inside = text.substr(at + 2, close - at - 2);
    const std::size_t colon = inside.find(":-");
    const auto name = inside.substr(0, colon);
    const Node::Piece piece{text_.size(), at, close + 1 - at, true, false};
    if (is_name(name))
      put(name, at + 2, colon == std::string_view::npos ? colon : at + 4 + colon, close,
          outer == nullptr ? piece : *outer);
    else
      fail(at, close + 1 - at, "'" + std::string(name) + "' is not a variable's name",
           "a name is letters, digits and _; write $${ for the characters ${ themselves");
    return close + 1;
  }

  void put(std::string_view name, std::size_t name_at, std::size_t fallback, std::size_t close,
           const Node::Piece& piece) {
    if (variables_->depth_ >= kMaxDepth)
      return fail(name_at, name.size(), "variables that need variables, more than 64 deep");
    ++variables_->depth_;
    bool in_cycle = false;
    const auto value = variables_->find(name, &in_cycle);
    const bool has_default = fallback != std::string_view::npos;
    if (value && value->failed) {
      failed_ = true;  // which was reported where the value is
    } else if (in_cycle) {
      fail(name_at, name.size(), "the variable '" + std::string(name) + "' needs itself");
    } else if (value && !(value->text.empty() && has_default)) {
      quoted_ = value->quoted || value->text.empty();
      pieces_.push_back({text_.size(), piece.from, piece.length, true, quoted_});
      const bool alone = is_whole(piece) && stands_alone(name_at, close);
      grow(value->text, alone ? value->pattern : escaped_glob(value->text), piece.from);
    } else if (has_default) {
      put_default(fallback, close, piece);
    } else {
      const auto known = variables_->names();
      const std::string text(name);
      fail(
          name_at, name.size(),
          "there is no variable '" + text + "'" + did_you_mean(name, known),
          "name it under vars, or in the environment, or give a default: ${" + text + ":-...}");
    }
    --variables_->depth_;
  }

  /// Whether the reference whose name is at `name_at` is all of the scalar, or of the default that it
  /// is in, and so on.
  [[nodiscard]] bool stands_alone(std::size_t name_at, std::size_t close) const noexcept {
    const std::string_view text = node_->text;
    const auto before = text.substr(0, name_at);
    const auto after = text.substr(close);
    return before.find_first_not_of("${") == std::string_view::npos ||
           (before.ends_with(":-${") && after.find_first_not_of('}') == std::string_view::npos);
  }

  void put_default(std::size_t begin, std::size_t end, const Node::Piece& piece) {
    const std::size_t size = text_.size();
    quoted_ = false;
    run(begin, end, &piece);
    if (text_.size() != size) return;
    pieces_.push_back({size, piece.from, piece.length, true, true});
    quoted_ = true;
  }

  Variables* variables_;
  const Node* node_;
  bool failed_ = false;
  bool quoted_ = false;
  std::string text_;
  std::string pattern_;
  std::vector<Node::Piece> pieces_;
};

Variables::Variables(const FileText& source, const VariableSettings& settings,
                     Diagnostics& diagnostics)
    : source_(&source), settings_(&settings), diagnostics_(&diagnostics) {}

void Variables::declare(const Node* vars) {
  if (vars != nullptr && !vars->is_null()) {
    if (vars->is_map())
      for (const auto& entry : vars->entries) declare_one(entry);
    else
      diagnostics_->error(
          vars->mark, "vars: expected a map of names to values (got " + vars->describe() + ")");
  }
  apply_set();
  for (const auto& name : order_) {
    bool in_cycle = false;
    (void)find(name, &in_cycle);
  }
}

void Variables::declare_one(const Entry& entry) {
  if (!is_name(entry.key)) {
    diagnostics_->error(entry.key_mark, "'" + entry.key + "' is not a variable's name",
                        "a name is letters, digits and _, and begins with no digit");
  } else if (entry.key == kHere) {
    diagnostics_->error(entry.key_mark, "'here' is built in: the folder of the file");
  } else if (!entry.value.is_scalar()) {
    diagnostics_->error(entry.value.mark, "vars." + entry.key +
                                              ": expected text or a number (got " +
                                              entry.value.describe() + ")");
    order_.push_back(entry.key);
    declared_[entry.key] = {entry.key_mark, entry.value, State::ready};
    declared_[entry.key].node.failed = true;
  } else {
    order_.push_back(entry.key);
    declared_[entry.key] = {entry.key_mark, entry.value, State::waiting};
  }
}

void Variables::apply_set() {
  for (const auto& [name, value] : settings_->set) {
    const auto found = declared_.find(name);
    if (found == declared_.end()) {
      diagnostics_->error_outside(
          "--set " + name,
          source_->name() + " has no variable '" + name + "'" + did_you_mean(name, order_),
          order_.empty() ? "name it under vars" : "");
      continue;
    }
    Node& node = found->second.node;
    node.text = value;
    node.original.reset();
    node.quoted = value.empty();
    node.failed = false;
    found->second.state = State::ready;
  }
}

std::optional<Variables::Value> Variables::find(std::string_view name, bool* in_cycle) {
  if (name == kHere) return Value{source_->folder(), escaped_glob(source_->folder()), true};
  if (const auto found = declared_.find(name); found != declared_.end()) {
    Declared& declared = found->second;
    if (declared.state == State::resolving) {
      *in_cycle = true;
      return std::nullopt;
    }
    if (declared.state == State::waiting) {
      declared.state = State::resolving;
      expand(declared.node);
      declared.state = State::ready;
    }
    const Node& node = declared.node;
    return Value{node.text, node.original ? node.pattern : node.text, node.quoted, node.failed};
  }
  const auto outside = settings_->environment.find(name);
  if (outside == settings_->environment.end()) return std::nullopt;
  return Value{outside->second, outside->second, false};
}

std::vector<std::string> Variables::names() const {
  std::vector<std::string> names = order_;
  names.emplace_back(kHere);
  for (const auto& [name, value] : settings_->environment) names.push_back(name);
  return names;
}

void Variables::expand(Node& node) {
  if (node.text.find("${") == std::string::npos) return;
  const Node original = node;
  Expansion expansion(*this, original);
  expansion.run(0, original.text.size());
  if (expansion.failed()) {
    node.failed = true;
    diagnostics_->distrust(node.mark);
    return;
  }
  if (expansion.is_single()) node.quoted = expansion.quoted();
  node.original = original.text;
  node.text = expansion.take_text();
  node.pattern = expansion.take_pattern();
  node.pieces = expansion.take_pieces();
}

void Variables::put_into(Node& node) {
  if (node.is_scalar()) expand(node);
  for (auto& item : node.items) put_into(item);
  for (auto& entry : node.entries) put_into(entry.value);
}

std::vector<Variable> Variables::list() const {
  std::vector<Variable> list;
  for (const auto& name : order_) {
    const auto& declared = declared_.find(name)->second;
    list.push_back({{name, declared.mark}, declared.node.text});
  }
  return list;
}

}  // namespace dp::pipeline
