// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <optional>

#include "jobs.hpp"
#include "pool/lease_queue.hpp"
#include "pool/pool_state.hpp"
#include "pool/worker_channel.hpp"

namespace dp::test {

/// What the parts of a runner share, with slots that serve but have no process: the test is their
/// workers.
struct PoolParts {
  PoolParts(pool::Options options, unsigned workers, std::size_t items)
      : state(std::move(options)), job(std::vector<std::string>(items, "1"), 1) {
    state.segment.emplace(pool::Segment::create(workers, 64 << 10, {}).value());
    state.stores.emplace(pool::Stores::create(workers + 1, {}).value());
    for (unsigned i = 0; i < workers; ++i) {
      state.slots.push_back(std::make_unique<pool::WorkerSlot>(*state.segment, i));
      state.slots.back()->state = pool::WorkerSlot::State::serving;
    }
    queue.begin(job);
  }

  pool::WorkerSlot& slot(std::size_t i) { return *state.slots[i]; }
  [[nodiscard]] std::size_t running(std::size_t i) const {
    return state.slots[i]->channel.running();
  }
  /// What the worker in slot `i` is told next; one must be there.
  pool::Instruction next(unsigned i) {
    pool::WorkerChannel worker({slot(i).channel.block(),
                                {},
                                i,
                                -1,
                                state.stores->read_only(),
                                state.stores->descriptor(i),
                                0});
    pool::Instruction instruction;
    BOOST_REQUIRE(worker.next(instruction));
    return instruction;
  }

  pool::PoolState state;
  pool::LeaseQueue queue;
  WordsJob job;
};

}  // namespace dp::test
