// SPDX-License-Identifier: Apache-2.0
#include "data/task.hpp"

namespace dp::data {

std::string_view role_name(dp_role role) noexcept {
  switch (role) {
    case DP_READER:
      return "reader";
    case DP_STEP:
      return "step";
    case DP_REDUCER:
      return "reducer";
    case DP_WRITER:
      return "writer";
    case DP_FUNCTION:
      return "function";
  }
  return "task";
}

std::uint32_t type_bit(Type type) noexcept {
  switch (type) {
    case Type::boolean:
      return DP_TYPE_BOOL;
    case Type::int64:
      return DP_TYPE_INT;
    case Type::float64:
      return DP_TYPE_FLOAT;
    case Type::string:
      return DP_TYPE_STRING;
    case Type::timestamp:
      return DP_TYPE_TIMESTAMP;
    case Type::date:
      return DP_TYPE_DATE;
    case Type::decimal:
      return DP_TYPE_DECIMAL;
    case Type::json:
      return DP_TYPE_JSON;
  }
  return 0;
}

std::string types_text(std::uint32_t types) {
  std::vector<std::string> names;
  for (const auto type : {Type::string, Type::int64, Type::float64, Type::decimal,
                          Type::boolean, Type::timestamp, Type::date, Type::json}) {
    if ((types & type_bit(type)) == 0) continue;
    const bool is_mass = type == Type::json;
    names.push_back((is_mass               ? ""
                     : type == Type::int64 ? "an "
                                           : "a ") +
                    std::string(type_name(type)));
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  return text;
}

std::string signature_of(const TaskDescription& function) {
  std::string text = function.name + "(";
  for (const auto& parameter : function.parameters) {
    if (!text.ends_with('(')) text += ", ";
    text += parameter.optional() ? "[" + parameter.name + "]" : parameter.name;
    if (parameter.repeated()) text += ", ...";
  }
  return text + ")";
}

}  // namespace dp::data
