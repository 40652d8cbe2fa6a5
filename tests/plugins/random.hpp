// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace dp::test {

/// Draws texts from a seed.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  /// Up to `most` of these bytes.
  std::string text(std::size_t most, std::string_view bytes) {
    std::string out;
    for (auto n = below(most + 1); n > 0; --n) out += bytes[below(bytes.size())];
    return out;
  }
  template <std::size_t N>
  std::string one(const char* const (&words)[N]) {
    return words[below(N)];
  }

 private:
  std::mt19937 engine_;
};

}  // namespace dp::test
