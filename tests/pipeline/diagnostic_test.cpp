// SPDX-License-Identifier: Apache-2.0
#include "pipeline/diagnostic.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "pipeline/yaml.hpp"

BOOST_AUTO_TEST_SUITE(diagnostic)

using namespace dp::pipeline;

namespace {

/// The message about one span of a text.
std::string shown(std::string text, Mark mark, std::string message = "wrong",
                  std::string hint = "") {
  const FileText source("f.yaml", std::move(text));
  Diagnostics diagnostics(source);
  diagnostics.error(mark, std::move(message), std::move(hint));
  return diagnostics.render();
}

/// Where bytes [offset, offset + length) of the scalar at `key` are, as "line:column+length".
std::string place(const std::string& text, std::size_t offset, std::size_t length) {
  const FileText source("f.yaml", text);
  Diagnostics diagnostics(source);
  const auto root = parse_yaml(source, diagnostics);
  BOOST_REQUIRE_MESSAGE(root, diagnostics.render());
  const Mark mark = place_within(source, *root->find("a"), offset, length);
  return std::to_string(mark.line) + ":" + std::to_string(mark.column) + "+" +
         std::to_string(mark.length);
}

}  // namespace

BOOST_AUTO_TEST_CASE(shows_place_line_underline_and_hint) {
  BOOST_TEST(shown("a: 1\nformt: x\n", {2, 1, 5}, "unknown", "it has format") ==
             "f.yaml:2:1: error: unknown\n"
             "    2 | formt: x\n"
             "      | ^~~~~\n"
             "      = it has format\n");
}

BOOST_AUTO_TEST_CASE(columns_are_counted_in_characters_and_carets_stay_below_wide_ones) {
  BOOST_TEST(shown("\xC3\xA9\xE6\xBC\xA2: xyz\n", {1, 8, 3}) ==
             "f.yaml:1:5: error: wrong\n"
             "    1 | \xC3\xA9\xE6\xBC\xA2: xyz\n"
             "      |      ^~~\n");
}

BOOST_AUTO_TEST_CASE(tabs_and_control_characters_do_not_shift_the_underline) {
  BOOST_TEST(shown("\ta\x1b z\n", {1, 5, 1}) ==
             "f.yaml:1:5: error: wrong\n"
             "    1 |     a\\x1B z\n"
             "      |           ^\n");
}

BOOST_AUTO_TEST_CASE(an_underline_ends_with_its_line) {
  BOOST_TEST(shown("ab\ncd\n", {1, 2, 50}) ==
             "f.yaml:1:2: error: wrong\n"
             "    1 | ab\n"
             "      |  ^\n");
  BOOST_TEST(shown("ab", {1, 3, 1}) ==
             "f.yaml:1:3: error: wrong\n"
             "    1 | ab\n"
             "      |   ^\n");
}

BOOST_AUTO_TEST_CASE(windows_line_ends_are_not_part_of_the_line) {
  BOOST_TEST(shown("ab\r\ncd\r\n", {1, 1, 10}) ==
             "f.yaml:1:1: error: wrong\n"
             "    1 | ab\n"
             "      | ^~\n");
}

BOOST_AUTO_TEST_CASE(a_long_line_is_cut_around_the_mark) {
  const std::string text = std::string(5000, 'a') + "BAD" + std::string(5000, 'b');
  const std::string out = shown(text, {1, 5001, 3});
  BOOST_TEST(out == "f.yaml:1:5001: error: wrong\n    1 | ..." + std::string(50, 'a') + "BAD" +
                        std::string(67, 'b') + "...\n      | " + std::string(53, ' ') +
                        "^~~\n");
}

BOOST_AUTO_TEST_CASE(line_numbers_of_six_digits_widen_the_gutter) {
  const std::string out = shown(std::string(100'000, '\n') + "x", {100'001, 1, 1});
  BOOST_TEST(out == "f.yaml:100001:1: error: wrong\n100001 | x\n       | ^\n");
}

BOOST_AUTO_TEST_CASE(messages_are_safe_to_print) {
  BOOST_TEST(shown("a", {0, 0, 1}, "got '\x1b[2J'") == "f.yaml: error: got '\\x1B[2J'\n");
}

BOOST_AUTO_TEST_CASE(colour_marks_place_severity_and_underline) {
  const FileText source("f.yaml", "ab");
  const Diagnostic warning{Severity::warning, "f.yaml", {1, 1, 2}, "odd", "so"};
  static const char* const kStyles[] = {"", "b", "e", "w", "h"};
  std::string out;
  for (const auto& [style, text] : styled(warning, source)) {
    const std::string mark = kStyles[static_cast<int>(style)];
    out += mark.empty() ? text : "<" + mark + ">" + text + "</" + mark + ">";
  }
  BOOST_TEST(out ==
             "<b>f.yaml:1:1:</b> <w>warning:</w> <b>odd</b>\n"
             "    1 | ab\n"
             "      | <w>^~</w>\n"
             "      = <h>so</h>\n");
}

BOOST_AUTO_TEST_CASE(the_list_is_in_file_order_without_duplicates) {
  const FileText source("f.yaml", "a\nb\nc\n");
  Diagnostics diagnostics(source);
  diagnostics.error({3, 1, 1}, "third");
  diagnostics.error({1, 1, 1}, "first");
  diagnostics.error({3, 1, 1}, "third");
  diagnostics.warning({2, 1, 1}, "second");
  diagnostics.error_outside("--set x", "outside");
  std::string order;
  for (const auto& diagnostic : diagnostics.list()) order += diagnostic.message + " ";
  BOOST_TEST(order == "outside first second third ");
  BOOST_TEST(diagnostics.errors() == 3u);
}

BOOST_AUTO_TEST_CASE(more_than_fifty_are_counted_not_shown) {
  const FileText source("f.yaml", "");
  Diagnostics diagnostics(source);
  for (std::uint32_t line = 1060; line > 0; --line) diagnostics.error({line, 1, 1}, "wrong");
  BOOST_TEST(diagnostics.list().size() == 50u);
  BOOST_TEST(diagnostics.list().front().mark.line == 1u);
  BOOST_TEST(diagnostics.errors() == 1060u);
  const std::string out = diagnostics.render();
  BOOST_TEST(out.ends_with("f.yaml: and 1,010 more\n"));
}

BOOST_AUTO_TEST_CASE(places_inside_scalars_are_followed_through_quotes_and_folding) {
  BOOST_TEST(place("a: hello world", 6, 5) == "1:10+5");
  BOOST_TEST(place("a: 'it''s here'", 5, 4) == "1:11+4");
  BOOST_TEST(place("a: \"x\\ty\\\"z\"", 4, 1) == "1:11+1");
  BOOST_TEST(place("a: one\n  two   three", 10, 5) == "2:9+5");
  BOOST_TEST(place("a: |\n  one\n  two\n", 4, 3) == "3:3+3");
  BOOST_TEST(place("a: >-\n  one\n  two\n", 4, 3) == "3:3+3");
  BOOST_TEST(place("a: &name hello", 0, 5) == "1:10+5");
}

BOOST_AUTO_TEST_CASE(places_that_cannot_be_followed_are_the_whole_scalar) {
  BOOST_TEST(place("a: \"x\\u0041yz\"", 2, 1) == "1:4+11");
}

BOOST_AUTO_TEST_CASE(a_source_reads_a_file_and_knows_its_folder) {
  const auto folder = std::string("/tmp/dp-source-") + std::to_string(::getpid());
  const std::string path = folder + ".yaml";
  std::ofstream(path) << "\xEF\xBB\xBF"
                      << "dp: 1\n";
  const auto source = FileText::read(path);
  BOOST_REQUIRE(source);
  BOOST_TEST(source->text() == "dp: 1\n");
  BOOST_TEST(source->folder() == "/tmp");
  std::ofstream(path) << std::string(FileText::kMaxBytes + 1, 'x');
  const auto large = FileText::read(path);
  BOOST_REQUIRE(!large);
  BOOST_TEST(large.error().message ==
             path + ": larger than 1 MiB, the most that a pipeline file may have");
  std::remove(path.c_str());
  const auto missing = FileText::read(path);
  BOOST_REQUIRE(!missing);
  BOOST_TEST(missing.error().message == path + ": No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
