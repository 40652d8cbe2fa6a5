// SPDX-License-Identifier: Apache-2.0
#include "pool/supervisor.hpp"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "pool/death.hpp"
#include "pool/server.hpp"

namespace dp::pool {
namespace {

using State = WorkerSlot::State;
using std::chrono::milliseconds;

constexpr milliseconds kSpawnAgainAfter{200};
constexpr int kHangsWeigh = 3;
/// How long an idle worker has to end by itself.
constexpr int kFarewellMs = 1000;

/// `crashed`: it noted the signal that it died of as its own.
Ending ending_of(const Death& death, bool crashed) {
  if (death.external) return Ending::external;
  const bool by_us = death.limit != Death::Limit::none || !death.damage.empty();
  return death.signal == 0 || crashed || by_us ? Ending::own : Ending::signal;
}

}  // namespace

Status Supervisor::start(unsigned workers) {
  for (unsigned i = 0; i < workers; ++i) {
    auto slot = std::make_unique<WorkerSlot>(*state_->segment, i);
    slot->renew(*state_->segment, false);
    const Status started = start_worker(*slot);
    if (!started && state_->slots.empty()) return started;
    // Fewer workers than wished for still do all the work.
    if (!started) break;
    state_->slots.push_back(std::move(slot));
  }
  return {};
}

Status Supervisor::start_worker(WorkerSlot& slot) {
  if (state_->options.threads) {
    start_thread(slot);
    return {};
  }
  const auto& output = state_->options.output;
  Process::Streams streams{{}, output.shared};
  if (output.on_line)
    streams.on_line = [&output, number = slot.number](std::string_view line) {
      output.on_line(number, line);
    };
  // A debugger may be between us and the worker: then we are not its parent.
  const int parent = output.shared ? 0 : ::getpid();
  DP_TRY(const Fd own_store, state_->stores->append_only(slot.number));
  DP_CHECK(slot.process.start(
      state_->options.command,
      {slot.number, parent, state_->segment->descriptor(), state_->events.doorbell(),
       own_store.get(), state_->stores->read_only()},
      streams));
  watch_->begin(slot);
  slot.state = State::starting;
  return state_->events.add(slot.process, slot.number);
}

void Supervisor::start_thread(WorkerSlot& slot) {
  slot.state = State::starting;
  WorkerSetup setup{slot.channel.block(),
                    state_->segment->setup(),
                    slot.number,
                    state_->events.doorbell(),
                    state_->stores->read_only(),
                    state_->stores->descriptor(slot.number),
                    0};
  slot.thread.done = false;
  slot.thread.thread =
      std::thread([setup = std::move(setup), make = state_->options.threads, &slot] {
        const auto handler = make();
        Server(setup, *handler).serve();
        slot.thread.done = true;
      });
}

Status Supervisor::restart_due() {
  if (!restart_wanted_) return {};
  restart_wanted_ = false;
  if (queue_->stopping()) return {};
  const auto now = Clock::now();
  const std::size_t alive = slots_in(State::starting) + slots_in(State::serving);
  if (slots_in(State::lost) == state_->slots.size())
    return fail(Errc::worker_died,
                "every worker hangs in the kernel and cannot be ended (a file system that does "
                "not answer?)");
  for (const auto& slot : state_->slots) {
    if (slot->state != State::empty) continue;
    const Status started = slot->restart_at <= now ? start_worker(*slot) : Status();
    if (!started) {
      slot->restart_at = now + kSpawnAgainAfter;
      FruitlessRestarts& restarts = state_->fruitless_restarts;
      if (alive == 0) restarts.add(Ending::own, now);
      if (restarts.more_than(state_->options.restarts_in_a_row, now)) return started;
    }
    restart_wanted_ = restart_wanted_ || slot->state == State::empty;
  }
  return {};
}

std::size_t Supervisor::slots_in(State state) const noexcept {
  const auto is_in = [state](const auto& slot) { return slot->state == state; };
  return static_cast<std::size_t>(
      std::count_if(state_->slots.begin(), state_->slots.end(), is_in));
}

int Supervisor::wait_ms(int most) const {
  if (!restart_wanted_) return most;
  for (const auto& slot : state_->slots) {
    if (slot->state != State::empty) continue;
    const auto left = std::chrono::ceil<milliseconds>(slot->restart_at - Clock::now()).count();
    most = static_cast<int>(std::clamp<long>(left, 0, most));
  }
  return most;
}

Status Supervisor::abandon(WorkerSlot& slot) {
  state_->events.remove(slot.process);
  DP_CHECK(collector_->collect(slot));
  Death death = watch_->death_of(slot, slot.process.pid(), {.signal = SIGKILL});
  std::optional<Record> offending;
  if (slot.channel.in_hand() != nullptr) offending = slot.channel.finish();
  take_back(slot);
  slot.process.abandon();
  slot.state = State::lost;
  ++state_->stats.lost;
  restart_wanted_ = true;
  return offending ? blame(std::move(*offending), std::move(death)) : Status();
}

Status Supervisor::on_exit(WorkerSlot& slot) {
  state_->events.remove(slot.process);
  const int pid = slot.process.pid();
  const End end = slot.process.reap();
  DP_CHECK(collector_->collect(slot));  // what it committed before it died counts
  Stats& stats = state_->stats;
  stats.peak_rss_bytes = std::max(stats.peak_rss_bytes, end.peak_rss_bytes);

  Death death = watch_->death_of(slot, pid, end);
  const bool planned = slot.stop_sent && end.signal == 0 && end.exit_status == 0 && slot.idle();
  const bool said_hello = slot.channel.block().worker->state.load() != WorkerStatus::kNew;
  const bool crashed = slot.channel.block().worker->fault_sender.load() == pid;
  std::optional<Record> offending;
  if (slot.channel.in_hand() != nullptr) offending = slot.channel.finish();
  take_back(slot);
  slot.renew(*state_->segment, !planned);
  slot.restart_at = Clock::now();
  restart_wanted_ = true;
  ++(planned ? stats.recycled : stats.restarts);
  if (planned) return {};
  if (offending) return blame(std::move(*offending), std::move(death));
  if (queue_->stopping()) return {};
  return count_fruitless_restart(slot, death, ending_of(death, crashed), said_hello);
}

/// Queue what it held and what it had not begun, in the order in which it was leased.
void Supervisor::take_back(WorkerSlot& slot) {
  std::vector<Record> records = std::move(slot.held);
  slot.held.clear();
  while (slot.channel.running() > 0) {
    Record record = slot.channel.finish();
    if (!record.recalled) records.push_back(std::move(record));
  }
  queue_->put_first(std::move(records));
}

Status Supervisor::blame(Record record, Death death) {
  death.is_fault = record.faults.add(death.external);
  death.faults = record.faults.faults();
  queue_->ask_again();
  const Record about = record;
  DP_TRY(std::vector<Lease> instead, queue_->job().died(std::move(record.lease), death));
  queue_->replace(about, std::move(instead));
  return {};
}

/// A worker ended without a chunk in hand: nobody to blame, so this must not go on for ever.
Status Supervisor::count_fruitless_restart(WorkerSlot& slot, const Death& death, Ending ending,
                                           bool said_hello) {
  FruitlessRestarts& restarts = state_->fruitless_restarts;
  // Each worker that hangs in a call of a task has cost its limit: two are enough.
  const auto now = Clock::now();
  for (int i = death.timing == Timing::item ? kHangsWeigh : 1; i <= kHangsWeigh; ++i)
    restarts.add(ending, now);
  slot.restart_at += restarts.backoff();
  if (!restarts.more_than(state_->options.restarts_in_a_row, now)) return {};
  Error error = error_of(death);
  error.code = Errc::worker_died;
  if (!said_hello)
    error.message +=
        "; it never began to serve: does its main call run_worker (or "
        "dp::Pool::worker_entry) first?";
  return fail(std::move(error).within(
      "workers keep exiting before they finish any work; the last, worker " +
      std::to_string(slot.number)));
}

void Supervisor::end_thread(WorkerSlot& slot) noexcept {
  (void)slot.channel.recall();
  (void)slot.channel.instruct(Instruction::kStop);
  slot.channel.publish(true);
  // What it sends before it ends needs room in the rings; it is dropped.
  while (!slot.thread.done) {
    while (const auto reply = slot.channel.take()) slot.channel.free(*reply, *state_->stores);
    slot.channel.release();
    slot.channel.ring();
    std::this_thread::yield();
  }
  slot.thread.thread.join();
}

void Supervisor::reset(WorkerSlot& slot) noexcept {
  if (slot.thread.thread.joinable()) end_thread(slot);
  if (slot.process.running()) {
    state_->events.remove(slot.process);
    if (!slot.process.end()) {
      slot.drop_leases();
      slot.state = State::lost;
    }
  }
  if (slot.state == State::lost) return;
  slot.renew(*state_->segment, false);
  slot.restart_at = Clock::now();
}

void Supervisor::end_all() noexcept {
  for (const auto& slot : state_->slots) {
    if (!slot->process.running()) continue;
    if (slot->channel.running() == 0 && slot->channel.instruct(Instruction::kStop))
      slot->channel.publish(true);
    else
      slot->process.signal(SIGKILL);
  }
  for (const auto& slot : state_->slots) {
    if (slot->process.running()) {
      pollfd end{slot->process.pidfd(), POLLIN, 0};
      ::poll(&end, 1, kFarewellMs);
    }
    reset(*slot);
  }
}

}  // namespace dp::pool
