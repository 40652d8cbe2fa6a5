// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "check/trials.hpp"

namespace dp::check {

namespace {

constexpr unsigned kMostTries = 500;
/// Simpler values may make more rows needless, and the other way round.
constexpr int kRounds = 2;

class Shrinker {
 public:
  Shrinker(pool::Pool& pool, Trial trial, Fault fault)
      : pool_(&pool), trial_(std::move(trial)), fault_(std::move(fault)) {}

  Result<std::pair<Trial, Fault>> run() {
    for (int round = 0; round < kRounds; ++round) {
      DP_CHECK(drop_rows());
      DP_CHECK(simplify_cells());
    }
    return std::pair{std::move(trial_), std::move(fault_)};
  }

 private:
  /// Take `smaller` in place of the trial if it breaks the same law.
  Result<bool> accept(Trial smaller) {
    if (++tries_ > kMostTries) return false;
    DP_TRY(auto seen, run_trials(*pool_, 1, [&](std::uint64_t) { return smaller; }));
    if (!seen.fault || seen.fault->law != fault_.law) return false;
    trial_ = std::move(smaller);
    fault_ = *std::move(seen.fault);
    return true;
  }

  /// First half of the rows at a time, then quarters, and so on to single ones.
  Status drop_rows() {
    for (auto size = std::max<std::size_t>(trial_.rows.size() / 2, 1);; size /= 2) {
      for (std::size_t from = 0; from < trial_.rows.size();) {
        DP_TRY(const bool dropped, accept(without(from, size)));
        if (!dropped) from += size;
      }
      if (size <= 1) return {};
    }
  }
  [[nodiscard]] Trial without(std::size_t from, std::size_t size) const {
    Trial made = trial_;
    const auto cut = [&](auto& list) {
      const auto first = list.begin() + static_cast<std::ptrdiff_t>(from);
      list.erase(first,
                 first + static_cast<std::ptrdiff_t>(std::min(size, list.size() - from)));
    };
    cut(made.rows);
    cut(made.parts);
    return made;
  }

  Status simplify_cells() {
    for (std::size_t row = 0; row < trial_.rows.size(); ++row)
      for (std::size_t i = 0; i < trial_.rows[row].size(); ++i) DP_CHECK(simplify(row, i));
    return {};
  }
  Status simplify(std::size_t row, std::size_t column) {
    if (trial_.subject.role == DP_READER) return shorten(row);
    if (trial_.subject.input[column].type == Type::json) return {};
    const auto& cell = trial_.rows[row][column];
    std::vector<Cell> simpler = {{false, 0, 0, ""}, {false, 1, 1, "a"}, {false, 2, 2, "b"}};
    for (auto& candidate : simpler) {
      const bool same = !cell.null && cell.integer == candidate.integer &&
                        cell.number == candidate.number && cell.text == candidate.text;
      if (same) return {};
      Trial made = trial_;
      made.rows[row][column] = candidate;
      DP_TRY(const bool taken, accept(std::move(made)));
      if (taken) return {};
    }
    return {};
  }

  /// A line without what it does not need; its newline stays.
  Status shorten(std::size_t row) {
    const auto bytes = [&] {
      const auto& line = trial_.rows[row].front().text;
      return line.size() - (line.ends_with('\n') ? 1 : 0);
    };
    for (auto size = bytes() / 2; size > 0; size /= 2) {
      for (std::size_t from = 0; from < bytes();) {
        Trial made = trial_;
        made.rows[row].front().text.erase(from, std::min(size, bytes() - from));
        DP_TRY(const bool taken, accept(std::move(made)));
        if (!taken) from += size;
      }
    }
    return {};
  }

  pool::Pool* pool_;
  Trial trial_;
  Fault fault_;
  unsigned tries_ = 0;
};

}  // namespace

Result<std::pair<Trial, Fault>> shrink(pool::Pool& pool, Trial trial, Fault fault) {
  if (fault.law == "hangs" || fault.law == "eats memory")
    return std::pair{std::move(trial), std::move(fault)};
  return Shrinker(pool, std::move(trial), std::move(fault)).run();
}

}  // namespace dp::check
