// SPDX-License-Identifier: Apache-2.0
#include "markdown.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(markdown)

using namespace dp::test;

BOOST_AUTO_TEST_CASE(a_fenced_block_has_its_language_place_and_text) {
  const auto blocks =
      fenced_blocks("a.md", "Text.\n\n```yaml\ndp: 1\n\ninput: a\n```\nMore.\n");
  BOOST_REQUIRE(blocks.size() == 1u);
  BOOST_TEST(blocks[0].language == "yaml");
  BOOST_TEST(blocks[0].place() == "a.md:4");
  BOOST_TEST(blocks[0].text == "dp: 1\n\ninput: a\n");
}

BOOST_AUTO_TEST_CASE(attributes_may_hold_spaces_in_quotes) {
  const auto blocks =
      fenced_blocks("a.md", "```sh skip=\"needs a network\" exit=3\ntrue\n```\n");
  BOOST_REQUIRE(blocks.size() == 1u);
  BOOST_TEST(blocks[0].attribute("skip") == "needs a network");
  BOOST_TEST(blocks[0].attribute("exit") == "3");
  BOOST_TEST(blocks[0].attribute("frame").empty());
}

BOOST_AUTO_TEST_CASE(a_block_within_a_list_loses_the_indent_of_its_fence_alone) {
  const auto blocks = fenced_blocks("a.md", "- item\n\n  ```\n  a\n    b\n  ```\n");
  BOOST_REQUIRE(blocks.size() == 1u);
  BOOST_TEST(blocks[0].text == "a\n  b\n");
}

BOOST_AUTO_TEST_CASE(a_block_without_end_or_with_a_strange_word_is_refused) {
  const auto message = [](const std::string& text) {
    try {
      fenced_blocks("a.md", text);
    } catch (const std::runtime_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  BOOST_TEST(message("```sh\nls\n") == "a.md:2: the block has no end");
  BOOST_TEST(message("\n```sh now\nls\n```\n") ==
             "a.md:3: info string: got 'now', expected NAME=VALUE");
}

BOOST_AUTO_TEST_CASE(indented_blocks_begin_after_a_blank_line) {
  const auto blocks =
      indented_blocks("help", "Text\n    goes on.\n\n    map:\n      - use: lines\n\nText\n");
  BOOST_REQUIRE(blocks.size() == 1u);
  BOOST_TEST(blocks[0].place() == "help:4");
  BOOST_TEST(blocks[0].text == "map:\n  - use: lines\n");
}

BOOST_AUTO_TEST_SUITE_END()
