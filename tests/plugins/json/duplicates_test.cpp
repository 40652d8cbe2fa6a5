// SPDX-License-Identifier: Apache-2.0
#include "json/duplicates.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(json_duplicates)

namespace {

using dp::data::Value;
using dp::test::kNull;
using dp::test::open_json;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::texts_of;

/// The name, or "-".
std::string twice(const std::string& value) {
  const auto text = value + std::string(DP_PADDING, '"');
  return dp::json::name_given_twice({text.data(), value.size()}).value_or("-");
}

dp::test::Given with(const char* word) {
  return {{"layout", Value::of("lines")},
          {"columns", texts_of({{"a", "a"}, {"b", "c.b"}})},
          {"duplicates", Value::of(word)}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_name_is_found_that_an_object_has_twice) {
  BOOST_TEST(twice(R"({"a":1,"a":2})") == "a");
  BOOST_TEST(twice(R"({"a":1,"\u0061":{}})") == "a");
  BOOST_TEST(twice(R"([1,{"x":[{"b":[],"c":{},"b":1}]}])") == "b");
  BOOST_TEST(twice(R"({"":1,"":1})") == "");
}

BOOST_AUTO_TEST_CASE(objects_beside_and_within_each_other_may_share_names) {
  for (const char* value : {R"({"a":{"a":[{"a":1},{"a":2}]}})", R"([{"a":1},{"a":2}])", "1",
                            "\"a\"", "{}", "[]", R"({"a":"a","b":"a"})"})
    BOOST_TEST(twice(value) == "-", value);
}

BOOST_AUTO_TEST_CASE(the_last_counts_or_the_first_or_none) {
  const std::string text = R"({"a":1,"c":{"b":1},"a":2,"c":{"b":2}})"
                           "\n"
                           R"({"c":{},"a":null,"a":3,"c":{"b":3}})"
                           "\n{\"a\":4}\n";
  const auto rows = [&](const char* word) {
    auto task = open_json(text, with(word));
    BOOST_REQUIRE(task.read(text));
    return task.rows();
  };
  BOOST_TEST(rows("last") == (Rows{{"2", "2"}, {"3", "3"}, {"4", kNull}}));
  BOOST_TEST(rows("first") == (Rows{{"1", "1"}, {kNull, kNull}, {"4", kNull}}));
  BOOST_TEST(rows("reject") == (Rows{{"4", kNull}}));
}

BOOST_AUTO_TEST_CASE(the_first_counts_also_where_paths_lead_into_arrays) {
  const auto first = [](const char* path, const std::string& text) {
    auto task = open_json("", {{"layout", Value::of("lines")},
                               {"columns", texts_of({{"x", path}})},
                               {"duplicates", Value::of("first")}});
    BOOST_REQUIRE(task.read(text));
    return task.rows();
  };
  BOOST_TEST(first("a.0", R"({"a":[1],"a":[3]})") == (Rows{{"1"}}));
  BOOST_TEST(first("a.0.b", R"({"a":[{"b":1,"b":2}],"a":[{"b":3}]})") == (Rows{{"1"}}));
  BOOST_TEST(first("a.1.b", R"({"a":[{"b":1},{"b":2}],"a":[]})") == (Rows{{"2"}}));
}

BOOST_AUTO_TEST_CASE(a_record_with_two_is_rejected_whoever_reads_it) {
  auto task = open_json("", with("reject"));
  const std::string bad = R"({"a":1,"z":[{"y":1,"y":2}]})";
  BOOST_REQUIRE(task.read(bad + "\n{\"a\":2}\n"));
  BOOST_TEST(task.rows() == (Rows{{"2", kNull}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0] == (Reject{0, bad, "two members are called 'y'"}));
}

BOOST_AUTO_TEST_SUITE_END()
