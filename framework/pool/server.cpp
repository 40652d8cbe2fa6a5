// SPDX-License-Identifier: Apache-2.0
#include "pool/server.hpp"

#include <unistd.h>

#include <algorithm>

#include "pool/message.hpp"
#include "pool/store.hpp"

namespace dp::pool {

Server::Server(WorkerSetup setup, Handler& handler)
    : channel_(std::move(setup)),
      handler_(&handler),
      commit_after_(channel_.setup().block.runner->commit_after.load()),
      // As a thread, in tests, it has no memory of its own.
      growth_(
          channel_.setup().runner_pid == 0 ? 0 : channel_.setup().block.header->memory_bytes,
          [] { return own_memory(::getpid()); }) {}

int Server::serve() {
  if (const Status started = start(); !started) {
    give_up(started.error());
    return 1;
  }
  for (Instruction instruction; channel_.next(instruction);) {
    if (!handle(instruction)) return 1;
    if (instruction.kind != Instruction::kStop) continue;
    // What is closed now is the tasks' code too.
    channel_.set_state(WorkerStatus::kEnding);
    return 0;
  }
  return 1;
}

Status Server::start() {
  channel_.set_state(WorkerStatus::kStarting);
  DP_CHECK(handler_->start(Bytes(channel_.setup().handler_setup)));
  channel_.set_state(WorkerStatus::kIdle);
  DP_CHECK(send({.kind = Reply::kReady}, {}));
  channel_.ring_runner();
  return {};
}

bool Server::handle(const Instruction& instruction) {
  bool alive = true;
  if (instruction.kind == Instruction::kRun) alive = run(instruction);
  if (instruction.kind == Instruction::kCommit ||
      (instruction.kind == Instruction::kStop && held_ > 0))
    alive = commit_epoch();
  channel_.release();
  return alive;
}

bool Server::run(const Instruction& instruction) {
  hand_ = instruction;
  wanted_ = instruction.parts;
  if (worn_) return skip(Reply::kWorn);
  if (!channel_.begin(instruction)) return skip(Reply::kSkipped);
  reply_.clear();
  const Result<Bytes> bytes = channel_.request_bytes(instruction, request_);
  const Status settled =
      bytes
          ? settle(handler_->run({instruction.chunk, instruction.parts, *bytes}, *this, reply_))
          : Status(tl::unexpected(bytes.error()));
  if (!settled) return give_up(settled.error());
  worn_ = handler_->wants_replacement() || growth_.is_near_limit(Growth::Clock::now());
  // To ask is to call tasks, which may not take for ever.
  if (held_ > 0) channel_.set_state(WorkerStatus::kCommitting);
  if (held_ > 0 && (worn_ || held_ >= commit_after_ || handler_->wants_commit()))
    return commit_epoch();
  channel_.set_state(WorkerStatus::kIdle);
  channel_.ring_runner_soon();
  return true;
}

bool Server::skip(Reply::Kind kind) {
  const Status sent = send({.kind = kind}, {});
  if (sent) channel_.ring_runner_soon();
  return bool(sent);
}

/// Tell the runner how the chunk in hand ended. Fails only when the worker cannot go on.
Status Server::settle(const Result<Handler::Outcome>& outcome) {
  if (!outcome) {
    // What the handler held is lost with the state that this chunk has spoiled.
    refuse(outcome.error(), held_ > 0);
    if (held_ > 0) commit_after_ = 1;
    held_ = 0;
    return {};
  }
  if (*outcome == Handler::Outcome::held) {
    if ((wanted_ & kState) == 0)
      return fail(Errc::bug, "pool: a handler held a chunk of which no state was asked for");
    ++held_;
    return send({.kind = Reply::kHeld}, {});
  }
  const Status sent = send({.kind = Reply::kDone, .part = wanted_}, Bytes(reply_));
  if (!sent) refuse(sent.error(), false);
  return {};
}

void Server::refuse(const Error& error, bool epoch_lost) {
  reply_.clear();
  put_error(reply_, error);
  if (!channel_.fits(reply_.size()))
    reply_.resize(channel_.setup().block.header->arena_bytes / 2);
  // Fails only when the runner is gone, which WorkerChannel::next finds out.
  const std::uint8_t lost = epoch_lost ? kState : 0;
  (void)send({.kind = Reply::kFailed, .part = lost}, Bytes(reply_));
}

bool Server::commit_epoch() {
  channel_.set_state(WorkerStatus::kCommitting);
  channel_.report_call({}, Timing::item);
  reply_.clear();
  if (held_ > 0) {
    const Status closed = handler_->commit(*this, reply_);
    if (!closed) return give_up(closed.error());
  }
  hand_ = Instruction{};
  hand_.chunk = held_;
  const Status sent = send({.kind = Reply::kEpoch}, Bytes(reply_));
  if (!sent) return give_up(sent.error());
  held_ = 0;
  commit_after_ = std::min(commit_after_ * 2, channel_.setup().block.header->held_limit);
  channel_.set_state(WorkerStatus::kIdle);
  channel_.ring_runner();
  return true;
}

/// Tell the runner why this worker ends.
bool Server::give_up(const Error& error) {
  reply_.clear();
  put_error(reply_, error);
  if (channel_.fits(reply_.size())) (void)send({.kind = Reply::kBroken}, Bytes(reply_));
  channel_.ring_runner();
  return false;
}

void Server::report_position(std::uint64_t item, std::uint64_t place, bool precise) noexcept {
  channel_.report_position(item, place, precise);
}

Result<StoreRange> Server::store(Bytes bytes) {
  const WorkerSetup& setup = channel_.setup();
  return append_to_store(setup.own_store, setup.worker, bytes);
}

Status Server::load(const StoreRange& range, std::string& out) {
  const WorkerSetup& setup = channel_.setup();
  if (range.store >= setup.stores.size())
    return fail(Errc::corrupt, "no store " + std::to_string(range.store));
  return read_store(setup.stores[range.store], range, out);
}

Result<StoreView> Server::view(const StoreRange& range) {
  const WorkerSetup& setup = channel_.setup();
  if (range.store >= setup.stores.size())
    return fail(Errc::corrupt, "no store " + std::to_string(range.store));
  return StoreView::map(setup.stores[range.store], range);
}

Status Server::commit_part(Part part, Bytes reply) {
  if ((wanted_ & part) != part)
    return fail(Errc::bug, "pool: this part of the chunk was not asked for");
  DP_CHECK(send({.kind = Reply::kPart, .part = part}, reply));
  wanted_ = static_cast<std::uint8_t>(wanted_ & ~part);
  channel_.ring_runner_soon();
  return {};
}

Status Server::commit_prefix(Bytes reply) {
  if ((wanted_ & kStream) == 0)
    return fail(Errc::bug, "pool: this part of the chunk was not asked for");
  DP_CHECK(send({.kind = Reply::kPrefix, .part = kStream}, reply));
  channel_.ring_runner_soon();
  // Waiting for room was no item's work.
  channel_.report_alive();
  return {};
}

/// Reply for the chunk in hand.
Status Server::send(Reply reply, Bytes bytes) {
  reply.chunk = hand_.chunk;
  reply.attempt = hand_.attempt;
  return channel_.send(reply, bytes);
}

}  // namespace dp::pool
