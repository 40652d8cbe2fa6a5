// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

#include "base/text.hpp"

namespace dp::cli {

namespace po = boost::program_options;

namespace {

constexpr std::size_t kOptionColumn = 28;

po::options_description describe(const VerbSpec& verb) {
  po::options_description description;
  auto add = description.add_options();
  add("help,h", "");
  for (const auto& option : verb.options) {
    if (option.argument == nullptr)
      add(option.name, "");
    else
      add(option.name, po::value<std::string>(), "");
  }
  return description;
}

std::vector<std::string> long_names(const VerbSpec& verb) {
  std::vector<std::string> names{"--help"};
  for (const auto& option : verb.options) {
    const std::string_view name(option.name);
    names.push_back("--" + std::string(name.substr(0, name.find(','))));
  }
  return names;
}

tl::unexpected<Error> unknown_option(const VerbSpec& verb, std::string word) {
  word.erase(std::min(word.find('='), word.size()));
  return fail(Errc::invalid_argument, "unknown option '" + printable(word) + "' of dp " +
                                          verb.name + did_you_mean(word, long_names(verb)) +
                                          " (dp " + verb.name + " --help lists them)");
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

Result<Arguments> Arguments::parse(const VerbSpec& verb,
                                   const std::vector<std::string>& words) {
  const auto description = describe(verb);
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
      if (option.unregistered) return unknown_option(verb, option.original_tokens.front());
      if (option.position_key >= 0 || option.string_key.empty())
        made.operands_.insert(made.operands_.end(), option.value.begin(), option.value.end());
      else
        made.options_.emplace_back(option.string_key,
                                   option.value.empty() ? "" : option.value.back());
    }
    return made;
  } catch (const po::error& error) {
    return fail(Errc::invalid_argument,
                std::string(error.what()) + " (dp " + verb.name + " --help shows the options)");
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

std::string help_text(const VerbSpec& verb) {
  std::string text = std::string("Usage: dp ") + verb.name;
  if (!verb.options.empty()) text += " [OPTIONS]";
  if (*verb.operands != '\0') text += std::string(" ") + verb.operands;
  text += std::string("\n\n") + verb.doc + "\n\nOptions:\n";
  for (const auto& option : verb.options) text += option_line(option);
  return text + option_line({"help,h", nullptr, "show this text"});
}

}  // namespace dp::cli
