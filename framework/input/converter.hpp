// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string_view>

#include "input/encoding.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// Makes UTF-8 of text in another encoding, by whole characters.
///
/// What is no character becomes what BadBytes says of each of its bytes; with BadBytes::reject a
/// byte 0xff stands for it, which is in no UTF-8.
/// Threads: one.
class Converter {
 public:
  struct Step {
    std::size_t raw = 0;   ///< bytes that were taken
    std::size_t made = 0;  ///< and what was made of them
  };

  Converter() = default;
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  virtual ~Converter() = default;

  /// Convert as many characters as `out` has room for. `last`: nothing follows, so that a
  /// character which is not whole is none; else it is left.
  virtual Step convert(std::string_view raw, bool last, char* out, std::size_t room) = 0;
  /// What convert() would do, where only its sizes are wanted.
  virtual Step measure(std::string_view raw, bool last, std::size_t room);
  /// What comes next does not follow what came.
  virtual void begin() {}
};

/// The most bytes of text that a byte becomes.
inline constexpr std::size_t kMostMade = 4;

/// Errors: invalid_argument, if this system does not know the encoding.
Result<std::unique_ptr<Converter>> make_converter(const Encoding& encoding,
                                                  protocol::BadBytes bad);

}  // namespace dp::input
