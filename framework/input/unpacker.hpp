// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "input/decoder.hpp"

namespace dp::input {

/// Unpacks bytes that come piece by piece, whatever they are compressed with, once enough have come to
/// tell. What is not compressed it hands on.
class Unpacker {
 public:
  /// The next bytes.
  void put(std::string_view bytes) { raw_.append(bytes); }
  /// No more bytes come.
  void close() noexcept { closed_ = true; }
  /// take() can go on with what was put.
  [[nodiscard]] bool ready() const noexcept;
  /// The next bytes, unpacked, about a block at most. Only when ready(). Errors: out_of_memory.
  Status take(std::string& out);
  /// There is nothing more to take.
  [[nodiscard]] bool done() const noexcept { return done_; }
  /// Once done: why the bytes could not be unpacked to their end. Empty: they were.
  [[nodiscard]] const std::string& damage() const noexcept { return damage_; }

 private:
  void detect();
  Status decode(std::string& out);
  void break_off(std::string_view what);

  std::string raw_;  ///< not taken yet
  bool closed_ = false;
  bool detected_ = false;
  bool done_ = false;
  std::unique_ptr<Decoder> decoder_;  ///< nullptr: the bytes are not compressed
  std::uint64_t taken_ = 0;           ///< of what was put
  std::uint64_t made_ = 0;            ///< of what they are unpacked
  std::string damage_;
};

}  // namespace dp::input
