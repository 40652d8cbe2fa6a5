// SPDX-License-Identifier: Apache-2.0
#include "worker/validate_open.hpp"

#include "worker/writer_ends.hpp"

namespace dp::worker {

namespace {

/// Drive a writer through empty sections, as a check of their columns.
Status try_sections(plugin::WriterInstance writer, const protocol::OpenRequest& request,
                    CallTracker& calls) {
  std::string unused;
  DP_CHECK(begin_writer(writer, calls, request.sections, unused));
  return end_writer(writer, calls, unused);
}

/// Whether a task knows the types of the columns that it is given.
Status check_types(const plugin::TaskTable& task, const Schema& columns) {
  if (task.abi_minor > 0) return {};
  for (const auto& field : columns)
    if (field.type == Type::decimal)
      return fail(
          Errc::invalid_pipeline,
          "column '" + field.name +
              "' is decimal, which its plugin does not know: it was built for plugin ABI "
              "2.0 (cast the column to float before, or build the plugin anew)");
  return {};
}

Status check_types(const plugin::TaskTable& task, const protocol::OpenRequest& request) {
  DP_CHECK(check_types(task, request.input));
  for (const auto& section : request.sections) DP_CHECK(check_types(task, section.second));
  return {};
}

auto open_task(const plugin::TaskTable& task, const protocol::OpenRequest& request,
               CallTracker& calls, const std::string& title,
               std::vector<data::OptionWarning>& warnings) {
  const OpeningCall call(calls, "open of " + title);
  return plugin::Instance::open(
      task, {&request.use.options, request.has_input ? &request.input : nullptr,
             request.reader.sample, 0, request.reader.knowledge, request.reader.growing,
             request.reader.learning, request.reader.sample_cut, request.reader.sample_more,
             true, &warnings});
}

}  // namespace

Result<protocol::OpenReply> validate_open(const protocol::OpenRequest& request,
                                          Libraries& libraries) {
  DP_TRY(const auto* task, libraries.find(request.role, request.use));
  const auto title = title_of(request.role, request.use.task);
  // What is opened here is closed here, wherever that is.
  const OpeningCall close(libraries.calls(), "close of " + title);
  protocol::OpenReply reply;
  if (auto known = check_types(*task, request); !known) {
    reply.error = std::move(known).error();
    return reply;
  }
  auto instance = open_task(*task, request, libraries.calls(), title, reply.warnings);
  if (!instance) {
    reply.error = std::move(instance.error().error);
    reply.option = std::move(instance.error().option);
    return reply;
  }
  reply.output = instance->output();
  if (request.role == DP_WRITER) {
    auto status =
        try_sections(plugin::WriterInstance(std::move(*instance)), request, libraries.calls());
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
