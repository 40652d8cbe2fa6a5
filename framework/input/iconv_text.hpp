// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iconv.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dp::input {

/// iconv(3) from an encoding to UTF-8.
class Iconv {
 public:
  enum class Stop : unsigned char {
    none,     ///< all was taken
    full,     ///< there is no more room
    bad,      ///< what comes next is no character
    partial,  ///< it is a part of one
  };

  /// nullopt: this system does not know the encoding.
  static std::optional<Iconv> open(const std::string& name);
  Iconv(Iconv&& other) noexcept : handle_(std::exchange(other.handle_, kNone)) {}
  Iconv& operator=(Iconv&&) = delete;
  ~Iconv();

  /// Convert from the front of `raw` to that of `out`, and move both on.
  Stop convert(std::string_view& raw, char*& out, std::size_t& room) noexcept;
  /// Write what is held back, and begin anew.
  void flush(char*& out, std::size_t& room) noexcept;

 private:
  static inline const iconv_t kNone = reinterpret_cast<iconv_t>(-1);
  explicit Iconv(iconv_t handle) noexcept : handle_(handle) {}
  iconv_t handle_;
};

}  // namespace dp::input
