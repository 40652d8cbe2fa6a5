// SPDX-License-Identifier: Apache-2.0
#include "check/handler.hpp"

#include "check/laws.hpp"

namespace dp::check {

Result<Handler::Outcome> Handler::run(const pool::Request& request,
                                      pool::WorkerContext& context, std::string& reply) {
  const auto& bytes = request.bytes;
  if (bytes.empty() || static_cast<std::uint8_t>(bytes.front()) != kAskTrial)
    return engine_.run(request, context, reply);
  DP_TRY(const auto trial, read_trial({bytes.data(), bytes.size()}));
  context.report_position(0, 0, true);  // from here on the time is the plugin's
  Driver driver(trial, libraries_, context);
  reply = write_verdict(try_task(driver));
  return Outcome::done;
}

}  // namespace dp::check
