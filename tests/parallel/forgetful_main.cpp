// SPDX-License-Identifier: Apache-2.0
// A program that does not call dp::Pool::worker_entry: the pool has to say so, and must not start it
// over and over. Ends with 0 when that is so.
#include <dp/pool.hpp>
#include <iostream>
#include <vector>

namespace {

int same(int n) { return n; }
DP_TASK(same);

}  // namespace

int main() {
  dp::Pool pool({.workers = 2});
  for (auto& result : pool.map(same, std::vector<int>{1, 2, 3})) {
    if (result) return 1;
    std::cerr << result.error().message << '\n';
    return result.error().message.find("worker_entry") == std::string::npos ? 1 : 0;
  }
  return 1;
}
