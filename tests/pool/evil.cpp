// SPDX-License-Identifier: Apache-2.0
#include "evil.hpp"

#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "pool/launch_args.hpp"
#include "pool/segment.hpp"

namespace dp::test {
namespace {

using pool::Instruction;
using pool::kRing;
using pool::Reply;

void rest(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Bypasses the Server: writes what it likes where a worker may write.
class Evil {
 public:
  Evil(const pool::Block& block, int doorbell)
      : block_(block),
        doorbell_(doorbell),
        instructions_(block.runner->instructions, block.worker->instructions_taken),
        replies_(block.worker->replies, block.runner->replies_taken) {}

  Instruction next() {
    while (instructions_.waiting().value_or(0) == 0) rest(1);
    return instructions_.take();
  }
  void send(const Reply& reply) {
    replies_.put(reply);
    replies_.publish();
    const std::uint64_t one = 1;
    (void)!::write(doorbell_, &one, sizeof one);
  }
  void ready() { send({.kind = Reply::kReady}); }
  void hold(const Instruction& instruction) {
    block_.worker->chunk = instruction.chunk;
    block_.worker->attempt = instruction.attempt;
    block_.worker->state = pool::WorkerStatus::kBusy;
  }
  static Reply done(const Instruction& instruction) {
    return {.chunk = instruction.chunk,
            .attempt = instruction.attempt,
            .kind = Reply::kDone,
            .part = instruction.parts};
  }
  [[nodiscard]] const pool::Block& block() const { return block_; }
  [[nodiscard]] std::uint64_t arena() const { return block_.header->arena_bytes; }

 private:
  pool::Block block_;
  int doorbell_;
  pool::Receiver<Instruction, kRing> instructions_;
  pool::Sender<Reply, kRing> replies_;
};

void misbehave(Evil& evil, const Instruction& instruction, const std::string& how) {
  evil.hold(instruction);
  Reply reply = Evil::done(instruction);
  const std::string result = "1";
  const std::uint64_t size = result.size();
  std::memcpy(evil.block().replies, &size, sizeof size);
  std::memcpy(evil.block().replies + sizeof size, result.data(), result.size());
  reply.size = sizeof size + result.size();
  pool::WorkerStatus& status = *evil.block().worker;
  if (how == "long") reply.size = evil.arena() + 1;
  if (how == "outside") reply.place = evil.arena() * 3;
  if (how == "overflow") reply.place = ~std::uint64_t{0} - 3;
  if (how == "wrap") reply.place = evil.arena() - 4;
  if (how == "store") reply.stored = 1, reply.place = 1 << 20, reply.size = 1 << 20;
  if (how == "stranger") reply.chunk += 1000;
  if (how == "stale") reply.attempt -= 1;
  if (how == "greedy") reply.part = 0xff;
  if (how == "kind") reply.kind = 77;
  if (how == "epoch") reply = {.chunk = 5, .kind = Reply::kEpoch};
  if (how == "twice") evil.send(reply);
  if (how == "scribble") {
    std::memset(static_cast<void*>(&status), 0xa5, sizeof status + 4096);
  } else if (how == "count") {
    status.replies.count = ~std::uint64_t{0} / 2;
  } else if (how == "taken") {
    status.instructions_taken.count = 12345;
    evil.send(reply);
  } else if (how == "orders") {
    // Mapped read-only: this ends the process, not the pool.
    evil.block().runner->replies_freed = 1;
  } else {
    evil.send(reply);
  }
}

}  // namespace

int run_evil_worker(const std::string& how) {
  const auto args = pool::read_launch_args();
  if (!args) return 1;
  const auto segment = pool::WorkerSegment::open(args->segment, args->worker);
  if (!segment) return 1;
  segment->block().worker->state = pool::WorkerStatus::kIdle;
  Evil evil(segment->block(), args->runner_doorbell);
  evil.ready();
  for (Instruction instruction = evil.next(); instruction.kind != Instruction::kStop;
       instruction = evil.next())
    misbehave(evil, instruction, how);
  return 0;
}

}  // namespace dp::test
