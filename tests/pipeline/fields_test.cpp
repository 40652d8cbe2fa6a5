// SPDX-License-Identifier: Apache-2.0
#include "pipeline/fields.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(fields)

using namespace dp::pipeline;

namespace {

/// A YAML text, and what its readers say of it.
struct Read {
  explicit Read(std::string text) : source("f.yaml", std::move(text)), diagnostics(source) {
    node = parse_yaml(source, diagnostics).value();
  }
  /// "line:column message | hint", one line for each mistake.
  [[nodiscard]] std::string mistakes() const {
    std::string out;
    for (const auto& each : diagnostics.list())
      out += std::to_string(each.mark.line) + ":" + std::to_string(each.mark.column) + " " +
             each.message + (each.hint.empty() ? "" : " | " + each.hint) + "\n";
    return out;
  }
  FileText source;
  Diagnostics diagnostics;
  Node node;
};

}  // namespace

BOOST_AUTO_TEST_CASE(entries_that_nobody_took_are_mistakes) {
  Read read("size: 1\nsiez: 2\nzzz: 3\n");
  Fields fields(read.node, "a box", read.diagnostics);
  BOOST_TEST(fields.take("size")->text == "1");
  BOOST_TEST((fields.take("colour") == nullptr));
  BOOST_TEST(!fields.finish());
  BOOST_TEST(read.mistakes() ==
             "2:1 unknown key 'siez' in a box, did you mean 'size'?\n"
             "3:1 unknown key 'zzz' in a box | it has size or colour\n");
}

BOOST_AUTO_TEST_CASE(all_entries_taken_is_no_mistake) {
  Read read("size: 1\n");
  Fields fields(read.node, "a box", read.diagnostics);
  (void)fields.take("size");
  BOOST_TEST(fields.finish("elsewhere"));
  BOOST_TEST(read.mistakes() == "");
}

BOOST_AUTO_TEST_CASE(a_hint_is_for_keys_that_resemble_none) {
  Read read("zzz: 3\n");
  Fields fields(read.node, "a box", read.diagnostics);
  (void)fields.take("size");
  BOOST_TEST(!fields.finish("put it elsewhere"));
  BOOST_TEST(read.mistakes() == "1:1 unknown key 'zzz' in a box | put it elsewhere\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_map_has_no_entries) {
  Read list("[1]\n");
  Fields fields(list.node, "a box", list.diagnostics);
  BOOST_TEST((fields.take("size") == nullptr));
  BOOST_TEST(fields.finish());
  BOOST_TEST(list.diagnostics.errors() == 1U);
  Read nothing("a:\n");
  Fields empty(nothing.node.entries.at(0).value, "a box", nothing.diagnostics);
  BOOST_TEST(empty.finish());
  BOOST_TEST(nothing.diagnostics.errors() == 0U);
}

BOOST_AUTO_TEST_CASE(values_are_read_as_what_they_are) {
  Read read("[text, [a, b], 12, 64MiB, 30s, small, 'a > 1']\n");
  auto& diagnostics = read.diagnostics;
  const auto& items = read.node.items;
  BOOST_TEST(read_text(items[0], "t", diagnostics)->text == "text");
  BOOST_TEST(read_texts(items[0], "t", diagnostics).size() == 1U);
  BOOST_TEST(read_texts(items[1], "t", diagnostics).at(1).text == "b");
  BOOST_TEST(read_count(items[2], "n", 0, 12, diagnostics).value() == 12U);
  BOOST_TEST(read_size(items[3], "s", diagnostics).value() == 64U << 20);
  BOOST_TEST(read_duration(items[4], "d", diagnostics)->count() == 30'000'000);
  BOOST_TEST(read_choice(items[5], "c", {"large", "small"}, diagnostics).value() == 1U);
  BOOST_TEST(read_formula(items[6], "f", diagnostics)->expression.to_string() == "a > 1");
  BOOST_TEST(read.mistakes() == "");
}

BOOST_AUTO_TEST_CASE(values_of_another_kind_are_mistakes_at_their_place) {
  Read read("[[a], 13, -1, 64, {}, smal, 'a >', []]\n");
  auto& diagnostics = read.diagnostics;
  const auto& items = read.node.items;
  BOOST_TEST(!read_text(items[0], "t", diagnostics));
  BOOST_TEST(!read_count(items[1], "n", 0, 12, diagnostics));
  BOOST_TEST(!read_count(items[2], "m", 1, kNoLimit, diagnostics));
  BOOST_TEST(!read_size(items[4], "s", diagnostics));
  BOOST_TEST(!read_duration(items[3], "d", diagnostics));
  BOOST_TEST(!read_choice(items[5], "c", {"large", "small"}, diagnostics));
  BOOST_TEST(!read_formula(items[6], "f", diagnostics));
  BOOST_TEST(read_texts(items[7], "x", diagnostics).empty());
  BOOST_TEST(read.mistakes() ==
             "1:2 t: expected text (got a list)\n"
             "1:7 n: expected a whole number from 0 to 12 (got '13')\n"
             "1:11 m: expected a whole number of at least 1 (got '-1')\n"
             "1:15 d: not a duration (got '64', expected a number and us, ms, s, m, h or d, as "
             "in 30s)\n"
             "1:19 s: expected a size, as in 64MiB (got a map)\n"
             "1:23 c: expected large or small (got 'smal'), did you mean 'small'?\n"
             "1:33 the expression ends too early\n"
             "1:36 x: the list is empty\n");
}

BOOST_AUTO_TEST_CASE(choices_are_told_in_words) {
  BOOST_TEST(one_of({}) == "");
  BOOST_TEST(one_of({"a"}) == "a");
  BOOST_TEST(one_of({"a", "b", "c"}) == "a, b or c");
}

BOOST_AUTO_TEST_CASE(a_nul_is_in_no_name) {
  Read read("name: \"a\\0b\"\nnames: [\"\\x00\", c, 'd\\0']\n");
  BOOST_TEST(!read_text(*read.node.find("name"), "name", read.diagnostics).has_value());
  const auto names = read_texts(*read.node.find("names"), "names", read.diagnostics);
  BOOST_REQUIRE(names.size() == 2U);
  BOOST_TEST(names[1].text == "d\\0");
  BOOST_TEST(
      read.mistakes() ==
      "1:7 name: a NUL cannot be in a name | for the characters \\0 themselves use single "
      "quotes\n"
      "2:9 names: a NUL cannot be in a name | for the characters \\0 themselves use single "
      "quotes\n");
}

BOOST_AUTO_TEST_CASE(counted_words_are_plural_but_for_one) {
  BOOST_TEST(plural(1, "column") == "1 column");
  BOOST_TEST(plural(0, "column") == "0 columns");
}

BOOST_AUTO_TEST_SUITE_END()
