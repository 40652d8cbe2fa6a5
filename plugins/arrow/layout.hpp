// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arrow/message.hpp"

namespace dp::arrow {

/// Whether bytes begin as a file does, which has a footer; as a stream; or as neither.
enum class Beginning : std::uint8_t { file, stream, other };
Beginning beginning_of(std::string_view bytes) noexcept;

/// What bytes that begin as neither are, for a message.
std::string not_arrow(std::string_view bytes);

/// A schema, where it was found.
struct SchemaFound {
  std::optional<Metadata<wire::Message>> message;
  std::optional<Metadata<wire::Footer>> footer;  ///< if it is not the first message
  std::uint64_t end = 0;                         ///< of that message

  const wire::Schema& operator*() const noexcept {
    return message ? *(*message)->header_as_Schema() : *(*footer)->schema();
  }
  const wire::Schema* operator->() const noexcept { return &**this; }
};

/// The schema: the first message, or, of files that begin with another, what the footer has.
/// `bytes`: all of the item, or its beginning.
/// Errors: those of Message; sample_too_short, if the footer is not there; invalid_argument.
Result<SchemaFound> schema_of(std::string_view bytes);

/// Where the messages after the schema are, in the order in which they are read: dictionaries come before
/// the batches that need them.
/// Errors: invalid_argument, if the footer, or a message of a stream, is damaged or not there.
Result<std::vector<std::uint64_t>> messages_of(std::string_view bytes);

}  // namespace dp::arrow
