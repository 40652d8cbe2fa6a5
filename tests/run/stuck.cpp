// SPDX-License-Identifier: Apache-2.0
// A library whose static objects are never made.
#include <unistd.h>

#include <dp/plugin.hpp>

namespace {

struct Stuck {
  static constexpr dp::TaskInfo kInfo{
      .name = "stuck", .summary = "does nothing", .doc = "Of anything."};
  dp::Status open(const dp::Context&, dp::Schema&) { return {}; }
  dp::Status process(const dp::BatchView&, dp::Output&) { return {}; }
};

struct Endless {
  Endless() {
    for (;;) ::pause();
  }
};
const Endless kEndless;

}  // namespace

DP_PLUGIN("stuck", "1.0", "never begins", dp::step<Stuck>());
