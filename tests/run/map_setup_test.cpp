// SPDX-License-Identifier: Apache-2.0
#include "run/map_setup.hpp"

#include "run_fixture.hpp"

BOOST_FIXTURE_TEST_SUITE(map_setup, dp::test::RunFixture)

BOOST_AUTO_TEST_CASE(a_map_is_set_up_as_the_pipeline_says) {
  prepared.pool.emplace(dp::test::fake_workers(2, work));
  prepared.model.errors.retries = 4;
  prepared.model.pool.timeout = std::chrono::seconds(9);
  const dp::pool::StoreRange range{1, 20, 30};
  const auto setup = dp::run::map_setup(prepared, range);
  BOOST_TEST(setup.plan_range.store == 1U);
  BOOST_TEST(setup.plan_range.offset == 20U);
  BOOST_TEST((setup.chunksize.unit == dp::pipeline::Chunksize::Unit::items));
  BOOST_TEST(setup.workers == 2U);
  BOOST_TEST(setup.blame.tries == 5U);
  BOOST_TEST(setup.blame.short_timeout);
}

BOOST_AUTO_TEST_CASE(a_long_time_limit_is_no_short_one) {
  prepared.pool.emplace(dp::test::fake_workers(1, work));
  prepared.model.pool.timeout = std::chrono::seconds(10);
  BOOST_TEST(!dp::run::map_setup(prepared, {}).blame.short_timeout);
}

BOOST_AUTO_TEST_SUITE_END()
