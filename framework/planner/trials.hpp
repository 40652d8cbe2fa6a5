// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/catalog.hpp"
#include "pool/pool.hpp"

namespace dp::planner {

/// Options of a task: names, and values as they stand in YAML.
using OptionTexts = std::vector<std::pair<std::string, std::string>>;

/// What a reader says of a sample.
struct Trial {
  bool ok = false;
  Schema columns;
  std::string why;  ///< it does not read the sample so

  /// How many columns have numbers.
  [[nodiscard]] std::size_t numbers() const noexcept;
};

/// Opens readers with the first bytes of an input, in a worker.
class Trials {
 public:
  Trials(pool::Pool& pool, Catalog& catalog, std::string sample)
      : pool_(&pool), catalog_(&catalog), sample_(std::move(sample)) {}

  [[nodiscard]] std::string_view sample() const noexcept { return sample_; }
  /// What the reader says with each of these options, in their order.
  /// Errors: those of Catalog::find and of pool::Pool::run.
  Result<std::vector<Trial>> open(std::string_view reader,
                                  const std::vector<OptionTexts>& options);
  /// The same of one.
  Result<Trial> open(std::string_view reader, const OptionTexts& options);

 private:
  pool::Pool* pool_;
  Catalog* catalog_;
  std::string sample_;
};

/// `text` as a scalar in YAML: as it is if that means the same, else in double quotes. What
/// would be a variable of a pipeline file is none.
std::string yaml_scalar(std::string_view text);

}  // namespace dp::planner
