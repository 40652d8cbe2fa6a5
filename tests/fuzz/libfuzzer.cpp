// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls (the CMake option DP_FUZZ).

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/target.hpp"

namespace {

const dp::fuzz::Target& target() { return dp::fuzz::target_of(DP_FUZZ_TARGET); }

}  // namespace

/// A plugin that does not load would let every input pass.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  for (char options = 0; options < 8; ++options)
    if (dp::fuzz::try_input(target(), {&options, 1}).opened) return 0;
  std::fprintf(stderr, "the plugin " DP_FUZZ_TARGET " cannot be opened\n");
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tried = dp::fuzz::try_input(target(), {reinterpret_cast<const char*>(data), size});
  if (tried.broken.empty()) return 0;
  std::fprintf(stderr, "%s\n", tried.broken.c_str());
  std::abort();
}
