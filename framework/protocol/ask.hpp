// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "pool/pool.hpp"
#include "protocol/request.hpp"
#include "protocol/result_requests.hpp"
#include "protocol/table_requests.hpp"

namespace dp::protocol {

/// Whether a worker's reply can be one; empty: any can. Errors: corrupt; the worker is then ended, as
/// for a death.
using CheckReply = std::function<Status(unsigned worker, std::string_view bytes)>;

/// Send each request's bytes to some worker, and wait for all replies: a reply's bytes, or why
/// there is none (the task refused it, or the worker died over it: twice, or of its time limit, which
/// a second try would pass too).
/// Errors: those of pool::Pool::run.
Result<std::vector<Result<std::string>>> ask_bytes(pool::Pool& pool,
                                                   std::vector<std::string> requests,
                                                   const CheckReply& check = {},
                                                   pool::Timing timing = pool::Timing::work);

/// Whether what the worker says that it stored can be there.
template <class Reply>
Status check_places(const pool::Pool& pool, unsigned worker, const Reply& reply) {
  if constexpr (std::is_same_v<Reply, pool::StoreRange>)
    return reply.size == 0 ? Status{} : pool.check(worker, reply);
  if constexpr (std::is_same_v<Reply, CombineReply>)
    return check_places(pool, worker, reply.place.range);
  if constexpr (std::is_same_v<Reply, TableReply>)
    return check_places(pool, worker, reply.table);
  return {};
}

/// As ask_bytes, for requests of one kind, and their replies.
template <IsRequest T>
Result<std::vector<Result<typename T::Reply>>> ask(pool::Pool& pool,
                                                   const std::vector<T>& requests) {
  std::vector<std::string> bytes(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) encode_request(bytes[i], requests[i]);
  const auto check = [&pool](unsigned worker, std::string_view reply) -> Status {
    DP_TRY(const auto decoded, decode_reply<T>(reply));
    return check_places(pool, worker, decoded);
  };
  DP_TRY(const auto answers, ask_bytes(pool, std::move(bytes), check, timing_of(T::kKind)));
  std::vector<Result<typename T::Reply>> replies;
  for (const auto& answer : answers)
    replies.push_back(answer ? decode_reply<T>(*answer) : fail(answer.error()));
  return replies;
}

/// As ask, for one request: its reply, or why there is none.
/// Errors: those of pool::Pool::run.
template <IsRequest T>
Result<Result<typename T::Reply>> ask(pool::Pool& pool, const T& request) {
  DP_TRY(auto replies, ask(pool, std::vector<T>{request}));
  return std::move(replies.front());
}

}  // namespace dp::protocol
