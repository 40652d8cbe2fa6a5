// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace dp {

/// The serial form of structs, each said once.
///
/// A struct names its members in the order of its bytes:
///
///     struct Range {
///       std::uint64_t begin = 0;
///       std::uint64_t end = 0;
///       static constexpr auto kFields = std::tuple(&Range::begin, &Range::end);
///       [[nodiscard]] bool valid() const noexcept { return begin <= end; }  // optional
///     };
///
/// From that list come encode(), decode(), and the fewest bytes that one can take, by which
/// decode() bounds a count before it makes room. Members may be numbers, bools, enums, strings,
/// string views (which then point into the message), optionals, pairs, arrays, vectors, and
/// structs with fields. Of a type that cannot have the member, specialise Fields.
///
/// Law: decode() of what encode() wrote gives an equal value, and reads all of it.
/// Errors: decode() makes the reader's ok() false where bytes are missing, an enum or a struct
///   is not valid, or structs nest deeper than ByteReader::kMaxDepth; what it has filled by then
///   is not to be used.
template <class T>
struct Fields {
  static constexpr auto kList = T::kFields;
};

/// The first and the last enumerator of an enum that travels. Others are refused.
template <class E>
struct EnumRange;

template <>
struct EnumRange<Errc> {
  static constexpr auto kFirst = Errc::invalid_argument;
  static constexpr auto kLast = Errc::sample_too_short;
};
template <>
struct Fields<Error> {
  static constexpr auto kList = std::tuple(&Error::code, &Error::message);
};

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsPair : std::false_type {};
template <class A, class B>
struct IsPair<std::pair<A, B>> : std::true_type {};
template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t n>
struct IsArray<std::array<T, n>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
concept IsText = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

template <class M>
struct MemberType;
template <class C, class T>
struct MemberType<T C::*> {
  using type = T;
};

}  // namespace detail

/// The fewest bytes that a T takes.
template <class T>
constexpr std::size_t fewest_bytes() {
  if constexpr (std::is_same_v<T, bool> || detail::IsOptional<T>::value) {
    return 1;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    return sizeof(T);
  } else if constexpr (detail::IsText<T> || detail::IsVector<T>::value) {
    return sizeof(std::uint64_t);
  } else if constexpr (detail::IsPair<T>::value) {
    return fewest_bytes<typename T::first_type>() + fewest_bytes<typename T::second_type>();
  } else if constexpr (detail::IsArray<T>::value) {
    return std::tuple_size_v<T> * fewest_bytes<typename T::value_type>();
  } else {
    return std::apply(
        []<class... M>(M...) {
          return (std::size_t{0} + ... + fewest_bytes<typename detail::MemberType<M>::type>());
        },
        Fields<T>::kList);
  }
}

template <class T>
void encode(ByteWriter& out, const T& value) {
  if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || detail::IsText<T>) {
    out.put(value);
  } else if constexpr (detail::IsOptional<T>::value) {
    out.put(value.has_value());
    if (value) encode(out, *value);
  } else if constexpr (detail::IsPair<T>::value) {
    encode(out, value.first);
    encode(out, value.second);
  } else if constexpr (detail::IsArray<T>::value) {
    for (const auto& each : value) encode(out, each);
  } else if constexpr (detail::IsVector<T>::value) {
    out.put(static_cast<std::uint64_t>(value.size()));
    for (const auto& each : value) encode(out, each);
  } else {
    std::apply([&](auto... member) { (encode(out, value.*member), ...); }, Fields<T>::kList);
  }
}

template <class T>
void decode(ByteReader& in, T& value);

namespace detail {

template <class T>
void decode_struct(ByteReader& in, T& value) {
  if (!in.enter()) return;
  std::apply([&](auto... member) { (decode(in, value.*member), ...); }, Fields<T>::kList);
  in.leave();
  if constexpr (requires { value.valid(); })
    if (!value.valid()) in.refuse();
}

}  // namespace detail

/// Read into `value`, which keeps the storage of its strings and vectors.
template <class T>
void decode(ByteReader& in, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = in.get<std::uint8_t>() != 0;
  } else if constexpr (std::is_enum_v<T>) {
    value = in.get<T>(EnumRange<T>::kFirst, EnumRange<T>::kLast);
  } else if constexpr (std::is_arithmetic_v<T>) {
    value = in.get<T>();
  } else if constexpr (detail::IsText<T>) {
    value = in.text();
  } else if constexpr (detail::IsOptional<T>::value) {
    value.reset();
    if (in.get<std::uint8_t>() != 0) decode(in, value.emplace());
  } else if constexpr (detail::IsPair<T>::value) {
    decode(in, value.first);
    decode(in, value.second);
  } else if constexpr (detail::IsArray<T>::value) {
    for (auto& each : value) decode(in, each);
  } else if constexpr (detail::IsVector<T>::value) {
    value.resize(in.count(fewest_bytes<typename T::value_type>()));
    for (auto& each : value) decode(in, each);
  } else {
    detail::decode_struct(in, value);
  }
}

/// The whole of `bytes` as a T. Errors: corrupt, with `what` before it.
template <class T>
Result<T> decode_all(std::string_view bytes, std::string_view what) {
  ByteReader in(bytes);
  T value;
  decode(in, value);
  DP_CHECK(in.finish(what));
  return value;
}

}  // namespace dp
