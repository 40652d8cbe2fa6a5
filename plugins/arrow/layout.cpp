// SPDX-License-Identifier: Apache-2.0
#include "arrow/layout.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace dp::arrow {
namespace {

constexpr std::string_view kFileMark = "ARROW1";
constexpr std::uint64_t kSchemaAt = 8;  ///< in a file
constexpr std::size_t kTail = 10;       ///< the size of the footer, and the mark once more

Result<Metadata<wire::Footer>> footer_in(std::string_view bytes) {
  if (bytes.size() < kSchemaAt + kTail || !bytes.ends_with(kFileMark))
    return fail(Errc::invalid_argument, "it is cut short: its end is missing");
  std::uint32_t size = 0;
  std::memcpy(&size, bytes.data() + bytes.size() - kTail, sizeof size);
  if (size > bytes.size() - kSchemaAt - kTail)
    return fail(Errc::invalid_argument, "it is damaged: its footer has no room");
  return Metadata<wire::Footer>::of(bytes.substr(bytes.size() - kTail - size, size));
}

Status add_blocks(std::vector<std::uint64_t>& places,
                  const flatbuffers::Vector<const wire::Block*>* blocks) {
  if (blocks == nullptr) return {};
  for (std::uint32_t i = 0; i < blocks->size(); ++i) {
    const auto place = element_of(*blocks, i).offset();
    if (place < 0)
      return fail(Errc::invalid_argument, "it is damaged: its footer names what is not there");
    places.push_back(static_cast<std::uint64_t>(place));
  }
  return {};
}

/// The first message; one without an end, if it is no schema.
Result<SchemaFound> first_schema(std::string_view bytes, std::uint64_t place) {
  if (is_end(bytes, place) && place < bytes.size()) return SchemaFound();
  DP_TRY(auto message, Message::head_at(bytes, place));
  if (message.metadata->header_as_Schema() == nullptr) return SchemaFound();
  return SchemaFound{std::move(message.metadata), std::nullopt, message.end};
}

/// Arrow's library for JavaScript leaves the message out.
Result<SchemaFound> schema_of_file(std::string_view bytes) {
  DP_TRY(auto first, first_schema(bytes, kSchemaAt));
  if (first.end != 0) return first;
  auto footer = footer_in(bytes);
  if (!footer)
    return fail(Errc::sample_too_short,
                "its schema is not at its beginning, and its end, where it may be, is too far "
                "away or missing: write it as a stream, which begins with its schema");
  if ((*footer)->schema() == nullptr) return SchemaFound();
  return SchemaFound{std::nullopt, std::move(*footer), bytes.size()};
}

Result<std::vector<std::uint64_t>> messages_of_file(std::string_view bytes) {
  DP_TRY(const auto footer, footer_in(bytes));
  std::vector<std::uint64_t> places;
  DP_CHECK(add_blocks(places, footer->dictionaries()));
  DP_CHECK(add_blocks(places, footer->batches()));
  return places;
}

Result<std::vector<std::uint64_t>> messages_of_stream(std::string_view bytes) {
  DP_TRY(const auto schema, schema_of(bytes));
  std::vector<std::uint64_t> places;
  for (auto place = schema.end; !is_end(bytes, place);) {
    DP_TRY(const auto message, Message::at(bytes, place));
    places.push_back(place);
    place = message.end;
  }
  return places;
}

}  // namespace

Beginning beginning_of(std::string_view bytes) noexcept {
  if (bytes.starts_with(kFileMark)) return Beginning::file;
  // Its first message has a size, which is less than 16 MiB.
  const bool is_stream =
      bytes.size() >= 8 && bytes.starts_with("\xff\xff\xff\xff") && bytes[7] == 0;
  return is_stream ? Beginning::stream : Beginning::other;
}

std::string not_arrow(std::string_view bytes) {
  if (bytes.starts_with("FEA1"))
    return "it is Feather version 1, which is not read: write version 2, which is Arrow's "
           "format";
  if (bytes.starts_with("PAR1"))
    return "it is Parquet, which is not read: write it as Arrow or CSV";
  return "it is no Arrow file or stream: it does not begin as one";
}

Result<SchemaFound> schema_of(std::string_view bytes) {
  const auto beginning = beginning_of(bytes);
  if (beginning == Beginning::other) return fail(Errc::invalid_argument, not_arrow(bytes));
  const bool is_file = beginning == Beginning::file;
  DP_TRY(auto found, is_file ? schema_of_file(bytes) : first_schema(bytes, 0));
  if (found.end == 0 || found->fields() == nullptr)
    return fail(Errc::invalid_argument, "it is damaged: its first message is no schema");
  if (found->endianness() != wire::Endianness::little)
    return fail(Errc::invalid_argument,
                "its numbers are big-endian, which is not read: write it on another machine");
  return found;
}

Result<std::vector<std::uint64_t>> messages_of(std::string_view bytes) {
  return beginning_of(bytes) == Beginning::file ? messages_of_file(bytes)
                                                : messages_of_stream(bytes);
}

}  // namespace dp::arrow
