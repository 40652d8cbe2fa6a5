// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Put the values of variables into a tree.
///
/// Law: --set wins over `vars`, and `vars` over the environment; `here` is the file's folder.
///   A scalar that is nothing but `${x}` takes the type that x's value has as YAML; in any
///   other, and from an empty value, text stays text. As a glob, a value is what was written
///   where it is given if it stands alone, and only itself as a part of other text; so is `here`.
class Variables {
 public:
  /// The most that all values put in may hold together.
  static constexpr std::size_t kMaxBytes = 16 << 20;

  Variables(const FileText& source, const VariableSettings& settings, Diagnostics& diagnostics);

  /// Learn the map `vars` of the file (nullptr: it has none), and check --set against it.
  void declare(const Node* vars);
  /// Put values into every scalar of `node` that asks for one.
  void put_into(Node& node);
  /// What was declared, with the values in use.
  [[nodiscard]] std::vector<Variable> list() const;

 private:
  enum class State : std::uint8_t { waiting, resolving, ready };
  struct Declared {
    Mark mark;
    Node node;  ///< once ready: with its own variables put in
    State state = State::waiting;
  };
  struct Value {
    std::string text;
    std::string pattern;  ///< the text as a glob, if it stands alone
    bool quoted = false;
    bool failed = false;
  };
  class Expansion;

  void declare_one(const Entry& entry);
  void apply_set();
  [[nodiscard]] std::optional<Value> find(std::string_view name, bool* in_cycle);
  void expand(Node& node);
  [[nodiscard]] std::vector<std::string> names() const;

  const FileText* source_;
  const VariableSettings* settings_;
  Diagnostics* diagnostics_;
  std::vector<std::string> order_;
  std::map<std::string, Declared, std::less<>> declared_;
  std::size_t bytes_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace dp::pipeline
