// SPDX-License-Identifier: Apache-2.0
#include "pool/server.hpp"

#include <thread>

#include "channels.hpp"
#include "pool/message.hpp"

BOOST_AUTO_TEST_SUITE(server)

using dp::Errc;
using dp::pool::Bytes;
using dp::pool::Handler;
using dp::pool::Instruction;
using dp::pool::kState;
using dp::pool::kStream;
using dp::pool::Part;
using dp::pool::Reply;
using dp::pool::Request;
using dp::pool::WorkerContext;
using dp::test::Channels;

namespace {

/// Does what the request says: "hold", "fail", "part", "store", or echoes it.
class Obedient final : public Handler {
 public:
  dp::Status start(Bytes setup) override {
    if (std::string_view(setup.data(), setup.size()) == "refuse")
      return dp::fail(Errc::invalid_plugin, "as told");
    return {};
  }
  dp::Result<Outcome> run(const Request& request, WorkerContext& context,
                          std::string& reply) override {
    const std::string_view text(request.bytes.data(), request.bytes.size());
    if (text == "hold") return ++held_, Outcome::held;
    if (text == "fail") return held_ = 0, dp::fail(Errc::task_failed, "as told");
    if (text == "part") DP_CHECK(context.commit_part(kStream, Bytes(std::string_view("out"))));
    if (text == "prefix") DP_CHECK(context.commit_prefix(Bytes(std::string_view("some"))));
    if (text == "store") {
      DP_TRY(const auto range, context.store(Bytes(std::string_view("kept"))));
      DP_CHECK(context.load(range, reply));
      return Outcome::done;
    }
    worn_ = text == "wear out";
    reply = text;
    return Outcome::done;
  }
  bool wants_replacement() override { return worn_; }
  dp::Status commit(WorkerContext&, std::string& reply) override {
    reply = std::to_string(held_) + " held";
    held_ = 0;
    return {};
  }

 private:
  int held_ = 0;
  bool worn_ = false;
};

/// A server on a thread, and its replies as text: "ready", "done 3: bytes" ...
class Served {
 public:
  explicit Served(std::string setup = {}) : ends(std::move(setup)) {
    ends.runner.renew(ends.segment(), false);
    ends.segment().header().held_limit = 100;
    ends.segment().block(0).runner->commit_after = 100;
    thread_ = std::thread([this] {
      Obedient handler;
      status_ = dp::pool::Server(ends.worker_setup(), handler).serve();
    });
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() {
    if (thread_.joinable()) stop();
  }

  /// Exit status.
  int stop() {
    ends.runner.instruct(Instruction::kStop);
    return join();
  }
  int join() {
    ends.runner.publish(true);
    thread_.join();
    return status_;
  }
  void give(std::uint64_t chunk, std::string request) {
    ends.give(chunk, std::move(request));
    ends.runner.publish(false);
  }
  std::string next() {
    std::optional<Reply> reply;
    while (!(reply = ends.runner.take())) std::this_thread::yield();
    const auto bytes = ends.runner.bytes_of(*reply, ends.stores());
    BOOST_REQUIRE(bytes.has_value());
    std::string text(bytes->begin(), bytes->end());
    if (reply->kind == Reply::kFailed || reply->kind == Reply::kBroken)
      text = dp::pool::get_error(text).message;
    ends.runner.free(*reply, ends.stores());
    ends.runner.release();
    static constexpr const char* kNames[] = {"",       "ready",  "done",    "held",
                                             "part",   "failed", "skipped", "epoch",
                                             "broken", "prefix", "worn"};
    return kNames[reply->kind] + (" " + std::to_string(reply->chunk)) + ": " + text;
  }
  Channels ends;

 private:
  std::thread thread_;
  int status_ = -1;
};

}  // namespace

BOOST_AUTO_TEST_CASE(it_says_ready_does_chunks_in_order_and_ends_when_told) {
  Served served;
  BOOST_TEST(served.next() == "ready 0: ");
  served.give(3, "three");
  served.give(4, "four");
  BOOST_TEST(served.next() == "done 3: three");
  BOOST_TEST(served.next() == "done 4: four");
  const auto& status = *served.ends.segment().block(0).worker;
  BOOST_TEST(status.state != dp::pool::WorkerStatus::kEnding);
  BOOST_TEST(served.stop() == 0);
  BOOST_TEST(status.state == dp::pool::WorkerStatus::kEnding);
}

BOOST_AUTO_TEST_CASE(a_handler_that_does_not_start_is_told_with_its_reason) {
  Served served("refuse");
  BOOST_TEST(served.next() == "broken 0: as told");
  BOOST_TEST(served.join() == 1);
}

BOOST_AUTO_TEST_CASE(a_part_commits_before_the_rest) {
  Served served;
  (void)served.next();
  served.give(1, "part");
  BOOST_TEST(served.next() == "part 1: out");
  BOOST_TEST(served.next() == "done 1: part");
}

BOOST_AUTO_TEST_CASE(a_prefix_commits_and_all_parts_are_still_to_come) {
  Served served;
  (void)served.next();
  served.give(1, "prefix");
  BOOST_TEST(served.next() == "prefix 1: some");
  BOOST_TEST(served.next() == "done 1: prefix");
}

BOOST_AUTO_TEST_CASE(one_that_is_to_be_replaced_commits_what_it_holds_and_begins_nothing_more) {
  Served served;
  (void)served.next();
  served.give(1, "hold");
  served.give(2, "wear out");
  served.give(3, "three");
  BOOST_TEST(served.next() == "held 1: ");
  BOOST_TEST(served.next() == "done 2: wear out");
  BOOST_TEST(served.next() == "epoch 1: 1 held");
  BOOST_TEST(served.next() == "worn 3: ");
  BOOST_TEST(served.stop() == 0);
}

BOOST_AUTO_TEST_CASE(held_chunks_commit_together_when_the_runner_says_so) {
  Served served;
  (void)served.next();
  served.give(1, "hold");
  served.give(2, "hold");
  BOOST_TEST(served.next() == "held 1: ");
  BOOST_TEST(served.next() == "held 2: ");
  served.ends.runner.instruct(Instruction::kCommit);
  served.ends.runner.publish(true);
  BOOST_TEST(served.next() == "epoch 2: 2 held");
}

BOOST_AUTO_TEST_CASE(an_open_epoch_is_committed_before_it_ends) {
  Served served;
  (void)served.next();
  served.give(1, "hold");
  (void)served.next();
  BOOST_TEST(served.stop() == 0);
  BOOST_TEST(served.next() == "epoch 1: 1 held");
}

BOOST_AUTO_TEST_CASE(a_failure_takes_the_open_epoch_along_and_the_next_one_is_short) {
  Served served;
  (void)served.next();
  served.give(1, "hold");
  (void)served.next();
  served.give(2, "fail");
  BOOST_TEST(served.next() == "failed 2: as told");
  served.give(3, "hold");
  BOOST_TEST(served.next() == "held 3: ");
  BOOST_TEST(served.next() == "epoch 1: 1 held");  // at once: one chunk, then two, then four
}

BOOST_AUTO_TEST_CASE(a_handler_can_store_and_load) {
  Served served;
  (void)served.next();
  served.give(1, "store");
  BOOST_TEST(served.next() == "done 1: kept");
}

BOOST_AUTO_TEST_SUITE_END()
