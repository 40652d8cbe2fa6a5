// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/exif.hpp"

#include <cstddef>
#include <cstdint>

namespace dp::thumbnail {

namespace {

constexpr std::uint16_t kOrientation = 274;
constexpr std::uint16_t kShort = 3;
constexpr std::size_t kEntryBytes = 12;

/// Numbers of a TIFF file, in its byte order; 0 after its end.
class Numbers {
 public:
  Numbers(std::string_view bytes, bool little) noexcept : bytes_(bytes), little_(little) {}

  [[nodiscard]] std::uint32_t at(std::size_t place, std::size_t size) const noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const auto from = place + (little_ ? size - 1 - i : i);
      const auto byte = from < bytes_.size() ? static_cast<unsigned char>(bytes_[from]) : 0U;
      value = value << 8 | byte;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

}  // namespace

int orientation_of_exif(std::string_view tiff) noexcept {
  const bool little = tiff.starts_with("II");
  if (!little && !tiff.starts_with("MM")) return 1;
  const Numbers numbers(tiff, little);
  const std::size_t folder = numbers.at(4, 4);
  const auto entries = numbers.at(folder, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const auto entry = folder + 2 + i * kEntryBytes;
    if (entry >= tiff.size()) break;
    if (numbers.at(entry, 2) != kOrientation || numbers.at(entry + 2, 2) != kShort) continue;
    const auto value = numbers.at(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace dp::thumbnail
