// SPDX-License-Identifier: Apache-2.0
#include "samples.hpp"

namespace dp::test {

Loaded::Loaded(std::string text, pipeline::Settings settings, std::string name)
    : source(std::move(name), std::move(text)),
      diagnostics(source),
      model(pipeline::load(source, settings, diagnostics)) {}

std::string minimal(std::string_view more) {
  return "dp: 1\ninput: a.log\nmap:\n  - use: lines\n" + std::string(more);
}

}  // namespace dp::test
