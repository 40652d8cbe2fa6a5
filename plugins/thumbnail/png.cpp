// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/png.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
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

}  // namespace

Status check_png(std::string_view file) {
  // A chunk: the size of its data, its type, its data, the checksum of type and data.
  for (std::size_t at = kSignature; file.size() - std::min(at, file.size()) >= 3 * kWord;) {
    const std::size_t size = word_at(file, at);
    const auto type = file.substr(at + kWord, kWord);
    if (size > file.size() - at - 3 * kWord) return {};
    const auto summed = file.substr(at + kWord, kWord + size);
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(summed.data()), summed.size());
    if (sum != word_at(file, at + 2 * kWord + size)) {
      const bool named = std::all_of(type.begin(), type.end(), is_letter);
      return fail(Errc::task_failed, "damaged: the checksum of " +
                                         (named ? "chunk " + std::string(type) : "a chunk") +
                                         " at byte " + std::to_string(at) + " is wrong");
    }
    if (type == "IEND") return {};
    at += 3 * kWord + size;
  }
  return {};
}

}  // namespace dp::thumbnail
