// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/detail/tasks.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pool/worker.hpp"

namespace dp::pool {

/// The task that DP_TASK registered for a function, or for its name. Errors: invalid_argument
/// when there is none, or two functions of the same name.
Result<const detail::Task*> find_task(detail::Address address);
Result<const detail::Task*> find_task(std::string_view name);

/// A chunk of a map or reduce on its way to a worker.
///
/// Shape: bytes: fold (u8), task's name, zero; count (u64); items. Strings have a 64-bit
/// length.
struct ChunkRequest {
  bool fold = false;
  std::string_view task;
  std::string_view zero;
  std::vector<std::string_view> items;
};
void put_request_head(std::string& out, bool fold, std::string_view task,
                      std::string_view zero);
Result<ChunkRequest> read_request(Bytes bytes);

/// Runs registered tasks in a worker.
///
/// Reply: nanoseconds that the chunk took (u64). Then of a map, for each item: done (u8),
///   result or error. Of a fold: done (u8), and the sum; or the failed item's place in the
///   chunk (u64) and its error.
class TaskHandler final : public Handler {
 public:
  Status start(Bytes setup) override;
  Result<Outcome> run(const Request& request, WorkerContext& context,
                      std::string& reply) override;

 private:
  static void map(const detail::Task& task, const ChunkRequest& chunk, WorkerContext& context,
                  std::string& reply);
  static void fold(const detail::Task& task, const ChunkRequest& chunk, WorkerContext& context,
                   std::string& reply);
};

}  // namespace dp::pool
