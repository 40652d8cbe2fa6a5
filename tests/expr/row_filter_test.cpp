// SPDX-License-Identifier: Apache-2.0
#include "expr/row_filter.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>

#include "sample_batch.hpp"

BOOST_AUTO_TEST_SUITE(row_filter)

using namespace dp;
using dp::expr::RowFilter;
using dp::test::Cell;
using dp::test::cell_of;
using dp::test::SampleBatch;
using dp::test::show;

namespace {

const Schema kSchema = {{"flag", Type::boolean},   {"whole", Type::int64},
                        {"part", Type::float64},   {"text", Type::string},
                        {"time", Type::timestamp}, {"day", Type::date},
                        {"price", Type::decimal},  {"record", Type::json}};

std::vector<test::Row> sample_rows(std::size_t count) {
  std::vector<test::Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    test::Row row = {i % 2 == 0,
                     n * 3,
                     static_cast<double>(n) / 4,
                     "row " + std::to_string(i) + (i % 3 == 0 ? " is longer than inline" : ""),
                     n * 1'000'000,
                     n - 5,
                     std::to_string(i) + ".10",
                     "[" + std::to_string(i) + ", \"longer than inline\"]"};
    if (i % 7 == 3) row[i % row.size()] = Cell{};
    rows.push_back(std::move(row));
  }
  return rows;
}

void check_rows(const dp_batch& kept, const std::vector<test::Row>& rows,
                const std::vector<std::uint32_t>& chosen) {
  const BatchView view(kept);
  BOOST_REQUIRE_EQUAL(view.rows(), chosen.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    BOOST_REQUIRE_EQUAL(view.offset(i), 100 * chosen[i]);
    for (std::size_t column = 0; column < kSchema.size(); ++column)
      BOOST_REQUIRE_EQUAL(show(cell_of(view.column(column), kSchema[column].type, i)),
                          show(rows[chosen[i]][column]));
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(keeps_values_nulls_texts_and_offsets_of_the_rows) {
  RowFilter filter(kSchema);
  for (const std::size_t count : {200u, 3u, 129u}) {
    const auto rows = sample_rows(count);
    const SampleBatch sample(kSchema, rows);
    for (const std::size_t step : {2u, 3u, 64u}) {
      std::vector<std::uint32_t> chosen;
      for (std::size_t i = step - 1; i < count; i += step)
        chosen.push_back(static_cast<std::uint32_t>(i));
      const auto& kept = filter.keep(sample.batch(), chosen);
      BOOST_TEST(kept.item == 7u);
      check_rows(kept, rows, chosen);
    }
  }
}

BOOST_AUTO_TEST_CASE(repeats_rows_in_any_order) {
  RowFilter filter(kSchema);
  const auto rows = sample_rows(5);
  const SampleBatch sample(kSchema, rows);
  for (const std::vector<std::uint32_t>& chosen :
       std::vector<std::vector<std::uint32_t>>{{4, 4, 0, 3, 3, 3}, {1, 1, 1, 1, 1}, {3}})
    check_rows(filter.repeat(sample.batch(), chosen), rows, chosen);
}

BOOST_AUTO_TEST_CASE(hands_back_the_batch_itself_if_all_rows_are_kept) {
  RowFilter filter(kSchema);
  const SampleBatch sample(kSchema, sample_rows(10));
  std::vector<std::uint32_t> all(10);
  std::iota(all.begin(), all.end(), 0u);
  BOOST_TEST(&filter.keep(sample.batch(), all) == &sample.batch());
}

BOOST_AUTO_TEST_CASE(no_rows_give_an_empty_batch) {
  RowFilter filter(kSchema);
  const SampleBatch sample(kSchema, sample_rows(10));
  BOOST_TEST(BatchView(filter.keep(sample.batch(), {})).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_stay_empty) {
  BatchBuilder builder(kSchema, 4);
  const std::uint8_t used[] = {0, 1, 0, 0, 0, 0, 0, 0};
  builder.set_used(used);
  for (std::size_t i = 0; i < 4; ++i) builder.column(1).put(i, static_cast<std::int64_t>(i));
  auto batch = builder.finish(4, 1).value();
  batch.offsets = nullptr;
  RowFilter filter(kSchema);
  const std::vector<std::uint32_t> chosen = {1, 3};
  const auto& kept = filter.keep(batch, chosen);
  BOOST_TEST(kept.offsets == nullptr);
  BOOST_TEST(kept.array->children[0]->length == 0);
  BOOST_TEST(kept.array->children[3]->length == 0);
  BOOST_TEST(Int64Column(*kept.array->children[1])[1] == 3);
}

BOOST_AUTO_TEST_SUITE_END()
