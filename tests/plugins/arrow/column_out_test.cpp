// SPDX-License-Identifier: Apache-2.0
#include "arrow/column_out.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(arrow_column_out)

namespace {

using dp::Type;
using dp::arrow::ColumnOut;
using dp::test::Batch;
using dp::test::Cell;

/// Add rows of one column to `column`, as one batch.
void add(ColumnOut& column, const std::vector<Cell>& cells) {
  std::vector<std::vector<Cell>> rows;
  for (const auto& cell : cells) rows.push_back({cell});
  const Batch batch({{"a", column.type()}}, rows);
  column.add(*batch.view().array->children[0], 0, rows.size());
}

template <class T>
std::vector<T> as(std::string_view bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return values;
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_lie_as_they_are_and_zeros_under_nulls) {
  ColumnOut column(Type::int64);
  add(column, {7, nullptr, -1});
  BOOST_TEST(column.nulls() == 1U);
  const auto buffers = column.buffers();
  BOOST_REQUIRE(buffers.size() == 2U);
  BOOST_TEST(buffers[0] == std::string("\x05"));
  BOOST_TEST(as<std::int64_t>(buffers[1]) == std::vector<std::int64_t>({7, 0, -1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_nulls_there_is_no_buffer_of_validity) {
  ColumnOut column(Type::date);
  add(column, {1, 2});
  BOOST_TEST(column.nulls() == 0U);
  BOOST_TEST(column.buffers()[0].empty());
  BOOST_TEST(column.buffers()[1].size() == 8U);
}

BOOST_AUTO_TEST_CASE(bits_go_on_within_a_byte) {
  ColumnOut column(Type::boolean);
  add(column, {true, false, nullptr});
  add(column, {true, true, true, true, true, true, nullptr});
  BOOST_TEST(column.buffers()[0] == std::string("\xfb\x01", 2));
  BOOST_TEST(column.buffers()[1] == std::string("\xf9\x01", 2));
}

BOOST_AUTO_TEST_CASE(texts_are_offsets_and_bytes) {
  ColumnOut column(Type::string);
  add(column, {"ab", nullptr, ""});
  add(column, {"a text that is not inline"});
  const auto buffers = column.buffers();
  BOOST_REQUIRE(buffers.size() == 3U);
  BOOST_TEST(as<std::int32_t>(buffers[1]) == std::vector<std::int32_t>({0, 2, 2, 2, 27}),
             boost::test_tools::per_element());
  BOOST_TEST(buffers[2] == "aba text that is not inline");
}

BOOST_AUTO_TEST_CASE(a_batch_may_be_added_in_parts) {
  const Batch batch({{"a", Type::string}, {"b", Type::int64}}, {{"x", 1}, {"yz", 2}, {"w", 3}});
  ColumnOut texts(Type::string), numbers(Type::int64);
  texts.add(*batch.view().array->children[0], 1, 2);
  numbers.add(*batch.view().array->children[1], 2, 1);
  BOOST_TEST(texts.buffers()[2] == "yzw");
  BOOST_TEST(as<std::int64_t>(numbers.buffers()[1]) == std::vector<std::int64_t>({3}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_known_of_values_outlives_their_batch) {
  ColumnOut texts(Type::string), decimals(Type::decimal);
  add(texts, {"caf\xc3\xa9"});
  BOOST_TEST(texts.is_utf8());
  add(texts, {"caf\xe9"});
  add(decimals, {"1.25", nullptr});
  texts.clear();
  decimals.clear();
  add(decimals, {"3"});
  BOOST_TEST(!texts.is_utf8());
  BOOST_TEST(decimals.digits().scale() == 2);
  BOOST_TEST(decimals.buffers()[1].size() == 16U);
  BOOST_TEST(as<std::int32_t>(texts.buffers()[1]) == std::vector<std::int32_t>({0}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
