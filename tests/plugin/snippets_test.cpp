// SPDX-License-Identifier: Apache-2.0
// Every piece of C++ that docs/writing-a-plugin.md shows is in a source that is compiled: a
// template of `dp new plugin`, or docs/examples/plugin/snippets.cpp.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(snippets)

namespace {

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  BOOST_REQUIRE_MESSAGE(!text.empty(), path);
  return text;
}

/// The text of a template as `dp new plugin` writes it for `name`.
std::string named(std::string text, const std::string& name) {
  constexpr std::string_view kName = "@NAME@";
  for (auto at = text.find(kName); at != std::string::npos; at = text.find(kName))
    text.replace(at, kName.size(), name);
  return text;
}

/// Without comments and white space, which a formatter may move.
std::string bare(std::string line) {
  line = line.substr(0, line.find("//"));
  std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
  return line;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string bare_text(const std::string& text) {
  std::string made;
  for (const auto& line : lines_of(text)) made += bare(line);
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_line_of_cpp_in_the_manual_is_compiled) {
  const auto sources =
      bare_text(read(DP_TEST_SOURCE_DIR "/share/templates/plugin/wordcount.cpp")) +
      bare_text(named(read(DP_TEST_SOURCE_DIR "/share/templates/kinds/function/plugin.cpp"),
                      "geo_country")) +
      bare_text(read(DP_TEST_SOURCE_DIR "/docs/examples/plugin/snippets.cpp"));
  bool inside = false;
  int checked = 0;
  for (const auto& line : lines_of(read(DP_TEST_SOURCE_DIR "/docs/writing-a-plugin.md"))) {
    if (line.starts_with("```")) {
      inside = line == "```cpp";
    } else if (const auto code = bare(line); inside && !code.empty()) {
      BOOST_TEST((sources.find(code) != std::string::npos), line);
      ++checked;
    }
  }
  BOOST_TEST(checked > 60);
}

BOOST_AUTO_TEST_SUITE_END()
