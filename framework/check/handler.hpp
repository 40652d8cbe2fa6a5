// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "worker/handler.hpp"
#include "worker/libraries.hpp"

namespace dp::check {

/// What a worker of dp does: the trials of dp plugin check, and all else as worker::Handler.
class Handler final : public pool::Handler {
 public:
  Status start(pool::Bytes setup) override { return engine_.start(setup); }
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override;
  bool wants_commit() override { return engine_.wants_commit(); }
  Status commit(pool::WorkerContext& context, std::string& reply) override {
    return engine_.commit(context, reply);
  }

 private:
  worker::Handler engine_;
  worker::Libraries libraries_;
};

}  // namespace dp::check
