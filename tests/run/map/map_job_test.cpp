// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_job.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <numeric>
#include <random>

#include "input_of_records.hpp"
#include "world_of_workers.hpp"

namespace {

namespace data = boost::unit_test::data;
namespace pool = dp::pool;
using namespace dp::protocol;
using namespace dp::run;

using dp::test::Input;
using dp::test::Record;
using dp::test::Shape;
using dp::test::World;

const std::vector<Shape> kShapes = [] {
  std::vector<Shape> shapes;
  for (const unsigned wrong : {0U, 3U, 40U})
    for (const unsigned trouble : {0U, 4U, 30U})
      for (const unsigned prefix : {0U, 60U}) {
        shapes.push_back({true, false, false, wrong, trouble, prefix});
        shapes.push_back({true, true, false, wrong, trouble, prefix});
        shapes.push_back({true, true, true, wrong, trouble, prefix});
        shapes.push_back({false, true, false, wrong, trouble, prefix});
      }
  return shapes;
}();

}  // namespace

BOOST_AUTO_TEST_SUITE(map_map_job)

BOOST_DATA_TEST_CASE(every_record_counts_once_whatever_workers_guess_and_however_they_end,
                     data::make(kShapes), shape) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      World world(shape, seed);
      world.run();
      world.check();
    }
  }
}

/// A job over some items, nothing of which is answered.
struct Unanswered {
  explicit Unanswered(const std::vector<Stage::Kind>& stages, Intake intake = Intake::records) {
    plan.intake = intake;
    for (const auto kind : stages) plan.stages.emplace_back().kind = kind;
    plan.reductions.resize(1);
    MapJob::Setup setup;
    setup.chunksize = {dp::pipeline::Chunksize::Unit::bytes, 100};
    setup.into = {&plan, &input.items, &progress, &rejects};
    job.emplace(std::move(setup));
  }
  RequestKind ask() {
    const auto lease = job->next();
    BOOST_REQUIRE(lease);
    return static_cast<RequestKind>(lease->request[0]);
  }

  std::mt19937 random{1};
  Input input{random};
  Plan plan;
  Progress progress;
  RejectLog rejects = *RejectLog::create("");
  std::optional<MapJob> job;
};

BOOST_AUTO_TEST_CASE(a_step_is_shown_nothing_that_may_not_be_a_record) {
  using Kind = Stage::Kind;
  BOOST_TEST((Unanswered({Kind::reader, Kind::where, Kind::derive, Kind::select}).ask() ==
              RequestKind::map));
  BOOST_TEST((Unanswered({Kind::reader, Kind::where, Kind::step}).ask() == RequestKind::cut));
}

BOOST_AUTO_TEST_CASE(an_item_that_waits_for_answers_keeps_no_worker_from_the_others) {
  Unanswered world({Stage::Kind::reader});
  BOOST_REQUIRE(world.input.items.list.size() > 1U);
  std::uint64_t slices = 0;
  for (const auto& item : world.input.items.list)
    slices += std::min<std::uint64_t>((item.stamp.size + 99) / 100, 8);
  for (std::uint64_t i = 0; i < slices; ++i) BOOST_TEST((world.ask() == RequestKind::map));
  BOOST_TEST(!world.job->next());
  BOOST_TEST(world.job->waits());
}

BOOST_AUTO_TEST_CASE(what_external_deaths_change_nothing_about_keeps_its_id) {
  Unanswered world({Stage::Kind::reader}, Intake::whole);
  pool::Death death;
  death.external = true;
  auto lease = world.job->next().value();
  while (lease.items > 1) {
    const auto halves = world.job->died(lease, death).value();
    BOOST_REQUIRE(halves.size() == 2U);
    lease = halves.front();
  }
  const auto again = world.job->died(lease, death).value();
  BOOST_REQUIRE(again.size() == 1U);
  BOOST_TEST(again.front().chunk == lease.chunk);
  BOOST_TEST((again.front().request == lease.request));
}

BOOST_AUTO_TEST_SUITE_END()
