// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow_format_generated.h>

#include <cstdint>
#include <cstring>
#include <dp/result.hpp>
#include <string_view>
#include <vector>

namespace dp::arrow {

/// Metadata, aligned as they are read, and checked: all that they refer to lies within them.
template <class Table>
class Metadata {
 public:
  /// Errors: invalid_argument, if the bytes are not such a table.
  static Result<Metadata> of(std::string_view bytes);

  const Table* operator->() const noexcept { return &**this; }
  const Table& operator*() const noexcept {
    return *flatbuffers::GetRoot<Table>(words_.data());
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// An element of a list of structs or numbers, which in damaged metadata may lie anywhere: the verifier looks
/// at where lists begin, not at where their elements do.
template <class T>
T element_of(const flatbuffers::Vector<const T*>& list, std::uint32_t place) noexcept {
  T made;
  std::memcpy(&made, list.Data() + place * sizeof made, sizeof made);
  return made;
}
inline std::int64_t element_of(const flatbuffers::Vector<std::int64_t>& list,
                               std::uint32_t place) noexcept {
  std::int64_t made = 0;
  std::memcpy(&made, list.Data() + place * sizeof made, sizeof made);
  return made;
}

/// A message of a file or a stream.
struct Message {
  Metadata<wire::Message> metadata;
  std::string_view body;
  std::uint64_t end = 0;  ///< where the next one begins

  /// The message at that place. Lifetime: as long as the bytes.
  /// Errors: sample_too_short, if it goes on after the bytes; invalid_argument, if it is none.
  static Result<Message> at(std::string_view bytes, std::uint64_t place);
  /// Its metadata alone, without a body.
  static Result<Message> head_at(std::string_view bytes, std::uint64_t place);
};

/// Whether a stream ends at that place: there is nothing, or what says so.
bool is_end(std::string_view bytes, std::uint64_t place) noexcept;

}  // namespace dp::arrow
