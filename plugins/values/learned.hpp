// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/plugin.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "values/knowledge.hpp"

namespace dp::values {

/// What a reader emits that is opened to learn: rows of Knowledge.
class LearnedRows {
 public:
  [[nodiscard]] const Schema& columns() {
    return rows_.columns("key", "bits", "item", "offset", "value");
  }
  /// Emit what one call has learned, in the order of keys. `place`: where its input begins.
  Status emit(Output& out, RecordPlace place, const Knowledge& knowledge);

 private:
  template <class T>
  using Maybe = std::optional<T>;
  Rows<std::string_view, std::int64_t, Maybe<std::int64_t>, Maybe<std::int64_t>,
       Maybe<std::string_view>>
      rows_;
};

/// The reducer of such rows: all of it but kInfo. See dp_reader.knowledge.
class LearnedReducer {
 public:
  Status open(const Context& context, Schema& output);
  Status update(const BatchView& batch);
  Status save(Output& out) const;
  Status combine(std::uint32_t partition, std::string_view partial);
  Status finalize(Output& out);
  [[nodiscard]] std::uint64_t size() const noexcept {
    constexpr std::uint64_t kOfColumn = 128;
    return knowledge_.columns().size() * kOfColumn;
  }
  void reset() noexcept { knowledge_.clear(); }

 private:
  /// Where the rows' columns are.
  struct Places {
    std::size_t key = 0, bits = 0, item = 0, offset = 0, value = 0;
  } places_;
  Knowledge knowledge_;
  Rows<std::string_view, std::optional<std::string_view>, std::int64_t, std::int64_t> rows_;
};

}  // namespace dp::values
