// SPDX-License-Identifier: Apache-2.0
#include "values/nearest.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(values_nearest)

using dp::values::edits;
using dp::values::nearest;

BOOST_AUTO_TEST_CASE(a_typo_is_like_what_was_meant) {
  BOOST_TEST(nearest("nmae", {"id", "name"}) == "name");
  BOOST_TEST(nearest("Name", {"id", "name"}) == "name");
  BOOST_TEST(nearest("adress", {"addresses", "address"}) == "address");
  BOOST_TEST(nearest("ab", {"ax", "ay"}) == "ax");
}

BOOST_AUTO_TEST_CASE(other_names_are_not) {
  BOOST_TEST(nearest("price", {"name", "id"}) == "");
  BOOST_TEST(nearest("x", {"y", "x1"}) == "");
  BOOST_TEST(nearest("name", {}) == "");
  BOOST_TEST(nearest(std::string(300, 'a'), {std::string(300, 'a')}) == "");
}

BOOST_AUTO_TEST_CASE(edits_are_bytes_put_in_left_out_changed_or_swapped) {
  BOOST_TEST(edits("", "abc") == 3u);
  BOOST_TEST(edits("entry", "entyr") == 1u);
  BOOST_TEST(edits("page", "Pages") == 1u);
  BOOST_TEST(edits("title", "tile") == 1u);
  BOOST_TEST(edits("same", "same") == 0u);
  BOOST_TEST(edits(std::string(300, 'a'), "a") == 300u);
}

BOOST_AUTO_TEST_SUITE_END()
