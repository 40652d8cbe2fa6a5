// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <algorithm>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"

namespace dp {

template <>
struct EnumRange<dp_role> {
  static constexpr auto kFirst = DP_READER;
  static constexpr auto kLast = DP_FUNCTION;
};
template <>
struct EnumRange<dp_option_type> {
  static constexpr auto kFirst = DP_OPTION_STRING;
  static constexpr auto kLast = DP_OPTION_AGGREGATE;
};
template <>
struct EnumRange<Type> {
  static constexpr auto kFirst = Type::boolean;
  static constexpr auto kLast = Type::json;
};
template <>
struct Fields<Field> {
  static constexpr auto kList =
      std::tuple(&Field::name, &Field::type, &Field::nullable, &Field::guessed);
};

}  // namespace dp

namespace dp::data {

/// What a plugin says of an option of a task. See dp_option.
struct OptionDescription {
  std::string name;
  dp_option_type type = DP_OPTION_STRING;
  std::uint32_t flags = 0;
  std::optional<std::string> fallback;  ///< YAML text
  std::string doc;
  std::vector<std::string> allowed;
  double minimum = 0;
  double maximum = 0;

  static constexpr auto kFields = std::tuple(
      &OptionDescription::name, &OptionDescription::type, &OptionDescription::flags,
      &OptionDescription::fallback, &OptionDescription::doc, &OptionDescription::allowed,
      &OptionDescription::minimum, &OptionDescription::maximum);

  [[nodiscard]] bool required() const noexcept { return (flags & DP_OPTION_REQUIRED) != 0; }
  [[nodiscard]] bool is_list() const noexcept { return (flags & DP_OPTION_LIST) != 0; }
  [[nodiscard]] bool is_map() const noexcept { return (flags & DP_OPTION_MAP) != 0; }
  /// Whether one of the allowed words may stand in place of a map, whose values may be any: so it is
  /// if its default is one.
  [[nodiscard]] bool has_words() const {
    return is_map() && fallback &&
           std::find(allowed.begin(), allowed.end(), *fallback) != allowed.end();
  }
};

/// What a reducer says of an aggregate function. See dp_aggregate.
struct AggregateDescription {
  std::string name;
  std::string signature;
  std::string doc;
  std::uint32_t columns = 0;
  std::uint32_t numbers = 0;
  bool only_numbers = false;

  static constexpr auto kFields =
      std::tuple(&AggregateDescription::name, &AggregateDescription::signature,
                 &AggregateDescription::doc, &AggregateDescription::columns,
                 &AggregateDescription::numbers, &AggregateDescription::only_numbers);
};

/// What a function says of one of its parameters. See dp_parameter.
struct ParameterDescription {
  std::string name;
  std::string doc;
  std::uint32_t types = 0;  ///< DP_TYPE_...
  std::uint32_t flags = 0;  ///< DP_PARAMETER_...

  static constexpr auto kFields =
      std::tuple(&ParameterDescription::name, &ParameterDescription::doc,
                 &ParameterDescription::types, &ParameterDescription::flags);

  [[nodiscard]] bool constant() const noexcept { return (flags & DP_PARAMETER_CONSTANT) != 0; }
  [[nodiscard]] bool optional() const noexcept { return (flags & DP_PARAMETER_OPTIONAL) != 0; }
  [[nodiscard]] bool repeated() const noexcept { return (flags & DP_PARAMETER_REPEATED) != 0; }
};

/// What a plugin says of a task. See dp_task.
struct TaskDescription {
  dp_role role = DP_STEP;
  std::uint32_t traits = 0;
  std::string name;
  std::string summary;
  std::string doc;
  std::vector<std::string> extensions;  ///< of files that pick a writer: "csv"
  std::vector<OptionDescription> options;
  std::vector<AggregateDescription> aggregates;  ///< of a reducer
  std::vector<ParameterDescription> parameters;  ///< of a function
  std::string knowledge;  ///< of a reader: the reducer of what it learns; empty: it does not

  static constexpr auto kFields =
      std::tuple(&TaskDescription::role, &TaskDescription::traits, &TaskDescription::name,
                 &TaskDescription::summary, &TaskDescription::doc, &TaskDescription::extensions,
                 &TaskDescription::options, &TaskDescription::aggregates,
                 &TaskDescription::parameters, &TaskDescription::knowledge);
};

/// What a plugin says of itself.
struct PluginDescription {
  std::string name;
  std::string version;
  std::string summary;
  std::string path;  ///< of the library
  std::vector<TaskDescription> tasks;

  static constexpr auto kFields = std::tuple(
      &PluginDescription::name, &PluginDescription::version, &PluginDescription::summary,
      &PluginDescription::path, &PluginDescription::tasks);
};

/// "reader", "step", "reducer", "writer", "function".
std::string_view role_name(dp_role role) noexcept;

/// The DP_TYPE_... of a column type.
std::uint32_t type_bit(Type type) noexcept;
/// "a string, an int or a float", of DP_TYPE_... bits.
std::string types_text(std::uint32_t types);
/// How a function is called: "geo_country(host, [lang])".
std::string signature_of(const TaskDescription& function);

}  // namespace dp::data
