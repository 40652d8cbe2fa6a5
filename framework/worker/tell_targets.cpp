// SPDX-License-Identifier: Apache-2.0
#include "worker/tell_targets.hpp"

#include "worker/links.hpp"

namespace dp::worker {

Result<std::vector<protocol::TargetReply>> tell_targets(const protocol::TargetsRequest& request,
                                                        Libraries& libraries) {
  DP_TRY(auto step, libraries.open<plugin::StepInstance>(request.use, &request.input, 0));
  if (!step.has_targets())
    return fail(Errc::bug, "a step that has no targets was asked for them");
  std::vector<protocol::TargetReply> replies;
  for (const auto& name : request.items) {
    const OpeningCall call(libraries.calls(),
                           "target of " + title_of(DP_STEP, request.use.task));
    std::string path;
    Outlet outlet;
    outlet.text = &path;
    dp_item item{};
    item.struct_size = sizeof item;
    item.name = {name.data(), name.size()};
    const auto status = outlet.status_of(step.target(item, outlet.raw()));
    replies.push_back({status.has_value(), status ? path : status.error().message});
  }
  return replies;
}

}  // namespace dp::worker
