// SPDX-License-Identifier: Apache-2.0
#include "worker/unpivot_link.hpp"

#include <boost/test/unit_test.hpp>

#include "table_fixture.hpp"

using namespace dp;
using namespace dp::test;
using dp::worker::UnpivotLink;

namespace {

const Schema kThree = {{"a", Type::string, true},
                       {"n", Type::int64, true},
                       {"a name of its own", Type::string, true}};

struct Fixture {
  Texts unpivot(const protocol::Unpivot& unpivot, std::vector<std::uint8_t> used,
                std::size_t records = 2) {
    UnpivotLink link(unpivot, kThree, std::move(used), rows);
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

BOOST_AUTO_TEST_CASE(what_nobody_reads_stays_empty) {
  BOOST_TEST((unpivot({{1}, {}}, {0, 1}) == Texts{"empty|0", "empty|1"}));
}

BOOST_AUTO_TEST_CASE(many_records_come_in_batches) {
  BOOST_TEST(unpivot({{0, 2}, {1}}, {1, 1, 1}, 5000).size() == 10000U);
  BOOST_TEST(rows.batches == 3);
}

BOOST_AUTO_TEST_SUITE_END()
