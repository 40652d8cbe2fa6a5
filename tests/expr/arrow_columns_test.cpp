// SPDX-License-Identifier: Apache-2.0
#include "expr/arrow_columns.hpp"

#include <boost/test/unit_test.hpp>

#include "sample_batch.hpp"

BOOST_AUTO_TEST_SUITE(arrow_columns)

using namespace dp;
using namespace dp::expr;
using dp::test::Cell;
using dp::test::cell_of;
using dp::test::SampleBatch;
using dp::test::show;

namespace {

const Schema kSchema = {{"i", Type::int64},   {"f", Type::float64},   {"s", Type::string},
                        {"b", Type::boolean}, {"t", Type::timestamp}, {"d", Type::date}};

const std::vector<test::Row> kRows = {
    {std::int64_t{1}, 1.5, "a", true, std::int64_t{1'000'000}, std::int64_t{10}},
    {Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}},
    {std::int64_t{3}, -2.5, "a text that is long", false, std::int64_t{-5}, std::int64_t{-1}},
};

std::string shown(const ArrowArray& column, Type type, std::size_t rows) {
  std::string text;
  for (std::size_t row = 0; row < rows; ++row)
    text += (row == 0 ? "" : " ") + show(cell_of(column, type, row));
  return text;
}

/// A constant repeated three times, as an array.
std::string repeated(const Constant& constant, Type type) {
  Scratch scratch;
  ArrowColumn out;
  return shown(out.make(repeat_constant(constant, type, 3, scratch), type, 3), type, 3);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_column_of_each_type_comes_out_as_it_went_in) {
  const SampleBatch sample(kSchema, kRows);
  for (std::size_t i = 0; i < kSchema.size(); ++i) {
    const Type type = kSchema[i].type;
    const ArrowArray& column = sample.view().column(i);
    Scratch scratch;
    ArrowColumn out;
    const ArrowArray& made = out.make(load_column(column, type, 3, scratch), type, 3);
    BOOST_TEST(shown(made, type, 3) == shown(column, type, 3), kSchema[i].name);
    BOOST_TEST(made.length == 3);
    BOOST_TEST(made.null_count == 1);
  }
}

BOOST_AUTO_TEST_CASE(kernels_see_flags_as_bytes_and_days_as_long_numbers) {
  const SampleBatch sample(kSchema, kRows);
  Scratch flags;
  const Vec flag = load_column(sample.view().column(3), Type::boolean, 3, flags);
  BOOST_TEST(flag.as<std::uint8_t>()[0] == 1);
  BOOST_TEST(flag.as<std::uint8_t>()[2] == 0);
  BOOST_TEST(flag.valid[0] == 1);
  BOOST_TEST(flag.valid[1] == 0);
  Scratch days;
  const Vec day = load_column(sample.view().column(5), Type::date, 3, days);
  BOOST_TEST(day.as<std::int64_t>()[0] == 10);
  BOOST_TEST(day.as<std::int64_t>()[2] == -1);
}

BOOST_AUTO_TEST_CASE(numbers_and_texts_are_not_copied) {
  const SampleBatch sample(kSchema, kRows);
  for (const std::size_t i : {0u, 1u, 2u, 4u}) {
    const ArrowArray& column = sample.view().column(i);
    Scratch scratch;
    ArrowColumn out;
    const Vec vec = load_column(column, kSchema[i].type, 3, scratch);
    BOOST_TEST(vec.values == column.buffers[1]);
    BOOST_TEST(out.make(vec, kSchema[i].type, 3).buffers[1] == column.buffers[1]);
  }
}

BOOST_AUTO_TEST_CASE(a_column_without_nulls_has_no_bits_of_them) {
  const SampleBatch sample({{"i", Type::int64}}, {{std::int64_t{7}}, {std::int64_t{8}}});
  Scratch scratch;
  ArrowColumn out;
  const Vec vec = load_column(sample.view().column(0), Type::int64, 2, scratch);
  const ArrowArray& made = out.make(vec, Type::int64, 2);
  BOOST_TEST(made.buffers[0] == nullptr);
  BOOST_TEST(made.null_count == 0);
}

BOOST_AUTO_TEST_CASE(a_constant_is_repeated_for_every_row) {
  BOOST_TEST(repeated({false, 7, 0, ""}, Type::int64) == "7 7 7");
  BOOST_TEST(repeated({false, 1, 0, ""}, Type::boolean) == "true true true");
  BOOST_TEST(repeated({false, 0, 2.5, ""}, Type::float64) == "2.5f 2.5f 2.5f");
  BOOST_TEST(repeated({false, -3, 0, ""}, Type::date) == "-3 -3 -3");
  BOOST_TEST(repeated({false, 0, 0, "ab"}, Type::string) == "'ab' 'ab' 'ab'");
  const std::string text = "a text that is long";
  BOOST_TEST(repeated({false, 0, 0, text}, Type::string) ==
             "'" + text + "' '" + text + "' '" + text + "'");
  BOOST_TEST(repeated({true, 0, 0, ""}, Type::float64) == "null null null");
}

BOOST_AUTO_TEST_SUITE_END()
