// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "base/fd.hpp"
#include "expr/functions.hpp"
#include "samples.hpp"

using dp::test::Loaded;

namespace {

std::string read_docs() {
  const auto text = dp::read_file(DP_SOURCE_DIR "/docs/pipeline-reference.md", 1 << 20);
  BOOST_REQUIRE_MESSAGE(text, "docs/pipeline-reference.md is missing");
  return *text;
}

std::vector<std::string> yaml_blocks(const std::string& docs) {
  constexpr std::string_view kBegin = "```yaml\n";
  std::vector<std::string> blocks;
  for (std::size_t at = docs.find(kBegin); at != std::string::npos;
       at = docs.find(kBegin, at)) {
    at += kBegin.size();
    blocks.push_back(docs.substr(at, docs.find("```", at) - at));
  }
  return blocks;
}

/// A whole file around a fragment that gives some of its top-level keys.
std::string completed(const std::string& fragment) {
  std::string file = "dp: 1\n" + fragment;
  const auto has = [&](const std::string& key) {
    return file.find("\n" + key + ":") != std::string::npos;
  };
  if (!has("input")) file += "\ninput: a.log\n";
  if (!has("map")) file += "\nmap: [{use: lines}]\n";
  return file;
}

void check_loads(const std::string& file) {
  const Loaded loaded(file);
  BOOST_TEST(loaded.model.has_value(), file << loaded.shown());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reference_docs)

BOOST_AUTO_TEST_CASE(every_example_is_right) {
  const auto blocks = yaml_blocks(read_docs());
  BOOST_TEST(blocks.size() >= 7u);
  for (const auto& block : blocks) {
    if (block.starts_with("dp:")) {
      check_loads(block);
    } else if (block.starts_with("input:") || block.starts_with("output:")) {
      std::istringstream lines(block);  // each line is another way to write the key
      for (std::string line; std::getline(lines, line);) check_loads(completed(line + "\n"));
    } else {
      check_loads(completed(block));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_function_is_in_the_reference) {
  const std::string docs = read_docs();
  for (const auto& info : dp::expr::functions()) {
    const std::string name(info.name);
    const bool named = docs.find("`" + name + "(") != std::string::npos ||
                       docs.find("`" + name + "`") != std::string::npos;
    BOOST_TEST(named, name);
  }
}

BOOST_AUTO_TEST_CASE(the_messages_shown_are_those_that_come) {
  const Loaded loaded(
      "dp: 1\n\ninput: a.log\nmap:\n  # the reader\n  - use: weblog\n    format: auto\n"
      "  - where: statuss = 400\n");
  BOOST_TEST(read_docs().find("```\n" + loaded.shown() + "```") != std::string::npos,
             loaded.shown());
}

BOOST_AUTO_TEST_SUITE_END()
