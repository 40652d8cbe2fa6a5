// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/png.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

namespace dp::thumbnail {
namespace {

constexpr std::size_t kSignature = 8;
constexpr std::size_t kWord = 4;

std::uint32_t word_at(std::string_view text, std::size_t at) noexcept {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < kWord; ++i)
    word = word << 8 | static_cast<unsigned char>(text[at + i]);
  return word;
}

bool is_letter(char byte) noexcept {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Whether a chunk is one of those that a picture can do without, by its type.
bool is_extra(std::string_view type) noexcept { return (type[0] & 0x20) != 0; }

/// Extra chunks that say what the pixels look like.
bool is_of_use(std::string_view type) noexcept {
  constexpr std::string_view kUseful[] = {"tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "eXIf"};
  return std::find(std::begin(kUseful), std::end(kUseful), type) != std::end(kUseful);
}

/// A chunk: the size of its data, its type, its data, the checksum of type and data.
struct Chunk {
  std::string_view type;
  std::string_view whole;
  bool is_sound = false;
};

/// The chunk at `at`; nullopt if the file is cut off in it.
std::optional<Chunk> chunk_at(std::string_view file, std::size_t at) noexcept {
  if (file.size() - std::min(at, file.size()) < 3 * kWord) return std::nullopt;
  const std::size_t size = word_at(file, at);
  if (size > file.size() - at - 3 * kWord) return std::nullopt;
  const auto summed = file.substr(at + kWord, kWord + size);
  const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(summed.data()), summed.size());
  return Chunk{summed.substr(0, kWord), file.substr(at, 3 * kWord + size),
               sum == word_at(file, at + 2 * kWord + size)};
}

}  // namespace

Status check_png(std::string_view file) {
  for (std::size_t at = kSignature;;) {
    const auto chunk = chunk_at(file, at);
    if (!chunk) return {};
    if (!chunk->is_sound && (!is_extra(chunk->type) || chunk->type == "tRNS")) {
      const bool named = std::all_of(chunk->type.begin(), chunk->type.end(), is_letter);
      return fail(Errc::task_failed,
                  "damaged: the checksum of " +
                      (named ? "chunk " + std::string(chunk->type) : "a chunk") + " at byte " +
                      std::to_string(at) + " is wrong");
    }
    if (chunk->type == "IEND") return {};
    at += chunk->whole.size();
  }
}

void drop_extras(std::string& file) {
  std::size_t kept = kSignature;
  for (std::size_t at = kSignature;;) {
    const auto chunk = chunk_at(file, at);
    const bool all = !chunk || chunk->type == "IEND";
    const std::size_t size =
        all ? file.size() - std::min(at, file.size()) : chunk->whole.size();
    const bool keep =
        all || !is_extra(chunk->type) || (chunk->is_sound && is_of_use(chunk->type));
    if (keep && kept != at) std::memmove(&file[kept], &file[at], size);
    if (keep) kept += size;
    at += size;
    if (all) break;
  }
  if (kept < file.size()) file.resize(kept);
}

}  // namespace dp::thumbnail
