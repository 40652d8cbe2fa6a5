// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <ostream>
#include <random>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(records_records)

namespace {

using dp::Schema;
using dp::Type;
using dp::test::Batch;
using dp::test::Cells;
using dp::test::must;
using dp::test::open_records;
using dp::test::Partials;
using dp::test::records_of;
using dp::test::RecordsWith;
using dp::test::Rows;
namespace data = boost::unit_test::data;

const Schema kInput = {{"n", Type::int64, true}, {"t", Type::string, true}};
const Cells kRows = {{3, "b"}, {1, "a"}, {2, "b"}, {nullptr, "c"}, {1, "a"}};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Ways to keep records, for the laws.
struct Way {
  RecordsWith with;
  const char* name;
  friend std::ostream& operator<<(std::ostream& out, const Way& way) { return out << way.name; }
};
const Way kWays[] = {
    {{}, "all"},
    {{.distinct = {"t"}}, "distinct"},
    {{.sort = {"-n", "t"}}, "sort"},
    {{.head = 7}, "head"},
    {{.tail = 7}, "tail"},
    {{.distinct = {"n"}, .sort = {"t"}, .tail = 5}, "distinct, sort and tail"},
    {{.distinct = {"*"}, .head = 9}, "distinct and head"},
    {{.distinct = {"t"}, .tail = 3}, "distinct and tail"},
    {{.sort = {"n"}, .head = 6}, "sort and head"},
};

Cells random_rows(std::size_t count) {
  std::mt19937 random(5);
  Cells rows;
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back({static_cast<std::int64_t>(random() % 40),
                    "text number " + std::to_string(random() % 30)});
  return rows;
}

/// Rows [begin, end) at their places: the first of them is the batch's item.
Batch part_of(const Cells& rows, std::size_t begin, std::size_t end) {
  return Batch(kInput,
               Cells(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                     rows.begin() + static_cast<std::ptrdiff_t>(end)),
               {}, begin);
}

/// Partials of pieces of so many rows, the last piece first.
std::vector<Partials> partials_of(const RecordsWith& with, const Cells& rows,
                                  std::size_t piece) {
  std::vector<Partials> made;
  for (std::size_t begin = 0; begin < rows.size(); begin += piece) {
    auto task = open_records(with, kInput).value();
    must(task.update(part_of(rows, begin, std::min(rows.size(), begin + piece))));
    made.insert(made.begin(), task.save().value());
  }
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_options_all_records_come_in_their_order) {
  BOOST_TEST(records_of({}, kInput, kRows) ==
             Rows({{"3", "b"}, {"1", "a"}, {"2", "b"}, {"<null>", "c"}, {"1", "a"}}));
}

BOOST_AUTO_TEST_CASE(records_are_sorted_and_ties_keep_their_order) {
  BOOST_TEST(records_of({.sort = {"t"}}, kInput, kRows) ==
             Rows({{"1", "a"}, {"1", "a"}, {"3", "b"}, {"2", "b"}, {"<null>", "c"}}));
  BOOST_TEST(records_of({.sort = {"-n"}}, kInput, kRows) ==
             Rows({{"3", "b"}, {"2", "b"}, {"1", "a"}, {"1", "a"}, {"<null>", "c"}}));
}

BOOST_AUTO_TEST_CASE(the_first_of_those_that_are_alike_is_kept) {
  BOOST_TEST(records_of({.distinct = {"t"}}, kInput, kRows) ==
             Rows({{"3", "b"}, {"1", "a"}, {"<null>", "c"}}));
  BOOST_TEST(records_of({.distinct = {"*"}}, kInput, kRows) ==
             Rows({{"3", "b"}, {"1", "a"}, {"2", "b"}, {"<null>", "c"}}));
}

BOOST_AUTO_TEST_CASE(nulls_are_alike_and_so_are_all_nan_and_zeros) {
  BOOST_TEST(records_of({.distinct = {"x"}}, {{"x", Type::float64, true}},
                        {{0.0}, {nullptr}, {kNan}, {-0.0}, {-kNan}, {nullptr}, {1.5}}) ==
             Rows({{"0"}, {"<null>"}, {"nan"}, {"1.5"}}));
}

BOOST_AUTO_TEST_CASE(values_of_all_types_come_back_as_they_were) {
  const Schema schema = {{"b", Type::boolean, true},    {"i", Type::int64, true},
                         {"f", Type::float64, true},    {"s", Type::string, true},
                         {"at", Type::timestamp, true}, {"day", Type::date, true},
                         {"d", Type::decimal, true},    {"j", Type::json, true}};
  const Cells rows = {{true, -1, -0.0, "a text of more than twelve bytes", 5, 6, "1.10", "{}"},
                      {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr}};
  BOOST_TEST(
      records_of({}, schema, rows) ==
      Rows({{"true", "-1", "-0", "a text of more than twelve bytes", "5", "6", "1.10", "{}"},
            dp::test::Row(8, "<null>")}));
}

BOOST_DATA_TEST_CASE(partials_give_what_all_records_at_once_give,
                     data::make(kWays) * data::make({1, 3, 50}), way, piece) {
  const auto rows = random_rows(120);
  auto task = open_records(way.with, kInput).value();
  for (const auto& partials : partials_of(way.with, rows, static_cast<std::size_t>(piece)))
    must(task.combine(partials));
  must(task.finalize());
  BOOST_TEST(task.rows() == records_of(way.with, kInput, rows));
}

BOOST_DATA_TEST_CASE(partitions_that_are_trimmed_alone_give_it_too, data::make(kWays), way) {
  const auto rows = random_rows(120);
  const auto partials = partials_of(way.with, rows, 10);
  auto whole = open_records(way.with, kInput).value();
  for (std::uint32_t partition = 0; partition < DP_PARTITIONS; ++partition) {
    auto task = open_records(way.with, kInput).value();
    for (const auto& each : partials)
      if (const auto found = each.find(partition); found != each.end())
        must(task.combine(partition, found->second));
    must(task.trim());
    must(whole.combine(task.save().value()));
  }
  must(whole.finalize());
  BOOST_TEST(whole.rows() == records_of(way.with, kInput, rows));
}

BOOST_DATA_TEST_CASE(ranges_follow_each_other_in_the_order_of_the_result, data::make(kWays),
                     way) {
  const auto rows = random_rows(120);
  auto first = open_records(way.with, kInput).value();
  must(first.update(part_of(rows, 0, 60)));
  const auto bounds = first.bounds(4).value();
  BOOST_TEST(bounds.empty() == (way.with.head != 0 || way.with.tail != 0));
  if (bounds.empty() || !way.with.distinct.empty()) return;
  auto second = open_records(way.with, kInput).value();
  must(second.update(part_of(rows, 60, 120)));
  const auto left = first.save_ranges(bounds).value(),
             right = second.save_ranges(bounds).value();
  Rows all;
  for (std::uint32_t range = 0; range < 4; ++range) {
    auto task = open_records(way.with, kInput).value();
    for (const auto* partials : {&right, &left})
      if (const auto found = partials->find(range); found != partials->end())
        must(task.combine(0, found->second));
    must(task.finalize());
    all.insert(all.end(), task.rows().begin(), task.rows().end());
  }
  BOOST_TEST(all == records_of(way.with, kInput, rows));
}

BOOST_AUTO_TEST_CASE(a_reset_forgets_all) {
  auto task = open_records({.distinct = {"t"}}, kInput).value();
  must(task.update(Batch(kInput, kRows)));
  BOOST_TEST(task.size() > 0U);
  task.reset();
  must(task.finalize());
  BOOST_TEST(task.rows() == Rows());
}

BOOST_AUTO_TEST_CASE(a_damaged_partial_is_refused) {
  auto task = open_records({.sort = {"n"}}, kInput).value();
  must(task.update(Batch(kInput, {{1, "a"}})));
  const auto saved = task.save().value();
  BOOST_REQUIRE(saved.size() == 1U);
  const auto& [partition, bytes] = *saved.begin();
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    auto other = open_records({.sort = {"n"}}, kInput).value();
    const auto status = other.combine(partition, bytes.substr(0, size));
    BOOST_TEST(!status, size);
  }
}

BOOST_AUTO_TEST_SUITE_END()
