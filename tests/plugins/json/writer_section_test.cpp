// SPDX-License-Identifier: Apache-2.0
#include "json/writer_section.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(json_writer_section)

namespace json = dp::json;
using dp::Type;
using dp::test::Batch;
using dp::test::why;
using json::Shape;

namespace {

const dp::Schema kColumns = {{"path", Type::string}, {"hits", Type::int64}};

std::string lines_of(Shape shape, const std::vector<std::vector<dp::test::Cell>>& rows,
                     bool compact = false) {
  auto section = json::Section::make("x", shape, kColumns, compact).value();
  const Batch batch(kColumns, rows);
  BOOST_REQUIRE(section.add(dp::BatchView(batch.view())));
  section.finish();
  return std::string(section.lines());
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_shape_says_what_a_row_becomes) {
  BOOST_TEST(lines_of(Shape::rows, {{"/a", 5}}) == "{\"path\": \"/a\", \"hits\": 5}\n");
  BOOST_TEST(lines_of(Shape::rows, {{"/a", 5}}, true) == "{\"path\":\"/a\",\"hits\":5}\n");
  BOOST_TEST(lines_of(Shape::record, {{"/a", 5}}) == "\"path\": \"/a\"\n\"hits\": 5\n");
  BOOST_TEST(lines_of(Shape::map, {{"/a", 5}, {nullptr, 7}}) == "\"/a\": 5\n\"null\": 7\n");
  BOOST_TEST(lines_of(Shape::pairs, {{"/a", 5}}) == "[\"/a\", 5]\n");
}

BOOST_AUTO_TEST_CASE(a_record_without_a_row_is_null_in_each_column) {
  BOOST_TEST(lines_of(Shape::record, {}) == "\"path\": null\n\"hits\": null\n");
  BOOST_TEST(lines_of(Shape::rows, {}) == "");
}

BOOST_AUTO_TEST_CASE(shapes_have_words_and_some_a_number_of_columns) {
  BOOST_TEST((json::shape_of("pairs") == Shape::pairs));
  BOOST_TEST(!json::shape_of("Pairs").has_value());
  BOOST_TEST(why(json::Section::make("x", Shape::values, kColumns, false)) ==
             "json: result 'x' as shape 'values': the number of columns is wrong (got 2: path, "
             "hits; expected 1)");
}

BOOST_AUTO_TEST_CASE(a_second_row_or_key_is_refused) {
  const Batch two(kColumns, {{"/a", 5}, {"/a", 6}});
  auto record = json::Section::make("x", Shape::record, kColumns, false).value();
  BOOST_TEST(why(record.add(dp::BatchView(two.view()))) ==
             "json: result 'x' as shape 'record': more rows than one; use shape 'rows'");
  auto map = json::Section::make("x", Shape::map, kColumns, false).value();
  BOOST_TEST(why(map.add(dp::BatchView(two.view()))) ==
             "json: result 'x' as shape 'map': two rows have the key '/a'; use shape 'pairs'");
}

BOOST_AUTO_TEST_SUITE_END()
