// SPDX-License-Identifier: Apache-2.0
// The examples in the texts of `dp help TASK` are pipelines, or go into one, that dp runs.
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <regex>
#include <set>

#include "fragments.hpp"
#include "workspace.hpp"

namespace help {
namespace {

using namespace dp::test;

std::set<std::string> tasks(const Workspace& workspace) {
  const auto list = workspace.dp({"list", "--json"}).out;
  const std::regex name("\"name\":\"([^\"]*)\"");
  std::set<std::string> names;
  for (std::sregex_iterator at(list.begin(), list.end(), name), end; at != end; ++at)
    names.insert((*at)[1]);
  return names;
}

struct Fixture {
  std::size_t check(const std::string& task) const {
    std::size_t count = 0;
    const auto text = workspace.dp({"help", task}).out;
    for (const auto& block : indented_blocks("dp help " + task, text)) {
      if (!is_pipeline_text(block.text)) continue;
      for (const auto& pipeline : pipelines_of(block, DP_DOCS_FRAMES, task)) {
        workspace.folder().write("example.yaml", workspace.localized(pipeline));
        const auto outcome = workspace.dp({"run", "example.yaml"});
        BOOST_TEST(outcome.exit_code == 0, block.place() << ":\n" << outcome.err << pipeline);
        ++count;
      }
    }
    return count;
  }
  Workspace workspace;
};

}  // namespace
}  // namespace help

BOOST_FIXTURE_TEST_SUITE(help, Fixture)

BOOST_AUTO_TEST_CASE(every_example_of_a_task_runs) {
  std::size_t count = 0;
  const auto names = tasks(workspace);
  for (const auto& task : names) count += check(task);
  std::cout << count << " examples in the help of " << names.size() << " tasks ran\n";
  BOOST_TEST(count >= 10u);
}

BOOST_AUTO_TEST_SUITE_END()
