// SPDX-License-Identifier: Apache-2.0
// The smallest factor of many numbers, on every core, though one of them crashes its worker.
#include <cstdint>
#include <cstdlib>
#include <dp/pool.hpp>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <vector>

std::uint64_t smallest_factor(std::uint64_t n) {
  if (n == 13) std::abort();  // unlucky: the worker dies
  if (n < 2) throw std::invalid_argument("numbers below 2 have no factors");
  for (std::uint64_t factor = 2; factor * factor <= n; ++factor)
    if (n % factor == 0) return factor;
  return n;
}
DP_TASK(smallest_factor);

std::uint64_t count_if_prime(std::uint64_t so_far, std::uint64_t n) {
  return so_far + (n > 1 && n != 13 && smallest_factor(n) == n ? 1 : 0);
}
DP_TASK(count_if_prime);

int main() {
  dp::Pool::worker_entry();  // first: workers are this program, started again

  dp::Pool pool({.workers = 2});
  const std::vector<std::uint64_t> numbers{1, 91, 13, 1000003, 64};
  for (auto& result : pool.map(smallest_factor, numbers, {.chunksize = 2})) {
    if (result)
      std::cout << *result << '\n';
    else
      std::cout << "- " << result.error().message << '\n';
  }

  std::vector<std::uint64_t> many;
  for (std::uint64_t n = 0; n < 100'000; ++n) many.push_back(n);
  const auto primes = pool.reduce(count_if_prime, many, std::uint64_t{0}, std::plus<>());
  if (!primes) {
    std::cerr << primes.error().message << '\n';
    return 1;
  }
  std::cout << primes->value << " primes, without 13\n";
}
