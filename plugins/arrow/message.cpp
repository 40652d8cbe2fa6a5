// SPDX-License-Identifier: Apache-2.0
#include "arrow/message.hpp"

namespace dp::arrow {
namespace {

constexpr std::uint32_t kGoesOn = 0xffffffff;

/// The size of a message's metadata, and where they begin.
struct Prefix {
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
};

std::uint32_t word_at(std::string_view bytes, std::uint64_t place) noexcept {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes.data() + place, sizeof word);
  return word;
}

tl::unexpected<Error> cut_short(std::uint64_t place) {
  return fail(Errc::sample_too_short,
              "it is cut short: the message at byte " + std::to_string(place) + " has no end");
}

tl::unexpected<Error> damaged(std::uint64_t place) {
  return fail(Errc::invalid_argument,
              "it is damaged: at byte " + std::to_string(place) + " is no message");
}

/// Until version 0.15 a message began with the size of its metadata.
Result<Prefix> prefix_at(std::string_view bytes, std::uint64_t place) {
  if (place > bytes.size() || bytes.size() - place < 4) return cut_short(place);
  std::uint64_t begin = place + 4;
  std::uint64_t size = word_at(bytes, place);
  if (size == kGoesOn) {
    if (bytes.size() - place < 8) return cut_short(place);
    size = word_at(bytes, place + 4);
    begin += 4;
  }
  if (size > INT32_MAX || size < 4) return damaged(place);
  if (size > bytes.size() - begin) return cut_short(place);
  return Prefix{begin, size};
}

}  // namespace

template <class Table>
Result<Metadata<Table>> Metadata<Table>::of(std::string_view bytes) {
  Metadata made;
  made.words_.resize(bytes.size() / 8 + 1);
  if (!bytes.empty()) std::memcpy(made.words_.data(), bytes.data(), bytes.size());
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(made.words_.data()),
                                 bytes.size());
  if (!verifier.VerifyBuffer<Table>(nullptr))
    return fail(Errc::invalid_argument, "its metadata are damaged");
  return made;
}

template class Metadata<wire::Message>;
template class Metadata<wire::Footer>;

Result<Message> Message::head_at(std::string_view bytes, std::uint64_t place) {
  DP_TRY(const auto prefix, prefix_at(bytes, place));
  auto metadata = Metadata<wire::Message>::of(bytes.substr(prefix.begin, prefix.size));
  if (!metadata) return damaged(place);
  return Message{std::move(*metadata), {}, prefix.begin + prefix.size};
}

Result<Message> Message::at(std::string_view bytes, std::uint64_t place) {
  DP_TRY(auto made, head_at(bytes, place));
  const auto size = made.metadata->body_size();
  if (size < 0) return damaged(place);
  if (static_cast<std::uint64_t>(size) > bytes.size() - made.end) return cut_short(place);
  made.body = bytes.substr(made.end, static_cast<std::size_t>(size));
  made.end += static_cast<std::uint64_t>(size);
  return made;
}

bool is_end(std::string_view bytes, std::uint64_t place) noexcept {
  if (place >= bytes.size()) return true;
  if (bytes.size() - place < 4) return false;
  if (word_at(bytes, place) == 0) return true;
  return word_at(bytes, place) == kGoesOn && bytes.size() - place >= 8 &&
         word_at(bytes, place + 4) == 0;
}

}  // namespace dp::arrow
