// SPDX-License-Identifier: Apache-2.0
#include "table/grid.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(table_grid)

namespace {

using dp::Type;
using dp::table::Grid;

/// A cell whose width is its bytes.
void add(Grid& grid, std::size_t column, const std::string& text) {
  grid.add(column, [&](std::string& out) {
    out += text;
    return text.size();
  });
}

std::string shown(Type type, const dp::test::Cell& value) {
  const dp::test::Batch batch({{"x", type, true}}, {{value}});
  std::string room;
  return std::string(dp::table::text_of(type, dp::BatchView(batch.view()).column(0), 0, room));
}

/// All rows as "text+blanks|", numbered, and what was written of it before the end.
std::string printed(const Grid& grid, std::string* written = nullptr) {
  dp::test::Task::Kept kept;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  std::string page = "begin:";
  const auto put = [](std::string& to, std::size_t number, const std::vector<Grid::Cell>& row) {
    to += std::to_string(number) + ":";
    for (const auto& cell : row)
      to += std::string(cell.text) + "+" + std::to_string(cell.blanks) + "|";
  };
  BOOST_REQUIRE(grid.print(page, out, put));
  if (written != nullptr) *written = kept.bytes[0];
  return kept.bytes[0] + page;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_column_is_as_wide_as_its_widest_cell) {
  Grid grid;
  grid.add_column(Type::string, 0);
  grid.add_column(Type::int64, 4);
  for (const auto* text : {"name", "a longer one", ""}) {
    add(grid, 0, text);
    add(grid, 1, std::to_string(std::string(text).size()));
  }
  BOOST_TEST(grid.rows() == 3U);
  BOOST_TEST(grid.columns()[1].width == 4U);
  BOOST_TEST(printed(grid) == "begin:0:name+8|4+3|1:a longer one+0|12+2|2:+12|0+3|");
}

BOOST_AUTO_TEST_CASE(many_rows_are_written_in_pieces) {
  Grid grid;
  grid.add_column(Type::string, 0);
  for (int i = 0; i < 700; ++i) add(grid, 0, std::string(1000, 'x'));
  std::string written;
  const auto all = printed(grid, &written);
  BOOST_TEST(written.size() > 500'000U);
  BOOST_TEST(written.size() < all.size());
  BOOST_TEST(all.ends_with("699:" + std::string(1000, 'x') + "+0|"));
}

BOOST_AUTO_TEST_CASE(a_grid_can_be_used_anew_and_may_be_empty) {
  Grid grid;
  BOOST_TEST(printed(grid) == "begin:");
  grid.add_column(Type::string, 0);
  add(grid, 0, "x");
  grid.clear();
  BOOST_TEST(grid.rows() == 0U);
  grid.add_column(Type::string, 0);
  add(grid, 0, "y");
  BOOST_TEST(printed(grid) == "begin:0:y+0|");
}

BOOST_AUTO_TEST_CASE(cells_of_all_types_have_a_text) {
  BOOST_TEST(shown(Type::string, "a") == "a");
  BOOST_TEST(shown(Type::json, "\"a\"") == "a");
  BOOST_TEST(shown(Type::int64, -5) == "-5");
  BOOST_TEST(shown(Type::decimal, "1.10") == "1.10");
  BOOST_TEST(shown(Type::date, 0) == "1970-01-01");
  BOOST_TEST(shown(Type::boolean, true) == "true");
}

BOOST_AUTO_TEST_SUITE_END()
