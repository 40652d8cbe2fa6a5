// SPDX-License-Identifier: Apache-2.0
#include "run/expectation_update.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(expectation_update)

using dp::pipeline::FileText;
using dp::run::Unexpected;
using dp::run::update_expectations;
namespace data = boost::unit_test::data;

namespace {

/// `tests:` before and after, where `rows` came for the records of the first test.
struct Sample {
  const char* name;
  const char* before;
  const char* rows;
  const char* after;
};
std::ostream& operator<<(std::ostream& out, const Sample& sample) { return out << sample.name; }

std::string updated(const std::string& tests, const std::vector<Unexpected>& unexpected) {
  const FileText source("p.yaml", "dp: 1\ntests:\n" + tests + "pool: {workers: 1}  # few\n");
  const auto update = update_expectations(source, unexpected);
  if (!update) return update.error().message;
  const std::string head = "dp: 1\ntests:\n";
  const std::string tail = "pool: {workers: 1}  # few\n";
  BOOST_REQUIRE(update->text.starts_with(head));
  BOOST_REQUIRE(update->text.ends_with(tail));
  return update->text.substr(head.size(), update->text.size() - head.size() - tail.size());
}

const Sample kSamples[] = {
    {"a value", "- {given: x, expect: {a: 1, b: x}}  # why\n", "{\"a\":2,\"b\":\"x\"}\n",
     "- {given: x, expect: {a: 2, b: x}}  # why\n"},
    {"a value in quotes", "- given: x\n  expect: {a: 'it''s'}\n", "{\"a\":\"5\"}\n",
     "- given: x\n  expect: {a: \"5\"}\n"},
    {"several rows",
     "- given: x\n  expect:\n    - {a: 1}  # first\n    # between\n    - a: 2\n",
     "{\"a\":1}\n{\"a\":null}\n",
     "- given: x\n  expect:\n    - {a: 1}  # first\n    # between\n    - a: null\n"},
    {"more rows in brackets", "- {given: x, expect: [{a: 1}]} # c\n",
     "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n", "- {given: x, expect: [{a: 1}, {a: 3}]} # c\n"},
    {"fewer rows in a block", "- given: x\n  expect:\n    - {a: 1}\n    - {a: 2}\n  name: n\n",
     "{\"a\":7}\n", "- given: x\n  expect:\n    - {a: 7}\n  name: n\n"},
    {"more rows in a block",
     "- given: x\n  expect:\n    - a: 1 # one\n    - a: 2 # two\n  name: n\n",
     "{\"a\":3}\n{\"a\":2}\n{\"a\":4}\n{\"a\":5}\n",
     "- given: x\n  expect:\n    - a: 3 # one\n    - a: 2 # two\n    - {a: 4}\n    - {a: 5}\n"
     "  name: n\n"},
    {"fewer rows with comments", "- given: x\n  expect:\n  - a: 1 # one\n  - a: 2\n    b: 1\n",
     "{\"a\":3}\n", "- given: x\n  expect:\n  - a: 3 # one\n"},
    {"fewer rows in brackets", "- {given: x, expect: [{a: 1}, {a: 2}, {a: 3}]}\n",
     "{\"a\":1}\n", "- {given: x, expect: [{a: 1}]}\n"},
    {"rows where none were", "- {expect: [], given: x}\n", "{\"a\":\"b c\",\"d e\":true}\n",
     "- {expect: [{a: \"b c\", \"d e\": true}], given: x}\n"},
    {"none where rows were", "- given: x\n  expect:\n  - a: 1\n    b: 2\n  - a: 2\n    b: 3\n",
     "", "- given: x\n  expect:\n   []\n"},
    {"two rows for a map", "- given: x\n  expect:\n    a: 1\n- {given: y, expect: []}\n",
     "{\"a\":1}\n{\"a\":2}\n",
     "- given: x\n  expect:\n    - {a: 1}\n    - {a: 2}\n- {given: y, expect: []}\n"},
    {"what looks like something else",
     "- {given: x, expect: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: /x}}\n",
     R"({"a":"null","b":"12","c":"a: b","d":"${v} $${w}","e":"","f":1.5,"g":"/x"})",
     "- {given: x, expect: {a: \"null\", b: \"12\", c: \"a: b\", d: \"$${v} $$$${w}\", e: "
     "\"\", "
     "f: 1.5, g: /x}}\n"},
    {"several lines", "- given: x\n  expect:\n    a: >\n      one\n      two\n    b: 1\n",
     "{\"a\":\"three\\n\",\"b\":1}\n",
     "- given: x\n  expect:\n    - {a: \"three\\n\", b: 1}\n"},
    {"a null that is left out", "- given: x\n  expect:\n    a:\n    b: 1\n",
     "{\"a\":1,\"b\":1}\n", "- given: x\n  expect:\n    - {a: 1, b: 1}\n"},
};

}  // namespace

BOOST_DATA_TEST_CASE(values_become_what_came_and_all_else_stays, data::make(kSamples), sample) {
  BOOST_TEST(updated(sample.before, {{0, "", sample.rows}}) == sample.after);
}

BOOST_AUTO_TEST_CASE(results_and_several_tests_are_updated_at_once) {
  BOOST_TEST(
      updated("- {given: x, expect: {a: 1}, results: {r: {n: 1}, s: [{n: 2}]}}\n"
              "- {given: x, expect: {a: 1}}\n",
              {{0, "s", "{\"n\":3}\n"}, {1, "", "{\"a\":5}\n"}, {0, "", "{\"a\":4}\n"}}) ==
      "- {given: x, expect: {a: 4}, results: {r: {n: 1}, s: [{n: 3}]}}\n"
      "- {given: x, expect: {a: 5}}\n");
}

BOOST_AUTO_TEST_CASE(changes_are_whole_lines) {
  const FileText source("p.yaml",
                        "dp: 1\ntests:\n- {given: x, expect: {a: 1, b: 2}}\n- given: y\n"
                        "  expect:\n  - {a: 1}\n");
  const auto update = update_expectations(
      source, {{0, "", "{\"a\":3,\"b\":4}\n"}, {1, "", "{\"a\":1}\n{\"a\":2}\n"}});
  BOOST_REQUIRE_MESSAGE(update, dp::test::why(update));
  BOOST_REQUIRE(update->changes.size() == 2U);
  BOOST_TEST(update->changes[0].line == 3U);
  BOOST_TEST(update->changes[0].before == "- {given: x, expect: {a: 1, b: 2}}");
  BOOST_TEST(update->changes[0].after == "- {given: x, expect: {a: 3, b: 4}}");
  BOOST_TEST(update->changes[1].line == 6U);
  BOOST_TEST(update->changes[1].after == "  - {a: 1}\n  - {a: 2}");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_updated_is_refused_as_a_whole) {
  BOOST_TEST(updated("- {given: x, expect: {c: 1}}\n", {{0, "", "{\"a\":1}\n"}}) ==
             "p.yaml:3:23: there is no column 'c'; nothing is written");
  BOOST_TEST(updated("- {given: x, expect: {a: \"${v}\"}}\n", {{0, "", "{\"a\":1}\n"}}) ==
             "p.yaml: what differs comes from variables; nothing is written");
  const auto alias = updated("- {given: x, expect: &e [{a: 1}]}\n- {given: y, expect: *e}\n",
                             {{1, "", "{\"a\":2}\n"}});
  BOOST_TEST(alias.ends_with("cannot be updated (an alias?); nothing is written"), alias);
}

BOOST_AUTO_TEST_SUITE_END()
