// SPDX-License-Identifier: Apache-2.0
#include "rows/cells.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(rows_cells)

namespace {

using dp::BatchBuilder;
using dp::BatchView;
using dp::Schema;
using dp::Type;
using dp::rows::get_rows;
using dp::rows::put_rows;

const Schema kAll = {{"flag", Type::boolean},  {"n", Type::int64},      {"x", Type::float64},
                     {"text", Type::string},   {"at", Type::timestamp}, {"day", Type::date},
                     {"price", Type::decimal}, {"doc", Type::json}};

void fill(BatchBuilder& batch) {
  batch.column(0).put(0, true);
  batch.column(1).put(0, std::numeric_limits<std::int64_t>::min());
  batch.column(2).put(0, -0.0);
  batch.column(3).put_copy(0, std::string("a\0b, longer than twelve", 23));
  batch.column(4).put(0, dp::Timestamp{-1});
  batch.column(5).put(0, dp::Date{20'000});
  batch.column(6).put(0, dp::Decimal::parse("-1.10").value());
  batch.column(7).put_copy(0, R"({"a":[1]})");
  for (std::size_t i = 0; i < kAll.size(); ++i) batch.column(i).set_null(1);
}

std::string bytes_of(BatchBuilder& batch, std::size_t rows,
                     const std::vector<std::size_t>& kept, const Schema& schema) {
  const auto made = batch.finish(rows, 0).value();
  std::string bytes;
  put_rows(bytes, BatchView(made), kept, schema);
  return bytes;
}

const std::vector<std::size_t> kAllPlaces = {0, 1, 2, 3, 4, 5, 6, 7};

}  // namespace

BOOST_AUTO_TEST_CASE(values_of_all_types_come_back_as_they_were) {
  BatchBuilder first(kAll, 2), second(kAll, 2);
  fill(first);
  const auto bytes = bytes_of(first, 2, kAllPlaces, kAll);
  BOOST_REQUIRE(get_rows(bytes, 2, kAll, &second));
  const auto made = second.finish(2, 0).value();
  const BatchView view(made);
  BOOST_TEST(view.ints(1)[0] == std::numeric_limits<std::int64_t>::min());
  BOOST_TEST(std::signbit(view.floats(2)[0]));
  BOOST_TEST(view.strings(3)[0] == std::string("a\0b, longer than twelve", 23));
  BOOST_TEST(view.decimals(6)[0].scale() == 2);
  for (std::size_t i = 0; i < kAll.size(); ++i)
    BOOST_TEST(dp::ColumnView(view.column(i)).is_null(1));
  BOOST_TEST((bytes_of(second, 2, kAllPlaces, kAll) == bytes));
}

BOOST_AUTO_TEST_CASE(columns_are_kept_in_the_order_that_is_asked_for) {
  BatchBuilder first(kAll, 2);
  fill(first);
  const Schema kept = {kAll[3], kAll[0]};
  const auto bytes = bytes_of(first, 2, {3, 0}, kept);
  BatchBuilder second(kept, 2);
  BOOST_REQUIRE(get_rows(bytes, 2, kept, &second));
  const auto made = second.finish(2, 0).value();
  BOOST_TEST(BatchView(made).strings(0)[0].size() == 23U);
  BOOST_TEST(BatchView(made).bools(1)[0]);
}

BOOST_AUTO_TEST_CASE(what_are_not_so_many_rows_is_refused) {
  BatchBuilder first(kAll, 2);
  fill(first);
  const auto bytes = bytes_of(first, 2, kAllPlaces, kAll);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!get_rows(std::string_view(bytes).substr(0, size), 2, kAll, nullptr));
  BOOST_TEST(!get_rows(bytes, 1, kAll, nullptr));
  BOOST_TEST(!get_rows(bytes, 3, kAll, nullptr));
  BOOST_TEST(!get_rows(bytes + '\0', 2, kAll, nullptr));
  auto damaged = bytes;
  damaged[0] = 2;
  const auto status = get_rows(damaged, 2, kAll, nullptr);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::corrupt));
}

BOOST_AUTO_TEST_SUITE_END()
