// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_plugins.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace dp::expr {

namespace {

// A call costs more than choosing rows: and/or call it for no row more than they must.
constexpr int kPluginCost = 16;

/// How many arguments it takes, for people; nullopt if `count` will do.
std::optional<std::string> wrong_count(const data::TaskDescription& function,
                                       std::size_t count) {
  const auto& parameters = function.parameters;
  const auto least = static_cast<std::size_t>(std::count_if(
      parameters.begin(), parameters.end(), [](const auto& p) { return !p.optional(); }));
  const bool many = !parameters.empty() && parameters.back().repeated();
  const std::size_t most = many ? kManyArguments : parameters.size();
  if (count >= least && count <= most) return std::nullopt;
  return function.name + " takes " + count_of_arguments(least, most) + " (got " +
         std::to_string(count) + ")";
}

/// The type that a value of `type` is given where `types` are taken; nullopt if none will do.
std::optional<Type> taken_as(Type type, std::uint32_t types) {
  if ((types & data::type_bit(type)) != 0) return type;
  if (is_number(type) && (types & DP_TYPE_FLOAT) != 0) return Type::float64;
  if (type == Type::int64 && (types & DP_TYPE_DECIMAL) != 0) return Type::decimal;
  if (type == Type::json && (types & DP_TYPE_STRING) != 0) return Type::string;
  if (type == Type::date && (types & DP_TYPE_TIMESTAMP) != 0) return Type::timestamp;
  return std::nullopt;
}

/// The same of text that is written out, which may be a time.
std::optional<Type> text_taken_as(const std::string& text, std::uint32_t types) {
  if ((types & DP_TYPE_STRING) != 0) return Type::string;
  if ((types & DP_TYPE_DATE) != 0 && civil::parse_date(text)) return Type::date;
  if ((types & DP_TYPE_TIMESTAMP) != 0 && civil::parse_time(text)) return Type::timestamp;
  return std::nullopt;
}

/// The parameter of a function that an argument is for, and its name there.
struct Slot {
  const data::ParameterDescription* parameter;
  std::string name;
};

Slot slot_of(const data::TaskDescription& function, std::size_t i) {
  const auto& parameters = function.parameters;
  const std::size_t last = parameters.size() - 1;
  const auto& parameter = parameters[std::min(i, last)];
  if (!parameter.repeated()) return {&parameter, parameter.name};
  return {&parameter, parameter.name + std::to_string(i - last + 1)};
}

ExpressionError wrong_type(const TypingContext& typing, const ExpressionNode& call,
                           const ExpressionNode& node,
                           const data::ParameterDescription& parameter) {
  return ExpressionError{
      node.offset, node.length,
      call.text + " takes " + data::types_text(parameter.types) + " as its " + parameter.name +
          " (" + typing.describe(node) + ")",
      (parameter.types & DP_TYPE_STRING) != 0 ? "string(x) makes text of a value" : ""};
}

/// Add a literal to the options that the function is opened with.
std::optional<ExpressionError> add_constant(TypingContext& typing, const ExpressionNode& call,
                                            const ExpressionNode& node, const Slot& slot,
                                            data::Value& constants) {
  const auto* literal = typing.typed(node).constant();
  const auto& parameter = *slot.parameter;
  if (literal == nullptr)
    return ExpressionError{node.offset, node.length,
                           call.text + " takes a constant here, its " + parameter.name,
                           "write " + data::types_text(parameter.types) + " itself"};
  const auto type = typing.type_of(node) == Type::string
                        ? text_taken_as(literal->text, parameter.types)
                        : taken_as(typing.type_of(node), parameter.types);
  if (!type) return wrong_type(typing, call, node, parameter);
  const auto& value =
      *typing.nodes()[typing.nodes().convert(typing.place_of(node), *type)].constant();
  constants.add(slot.name, *type == Type::boolean   ? data::Value::of(value.integer != 0)
                           : *type == Type::float64 ? data::Value::of(value.number)
                           : *type == Type::string  ? data::Value::of(value.text)
                                                    : data::Value::of(value.integer));
  return std::nullopt;
}

}  // namespace

ExpressionError unknown_function(const ExpressionNode& call,
                                 std::vector<std::string> of_plugins) {
  std::vector<std::string> known;
  for (const auto& info : functions()) known.emplace_back(info.name);
  known.insert(known.end(), of_plugins.begin(), of_plugins.end());
  const std::string near = did_you_mean(call.text, known);
  std::string all = "there are";
  for (std::size_t i = 0; i < known.size(); ++i) all += (i == 0 ? " " : ", ") + known[i];
  return {call.offset, call.text.size(), "there is no function '" + call.text + "'" + near,
          near.empty() ? all : ""};
}

ExpressionResult<const data::TaskDescription*> find_plugin_function(const ExpressionNode& call,
                                                                    FunctionSource* source) {
  if (source == nullptr) return tl::unexpected(unknown_function(call, {}));
  auto found = source->find(call.text);
  if (found) return *found;
  if (found.error().message.empty())
    return tl::unexpected(unknown_function(call, source->names()));
  return tl::unexpected(
      ExpressionError{call.offset, call.text.size(), std::move(found).error().message, ""});
}

Typed PluginTyping::type(TypingContext& typing, const ExpressionNode& node) {
  auto found = find_plugin_function(node, source_);
  if (!found) return tl::unexpected(std::move(found).error());
  const auto& function = **found;
  if (auto wrong = wrong_count(function, node.children.size()))
    return refuse(node, *std::move(wrong), data::signature_of(function));
  Schema input;
  auto constants = data::Value::map();
  std::vector<Place> operands;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& argument = typing.child(node, i);
    const auto slot = slot_of(function, i);
    if (slot.parameter->constant()) {
      if (auto error = add_constant(typing, node, argument, slot, constants))
        return tl::unexpected(*std::move(error));
      continue;
    }
    const Place place = typing.place_of(argument);
    const auto* written = typing.nodes().text(place);
    const auto type = written != nullptr
                          ? text_taken_as(*written, slot.parameter->types)
                          : taken_as(typing.type_of(argument), slot.parameter->types);
    if (!type) return tl::unexpected(wrong_type(typing, node, argument, *slot.parameter));
    operands.push_back(typing.nodes().convert(place, *type));
    input.push_back({slot.name, *type, true});
  }
  auto opened = source_->open(node.text, input, constants);
  if (!opened) return refuse(node, node.text + ": " + std::move(opened).error().message);
  const Type type = (*opened)->type();
  opened_.push_back(*std::move(opened));
  return typing.nodes().add(PluginOperation{node.text, opened_.size() - 1}, type,
                            std::move(operands), kPluginCost);
}

}  // namespace dp::expr
