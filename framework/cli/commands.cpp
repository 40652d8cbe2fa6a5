// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"

namespace dp::cli {

namespace {

constexpr std::size_t kCommandColumn = 12;

int show(const std::string& text) {
  const auto status = print(text);
  if (status) return kOk;
  print_failure(status.error().message);
  return kFailed;
}

int wrong(const std::string& message) {
  print_failure(message);
  return kWrong;
}

int run_words(const Command& command, const std::vector<std::string>& words) {
  const auto arguments = Arguments::parse(command.spec(), words);
  if (!arguments) return wrong(arguments.error().message);
  if (arguments->has("help")) return show(help_text(command.spec()));
  return command.run(*arguments);
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands = {
      {&run_spec, &run_command},   {&validate_spec, &validate_command},
      {&test_spec, &test_command}, {&sniff_spec, &sniff_command},
      {&list_spec, &list_command}, {&help_spec, &help_command},
      {&new_spec, &new_command},   {&plugin_spec, &plugin_command},
  };
  return kCommands;
}

std::string overview() {
  std::string text =
      "dp runs work over a lot of data on every core.\n\n"
      "Usage: dp COMMAND [OPTIONS] ...\n\nCommands:\n";
  for (const auto& command : commands()) {
    std::string line = std::string("  ") + command.spec().name;
    line.resize(kCommandColumn, ' ');
    text += line + command.spec().summary + "\n";
  }
  return text +
         "\n  dp COMMAND --help   what a command takes\n"
         "  dp --version     which dp this is\n\n"
         "Try: dp list, then dp run FILE\n";
}

int run_command_line(const std::vector<std::string>& words) {
  if (words.empty()) {
    print_error(overview());
    return kWrong;
  }
  const auto& word = words.front();
  if (word == "--help" || word == "-h") return show(overview());
  if (word == "--version" || word == "-V") return show("dp " DP_VERSION "\n");
  std::vector<std::string> names;
  for (const auto& command : commands()) {
    if (word == command.spec().name)
      return run_words(command, {words.begin() + 1, words.end()});
    names.emplace_back(command.spec().name);
  }
  const char* kind = word.starts_with('-') ? "option" : "command";
  return wrong(std::string("unknown ") + kind + " '" + printable(word) + "'" +
               did_you_mean(word, names) + " (dp --help lists the commands)");
}

int for_each_file(const Arguments& arguments, const CommandSpec& spec,
                  const std::function<int(const std::string&, const planner::Settings&)>& one) {
  const auto command = std::string("dp ") + spec.name;
  if (arguments.operands().empty())
    return wrong(command + " needs pipeline files: " + command + " FILE...");
  auto settings = settings_from(arguments);
  if (!settings) return wrong(settings.error().message);
  settings->workers = 1;
  int worst = kOk;
  for (const auto& path : arguments.operands()) worst = std::max(worst, one(path, *settings));
  return worst;
}

OptionSpec plugin_path_option() {
  return {"plugin-path", "DIR", "look for plugins here first (may be given again)"};
}

OptionSpec allow_plugins_option() {
  return {"allow-plugins", nullptr,
          "let the file name folders of plugins though others can write it"};
}

OptionSpec set_option() {
  return {"set", "NAME=VALUE", "give a variable of the file's vars: another value"};
}

}  // namespace dp::cli
