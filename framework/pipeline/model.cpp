// SPDX-License-Identifier: Apache-2.0
#include "pipeline/model.hpp"

#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "pipeline/fields.hpp"
#include "pipeline/model_parts.hpp"
#include "pipeline/variables.hpp"

namespace dp::pipeline {

namespace {

constexpr std::int64_t kVersion = 1;

void check_version(const Node* version, const Node& root, Diagnostics& diagnostics) {
  if (version == nullptr) {
    diagnostics.error(root.mark, "the key 'dp' is missing",
                      "begin the file with 'dp: 1', the version of its format");
  } else if (version->integer() != kVersion) {
    diagnostics.error(version->mark,
                      "dp: expected 1, the only version of the format that this dp "
                      "knows (got " +
                          version->describe() + ")");
  }
}

Sink standard_output(Mark mark) {
  Sink sink;
  sink.mark = mark;
  sink.path = {"-", mark};
  return sink;
}

/// Everything outside a map goes through here once, so that `what` is written once.
class ModelReader {
 public:
  ModelReader(const Node& root, const FileText& source, Diagnostics& diagnostics)
      : root_(&root),
        source_(&source),
        diagnostics_(&diagnostics),
        fields_(root, "a pipeline file", diagnostics) {}

  Model read() {
    check_version(fields_.take("dp"), *root_, *diagnostics_);
    read_names();
    (void)fields_.take("vars");
    if (const auto* node = fields_.take("plugins"))
      model_.plugins = read_texts(*node, "plugins", *diagnostics_);
    if (const auto* node = required("input", "name the files to read")) {
      const std::size_t before = diagnostics_->errors();
      model_.input = read_input(*node, *diagnostics_);
      model_.input.whole = diagnostics_->errors() == before && is_whole(*node);
    }
    read_steps();
    read_ends();
    if (const auto* node = fields_.take("pool")) read_limits(*node);
    if (const auto* node = fields_.take("errors"))
      model_.errors = read_errors(*node, *diagnostics_);
    if (const auto* node = fields_.take("tests"))
      model_.tests = read_tests(*node, *diagnostics_);
    fields_.finish();
    set_whole(model_, *diagnostics_);
    return std::move(model_);
  }

 private:
  /// Limits that are wrong are not applied to what is still to be checked.
  void read_limits(const Node& node) {
    const std::size_t before = diagnostics_->errors();
    auto pool = read_pool(node, *diagnostics_);
    if (diagnostics_->errors() == before) model_.pool = pool;
  }

  /// Files need a reader; the numbers of a range are records already.
  void read_steps() {
    const auto* input = root_->find("input");
    const bool range = input != nullptr && input->find("range") != nullptr;
    const auto* node =
        range ? fields_.take("map") : required("map", "list the steps, the reader first");
    if (node != nullptr) model_.map = read_map(*node, *diagnostics_);
    if (!range && !model_.map.empty() && model_.map.front().kind != Step::Kind::use)
      diagnostics_->error(model_.map.front().mark,
                          "map: the first step reads the input: it needs 'use'");
  }

  const Node* required(std::string_view key, std::string hint) {
    const auto* node = fields_.take(key);
    if (node == nullptr)
      diagnostics_->error(root_->mark, "the key '" + std::string(key) + "' is missing",
                          std::move(hint));
    return node;
  }

  void read_names() {
    model_.name.text = std::filesystem::path(source_->name()).stem().string();
    if (const auto* node = fields_.take("name"))
      if (auto text = read_text(*node, "name", *diagnostics_)) model_.name = std::move(*text);
    if (const auto* node = fields_.take("description"))
      if (auto text = read_text(*node, "description", *diagnostics_))
        model_.description = std::move(text->text);
  }

  void read_ends() {
    const auto* reduce = fields_.take("reduce");
    const auto* output = fields_.take("output");
    if (reduce != nullptr) model_.reduce = read_reduce(*reduce, *diagnostics_);
    if (output != nullptr) model_.output = read_sinks(*output, "output", *diagnostics_);
    const bool reduces = reduce != nullptr && (!reduce->is_map() || !reduce->entries.empty());
    if ((!reduces || reduce->is_null()) && output == nullptr)
      model_.output.push_back(standard_output(root_->mark));
    for (auto& reduction : model_.reduce)
      if (reduction.to.empty()) reduction.to.push_back(standard_output(reduction.name.mark));
  }

  const Node* root_;
  const FileText* source_;
  Diagnostics* diagnostics_;
  Fields fields_;
  Model model_;
};

}  // namespace

VariableSettings VariableSettings::from_environment() {
  VariableSettings settings;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      settings.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return settings;
}

std::optional<Model> load(const FileText& source, const VariableSettings& settings,
                          Diagnostics& diagnostics) {
  auto root = parse_yaml(source, diagnostics);
  if (!root) return std::nullopt;
  if (!root->is_map()) {
    diagnostics.error(root->mark,
                      "a pipeline file: expected a map (got " + root->describe() + ")");
    return std::nullopt;
  }
  Variables variables(source, settings, diagnostics);
  variables.declare(root->find("vars"));
  for (auto& entry : root->entries)
    if (entry.key != "vars") variables.put_into(entry.value);
  Model model = ModelReader(*root, source, diagnostics).read();
  model.vars = variables.list();
  return model;
}

}  // namespace dp::pipeline
