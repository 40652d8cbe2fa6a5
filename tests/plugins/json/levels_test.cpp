// SPDX-License-Identifier: Apache-2.0
#include "json/levels.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_levels)

namespace json = dp::json;
using json::Path;

namespace {

/// The rows of a record, a value each for these paths.
std::string rows_of(const std::string& record, const std::vector<Path>& arrays,
                    const std::vector<Path>& paths) {
  const auto text = record + std::string(DP_PADDING, '"');
  json::Levels levels(arrays, paths);
  json::Walker walker(levels.tree());
  json::Value value;
  BOOST_REQUIRE(walker.read({text.data(), record.size()}, value));
  std::string rows;
  BOOST_TEST(levels.each(walker.slots(), text.data(), [&](std::span<const json::Value> values) {
    for (const auto slot : levels.slot_of()) {
      const auto& one = values[slot];
      rows += one.kind == json::Kind::missing ? "-" : std::string(one.whole(text.data()));
      rows += slot == levels.slot_of().back() ? "\n" : " ";
    }
    return true;
  }));
  return rows;
}

const std::vector<Path> kItems = {{"items"}};
const std::vector<Path> kColumns = {{"id"}, {"items", "sku"}};

}  // namespace

BOOST_AUTO_TEST_CASE(without_arrays_a_record_is_a_row) {
  BOOST_TEST(rows_of(R"({"id":1,"a":{"b":2}})", {}, {{"id"}, {"a", "b"}}) == "1 2\n");
}

BOOST_AUTO_TEST_CASE(each_element_makes_a_row_beside_what_is_around_it) {
  BOOST_TEST(rows_of(R"({"items":[{"sku":"a"},{},{"sku":[1]}],"id":1})", kItems, kColumns) ==
             "1 \"a\"\n1 -\n1 [1]\n");
  BOOST_TEST(rows_of(R"({"id":1,"items":[ 5 , "x, ]" ,null,[2,3]]})", kItems,
                     {{"id"}, {"items"}}) == "1 5\n1 \"x, ]\"\n1 null\n1 [2,3]\n");
}

BOOST_AUTO_TEST_CASE(an_array_without_elements_makes_one_row) {
  for (const char* record : {R"({"id":1,"items":[]})", R"({"id":1,"items":[ ]})", R"({"id":1})",
                             R"({"id":1,"items":null})"})
    BOOST_TEST(rows_of(record, kItems, kColumns) == "1 -\n", record);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_no_array_is_its_only_element) {
  BOOST_TEST(rows_of(R"({"id":1,"items":{"sku":"a"}})", kItems, kColumns) == "1 \"a\"\n");
  BOOST_TEST(rows_of(R"({"id":1,"items":"x"})", kItems, {{"items"}}) == "\"x\"\n");
}

BOOST_AUTO_TEST_CASE(arrays_may_be_within_each_other) {
  BOOST_TEST(rows_of(R"({"n":1,"o":[{"k":2,"i":[{"s":3},{"s":4}]},{"k":5},{"k":6,"i":[]}]})",
                     {{"o"}, {"o", "i"}},
                     {{"n"}, {"o", "k"}, {"o", "i", "s"}}) == "1 2 3\n1 2 4\n1 5 -\n1 6 -\n");
  BOOST_TEST(rows_of("{\"m\":[[1,2],[],[3]]}", {{"m"}, {"m", "0"}}, {{"m", "0"}, {"m"}}) ==
             "1 [1,2]\n- []\n3 [3]\n");
}

BOOST_AUTO_TEST_CASE(it_stops_where_it_is_told_to) {
  const std::string record = R"([1,2,3])";
  const auto text = record + std::string(DP_PADDING, ' ');
  json::Levels levels({{"a"}}, {{"a"}});
  json::Walker walker(levels.tree());
  json::Value value;
  BOOST_REQUIRE(walker.read({text.data(), record.size()}, value));
  int rows = 0;
  BOOST_TEST(!levels.each(walker.slots(), text.data(), [&](auto) { return ++rows < 1; }));
  BOOST_TEST(rows == 1);
}

BOOST_AUTO_TEST_SUITE_END()
