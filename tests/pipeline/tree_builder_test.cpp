// SPDX-License-Identifier: Apache-2.0
#include "pipeline/tree_builder.hpp"

#include <boost/test/unit_test.hpp>
#include <utility>

#include "trees.hpp"

namespace tree_builder {

using namespace dp::pipeline;
using dp::test::outline;

namespace {

struct Fixture {
  static Node scalar(std::string text) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.mark = {1, 1, 1};
    node.text = std::move(text);
    return node;
  }
  bool add(std::string text, TreeBuilder::Anchor anchor = 0) {
    return builder.add(scalar(std::move(text)), anchor);
  }
  bool open_list(TreeBuilder::Anchor anchor = 0, bool in_brackets = false) {
    return builder.open(Node::Kind::list, {1, 1, 1}, anchor, in_brackets);
  }
  bool open_map() { return builder.open(Node::Kind::map, {1, 1, 1}, 0, false); }
  std::string tree() {
    const auto node = builder.take();
    return node ? outline(*node) : "none";
  }
  [[nodiscard]] std::string message() const {
    return diagnostics.list().empty() ? "" : diagnostics.list().front().message;
  }
  FileText source{"f.yaml", "text\n"};
  Diagnostics diagnostics{source};
  TreeBuilder builder{diagnostics};
};

}  // namespace
}  // namespace tree_builder

BOOST_FIXTURE_TEST_SUITE(tree_builder, Fixture)

BOOST_AUTO_TEST_CASE(parts_become_a_tree) {
  BOOST_TEST(builder.is_empty());
  BOOST_REQUIRE((open_map() && add("a") && open_list() && add("1") && add("2")));
  BOOST_REQUIRE((builder.close() && add("b") && add("3")));
  BOOST_TEST(builder.is_empty());
  BOOST_REQUIRE(builder.close());
  BOOST_TEST(!builder.is_empty());
  BOOST_TEST(tree() == "{a: [1, 2], b: 3}");
  BOOST_TEST(!diagnostics.has_errors());
}

BOOST_AUTO_TEST_CASE(an_alias_is_the_value_of_its_anchor_again) {
  BOOST_REQUIRE((open_list() && open_list(1) && add("x") && builder.close()));
  BOOST_REQUIRE((builder.add_alias(1, {1, 1, 1}) && builder.close()));
  BOOST_TEST(tree() == "[[x], [x]]");
}

BOOST_AUTO_TEST_CASE(an_alias_cannot_stand_inside_its_own_value) {
  BOOST_REQUIRE(open_list(1));
  BOOST_TEST(!builder.add_alias(1, {1, 1, 1}));
  BOOST_TEST(message() == "this alias stands inside the value that it names");
}

BOOST_AUTO_TEST_CASE(a_key_comes_once) {
  BOOST_REQUIRE((open_map() && add("a") && add("1") && add("a") && add("2")));
  BOOST_REQUIRE(builder.close());
  BOOST_TEST(message() == "the key 'a' is already there, on line 1");
  BOOST_TEST(tree() == "{a: 1}");
}

BOOST_AUTO_TEST_CASE(a_key_is_text) {
  BOOST_REQUIRE((open_map() && open_list() && add("a") && builder.close() && add("1")));
  BOOST_REQUIRE(builder.close());
  BOOST_TEST(message() == "a key must be text (got a list)");
}

BOOST_AUTO_TEST_CASE(a_tree_is_only_so_deep) {
  for (std::size_t i = 0; i < kMaxDepth; ++i) BOOST_REQUIRE(open_list());
  BOOST_TEST(!open_list());
  BOOST_TEST(message() == "nested deeper than 64");
}

BOOST_AUTO_TEST_CASE(an_alias_counts_with_all_that_it_stands_for) {
  BOOST_REQUIRE((open_list() && open_list(1)));
  for (int i = 0; i < 999; ++i) BOOST_REQUIRE(add("x"));
  BOOST_REQUIRE(builder.close());
  int used = 0;
  while (builder.add_alias(1, {1, 1, 1})) ++used;
  // The list and its values, a second time for the anchor, and once for each alias.
  BOOST_TEST(used == 97);
  BOOST_TEST(message() ==
             "more than 100000 values, counting each use of an alias as all it stands for");
}

BOOST_AUTO_TEST_CASE(the_innermost_brackets_are_known_while_they_are_open) {
  BOOST_REQUIRE(open_list());
  BOOST_TEST(builder.open_brackets() == nullptr);
  BOOST_REQUIRE((open_list(0, true) && add("a")));
  BOOST_REQUIRE(builder.open_brackets() != nullptr);
  BOOST_TEST(builder.open_brackets()->items.size() == 1U);
  BOOST_REQUIRE(builder.close());
  BOOST_TEST(builder.open_brackets() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_call_that_is_cut_apart_leaves_no_tree) {
  BOOST_REQUIRE((open_list(0, true) && add("f(a") && add("b)") && builder.close()));
  BOOST_TEST(message() == "a comma inside a call ends the value here");
  BOOST_TEST(tree() == "none");
}

BOOST_AUTO_TEST_SUITE_END()
