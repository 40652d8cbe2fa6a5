// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dp::cli {

/// One option of a command, as it is parsed and as --help shows it.
struct OptionSpec {
  const char* name;      ///< "workers,j": long, then a letter
  const char* argument;  ///< "N"; nullptr: it is a switch
  const char* doc;
};

/// What a command takes, as it is parsed and as --help shows it.
struct CommandSpec {
  const char* name;
  const char* operands;  ///< "FILE"; shown only
  const char* summary;   ///< one line
  const char* doc;       ///< what --help says below the usage line
  std::vector<OptionSpec> options;
};

/// A command line that fits a CommandSpec.
class Arguments {
 public:
  /// Parse what follows the command. --help is always an option.
  /// Errors: invalid_argument, with the nearest option's name.
  static Result<Arguments> parse(const CommandSpec& command,
                                 const std::vector<std::string>& words);

  [[nodiscard]] bool has(std::string_view option) const;
  /// The last value of an option.
  [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
  /// All its values, in order.
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
  [[nodiscard]] const std::vector<std::string>& operands() const noexcept { return operands_; }

 private:
  std::vector<std::pair<std::string, std::string>> options_;
  std::vector<std::string> operands_;
};

/// What `dp COMMAND --help` prints.
std::string help_text(const CommandSpec& command);

}  // namespace dp::cli
