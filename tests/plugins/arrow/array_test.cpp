// SPDX-License-Identifier: Apache-2.0
#include "arrow/array.hpp"

#include <boost/test/unit_test.hpp>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_array)

namespace {

using namespace dp::arrow;
using dp::test::buffer_of;
using dp::test::MadeBatch;
using Kind = Shape::Kind;

Shape shape(Kind kind, std::uint32_t width = 0, std::vector<Shape> children = {}) {
  Shape made;
  made.name = "x";
  made.kind = kind;
  made.width = width;
  made.children = std::move(children);
  return made;
}

/// A batch with what it refers to.
struct Loaded {
  std::vector<Shape> shapes;
  std::string message;
  Message read;
  Batch batch;
};

dp::Result<std::unique_ptr<Loaded>> loaded(std::vector<Shape> shapes, const MadeBatch& made,
                                           std::vector<std::uint8_t> used = {}) {
  used.resize(shapes.size(), 1);
  auto all = std::make_unique<Loaded>(Loaded{
      std::move(shapes),
      dp::test::made_batch(made),
      {dp::arrow::Metadata<wire::Message>::of(dp::test::made_schema({}).substr(8)).value(),
       {},
       0},
      {}});
  DP_TRY(all->read, Message::at(all->message, 0));
  DP_TRY(all->batch, Batch::of(*all->read.metadata->header_as_RecordBatch(), all->read.body,
                               all->shapes, used, {}));
  return all;
}

std::string mistake(std::vector<Shape> shapes, const MadeBatch& made) {
  return loaded(std::move(shapes), made).error().message;
}

/// The 16 bytes of a view that is not inline.
std::string view(std::uint32_t size, std::uint32_t buffer, std::uint32_t offset) {
  return buffer_of<std::uint32_t>({size, 0, buffer, offset});
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_and_nulls_are_where_the_buffers_are) {
  const auto got = loaded({shape(Kind::integer, 2)},
                          {3, {{3, 1}}, {"\x05", buffer_of<std::int16_t>({-1, 0, 300})}})
                       .value();
  const auto& array = got->batch.columns[0];
  BOOST_TEST(!array.is_null(0));
  BOOST_TEST(array.is_null(1));
  BOOST_TEST(array.integer(0, 2, true) == -1);
  BOOST_TEST(array.integer(0, 2, false) == 65'535);
  BOOST_TEST(array.integer(2, 2, true) == 300);
}

BOOST_AUTO_TEST_CASE(texts_are_found_by_offsets_or_views) {
  auto texts = dp::test::text_buffers({"ab", "", "xyz"});
  const auto plain = loaded({shape(Kind::text, 4)}, {3, {{3, 0}}, texts}).value();
  BOOST_TEST(plain->batch.columns[0].text(2) == "xyz");
  const std::string inlined = buffer_of<std::uint32_t>({3}) + "abc" + std::string(9, '\0');
  const std::string longer = "a text that is not inline";
  const auto views = loaded({shape(Kind::view, 16)},
                            {2, {{2, 0}}, {"", inlined + view(20, 0, 5), longer}, {1}})
                         .value();
  BOOST_TEST(views->batch.columns[0].text(0) == "abc");
  BOOST_TEST(views->batch.columns[0].text(1) == longer.substr(5, 20));
}

BOOST_AUTO_TEST_CASE(parts_of_lists_are_children) {
  const auto got =
      loaded({shape(Kind::list, 4, {shape(Kind::integer, 1)})},
             {2, {{2, 0}, {3, 0}}, {"", buffer_of<std::int32_t>({0, 2, 3}), "", "\1\2\3"}})
          .value();
  const auto& list = got->batch.columns[0];
  BOOST_TEST(list.range(1).begin == 2U);
  BOOST_TEST(list.range(1).end == 3U);
  BOOST_TEST(list.children[0].integer(2, 1, true) == 3);
}

BOOST_AUTO_TEST_CASE(columns_that_are_not_used_are_passed_over) {
  auto list = shape(Kind::list, 4, {shape(Kind::view, 16)});
  MadeBatch made{1,
                 {{1, 0}, {1, 0}, {1, 0}, {1, 0}},
                 {"", buffer_of<std::int32_t>({0, 1}), "", view(9'999, 7, 1), "text", "", "x"},
                 {1}};
  const auto got =
      loaded({list, shape(Kind::null), shape(Kind::integer, 1)}, made, {0, 0, 1}).value();
  BOOST_TEST(got->batch.columns[2].integer(0, 1, true) == 'x');
}

BOOST_AUTO_TEST_CASE(packed_buffers_are_unpacked) {
  MadeBatch made{1, {{1, 0}}, {"", buffer_of<std::int64_t>({-1, 7})}};
  made.is_packed = true;
  const auto got = loaded({shape(Kind::integer, 8)}, made).value();
  BOOST_TEST(got->batch.columns[0].integer(0, 8, true) == 7);
}

BOOST_AUTO_TEST_CASE(buffers_that_are_too_short_are_damage) {
  BOOST_TEST(mistake({shape(Kind::integer, 8)}, {2, {{2, 0}}, {"", "12345678"}}) ==
             "it is damaged: a buffer is too short (got 8 bytes, expected 16)");
  BOOST_TEST(mistake({shape(Kind::integer, 1)}, {9, {{9, 0}}, {"x", "123456789"}}) ==
             "it is damaged: a bitmap of nulls is too short");
  BOOST_TEST(mistake({shape(Kind::integer, 1)}, {1, {{1, 0}}, {""}}) ==
             "it is damaged: a buffer is missing");
  BOOST_TEST(mistake({shape(Kind::integer, 1)}, {1, {}, {}}) ==
             "it is damaged: a column is missing");
  BOOST_TEST(mistake({shape(Kind::integer, 1)}, {1, {{2, 0}}, {"", "12"}}) ==
             "it is damaged: column 'x' has 2 rows of 1");
  BOOST_TEST(
      mistake({shape(Kind::null)}, {std::int64_t{1} << 40, {{std::int64_t{1} << 40, 0}}, {}}) ==
      "it is damaged: a record batch has too many rows");
}

BOOST_AUTO_TEST_CASE(offsets_that_fall_or_lead_outside_are_damage) {
  constexpr const char* kWrong = "it is damaged: offsets of column 'x' are wrong";
  for (const auto& offsets : std::vector<std::vector<std::int32_t>>{
           {0, 4, 3}, {0, 2, 5}, {-1, -1, -1}, {3, 0, 4}, {INT32_MIN, 0, 4}})
    BOOST_TEST(mistake({shape(Kind::text, 4)},
                       {2, {{2, 0}}, {"", buffer_of<std::int32_t>(offsets), "abcd"}}) ==
               kWrong);
  BOOST_TEST(mistake({shape(Kind::list, 4, {shape(Kind::integer, 1)})},
                     {1, {{1, 0}, {1, 0}}, {"", buffer_of<std::int32_t>({0, 2}), "", "1"}}) ==
             kWrong);
  BOOST_TEST(mistake({shape(Kind::fixed_list, 2, {shape(Kind::integer, 1)})},
                     {1, {{1, 0}, {1, 0}}, {"", "", "1"}}) ==
             "it is damaged: a part of column 'x' is too short");
}

BOOST_AUTO_TEST_CASE(views_that_lead_outside_are_damage) {
  constexpr const char* kWrong = "it is damaged: texts of column 'x' are not there";
  for (const auto& wrong : {view(20, 1, 0), view(20, 0, 1), view(UINT32_MAX, 0, UINT32_MAX)})
    BOOST_TEST(mistake({shape(Kind::view, 16)},
                       {1, {{1, 0}}, {"", wrong, std::string(20, 'x')}, {1}}) == kWrong);
  BOOST_TEST(
      !mistake({shape(Kind::view, 16)}, {1, {{1, 0}}, {"", view(1, 0, 0)}, {9}}).empty());
  BOOST_TEST(!mistake({shape(Kind::view, 16)}, {1, {{1, 0}}, {"", view(1, 0, 0)}, {}}).empty());
}

BOOST_AUTO_TEST_CASE(places_that_no_dictionary_has_are_damage) {
  auto places = shape(Kind::text, 4);
  places.dictionary = Shape::Encoding{3, 1, true};
  BOOST_TEST(mistake({places}, {1, {{1, 0}}, {"", std::string(1, 0)}}) ==
             "it is damaged: column 'x' refers to what its dictionary does not have");
}

BOOST_AUTO_TEST_SUITE_END()
