// SPDX-License-Identifier: Apache-2.0
#include "markdown.hpp"

#include <algorithm>
#include <stdexcept>

namespace dp::test {

namespace {

constexpr std::string_view kFence = "```";
constexpr std::string_view kIndent = "    ";

[[noreturn]] void refuse(const Block& block, const std::string& what) {
  throw std::runtime_error(block.place() + ": " + what);
}

/// The next word of an info string; a value in double quotes may hold spaces.
std::string next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::string word;
  bool quoted = false;
  while (!rest.empty() && (quoted || rest.front() != ' ')) {
    if (rest.front() == '"')
      quoted = !quoted;
    else
      word += rest.front();
    rest.remove_prefix(1);
  }
  return word;
}

void read_info(std::string_view info, Block& block) {
  block.language = next_word(info);
  for (auto word = next_word(info); !word.empty(); word = next_word(info)) {
    const auto equals = word.find('=');
    if (equals == std::string::npos)
      refuse(block, "info string: got '" + word + "', expected NAME=VALUE");
    block.attributes[word.substr(0, equals)] = word.substr(equals + 1);
  }
}

std::size_t spaces_before(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

}  // namespace

std::string Block::attribute(const std::string& name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string() : found->second;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<Block> fenced_blocks(const std::string& file, std::string_view text) {
  std::vector<Block> blocks;
  bool inside = false;
  std::size_t indent = 0;
  std::size_t number = 0;
  for (const auto& line : lines_of(text)) {
    ++number;
    const auto spaces = spaces_before(line);
    const auto fence = std::string_view(line).substr(spaces).starts_with(kFence);
    if (inside && fence) {
      inside = false;
    } else if (inside) {
      blocks.back().text += line.substr(std::min(indent, spaces)) + "\n";
    } else if (fence) {
      inside = true;
      indent = spaces;
      blocks.push_back({file, number + 1, {}, {}, {}});
      read_info(std::string_view(line).substr(spaces + kFence.size()), blocks.back());
    }
  }
  if (inside) refuse(blocks.back(), "the block has no end");
  return blocks;
}

std::vector<Block> indented_blocks(const std::string& file, std::string_view text) {
  std::vector<Block> blocks;
  bool inside = false;
  bool after_blank = true;
  std::size_t number = 0;
  for (const auto& line : lines_of(text)) {
    ++number;
    const bool blank = spaces_before(line) == line.size();
    const bool indented = !blank && line.starts_with(kIndent);
    if (indented && !inside && after_blank) {
      blocks.push_back({file, number, {}, {}, {}});
      inside = true;
    }
    inside = inside && indented;
    if (inside) blocks.back().text += line.substr(kIndent.size()) + "\n";
    after_blank = blank;
  }
  return blocks;
}

}  // namespace dp::test
