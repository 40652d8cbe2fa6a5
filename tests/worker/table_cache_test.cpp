// SPDX-License-Identifier: Apache-2.0
#include "worker/table_cache.hpp"

#include <boost/test/unit_test.hpp>

#include "table_fixture.hpp"

namespace table_cache {

using namespace dp;
using namespace dp::test;
using dp::worker::TableBuilder;
using dp::worker::TableCache;

namespace {

struct Fixture {
  pool::StoreRange store(std::int64_t key) {
    TableBuilder builder(kKeyed, {0, 1}, 1);
    BOOST_REQUIRE(builder.add(KeyedBatch({{key, "t"}})));
    (void)builder.index(7, [] {});
    return builder.store(context).value();
  }
  static protocol::Plan plan_with(const pool::StoreRange& range) {
    protocol::Plan plan;
    auto& stage = plan.stages.emplace_back();
    stage.kind = protocol::Stage::Kind::join;
    stage.join.table = range;
    return plan;
  }
  MemoryContext context;
  TableCache cache;
};

}  // namespace
}  // namespace table_cache

BOOST_FIXTURE_TEST_SUITE(table_cache, Fixture)

BOOST_AUTO_TEST_CASE(a_table_is_opened_once_and_kept_while_plans_join_with_it) {
  const auto first = store(1), second = store(2);
  BOOST_REQUIRE(cache.keep(plan_with(first), context));
  BOOST_REQUIRE(cache.keep(plan_with(first), context));
  BOOST_TEST(context.loads == 1);
  BOOST_TEST((*cache.find(first))->rows() == 1U);
  BOOST_REQUIRE(cache.keep(plan_with(second), context));
  BOOST_TEST(bool(cache.find(second)));
  BOOST_TEST(!cache.find(first));
}

BOOST_AUTO_TEST_CASE(what_is_no_table_is_an_error) {
  context.stored = std::string(200, 'x');
  const auto kept = cache.keep(plan_with({3, 0, 100}), context);
  BOOST_REQUIRE(!kept);
  BOOST_TEST((kept.error().code == Errc::corrupt));
}

BOOST_AUTO_TEST_SUITE_END()
