// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dp {

namespace detail {

/// Initialises anything but an aggregate, so that what it initialises are the innermost members.
struct Anything {
  template <class T>
  requires(!std::is_aggregate_v<T>) operator T() const;
};
/// Initialises any pointer, and nothing else.
struct AnyPointer {
  template <class T>
  operator T*() const;
};

template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Anything{})...}; };
}
template <class T, std::size_t... I>
constexpr bool has_pointer_after(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Anything{})..., AnyPointer{}}; };
}
template <class T, std::size_t N = 0>
constexpr bool has_pointer() {
  constexpr std::size_t kMost = 32;  // members and array elements that are looked at
  if constexpr (!std::is_aggregate_v<T> || N == kMost ||
                !takes<T>(std::make_index_sequence<N>()))
    return false;
  else
    return has_pointer_after<T>(std::make_index_sequence<N>()) || has_pointer<T, N + 1>();
}

/// T refers to something that stays in its process: a pointer, a std::span, a smart pointer, a
/// std::reference_wrapper, or a struct that has such a member.
template <class T>
inline constexpr bool kRefersElsewhere = std::is_pointer_v<T> || std::is_member_pointer_v<T> ||
                                         has_pointer<T>() || requires(T& t) {
  typename T::element_type;
  t.operator->();
}
|| requires(T& t) {
  typename T::element_type;
  t.data();
  t.subspan(0);
};
template <class T>
inline constexpr bool kRefersElsewhere<std::reference_wrapper<T>> = true;

/// T is a std::string_view, or holds one.
template <class T>
inline constexpr bool kHoldsView = false;
template <>
inline constexpr bool kHoldsView<std::string_view> = true;
template <class T>
inline constexpr bool kHoldsView<std::optional<T>> = kHoldsView<T>;
template <class T>
inline constexpr bool kHoldsView<std::vector<T>> = kHoldsView<T>;
template <class... T>
inline constexpr bool kHoldsView<std::tuple<T...>> = (kHoldsView<T> || ...);
template <class A, class B>
inline constexpr bool kHoldsView<std::pair<A, B>> = kHoldsView<A> || kHoldsView<B>;
template <class K, class V>
inline constexpr bool kHoldsView<std::map<K, V>> = kHoldsView<K> || kHoldsView<V>;
template <class K, class V>
inline constexpr bool kHoldsView<std::unordered_map<K, V>> = kHoldsView<K> || kHoldsView<V>;

}  // namespace detail

/// How values of type T cross to a worker process and back. Specialise it for your own types:
///
///     template <>
///     struct dp::Codec<Person> {
///       static void put(std::string& out, const Person& person);  // append its bytes
///       static bool get(std::string_view& in, Person& person);    // take them off the front;
///     };                                                          // false: that is no Person
///
/// Given: trivially copyable types, std::string, std::filesystem::path, and std::pair, tuple,
///   optional, vector, map and unordered_map of what has a codec. std::string_view as a task's
///   parameter: it is valid during the call.
/// Law: get reads what put wrote, and nothing more. Both sides are the same program.
/// Errors: types that refer to something in their process (pointers, spans, references) do not
///   compile; of a struct, its first 32 members are looked at.
template <class T>
struct Codec {
  static_assert(
      !detail::kRefersElsewhere<T>,
      "dp: a pointer, span or reference means nothing in another process: send what it "
      "refers to, or specialise dp::Codec for this type");
  static_assert(
      detail::kRefersElsewhere<T> || std::is_trivially_copyable_v<T>,
      "dp does not know how to send this type to a worker: specialise dp::Codec for it");
  static_assert(detail::kRefersElsewhere<T> || std::is_default_constructible_v<T>,
                "dp: a value is made before its bytes are read: this type needs a default "
                "constructor (and no reference among its members)");

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

template <class... T>
struct Codec<std::tuple<T...>> {
  static void put(std::string& out, const std::tuple<T...>& tuple) {
    std::apply([&](const T&... values) { (Codec<T>::put(out, values), ...); }, tuple);
  }
  static bool get(std::string_view& in, std::tuple<T...>& tuple) {
    return std::apply([&](T&... values) { return (Codec<T>::get(in, values) && ...); }, tuple);
  }
};

/// A byte that is 0 or 1, then the value if it is 1.
template <class T>
struct Codec<std::optional<T>> {
  static void put(std::string& out, const std::optional<T>& value) {
    out.push_back(value ? '\1' : '\0');
    if (value) Codec<T>::put(out, *value);
  }
  static bool get(std::string_view& in, std::optional<T>& value) {
    value.reset();
    if (in.empty() || (in.front() != '\0' && in.front() != '\1')) return false;
    const bool there = in.front() == '\1';
    in.remove_prefix(1);
    return !there || Codec<T>::get(in, value.emplace());
  }
};

/// Its bytes, as a string.
template <>
struct Codec<std::filesystem::path> {
  static void put(std::string& out, const std::filesystem::path& path) {
    Codec<std::string_view>::put(out, path.native());
  }
  static bool get(std::string_view& in, std::filesystem::path& path) {
    std::string_view text;
    if (!Codec<std::string_view>::get(in, text)) return false;
    path = text;
    return true;
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

namespace detail {

/// A 64-bit count, then each key and its value.
template <class Map>
struct MapCodec {
  static void put(std::string& out, const Map& map) {
    Codec<std::uint64_t>::put(out, map.size());
    for (const auto& [key, value] : map) {
      Codec<typename Map::key_type>::put(out, key);
      Codec<typename Map::mapped_type>::put(out, value);
    }
  }
  static bool get(std::string_view& in, Map& map) {
    std::uint64_t count = 0;
    if (!Codec<std::uint64_t>::get(in, count)) return false;
    map.clear();
    for (; count > 0; --count) {
      typename Map::key_type key{};
      typename Map::mapped_type value{};
      if (!Codec<typename Map::key_type>::get(in, key) ||
          !Codec<typename Map::mapped_type>::get(in, value))
        return false;
      map.insert_or_assign(std::move(key), std::move(value));
    }
    return true;
  }
};

}  // namespace detail

template <class K, class V, class Less>
struct Codec<std::map<K, V, Less>> : detail::MapCodec<std::map<K, V, Less>> {};
template <class K, class V, class Hash, class Equal>
struct Codec<std::unordered_map<K, V, Hash, Equal>>
    : detail::MapCodec<std::unordered_map<K, V, Hash, Equal>> {};

}  // namespace dp
