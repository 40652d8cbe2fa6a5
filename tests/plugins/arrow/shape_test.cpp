// SPDX-License-Identifier: Apache-2.0
#include "arrow/shape.hpp"

#include <boost/test/unit_test.hpp>

#include "arrow/layout.hpp"
#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_shape)

namespace {

using dp::Type;
using dp::arrow::Shape;
using dp::test::MadeField;
namespace wire = dp::arrow::wire;

dp::Result<Shape> shape_of(const MadeField& field) {
  const auto bytes = dp::test::made_schema({field});
  const auto schema = dp::arrow::schema_of(bytes).value();
  DP_TRY(auto shapes, dp::arrow::shapes_of(*schema));
  return shapes.at(0);
}

/// A field of a type whose table has no members that matter.
template <class Table>
MadeField plain(wire::Type kind) {
  return {"x", kind, [](auto& out) {
            return flatbuffers::Offset<Table>(out.EndTable(out.StartTable())).Union();
          }};
}

Type type_of(const MadeField& field) { return shape_of(field).value().type(); }

std::string mistake(const MadeField& field) { return shape_of(field).error().message; }

MadeField unit_field(wire::Type kind, wire::TimeUnit unit) {
  return {"x", kind, [=](auto& out) -> flatbuffers::Offset<void> {
            if (kind == wire::Type::Time) return wire::CreateTime(out, unit, 64).Union();
            if (kind == wire::Type::Duration) return wire::CreateDuration(out, unit).Union();
            return wire::CreateTimestamp(out, unit).Union();
          }};
}

}  // namespace

BOOST_AUTO_TEST_CASE(ints_are_ints_if_int_holds_them) {
  for (const int bits : {8, 16, 32, 64}) {
    BOOST_TEST((type_of(dp::test::int_field("x", bits)) == Type::int64));
    BOOST_TEST((type_of(dp::test::int_field("x", bits, false)) ==
                (bits == 64 ? Type::decimal : Type::int64)));
    BOOST_TEST(shape_of(dp::test::int_field("x", bits)).value().width ==
               static_cast<unsigned>(bits) / 8);
  }
}

BOOST_AUTO_TEST_CASE(texts_are_strings_or_json_if_they_are_marked_so) {
  auto text = dp::test::text_field("x");
  BOOST_TEST((type_of(text) == Type::string));
  text.key = "dp.type";
  text.value = "json";
  BOOST_TEST((type_of(text) == Type::json));
  text.key = "ARROW:extension:name";
  text.value = "arrow.json";
  BOOST_TEST((type_of(text) == Type::json));
  text.value = "arrow.uuid";
  BOOST_TEST((type_of(text) == Type::string));
  BOOST_TEST((type_of(plain<wire::Utf8View>(wire::Type::Utf8View)) == Type::string));
  BOOST_TEST(!shape_of(plain<wire::LargeBinary>(wire::Type::LargeBinary)).value().is_utf8);
  BOOST_TEST(shape_of(plain<wire::LargeUtf8>(wire::Type::LargeUtf8)).value().width == 8U);
  BOOST_TEST((type_of(plain<wire::Null>(wire::Type::Null)) == Type::string));
}

BOOST_AUTO_TEST_CASE(times_have_a_unit) {
  const auto timestamp = unit_field(wire::Type::Timestamp, wire::TimeUnit::nanosecond);
  BOOST_TEST((type_of(timestamp) == Type::timestamp));
  BOOST_TEST(shape_of(timestamp).value().per_second == 1'000'000'000);
  BOOST_TEST((type_of(unit_field(wire::Type::Time, wire::TimeUnit::second)) == Type::string));
  BOOST_TEST(
      (type_of(unit_field(wire::Type::Duration, wire::TimeUnit::second)) == Type::decimal));
  BOOST_TEST(mistake(unit_field(wire::Type::Timestamp, static_cast<wire::TimeUnit>(9))) ==
             "column 'x' is of a type (10) that is not known, which is not read: write the "
             "file without it, or as another type");
}

BOOST_AUTO_TEST_CASE(nested_types_are_json) {
  BOOST_TEST((type_of(dp::test::list_field("x", dp::test::int_field("item"))) == Type::json));
  auto record = plain<wire::Struct>(wire::Type::Struct);
  record.children = {dp::test::int_field("a"), dp::test::text_field("b")};
  BOOST_TEST((type_of(record) == Type::json));
  BOOST_TEST(shape_of(record).value().children[1].name == "b");
  auto map = plain<wire::Map>(wire::Type::Map);
  map.children = {record};
  BOOST_TEST((type_of(map) == Type::json));
  map.children = {dp::test::int_field("a")};
  BOOST_TEST(!shape_of(map));
  auto list = dp::test::list_field("x", dp::test::int_field("item"));
  list.children.clear();
  BOOST_TEST(!shape_of(list));
}

BOOST_AUTO_TEST_CASE(a_dictionary_has_the_type_of_its_values) {
  auto text = dp::test::text_field("x");
  text.dictionary = 5;
  const auto shape = shape_of(text).value();
  BOOST_TEST((shape.type() == Type::string));
  BOOST_TEST(shape.dictionary->id == 5);
  BOOST_TEST(shape.dictionary->width == 1U);
}

BOOST_AUTO_TEST_CASE(types_that_are_not_read_are_named_with_the_cure) {
  BOOST_TEST(mistake(plain<wire::Union>(wire::Type::Union)) ==
             "column 'x' is a union, which is not read: write the file without it, or as "
             "another type");
  BOOST_TEST(mistake(plain<wire::RunEndEncoded>(wire::Type::RunEndEncoded)).find("run-end") !=
             std::string::npos);
  BOOST_TEST(mistake(plain<wire::Interval>(wire::Type::Interval)).find("an interval") !=
             std::string::npos);
  BOOST_TEST(mistake(dp::test::list_field("x", plain<wire::ListView>(wire::Type::ListView)))
                 .find("a list view") != std::string::npos);
  BOOST_TEST(mistake(dp::test::int_field("x", 24)).find("not known") != std::string::npos);
  BOOST_TEST(mistake(dp::test::int_field("x", -64)).find("not known") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(columns_have_names_of_their_own) {
  const auto shape = shape_of(dp::test::int_field("n")).value();
  BOOST_TEST((dp::arrow::columns_of({shape}).value() == dp::Schema{{"n", Type::int64}}));
  BOOST_TEST(dp::arrow::columns_of({shape, shape}).error().message ==
             "two columns are called 'n': rename one of them");
}

BOOST_AUTO_TEST_SUITE_END()
