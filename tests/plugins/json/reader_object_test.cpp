// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "record_texts.hpp"

BOOST_AUTO_TEST_SUITE(json_reader_object)

namespace {
using dp::data::Value;
using dp::test::check_records;
using dp::test::Given;
using dp::test::kNull;
using dp::test::open_json;
using dp::test::read_whole;
using dp::test::RecordText;
using dp::test::Rows;
using dp::test::texts_of;

/// Members with a member x, an int, and their names; the object at `at`.
Given object_at(const std::string& at = ".") {
  return {{"layout", Value::of(std::string("object"))},
          {"at", Value::of(at)},
          {"key", Value::of(std::string("k"))},
          {"columns", texts_of({{"x", "x"}})},
          {"types", texts_of({{"x", "int"}})}};
}

const RecordText kTexts[] = {
    {"{}", {}, {}},
    {" { \n } \n", {}, {}},
    {"{\"a\":{\"x\":1},\"b\":{\"x\":2}}", {{"a", "1"}, {"b", "2"}}, {}},
    {"\xef\xbb\xbf{ \"a\" : {\"x\":1} ,\n\"\\u0062\":{} }\n", {{"a", "1"}, {"b", kNull}}, {}},
    {"{\"a\":{\"x\":1},\"a\":{\"x\":2}}", {{"a", "1"}, {"a", "2"}}, {}},
    {"{\"a\":{\"x\":1},\"b\":{\"x\":a},\"c\":{\"x\":3}}",
     {{"a", "1"}, {"c", "3"}},
     {{13, "\"b\":{\"x\":a}", "byte 10: got 'a', expected a value"}}},
    {"{\"a\":{\"x\":1}, \"b\": 5 ,\"c\":{\"x\":3}}",
     {{"a", "1"}, {"c", "3"}},
     {{14, "\"b\": 5 ", "got a number, expected an object"}}},
    {"{\"a\":{\"x\":1},\"b\":{\"x\":\"a\"}}",
     {{"a", "1"}},
     {{13, "\"b\":{\"x\":\"a\"}", "column 'x': got 'a', expected int"}}},
    {"{\"a\":{\"x\":1},{\"x\":2},\"b\"{\"x\":2},\"c\":{\"x\":3}}",
     {{"a", "1"}, {"c", "3"}},
     {{13, "{\"x\":2}", "byte 1: got '{', expected a name in quotes"},
      {21, "\"b\"{\"x\":2}", "byte 4: got '{', expected ':'"}}},
    {"{\"a\":{\"x\":1},,\"b\":{\"x\":3}}",
     {{"a", "1"}, {"b", "3"}},
     {{13, "", "byte 1: got ',', expected a name in quotes"}}},
    {"{\"a\":{\"x\":1},}",
     {{"a", "1"}},
     {{13, "",
       "byte 1: got '}', expected a name in quotes (trailing_commas: true passes over the "
       "comma "
       "before it)"}}},
    // A string that its line does not close ends with the line.
    {"{\"a\":{\"x\":1},\n\"b\":{\"y\":\"a},\n\"c\":{\"x\":3}}",
     {{"a", "1"}, {"c", "3"}},
     {{14, "\"b\":{\"y\":\"a},", "byte 14: got the end, expected the end of the string"}}},
    {"{\"a\":{\"x\":1},\n\"b:{\"x\":2},\n\"c\":{\"x\":3}}",
     {{"a", "1"}, {"c", "3"}},
     {{14, "\"b:{\"x\":2},", "byte 12: got the end, expected the end of the string"}}},
    // The item is cut.
    {"{", {}, {{1, "", "object: got the end, expected ',' or '}'"}}},
    {"{\"a\":{\"x\":1}",
     {},
     {{1, "\"a\":{\"x\":1}", "object: got the end, expected ',' or '}'"}}},
    {"{\"a\":{\"x\":1},\"b\":{\"x\":",
     {{"a", "1"}},
     {{13, "\"b\":{\"x\":", "byte 10: got the end, expected more"}}},
    // Something follows.
    {"{\"a\":{\"x\":1}}\n{}",
     {{"a", "1"}},
     {{13, "\n{}", "after the object: byte 2: got '{', expected the end"}}},
    // It is no object.
    {"[{\"x\":1}]",
     {},
     {{0, "[{\"x\":1}]",
       "object: got an array at the object's place, expected an object (layout: array reads "
       "its "
       "elements)"}}},
    {"", {}, {}},
};

}  // namespace

BOOST_DATA_TEST_CASE(members_are_records_and_a_bad_one_harms_no_other, kTexts, text) {
  check_records(text, object_at());
}

BOOST_AUTO_TEST_CASE(the_object_may_be_anywhere_in_the_document) {
  check_records(
      {"{\"n\":[{}],\"d\":[0,{\"r\":{\"a\":{\"x\":1},\"b\":{\"x\":2}},\"s\":3}],\"e\":{}}\n",
       {{"a", "1"}, {"b", "2"}},
       {}},
      object_at("/d/1/r"));
  check_records({"{\"d\":{\"a\":{\"x\":1}},}",
                 {{"a", "1"}},
                 {{18, ",}", "after the object: byte 2: got '}', expected a name in quotes"}}},
                object_at("d"));
}

BOOST_AUTO_TEST_CASE(columns_of_members_are_found_beside_their_names) {
  const std::string text = R"({"rows":{"a":{"x":1,"k":true},"b":{"y":"z"},"c":[7]},"n":1})";
  auto task = open_json(text, {{"at", Value::of("rows")}, {"key", Value::of("k")}});
  std::string names;
  for (const auto& column : task.schema()) names += column.name + " ";
  BOOST_TEST(names == "k x k_2 y column1 ");
  BOOST_TEST(read_whole(task, text).rows == (Rows{{"a", "1", "true", kNull, kNull},
                                                  {"b", kNull, kNull, "z", kNull},
                                                  {"c", kNull, kNull, kNull, "7"}}));
  auto plain = open_json(text, {{"at", Value::of("rows")}, {"layout", Value::of("object")}});
  BOOST_TEST(read_whole(plain, text).rows[0] == (dp::test::Row{"1", "true", kNull, kNull}));
}

BOOST_AUTO_TEST_CASE(names_of_members_have_types_as_strings_have) {
  const std::string text = R"({"2024-01-01":{"x":1},"2024-01-02":{"x":2}})";
  const Given given{{"key", Value::of("k")}};
  BOOST_TEST((open_json(text, given).schema()[0] == dp::Field{"k", dp::Type::date}));
  auto typed = given;
  typed.emplace_back("types", texts_of({{"k", "int"}}));
  auto task = open_json(R"({"7":{}})", typed);
  const auto all = read_whole(task, R"({"7":{},"x":{}})");
  BOOST_TEST(all.rows == (Rows{{"7"}}));
  BOOST_REQUIRE(all.rejects.size() == 1U);
  BOOST_TEST(all.rejects[0].reason == "column 'k': got 'x', expected int");
}

BOOST_AUTO_TEST_CASE(arrays_within_members_make_rows_beside_their_names) {
  const std::string text = R"({"a":{"i":[{"s":1},{"s":2}]},"b":{"i":[]}})";
  auto task = open_json(text, {{"key", Value::of("k")},
                               {"columns", texts_of({{"s", "i.s"}})},
                               {"explode", Value::list({Value::of("i")})}});
  BOOST_TEST(read_whole(task, text).rows == (Rows{{"a", "1"}, {"a", "2"}, {"b", kNull}}));
}

BOOST_AUTO_TEST_SUITE_END()
