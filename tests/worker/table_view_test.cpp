// SPDX-License-Identifier: Apache-2.0
#include "worker/table_view.hpp"

#include <boost/test/unit_test.hpp>

#include "table_fixture.hpp"

namespace table_view {

using namespace dp;
using namespace dp::test;
using dp::worker::kNoRow;
using dp::worker::TableView;

namespace {

struct Fixture {
  /// The first row of each key.
  std::vector<std::uint32_t> find(const TableView& table, const std::vector<Keyed>& rows) {
    TableView::Found found;
    const KeyedBatch batch(rows);
    const std::uint32_t key[] = {0};
    const Type type[] = {Type::int64};
    table.find(batch, {key, type}, found);
    return found.rows;
  }
  MemoryContext context;
};

}  // namespace
}  // namespace table_view

BOOST_FIXTURE_TEST_SUITE(table_view, Fixture)

BOOST_AUTO_TEST_CASE(keys_are_found_and_nulls_are_not) {
  const auto table = table_of({{5, "five"}, {std::nullopt, "none"}, {-7, "seven"}}, context);
  BOOST_TEST(table->rows() == 3U);
  BOOST_TEST(table->keys() == 1U);
  BOOST_TEST((find(*table, {{-7, ""}, {6, ""}, {std::nullopt, ""}, {5, ""}}) ==
              std::vector<std::uint32_t>{2, kNoRow, kNoRow, 0}));
}

BOOST_AUTO_TEST_CASE(rows_of_one_key_follow_each_other_in_their_order) {
  const auto table = table_of({{1, "a"}, {2, "b"}, {1, "c"}, {1, "d"}}, context);
  const auto first = find(*table, {{1, ""}}).at(0);
  BOOST_TEST(first == 0U);
  BOOST_TEST(table->next(0) == 2U);
  BOOST_TEST(table->next(2) == 3U);
  BOOST_TEST(table->next(3) == kNoRow);
  BOOST_TEST(table->next(1) == kNoRow);
}

BOOST_AUTO_TEST_CASE(columns_hold_what_was_put_in_and_a_row_of_nulls) {
  const auto table = table_of(
      {{1, "short"}, {2, std::nullopt}, {3, "a text of more than twelve bytes"}}, context);
  const StringColumn texts(table->column(1));
  BOOST_TEST(texts[0] == "short");
  BOOST_TEST(texts.is_null(1));
  BOOST_TEST(texts[2] == "a text of more than twelve bytes");
  BOOST_TEST(table->null_row() == 3U);
  BOOST_TEST(texts.is_null(3));
  BOOST_TEST(ColumnView(table->column(0)).is_null(3));
}

BOOST_AUTO_TEST_CASE(many_keys_are_all_found) {
  std::vector<Keyed> rows;
  for (std::int64_t i = 0; i < 5000; ++i) rows.push_back({i * 1000003, std::to_string(i)});
  const auto table = table_of(rows, context);
  const auto found = find(*table, rows);
  for (std::uint32_t i = 0; i < found.size(); ++i) BOOST_REQUIRE(found[i] == i);
}

BOOST_AUTO_TEST_CASE(an_empty_table_has_no_key) {
  const auto table = table_of({}, context);
  BOOST_TEST((find(*table, {{1, ""}}) == std::vector<std::uint32_t>{kNoRow}));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_table_are_refused) {
  (void)table_of({{1, "a"}}, context);
  const auto whole = context.stored.substr(64);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{7}, std::size_t{40}, whole.size() - 1})
    BOOST_TEST(!TableView::open(pool::StoreView::of(whole.substr(0, size))), size);
}

BOOST_AUTO_TEST_SUITE_END()
