// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace dp::pool {

/// Append `error` as it crosses processes: its code, then its message to the end.
inline void put_error(std::string& out, const Error& error) {
  ByteWriter(out).put(error.code);
  out += error.message;
}

/// The error that put_error wrote; never trusts it to be one.
inline Error get_error(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto code = reader.get<std::uint16_t>();
  const bool known = reader.ok() &&
                     code >= static_cast<std::uint16_t>(Errc::invalid_argument) &&
                     code <= static_cast<std::uint16_t>(Errc::sample_too_short);
  return {known ? static_cast<Errc>(code) : Errc::bug, std::string(reader.rest())};
}

}  // namespace dp::pool
