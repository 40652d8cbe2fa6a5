// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "pool/job.hpp"

namespace dp {

template <>
struct Fields<pool::StoreRange> {
  static constexpr auto kList =
      std::tuple(&pool::StoreRange::store, &pool::StoreRange::offset, &pool::StoreRange::size);
};

}  // namespace dp

namespace dp::protocol {

/// What the runner can ask of a worker: the first byte of every request.
enum class RequestKind : std::uint8_t {
  describe = 1,
  open,
  targets,
  keep_plan,
  frame,
  map,
  cut,
  combine,
  finish,
  count_lines,
  show,
  join,
  read_table,
};

/// What the time limit of a request is one of.
constexpr pool::Timing timing_of(RequestKind kind) noexcept {
  const bool opens = kind == RequestKind::describe || kind == RequestKind::open ||
                     kind == RequestKind::targets || kind == RequestKind::frame;
  return opens ? pool::Timing::opening : pool::Timing::work;
}

/// A request: a struct with fields that says its kind, its name in messages, and the type of the
/// reply to it. The headers *_requests.hpp define them.
template <class T>
concept IsRequest = requires {
  T::kFields;
  { T::kKind } -> std::convertible_to<RequestKind>;
  { T::kName } -> std::convertible_to<std::string_view>;
  typename T::Reply;
};

/// Write the request into `bytes`, which keeps its storage.
template <IsRequest T>
void encode_request(std::string& bytes, const T& request) {
  bytes.clear();
  ByteWriter out(bytes);
  out.put(T::kKind);
  encode(out, request);
}

/// Read into `request`, which keeps its storage. Errors: corrupt.
template <IsRequest T>
Status decode_request(std::string_view bytes, T& request) {
  ByteReader in(bytes);
  if (in.get<RequestKind>(T::kKind, T::kKind) == T::kKind) decode(in, request);
  return in.finish(std::string(T::kName) + " request");
}

/// Read the reply to a request T. Errors: corrupt.
template <IsRequest T>
Result<typename T::Reply> decode_reply(std::string_view bytes) {
  return decode_all<typename T::Reply>(bytes, std::string(T::kName) + " reply");
}

}  // namespace dp::protocol
