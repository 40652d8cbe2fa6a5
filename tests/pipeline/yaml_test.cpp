// SPDX-License-Identifier: Apache-2.0
#include "pipeline/yaml.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>
#include <random>

#include "samples.hpp"

using namespace dp::pipeline;
namespace data = boost::unit_test::data;

namespace {

/// A tree as one line: maps {k: v}, lists [v], strings in quotes, the rest bare.
std::string outline(const Node& node) {
  if (node.is_null()) return "null";
  if (node.is_scalar()) return node.quoted ? "'" + node.text + "'" : node.text;
  std::string out = node.is_list() ? "[" : "{";
  for (const auto& item : node.items) out += (out.size() == 1 ? "" : ", ") + outline(item);
  for (const auto& entry : node.entries)
    out += (out.size() == 1 ? "" : ", ") + entry.key + ": " + outline(entry.value);
  return out + (node.is_list() ? "]" : "}");
}

std::string tree(std::string text) {
  const Source source("f.yaml", std::move(text));
  Diagnostics diagnostics(source);
  const auto root = parse_yaml(source, diagnostics);
  return root && !diagnostics.has_errors() ? outline(*root) : diagnostics.render();
}

/// The first mistake: "line:column: message".
std::string mistake(std::string text) {
  const Source source("f.yaml", std::move(text));
  Diagnostics diagnostics(source);
  (void)parse_yaml(source, diagnostics);
  if (diagnostics.list().empty()) return "none";
  const auto& first = diagnostics.list().front();
  return std::to_string(first.mark.line) + ":" + std::to_string(first.mark.column) + ": " +
         first.message;
}

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
    {"a: \"abc\n", "1:4: this quote is never closed, \" is missing"},
    {"a: 'abc\nb: it''s\n", "1:4: this quote is never closed, ' is missing"},
    {"a: \"abc\\\"\n", "1:4: this quote is never closed, \" is missing"},
    {"a: 1\n\tb: 2\n", "2:1: a tab cannot indent a line of YAML"},
    {"a:\n\tb: 2\n", "2:1: a tab cannot indent a line of YAML"},
    {"a: [1, 2\nb: 3\n", "1:4: this '[' is not closed, or a comma is missing in it"},
    {"a: {b: 1\n", "1:4: this '{' is not closed, or a comma is missing in it"},
    {"a: {b: \"x\" y}\n", "1:4: this '{' is not closed, or a comma is missing in it"},
    {"a: [${x}]\n", "1:5: inside [...] or {...} a value with ${...} must be in quotes"},
    {"a: b: c\n", "1:5: a ':' that cannot be here"},
    {"a: @x\n", "1:4: a value cannot begin with this character"},
    {"a: %x\n", "1:4: a value cannot begin with this character"},
    {"a:\n  - b\n c: 1\n", "3:2: this does not go on with the map above"},
    {"a: 1\n}\n", "2:1: a closing bracket without an opening one"},
    {"a: \"\\q\"\n", "1:7: not valid YAML: unknown escape character: q"},
    {"", "1:1: the file is empty"},
    {"# nothing\n", "1:1: the file is empty"},
    {"a: \xFF\n", "1:4: a byte that is not UTF-8 text"},
    {"a: \x01\n", "1:4: a control character"},
    {"a: \x7f\n", "1:4: a control character"},
    {"a: b\rc: d\n", "1:5: a control character"},
    {"take: {p: quantile(x, 0.99)}\n", "1:11: a comma inside a call ends the value here"},
    {"{n: count, p: if(a, b, c), q: 1}\n", "1:15: a comma inside a call ends the value here"},
    {"by: [month(t), trunc(t, 'day')]\n", "1:16: a comma inside a call ends the value here"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(yaml)

BOOST_AUTO_TEST_CASE(a_tree_keeps_order_kinds_and_quotes) {
  BOOST_TEST(tree("b: 1\na: [x, 'y', \"z\", ~, null, ]\nc: {d: }\ne: |\n  two\n  lines\n") ==
             "{b: 1, a: [x, 'y', 'z', null, null], c: {d: null}, e: 'two\nlines\n'}");
}

BOOST_AUTO_TEST_CASE(a_flow_map_with_calls_that_hold_no_comma_is_fine) {
  BOOST_TEST(tree("{n: count, b: sum(bytes), p: 'q(x, 1)', r: (odd, s: 1}") ==
             "{n: count, b: sum(bytes), p: 'q(x, 1)', r: (odd, s: 1}");
}

BOOST_AUTO_TEST_CASE(types_follow_the_core_schema_of_yaml_1_2) {
  const auto scalar = [](std::string text, bool quoted = false) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = std::move(text);
    node.quoted = quoted;
    return node;
  };
  for (const auto* text : {"no", "yes", "on", "off", "y", "n", "tRue", "1"})
    BOOST_TEST(!scalar(text).boolean(), text);
  BOOST_TEST(scalar("true").boolean().value());
  BOOST_TEST(!scalar("False").boolean().value());
  BOOST_TEST(!scalar("true", true).boolean());
  BOOST_TEST(scalar("-12").integer().value() == -12);
  BOOST_TEST(scalar("+7").integer().value() == 7);
  for (const auto* text :
       {"", "-", "1.0", "1_000", "0x10", "1e3", "9223372036854775808", "+-1"})
    BOOST_TEST(!scalar(text).integer(), text);
  BOOST_TEST(!scalar("5", true).integer());
  BOOST_TEST(scalar("-1.5e3").number().value() == -1500.0);
  BOOST_TEST(scalar(".5").number().value() == 0.5);
  BOOST_TEST(scalar("7").number().value() == 7.0);
  for (const auto* text : {"", ".", "e", "1e", "nan", ".inf", "1.2.3", "0x1p3"})
    BOOST_TEST(!scalar(text).number(), text);
}

BOOST_AUTO_TEST_CASE(marks_name_the_written_text) {
  const Source source("f.yaml", "a:\n  - 'it''s'\n  - {k: plain text }\n");
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

BOOST_AUTO_TEST_CASE(descriptions_of_long_text_are_cut_between_characters) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::string(59, 'a') + "\xC3\xA9" + std::string(50, 'b');
  BOOST_TEST(node.describe() == "'" + std::string(59, 'a') + "...'");
}

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  BOOST_TEST(mistake(bad.text) == bad.mistake);
}

BOOST_AUTO_TEST_CASE(nul_bytes_are_refused_with_their_place) {
  BOOST_TEST(mistake(std::string("a: b\nc\0d: e\n", 12)) ==
             "2:2: a NUL byte: is this a text file?");
}

BOOST_AUTO_TEST_CASE(mistakes_of_one_file_come_together) {
  const Source source("f.yaml", "a: 1\na: 2\nb: {c: !x 1, c: 2}\n");
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

BOOST_AUTO_TEST_CASE(too_many_values_and_too_many_bytes_are_refused) {
  std::string many = "[";
  for (int i = 0; i < 100'001; ++i) many += "1,";
  BOOST_TEST(mistake(many + "]").find("more than 100000 values") != std::string::npos);
  BOOST_TEST(mistake("a: " + std::string(1 << 20, 'x')) ==
             "0:0: larger than 1 MiB, the most that a pipeline file may have");
}

/// Law: whatever the bytes, there is a tree or a mistake, and all of it can be shown.
BOOST_AUTO_TEST_CASE(mutated_files_give_a_model_or_diagnostics_never_a_crash) {
  const std::string good =
      "dp: 1\nname: web\nvars: {logs: \"${LOG_DIR:-/var/log}\", n: 5}\n"
      "input: [\"${logs}/access.log*\"]\nmap:\n  - use: weblog\n    with: {format: auto}\n"
      "  - where: status >= 400 and not contains(path, 'x')\n  - derive:\n      day: "
      "trunc(time, "
      "'day')\nreduce:\n  errors:\n    with:\n      by: [path, status]\n      take: {hits: "
      "count, "
      "p99: \"quantile(seconds, 0.99)\"}\n    to: [\"-\", out/errors.csv]\npool: {workers: "
      "auto, "
      "memory: 1GiB}\nerrors: &e {policy: collect, budget: 1%}\ntests:\n  - given: |\n      a "
      "line\n    expect: {path: /a}\n";
  BOOST_REQUIRE(dp::test::Loaded(good).model);
  const std::string bytes = "\"'`{}[]|>&*!%@#,:-?$\n\t \\0aZ~<(\xC3\xFF";
  std::mt19937_64 random(20261122);
  const auto pick = [&](std::size_t below) { return random() % below; };
  std::size_t models = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = good;
    for (std::size_t edits = 1 + pick(4); edits > 0; --edits) {
      const std::size_t at = pick(text.size());
      const std::size_t length = std::min(pick(12), text.size() - at);
      switch (pick(4)) {
        case 0:
          text[at] = bytes[pick(bytes.size())];
          break;
        case 1:
          text.insert(at, 1, bytes[pick(bytes.size())]);
          break;
        case 2:
          text.erase(at, length);
          break;
        default:
          text.insert(pick(text.size()), text.substr(at, length));
      }
      if (text.empty()) text = " ";
    }
    const dp::test::Loaded loaded(text);
    BOOST_REQUIRE((loaded.model.has_value() || loaded.diagnostics.has_errors()));
    BOOST_REQUIRE(loaded.diagnostics.has_errors() == !loaded.shown().empty());
    models += loaded.diagnostics.has_errors() ? 0 : 1;
  }
  BOOST_TEST(models > 100u);
  BOOST_TEST(models < 2500u);
}

BOOST_AUTO_TEST_SUITE_END()
