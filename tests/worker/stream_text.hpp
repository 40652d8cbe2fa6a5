// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

#include "protocol/map_requests.hpp"
#include "protocol/request.hpp"

namespace dp::test {

/// A stream reply, with the bytes that it points into.
struct StreamText {
  explicit StreamText(std::string made) : bytes(std::move(made)) {
    auto decoded = protocol::decode_reply<protocol::MapRequest>(bytes);
    BOOST_REQUIRE_MESSAGE(decoded, decoded.error().message);
    reply = std::move(*decoded);
  }
  std::string bytes;
  protocol::StreamReply reply;
};

}  // namespace dp::test
