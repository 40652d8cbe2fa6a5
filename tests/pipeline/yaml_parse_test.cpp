// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "pipeline/yaml.hpp"
#include "trees.hpp"

BOOST_AUTO_TEST_SUITE(yaml_parse)

using namespace dp::pipeline;
using dp::test::mistake;
using dp::test::tree;
namespace data = boost::unit_test::data;

namespace {

struct Bad {
  const char* text;
  const char* mistake;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }

const Bad kBad[] = {
    {"a: 1\nb: 2\na: 3\n", "3:1: the key 'a' is already there, on line 1"},
    {"{a: 1, a: 2}", "1:8: the key 'a' is already there, on line 1"},
    {"x: &b {c: 1}\ny:\n  <<: *b\n", "3:3: merge keys (<<) are not supported"},
    {"[a]: 1\n", "1:1: a key must be text (got a list)"},
    {"? {a: 1}\n: 1\n", "1:3: a key must be text (got a map)"},
    {"a: 1\n---\nb: 2\n", "2:1: a second document begins here"},
    {"a: !!int 5\n", "1:4: tags are not supported"},
    {"a: !mine x\n", "1:4: tags are not supported"},
    {"a: ! x\n", "1:4: tags are not supported"},
    {"a: !!seq [1]\n", "1:4: tags are not supported"},
    {"a: &x [1, *x]\n", "1:11: this alias stands inside the value that it names"},
    {"a: *nobody\n", "1:4: an alias (*) to a name that nothing has"},
    {"a: \"abc\n", "1:4: unterminated quote, \" is missing"},
    {"a: 'abc\nb: it''s\n", "1:4: unterminated quote, ' is missing"},
    {"a: \"abc\\\"\n", "1:4: unterminated quote, \" is missing"},
    {"a: 1\n\tb: 2\n", "2:1: a tab cannot indent a line of YAML"},
    {"a:\n\tb: 2\n", "2:1: a tab cannot indent a line of YAML"},
    {"a: [1, 2\nb: 3\n", "1:4: this '[' is not closed, or a comma is missing in it"},
    {"a: {b: 1\n", "1:4: this '{' is not closed, or a comma is missing in it"},
    {"a: {b: \"x\" y}\n", "1:10: the value goes on past its closing quote"},
    {"a: [${x}]\n", "1:5: inside [...] or {...} a value with ${...} must be in quotes"},
    {"a: b: c\n", "1:5: a ':' that cannot be here"},
    {"a: @x\n", "1:4: a value cannot begin with this character"},
    {"a: %x\n", "1:4: a value cannot begin with this character"},
    {"a:\n  - b\n c: 1\n", "3:2: this does not go on with the map above"},
    {"a: 1\n}\n", "2:1: a closing bracket without an opening one"},
    {"a: \"\\q\"\n", "1:7: an escape that YAML does not have"},
    {"a: \"\\ud83d\"\n", "1:5: '\\ud83d' is half of a character"},
    {"a: \"x\\ude00\\ud83d\"\n", "1:6: '\\ude00' is half of a character"},
    {"\"a\\0b\": 1\n", "1:1: a NUL cannot be in a name"},
    {"a: 'b' == c\n", "1:6: the value goes on past its closing quote"},
    {"a: {b: 'b' == c}\n", "1:10: the value goes on past its closing quote"},
    {"- 'b' == c\n", "1:5: the value goes on past its closing quote"},
    {"a:\n  - b: \"x\" y # z\n", "2:10: the value goes on past its closing quote"},
    {"a: !b\n", "1:4: tags are not supported"},
};

}  // namespace

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  BOOST_TEST(mistake(bad.text) == bad.mistake);
}

BOOST_AUTO_TEST_CASE(a_tree_keeps_order_kinds_and_quotes) {
  BOOST_TEST(tree("b: 1\na: [x, 'y', \"z\", ~, null, ]\nc: {d: }\ne: |\n  two\n  lines\n") ==
             "{b: 1, a: [x, 'y', 'z', null, null], c: {d: null}, e: 'two\nlines\n'}");
}

BOOST_AUTO_TEST_CASE(marks_name_the_written_text) {
  const FileText source("f.yaml", "a:\n  - 'it''s'\n  - {k: plain text }\n");
  Diagnostics diagnostics(source);
  const auto root = parse_yaml(source, diagnostics);
  BOOST_REQUIRE(root);
  const auto& list = root->entries.at(0).value;
  BOOST_TEST((list.items.at(0).mark == Mark{2, 5, 7}));
  BOOST_TEST((list.items.at(1).entries.at(0).key_mark == Mark{3, 6, 1}));
  BOOST_TEST((list.items.at(1).entries.at(0).value.mark == Mark{3, 9, 10}));
}

BOOST_AUTO_TEST_CASE(aliases_stand_for_what_they_name) {
  BOOST_TEST(tree("a: &x {k: 1}\nb: [*x, *x]\n") == "{a: {k: 1}, b: [{k: 1}, {k: 1}]}");
}

BOOST_AUTO_TEST_CASE(mistakes_of_one_file_come_together) {
  const FileText source("f.yaml", "a: 1\na: 2\nb: {c: !x 1, c: 2}\n");
  Diagnostics diagnostics(source);
  BOOST_TEST(parse_yaml(source, diagnostics).has_value());
  BOOST_TEST(diagnostics.errors() == 3u);
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_refused) {
  BOOST_TEST(tree(std::string(64, '[') + std::string(64, ']')).substr(0, 2) == "[[");
  for (const std::size_t depth : {65u, 1000u, 100'000u})
    BOOST_TEST(mistake(std::string(depth, '[')).ends_with(": nested deeper than 64"));
  std::string block;
  for (std::size_t i = 0; i < 600; ++i) block += std::string(i, ' ') + "a:\n";
  BOOST_TEST(mistake(block) == "65:65: nested deeper than 64");
}

BOOST_AUTO_TEST_CASE(an_alias_bomb_is_refused_at_once) {
  std::string bomb = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 9; ++k) bomb += last + ", ";
    bomb += "]\n";
  }
  const std::string message = mistake(bomb);
  BOOST_TEST(message.find("more than 100000 values") != std::string::npos, message);
  std::string deep = "a0: &a0 [1]\n";
  for (int i = 1; i < 70; ++i)
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" +
            std::to_string(i - 1) + "]\n";
  BOOST_TEST(mistake(deep).ends_with("nested deeper than 64"), mistake(deep));
}

BOOST_AUTO_TEST_SUITE_END()
