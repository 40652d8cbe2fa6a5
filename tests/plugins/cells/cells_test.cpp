// SPDX-License-Identifier: Apache-2.0
#include "cells/cells.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(cells_cells)

namespace {

using dp::ColumnBuilder;
using dp::PartialReader;
using dp::Type;
using dp::cells::get_cell;
using dp::test::Batch;

std::string cell(Type type, const dp::test::Cell& value, bool as_key) {
  const Batch batch({{"x", type, true}}, {{value}});
  std::string bytes;
  const auto& column = dp::BatchView(batch.view()).column(0);
  if (as_key)
    dp::cells::put_key(bytes, type, column, 0);
  else
    dp::cells::put_cell(bytes, type, column, 0);
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(keys_of_equal_values_are_equal_bytes) {
  BOOST_TEST((cell(Type::float64, 0.0, true) == cell(Type::float64, -0.0, true)));
  BOOST_TEST(
      (cell(Type::float64, std::nan("1"), true) == cell(Type::float64, -std::nan(""), true)));
  BOOST_TEST((cell(Type::decimal, "1.10", true) == cell(Type::decimal, "1.1", true)));
  BOOST_TEST((cell(Type::decimal, "1.10", false) != cell(Type::decimal, "1.1", false)));
  BOOST_TEST((cell(Type::string, "", true) != cell(Type::string, nullptr, true)));
}

BOOST_AUTO_TEST_CASE(a_cell_is_read_back) {
  const auto bytes = cell(Type::string, "text", false);
  ColumnBuilder column(Type::string, 1);
  PartialReader reader(bytes);
  get_cell(reader, Type::string, &column, 0);
  BOOST_TEST(bool(reader.finish()));
  BOOST_TEST(dp::StringColumn(*column.finish(1))[0] == "text");
}

BOOST_AUTO_TEST_CASE(a_cell_that_is_cut_or_has_another_mark_is_refused) {
  const auto bytes = cell(Type::int64, 5, false);
  PartialReader cut(std::string_view(bytes).substr(0, 5));
  get_cell(cut, Type::int64, nullptr, 0);
  BOOST_TEST(!cut.ok());
  PartialReader marked("\2\0\0\0\0\0\0\0\0");
  get_cell(marked, Type::int64, nullptr, 0);
  BOOST_TEST(!marked.ok());
}

BOOST_AUTO_TEST_SUITE_END()
