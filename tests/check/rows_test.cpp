// SPDX-License-Identifier: Apache-2.0
#include "check/rows.hpp"

#include <boost/test/unit_test.hpp>

#include "check/random_rows.hpp"

BOOST_AUTO_TEST_SUITE(rows)

namespace {

const dp::Schema kSchema = {
    {"text", dp::Type::string, true},   {"size", dp::Type::int64, true},
    {"share", dp::Type::float64, true}, {"flag", dp::Type::boolean, true},
    {"at", dp::Type::timestamp, true},  {"day", dp::Type::date, true},
    {"price", dp::Type::decimal, true}, {"record", dp::Type::json, true}};

}  // namespace

BOOST_AUTO_TEST_CASE(a_batch_shows_the_rows_that_it_was_made_of) {
  dp::check::Random random(1);
  for (int round = 0; round < 20; ++round) {
    const auto made = dp::check::random_rows(kSchema, random.below(70), random);
    const dp::check::OwnedBatch batch(kSchema, made);
    const dp::BatchView view(batch.view());
    BOOST_REQUIRE(view.rows() == made.size());
    for (std::size_t row = 0; row < made.size(); ++row)
      for (std::size_t i = 0; i < kSchema.size(); ++i)
        BOOST_TEST(dp::check::show(view.column(i), kSchema[i].type, row) ==
                   dp::check::show(kSchema[i].type, made[row][i]));
  }
}

BOOST_AUTO_TEST_CASE(a_row_is_shown_by_its_columns) {
  const dp::Schema schema = {{"word", dp::Type::string, true}, {"n", dp::Type::int64, true}};
  BOOST_TEST(dp::check::show(schema, {{false, 0, 0, "a\n"}, {true, 0, 0, ""}}) ==
             "word='a\\x0A' n=null");
}

BOOST_AUTO_TEST_SUITE_END()
