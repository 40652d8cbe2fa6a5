// SPDX-License-Identifier: Apache-2.0
#include "check/opening.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "pipeline/options.hpp"
#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"

namespace dp::check {

namespace {

const std::vector<std::string> kTypeNames = {"bool",   "int",  "float",     "decimal",
                                             "string", "json", "timestamp", "date"};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

Result<Field> parse_field(std::string_view text) {
  const auto colon = text.find(':');
  Field field;
  field.name = trimmed(text.substr(0, colon));
  auto type = colon == std::string_view::npos ? "" : trimmed(text.substr(colon + 1));
  field.nullable = type.ends_with('?');
  if (field.nullable) type.pop_back();
  for (const auto each : kAllTypes) {
    field.type = each;
    if (type == type_name(each) && !field.name.empty()) return field;
  }
  return fail(
      Errc::invalid_argument,
      "--columns: got '" + printable(trimmed(text)) +
          "', expected NAME: TYPE with bool, int, float, decimal, string, json, timestamp or "
          "date, and ? after it for nulls" +
          did_you_mean(type, kTypeNames));
}

/// One column of each type, and names that text often goes by.
Schema every_type() {
  return {{"line", Type::string, true},    {"word", Type::string, true},
          {"path", Type::string, true},    {"number", Type::int64, true},
          {"amount", Type::float64, true}, {"flag", Type::boolean, true},
          {"time", Type::timestamp, true}, {"day", Type::date, true}};
}

std::vector<Schema> candidates(const Given& given, const std::vector<Schema>& emitted) {
  if (!given.columns.empty()) return {given.columns};
  auto all = emitted;
  all.push_back(every_type());
  all.push_back({{"line", Type::string, false}});
  all.push_back(protocol::item_schema(protocol::Intake::files));
  return all;
}

/// "TASK.NAME=VALUE" or "NAME=VALUE". Names of options have no dots.
struct GivenOption {
  explicit GivenOption(const std::string& pair)
      : name(pair.substr(0, pair.find('='))), value(pair.substr(name.size())) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) return;
    task = name.substr(0, dot);
    name.erase(0, dot + 1);
  }
  std::string task;  ///< empty: all
  std::string name;
  std::string value;  ///< with its "="; empty: it has none
};

bool has_option(const data::TaskDescription& task, const std::string& name) {
  return std::any_of(task.options.begin(), task.options.end(),
                     [&](const auto& option) { return option.name == name; });
}

std::string first_message(const pipeline::Diagnostics& diagnostics) {
  return diagnostics.list().empty() ? "not understood" : diagnostics.list().front().message;
}

/// Whether a task is opened with an option: what names the task goes before what does not.
bool is_for(const GivenOption& option, const data::TaskDescription& task, const Given& given) {
  if (!has_option(task, option.name)) return false;
  if (!option.task.empty()) return option.task == task.name;
  return std::none_of(given.options.begin(), given.options.end(), [&](const auto& pair) {
    const GivenOption other(pair);
    return other.task == task.name && other.name == option.name;
  });
}

/// The columns of a function's arguments, of the `choice`-th type that each parameter takes, or its
/// last.
Schema arguments_of(const data::TaskDescription& function, std::size_t choice) {
  Schema schema;
  for (const auto& parameter : function.parameters) {
    if (parameter.constant()) continue;
    std::vector<Type> takes;
    for (const auto type : {Type::string, Type::int64, Type::float64, Type::decimal,
                            Type::boolean, Type::timestamp, Type::date, Type::json})
      if ((parameter.types & data::type_bit(type)) != 0) takes.push_back(type);
    if (takes.empty()) continue;
    const Type type = takes[std::min(choice, takes.size() - 1)];
    if (!parameter.repeated()) schema.push_back({parameter.name, type, true});
    for (const char* number : {"1", "2"})
      if (parameter.repeated()) schema.push_back({parameter.name + number, type, true});
  }
  return schema;
}

/// Columns that a function may be called with, each once.
std::vector<Schema> argument_candidates(const data::TaskDescription& function) {
  std::vector<Schema> list;
  for (std::size_t choice = 0; choice < std::size(kAllTypes); ++choice)
    if (auto schema = arguments_of(function, choice); list.empty() || schema != list.back())
      list.push_back(std::move(schema));
  return list;
}

/// Finds what one task opens with.
class Opener {
 public:
  Opener(pool::Pool& pool, const data::TaskDescription& task, const Given& given)
      : pool_(&pool),
        task_(&task),
        given_(&given),
        source_("--with", yaml_of(task, given)),
        diagnostics_(source_) {}

  Result<Opened> run(const std::string& library, const std::vector<Schema>& emitted) {
    opened_.subject.role = task_->role;
    opened_.subject.traits = task_->traits;
    opened_.subject.sample = given_->sample;
    DP_TRY(const bool complete, read_options());
    if (!complete) return std::move(opened_);
    opened_.subject.use = {library, task_->name, options_->values};
    const bool is_function = task_->role == DP_FUNCTION && given_->columns.empty();
    for (const auto& base :
         is_function ? argument_candidates(*task_) : candidates(*given_, emitted)) {
      const auto schema = with_named_columns(base);
      if (!schema) continue;
      DP_TRY(const bool done, try_columns(*schema));
      if (done || task_->role == DP_READER) return std::move(opened_);
    }
    return std::move(opened_);
  }

 private:
  static std::string yaml_of(const data::TaskDescription& task, const Given& given) {
    std::string yaml;
    for (const auto& pair : given.options) {
      const GivenOption option(pair);
      if (is_for(option, task, given))
        yaml += option.name + ": " + option.value.substr(1) + "\n";
    }
    return yaml;
  }

  /// False: an option that has to be given is not, or a default is wrong.
  /// Errors: invalid_argument, if one that was given is wrong.
  Result<bool> read_options() {
    pipeline::Use use;
    use.task = task_->name;
    if (!source_.text().empty()) {
      auto node = pipeline::parse_yaml(source_, diagnostics_);
      if (!node) return fail(Errc::invalid_argument, "--with: " + first_message(diagnostics_));
      use.with = std::move(*node);
    }
    for (const auto& option : task_->options) {
      if (!option.required() || use.with.find(option.name) != nullptr) continue;
      opened_.problem = std::string("it needs the ") +
                        (task_->role == DP_FUNCTION ? "constant '" : "option '") + option.name +
                        "': give it with --with '" + option.name + "=...' (dp help " +
                        task_->name + " says what it takes)";
      return false;
    }
    options_ = pipeline::check_options(*task_, use, nullptr, diagnostics_);
    if (options_) return true;
    if (source_.text().empty()) {
      opened_.problem = "it cannot be opened: " + first_message(diagnostics_);
      return false;
    }
    return fail(Errc::invalid_argument,
                "--with, for " + task_->name + ": " + first_message(diagnostics_));
  }

  /// `base`, and the columns that options name.
  std::optional<Schema> with_named_columns(Schema schema) {
    for (const auto& column : options_->columns)
      if (column.plain && !find_column(schema, column.name))
        schema.push_back({column.name, column.number ? Type::float64 : Type::string, true});
    pipeline::Diagnostics own(source_);
    const auto types = pipeline::check_columns(*options_, schema, nullptr, own);
    if (!types) {
      opened_.problem = first_message(own) + "; name the input's columns with --columns";
      return std::nullopt;
    }
    // A formula's value is just another column to the task.
    for (std::size_t i = 0; i < types->size(); ++i)
      if (!find_column(schema, options_->columns[i].name))
        schema.push_back({options_->columns[i].name, (*types)[i], true});
    return schema;
  }

  /// True: no other columns need be tried.
  Result<bool> try_columns(const Schema& schema) {
    const bool has_input = task_->role != DP_READER && task_->role != DP_WRITER;
    protocol::OpenRequest request;
    request.role = task_->role;
    request.use = opened_.subject.use;
    request.has_input = has_input;
    request.reader.sample = given_->sample;
    request.reader.sample_cut = given_->sample.size() >= DP_HEAD_BYTES;
    if (has_input) request.input = schema;
    if (task_->role == DP_WRITER) request.sections = {{"", schema}};
    DP_TRY(auto answer, protocol::ask(*pool_, request));
    if (!answer) {
      opened_.problem = answer.error().message;
      opened_.plugin_at_fault = true;
      return true;
    }
    auto& reply = *answer;
    opened_.plugin_at_fault = !reply.ok && reply.error.code == Errc::invalid_plugin;
    opened_.problem = reply.ok ? "" : reply.error.message;
    if (!reply.option.empty()) opened_.problem.insert(0, reply.option + ": ");
    if (!reply.ok && has_input && given_->columns.empty() && !opened_.plugin_at_fault)
      opened_.problem += "; name the input's columns with --columns 'NAME: TYPE, ...'";
    if (!reply.ok) return false;
    opened_.subject.input = schema;
    opened_.output = std::move(reply.output);
    if (!task_->knowledge.empty()) DP_CHECK(open_learning(std::move(request)));
    return true;
  }

  Status open_learning(protocol::OpenRequest request) {
    request.reader.learning = true;
    DP_TRY(auto answer, protocol::ask(*pool_, request));
    if (answer && answer->ok) opened_.learned = std::move(answer->output);
    return {};
  }

  pool::Pool* pool_;
  const data::TaskDescription* task_;
  const Given* given_;
  pipeline::FileText source_;
  pipeline::Diagnostics diagnostics_;
  std::optional<pipeline::CheckedOptions> options_;
  Opened opened_;
};

Status check_option_of(const GivenOption& option, const data::PluginDescription& plugin) {
  std::vector<std::string> names;
  for (const auto& task : plugin.tasks)
    if (option.task.empty() || option.task == task.name)
      for (const auto& each : task.options) names.push_back(each.name);
  if (std::find(names.begin(), names.end(), option.name) != names.end()) return {};
  const auto owner = option.task.empty() ? "no task of " + plugin.name + " has an"
                                         : "the task " + option.task + " has no";
  return fail(Errc::invalid_argument, "--with: " + owner + " option '" +
                                          printable(option.name) + "'" +
                                          did_you_mean(option.name, names));
}

}  // namespace

Result<Schema> parse_columns(const std::string& text) {
  Schema schema;
  std::string_view rest(text);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    DP_TRY(auto field, parse_field(rest.substr(0, comma)));
    if (find_column(schema, field.name))
      return fail(Errc::invalid_argument,
                  "--columns: got '" + printable(field.name) + "' twice");
    schema.push_back(std::move(field));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return schema;
}

void take_constants_as_options(data::TaskDescription& function) {
  for (const auto& parameter : function.parameters) {
    if (!parameter.constant()) continue;
    auto& option = function.options.emplace_back();
    option.name = parameter.name;
    option.doc = parameter.doc;
    option.flags = parameter.optional() ? 0 : DP_OPTION_REQUIRED;
    option.type = (parameter.types & DP_TYPE_STRING) != 0  ? DP_OPTION_STRING
                  : (parameter.types & DP_TYPE_INT) != 0   ? DP_OPTION_INT
                  : (parameter.types & DP_TYPE_FLOAT) != 0 ? DP_OPTION_FLOAT
                  : (parameter.types & DP_TYPE_BOOL) != 0  ? DP_OPTION_BOOL
                                                           : DP_OPTION_INT;
  }
}

Status check_given(const Given& given, const data::PluginDescription& plugin) {
  std::vector<std::string> tasks;
  for (const auto& task : plugin.tasks) tasks.push_back(task.name);
  for (const auto& pair : given.options) {
    const GivenOption option(pair);
    if (option.value.empty() || option.name.empty())
      return fail(Errc::invalid_argument, "--with: got '" + printable(pair) +
                                              "', expected NAME=VALUE or TASK.NAME=VALUE");
    if (!option.task.empty() &&
        std::find(tasks.begin(), tasks.end(), option.task) == tasks.end())
      return fail(Errc::invalid_argument, "--with: " + plugin.name + " has no task '" +
                                              printable(option.task) + "'" +
                                              did_you_mean(option.task, tasks));
    DP_CHECK(check_option_of(option, plugin));
  }
  return {};
}

Result<Opened> open_task(pool::Pool& pool, const std::string& library,
                         const data::TaskDescription& task, const Given& given,
                         const std::vector<Schema>& emitted) {
  return Opener(pool, task, given).run(library, emitted);
}

}  // namespace dp::check
