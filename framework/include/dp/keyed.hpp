// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Write a reducer that keeps one value per key.

#include <array>
#include <concepts>
#include <cstdint>
#include <dp/hash.hpp>
#include <dp/partial.hpp>
#include <dp/plugin.hpp>
#include <dp/rows.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace dp {

/// All of a reducer but `open` and `update`, for a state that is a map from text to a number,
/// and in which the numbers of equal keys add up.
///
///     struct Count : dp::KeyedReducer<std::int64_t> {
///       static constexpr dp::TaskInfo kInfo{...};
///       // Sets output = columns(...).
///       dp::Status open(const dp::Context& context, dp::Schema& output);
///       // Calls add(key, n).
///       dp::Status update(const dp::BatchView& batch);
///     };
///
/// Shape: a partial is, for each hash partition, keys as text and values in their own width,
///   rising by key. The result is one row per key, rising by its bytes.
/// Law: exact and commutative for integers, which wrap. It is not for floats, whose sums depend
///   on their order: take dp::ExactSum (<dp/exact_sum.hpp>) in a reducer of your own.
/// Security: whoever writes the keys can make them all fall into one partition, which costs the
///   spreading of the combine over workers, and nothing else.
/// Cost: a std::map; `group` is many times faster at what it can do.
template <std::integral Value>
class KeyedReducer {
 public:
  Status save(Output& out) {
    std::array<std::string, DP_PARTITIONS> parts;
    for (const auto& [key, value] : state_) {
      PartialWriter partial(parts[hash_.bytes(key) % DP_PARTITIONS]);
      partial.put_text(key);
      partial.put(value);
    }
    for (std::uint32_t i = 0; i < DP_PARTITIONS; ++i)
      if (!parts[i].empty()) DP_CHECK(out.partial(i, parts[i]));
    return {};
  }
  /// Errors: corrupt if the partial is damaged; the state is then unchanged.
  Status combine(std::uint32_t, std::string_view partial) {
    DP_CHECK(read(partial, [](std::string_view, Value) {}));
    return read(partial, [this](std::string_view key, Value value) { add(key, value); });
  }
  Status finalize(Output& out) {
    for (const auto& [key, value] : state_) DP_CHECK(rows_.add(out, {}, key, value));
    return rows_.flush(out);
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return bytes_; }
  void reset() noexcept {
    state_.clear();
    bytes_ = 0;
  }

 protected:
  /// The result's columns, under these names.
  Schema columns(std::string key, std::string value) {
    return rows_.columns(std::move(key), std::move(value));
  }
  /// Add `value` to what `key` has; a new key begins at 0.
  void add(std::string_view key, Value value) {
    auto at = state_.lower_bound(key);
    if (at == state_.end() || at->first != key) {
      at = state_.emplace_hint(at, key, Value{});
      bytes_ += kNodeBytes + key.size();
    }
    at->second = static_cast<Value>(static_cast<std::uint64_t>(at->second) +
                                    static_cast<std::uint64_t>(value));
  }

 private:
  static constexpr std::uint64_t kNodeBytes = 80;
  template <class Take>
  static Status read(std::string_view bytes, Take take) {
    PartialReader partial(bytes);
    while (!partial.rest().empty()) {
      const auto key = partial.text();
      const auto value = partial.get<Value>();
      if (partial.ok()) take(key, value);
    }
    return partial.finish();
  }

  std::map<std::string, Value, std::less<>> state_;
  std::uint64_t bytes_ = 0;
  Rows<std::string_view, std::int64_t> rows_;
  Hasher hash_{0};
};

}  // namespace dp
