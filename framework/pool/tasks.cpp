// SPDX-License-Identifier: Apache-2.0
#include "pool/tasks.hpp"

#include <chrono>
#include <cstring>

#include "base/bytes.hpp"
#include "pool/message.hpp"

namespace dp {
namespace {

/// Filled before main by DP_TASK's static objects, whose order nobody knows; constant after.
std::vector<detail::Task>& registry() {
  static std::vector<detail::Task> tasks;
  return tasks;
}

}  // namespace

bool detail::add_task(const Task& task) {
  registry().push_back(task);
  return true;
}

namespace pool {

Result<const detail::Task*> find_task(detail::Address address) {
  for (const detail::Task& task : registry())
    if (task.address == address) return find_task(task.name);
  return fail(Errc::invalid_argument,
              "dp::Pool: this function is not a task: write DP_TASK(its name); at namespace "
              "scope, after its declaration");
}

Result<const detail::Task*> find_task(std::string_view name) {
  const detail::Task* found = nullptr;
  for (const detail::Task& task : registry()) {
    if (task.name != name) continue;
    if (found != nullptr && found->address != task.address)
      return fail(Errc::invalid_argument,
                  "dp::Pool: two tasks have the name '" + std::string(name) +
                      "': rename one, or write its namespace in DP_TASK");
    found = &task;
  }
  if (found != nullptr) return found;
  return fail(Errc::invalid_argument,
              "dp::Pool: the worker knows no task '" + std::string(name) + "'");
}

void put_request_head(std::string& out, bool fold, std::string_view task,
                      std::string_view zero) {
  ByteWriter(out).put(static_cast<std::uint8_t>(fold ? 1 : 0)).put(task).put(zero);
}

Result<ChunkRequest> read_request(Bytes bytes) {
  ByteReader in({bytes.data(), bytes.size()});
  ChunkRequest chunk;
  chunk.fold = in.get<std::uint8_t>() != 0;
  chunk.task = in.text();
  chunk.zero = in.text();
  const auto count = in.count(sizeof(std::uint64_t));
  chunk.items.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) chunk.items.push_back(in.text());
  DP_CHECK(in.finish("chunk"));
  return chunk;
}

Status TaskHandler::start(Bytes) { return {}; }

Result<Handler::Outcome> TaskHandler::run(const Request& request, WorkerContext& context,
                                          std::string& reply) {
  DP_TRY(const ChunkRequest chunk, read_request(request.bytes));
  DP_TRY(const detail::Task* task, find_task(chunk.task));
  const auto start = std::chrono::steady_clock::now();
  reply.resize(sizeof(std::uint64_t));
  if (chunk.fold && task->fold != nullptr)
    fold(*task, chunk, context, reply);
  else if (!chunk.fold && task->map != nullptr)
    map(*task, chunk, context, reply);
  else
    return fail(Errc::invalid_argument, "dp::Pool: '" + std::string(chunk.task) +
                                            "' takes another number of arguments");
  const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
  const auto nanoseconds = static_cast<std::uint64_t>(took.count());
  std::memcpy(reply.data(), &nanoseconds, sizeof nanoseconds);
  return Outcome::done;
}

void TaskHandler::map(const detail::Task& task, const ChunkRequest& chunk,
                      WorkerContext& context, std::string& reply) {
  std::string result;
  ByteWriter out(reply);
  for (std::size_t i = 0; i < chunk.items.size(); ++i) {
    context.report_position(i, 0, true);
    result.clear();
    const Status done = task.map(chunk.items[i], result);
    if (!done) {
      result.clear();
      put_error(result, done.error());
    }
    out.put(static_cast<std::uint8_t>(done ? 1 : 0)).put(result);
  }
}

void TaskHandler::fold(const detail::Task& task, const ChunkRequest& chunk,
                       WorkerContext& context, std::string& reply) {
  struct Cursor final : detail::ChunkItems {
    Cursor(const std::vector<std::string_view>& all, WorkerContext& where)
        : items(all), context(where) {}
    bool next(std::string_view& item) override {
      if (at == items.size()) return false;
      context.report_position(at, 0, true);
      item = items[at++];
      return true;
    }
    const std::vector<std::string_view>& items;
    WorkerContext& context;
    std::size_t at = 0;
  };
  Cursor cursor(chunk.items, context);
  std::string sum;
  const Status done = task.fold(chunk.zero, cursor, sum);
  ByteWriter out(reply);
  out.put(static_cast<std::uint8_t>(done ? 1 : 0));
  if (done) {
    out.put(sum);
    return;
  }
  sum.clear();
  put_error(sum, done.error());
  out.put(static_cast<std::uint64_t>(cursor.at == 0 ? 0 : cursor.at - 1)).put(sum);
}

}  // namespace pool
}  // namespace dp
