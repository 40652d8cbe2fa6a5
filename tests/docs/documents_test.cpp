// SPDX-License-Identifier: Apache-2.0
// Each YAML block of the documents is a pipeline, or goes into one, that dp accepts and runs.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "document.hpp"
#include "fragments.hpp"
#include "workspace.hpp"

namespace documents {
namespace {

using namespace dp::test;

/// A record that is rejected on purpose is no failure of an example.
bool is_fine(int exit_code) { return exit_code == 0 || exit_code == 3; }

struct Fixture {
  void check(const Block& block, const std::string& pipeline) const {
    workspace.folder().write("example.yaml", workspace.localized(pipeline));
    for (const char* command : {"validate", "run"}) {
      const auto outcome = workspace.dp({command, "example.yaml"});
      BOOST_TEST(is_fine(outcome.exit_code), block.place() << ": dp " << command << " says:\n"
                                                           << outcome.err << pipeline);
    }
  }
  Workspace workspace;
};

}  // namespace
}  // namespace documents

BOOST_FIXTURE_TEST_SUITE(documents, Fixture)

BOOST_AUTO_TEST_CASE(every_yaml_block_is_a_pipeline_that_runs) {
  std::size_t count = 0;
  for (const auto& file : dp::test::documents()) {
    const Document document(file);
    for (const auto& block : document.pipelines)
      for (const auto& pipeline : pipelines_of(block, DP_DOCS_FRAMES)) {
        check(block, pipeline);
        ++count;
      }
  }
  std::cout << count << " pipelines in the documents ran\n";
  BOOST_TEST(count >= 25u);
}

BOOST_AUTO_TEST_CASE(every_other_block_says_that_it_is_only_shown) {
  const std::vector<std::string> kinds = {"cpp", "c", "cmake", "json", "text", ""};
  for (const auto& file : dp::test::documents())
    for (const auto& block : Document(file).others) {
      BOOST_TEST((std::find(kinds.begin(), kinds.end(), block.language) != kinds.end()),
                 block.place() << ": got the language '" << block.language
                               << "', expected yaml, sh, console or one that is only shown");
      BOOST_TEST(!block.text.starts_with("$ "), block.place() << ": commands are ```console");
    }
}

BOOST_AUTO_TEST_SUITE_END()
