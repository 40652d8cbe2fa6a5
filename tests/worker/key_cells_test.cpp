// SPDX-License-Identifier: Apache-2.0
#include "worker/key_cells.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(key_cells)

using namespace dp;
using dp::worker::KeyHashes;
using dp::worker::same_value;

namespace {

/// A column of floats.
struct Floats {
  explicit Floats(const std::vector<double>& values) : builder(Type::float64, values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i) builder.put(i, values[i]);
    array = builder.finish(values.size());
  }
  ColumnBuilder builder;
  const ArrowArray* array;
};

}  // namespace

BOOST_AUTO_TEST_CASE(zeros_are_equal_and_nan_is_equal_to_nothing) {
  const Floats floats({0.0, -0.0, std::numeric_limits<double>::quiet_NaN(), 1.5});
  KeyHashes keys;
  keys.begin(4);
  keys.add(Hasher(3), *floats.array, Type::float64);
  BOOST_TEST(keys.hashes[0] == keys.hashes[1]);
  BOOST_TEST(keys.hashes[0] != keys.hashes[3]);
  BOOST_TEST((keys.whole == std::vector<std::uint8_t>{1, 1, 0, 1}));
  BOOST_TEST(same_value(Type::float64, *floats.array, 0, *floats.array, 1));
  BOOST_TEST(!same_value(Type::float64, *floats.array, 0, *floats.array, 3));
}

BOOST_AUTO_TEST_CASE(equal_decimals_are_equal_however_they_are_written) {
  ColumnBuilder builder(Type::decimal, 3);
  builder.put(0, *Decimal::parse("1.1"));
  builder.put(1, *Decimal::parse("1.10"));
  builder.put(2, *Decimal::parse("1.01"));
  const auto& column = *builder.finish(3);
  KeyHashes keys;
  keys.begin(3);
  keys.add(Hasher(3), column, Type::decimal);
  BOOST_TEST(keys.hashes[0] == keys.hashes[1]);
  BOOST_TEST(keys.hashes[0] != keys.hashes[2]);
  BOOST_TEST(same_value(Type::decimal, column, 0, column, 1));
  BOOST_TEST(!same_value(Type::decimal, column, 0, column, 2));
}

BOOST_AUTO_TEST_CASE(texts_bools_and_dates_are_compared_by_value) {
  ColumnBuilder texts(Type::string, 3);
  texts.put_copy(0, "a text of more than twelve bytes");
  texts.put_copy(1, "a text of more than twelve bytes");
  texts.put_copy(2, "short");
  const auto& text = *texts.finish(3);
  BOOST_TEST(same_value(Type::string, text, 0, text, 1));
  BOOST_TEST(!same_value(Type::string, text, 0, text, 2));
  ColumnBuilder bools(Type::boolean, 2);
  bools.put(0, true);
  bools.put(1, false);
  const auto& flag = *bools.finish(2);
  BOOST_TEST(!same_value(Type::boolean, flag, 0, flag, 1));
  ColumnBuilder dates(Type::date, 2);
  dates.put(0, Date{7});
  dates.put(1, Date{7});
  const auto& day = *dates.finish(2);
  BOOST_TEST(same_value(Type::date, day, 0, day, 1));
  KeyHashes keys;
  keys.begin(2);
  keys.add(Hasher(3), flag, Type::boolean);
  keys.add(Hasher(3), day, Type::date);
  BOOST_TEST(keys.hashes[0] != keys.hashes[1]);
}

BOOST_AUTO_TEST_SUITE_END()
