// SPDX-License-Identifier: Apache-2.0
#include "worker/writer_ends.hpp"

#include "worker/libraries.hpp"
#include "worker/links.hpp"

namespace dp::worker {

namespace {

std::string title_of(const plugin::WriterInstance& writer) {
  return worker::title_of(DP_WRITER, writer.table().task.name);
}

}  // namespace

Status begin_writer(plugin::WriterInstance& writer, CallTracker& calls,
                    const std::vector<std::pair<std::string, Schema>>& sections,
                    std::string& text) {
  Outlet outlet;
  outlet.text = &text;
  {
    const OpeningCall call(calls, "begin of " + title_of(writer));
    DP_CHECK(outlet.status_of(writer.begin(outlet.raw())));
  }
  for (const auto& [name, schema] : sections) {
    const OpeningCall call(calls, "section of " + title_of(writer));
    DP_CHECK(outlet.status_of(writer.section(name, schema, outlet.raw())));
  }
  return {};
}

Status end_writer(plugin::WriterInstance& writer, CallTracker& calls, std::string& text) {
  Outlet outlet;
  outlet.text = &text;
  const OpeningCall call(calls, "end of " + title_of(writer));
  return outlet.status_of(writer.end(outlet.raw()));
}

}  // namespace dp::worker
