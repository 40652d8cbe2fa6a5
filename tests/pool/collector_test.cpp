// SPDX-License-Identifier: Apache-2.0
#include "pool/collector.hpp"

#include "channels.hpp"
#include "pool/message.hpp"

namespace collector {

using dp::Errc;
using dp::pool::Collector;
using dp::pool::Commit;
using dp::pool::Death;
using dp::pool::Instruction;
using dp::pool::kAll;
using dp::pool::kState;
using dp::pool::kStream;
using dp::pool::Lease;
using dp::pool::LeaseQueue;
using dp::pool::Record;
using dp::pool::Reply;
using dp::pool::WorkerSlot;

namespace {

/// Notes what it is told, as text.
class NotingJob final : public dp::pool::Job {
 public:
  std::optional<Lease> next() override { return std::nullopt; }
  void held(std::uint64_t chunk) override { notes += "held " + std::to_string(chunk) + "; "; }
  dp::Status commit(const Commit& commit) override {
    if (!refuses.empty()) return dp::fail(Errc::corrupt, refuses);
    notes += (commit.more ? "more of part " : "part ") + std::to_string(commit.part) + " of";
    for (const auto chunk : commit.chunks) notes += " " + std::to_string(chunk);
    notes += ": " + std::string(commit.bytes.begin(), commit.bytes.end()) + "; ";
    return {};
  }
  dp::Result<std::vector<Lease>> failed(std::uint64_t chunk, const dp::Error& error) override {
    notes += "failed " + std::to_string(chunk) + ": " + error.message + "; ";
    return std::vector<Lease>{};
  }
  dp::Result<std::vector<Lease>> died(Lease, const Death&) override {
    return std::vector<Lease>{};
  }
  std::string notes;
  std::string refuses;  ///< why all that is committed makes no sense
};

/// A runner's state with one slot, whose worker is the test.
struct Fixture {
  Fixture() : state({}) {
    state.segment.emplace(dp::pool::Segment::create(1, 64 << 10, {}).value());
    state.stores.emplace(dp::pool::Stores::create(2, {}).value());
    state.slots.push_back(std::make_unique<WorkerSlot>(*state.segment, 0));
    worker.emplace(dp::pool::WorkerSetup{slot().channel.block(),
                                         {},
                                         0,
                                         -1,
                                         state.stores->read_only(),
                                         state.stores->descriptor(0),
                                         0});
    queue.begin(job);
    slot().state = WorkerSlot::State::starting;
  }
  WorkerSlot& slot() { return *state.slots[0]; }
  Instruction give(std::uint64_t chunk, bool prefixes = false) {
    Record record;
    record.lease.chunk = chunk;
    record.lease.prefixes = prefixes;
    BOOST_REQUIRE(slot().channel.give(record, state.runner_store()).value());
    slot().channel.publish(false);
    Instruction instruction;
    BOOST_REQUIRE(worker->next(instruction));
    return instruction;
  }
  void reply(const Instruction& instruction, Reply::Kind kind, std::uint8_t part = 0,
             std::string_view bytes = {}) {
    Reply reply;
    reply.chunk = instruction.chunk;
    reply.attempt = instruction.attempt;
    reply.kind = kind;
    reply.part = part;
    BOOST_REQUIRE(worker->send(reply, dp::pool::Bytes(bytes)));
    worker->release();
  }
  dp::Status collect() { return collector.collect(slot()); }

  dp::pool::PoolState state;
  LeaseQueue queue;
  Collector collector{state, queue};
  NotingJob job;
  std::optional<dp::pool::WorkerChannel> worker;
};

}  // namespace
}  // namespace collector

BOOST_FIXTURE_TEST_SUITE(collector, Fixture)

BOOST_AUTO_TEST_CASE(a_worker_that_says_ready_serves) {
  reply({}, Reply::kReady);
  BOOST_REQUIRE(collect());
  BOOST_TEST((slot().state == WorkerSlot::State::serving));
  BOOST_TEST(collector.collected() == 1U);
}

BOOST_AUTO_TEST_CASE(parts_commit_one_by_one_and_the_last_takes_the_chunk_off) {
  const auto chunk = give(3);
  reply(chunk, Reply::kPart, kStream, "out");
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.running() == 1U);
  reply(chunk, Reply::kDone, kState, "sum");
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.running() == 0U);
  BOOST_TEST(job.notes == "part 1 of 3: out; part 2 of 3: sum; ");
  BOOST_TEST(state.stats.commits == 2U);
}

BOOST_AUTO_TEST_CASE(an_epoch_commits_all_that_was_held_its_state_first) {
  const auto first = give(1);
  reply(first, Reply::kPart, kStream, "s");
  reply(first, Reply::kHeld);
  reply(give(2), Reply::kHeld);
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().held.size() == 2U);
  Instruction both;
  both.chunk = 2;  // so many
  reply(both, Reply::kEpoch, 0, "state");
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().held.empty());
  BOOST_TEST(job.notes ==
             "part 1 of 1: s; held 1; held 2; part 2 of 1 2: state; part 1 of 2: ; ");
}

BOOST_AUTO_TEST_CASE(a_part_that_was_committed_before_is_damage_and_does_not_count) {
  const auto chunk = give(3);
  reply(chunk, Reply::kPart, kStream, "out");
  reply(chunk, Reply::kPart, kStream, "out");
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes == "part 1 of 3: out; ");
  BOOST_TEST(slot().channel.damage() ==
             std::string_view("it committed what was not asked of it"));
}

BOOST_AUTO_TEST_CASE(an_epoch_of_another_size_is_damage) {
  reply(give(1), Reply::kHeld);
  Instruction two;
  two.chunk = 2;
  reply(two, Reply::kEpoch, 0, "state");
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes == "held 1; ");
  BOOST_TEST(slot().channel.damage() ==
             std::string_view("it committed an epoch of other chunks"));
}

BOOST_AUTO_TEST_CASE(a_refused_chunk_is_told_and_the_epoch_that_it_spoiled_is_done_again) {
  reply(give(1), Reply::kHeld);
  std::string error;
  dp::pool::put_error(error, {Errc::task_failed, "no such key"});
  reply(give(2), Reply::kFailed, kState, error);
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes == "held 1; failed 2: no such key; ");
  BOOST_TEST(slot().held.empty());
  const auto again = queue.next();
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST(again->lease.chunk == 1U);
}

BOOST_AUTO_TEST_CASE(a_skipped_chunk_that_nobody_else_has_is_leased_again) {
  reply(give(4), Reply::kSkipped);
  BOOST_REQUIRE(collect());
  const auto again = queue.next();
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST(again->lease.chunk == 4U);
}

BOOST_AUTO_TEST_CASE(
    a_worker_that_is_worn_is_replaced_and_what_it_did_not_begin_is_leased_again) {
  reply(give(4), Reply::kWorn);
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().retiring);
  const auto again = queue.next();
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST(again->lease.chunk == 4U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_cannot_go_on_ends_the_run_with_its_reason) {
  std::string error;
  dp::pool::put_error(error, {Errc::invalid_plugin, "no such task"});
  reply({}, Reply::kBroken, 0, error);
  const auto status = collect();
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::invalid_plugin));
  BOOST_TEST(status.error().message == "worker 0: no such task");
}

BOOST_AUTO_TEST_CASE(a_reply_of_no_known_kind_is_damage) {
  reply({}, static_cast<Reply::Kind>(77));
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.damage() == std::string_view("it sent a reply of no known kind"));
}

BOOST_AUTO_TEST_CASE(a_stream_comes_in_prefixes_and_the_chunk_stays_in_hand) {
  const auto chunk = give(3, true);
  reply(chunk, Reply::kPrefix, kStream, "a");
  reply(chunk, Reply::kPrefix, kStream, "b");
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.running() == 1U);
  BOOST_REQUIRE(slot().channel.in_hand() != nullptr);
  BOOST_TEST(slot().channel.in_hand()->lease.parts == kAll);
  reply(chunk, Reply::kDone, kAll, "c");
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes == "more of part 1 of 3: a; more of part 1 of 3: b; part 3 of 3: c; ");
}

BOOST_AUTO_TEST_CASE(a_prefix_that_was_not_asked_for_is_damage) {
  reply(give(3), Reply::kPrefix, kStream, "a");
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes.empty());
  BOOST_TEST(slot().channel.damage() ==
             std::string_view("it committed what was not asked of it"));
}

BOOST_AUTO_TEST_CASE(a_prefix_after_its_stream_is_damage) {
  const auto chunk = give(3, true);
  reply(chunk, Reply::kPart, kStream, "a");
  reply(chunk, Reply::kPrefix, kStream, "b");
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes == "part 1 of 3: a; ");
  BOOST_TEST(slot().channel.damage() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_chunk_that_gave_a_prefix_cannot_be_skipped) {
  const auto chunk = give(3, true);
  reply(chunk, Reply::kPrefix, kStream, "a");
  reply(chunk, Reply::kSkipped);
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.damage() == std::string_view("it skipped what it had begun"));
}

BOOST_AUTO_TEST_CASE(of_a_run_that_is_to_stop_the_next_prefix_is_the_last) {
  const auto chunk = give(3, true);
  queue.stop();
  reply(chunk, Reply::kPrefix, kStream, "a");
  reply(chunk, Reply::kPrefix, kStream, "b");
  BOOST_REQUIRE(collect());
  BOOST_TEST(job.notes == "more of part 1 of 3: a; ");
  BOOST_TEST(slot().idle());
  BOOST_TEST(slot().channel.damage() == std::string_view("it was to stop"));
}

BOOST_AUTO_TEST_CASE(a_reply_of_which_the_job_makes_no_sense_is_damage_by_the_chunk_in_hand) {
  job.refuses = "a count of 7, expected 2";
  reply(give(3), Reply::kDone, kAll, "rubbish");
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.damage() ==
             std::string_view("its reply makes no sense: a count of 7, expected 2"));
  BOOST_REQUIRE(slot().channel.in_hand() != nullptr);
  BOOST_TEST(slot().channel.in_hand()->lease.chunk == 3U);
}

BOOST_AUTO_TEST_CASE(a_state_of_which_the_job_makes_no_sense_leaves_all_its_chunks_to_be_done) {
  reply(give(1), Reply::kHeld);
  BOOST_REQUIRE(collect());
  job.refuses = "rubbish";
  Instruction one;
  one.chunk = 1;
  reply(one, Reply::kEpoch, 0, "state");
  BOOST_REQUIRE(collect());
  BOOST_TEST(slot().channel.damage() != nullptr);
  BOOST_TEST(slot().held.size() == 1U);
  BOOST_TEST(slot().held[0].lease.parts == kAll);
}

BOOST_AUTO_TEST_SUITE_END()
