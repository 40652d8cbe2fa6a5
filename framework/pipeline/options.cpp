// SPDX-License-Identifier: Apache-2.0
#include "pipeline/options.hpp"

#include <algorithm>
#include <dp/format.hpp>
#include <utility>

#include "base/text.hpp"
#include "base/units.hpp"
#include "pipeline/bound_values.hpp"
#include "pipeline/column_names.hpp"
#include "pipeline/fields.hpp"

namespace dp::pipeline {

namespace {

using data::AggregateDescription;
using data::OptionDescription;
using data::TaskDescription;
using data::Value;

std::string number_text(double value) {
  std::string text;
  format::append_float(text, value);
  return text;
}

/// What the YAML of an option must be.
std::string_view wanted(dp_option_type type) {
  static constexpr std::pair<dp_option_type, std::string_view> kWanted[] = {
      {DP_OPTION_INT, "an int"},
      {DP_OPTION_FLOAT, "a number"},
      {DP_OPTION_BOOL, "true or false"},
      {DP_OPTION_SIZE, "a size, as in 8MiB"},
      {DP_OPTION_DURATION, "a duration, as in 30s"},
      {DP_OPTION_RATIO, "a ratio, as in 1% or 0.01"},
      {DP_OPTION_EXPRESSION, "a column or an expression"},
      {DP_OPTION_AGGREGATE, "an aggregate, as in count or sum(x)"}};
  for (const auto& [option, words] : kWanted)
    if (option == type) return words;
  return "text";
}

/// Check the values of one task's options.
class OptionReader {
 public:
  OptionReader(const TaskDescription& task, const Use& use, const Schema* columns,
               Diagnostics& diagnostics)
      : task_(&task), use_(&use), columns_(columns), diagnostics_(&diagnostics) {
    checked_.values = Value::map();
  }

  std::optional<CheckedOptions> read() {
    const std::size_t errors_before = diagnostics_->errors();
    refuse_unknown();
    for (const auto& option : task_->options) {
      const Node* node = use_->with.find(option.name);
      auto value = node != nullptr ? read_option(option, *node) : read_default(option);
      if (value) checked_.values.add(option.name, std::move(*value));
    }
    if (diagnostics_->errors() != errors_before || incomplete_) return std::nullopt;
    return std::move(checked_);
  }

 private:
  void refuse_unknown();
  std::optional<Value> read_default(const OptionDescription& option);
  void refuse_default(const OptionDescription& option, const Diagnostics& why);
  std::optional<Value> read_option(const OptionDescription& option, const Node& node);
  std::optional<Value> read_list(const OptionDescription& option, const Node& node,
                                 const std::string& name);
  std::optional<Value> read_one(const OptionDescription& option, const Node& node,
                                const std::string& name);
  std::optional<Value> convert(const OptionDescription& option, const Node& node,
                               const std::string& name);
  std::optional<Value> parse_unit(const OptionDescription& option, const Node& node,
                                  const std::string& name);
  std::optional<Value> read_expression(const Node& node);
  std::optional<Value> read_aggregate(const Node& node);
  std::optional<Value> read_arguments(const Node& node, const AggregateDescription& aggregate,
                                      const expr::AggregateCall& call);
  bool in_range(const OptionDescription& option, const Value& value, const Node& node,
                const std::string& name);
  Value add_column(ColumnName column, const Node& node, const AggregateDescription* aggregate);

  std::nullopt_t refuse(const Node& node, const std::string& name, std::string_view expected,
                        const std::string& hint = {}) {
    diagnostics_->error(
        node.mark,
        name + ": expected " + std::string(expected) + " (got " + node.describe() + ")", hint);
    return std::nullopt;
  }
  std::nullopt_t refuse_within(const Node& node, expr::ExpressionError error) {
    diagnostics_->error_within(node, error.offset, error.length, std::move(error.message),
                               std::move(error.hint));
    return std::nullopt;
  }

  const TaskDescription* task_;
  const Use* use_;
  const Schema* columns_;
  Diagnostics* diagnostics_;
  CheckedOptions checked_;
  bool incomplete_ = false;  ///< a required option is missing
};

void OptionReader::refuse_unknown() {
  std::vector<std::string> known;
  for (const auto& option : task_->options) known.push_back(option.name);
  for (const auto& entry : use_->with.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string near = did_you_mean(entry.key, known);
    std::string hint;
    if (near.empty())
      hint = known.empty() ? task_->name + " has no options" : "it has " + one_of(known);
    diagnostics_->error(entry.key_mark,
                        "unknown option '" + entry.key + "' of " + task_->name + near, hint);
  }
}

/// A default is YAML text of the plugin's author: what is wrong with it is the plugin's fault.
std::optional<Value> OptionReader::read_default(const OptionDescription& option) {
  if (option.required()) {
    incomplete_ = true;
    if (use_->whole)
      diagnostics_->error(use_->mark, task_->name + " needs the option '" + option.name + "'",
                          option.doc);
    return std::nullopt;
  }
  if (!option.fallback) return std::nullopt;
  const FileText source(task_->name + "." + option.name, *option.fallback);
  Diagnostics own(source);
  const auto node = parse_yaml(source, own);
  std::optional<Value> value;
  if (node && !own.has_errors()) {
    OptionReader reader(*task_, *use_, columns_, own);
    value = reader.read_option(option, *node);
    for (auto& column : reader.checked_.columns) {
      column.formula.node.mark = Mark{use_->mark.line, use_->mark.column, 1};
      checked_.columns.push_back(std::move(column));
    }
  }
  if (!value) refuse_default(option, own);
  return value;
}

/// `why`: what was found of its text.
void OptionReader::refuse_default(const OptionDescription& option, const Diagnostics& why) {
  const bool is_empty = option.fallback->find_first_not_of(" \t\r\n") == std::string::npos;
  const auto fault = is_empty ? "empty, expected YAML: no text is two quotes, fallback(\"''\")"
                              : "wrong: '" + *option.fallback + "'";
  const auto reason = is_empty || why.list().empty() ? "" : ": " + why.list().front().message;
  diagnostics_->error(
      use_->mark, task_->name + "'s own default for '" + option.name + "' is " + fault + reason,
      "give the option a value, and tell the plugin's author");
}

std::optional<Value> OptionReader::read_option(const OptionDescription& option,
                                               const Node& node) {
  if (!option.is_map())
    return option.is_list() ? read_list(option, node, option.name)
                            : read_one(option, node, option.name);
  const bool words = option.has_words();
  if (words && node.is_scalar()) return read_one(option, node, option.name);
  if (!node.is_map())
    return refuse(node, option.name,
                  "a map of names to " + std::string(wanted(option.type)) +
                      (words ? ", or " + one_of(option.allowed) : ""),
                  option.doc);
  auto of_entries = option;
  if (words) of_entries.allowed.clear();
  Value map = Value::map();
  for (const auto& entry : node.entries) {
    const std::string name = option.name + "." + entry.key;
    auto value = option.is_list() ? read_list(of_entries, entry.value, name)
                                  : read_one(of_entries, entry.value, name);
    if (value) map.add(entry.key, std::move(*value));
  }
  return map;
}

std::optional<Value> OptionReader::read_list(const OptionDescription& option, const Node& node,
                                             const std::string& name) {
  std::vector<Value> items;
  if (!node.is_list()) {
    auto value = read_one(option, node, name);
    if (!value) return std::nullopt;
    items.push_back(std::move(*value));
  }
  for (std::size_t i = 0; i < node.items.size(); ++i)
    if (auto value = read_one(option, node.items[i], name + "[" + std::to_string(i) + "]"))
      items.push_back(std::move(*value));
  return Value::list(std::move(items));
}

std::optional<Value> OptionReader::read_one(const OptionDescription& option, const Node& node,
                                            const std::string& name) {
  // Who wrote a map or a list had something else in mind.
  if (!node.is_scalar()) return refuse(node, name, wanted(option.type), option.doc);
  const auto& allowed = option.allowed;
  if (!allowed.empty() &&
      std::find(allowed.begin(), allowed.end(), node.text) == allowed.end()) {
    diagnostics_->error(node.mark, name + ": expected " + one_of(allowed) + " (got " +
                                       node.describe() + ")" +
                                       did_you_mean(node.text, allowed));
    return std::nullopt;
  }
  auto value = convert(option, node, name);
  if (value && !in_range(option, *value, node, name)) return std::nullopt;
  return value;
}

std::optional<Value> OptionReader::convert(const OptionDescription& option, const Node& node,
                                           const std::string& name) {
  switch (option.type) {
    case DP_OPTION_INT:
      if (const auto value = node.integer()) return Value::of(*value);
      return refuse(node, name, wanted(option.type));
    case DP_OPTION_FLOAT:
      if (const auto value = node.number()) return Value::of(*value);
      return refuse(node, name, wanted(option.type));
    case DP_OPTION_BOOL:
      if (const auto value = node.boolean()) return Value::of(*value);
      return refuse(node, name, wanted(option.type));
    case DP_OPTION_SIZE:
    case DP_OPTION_DURATION:
    case DP_OPTION_RATIO:
      return parse_unit(option, node, name);
    case DP_OPTION_EXPRESSION:
      return read_expression(node);
    case DP_OPTION_AGGREGATE:
      return read_aggregate(node);
    default:
      return Value::of(node.text);
  }
}

std::optional<Value> OptionReader::parse_unit(const OptionDescription& option, const Node& node,
                                              const std::string& name) {
  if (option.type == DP_OPTION_SIZE) {
    if (const auto size = read_size(node, name, *diagnostics_))
      return Value::of(static_cast<std::int64_t>(*size));
    return std::nullopt;
  }
  if (option.type == DP_OPTION_DURATION) {
    if (const auto duration = read_duration(node, name, *diagnostics_))
      return Value::of(static_cast<std::int64_t>(duration->count()));
    return std::nullopt;
  }
  const auto ratio = parse_ratio(node.text);
  if (ratio) return Value::of(*ratio);
  diagnostics_->error(node.mark, name + ": " + ratio.error().message);
  return std::nullopt;
}

bool OptionReader::in_range(const OptionDescription& option, const Value& value,
                            const Node& node, const std::string& name) {
  const bool is_number = value.kind == DP_VALUE_INT || value.kind == DP_VALUE_FLOAT;
  if (!is_number || !(option.minimum < option.maximum)) return true;
  const double number =
      value.kind == DP_VALUE_INT ? static_cast<double>(value.integer) : value.number;
  if (number >= option.minimum && number <= option.maximum) return true;
  refuse(node, name,
         "from " + number_text(option.minimum) + " to " + number_text(option.maximum));
  return false;
}

Value OptionReader::add_column(ColumnName column, const Node& node,
                               const AggregateDescription* aggregate) {
  ColumnUse use;
  use.plain = column.plain;
  use.name = std::move(column.name);
  use.formula = {std::move(column.expression), node};
  if (aggregate != nullptr) {
    use.number = aggregate->only_numbers;
    use.user = aggregate->name;
  }
  checked_.columns.push_back(std::move(use));
  return Value::of(checked_.columns.back().name);
}

std::optional<Value> OptionReader::read_expression(const Node& node) {
  auto column = name_or_expression(node.text, columns_, bound_values(node));
  if (!column) return refuse_within(node, std::move(column).error());
  if (column->ambiguous)
    diagnostics_->warning(node.mark, "'" + node.text + "' is taken for the column of that name",
                          "for the expression write (" + node.text + ")");
  return add_column(*std::move(column), node, nullptr);
}

std::optional<Value> OptionReader::read_aggregate(const Node& node) {
  auto call = expr::parse_aggregate(node.text, bound_values(node));
  if (!call) return refuse_within(node, std::move(call).error());
  std::vector<std::string> names;
  for (const auto& aggregate : task_->aggregates) {
    if (aggregate.name == call->function) return read_arguments(node, aggregate, *call);
    names.push_back(aggregate.name);
  }
  const std::string near = did_you_mean(call->function, names);
  return refuse_within(node, {call->offset, call->length,
                              task_->name + " has no aggregate '" + call->function + "'" + near,
                              near.empty() ? "it has " + one_of(names) : ""});
}

std::optional<Value> OptionReader::read_arguments(const Node& node,
                                                  const AggregateDescription& aggregate,
                                                  const expr::AggregateCall& call) {
  const std::size_t count = call.arguments.size();
  if (count != aggregate.columns + aggregate.numbers)
    return refuse_within(
        node,
        {call.offset, call.length,
         aggregate.name + " takes " + plural(aggregate.columns, "column") +
             (aggregate.numbers == 0 ? "" : " and " + plural(aggregate.numbers, "number")) +
             " (got " + plural(count, "argument") + ")",
         aggregate.signature});
  std::vector<Value> columns;
  std::vector<Value> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    const expr::Expression& argument = call.arguments[i];
    const auto& root = argument.root();
    if (i < aggregate.columns)
      columns.push_back(add_column(name_of(argument, columns_), node, &aggregate));
    else if (root.op == expr::Op::integer || root.op == expr::Op::number)
      numbers.push_back(Value::of(
          root.op == expr::Op::integer ? static_cast<double>(root.integer) : root.number));
    else
      return refuse_within(
          node, {argument.offset(), argument.length(),
                 aggregate.name + " expects a number here (got " + argument.to_string() + ")",
                 aggregate.signature});
  }
  Value value = Value::map();
  value.add("function", Value::of(aggregate.name));
  value.add("columns", Value::list(std::move(columns)));
  value.add("numbers", Value::list(std::move(numbers)));
  return value;
}

}  // namespace

std::optional<CheckedOptions> check_options(const TaskDescription& task, const Use& use,
                                            const Schema* columns, Diagnostics& diagnostics) {
  return OptionReader(task, use, columns, diagnostics).read();
}

ColumnTypes check_columns(const CheckedOptions& options, const Schema& schema,
                          expr::FunctionSource* functions, Diagnostics& diagnostics) {
  std::vector<Type> types;
  for (const auto& column : options.columns) {
    const auto type = check(column.formula, schema, functions, diagnostics);
    if (!type) continue;
    types.push_back(*type);
    if (!column.number || is_number(*type)) continue;
    const expr::Expression& expression = column.formula.expression;
    diagnostics.error_within(column.formula.node, expression.offset(), expression.length(),
                             column.user + " expects a number (" + column.name + " is a " +
                                 std::string(type_name(*type)) + ")");
    types.pop_back();
  }
  if (types.size() != options.columns.size()) return std::nullopt;
  return types;
}

std::vector<ColumnUse> derived_columns(const CheckedOptions& options) {
  std::vector<ColumnUse> derived;
  for (const auto& column : options.columns) {
    const bool known = std::any_of(derived.begin(), derived.end(), [&](const ColumnUse& other) {
      return other.name == column.name;
    });
    if (!column.plain && !known) derived.push_back(column);
  }
  return derived;
}

}  // namespace dp::pipeline
