// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "pool/worker.hpp"

namespace dp::test {

/// A worker that does what the bytes of a request say:
///   "say TEXT"         replies TEXT
///   "fail TEXT"        refuses the request: not_found, TEXT
///   "abort"            aborts
///   "hang"             never returns
///   "abort once FILE"  aborts if FILE does not exist, and makes it; else replies "survived"
/// A count-lines request is replied to with the offsets themselves, one of keep-plan with bytes that
/// are no reply.
class AnsweringHandler : public pool::Handler {
 public:
  Status start(pool::Bytes setup) override;
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override;
};

}  // namespace dp::test
