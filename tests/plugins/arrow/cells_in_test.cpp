// SPDX-License-Identifier: Apache-2.0
#include "arrow/cells_in.hpp"

#include <boost/test/unit_test.hpp>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_cells_in)

namespace {

using namespace dp::arrow;
using dp::test::buffer_of;
using Kind = Shape::Kind;

/// An array of rows of one kind, and a column for them.
struct Rows {
  Rows(Kind kind, std::uint32_t width, std::string bytes, std::uint64_t rows)
      : values(std::move(bytes)) {
    shape.kind = kind;
    shape.width = width;
    array.shape = &shape;
    array.rows = rows;
    array.values = values;
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  void set_texts(const std::vector<std::string>& texts) {
    buffers = dp::test::text_buffers(texts);
    array.values = buffers[1];
    array.texts = {buffers[2]};
  }
  CellIn put(std::uint64_t row = 0) {
    column.emplace(shape.type(), 8);
    return put_cell(array, row, *column, 0);
  }

  std::string values;
  std::vector<std::string> buffers;
  Shape shape;
  Array array;
  std::optional<dp::ColumnBuilder> column;
};

}  // namespace

BOOST_AUTO_TEST_CASE(cells_have_their_values) {
  Rows ints(Kind::integer, 2, buffer_of<std::int16_t>({-3}), 1);
  BOOST_TEST(ints.put().why == "");
  BOOST_TEST(dp::Int64Column(*ints.column->finish(1))[0] == -3);
  Rows texts(Kind::text, 4, "", 1);
  texts.set_texts({"a text that is not inline"});
  BOOST_TEST(texts.put().bytes == 25U);
  BOOST_TEST(dp::StringColumn(*texts.column->finish(1))[0] == "a text that is not inline");
  Rows flags(Kind::boolean, 0, "\1", 1);
  BOOST_TEST(flags.put().why == "");
  BOOST_TEST(dp::BoolColumn(*flags.column->finish(1))[0]);
  flags.array.valid = std::string_view("\0", 1);
  BOOST_TEST(flags.put().why == "");
  BOOST_TEST(dp::ColumnView(*flags.column->finish(1)).is_null(0));
}

BOOST_AUTO_TEST_CASE(a_dictionary_is_looked_up) {
  auto batch = std::make_shared<Batch>();
  Rows values(Kind::text, 4, "", 2);
  values.set_texts({"low", "high"});
  batch->rows = 2;
  batch->columns = {values.array};
  auto dictionary = std::make_shared<Dictionary>();
  dictionary->add(batch);
  Rows places(Kind::text, 4, "\1", 1);
  places.shape.dictionary = Shape::Encoding{0, 1, true};
  places.array.dictionary = dictionary;
  BOOST_TEST(places.put().why == "");
  BOOST_TEST(dp::StringColumn(*places.column->finish(1))[0] == "high");
}

BOOST_AUTO_TEST_CASE(what_dp_has_not_is_told) {
  Rows far(Kind::timestamp, 8, buffer_of<std::int64_t>({INT64_MAX}), 1);
  BOOST_TEST(far.put().why ==
             "got 9223372036854775807 units of 1/1 s, expected a timestamp whose microseconds "
             "fit into 64 bits");
  Rows odd(Kind::date, 8, buffer_of<std::int64_t>({5}), 1);
  BOOST_TEST(odd.put().why == "got 5 ms, expected whole days");
  Rows late(Kind::time, 4, buffer_of<std::int32_t>({86'400}), 1);
  BOOST_TEST(late.put().why == "got 86400, expected a time of day");
  Rows large(Kind::decimal, 16, buffer_of<std::int64_t>({-1, INT64_MAX}), 1);
  BOOST_TEST(large.put().why ==
             "got 170141183460469231731687303715884105727, expected a decimal of at most 36 "
             "digits");
  Rows texts(Kind::text, 4, "", 1);
  texts.set_texts({"caf\xe9"});
  BOOST_TEST(texts.put().why == "got 'caf\\xe9', expected UTF-8");
  texts.shape.is_utf8 = false;
  BOOST_TEST(texts.put().why == "");
  texts.set_texts({"{a}"});
  texts.shape.is_json = true;
  BOOST_TEST(texts.put().why == "got '{a}', expected JSON");
}

BOOST_AUTO_TEST_CASE(nanoseconds_are_cut_and_told) {
  Rows nanos(Kind::timestamp, 8, buffer_of<std::int64_t>({1'001}), 1);
  nanos.shape.per_second = 1'000'000'000;
  BOOST_TEST(nanos.put().is_cut);
  BOOST_TEST(dp::TimestampColumn(*nanos.column->finish(1))[0] == 1);
}

BOOST_AUTO_TEST_CASE(rows_are_set_at_once_where_they_lie_alike) {
  Rows ints(Kind::integer, 8, buffer_of<std::int64_t>({1, 2, 3}), 3);
  ints.array.valid = "\x03";
  dp::ColumnBuilder column(dp::Type::int64, 8);
  BOOST_TEST(put_run(ints.array, 1, 2, column));
  const auto* made = column.finish(2);
  BOOST_TEST(dp::Int64Column(*made)[0] == 2);
  BOOST_TEST(dp::ColumnView(*made).is_null(1));
  Rows small(Kind::integer, 4, buffer_of<std::int32_t>({1}), 1);
  BOOST_TEST(!put_run(small.array, 0, 1, column));
  small.shape.width = 8;
  small.shape.is_signed = false;
  BOOST_TEST(!put_run(small.array, 0, 1, column));
}

BOOST_AUTO_TEST_SUITE_END()
