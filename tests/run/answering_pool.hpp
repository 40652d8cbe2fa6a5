// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "pool/pool.hpp"
#include "why.hpp"

namespace dp::test {

/// What a worker replies to the bytes of a request, or why it refuses it.
using Answer = std::function<Result<std::string>(std::string_view request)>;

/// Gives all requests to one function, one at a time.
class AnsweringHandler final : public pool::Handler {
 public:
  AnsweringHandler(std::shared_ptr<std::mutex> mutex, Answer answer)
      : mutex_(std::move(mutex)), answer_(std::move(answer)) {}
  Status start(pool::Bytes) override { return {}; }
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext&,
                      std::string& reply) override {
    const std::lock_guard lock(*mutex_);
    DP_TRY(reply, answer_({request.bytes.data(), request.bytes.size()}));
    return Outcome::done;
  }

 private:
  std::shared_ptr<std::mutex> mutex_;
  Answer answer_;
};

/// A pool whose workers are threads of this process that give `answer`.
inline pool::Pool answering_pool(unsigned workers, const Answer& answer) {
  pool::Options options;
  options.workers = workers;
  options.threads = [mutex = std::make_shared<std::mutex>(), answer] {
    return std::make_unique<AnsweringHandler>(mutex, answer);
  };
  auto made = pool::Pool::start(std::move(options));
  BOOST_REQUIRE_MESSAGE(made, why(made));
  return *std::move(made);
}

}  // namespace dp::test
