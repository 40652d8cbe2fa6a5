// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

#include "base/text.hpp"

namespace dp::cli {

namespace po = boost::program_options;

namespace {

constexpr std::size_t kOptionColumn = 28;

po::options_description describe(const CommandSpec& command) {
  po::options_description description;
  auto add = description.add_options();
  add("help,h", "");
  for (const auto& option : command.options) {
    if (option.argument == nullptr)
      add(option.name, "");
    else
      add(option.name, po::value<std::string>(), "");
  }
  return description;
}

std::vector<std::string> long_names(const CommandSpec& command) {
  std::vector<std::string> names{"--help"};
  for (const auto& option : command.options) {
    const std::string_view name(option.name);
    names.push_back("--" + std::string(name.substr(0, name.find(','))));
  }
  return names;
}

tl::unexpected<Error> unknown_option(const CommandSpec& command, std::string word) {
  word.erase(std::min(word.find('='), word.size()));
  return fail(Errc::invalid_argument, "unknown option '" + printable(word) + "' of dp " +
                                          command.name +
                                          did_you_mean(word, long_names(command)) + " (dp " +
                                          command.name + " --help lists them)");
}

/// "  -j, --workers N       what it is"
std::string option_line(const OptionSpec& option) {
  const std::string_view name(option.name);
  const auto comma = name.find(',');
  std::string line = "  ";
  line += comma == std::string_view::npos ? "    "
                                          : "-" + std::string(name.substr(comma + 1)) + ", ";
  line += "--" + std::string(name.substr(0, comma));
  if (option.argument != nullptr) line += std::string(" ") + option.argument;
  line += line.size() + 1 < kOptionColumn ? std::string(kOptionColumn - line.size(), ' ')
                                          : "\n" + std::string(kOptionColumn, ' ');
  for (const char c : std::string_view(option.doc)) {
    line += c;
    if (c == '\n') line.append(kOptionColumn, ' ');
  }
  return line + "\n";
}

}  // namespace

Result<Arguments> Arguments::parse(const CommandSpec& command,
                                   const std::vector<std::string>& words) {
  const auto description = describe(command);
  const po::positional_options_description anywhere;
  namespace style = po::command_line_style;
  try {
    const auto parsed = po::command_line_parser(words)
                            .options(description)
                            .style(style::unix_style & ~style::allow_guessing)
                            .allow_unregistered()
                            .run();
    Arguments made;
    for (const auto& option : parsed.options) {
      if (option.unregistered) return unknown_option(command, option.original_tokens.front());
      if (option.position_key >= 0 || option.string_key.empty())
        made.operands_.insert(made.operands_.end(), option.value.begin(), option.value.end());
      else
        made.options_.emplace_back(option.string_key,
                                   option.value.empty() ? "" : option.value.back());
    }
    return made;
  } catch (const po::error& error) {
    return fail(Errc::invalid_argument, std::string(error.what()) + " (dp " + command.name +
                                            " --help shows the options)");
  }
}

bool Arguments::has(std::string_view option) const { return value(option).has_value(); }

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto all = values(option);
  if (all.empty()) return std::nullopt;
  return all.back();
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  std::vector<std::string> all;
  for (const auto& [name, value] : options_)
    if (name == option) all.push_back(value);
  return all;
}

std::string help_text(const CommandSpec& command) {
  std::string text = std::string("Usage: dp ") + command.name;
  if (!command.options.empty()) text += " [OPTIONS]";
  if (*command.operands != '\0') text += std::string(" ") + command.operands;
  text += std::string("\n\n") + command.doc + "\n\nOptions:\n";
  for (const auto& option : command.options) text += option_line(option);
  return text + option_line({"help,h", nullptr, "show this text"});
}

}  // namespace dp::cli
