// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include <cstdlib>
#include <filesystem>

#include "shown.hpp"

namespace dp::test {

namespace {

constexpr std::string_view kPrompt = "$ ";

/// One piece of shell text, and what the document shows of its output.
struct Step {
  const Block* block;
  std::string text;
  std::string shown;
  bool compared = false;
  std::string name;  ///< of its files in the workspace
};

std::vector<Step> steps_of(const Block& block) {
  if (block.language == "sh") return {{&block, block.text, {}, false, {}}};
  std::vector<Step> steps;
  for (const auto& line : lines_of(block.text)) {
    if (line.starts_with(kPrompt))
      steps.push_back({&block, line.substr(kPrompt.size()) + "\n", {}, true, {}});
    else if (!steps.empty())
      steps.back().shown += line + "\n";
  }
  return steps;
}

/// Ends the session at the first command that exits with what it should not.
constexpr const char* kPrologue = R"(set -u -E
fail() {
  case " $allowed " in *" $1 "*) return ;; esac
  echo "exit code $1 of: $2" > "$step.failed"
  exit 1
}
trap 'fail $? "$BASH_COMMAND"' ERR
)";

std::string script_of(const std::vector<Step>& steps, const Workspace& workspace,
                      const std::map<std::string, std::string>& environment) {
  std::string script = kPrologue;
  for (const auto& [name, value] : environment)
    script += "export " + name + "=\"" + value + "\"\n";
  script += "cd '" + workspace.folder().path() + "'\n";
  for (const auto& step : steps) {
    const auto path = workspace.folder().path(".session/" + step.name);
    script += "step='" + path + "' allowed='0 " + step.block->attribute("exit") + "'\n. '" +
              path + ".sh' > '" + path + ".out' 2>&1 < /dev/null\ntouch '" + path + ".done'\n";
  }
  return script;
}

/// What went wrong in a step; empty: nothing, or it was not reached.
std::string problem_of(const Step& step, const TemporaryFolder& folder) {
  const auto stem = ".session/" + step.name;
  const auto came = folder.read(stem + ".out");
  const bool done = std::filesystem::exists(folder.path(stem + ".done"));
  if (!done) return folder.read(stem + ".failed") + came;
  if (!step.compared) return {};
  const auto wrong = difference_from_shown(step.shown, came);
  return wrong ? *wrong + "\n--- came:\n" + came : std::string();
}

}  // namespace

std::vector<std::string> run_session(const Workspace& workspace,
                                     const std::vector<Block>& blocks,
                                     const std::map<std::string, std::string>& environment) {
  const auto& folder = workspace.folder();
  std::vector<Step> steps;
  for (const auto& block : blocks)
    for (auto& step : steps_of(block)) {
      step.name = std::to_string(steps.size());
      folder.write(".session/" + step.name + ".sh", workspace.localized(step.text));
      steps.push_back(std::move(step));
    }
  const auto script = folder.write(".session/all.sh", script_of(steps, workspace, environment));
  const int status = std::system(("bash '" + script + "'").c_str());
  std::vector<std::string> problems;
  for (const auto& step : steps)
    if (const auto problem = problem_of(step, folder); !problem.empty())
      problems.push_back(step.block->place() + ": " + step.text + problem);
  if (status != 0 && problems.empty()) problems.emplace_back("bash failed");
  return problems;
}

}  // namespace dp::test
