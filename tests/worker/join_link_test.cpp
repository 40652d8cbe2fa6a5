// SPDX-License-Identifier: Apache-2.0
#include "worker/join_link.hpp"

#include <boost/test/unit_test.hpp>

#include "table_fixture.hpp"

namespace join_link {

using namespace dp;
using namespace dp::test;
using dp::worker::JoinLink;
using Kind = dp::protocol::Join::Kind;

namespace {

struct Fixture {
  /// What comes of `records`; `used`: of the four columns.
  Texts join(Kind kind, bool several, const std::vector<Keyed>& records,
             std::vector<std::uint8_t> used = {1, 1, 1, 1}) {
    protocol::Join join;
    join.kind = kind;
    join.several = several;
    join.keys = {0};
    if (kind != Kind::anti) join.taken = {1, 0};
    JoinLink link(join, table, kKeyed, used, 3, counts, rows);
    BOOST_REQUIRE(link.push(KeyedBatch(records)));
    return rows.take();
  }

  MemoryContext context;
  std::shared_ptr<const worker::TableView> table =
      table_of({{1, "one"}, {2, "two"}, {1, "a text of more than twelve bytes"}}, context);
  protocol::Counts counts;
  Collector rows;
};

}  // namespace
}  // namespace join_link

BOOST_FIXTURE_TEST_SUITE(join_link, Fixture)

BOOST_AUTO_TEST_CASE(all_records_get_the_first_row_of_their_key_or_nulls) {
  BOOST_TEST((join(Kind::left, false, {{2, "x"}, {9, "y"}, {std::nullopt, "z"}, {1, "w"}}) ==
              Texts{"2|x|two|2", "9|y|null|null", "null|z|null|null", "1|w|one|1"}));
  BOOST_TEST((rows.offsets == std::vector<std::uint64_t>{0, 10, 20, 30}));
}

BOOST_AUTO_TEST_CASE(records_without_a_row_are_left_out_or_left_alone) {
  BOOST_TEST((join(Kind::inner, false, {{2, "x"}, {9, "y"}, {1, "w"}}) ==
              Texts{"2|x|two|2", "1|w|one|1"}));
  BOOST_TEST((join(Kind::anti, false, {{2, "x"}, {9, "y"}, {std::nullopt, "z"}}) ==
              Texts{"9|y", "null|z"}));
}

BOOST_AUTO_TEST_CASE(a_record_goes_on_once_for_each_row_of_its_key) {
  BOOST_TEST((join(Kind::left, true, {{1, "x"}, {9, "y"}, {2, "z"}}) ==
              Texts{"1|x|one|1", "1|x|a text of more than twelve bytes|1", "9|y|null|null",
                    "2|z|two|2"}));
  // As many rows as records, and not the same.
  BOOST_TEST((join(Kind::inner, true, {{1, "x"}, {9, "y"}}) ==
              Texts{"1|x|one|1", "1|x|a text of more than twelve bytes|1"}));
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_stay_empty) {
  BOOST_TEST((join(Kind::left, false, {{2, "x"}}, {1, 1, 0, 1}) == Texts{"2|x|empty|2"}));
}

BOOST_AUTO_TEST_CASE(it_is_counted_whether_any_record_has_a_row) {
  (void)join(Kind::left, false, {{9, "y"}});
  BOOST_TEST(counts.asked == 8U);
  BOOST_TEST(counts.kept == 0U);
  (void)join(Kind::left, false, {{1, "y"}});
  BOOST_TEST(counts.kept == 8U);
}

BOOST_AUTO_TEST_CASE(many_rows_of_a_key_come_in_batches) {
  std::vector<Keyed> many(9000, {5, "t"});
  table = table_of(many, context);
  BOOST_TEST(join(Kind::inner, true, {{5, "x"}}).size() == 9000U);
  BOOST_TEST(rows.batches == 3);
}

BOOST_AUTO_TEST_SUITE_END()
