// SPDX-License-Identifier: Apache-2.0
#include "cli/given_file.hpp"

#include "base/fd.hpp"

namespace dp::cli {

namespace {

constexpr std::uint64_t kMostGiven = 64 << 20;

}  // namespace

Result<std::string> given_text(const pipeline::TestCase& test) {
  if (!test.file) return test.given.text;
  return read_file(test.given.text, kMostGiven);
}

void check_given_files(const pipeline::Model& model, pipeline::Diagnostics& diagnostics) {
  for (const auto& test : model.tests)
    if (const auto text = given_text(test); !text)
      diagnostics.error(test.given.mark, "tests.given.file: " + text.error().message);
}

}  // namespace dp::cli
