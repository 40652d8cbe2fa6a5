// SPDX-License-Identifier: Apache-2.0
#include "parallel/task_handler.hpp"

#include <chrono>
#include <cstring>

#include "base/bytes.hpp"
#include "parallel/task_registry.hpp"
#include "pool/message.hpp"

namespace dp::parallel {

void put_request_head(std::string& out, bool fold, std::string_view task,
                      std::string_view zero) {
  ByteWriter(out).put(static_cast<std::uint8_t>(fold ? 1 : 0)).put(task).put(zero);
}

Result<ChunkRequest> read_request(pool::Bytes bytes) {
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

std::string initializer_setup(std::string_view name, std::string_view argument) {
  std::string out;
  ByteWriter(out).put(name).put(argument);
  return out;
}

Status TaskHandler::start(pool::Bytes setup) {
  if (setup.empty()) return {};
  ByteReader in({setup.data(), setup.size()});
  const std::string_view name = in.text();
  const std::string_view argument = in.text();
  DP_CHECK(in.finish("initializer"));
  DP_TRY(const detail::Task* task, find_task(name));
  if (task->map == nullptr)
    return fail(Errc::invalid_argument, "dp::Pool: '" + std::string(name) +
                                            "' cannot initialize: it takes two arguments");
  std::string nothing;
  const Status done = task->map(argument, nothing);
  if (!done) return fail(Error(done.error()).within("initializer '" + std::string(name) + "'"));
  return {};
}

Result<pool::Handler::Outcome> TaskHandler::run(const pool::Request& request,
                                                pool::WorkerContext& context,
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
                      pool::WorkerContext& context, std::string& reply) {
  std::string result;
  ByteWriter out(reply);
  for (std::size_t i = 0; i < chunk.items.size(); ++i) {
    context.report_position(i, 0, true);
    result.clear();
    const Status done = task.map(chunk.items[i], result);
    if (!done) {
      result.clear();
      pool::put_error(result, done.error());
    }
    out.put(static_cast<std::uint8_t>(done ? 1 : 0)).put(result);
  }
}

void TaskHandler::fold(const detail::Task& task, const ChunkRequest& chunk,
                       pool::WorkerContext& context, std::string& reply) {
  struct Cursor final : detail::ChunkItems {
    Cursor(const std::vector<std::string_view>& all, pool::WorkerContext& where)
        : items(all), context(where) {}
    bool next(std::string_view& item) override {
      if (at == items.size()) return false;
      context.report_position(at, 0, true);
      item = items[at++];
      return true;
    }
    const std::vector<std::string_view>& items;
    pool::WorkerContext& context;
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
  pool::put_error(sum, done.error());
  out.put(static_cast<std::uint64_t>(cursor.at == 0 ? 0 : cursor.at - 1)).put(sum);
}

}  // namespace dp::parallel
