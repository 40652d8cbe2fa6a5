// SPDX-License-Identifier: Apache-2.0
#include "document.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace dp::test {

namespace fs = std::filesystem;

std::vector<std::string> documents() {
  const fs::path root(DP_SOURCE_DIR);
  std::vector<std::string> files{"README.md", "CONTRIBUTING.md", "CHANGELOG.md"};
  for (const char* folder : {"docs", "plugins"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".md")
        files.push_back(entry.path().lexically_relative(root).string());
  std::sort(files.begin(), files.end());
  return files;
}

Document::Document(const std::string& file) {
  std::ifstream in(fs::path(DP_SOURCE_DIR) / file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  for (auto& block : fenced_blocks(file, text)) {
    if (const auto reason = block.attribute("skip"); !reason.empty())
      skipped.push_back(block.place() + ": " + reason);
    else if (block.language == "yaml")
      pipelines.push_back(std::move(block));
    else if (block.language == "sh" || block.language == "console")
      commands.push_back(std::move(block));
    else
      others.push_back(std::move(block));
  }
}

}  // namespace dp::test
