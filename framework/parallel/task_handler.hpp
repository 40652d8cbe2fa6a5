// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/detail/tasks.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pool/worker.hpp"

namespace dp::parallel {

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
Result<ChunkRequest> read_request(pool::Bytes bytes);

/// The setup of a pool whose workers call the task `name` with `argument` before anything else. An
/// empty setup: they call none.
std::string initializer_setup(std::string_view name, std::string_view argument);

/// Runs registered tasks in a worker.
///
/// Setup: empty, or that of initializer_setup().
/// Reply: nanoseconds that the chunk took (u64). Then of a map, for each item: done (u8),
///   result or error. Of a fold: done (u8), and the sum; or the failed item's place in the
///   chunk (u64) and its error.
class TaskHandler final : public pool::Handler {
 public:
  Status start(pool::Bytes setup) override;
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override;

 private:
  static void map(const detail::Task& task, const ChunkRequest& chunk,
                  pool::WorkerContext& context, std::string& reply);
  static void fold(const detail::Task& task, const ChunkRequest& chunk,
                   pool::WorkerContext& context, std::string& reply);
};

}  // namespace dp::parallel
