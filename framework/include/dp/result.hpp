// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace dp {

/// What went wrong, in terms a program can act on. Values cross processes: never renumber.
enum class Errc : std::uint16_t {
  invalid_argument = 1,  ///< the caller asked for something that cannot be
  invalid_pipeline = 2,  ///< the pipeline file, an option or --set is wrong
  invalid_plugin = 3,    ///< not a dp plugin, another ABI, or it lies about itself
  not_found = 4,         ///< a file, task, column or name that does not exist
  io = 5,                ///< the operating system refused; the message has its reason
  task_failed = 6,       ///< plugin code reported a failure
  worker_died = 7,    ///< a worker ended while it held the item; the message names the signal
  timed_out = 8,      ///< the item ran past its time limit
  out_of_memory = 9,  ///< the item passed the worker's memory limit
  corrupt = 10,       ///< bytes that should be ours (a partial, a slot) are not well formed
  exhausted = 11,     ///< no more processes, descriptors or space
  interrupted = 12,   ///< a signal asked the run to end
  budget = 13,        ///< more failures than the error budget allows
  refused = 14,       ///< unsafe target, or another run holds it
  bug = 15,           ///< an invariant of dp itself was broken
  refuted = 16,       ///< what a reader guessed of its input does not hold of a record
  sample_too_short = 17,  ///< a reader cannot tell its columns from so few bytes
};

/// One failure: a code for programs and a message for people, outermost context first.
struct Error {
  Errc code = Errc::bug;
  std::string message;

  /// Return this error with "`context`: " put before its message.
  [[nodiscard]] Error within(std::string_view context) && {
    message.insert(0, ": ").insert(0, context);
    return std::move(*this);
  }
};

/// A T, or the Error that explains why there is none. To become std::expected one day.
template <class T>
using Result = tl::expected<T, Error>;

/// Success, or an Error.
using Status = Result<void>;

/// Return the failing arm of any Result.
[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace dp

#define DP_CONCAT_IMPL_(a, b) a##b
#define DP_CONCAT_(a, b) DP_CONCAT_IMPL_(a, b)
#define DP_TRY_IMPL_(result, declaration, expr)                               \
  auto result = (expr);                                                       \
  if (!result) return tl::unexpected<::dp::Error>(std::move(result).error()); \
  declaration = *std::move(result)

/// DP_TRY(auto x, f()): bind f()'s value to x, or return its error from this function.
#define DP_TRY(declaration, ...) \
  DP_TRY_IMPL_(DP_CONCAT_(dp_try_, __LINE__), declaration, (__VA_ARGS__))

/// DP_CHECK(f()): return f()'s error from this function, if it has one.
#define DP_CHECK(...)                                                                 \
  do {                                                                                \
    auto dp_check_ = (__VA_ARGS__);                                                   \
    if (!dp_check_) return tl::unexpected<::dp::Error>(std::move(dp_check_).error()); \
  } while (false)
