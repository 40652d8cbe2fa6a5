// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <type_traits>

namespace dp {

static_assert(std::endian::native == std::endian::little, "messages are little-endian");

template <class T>
concept Enum = std::is_enum_v<T>;
/// What travels as the bytes that it has in memory.
template <class T>
concept PlainValue = std::is_arithmetic_v<T> || Enum<T>;

/// Write a message between our own processes: fixed-width integers, floats, and strings with a
/// 64-bit length before them, one after the other, without padding.
class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) noexcept : out_(&out) {}

  template <PlainValue T>
  ByteWriter& put(T value) {
    out_->append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  ByteWriter& put(std::string_view text) {
    put(static_cast<std::uint64_t>(text.size()));
    out_->append(text);
    return *this;
  }
  ByteWriter& put(const std::string& text) { return put(std::string_view(text)); }
  ByteWriter& put(const char* text) { return put(std::string_view(text)); }

 private:
  std::string* out_;
};

/// Read what a ByteWriter wrote, trusting nothing.
///
/// Errors: the first read past the end makes ok() false; it and all later ones give zeros and
///   empty strings. Check ok() (or finish()) before believing what was read.
/// Lifetime: text() points into the message.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) noexcept : rest_(bytes) {}

  template <PlainValue T>
  T get() noexcept {
    T value{};
    if (rest_.size() < sizeof value) {
      fail_all();
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  /// An enumerator of a C enum, from `first` to `last`: others would be undefined behaviour.
  template <Enum T>
  T get(T first, T last) noexcept {
    const auto value = get<std::underlying_type_t<T>>();
    if (value >= static_cast<std::underlying_type_t<T>>(first) &&
        value <= static_cast<std::underlying_type_t<T>>(last))
      return static_cast<T>(value);
    fail_all();
    return first;
  }
  std::string_view text() noexcept {
    const auto size = get<std::uint64_t>();
    if (size > rest_.size()) {
      fail_all();
      return {};
    }
    const auto found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }
  /// A count of things that take at least `least` bytes each: 0 and not ok() if they cannot
  /// fit.
  std::uint64_t count(std::size_t least = 1) noexcept {
    const auto n = get<std::uint64_t>();
    if (n > rest_.size() / least) {
      fail_all();
      return 0;
    }
    return n;
  }

  /// What was read is not what it should be: from here on all reads fail.
  void refuse() noexcept { fail_all(); }
  /// Structs nest at most this deep.
  static constexpr int kMaxDepth = 72;
  /// Enter a struct; refuse() and false if that is too deep. leave() ends it.
  [[nodiscard]] bool enter() noexcept {
    if (++depth_ <= kMaxDepth) return true;
    --depth_;
    refuse();
    return false;
  }
  void leave() noexcept { --depth_; }

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  /// Success if everything was read and nothing is left. `what` names the message.
  [[nodiscard]] Status finish(std::string_view what) const {
    if (ok_ && rest_.empty()) return {};
    return fail(Errc::corrupt,
                std::string(what) + (ok_ ? ": trailing bytes" : ": cut short or damaged"));
  }

 private:
  void fail_all() noexcept {
    ok_ = false;
    rest_ = {};
  }
  std::string_view rest_;
  int depth_ = 0;
  bool ok_ = true;
};

}  // namespace dp
