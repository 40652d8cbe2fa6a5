// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include "base/text.hpp"
#include "cli/exit_codes.hpp"
#include "cli/terminal.hpp"

namespace dp::cli {

namespace {

constexpr std::size_t kVerbColumn = 12;

int show(const std::string& text) {
  const auto status = print(text);
  if (status) return kGood;
  print_failure(status.error().message);
  return kFailed;
}

int wrong(const std::string& message) {
  print_failure(message);
  return kWrong;
}

int run_verb(const Verb& verb, const std::vector<std::string>& words) {
  const auto arguments = Arguments::parse(verb.spec(), words);
  if (!arguments) return wrong(arguments.error().message);
  if (arguments->has("help")) return show(help_text(verb.spec()));
  return verb.run(*arguments);
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> kVerbs = {
      {&run_spec, &cli::run_verb}, {&validate_spec, &validate_verb},
      {&list_spec, &list_verb},    {&help_spec, &help_verb},
      {&new_spec, &new_verb},      {&plugin_spec, &plugin_verb},
  };
  return kVerbs;
}

std::string overview() {
  std::string text =
      "dp runs work over a lot of data on every core.\n\n"
      "Usage: dp VERB [OPTIONS] ...\n\nVerbs:\n";
  for (const auto& verb : verbs()) {
    std::string line = std::string("  ") + verb.spec().name;
    line.resize(kVerbColumn, ' ');
    text += line + verb.spec().summary + "\n";
  }
  return text +
         "\n  dp VERB --help   what a verb takes\n"
         "  dp --version     which dp this is\n\n"
         "Try: dp list, then dp run FILE\n";
}

int run_command(const std::vector<std::string>& words) {
  if (words.empty()) {
    print_error(overview());
    return kWrong;
  }
  const auto& word = words.front();
  if (word == "--help" || word == "-h") return show(overview());
  if (word == "--version" || word == "-V") return show("dp " DP_VERSION "\n");
  std::vector<std::string> names;
  for (const auto& verb : verbs()) {
    if (word == verb.spec().name) return run_verb(verb, {words.begin() + 1, words.end()});
    names.emplace_back(verb.spec().name);
  }
  const char* kind = word.starts_with('-') ? "option" : "verb";
  return wrong(std::string("unknown ") + kind + " '" + printable(word) + "'" +
               did_you_mean(word, names) + " (dp --help lists the verbs)");
}

OptionSpec plugin_path_option() {
  return {"plugin-path", "DIR", "look for plugins here first (may be given again)"};
}

OptionSpec set_option() {
  return {"set", "NAME=VALUE", "give a variable of the file's vars: another value"};
}

}  // namespace dp::cli
