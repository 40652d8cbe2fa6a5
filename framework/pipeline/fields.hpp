// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Take the entries of a map one by one; those that nobody took are mistakes.
class Fields {
 public:
  /// `what` names the map in messages: "pool", "a step". A node that is no map has no entries,
  /// which is a mistake unless it is null.
  Fields(const Node& node, std::string what, Diagnostics& diagnostics);

  /// The value of `key`, or nullptr if it is not there.
  [[nodiscard]] const Node* take(std::string_view key);
  /// Report the entries not taken. `hint` is for those that resemble no key.
  /// Returns whether there were none.
  bool finish(std::string_view hint = {});

 private:
  const Node* node_;
  std::string what_;
  Diagnostics* diagnostics_;
  std::vector<std::string> known_;
};

/// The `most` of read_count where nothing but sense limits a count.
inline constexpr std::uint64_t kNoLimit = 1'000'000'000'000;

/// Readers of single values. `what` names the value in messages: "pool.workers". Each reports
/// what is wrong, and then returns nothing.
/// Whether a scalar holds a NUL, which no name or path can; the mistake is then reported.
bool refuse_nul(const Node& node, std::string_view what, Diagnostics& diagnostics);

std::optional<Text> read_text(const Node& node, std::string_view what,
                              Diagnostics& diagnostics);
/// Report a path that no file can have or that is not what it looks like: an empty one, one with a
/// NUL, and one that begins with `~/`, which only shells replace.
void check_path(const Text& path, std::string_view what, Diagnostics& diagnostics);
/// One text, or a list of them.
std::vector<Text> read_texts(const Node& node, std::string_view what, Diagnostics& diagnostics);
/// A whole number from `least` to `most`.
std::optional<std::uint64_t> read_count(const Node& node, std::string_view what,
                                        std::uint64_t least, std::uint64_t most,
                                        Diagnostics& diagnostics);
std::optional<std::uint64_t> read_size(const Node& node, std::string_view what,
                                       Diagnostics& diagnostics);
std::optional<std::chrono::microseconds> read_duration(const Node& node, std::string_view what,
                                                       Diagnostics& diagnostics);
/// A ratio, 0 to 1.
std::optional<double> read_ratio(const Node& node, std::string_view what,
                                 Diagnostics& diagnostics);
/// The place among `choices` of the one that the node names.
std::optional<std::size_t> read_choice(const Node& node, std::string_view what,
                                       const std::vector<std::string>& choices,
                                       Diagnostics& diagnostics);
std::optional<Formula> read_formula(const Node& node, std::string_view what,
                                    Diagnostics& diagnostics);

/// "a, b or c".
std::string one_of(const std::vector<std::string>& words);

/// "1 column", "2 columns".
std::string plural(std::size_t count, std::string_view word);

}  // namespace dp::pipeline
