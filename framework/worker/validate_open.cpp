// SPDX-License-Identifier: Apache-2.0
#include "worker/validate_open.hpp"

#include "worker/links.hpp"

namespace dp::worker {

namespace {

/// Drive a writer through empty sections, as a check of their columns.
Status try_sections(plugin::WriterInstance writer, const protocol::OpenRequest& request) {
  std::string unused;
  Outlet outlet;
  outlet.text = &unused;
  DP_CHECK(outlet.status_of(writer.begin(outlet.raw())));
  for (const auto& [name, schema] : request.sections)
    DP_CHECK(outlet.status_of(writer.section(name, schema, outlet.raw())));
  return outlet.status_of(writer.end(outlet.raw()));
}

}  // namespace

Result<protocol::OpenReply> validate_open(const protocol::OpenRequest& request,
                                          Libraries& libraries) {
  DP_TRY(const auto* task, libraries.find(request.role, request.use));
  protocol::OpenReply reply;
  auto instance = plugin::Instance::open(
      *task, {&request.use.options, request.has_input ? &request.input : nullptr,
              request.reader.sample, 0, request.reader.knowledge, request.reader.growing,
              request.reader.learning});
  if (!instance) {
    reply.error = std::move(instance.error().error);
    reply.option = std::move(instance.error().option);
    return reply;
  }
  reply.output = instance->output();
  if (request.role == DP_WRITER) {
    auto status = try_sections(plugin::WriterInstance(std::move(*instance)), request);
    if (!status) {
      reply.error = std::move(status).error();
      return reply;
    }
  } else if (request.role == DP_READER) {
    reply.cut = plugin::ReaderInstance(std::move(*instance)).cut();
  } else if (request.role == DP_STEP) {
    reply.has_targets = plugin::StepInstance(std::move(*instance)).has_targets();
  }
  reply.ok = true;
  return reply;
}

}  // namespace dp::worker
