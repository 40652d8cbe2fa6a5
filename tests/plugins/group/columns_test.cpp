// SPDX-License-Identifier: Apache-2.0
#include "group/columns.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(group_columns)

namespace {

using dp::Type;
using dp::group::Cell;
using dp::group::Datum;
using dp::group::Key;
using dp::group::KeyJoiner;
using dp::test::Batch;

const dp::Schema kSchema = {{"t", Type::string}, {"i", Type::int64}, {"f", Type::float64}};
const std::vector<Key> kKeys = {{0, kSchema[0]}, {1, kSchema[1]}, {2, kSchema[2]}};

const Batch& rows() {
  static const Batch batch(kSchema, {{"short", -1, 0.5},
                                     {"a text of more than fifteen bytes", 300, -0.0},
                                     {nullptr, nullptr, std::nan("")},
                                     {"", 0, 0.0}});
  return batch;
}

std::strong_ordering order(double a, double b) {
  return dp::group::compare({false, 0, a, {}}, {false, 0, b, {}}, Type::float64);
}

}  // namespace

BOOST_AUTO_TEST_CASE(cells_hold_the_values_of_a_column) {
  const dp::BatchView view(rows().view());
  Cell cells[4];
  dp::group::DecimalRoom room;
  dp::group::read_cells(view.column(0), Type::string, {&view, 0, 4}, room, cells);
  BOOST_TEST(cells[0].view() == "short");
  BOOST_TEST(!cells[0].is_long());
  BOOST_TEST(cells[1].view() == "a text of more than fifteen bytes");
  BOOST_TEST(cells[1].is_long());
  BOOST_TEST(cells[2].is_null());
  BOOST_TEST(cells[3].size() == 0u);
  dp::group::read_cells(view.column(1), Type::int64, {&view, 1, 3}, room, cells);
  BOOST_TEST(dp::group::datum_of(cells[0], Type::int64).integer == 300);
  BOOST_TEST(dp::group::datum_of(cells[1], Type::int64).null);
}

BOOST_AUTO_TEST_CASE(zeros_are_one_float_and_so_are_nans) {
  BOOST_TEST(dp::group::float_key(-0.0) == dp::group::float_key(0.0));
  BOOST_TEST(dp::group::float_key(-std::nan("7")) == dp::group::float_key(std::nan("")));
  BOOST_TEST(dp::group::float_key(1.0) != dp::group::float_key(-1.0));
}

BOOST_AUTO_TEST_CASE(values_are_ordered_null_first_and_nan_last) {
  const double nan = std::nan("");
  const double inf = std::numeric_limits<double>::infinity();
  BOOST_TEST((order(-inf, -1) < 0));
  BOOST_TEST((order(1, inf) < 0));
  BOOST_TEST((order(inf, nan) < 0));
  BOOST_TEST((order(nan, nan) == 0));
  const Datum null{true, 0, 0, {}};
  BOOST_TEST((dp::group::compare(null, {false, -5, 0, {}}, Type::int64) < 0));
  BOOST_TEST((dp::group::compare({false, 0, 0, "a"}, {false, 0, 0, "\xc3"}, Type::string) < 0));
}

BOOST_AUTO_TEST_CASE(equal_decimals_are_one_cell_however_they_are_written) {
  const Batch batch({{"d", Type::decimal}},
                    {{"1.10"}, {"1.1"}, {nullptr}, {"123456789012345678901234567890123456"}});
  const dp::BatchView view(batch.view());
  Cell cells[4];
  dp::group::DecimalRoom room;
  dp::group::read_cells(view.column(0), Type::decimal, {&view, 0, 4}, room, cells);
  BOOST_TEST(cells[0].view() == cells[1].view());
  BOOST_TEST(cells[2].is_null());
  BOOST_TEST(cells[3].is_long());
  for (const int row : {0, 1, 3}) BOOST_TEST(dp::group::is_value(cells[row], Type::decimal));
  BOOST_TEST(dp::group::datum_of(cells[0], Type::decimal).decimal.text() == "1.1");
}

BOOST_AUTO_TEST_CASE(words_are_in_the_order_of_the_values) {
  const Batch batch(
      {{"i", Type::int64}, {"f", Type::float64}, {"t", Type::string}, {"d", Type::decimal}},
      {{-7, -INFINITY, "", "-10"},
       {0, -0.5, "a", "-9.5"},
       {1, 0.0, "a text that is", "0.1"},
       {300, std::nan(""), "a text that was", "123456789012345678901234567890123456"}});
  const dp::BatchView view(batch.view());
  const auto words = [&](std::size_t column, Type type) {
    Cell cells[4];
    dp::group::DecimalRoom room;
    dp::group::read_cells(view.column(column), type, {&view, 0, 4}, room, cells);
    std::vector<std::uint64_t> found;
    for (const auto& cell : cells) found.push_back(dp::group::order_word(cell, type));
    return found;
  };
  for (const auto& [column, type] : {std::pair(0u, Type::int64), std::pair(1u, Type::float64),
                                     std::pair(3u, Type::decimal)}) {
    const auto found = words(column, type);
    for (std::size_t i = 1; i < found.size(); ++i) BOOST_TEST(found[i - 1] < found[i], column);
  }
  const auto texts = words(2, Type::string);
  BOOST_TEST(texts[0] < texts[1]);
  BOOST_TEST(texts[1] < texts[2]);
  BOOST_TEST(texts[2] == texts[3]);  // they begin alike
}

BOOST_AUTO_TEST_CASE(keys_of_several_columns_are_joined_and_taken_apart) {
  const dp::BatchView view(rows().view());
  KeyJoiner joiner;
  Cell joined[4];
  joiner.join(kKeys, {&view, 0, 4}, joined);
  const auto text = [&](std::size_t row) { return std::string(joined[row].view()); };
  for (std::size_t row = 0; row < 4; ++row) BOOST_TEST(KeyJoiner::is_key(text(row), kKeys));
  const auto key = text(1);
  BOOST_TEST(KeyJoiner::text(key, kKeys, 0) == "a text of more than fifteen bytes");
  const auto number = KeyJoiner::part(key, kKeys, 1);
  BOOST_REQUIRE(number.has_value());
  BOOST_TEST(dp::group::datum_of(*number, Type::int64).integer == 300);
  const auto nulls = text(2);
  BOOST_TEST(KeyJoiner::part(nulls, kKeys, 0).value().is_null());
  BOOST_TEST(KeyJoiner::part(nulls, kKeys, 1).value().is_null());
  // An empty text is no null.
  BOOST_TEST(!KeyJoiner::part(text(3), kKeys, 0).value().is_null());
}

BOOST_AUTO_TEST_CASE(bytes_that_join_never_made_are_no_key) {
  const dp::BatchView view(rows().view());
  KeyJoiner joiner;
  Cell joined[1];
  joiner.join(kKeys, {&view, 0, 1}, joined);
  const std::string key(joined[0].view());
  for (std::size_t size = 0; size < key.size(); ++size)
    BOOST_TEST(!KeyJoiner::is_key(key.substr(0, size), kKeys), size);
  BOOST_TEST(!KeyJoiner::is_key(key + '\0', kKeys));
}

BOOST_AUTO_TEST_SUITE_END()
