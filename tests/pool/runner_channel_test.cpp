// SPDX-License-Identifier: Apache-2.0
#include "pool/runner_channel.hpp"

#include "channels.hpp"

BOOST_AUTO_TEST_SUITE(runner_channel)

using dp::pool::Instruction;
using dp::pool::kRing;
using dp::pool::Reply;
using dp::pool::WorkerStatus;
using dp::test::Channels;

namespace {

std::string text_of(const std::optional<dp::pool::Bytes>& bytes) {
  return bytes ? std::string(bytes->begin(), bytes->end()) : "(none)";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_lease_and_its_request_reach_the_worker_and_the_result_comes_back) {
  Channels ends;
  BOOST_TEST(ends.give(42, "do this"));
  BOOST_TEST(ends.runner.running() == 1U);
  const Instruction instruction = ends.next();
  BOOST_TEST(instruction.kind == Instruction::kRun);
  BOOST_TEST(instruction.chunk == 42U);
  std::string buffer;
  const auto request = ends.worker.request_bytes(instruction, buffer);
  BOOST_REQUIRE(request);
  BOOST_TEST(text_of(*request) == "do this");

  BOOST_TEST(!ends.runner.has_news());
  ends.reply(instruction, Reply::kDone, "done");
  BOOST_TEST(ends.runner.has_news());
  const auto reply = ends.runner.take();
  BOOST_REQUIRE(reply.has_value());
  BOOST_TEST(text_of(ends.runner.bytes_of(*reply, ends.stores())) == "done");
  BOOST_REQUIRE(ends.runner.record_of(*reply) != nullptr);
  BOOST_TEST(ends.runner.finish().lease.chunk == 42U);
  BOOST_TEST(ends.runner.running() == 0U);
  BOOST_TEST(ends.runner.damage() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_full_ring_takes_no_more_leases) {
  Channels ends;
  for (std::uint64_t chunk = 0; chunk < kRing; ++chunk) BOOST_REQUIRE(ends.give(chunk));
  BOOST_TEST(!ends.give(kRing));
  BOOST_TEST(!ends.runner.instruct(Instruction::kStop));
  (void)ends.next();
  ends.worker.release();
  BOOST_TEST(ends.give(kRing));
}

BOOST_AUTO_TEST_CASE(replies_larger_than_the_arena_allows_come_through_the_store) {
  Channels ends;
  ends.give(1);
  const std::string large(Channels::kArena, 'x');
  ends.reply(ends.next(), Reply::kDone, large);
  const auto reply = ends.runner.take();
  BOOST_REQUIRE(reply.has_value());
  BOOST_TEST(reply->stored == 1);
  BOOST_TEST((text_of(ends.runner.bytes_of(*reply, ends.stores())) == large));
}

BOOST_AUTO_TEST_CASE(leases_that_were_not_begun_can_be_taken_back) {
  Channels ends;
  for (const std::uint64_t chunk : {0U, 1U, 2U, 3U}) ends.give(chunk);
  BOOST_TEST(ends.worker.begin(ends.next()));
  const auto back = ends.runner.recall();
  BOOST_REQUIRE(back.size() == 3U);
  BOOST_TEST(back[0].lease.chunk == 1U);
  BOOST_TEST(back[2].lease.chunk == 3U);
  BOOST_TEST(!ends.runner.can_recall());  // not before the worker has answered
  BOOST_TEST(ends.runner.recall().empty());
  for (int i = 0; i < 3; ++i) BOOST_TEST(!ends.worker.begin(ends.next()));
}

BOOST_AUTO_TEST_CASE(the_oldest_lease_is_never_taken_back) {
  Channels ends;
  ends.give(0);
  BOOST_TEST(!ends.runner.can_recall());
  ends.give(1);
  BOOST_REQUIRE(ends.runner.recall().size() == 1U);
  BOOST_TEST(ends.worker.begin(ends.next()));
  BOOST_TEST(!ends.worker.begin(ends.next()));
}

BOOST_AUTO_TEST_CASE(the_chunk_in_hand_is_the_one_that_the_status_names) {
  Channels ends;
  ends.give(9);
  BOOST_TEST(ends.runner.in_hand() == nullptr);
  BOOST_TEST(ends.worker.begin(ends.next()));
  BOOST_REQUIRE(ends.runner.in_hand() != nullptr);
  BOOST_TEST(ends.runner.in_hand()->lease.chunk == 9U);
}

BOOST_AUTO_TEST_CASE(between_two_chunks_none_is_in_hand) {
  Channels ends;
  ends.give(8);
  ends.give(9);
  const auto first = ends.next();
  BOOST_TEST(ends.worker.begin(first));
  ends.reply(first, Reply::kDone);
  BOOST_REQUIRE(ends.runner.take().has_value());
  (void)ends.runner.finish();
  BOOST_TEST(ends.runner.in_hand() == nullptr);
  BOOST_TEST(ends.worker.begin(ends.next()));
  BOOST_REQUIRE(ends.runner.in_hand() != nullptr);
  BOOST_TEST(ends.runner.in_hand()->lease.chunk == 9U);
}

BOOST_AUTO_TEST_CASE(whoever_writes_over_the_status_is_what_is_in_hand) {
  Channels ends;
  ends.give(9);
  const auto chunk = ends.next();
  ends.reply({}, Reply::kReady);
  BOOST_REQUIRE(ends.runner.take().has_value());
  BOOST_TEST(ends.worker.begin(chunk));
  auto& status = *ends.segment().block(0).worker;
  for (const std::uint32_t state : {0U, 77U, 0xa5a5a5a5U}) {
    status.state = state;
    BOOST_REQUIRE(ends.runner.in_hand() != nullptr);
    BOOST_TEST(ends.runner.in_hand()->lease.chunk == 9U);
  }
  status.state = dp::pool::WorkerStatus::kBusy;
  status.attempt = 77;
  BOOST_TEST(ends.runner.in_hand() != nullptr);
}

BOOST_AUTO_TEST_CASE(
    what_gave_a_prefix_or_a_reply_without_sense_is_in_hand_whatever_the_status_says) {
  Channels ends;
  ends.give(9);
  (void)ends.next();
  BOOST_TEST(ends.runner.in_hand() == nullptr);
  ends.runner.blame_oldest();
  BOOST_REQUIRE(ends.runner.in_hand() != nullptr);
  BOOST_TEST(ends.runner.in_hand()->lease.chunk == 9U);
}

BOOST_AUTO_TEST_CASE(a_reply_for_a_chunk_that_it_does_not_hold_is_damage) {
  Channels ends;
  ends.give(1);
  Instruction other = ends.next();
  other.chunk = 2;
  ends.reply(other, Reply::kDone);
  const auto reply = ends.runner.take();
  BOOST_REQUIRE(reply.has_value());
  BOOST_TEST(ends.runner.record_of(*reply) == nullptr);
  BOOST_TEST(ends.runner.damage() ==
             std::string_view("it answered for a chunk that it does not hold"));
  BOOST_TEST(!ends.runner.take());
  BOOST_TEST(!ends.runner.has_news());
}

BOOST_AUTO_TEST_CASE(a_reply_outside_of_the_arena_is_damage) {
  Channels ends;
  ends.give(1);
  ends.reply(ends.next(), Reply::kDone, "1234");
  auto reply = ends.runner.take();
  BOOST_REQUIRE(reply.has_value());
  reply->place += Channels::kArena + 1;
  BOOST_TEST(!ends.runner.bytes_of(*reply, ends.stores()));
  BOOST_TEST(ends.runner.damage() == std::string_view("its reply lies outside of its arena"));
}

BOOST_AUTO_TEST_CASE(a_new_worker_begins_with_empty_rings_and_no_damage) {
  Channels ends;
  ends.give(1);
  ends.runner.set_damage("anything");
  ends.runner.renew(ends.segment(), true);
  BOOST_TEST(ends.runner.running() == 0U);
  BOOST_TEST(ends.runner.damage() == nullptr);
  BOOST_TEST(!ends.runner.take());
  BOOST_TEST(ends.segment().block(0).runner->commit_after == 1U);
  BOOST_TEST(ends.segment().block(0).worker->state == WorkerStatus::kNew);
}

BOOST_AUTO_TEST_SUITE_END()
