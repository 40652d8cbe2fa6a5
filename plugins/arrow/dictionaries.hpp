// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <map>
#include <string_view>
#include <vector>

#include "arrow/array.hpp"

namespace dp::arrow {

/// The dictionaries of a file or stream, as they are at the batch that is read.
class DictionarySet {
 public:
  /// Those that columns and their parts refer to. Lifetime: as long as `shapes`.
  /// Errors: invalid_argument, if one is of two types.
  static Result<DictionarySet> of(const std::vector<Shape>& shapes);

  /// A message with values of one: in place of those before, or after them. Lifetime: as long as `body`.
  /// Errors: those of Batch::of.
  Status add(const wire::DictionaryBatch& message, std::string_view body);
  [[nodiscard]] const Dictionaries& all() const noexcept { return all_; }

 private:
  Status expect(const Shape& shape);

  std::map<std::int64_t, std::vector<Shape>> shapes_;  ///< one shape each, of the values
  Dictionaries all_;
};

}  // namespace dp::arrow
