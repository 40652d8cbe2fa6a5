// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_job.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <numeric>
#include <random>

#include "input_of_records.hpp"
#include "protocol/reject.hpp"
#include "world_of_workers.hpp"

BOOST_AUTO_TEST_SUITE(map_map_job)

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
        shapes.push_back({true, false, false, wrong, trouble, prefix, prefix / 3});
        shapes.push_back({true, true, false, wrong, trouble, prefix, prefix / 3});
        shapes.push_back({true, true, true, wrong, trouble, prefix, prefix / 3});
        shapes.push_back({false, true, false, wrong, trouble, prefix, prefix / 3});
      }
  return shapes;
}();

}  // namespace

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
    setup.check_range = [](unsigned worker, const pool::StoreRange& range) {
      return range.store == worker ? dp::Status{} : dp::fail(dp::Errc::corrupt, "elsewhere");
    };
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

/// Commit what a worker says, some bytes of it changed: it is taken, or refused as what it is.
template <class Reply>
void commit_changed(Unanswered& world, const pool::Lease& lease, std::uint8_t part,
                    const Reply& reply, bool more = false) {
  std::string bytes;
  dp::ByteWriter out(bytes);
  encode(out, reply);
  for (auto changes = world.random() % 4; changes > 0; --changes)
    bytes[world.random() % bytes.size()] = static_cast<char>(world.random());
  const auto status =
      world.job->commit({{&lease.chunk, 1}, part, 0, {bytes.data(), bytes.size()}, more});
  if (!status) BOOST_TEST((status.error().code == dp::Errc::corrupt), status.error().message);
}

BOOST_AUTO_TEST_CASE(replies_with_changed_bytes_are_taken_or_refused) {
  std::string rejects;
  append_reject(rejects, {0, 7, "raw", "bad"});
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    Unanswered world({Stage::Kind::reader});
    world.random.seed(seed);
    const auto lease = world.job->next();
    BOOST_REQUIRE(lease);
    StreamReply reply;
    reply.bounds = {true, 0, 100};
    reply.rejects = rejects;
    commit_changed(world, *lease, pool::kStream, PrefixReply{{0, 50}, reply}, true);
    commit_changed(world, *lease, pool::kStream, reply);
    StateReply state;
    state.partials.resize(1);
    state.partials[0].range.size = state.partials[0].sizes[3] = 1;
    commit_changed(world, *lease, pool::kState, state);
    for (int i = 0; i < 20; ++i) (void)world.job->next();
  }
}

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

BOOST_AUTO_TEST_CASE(a_task_that_hangs_before_any_item_ends_the_run_and_blames_none) {
  Unanswered world({Stage::Kind::reader});
  const auto lease = world.job->next().value();
  pool::Death death;
  death.limit = pool::Death::Limit::time;
  death.timing = pool::Timing::opening;
  death.time_limit = std::chrono::seconds(30);
  death.call = "open of the step s";
  death.is_fault = true;
  death.faults = 1;
  const auto again = world.job->died(lease, death).value();
  BOOST_REQUIRE(again.size() == 1U);
  BOOST_TEST(again.front().chunk == lease.chunk);
  death.faults = 2;
  const auto status = world.job->died(again.front(), death);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::timed_out));
  BOOST_TEST(status.error().message ==
             "the worker ran past its time limit of 30s in open of the step s");
  BOOST_TEST(world.rejects.count() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
