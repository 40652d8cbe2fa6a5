// SPDX-License-Identifier: Apache-2.0
#include "json/layout.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(json_layout)

using dp::Type;
using dp::data::Value;
using dp::test::Given;
using dp::test::texts_of;
using dp::test::try_json;
using dp::test::why;

namespace {

const std::string kSample = "{\"id\":1,\"user\":{\"name\":\"x\"}}\n{\"id\":2}\n";

dp::Schema columns_of(const Given& given) { return try_json(kSample, given).value().schema(); }

}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_the_members_or_those_that_are_named) {
  BOOST_TEST((columns_of({}) == dp::Schema{{"id", Type::int64}, {"user", Type::json}}));
  BOOST_TEST((columns_of({{"columns", texts_of({{"n", "user.name"}, {"all", "."}})}}) ==
              dp::Schema{{"n", Type::string}, {"all", Type::json}}));
}

BOOST_AUTO_TEST_CASE(types_that_are_given_win_over_guesses) {
  BOOST_TEST((columns_of({{"columns", texts_of({{"id", "id"}})},
                          {"types", texts_of({{"id", "float"}})}}) ==
              dp::Schema{{"id", Type::float64}}));
}

BOOST_AUTO_TEST_CASE(what_is_no_path_is_refused) {
  BOOST_TEST(why(try_json(kSample, {{"columns", texts_of({{"n", "a..b"}})}})) ==
             "columns.n: no path (got 'a..b', expected one as name, user.name, tags.0, "
             "/user/name, or . for the record itself)");
  BOOST_TEST(why(try_json(kSample, {{"at", Value::of("a..b")}})) ==
             "at: no path (got 'a..b', expected one as /data/rows or data.rows)");
}

BOOST_AUTO_TEST_CASE(a_type_in_the_place_of_a_path_is_seen) {
  BOOST_TEST(why(try_json(kSample, {{"columns", texts_of({{"id", "int"}})}})) ==
             "columns.id: got 'int', which no record at the beginning has (for a type: types: "
             "{id: int}; for the member: /int)");
}

BOOST_AUTO_TEST_CASE(records_of_several_kinds_have_the_columns_of_all) {
  const auto names = [](const std::string& text) {
    std::string all;
    const auto schema = try_json(text).value().schema();
    for (const auto& field : schema) all += (all.empty() ? "" : " ") + field.name;
    return all;
  };
  BOOST_TEST(names("[1,2]\n{\"a\":1}\n[3]\n") == "a column1 column2");
  BOOST_TEST(names("{\"a\":1}\n[1,2]\n7\n") == "a column1 column2 value");
  BOOST_TEST(names("{\"value\":1,\"column1\":2}\n[1]\n7\n") ==
             "value column1 column1_2 value_2");
  BOOST_TEST(names("{\"a\\u0000b\":1}\n{}\n") == "a\\0b");
}

BOOST_AUTO_TEST_CASE(a_path_to_an_array_needs_the_layout_of_one) {
  BOOST_TEST(
      why(try_json("{\"a\":[1]}", {{"at", Value::of("a")}, {"layout", Value::of("lines")}})) ==
      "at: leads to an array or an object of records (got layout: lines, expected layout: "
      "array "
      "or object)");
}

BOOST_AUTO_TEST_CASE(a_column_of_names_needs_records_that_have_one) {
  BOOST_TEST(why(try_json("{}", {{"key", Value::of("k")}, {"layout", Value::of("array")}})) ==
             "key: is the name that a record has in an object (got layout: array, expected "
             "layout: object)");
  BOOST_TEST(
      why(try_json("{}", {{"key", Value::of("k")}, {"columns", texts_of({{"k", "x"}})}})) ==
      "key: is a column of `columns` too (got 'k', expected a name that none has)");
  const Given empty{{"key", Value::of("k")}, {"types", texts_of({{"k", "int"}, {"x", "int"}})}};
  BOOST_TEST((try_json("", empty).value().schema() ==
              dp::Schema{{"k", Type::int64}, {"x", Type::int64}}));
}

BOOST_AUTO_TEST_SUITE_END()
