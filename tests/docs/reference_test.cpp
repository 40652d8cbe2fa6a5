// SPDX-License-Identifier: Apache-2.0
// What docs/pipeline-reference.md lists is what there is.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "expr/functions.hpp"

BOOST_AUTO_TEST_SUITE(reference)

namespace {

std::string read_reference() {
  std::ifstream in(DP_SOURCE_DIR "/docs/pipeline-reference.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_function_of_expressions_is_listed) {
  const auto text = read_reference();
  for (const auto& info : dp::expr::functions()) {
    const std::string name(info.name);
    const bool named = text.find("`" + name + "(") != std::string::npos ||
                       text.find("`" + name + "`") != std::string::npos;
    BOOST_TEST(named, name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
