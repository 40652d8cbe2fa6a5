// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/eventfd.h>

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

#include "base/fd.hpp"
#include "pool/runner_channel.hpp"
#include "pool/worker_channel.hpp"
#include "why.hpp"

namespace dp::test {

/// Both ends of one worker's channel in this process, over a segment and stores as a pool has them.
class Channels {
 public:
  explicit Channels(std::string setup = "setup")
      : segment_(make_segment(std::move(setup))),
        stores_(make_stores()),
        doorbell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        runner(segment_, 0),
        worker(worker_setup()) {}

  static constexpr std::uint64_t kArena = 64 << 10;

  [[nodiscard]] pool::WorkerSetup worker_setup() {
    return {segment_.block(0),   segment_.setup(),      0, doorbell_.get(),
            stores_.read_only(), stores_.descriptor(0), 0};
  }
  [[nodiscard]] pool::Segment& segment() { return segment_; }
  [[nodiscard]] pool::Stores& stores() { return stores_; }
  [[nodiscard]] int runner_store() const { return stores_.descriptor(1); }

  /// Lease a chunk of this number and request.
  bool give(std::uint64_t chunk, std::string request = {}) {
    pool::Record record;
    record.lease.chunk = chunk;
    record.lease.request = std::move(request);
    const auto given = runner.give(record, runner_store());
    BOOST_REQUIRE_MESSAGE(given, why(given));
    return *given;
  }
  /// What the worker is told next; nothing waits in the ring: fails.
  pool::Instruction next() {
    runner.publish(false);
    pool::Instruction instruction;
    BOOST_REQUIRE(worker.next(instruction));
    return instruction;
  }
  /// The worker replies for `instruction`.
  void reply(const pool::Instruction& instruction, pool::Reply::Kind kind,
             std::string_view bytes = {}) {
    pool::Reply reply;
    reply.chunk = instruction.chunk;
    reply.attempt = instruction.attempt;
    reply.kind = kind;
    reply.part = instruction.parts;
    BOOST_REQUIRE(worker.send(reply, pool::Bytes(bytes)));
    worker.release();
  }

 private:
  static pool::Segment make_segment(std::string setup) {
    auto made = pool::Segment::create(1, kArena, setup);
    BOOST_REQUIRE_MESSAGE(made, why(made));
    return *std::move(made);
  }
  static pool::Stores make_stores() {
    auto made = pool::Stores::create(2, {});
    BOOST_REQUIRE_MESSAGE(made, why(made));
    return *std::move(made);
  }

  pool::Segment segment_;
  pool::Stores stores_;
  Fd doorbell_;

 public:
  pool::RunnerChannel runner;
  pool::WorkerChannel worker;
};

}  // namespace dp::test
