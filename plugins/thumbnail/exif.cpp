// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/exif.hpp"

#include <cstddef>
#include <cstdint>

namespace dp::thumbnail {

namespace {

constexpr std::uint16_t kOrientation = 274;
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

std::optional<std::uint32_t> number_of_tiff(std::string_view tiff, std::uint16_t tag) noexcept {
  const bool little = tiff.starts_with("II");
  if (!little && !tiff.starts_with("MM")) return std::nullopt;
  const Numbers numbers(tiff, little);
  const std::size_t folder = numbers.at(4, 4);
  const auto entries = numbers.at(folder, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const auto entry = folder + 2 + i * kEntryBytes;
    if (entry >= tiff.size()) break;
    const auto type = numbers.at(entry + 2, 2);
    // Bytes, shorts and longs, of either sign.
    const std::size_t size = type == 1 || type == 6   ? 1
                             : type == 3 || type == 8 ? 2
                             : type == 4 || type == 9 ? 4
                                                      : 0;
    if (numbers.at(entry, 2) != tag || size == 0) continue;
    const bool inside = numbers.at(entry + 4, 4) * std::uint64_t{size} <= 4;
    return numbers.at(inside ? entry + 8 : numbers.at(entry + 8, 4), size);
  }
  return std::nullopt;
}

int orientation_of_exif(std::string_view tiff) noexcept {
  const auto value = number_of_tiff(tiff, kOrientation).value_or(1);
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

}  // namespace dp::thumbnail
