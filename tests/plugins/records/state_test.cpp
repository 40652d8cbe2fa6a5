// SPDX-License-Identifier: Apache-2.0
#include "records/state.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace {

using dp::Schema;
using dp::Type;
using dp::test::Batch;
using dp::test::Cells;
using dp::test::must;
using dp::test::open_records;

const Schema kInput = {{"n", Type::int64, true}, {"t", Type::string, true}};

/// Rows with the numbers [begin, end) and a text of 1,000 bytes.
Batch rows(std::int64_t begin, std::int64_t end) {
  Cells cells;
  for (auto n = begin; n < end; ++n) cells.push_back({n, std::string(1000, 'x')});
  return Batch(kInput, cells, {}, static_cast<std::uint64_t>(begin));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(records_state)

BOOST_AUTO_TEST_CASE(the_first_and_the_last_take_little_memory) {
  for (const bool head : {true, false}) {
    auto task = open_records({.head = head ? 5 : 0, .tail = head ? 0 : 5}, kInput).value();
    for (std::int64_t i = 0; i < 40; ++i) must(task.update(rows(1000 * i, 1000 * (i + 1))));
    BOOST_TEST(task.size() < 12U << 20);
    must(task.finalize());
    BOOST_TEST(task.column("n") ==
               (head ? dp::test::Row{"0", "1", "2", "3", "4"}
                     : dp::test::Row{"39995", "39996", "39997", "39998", "39999"}));
  }
}

BOOST_AUTO_TEST_CASE(what_an_earlier_record_takes_the_place_of_is_let_go) {
  auto task = open_records({.distinct = {"t"}}, kInput).value();
  // Each is before those that came so far.
  for (std::int64_t i = 40000; i > 0; --i) must(task.update(rows(i, i + 1)));
  BOOST_TEST(task.size() < 24U << 20);
  must(task.finalize());
  BOOST_TEST(task.column("n") == dp::test::Row{"1"});
}

BOOST_AUTO_TEST_SUITE_END()
