// SPDX-License-Identifier: Apache-2.0
#include "logs.hpp"

namespace dp::test {

namespace {

/// A small generator of our own: the same numbers everywhere.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return (state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_;
};

std::string two(std::uint64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string access_log(std::uint64_t seed, std::size_t lines, std::size_t bad) {
  static const char* const kStatus[] = {"200", "200", "200", "304", "404", "500"};
  static const char* const kAgents[] = {"curl/8.0", "Mozilla/5.0 (X11; Linux x86_64) Test/1.0",
                                        "a bot (\\\"quoted\\\")"};
  Draw draw(seed);
  std::string log;
  for (std::size_t i = 0; i < lines; ++i) {
    if (bad != 0 && i % bad == bad - 1) {
      log += "this is line " + std::to_string(i) + ", not a request\n";
      continue;
    }
    log += "192.0.2." + std::to_string(draw.below(200)) + " - - [0" +
           std::to_string(1 + draw.below(9)) + "/Nov/2026:" + two(draw.below(24)) + ":" +
           two(draw.below(60)) + ":" + two(draw.below(60)) + " +0000] \"GET /page/" +
           std::to_string(draw.below(500)) + "?q=" + std::to_string(draw.below(3)) +
           " HTTP/1.1\" " + kStatus[draw.below(6)] + " ";
    const auto bytes = draw.below(100'000);
    log += bytes % 7 == 0 ? "-" : std::to_string(bytes);
    log += std::string(" \"https://example.com/") + std::to_string(draw.below(20)) + "\" \"" +
           kAgents[draw.below(3)] + "\"\n";
  }
  return log;
}

std::string statistics_pipeline(const std::string& input) {
  return "dp: 1\n"
         "name: statistics\n"
         "vars: {input: \"" +
         input +
         "\"}\n"
         "input: \"${input}\"\n"
         "map:\n"
         "  - use: weblog\n"
         "  - where: method == 'GET'\n"
         "reduce:\n"
         "  totals:\n"
         "    with:\n"
         "      take: {hits: count, bytes: sum(bytes), mean: mean(bytes), hosts: "
         "distinct(host)}\n"
         "    to: totals.json\n"
         "  pages:\n"
         "    with:\n"
         "      by: [path, status]\n"
         "      take:\n"
         "        hits: count\n"
         "        bytes: sum(bytes)\n"
         "        least: min(bytes)\n"
         "        most: max(bytes)\n"
         "        agents: top(agent, 2)\n"
         "      sort: [-hits, path]\n"
         "      limit: 200\n"
         "    to: pages.csv\n"
         "output: records.ndjson\n"
         "errors: {rejects: rejects.ndjson}\n";
}

}  // namespace dp::test
