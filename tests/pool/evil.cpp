// SPDX-License-Identifier: Apache-2.0
#include "evil.hpp"

#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "pool/enlist.hpp"
#include "pool/segment.hpp"

namespace dp::test {
namespace {

using pool::Ask;
using pool::kRing;
using pool::Reply;

void rest(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Bypasses the Server: writes what it likes where a worker may write.
class Evil {
 public:
  Evil(const pool::Block& block, int bell)
      : block_(block),
        bell_(bell),
        asks_(block.orders->asks, block.board->asks_taken),
        replies_(block.board->replies, block.orders->replies_taken) {}

  Ask next() {
    while (asks_.waiting().value_or(0) == 0) rest(1);
    return asks_.take();
  }
  void send(const Reply& reply) {
    replies_.put(reply);
    replies_.publish();
    const std::uint64_t one = 1;
    (void)!::write(bell_, &one, sizeof one);
  }
  void ready() { send({.kind = Reply::kReady}); }
  void hold(const Ask& ask) {
    block_.board->chunk = ask.chunk;
    block_.board->attempt = ask.attempt;
    block_.board->state = pool::Board::kBusy;
  }
  static Reply done(const Ask& ask) {
    return {
        .chunk = ask.chunk, .attempt = ask.attempt, .kind = Reply::kDone, .part = ask.parts};
  }
  [[nodiscard]] const pool::Block& block() const { return block_; }
  [[nodiscard]] std::uint64_t arena() const { return block_.header->arena_bytes; }

 private:
  pool::Block block_;
  int bell_;
  pool::Receiver<Ask, kRing> asks_;
  pool::Sender<Reply, kRing> replies_;
};

void misbehave(Evil& evil, const Ask& ask, const std::string& how) {
  evil.hold(ask);
  Reply reply = Evil::done(ask);
  const std::string result = "1";
  const std::uint64_t size = result.size();
  std::memcpy(evil.block().replies, &size, sizeof size);
  std::memcpy(evil.block().replies + sizeof size, result.data(), result.size());
  reply.size = sizeof size + result.size();
  pool::Board& board = *evil.block().board;
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
    std::memset(static_cast<void*>(&board), 0xa5, sizeof board + 4096);
  } else if (how == "count") {
    board.replies.count = ~std::uint64_t{0} / 2;
  } else if (how == "taken") {
    board.asks_taken.count = 12345;
    evil.send(reply);
  } else if (how == "orders") {
    // Mapped read-only: this ends the process, not the pool.
    evil.block().orders->replies_freed = 1;
  } else {
    evil.send(reply);
  }
}

}  // namespace

int run_evil_worker(const std::string& how) {
  const auto paper = pool::read_enlistment();
  if (!paper) return 1;
  const auto segment = pool::WorkerSegment::open(paper->segment, paper->worker);
  if (!segment) return 1;
  segment->block().board->state = pool::Board::kIdle;
  Evil evil(segment->block(), paper->runner_bell);
  evil.ready();
  for (Ask ask = evil.next(); ask.kind != Ask::kStop; ask = evil.next())
    misbehave(evil, ask, how);
  return 0;
}

}  // namespace dp::test
