// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls (the CMake option DP_FUZZ).

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto& target = dp::fuzz::target_of(DP_FUZZ_TARGET);
  const auto tried = dp::fuzz::try_input(target, {reinterpret_cast<const char*>(data), size});
  if (tried.broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", tried.broken.c_str());
  std::abort();
}
