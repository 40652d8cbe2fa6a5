// SPDX-License-Identifier: Apache-2.0
#include "pipeline/yaml.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ostream>
#include <random>

#include "samples.hpp"
#include "trees.hpp"

BOOST_AUTO_TEST_SUITE(yaml)

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
    {"take: {p: quantile(x, 0.99)}\n", "1:11: a comma inside a call ends the value here"},
    {"{n: count, p: if(a, b, c), q: 1}\n", "1:15: a comma inside a call ends the value here"},
    {"by: [month(t), trunc(t, 'day')]\n", "1:16: a comma inside a call ends the value here"},
};

}  // namespace

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
  BOOST_TEST(scalar("014").integer().value() == 14);
  BOOST_TEST(scalar("0x1F").integer().value() == 31);
  BOOST_TEST(scalar("0o17").integer().value() == 15);
  BOOST_TEST(scalar("0x10").number().value() == 16.0);
  BOOST_TEST(scalar("1e-400").number().value() == 0.0);
  BOOST_TEST(!scalar("0x10", true).integer());
  for (const auto* text : {"", "-", "1.0", "1_000", "0x", "0x-1", "-0x10", "0X10", "0o8", "0xg",
                           "1e3", "9223372036854775808", "+-1"})
    BOOST_TEST(!scalar(text).integer(), text);
  BOOST_TEST(!scalar("5", true).integer());
  BOOST_TEST(scalar("-1.5e3").number().value() == -1500.0);
  BOOST_TEST(scalar(".5").number().value() == 0.5);
  BOOST_TEST(scalar("7").number().value() == 7.0);
  for (const auto* text : {"", ".", "e", "1e", "nan", ".inf", "1.2.3", "0x1p3"})
    BOOST_TEST(!scalar(text).number(), text);
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
