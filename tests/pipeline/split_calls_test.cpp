// SPDX-License-Identifier: Apache-2.0
#include "pipeline/split_calls.hpp"

#include <boost/test/unit_test.hpp>
#include <utility>

using namespace dp::pipeline;

namespace {

Node scalar(std::string text, bool quoted = false) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  node.quoted = quoted;
  return node;
}

Node list(std::vector<Node> items) {
  Node node;
  node.kind = Node::Kind::list;
  node.items = std::move(items);
  return node;
}

Node map(std::vector<std::pair<std::string, Node>> entries) {
  Node node;
  node.kind = Node::Kind::map;
  for (auto& [key, value] : entries) node.entries.push_back({key, {}, std::move(value)});
  return node;
}

/// The values that calls which are cut apart begin with.
std::string found(const Node& collection) {
  std::string text;
  for (const auto* first : split_calls(collection)) text += first->text + ";";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(split_calls)

BOOST_AUTO_TEST_CASE(a_comma_in_a_call_cuts_it_apart) {
  BOOST_TEST(found(map({{"p99", scalar("quantile(x")}, {"0.99)", Node{}}})) == "quantile(x;");
  BOOST_TEST(found(list({scalar("f(a"), scalar("b)"), scalar("c")})) == "f(a;");
  BOOST_TEST(found(list({scalar("f(g(a"), scalar("b)"), scalar("c)")})) == "f(g(a;");
}

BOOST_AUTO_TEST_CASE(each_call_that_is_cut_apart_is_found) {
  BOOST_TEST(found(list({scalar("f(a"), scalar("b)"), scalar("g(c"), scalar("d)")})) ==
             "f(a;g(c;");
}

BOOST_AUTO_TEST_CASE(whole_calls_and_quoted_text_are_let_be) {
  BOOST_TEST(found(list({scalar("f(a)"), scalar("g(b)")})) == "");
  BOOST_TEST(found(list({scalar("f(a", true), scalar("b)", true)})) == "");
  BOOST_TEST(found(map({{"a", scalar("f(a")}, {"b)", scalar("c")}})) == "");
}

BOOST_AUTO_TEST_CASE(the_last_call_that_is_open_is_known) {
  const Node open = list({scalar("f(a"), scalar("g(b"), scalar("c")});
  BOOST_TEST(last_open_call(open) == &open.items[1]);
  const Node in_map = map({{"p", scalar("f(x")}});
  BOOST_TEST(last_open_call(in_map) == &in_map.entries[0].value);
  BOOST_TEST(last_open_call(list({scalar("f(a)")})) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
