// SPDX-License-Identifier: Apache-2.0
#include "json/member_table.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_member_table)

namespace json = dp::json;

namespace {

/// What a record has by a table: "0=1 2=x", and "wrong" if it is.
std::string found(json::MemberTable& table, const std::string& record) {
  const auto text = record + std::string(DP_PADDING, ' ');
  const bool right = table.read({text.data(), record.size()});
  std::string all;
  for (const auto& [member, value] : table.found())
    all += std::to_string(member) + "=" + std::string(value.raw(text.data())) + " ";
  return all + (right ? "" : "wrong");
}

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE(names_are_numbered_as_they_come) {
  json::MemberTable table;
  BOOST_TEST(found(table, R"({"a":1, "b" : [2,{"a":3}]})") == "0=1 1=[2,{\"a\":3}] ");
  BOOST_TEST(found(table, R"({"c":null,"a":"x"})") == "2=null 0=x ");
  BOOST_TEST(found(table, " {} ") == "");
  BOOST_TEST(table.add("c") == 2U);
  BOOST_TEST(table.add("d") == 3U);
  BOOST_TEST(table.names() == (Names{"a", "b", "c", "d"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_name_is_what_it_means) {
  json::MemberTable table;
  BOOST_TEST(found(table, R"({"\u0061":1,"b":2,"a":3})") == "0=3 1=2 ");
  BOOST_TEST(table.names()[0] == "a");
}

BOOST_AUTO_TEST_CASE(the_last_of_a_name_counts_or_the_first) {
  json::MemberTable last;
  BOOST_TEST(found(last, R"({"a":1,"b":2,"a":3})") == "0=3 1=2 ");
  BOOST_TEST(found(last, R"({"a":4})") == "0=4 ");
  json::MemberTable first(true);
  BOOST_TEST(found(first, R"({"a":1,"b":2,"a":3})") == "0=1 1=2 ");
}

BOOST_AUTO_TEST_CASE(elements_have_places_and_scalars_a_name_of_their_own) {
  json::MemberTable table;
  BOOST_TEST(found(table, "[1,[2]]") == "0=1 1=[2] ");
  BOOST_TEST(found(table, "[3]") == "0=3 ");
  BOOST_TEST(found(table, " true ") == "2=true ");
  BOOST_TEST(found(table, "\"x\"") == "2=x ");
  BOOST_TEST(found(table, "[]") == "");
  BOOST_TEST(table.names()[1] == std::string{json::kPlaceMark} + "1");
  BOOST_TEST(table.names()[2] == json::kScalar);
}

BOOST_AUTO_TEST_CASE(of_a_wrong_record_what_comes_before_is_found) {
  json::MemberTable table;
  BOOST_TEST(found(table, R"({"a":1,"b":})") == "0=1 wrong");
  BOOST_TEST(found(table, R"({"a":1,})") == "0=1 wrong");
  BOOST_TEST(found(table, R"({"a":1]})") == "0=1 wrong");
  BOOST_TEST(found(table, R"({"a":1} 2)") == "0=1 wrong");
  BOOST_TEST(found(table, "[1,]") == "2=1 wrong");
  BOOST_TEST(found(table, "[1") == "2=1 wrong");
  BOOST_TEST(found(table, "1 2") == "wrong");
  BOOST_TEST(found(table, "") == "wrong");
}

BOOST_AUTO_TEST_CASE(a_member_is_read_with_its_name_if_that_is_wanted) {
  const auto text = R"("k":{"a":1})" + std::string(DP_PADDING, ' ');
  const auto record = std::string_view(text).substr(0, text.size() - DP_PADDING);
  json::MemberTable plain;
  BOOST_TEST(plain.read_member(record));
  BOOST_TEST(plain.found().size() == 1U);
  json::MemberTable named;
  named.add(json::kKey);
  BOOST_TEST(named.read_member(record));
  BOOST_REQUIRE(named.found().size() == 2U);
  BOOST_TEST(named.found()[0].value.raw(text.data()) == "k");
  BOOST_TEST(named.found()[1].value.raw(text.data()) == "1");
  BOOST_TEST(!named.read_member(record.substr(4)));
}

BOOST_AUTO_TEST_CASE(the_order_of_members_does_not_matter) {
  json::MemberTable table;
  BOOST_TEST(found(table, R"({"a":1,"b":2,"c":3})") == "0=1 1=2 2=3 ");
  BOOST_TEST(found(table, R"({"c":1,"a":2})") == "2=1 0=2 ");
  BOOST_TEST(found(table, R"({"a":1,"b":2,"c":3})") == "0=1 1=2 2=3 ");
}

BOOST_AUTO_TEST_SUITE_END()
