// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "protocol/request.hpp"

namespace dp::test {

template <class T>
std::string bytes_of(const T& value) {
  std::string bytes;
  ByteWriter out(bytes);
  encode(out, value);
  return bytes;
}

/// What a worker makes of the request's bytes. Checks that it would send the same bytes, and that
/// it refuses them cut short anywhere, with another first byte, and with trailing bytes.
template <protocol::IsRequest T>
T sent(const T& request) {
  std::string bytes;
  protocol::encode_request(bytes, request);
  T back;
  BOOST_REQUIRE(protocol::decode_request(bytes, back).has_value());
  std::string again;
  protocol::encode_request(again, back);
  BOOST_TEST((again == bytes));
  T unused;
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!protocol::decode_request(std::string_view(bytes).substr(0, size), unused));
  BOOST_TEST(!protocol::decode_request(bytes + "x", unused));
  bytes[0] = static_cast<char>(bytes[0] + 1);
  BOOST_TEST(!protocol::decode_request(bytes, unused));
  return back;
}

/// What the runner makes of a reply. Checks as sent().
template <protocol::IsRequest T>
typename T::Reply replied(const typename T::Reply& reply) {
  const auto bytes = bytes_of(reply);
  auto back = protocol::decode_reply<T>(bytes);
  BOOST_REQUIRE(back.has_value());
  BOOST_TEST((bytes_of(*back) == bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!protocol::decode_reply<T>(std::string_view(bytes).substr(0, size)));
  BOOST_TEST(!protocol::decode_reply<T>(bytes + "x"));
  return std::move(*back);
}

}  // namespace dp::test
