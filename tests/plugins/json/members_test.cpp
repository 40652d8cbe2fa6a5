// SPDX-License-Identifier: Apache-2.0
#include "json/members.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_members)

namespace json = dp::json;
using Names = std::vector<std::string>;

namespace {

std::string place(int number) { return json::kPlaceMark + std::to_string(number); }
const std::string kScalar(json::kScalar);

}  // namespace

BOOST_AUTO_TEST_CASE(keys_tell_members_places_and_scalars_apart) {
  for (const auto& member : {std::string("0"), std::string(), place(0), kScalar}) {
    bool is_one = false;
    BOOST_TEST(json::member_of(json::key_of(member), is_one) == member);
    BOOST_TEST(is_one);
  }
  BOOST_TEST(json::key_of("0") == "/0");
  BOOST_TEST(json::key_of(place(0)) == "#0");
  BOOST_TEST(json::key_of(kScalar) == ".value");
  bool is_one = true;
  BOOST_TEST(json::member_of("=x", is_one) == "");
  BOOST_TEST(!is_one);
}

BOOST_AUTO_TEST_CASE(members_come_first_and_places_by_number) {
  Names all{kScalar, place(10), place(2), "b", "a"};
  std::sort(all.begin(), all.end(), json::comes_before);
  BOOST_TEST(all == (Names{"a", "b", place(2), place(10), kScalar}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(columns_are_called_as_their_members_and_no_two_are_alike) {
  BOOST_TEST(json::column_names({"a", place(0), place(1), kScalar}) ==
                 (Names{"a", "column1", "column2", "value"}),
             boost::test_tools::per_element());
  BOOST_TEST(json::column_names({"value", "column2", place(0), place(1), kScalar}) ==
                 (Names{"value", "column2", "column1", "column2_2", "value_2"}),
             boost::test_tools::per_element());
  BOOST_TEST(json::column_names({"", "column1"}) == (Names{"column2", "column1"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_nul_in_a_name_can_be_seen) {
  const std::string nul("a\0b", 3);
  BOOST_TEST(json::column_names({nul, "c"}) == (Names{"a\\0b", "c"}),
             boost::test_tools::per_element());
  BOOST_TEST(json::column_names({nul, "a\\0b"}) == (Names{"a\\0b_2", "a\\0b"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(messages_say_what_a_value_is_called) {
  BOOST_TEST(json::shown_member("x") == "member 'x'");
  BOOST_TEST(json::shown_member(place(2)) == "element 3");
  BOOST_TEST(json::shown_member(kScalar) == "a value that is no object and no array");
}

BOOST_AUTO_TEST_CASE(a_path_is_written_as_it_is_read) {
  for (const char* text : {"a", "user.name", "tags.0", ".", "/a.b~1c/~0", "/a.b", "/"})
    BOOST_TEST(json::text_of(json::path_of(text).value()) == text);
  BOOST_TEST(json::text_of(json::path_of("/user/name").value()) == "user.name");
}

BOOST_AUTO_TEST_CASE(members_give_way_to_a_name_that_is_taken) {
  const auto names = dp::json::column_names({"k", "a", "k_2", ""}, "k");
  BOOST_TEST(names == (std::vector<std::string>{"k_3", "a", "k_2", "column1"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
