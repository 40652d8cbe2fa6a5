// SPDX-License-Identifier: Apache-2.0
// Look numbers up in a table that each worker prepares once.
#include <cstdint>
#include <dp/pool.hpp>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

std::map<std::uint64_t, std::string> table;  // each worker has its own

dp::Status prepare(std::uint64_t squares) {
  if (squares == 0) return dp::fail(dp::Errc::invalid_argument, "an empty table");
  for (std::uint64_t n = 1; n <= squares; ++n) table[n * n] = std::to_string(n) + " squared";
  return {};
}
DP_TASK(prepare);

using Query = std::tuple<std::string, std::uint64_t>;

std::optional<std::string> look_up(const Query& query) {
  const auto& [name, number] = query;
  const auto found = table.find(number);
  if (found == table.end()) return std::nullopt;
  return name + " is " + found->second;
}
DP_TASK(look_up);

int main() {
  dp::Pool::worker_entry();

  dp::Pool pool({.workers = 2}, prepare, 100);
  const std::vector<Query> queries{{"a", 49}, {"b", 50}, {"c", 10'000}};
  for (auto& result : pool.map(look_up, queries)) {
    if (!result)
      std::cout << "- " << result.error().message << '\n';
    else
      std::cout << result->value_or("not there") << '\n';
  }
}
