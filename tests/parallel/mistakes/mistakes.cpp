// SPDX-License-Identifier: Apache-2.0
// Programs that must not compile, one for each value of MISTAKE, and what the compiler has to say
// (tests/parallel/CMakeLists.txt). Without MISTAKE it compiles.
#include <dp/pool.hpp>
#include <memory>
#include <set>
#include <span>

struct Named {
  int id;
  const char* name;
};
struct Refers {
  const int& value;
};

#if MISTAKE == 1
int task(const int* pointer) { return *pointer; }
#elif MISTAKE == 2
int task(const Named& named) { return named.id; }
#elif MISTAKE == 3
std::unique_ptr<int> task(int n) { return std::make_unique<int>(n); }
#elif MISTAKE == 4
int task(std::span<const int> items) { return items[0]; }
#elif MISTAKE == 5
std::vector<std::string_view> task(std::string_view text) { return {text}; }
#elif MISTAKE == 6
int task(const std::set<int>& items) { return static_cast<int>(items.size()); }
#elif MISTAKE == 7
int task(const Refers& refers) { return refers.value; }
#else
int task(int n) { return n; }
#endif
DP_TASK(task);
