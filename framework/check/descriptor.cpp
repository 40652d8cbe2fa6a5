// SPDX-License-Identifier: Apache-2.0
#include "check/descriptor.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "expr/functions.hpp"
#include "pipeline/options.hpp"

namespace dp::check {

namespace {

using data::OptionDescription;
using data::TaskDescription;

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string name_fault(const TaskDescription& task, const std::string& library) {
  const auto& name = task.name;
  const auto dot = name.find('.');
  const auto plugin = name.substr(0, dot);
  if (!is_word(plugin) || (dot != std::string::npos && !is_word(name.substr(dot + 1))))
    return "its name has more than a-z, 0-9, _ and one dot";
  if (task.role == DP_FUNCTION)  // found in any library
    return expr::find_function(name) == nullptr
               ? ""
               : "the expression language has a function of this name, which would be called";
  if (plugin == library) return {};
  return "dp looks for a task of this name in " + plugin + ".so, and it is in " + library +
         ".so: call it " + library + " or " + library + "." +
         (dot == std::string::npos ? name : name.substr(dot + 1));
}

/// What dp would say of the default, if the option were left out of a pipeline.
std::string default_fault(const TaskDescription& task, OptionDescription option) {
  if (!option.fallback) return {};
  if (option.required())
    return "option '" + option.name +
           "' is required, so its default is never used: take one away";
  TaskDescription alone = task;
  alone.options = {std::move(option)};
  const pipeline::FileText source("default", "");
  pipeline::Diagnostics diagnostics(source);
  if (pipeline::check_options(alone, {}, nullptr, diagnostics)) return {};
  return diagnostics.list().front().message;
}

void check_option(const TaskDescription& task, const OptionDescription& option,
                  std::vector<std::string>& faults) {
  const auto fault = [&](const std::string& what) {
    faults.push_back("option '" + printable(option.name) + "' " + what);
  };
  if (!is_word(option.name)) fault("has more than a-z, 0-9 and _ in its name");
  if (option.doc.empty()) fault("has no doc: say what it is, its unit, when to change it");
  if (option.minimum > option.maximum) fault("has a minimum above its maximum");
  auto wrong = default_fault(task, option);
  if (!wrong.empty()) faults.push_back(std::move(wrong));
}

void check_parameter(const data::ParameterDescription& parameter,
                     std::vector<std::string>& faults) {
  const auto fault = [&](const std::string& what) {
    faults.push_back("parameter '" + printable(parameter.name) + "' " + what);
  };
  if (!is_word(parameter.name)) fault("has more than a-z, 0-9 and _ in its name");
  if (parameter.doc.empty()) fault("has no doc, which dp help shows: say what it is");
}

}  // namespace

std::vector<std::string> faults_of(const TaskDescription& task,
                                   const std::string& library_name) {
  std::vector<std::string> faults;
  if (auto fault = name_fault(task, library_name); !fault.empty())
    faults.push_back(std::move(fault));
  if (task.summary.empty()) faults.emplace_back("it has no summary, which dp list shows");
  if (task.doc.empty()) faults.emplace_back("it has no doc, which dp help shows");
  if (task.role != DP_FUNCTION)  // whose constants are options only here
    for (const auto& option : task.options) check_option(task, option, faults);
  for (const auto& parameter : task.parameters) check_parameter(parameter, faults);
  for (const auto& function : task.aggregates)
    if (function.signature.empty() || function.doc.empty())
      faults.push_back("function '" + printable(function.name) +
                       "' has no signature or no doc");
  return faults;
}

}  // namespace dp::check
