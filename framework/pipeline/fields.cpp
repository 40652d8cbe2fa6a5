// SPDX-License-Identifier: Apache-2.0
#include "pipeline/fields.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/units.hpp"
#include "pipeline/bound_values.hpp"

namespace dp::pipeline {

namespace {

std::string expected(std::string_view what, std::string_view wanted, const Node& node) {
  return std::string(what) + ": expected " + std::string(wanted) + " (got " + node.describe() +
         ")";
}

}  // namespace

std::string one_of(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string plural(std::size_t count, std::string_view word) {
  return std::to_string(count) + " " + std::string(word) + (count == 1 ? "" : "s");
}

Fields::Fields(const Node& node, std::string what, Diagnostics& diagnostics)
    : node_(&node), what_(std::move(what)), diagnostics_(&diagnostics) {
  if (!node.is_map() && !node.is_null())
    diagnostics.error(node.mark, expected(what_, "a map", node));
}

const Node* Fields::take(std::string_view key) {
  known_.emplace_back(key);
  return node_->find(key);
}

bool Fields::finish(std::string_view hint) {
  bool all_known = true;
  for (const auto& entry : node_->entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    all_known = false;
    const std::string near = did_you_mean(entry.key, known_);
    std::string help(hint);
    if (help.empty()) help = "it has " + one_of(known_);
    diagnostics_->error(entry.key_mark, "unknown key '" + entry.key + "' in " + what_ + near,
                        near.empty() ? help : "");
  }
  return all_known;
}

bool refuse_nul(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  if (node.text.find('\0') == std::string::npos) return false;
  diagnostics.error(node.mark, std::string(what) + ": a NUL cannot be in a name",
                    "for the characters \\0 themselves use single quotes");
  return true;
}

std::optional<Text> read_text(const Node& node, std::string_view what,
                              Diagnostics& diagnostics) {
  if (node.is_scalar() && refuse_nul(node, what, diagnostics)) return std::nullopt;
  if (node.is_scalar())
    return Text{node.text, node.mark, node.original ? node.pattern : std::string()};
  diagnostics.error(node.mark, expected(what, "text", node));
  return std::nullopt;
}

void check_path(const Text& path, std::string_view what, Diagnostics& diagnostics) {
  const std::string name(what);
  if (path.text.empty())
    diagnostics.error(path.mark, name + ": the path is empty");
  else if (path.text.find('\0') != std::string::npos)
    diagnostics.error(path.mark, name + ": a NUL cannot be in a name",
                      "leave \\0 out; only lists may separate paths with it");
  else if (path.text == "~" || path.text.starts_with("~/"))
    diagnostics.error(path.mark, name + ": '~' is not replaced here, as shells do",
                      "write ${HOME}" + path.text.substr(1) + ", or ./" + path.text +
                          " for a folder of that name");
}

std::vector<Text> read_texts(const Node& node, std::string_view what,
                             Diagnostics& diagnostics) {
  std::vector<Text> texts;
  if (node.is_scalar()) {
    if (auto text = read_text(node, what, diagnostics)) texts.push_back(std::move(*text));
  } else if (!node.is_list()) {
    diagnostics.error(node.mark, expected(what, "text or a list of texts", node));
  } else if (node.items.empty()) {
    diagnostics.error(node.mark, std::string(what) + ": the list is empty");
  }
  for (const auto& item : node.items)
    if (auto text = read_text(item, what, diagnostics)) texts.push_back(std::move(*text));
  return texts;
}

std::optional<std::uint64_t> read_count(const Node& node, std::string_view what,
                                        std::uint64_t least, std::uint64_t most,
                                        Diagnostics& diagnostics) {
  const auto value = node.integer();
  if (value && *value >= 0) {
    const auto count = static_cast<std::uint64_t>(*value);
    if (count >= least && count <= most) return count;
  }
  const std::string range =
      most >= kNoLimit ? "of at least " + std::to_string(least)
                       : "from " + std::to_string(least) + " to " + std::to_string(most);
  diagnostics.error(node.mark, expected(what, "a whole number " + range, node));
  return std::nullopt;
}

std::optional<std::uint64_t> read_size(const Node& node, std::string_view what,
                                       Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.error(node.mark, expected(what, "a size, as in 64MiB", node));
    return std::nullopt;
  }
  auto size = parse_size(node.text);
  if (size) return *size;
  diagnostics.error(node.mark, std::string(what) + ": " + size.error().message);
  return std::nullopt;
}

std::optional<std::chrono::microseconds> read_duration(const Node& node, std::string_view what,
                                                       Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.error(node.mark, expected(what, "a duration, as in 30s", node));
    return std::nullopt;
  }
  auto duration = parse_duration(node.text);
  if (duration) return *duration;
  diagnostics.error(node.mark, std::string(what) + ": " + duration.error().message);
  return std::nullopt;
}

std::optional<double> read_ratio(const Node& node, std::string_view what,
                                 Diagnostics& diagnostics) {
  if (node.is_scalar())
    if (const auto ratio = parse_ratio(node.text)) return *ratio;
  diagnostics.error(node.mark, expected(what, "a ratio, as in 1% or 0.01", node));
  return std::nullopt;
}

std::optional<std::size_t> read_choice(const Node& node, std::string_view what,
                                       const std::vector<std::string>& choices,
                                       Diagnostics& diagnostics) {
  if (node.is_scalar()) {
    const auto found = std::find(choices.begin(), choices.end(), node.text);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  }
  diagnostics.error(node.mark,
                    expected(what, one_of(choices), node) + did_you_mean(node.text, choices));
  return std::nullopt;
}

std::optional<Formula> read_formula(const Node& node, std::string_view what,
                                    Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.error(node.mark, expected(what, "an expression", node));
    return std::nullopt;
  }
  auto expression = expr::Expression::parse(node.text, bound_values(node));
  if (expression) return Formula{*std::move(expression), node};
  auto& error = expression.error();
  diagnostics.error_within(node, error.offset, error.length, std::move(error.message),
                           std::move(error.hint));
  return std::nullopt;
}

namespace {

void tell(const Formula& formula, expr::ExpressionError error, Diagnostics& diagnostics) {
  diagnostics.error_within(formula.node, error.offset, error.length, std::move(error.message),
                           std::move(error.hint));
}

}  // namespace

std::optional<Type> check(const Formula& formula, const Schema& schema,
                          expr::FunctionSource* functions, Diagnostics& diagnostics) {
  auto type = formula.expression.check(schema, functions);
  if (type) return *type;
  tell(formula, std::move(type).error(), diagnostics);
  return std::nullopt;
}

void check_functions(const Formula& formula, expr::FunctionSource* functions,
                     Diagnostics& diagnostics) {
  if (auto error = formula.expression.check_functions(functions))
    tell(formula, *std::move(error), diagnostics);
}

}  // namespace dp::pipeline
