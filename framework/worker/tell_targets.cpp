// SPDX-License-Identifier: Apache-2.0
#include "worker/tell_targets.hpp"

#include "protocol/messages.hpp"
#include "worker/links.hpp"

namespace dp::worker {

Status tell_targets(std::string_view request, Libraries& libraries, std::string& reply) {
  ByteReader in(request);
  (void)in.get<protocol::Ask>();
  DP_TRY(const auto use, protocol::read_task_use(in));
  DP_TRY(const auto input, data::read_schema(in));
  DP_TRY(auto step, libraries.open(DP_STEP, use, &input, 0));
  if (!step.has_targets())
    return fail(Errc::bug, "a step that has no targets was asked for them");
  ByteWriter out(reply);
  const auto count = in.count(8);
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string path;
    Outlet outlet;
    outlet.text = &path;
    const auto status = outlet.status_of(step.target(in.text(), outlet.raw()));
    out.put(status.has_value()).put(status ? path : status.error().message);
  }
  return in.finish("targets request");
}

}  // namespace dp::worker
