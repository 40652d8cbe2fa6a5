// SPDX-License-Identifier: Apache-2.0
#include "worker/unpivot_link.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "table_fixture.hpp"

namespace unpivot_link {

using namespace dp;
using namespace dp::test;
using dp::worker::UnpivotLink;

namespace {

const Schema kThree = {{"a", Type::string, true},
                       {"n", Type::int64, true},
                       {"a name of its own", Type::string, true}};

/// Keeps the names and the decimals that are pushed.
class Decimals final : public worker::Link {
 public:
  Status push(const dp_batch& batch) override {
    const BatchView view(batch);
    for (std::size_t row = 0; row < view.rows(); ++row) {
      const bool is_null = ColumnView(view.column(1)).is_null(row);
      rows.push_back(std::string(view.strings(0)[row]) + "|" +
                     (is_null ? "null" : view.decimals(1)[row].text()));
    }
    return {};
  }
  Texts rows;
};

struct Fixture {
  Texts unpivot(const protocol::Unpivot& unpivot, std::vector<std::uint8_t> used,
                std::size_t records = 2) {
    UnpivotLink link(unpivot, kThree, kThree[unpivot.columns.front()].type, std::move(used),
                     rows);
    BatchBuilder builder(kThree, records);
    for (std::size_t i = 0; i < records; ++i) {
      builder.column(0).put_copy(i, "first text, which is a long one " + std::to_string(i));
      builder.column(1).put(i, static_cast<std::int64_t>(i));
      if (i % 2 == 0)
        builder.column(2).put_copy(i, "other text, which is a long one " + std::to_string(i));
      else
        builder.column(2).set_null(i);
      builder.offsets()[i] = 10 * i;
    }
    const auto batch = builder.finish(records, 0).value();
    BOOST_REQUIRE(link.push(batch));
    return rows.take();
  }
  Collector rows;
};

}  // namespace
}  // namespace unpivot_link

BOOST_FIXTURE_TEST_SUITE(unpivot_link, Fixture)

BOOST_AUTO_TEST_CASE(each_column_makes_a_record_with_its_name_and_value) {
  BOOST_TEST((unpivot({{2, 0}, {1}}, {1, 1, 1}) ==
              Texts{"0|a name of its own|other text, which is a long one 0",
                    "0|a|first text, which is a long one 0", "1|a name of its own|null",
                    "1|a|first text, which is a long one 1"}));
  BOOST_TEST((rows.offsets == std::vector<std::uint64_t>{0, 0, 10, 10}));
}

BOOST_AUTO_TEST_CASE(numbers_are_values_too) {
  BOOST_TEST(
      (unpivot({{1}, {0}}, {1, 1, 1}) == Texts{"first text, which is a long one 0|n|0",
                                               "first text, which is a long one 1|n|1"}));
}

BOOST_AUTO_TEST_CASE(ints_beside_decimals_become_decimals) {
  const Schema columns = {{"n", Type::int64, true}, {"x", Type::decimal, true}};
  Decimals made;
  UnpivotLink link({{0, 1}, {}}, columns, Type::decimal, {1, 1}, made);
  BatchBuilder builder(columns, 2);
  builder.column(0).put(0, std::numeric_limits<std::int64_t>::min());
  builder.column(1).put(0, *Decimal::parse("1.10"));
  builder.column(0).set_null(1);
  builder.column(1).put(1, *Decimal::parse("-2"));
  BOOST_REQUIRE(link.push(builder.finish(2, 0).value()));
  BOOST_TEST((made.rows == Texts{"n|-9223372036854775808", "x|1.10", "n|null", "x|-2"}));
}

BOOST_AUTO_TEST_CASE(what_nobody_reads_stays_empty) {
  BOOST_TEST((unpivot({{1}, {}}, {0, 1}) == Texts{"empty|0", "empty|1"}));
}

BOOST_AUTO_TEST_CASE(many_records_come_in_batches) {
  BOOST_TEST(unpivot({{0, 2}, {1}}, {1, 1, 1}, 5000).size() == 10000U);
  BOOST_TEST(rows.batches == 3);
}

BOOST_AUTO_TEST_SUITE_END()
