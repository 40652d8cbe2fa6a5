// SPDX-License-Identifier: Apache-2.0
#include "records/order_key.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(records_order_key)

namespace {

using dp::Decimal;
using dp::Type;
using dp::records::prefix_of;
using dp::records::put_order;
using dp::records::put_place;
using dp::test::Batch;
using dp::test::Cells;

/// Whether values that are given in their order have keys in this order, and in the other one descending.
void check_order(Type type, const Cells& values) {
  const Batch batch({{"x", type, true}}, values);
  const dp::BatchView view(batch.view());
  std::vector<std::string> up, down;
  for (std::size_t row = 0; row < view.rows(); ++row) {
    put_order(up.emplace_back(), type, view.column(0), row, false);
    put_order(down.emplace_back(), type, view.column(0), row, true);
  }
  for (std::size_t i = 1; i < up.size(); ++i) {
    BOOST_TEST((up[i - 1] < up[i]), i);
    BOOST_TEST((down[i - 1] > down[i]), i);
    BOOST_TEST(!up[i].starts_with(up[i - 1]), i);
  }
}

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

BOOST_AUTO_TEST_CASE(keys_are_in_the_order_of_values) {
  check_order(Type::boolean, {{nullptr}, {false}, {true}});
  check_order(Type::int64,
              {{nullptr}, {kLeast}, {-256}, {-1}, {0}, {1}, {255}, {256}, {kMost}});
  check_order(Type::timestamp, {{nullptr}, {-5}, {7}});
  check_order(Type::date, {{nullptr}, {-5}, {7}});
  check_order(Type::float64, {{nullptr},
                              {-kInfinity},
                              {-1e300},
                              {-1.5},
                              {-1e-300},
                              {0.0},
                              {1e-300},
                              {1.5},
                              {kInfinity}});
  check_order(Type::string, {{nullptr},
                             {""},
                             {std::string("\0", 1)},
                             {std::string("\0\1", 2)},
                             {"\1"},
                             {"a"},
                             {std::string("a\0", 2)},
                             {"a\1"},
                             {"ab"},
                             {"b"},
                             {"\xff"}});
}

BOOST_AUTO_TEST_CASE(decimals_are_in_the_order_of_numbers) {
  check_order(Type::decimal, {{nullptr},
                              {"-100"},
                              {"-10.5"},
                              {"-10.25"},
                              {"-10"},
                              {"-0.5"},
                              {"-0.05"},
                              {"0"},
                              {"0.0005"},
                              {"0.05"},
                              {"0.5"},
                              {"1"},
                              {"1.01"},
                              {"1.1"},
                              {"2"},
                              {"10"},
                              {"11"},
                              {"100"},
                              {"123456789012345678901234567890.123456"}});
  const Batch batch({{"x", Type::decimal, true}}, {{"1.10"}, {"1.1"}, {"0.00"}, {"0"}});
  const dp::BatchView view(batch.view());
  std::string keys[4];
  for (std::size_t i = 0; i < 4; ++i)
    put_order(keys[i], Type::decimal, view.column(0), i, false);
  BOOST_TEST((keys[0] == keys[1]));
  BOOST_TEST((keys[2] == keys[3]));
}

BOOST_AUTO_TEST_CASE(nan_comes_after_all_numbers_whichever_way) {
  const Batch batch({{"x", Type::float64, true}}, {{nullptr}, {kInfinity}, {std::nan("")}});
  const dp::BatchView view(batch.view());
  std::string up[3], down[3];
  for (std::size_t i = 0; i < 3; ++i) {
    put_order(up[i], Type::float64, view.column(0), i, false);
    put_order(down[i], Type::float64, view.column(0), i, true);
  }
  BOOST_TEST((up[0] < up[1] && up[1] < up[2]));
  BOOST_TEST((down[1] < down[2] && down[2] < down[0]));
}

BOOST_AUTO_TEST_CASE(places_are_ordered_by_item_offset_and_number) {
  std::string keys[4];
  put_place(keys[0], {1, 300, 9});
  put_place(keys[1], {2, 1, 0});
  put_place(keys[2], {2, 256, 0});
  put_place(keys[3], {2, 256, 1});
  for (int i = 1; i < 4; ++i) BOOST_TEST((keys[i - 1] < keys[i]));
  BOOST_TEST(keys[0].size() == dp::records::Place::kBytes);
}

BOOST_AUTO_TEST_CASE(a_prefix_has_the_first_byte_highest) {
  BOOST_TEST(prefix_of("\1\2") == 0x0102000000000000U);
  BOOST_TEST(prefix_of("abcdefghij") == 0x6162636465666768U);
}

BOOST_AUTO_TEST_SUITE_END()
