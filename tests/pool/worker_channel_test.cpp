// SPDX-License-Identifier: Apache-2.0
#include "pool/worker_channel.hpp"

#include <thread>

#include "channels.hpp"

BOOST_AUTO_TEST_SUITE(worker_channel)

using dp::pool::Instruction;
using dp::pool::kRing;
using dp::pool::Position;
using dp::pool::Reply;
using dp::pool::Timing;
using dp::pool::WorkerStatus;
using dp::test::Channels;

BOOST_AUTO_TEST_CASE(instructions_come_in_the_order_in_which_they_were_put) {
  Channels ends;
  ends.give(5);
  ends.give(6);
  BOOST_TEST(ends.runner.instruct(Instruction::kCommit));
  BOOST_TEST(ends.next().chunk == 5U);
  BOOST_TEST(ends.next().chunk == 6U);
  BOOST_TEST(ends.next().kind == Instruction::kCommit);
}

BOOST_AUTO_TEST_CASE(a_sleeping_worker_is_woken_by_the_next_instruction) {
  Channels ends;
  std::thread runner([&] {
    const auto& asleep = ends.segment().block(0).worker->asleep;
    while (asleep.load() == 0) std::this_thread::yield();
    ends.give(8);
    ends.runner.publish(false);
  });
  Instruction instruction;
  BOOST_TEST(ends.worker.next(instruction));
  runner.join();
  BOOST_TEST(instruction.chunk == 8U);
}

BOOST_AUTO_TEST_CASE(the_runner_is_woken_only_if_it_sleeps) {
  Channels ends;
  const int doorbell = ends.worker.setup().runner_doorbell;
  std::uint64_t rings = 0;
  ends.worker.ring_runner();
  BOOST_TEST(::read(doorbell, &rings, sizeof rings) == -1);
  ends.segment().header().runner_asleep = 1;
  ends.worker.ring_runner();
  BOOST_TEST(::read(doorbell, &rings, sizeof rings) == 8);
  BOOST_TEST(rings == 1U);
}

BOOST_AUTO_TEST_CASE(beginning_a_chunk_puts_it_into_the_status) {
  Channels ends;
  ends.give(3);
  const Instruction instruction = ends.next();
  ends.worker.report_position(7, 8, true);
  BOOST_TEST(ends.worker.begin(instruction));
  const WorkerStatus& status = *ends.segment().block(0).worker;
  BOOST_TEST(status.chunk == 3U);
  BOOST_TEST(status.attempt == instruction.attempt);
  BOOST_TEST(status.state == WorkerStatus::kBusy);
  BOOST_TEST(status.begun == 1U);
  BOOST_TEST(status.position.item == 0U);
  BOOST_TEST(status.position.place == 0U);
  BOOST_TEST(status.position.kind == Position::kNone);
}

BOOST_AUTO_TEST_CASE(the_heart_beats_only_when_the_position_changes) {
  Channels ends;
  const WorkerStatus& status = *ends.segment().block(0).worker;
  ends.worker.report_position(1, 100, true);
  const std::uint64_t beat = status.beat;
  ends.worker.report_position(1, 100, true);
  BOOST_TEST(status.beat == beat);
  ends.worker.report_position(1, 101, true);
  BOOST_TEST(status.beat == beat + 1);
  ends.worker.report_position(1, 101, false);
  BOOST_TEST(status.beat == beat + 2);
}

BOOST_AUTO_TEST_CASE(a_call_is_in_the_status_until_another_is_or_a_chunk_begins) {
  Channels ends;
  const WorkerStatus& status = *ends.segment().block(0).worker;
  const std::uint64_t beat = status.beat;
  ends.worker.report_call("save of hits", Timing::opening);
  BOOST_TEST(std::string(status.call.text, status.call.size) == "save of hits");
  BOOST_TEST(status.call.timing == static_cast<std::uint32_t>(Timing::opening));
  BOOST_TEST(status.beat == beat);
  ends.worker.report_call(std::string(500, 'x'), Timing::item);
  BOOST_TEST(status.call.timing == static_cast<std::uint32_t>(Timing::item));
  BOOST_TEST(status.call.size == dp::pool::kMostCallBytes);
  ends.worker.report_call({}, Timing::item);
  BOOST_TEST(status.call.size == 0U);
  ends.worker.report_call("update", Timing::opening);
  ends.give(3);
  BOOST_TEST(ends.worker.begin(ends.next()));
  BOOST_TEST(status.call.size == 0U);
  BOOST_TEST(status.call.timing == static_cast<std::uint32_t>(Timing::item));
}

BOOST_AUTO_TEST_CASE(the_heart_beats_also_when_only_life_is_reported) {
  Channels ends;
  const WorkerStatus& status = *ends.segment().block(0).worker;
  const std::uint64_t beat = status.beat;
  ends.worker.report_alive();
  BOOST_TEST(status.beat == beat + 1);
}

BOOST_AUTO_TEST_CASE(a_reply_waits_for_room_until_the_runner_has_taken_some) {
  Channels ends;
  for (std::uint32_t i = 0; i < kRing; ++i)
    BOOST_REQUIRE(ends.worker.send({.kind = Reply::kReady}, {}));
  std::thread runner([&] {
    const auto& asleep = ends.segment().block(0).worker->asleep;
    while (asleep.load() == 0) std::this_thread::yield();
    (void)ends.runner.take();
    ends.runner.release();
    ends.runner.ring();
  });
  BOOST_TEST(bool(ends.worker.send({.kind = Reply::kEpoch}, {})));
  runner.join();
}

BOOST_AUTO_TEST_CASE(a_worker_whose_runner_is_gone_gives_up) {
  Channels ends;
  auto setup = ends.worker_setup();
  setup.runner_pid = 1 + ::getppid();  // not our parent
  dp::pool::WorkerChannel orphan(setup);
  Instruction instruction;
  BOOST_TEST(!orphan.next(instruction));
}

BOOST_AUTO_TEST_CASE(a_ring_that_makes_no_sense_ends_it) {
  Channels ends;
  ends.segment().block(0).runner->instructions.count = kRing + 1;
  Instruction instruction;
  BOOST_TEST(!ends.worker.next(instruction));
}

BOOST_AUTO_TEST_SUITE_END()
