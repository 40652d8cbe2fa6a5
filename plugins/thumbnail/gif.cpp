// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/gif.hpp"

#include <cstddef>

namespace dp::thumbnail {

namespace {

constexpr std::size_t kHeader = 13;  // signature and logical screen descriptor
constexpr char kExtension = 0x21;
constexpr char kDescriptor = 0x2c;

/// Reads numbers of 8 and 16 bits; 0 after the end.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) noexcept : bytes_(bytes) {}
  [[nodiscard]] std::uint32_t byte(std::size_t at) const noexcept {
    return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0;
  }
  [[nodiscard]] std::uint32_t word(std::size_t at) const noexcept {
    return byte(at) | byte(at + 1) << 8;
  }

 private:
  std::string_view bytes_;
};

/// After the sub-blocks that begin at `at`.
std::size_t after_blocks(const Bytes& bytes, std::size_t at) noexcept {
  while (const auto size = bytes.byte(at)) at += 1 + size;
  return at + 1;
}

}  // namespace

std::optional<Frame> first_frame_of_gif(std::string_view file) noexcept {
  const Bytes bytes(file);
  std::size_t at = kHeader;
  const auto flags = bytes.byte(kHeader - 3);
  if ((flags & 0x80) != 0) at += std::size_t{3} << ((flags & 7) + 1);
  while (at < file.size() && file[at] == kExtension) at = after_blocks(bytes, at + 2);
  if (at + 10 > file.size() || file[at] != kDescriptor) return std::nullopt;
  return Frame{
      bytes.word(at + 1), bytes.word(at + 3), {bytes.word(at + 5), bytes.word(at + 7)}};
}

}  // namespace dp::thumbnail
