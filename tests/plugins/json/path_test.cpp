// SPDX-License-Identifier: Apache-2.0
#include "json/path.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_path)

namespace json = dp::json;
using json::Path;

BOOST_AUTO_TEST_CASE(names_are_separated_by_dots_or_begin_with_slashes) {
  BOOST_TEST((json::path_of("user.name").value() == Path{"user", "name"}));
  BOOST_TEST((json::path_of("tags.0").value() == Path{"tags", "0"}));
  BOOST_TEST((json::path_of(".").value() == Path{}));
  BOOST_TEST((json::path_of("/hosts/example.org").value() == Path{"hosts", "example.org"}));
  BOOST_TEST((json::path_of("/a~1b/~0").value() == Path{"a/b", "~"}));
  BOOST_TEST((json::path_of("/").value() == Path{""}));
}

BOOST_AUTO_TEST_CASE(empty_names_and_lone_tildes_are_no_path) {
  for (const char* bad : {"", "a..b", "a.", ".a", "/a~", "/a~2"})
    BOOST_TEST(!json::path_of(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(places_are_digits_without_a_leading_zero) {
  BOOST_TEST(json::place_of("0").value() == 0u);
  BOOST_TEST(json::place_of("120").value() == 120u);
  for (const char* bad : {"", "01", "-1", "1x", "99999999999999999999"})
    BOOST_TEST(!json::place_of(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(a_tree_numbers_different_paths) {
  const json::Tree tree({{"a", "b"}, {"c"}, {"a", "b"}, {}});
  BOOST_TEST(tree.slots() == 3u);
  const auto& slots = tree.slot_of();
  BOOST_REQUIRE(slots.size() == 4u);
  BOOST_TEST(slots[0] == slots[2]);
  BOOST_TEST(tree.root().slot == slots[3]);
  const auto* a = tree.root().find("a", 0);
  BOOST_REQUIRE(a != nullptr);
  BOOST_TEST(!a->is_leaf());
  BOOST_TEST(a->slot == json::Tree::kNone);
  BOOST_TEST(a->find("b")->slot == slots[0]);
  BOOST_TEST(tree.root().find("c", 1)->slot == slots[1]);
  BOOST_TEST((tree.root().find("d", 2) == nullptr));
}

BOOST_AUTO_TEST_CASE(members_are_expected_where_the_last_object_had_them) {
  const json::Tree tree({{"id"}});
  BOOST_TEST((tree.root().expected(0) == nullptr));
  BOOST_REQUIRE(tree.root().find("id", 0) != nullptr);
  const auto* expected = tree.root().expected(0);
  BOOST_REQUIRE(expected != nullptr);
  BOOST_TEST(expected->is("id"));
  const std::string padding(DP_PADDING, 'x');
  BOOST_TEST(expected->stands_at(("id\":1" + padding).data()));
  BOOST_TEST(!expected->stands_at(("idx\":" + padding).data()));
  for (const std::string name :
       {"seven77", "eight888", "a name of fifteen", "a name of many more bytes"}) {
    const json::Tree::Node::Expected known(name, nullptr);
    BOOST_TEST(known.stands_at((name + "\"" + padding).data()), name);
    BOOST_TEST(!known.stands_at((name + "x" + padding).data()), name);
    BOOST_TEST(!known.stands_at(("x" + name.substr(1) + "\"" + padding).data()), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
