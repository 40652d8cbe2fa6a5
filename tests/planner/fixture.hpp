// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "planner/catalog.hpp"
#include "planner/compile.hpp"
#include "pool/pool.hpp"
#include "temporary.hpp"

namespace dp::test {

using Texts = std::vector<std::string>;

/// The plugin of tests/worker/kit.cpp, the folder that holds it, and that of words.
inline const std::string kKit = DP_TEST_KIT;
inline const std::string kKitFolder = std::filesystem::path(kKit).parent_path();
inline const std::string kWordsFolder = DP_TEST_PLUGINS;
/// What the readers of kit emit.
inline const Schema kTexts = {{"text", Type::string, false}, {"size", Type::int64, true}};

/// A pool of one worker that is dp.
inline pool::Pool pool_of_dp() {
  pool::Options options;
  options.workers = 1;
  options.command = {DP_PROGRAM};
  options.timeout = std::chrono::seconds(20);
  auto pool = pool::Pool::start(std::move(options));
  if (!pool) throw std::runtime_error(pool.error().message);
  return std::move(*pool);
}

/// Mistakes as "3:7 message [hint]", without the hint if there is none.
inline Texts texts_of(const pipeline::Diagnostics& diagnostics) {
  Texts list;
  for (const auto& each : diagnostics.list())
    list.push_back(std::to_string(each.mark.line) + ":" + std::to_string(each.mark.column) +
                   " " + each.message + (each.hint.empty() ? "" : " [" + each.hint + "]"));
  return list;
}

/// The columns of a schema, as "text: string, size: int".
inline std::string columns_of(const Schema& schema) {
  std::string text;
  for (const auto& field : schema)
    text += (text.empty() ? "" : ", ") + field.name + ": " + std::string(type_name(field.type));
  return text;
}

/// A pipeline file, read and compiled with the plugins of kit.
class Compiled {
 public:
  /// `tables`: read before, and by this.
  Compiled(std::string text, pool::Pool& pool, std::vector<std::string> folders = {kKitFolder},
           planner::Tables tables = {})
      : source_("p.yaml", std::move(text)), diagnostics_(source_) {
    auto model = pipeline::load(source_, {}, diagnostics_);
    if (!model) throw std::runtime_error("no model:\n" + diagnostics_.render());
    items_ = input::find_items(model->input, diagnostics_).value();
    const planner::RunFiles files(*model, items_, "p.yaml");
    planner::Catalog catalog(pool, {std::move(folders)});
    auto made = planner::compile(*model, items_, files, catalog, pool, diagnostics_, tables);
    if (!made) throw std::runtime_error(made.error().message);
    plan_ = std::move(*made);
  }
  [[nodiscard]] bool has_plan() const noexcept { return plan_.has_value(); }
  [[nodiscard]] const protocol::Plan& plan() const {
    if (!plan_) throw std::runtime_error("no plan:\n" + diagnostics_.render());
    return *plan_;
  }
  [[nodiscard]] Texts mistakes() const { return texts_of(diagnostics_); }

 private:
  pipeline::FileText source_;
  pipeline::Diagnostics diagnostics_;
  input::Items items_;
  std::optional<protocol::Plan> plan_;
};

/// Compiles pipelines whose input is a file of lines.
struct Compiling {
  /// `rest` follows the two first lines of the pipeline.
  Compiled compile(const std::string& rest) {
    return Compiled("dp: 1\ninput: " + file + "\n" + rest, pool);
  }
  /// Its mistakes. A pipeline with mistakes has no plan.
  Texts mistakes(const std::string& rest) {
    const auto made = compile(rest);
    if (made.has_plan()) throw std::runtime_error("there is a plan");
    return made.mistakes();
  }

  pool::Pool pool = pool_of_dp();
  TemporaryFolder folder;
  std::string file = folder.write("a.txt", "one\nthree\n");
};

}  // namespace dp::test
