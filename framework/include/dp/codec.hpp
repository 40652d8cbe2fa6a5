// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dp {

/// How values of type T cross to a worker process and back. Specialise it for your own types:
///
///     template <>
///     struct dp::Codec<Person> {
///       static void put(std::string& out, const Person& person);  // append its bytes
///       static bool get(std::string_view& in, Person& person);    // take them off the front;
///     };                                                          // false: that is no Person
///
/// Given: trivially copyable types, std::string, and pairs and vectors of what has a codec.
///   std::string_view as a task's parameter: it is valid during the call.
/// Law: get reads what put wrote, and nothing more. Both sides are the same program.
template <class T>
struct Codec {
  static_assert(
      std::is_trivially_copyable_v<T>,
      "dp does not know how to send this type to a worker: specialise dp::Codec for it");
  static_assert(!std::is_pointer_v<T> && !std::is_member_pointer_v<T>,
                "a pointer means nothing in another process");

  static void put(std::string& out, const T& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  static bool get(std::string_view& in, T& value) {
    if (in.size() < sizeof value) return false;
    std::memcpy(&value, in.data(), sizeof value);
    in.remove_prefix(sizeof value);
    return true;
  }
};

/// A 64-bit length, then the bytes.
template <>
struct Codec<std::string_view> {
  static void put(std::string& out, std::string_view text) {
    Codec<std::uint64_t>::put(out, text.size());
    out.append(text);
  }
  static bool get(std::string_view& in, std::string_view& text) {
    std::uint64_t size = 0;
    if (!Codec<std::uint64_t>::get(in, size) || size > in.size()) return false;
    text = in.substr(0, size);
    in.remove_prefix(size);
    return true;
  }
};

template <>
struct Codec<std::string> {
  static void put(std::string& out, const std::string& text) {
    Codec<std::string_view>::put(out, text);
  }
  static bool get(std::string_view& in, std::string& text) {
    std::string_view view;
    if (!Codec<std::string_view>::get(in, view)) return false;
    text = view;
    return true;
  }
};

template <class A, class B>
struct Codec<std::pair<A, B>> {
  static void put(std::string& out, const std::pair<A, B>& pair) {
    Codec<A>::put(out, pair.first);
    Codec<B>::put(out, pair.second);
  }
  static bool get(std::string_view& in, std::pair<A, B>& pair) {
    return Codec<A>::get(in, pair.first) && Codec<B>::get(in, pair.second);
  }
};

/// A 64-bit count, then the values.
template <class T>
struct Codec<std::vector<T>> {
  static void put(std::string& out, const std::vector<T>& values) {
    Codec<std::uint64_t>::put(out, values.size());
    for (const T& value : values) Codec<T>::put(out, value);
  }
  static bool get(std::string_view& in, std::vector<T>& values) {
    std::uint64_t count = 0;
    if (!Codec<std::uint64_t>::get(in, count)) return false;
    values.clear();
    for (; count > 0; --count) {
      T value{};
      if (!Codec<T>::get(in, value)) return false;
      values.push_back(std::move(value));
    }
    return true;
  }
};

}  // namespace dp
