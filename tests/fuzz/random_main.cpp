// SPDX-License-Identifier: Apache-2.0
// Without libFuzzer: texts made of the target's words, by a fixed seed.
//
//   fuzz_csv [RUNS [SEED]]

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "fuzz/target.hpp"

namespace {

class Maker {
 public:
  Maker(const dp::fuzz::Target& target, unsigned long seed) : target_(target), engine_(seed) {}

  std::string input() {
    std::string made;
    for (int i = 0; i < 4; ++i) made += static_cast<char>(below(256));
    for (auto count = below(below(4) == 0 ? 200 : 20); count > 0; --count)
      made += target_.words[below(target_.words.size())];
    if (made.size() > 4 && below(8) == 0)
      made[4 + below(made.size() - 4)] = static_cast<char>(below(256));
    return made;
  }

 private:
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }

  const dp::fuzz::Target& target_;
  std::mt19937_64 engine_;
};

void show(const std::string& input) {
  for (const char byte : input)
    std::fprintf(stderr, "\\x%02x", static_cast<unsigned char>(byte));
  std::fputc('\n', stderr);
}

}  // namespace

int main(int count, char** arguments) {
  const auto runs = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 2000;
  const auto seed = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 1;
  const auto& target = dp::fuzz::target_of(DP_FUZZ_TARGET);
  Maker maker(target, seed);
  unsigned long opened = 0;
  for (unsigned long run = 0; run < runs; ++run) {
    const auto input = maker.input();
    const auto tried = dp::fuzz::try_input(target, input);
    opened += tried.opened ? 1 : 0;
    if (tried.broken.empty()) continue;
    std::fprintf(stderr, "run %lu, seed %lu:\n", run, seed);
    // It may hold NUL.
    std::fwrite(tried.broken.data(), 1, tried.broken.size(), stderr);
    std::fprintf(stderr, "\ninput: ");
    show(input);
    return 1;
  }
  std::printf("%lu of %lu texts read\n", opened, runs);
  return opened >= runs / 4 ? 0 : 1;
}
