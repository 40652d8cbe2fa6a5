// SPDX-License-Identifier: Apache-2.0
// Each command of the documents runs, and prints what is shown. A block with the attribute `skip`
// is not run; the reason is printed.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "document.hpp"
#include "session.hpp"
#include "workspace.hpp"

BOOST_AUTO_TEST_SUITE(commands)

namespace {

using namespace dp::test;

void report(const std::string& file, const Document& document) {
  std::cout << file << ": " << document.commands.size() << " blocks of commands run, "
            << document.skipped.size() << " blocks skipped\n";
  for (const auto& reason : document.skipped) std::cout << "  not run: " << reason << "\n";
}

/// Blocks of commands but those that load GCC's AddressSanitizer into a dp that has one of its own.
std::vector<Block> without_preloads(std::vector<Block> blocks) {
#ifdef DP_TEST_SANITIZED
  std::erase_if(blocks, [](const auto& block) {
    const bool preloads = block.text.find("LD_PRELOAD") != std::string::npos;
    if (preloads)
      std::cout << "  not run: this dp has a sanitizer of its own: " << block.text << "\n";
    return preloads;
  });
#endif
  return blocks;
}

}  // namespace

// A workspace of its own for each document: what one does is not there for another.
BOOST_DATA_TEST_CASE(every_command_runs_and_prints_what_is_shown,
                     boost::unit_test::data::make(documents()), file) {
  const Document document(file);
  report(file, document);
  if (document.commands.empty()) return;
  const Workspace workspace;
  const auto problems =
      run_session(workspace, without_preloads(document.commands),
                  {{"PATH", DP_PREFIX "/bin:$PATH"}, {"CMAKE_PREFIX_PATH", DP_PREFIX}});
  for (const auto& problem : problems) BOOST_ERROR(problem);
}

BOOST_AUTO_TEST_CASE(the_readme_shows_commands) {
  BOOST_TEST(Document("README.md").commands.size() >= 4u);
}

BOOST_AUTO_TEST_SUITE_END()
