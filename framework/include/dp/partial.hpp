// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Write a reducer's partial, and read one back that may be damaged.

#include <bit>
#include <cstdint>
#include <cstring>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <type_traits>

namespace dp {

static_assert(std::endian::native == std::endian::little, "partials are little-endian");

/// Append values to a partial, without padding.
///
/// Shape: put() a number in its own width; put_count() in 1 to 10 bytes of 7 bits, lowest
///   first; put_text() as a count and the bytes.
class PartialWriter {
 public:
  explicit PartialWriter(std::string& out) noexcept : out_(&out) {}

  template <class T>
  requires std::is_arithmetic_v<T>
  void put(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_->append(bytes, sizeof value);
  }
  void put_count(std::uint64_t value) {
    char bytes[10];
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
    bytes[size++] = static_cast<char>(value);
    out_->append(bytes, size);
  }
  void put_bytes(std::string_view bytes) { out_->append(bytes); }
  void put_text(std::string_view text) {
    put_count(text.size());
    put_bytes(text);
  }

 private:
  std::string* out_;
};

/// Read what a PartialWriter wrote, trusting nothing.
///
/// Errors: the first read that fails makes ok() false; it and all later ones give zeros and
///   empty strings. Call finish() before acting on what was read.
/// Lifetime: bytes() and text() point into the partial.
class PartialReader {
 public:
  explicit PartialReader(std::string_view partial) noexcept : rest_(partial) {}

  template <class T>
  requires std::is_arithmetic_v<T> T get()
  noexcept {
    T value{};
    if (const auto found = bytes(sizeof value); found.size() == sizeof value)
      std::memcpy(&value, found.data(), sizeof value);
    return value;
  }
  /// Law: only the shortest spelling of a count is read.
  std::uint64_t count() noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < rest_.size() && i < 10; ++i) {
      const auto byte = static_cast<unsigned char>(rest_[i]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
      if (byte >= 0x80) continue;
      if ((byte == 0 && i > 0) || (i == 9 && byte > 1)) break;
      rest_.remove_prefix(i + 1);
      return value;
    }
    spoil();
    return 0;
  }
  /// A count of things that take at least `least` bytes each: it is no greater than fits.
  std::uint64_t count_of(std::size_t least) noexcept {
    const auto value = count();
    if (value <= rest_.size() / least) return value;
    spoil();
    return 0;
  }
  std::string_view bytes(std::uint64_t size) noexcept {
    if (size > rest_.size()) {
      spoil();
      return {};
    }
    const auto found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }
  std::string_view text() noexcept { return bytes(count()); }

  /// What is not read yet; set_rest() goes on after a piece that something else read.
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  void set_rest(std::string_view rest) noexcept { rest_ = rest; }
  /// Refuse the partial: what was read makes no sense.
  void spoil() noexcept {
    ok_ = false;
    rest_ = {};
  }
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  /// Success if all was read, and nothing is left.
  [[nodiscard]] Status finish() const {
    if (ok_ && rest_.empty()) return {};
    return fail(Errc::corrupt,
                ok_ ? "partial: trailing bytes" : "partial: cut short or damaged");
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace dp
