// SPDX-License-Identifier: Apache-2.0
#include "arrow/json_in.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_json_in)

namespace {

using namespace dp::arrow;
using dp::test::buffer_of;
using Kind = Shape::Kind;

/// Arrays with what they refer to.
class Arrays {
 public:
  Array& add(Kind kind, std::uint32_t width, std::string values, std::uint64_t rows) {
    auto& shape = shapes_.emplace_back();
    shape.kind = kind;
    shape.width = width;
    Array array;
    array.shape = &shape;
    array.rows = rows;
    array.values = buffers_.emplace_back(std::move(values));
    return arrays_.emplace_back(array);
  }
  Array& add_texts(const std::vector<std::string>& texts) {
    const auto buffers = dp::test::text_buffers(texts);
    auto& array = add(Kind::text, 4, buffers[1], texts.size());
    array.texts = {buffers_.emplace_back(buffers[2])};
    return array;
  }
  Shape& shape() { return shapes_.back(); }
  std::string_view keep(std::string bytes) { return buffers_.emplace_back(std::move(bytes)); }

 private:
  std::deque<Shape> shapes_;
  std::deque<std::string> buffers_;
  std::deque<Array> arrays_;
};

std::string json(const Array& array, std::uint64_t row = 0) {
  std::string out;
  const auto why = append_json(out, array, row);
  return why.empty() ? out : "no: " + why;
}

}  // namespace

BOOST_AUTO_TEST_CASE(scalars_are_as_dp_writes_them) {
  Arrays arrays;
  BOOST_TEST(json(arrays.add(Kind::boolean, 0, "\x02", 2), 1) == "true");
  BOOST_TEST(json(arrays.add(Kind::integer, 4, buffer_of<std::int32_t>({-7}), 1)) == "-7");
  BOOST_TEST(json(arrays.add(Kind::floating, 8, buffer_of<double>({1.5}), 1)) == "1.5");
  BOOST_TEST(json(arrays.add(Kind::floating, 8,
                             buffer_of<double>({std::numeric_limits<double>::infinity()}),
                             1)) == "null");
  BOOST_TEST(json(arrays.add(Kind::date, 4, buffer_of<std::int32_t>({19'782}), 1)) ==
             "\"2024-02-29\"");
  BOOST_TEST(json(arrays.add_texts({"say \"hi\"\n"})) == "\"say \\\"hi\\\"\\n\"");
  BOOST_TEST(json(arrays.add(Kind::null, 0, "", 1)) == "null");
  auto& decimal = arrays.add(Kind::decimal, 16, buffer_of<std::int64_t>({-110, -1}), 1);
  arrays.shape().scale = 2;
  BOOST_TEST(json(decimal) == "-1.10");
}

BOOST_AUTO_TEST_CASE(lists_and_records_nest) {
  Arrays arrays;
  auto numbers = arrays.add(Kind::integer, 1, "\1\2\3", 3);
  numbers.valid = arrays.keep("\x05");
  arrays.shape().name = "n";
  auto texts = arrays.add_texts({"a", "b", "c"});
  arrays.shape().name = "t";
  auto record = arrays.add(Kind::record, 0, "", 3);
  record.children = {numbers, texts};
  auto& list = arrays.add(Kind::list, 4, buffer_of<std::int32_t>({0, 2, 2, 3}), 3);
  list.children = {record};
  BOOST_TEST(json(list, 0) == R"([{"n":1,"t":"a"},{"n":null,"t":"b"}])");
  BOOST_TEST(json(list, 1) == "[]");
  BOOST_TEST(json(list, 2) == R"([{"n":3,"t":"c"}])");
  BOOST_TEST(json(arrays.add(Kind::record, 0, "", 1)) == "{}");
  auto& fixed = arrays.add(Kind::fixed_list, 3, "", 1);
  fixed.children = {numbers};
  BOOST_TEST(json(fixed) == "[1,null,3]");
}

BOOST_AUTO_TEST_CASE(maps_are_objects_whatever_their_keys) {
  Arrays arrays;
  const auto texts = arrays.add_texts({"a", "b"});
  const auto numbers = arrays.add(Kind::integer, 1, "\1\2", 2);
  auto pairs = arrays.add(Kind::record, 0, "", 2);
  pairs.children = {texts, numbers};
  auto map = arrays.add(Kind::map, 4, buffer_of<std::int32_t>({0, 2}), 1);
  map.children = {pairs};
  BOOST_TEST(json(map) == R"({"a":1,"b":2})");
  map.children[0].children = {numbers, texts};
  BOOST_TEST(json(map) == R"({"1":"a","2":"b"})");
}

BOOST_AUTO_TEST_CASE(what_json_cannot_say_is_told) {
  Arrays arrays;
  BOOST_TEST(json(arrays.add_texts({"caf\xe9"})) == "no: got 'caf\\xe9', expected UTF-8");
  BOOST_TEST(json(arrays.add(Kind::time, 8, buffer_of<std::int64_t>({-1}), 1)) ==
             "no: got a date or time that does not exist");
  const auto bad = arrays.add_texts({"\xff"});
  auto& list = arrays.add(Kind::list, 4, buffer_of<std::int32_t>({0, 1}), 1);
  list.children = {bad};
  BOOST_TEST(json(list) == "no: got '\\xff', expected UTF-8");
}

BOOST_AUTO_TEST_CASE(json_is_told_from_what_is_none) {
  for (const char* text :
       {"1", " -0.5e+3 ", "\"a\\u00e9\\n\"", "[]", "[1, {\"a\": [true, null]}]", "{}", "false",
        "123456789012345678901234567890.5"})
    BOOST_TEST(is_json(text), text);
  for (const char* text :
       {"",          "01",          "1.",     ".5",       "+1",    "\"a",     "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "[1,]",   "[1",       "{a:1}", "{\"a\"}", "{\"a\":1,}",
        "nul",       "1 2",         "\"\t\"", "\"\xff\"", "[1}",   "NaN"})
    BOOST_TEST(!is_json(text), text);
  BOOST_TEST(is_json(std::string(200, '[') + std::string(200, ']')));
  BOOST_TEST(!is_json(std::string(100'000, '[')));
}

BOOST_AUTO_TEST_SUITE_END()
