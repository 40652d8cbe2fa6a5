// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <utility>
#include <vector>

#include "pool/pool.hpp"
#include "protocol/request.hpp"

namespace dp::protocol {

/// Send each request's bytes to some worker, and wait for all replies: a reply's bytes, or why
/// there is none (the task refused it, or the worker died over it, twice).
/// Errors: those of pool::Pool::run.
Result<std::vector<Result<std::string>>> ask_bytes(pool::Pool& pool,
                                                   std::vector<std::string> requests);

/// As ask_bytes, for requests of one kind, and their replies.
template <IsRequest T>
Result<std::vector<Result<typename T::Reply>>> ask(pool::Pool& pool,
                                                   const std::vector<T>& requests) {
  std::vector<std::string> bytes(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) encode_request(bytes[i], requests[i]);
  DP_TRY(const auto answers, ask_bytes(pool, std::move(bytes)));
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
