// SPDX-License-Identifier: Apache-2.0
#include "pictures.hpp"

#include <array>

#include "thumbnail/jpeg.hpp"
#include "thumbnail/vips_pictures.hpp"

namespace dp::test {

using thumbnail::Format;
using thumbnail::Picture;
using thumbnail::Size;

namespace {

constexpr std::array<std::array<std::uint8_t, 4>, 4> kColours = {
    {{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 0}}};
constexpr std::string_view kLetters = "RGBW";

char letter_of(const std::uint8_t* pixel, std::uint32_t bands) {
  if (bands == 4 && pixel[3] < 64) return '.';
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    bool same = true;
    for (std::size_t band = 0; band < 3; ++band)
      same = same && std::abs(pixel[band] - kColours[i][band]) < 64;
    if (same) return kLetters[i];
  }
  return '?';
}

Result<Picture> pixels_of(std::string_view file) {
  const auto format = thumbnail::format_of_content(file);
  if (!format) return fail(Errc::task_failed, "not a picture");
  if (*format != Format::jpeg) {
    DP_TRY(const auto header, thumbnail::read_header(file, *format));
    return thumbnail::decode(file, *format, {header.size, header.size});
  }
  thumbnail::JpegReader reader;
  DP_TRY(const auto header, reader.open(file));
  Picture picture{header.size, header.bands, {}};
  DP_TRY(picture.size, reader.start(header.size));
  DP_CHECK(reader.rows([&](const std::uint8_t* row) {
    picture.bytes.insert(picture.bytes.end(), row, row + picture.stride());
  }));
  return picture;
}

std::string big(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i));
  return text;
}

/// A field of a TIFF folder.
std::string field(std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
  const bool is_short = type == 3;
  return big(tag, 2) + big(type, 2) + big(1, 4) +
         (is_short ? big(value, 2) + big(0, 2) : big(value, 4));
}

}  // namespace

Picture quarters(Size size, std::uint32_t bands) {
  Picture picture{size, bands, {}};
  for (std::uint32_t y = 0; y < size.height; ++y)
    for (std::uint32_t x = 0; x < size.width; ++x) {
      const auto quarter = (y < size.height / 2 ? 0U : 2U) + (x < size.width / 2 ? 0U : 1U);
      const auto& colour = kColours[quarter];
      picture.bytes.insert(picture.bytes.end(), colour.begin(), colour.begin() + bands);
    }
  return picture;
}

Result<std::string> quarters_of(std::string_view file) {
  DP_TRY(const auto picture, pixels_of(file));
  std::string seen;
  for (const auto y : {picture.size.height / 4, picture.size.height * 3 / 4}) {
    if (!seen.empty()) seen += '/';
    for (const auto x : {picture.size.width / 4, picture.size.width * 3 / 4})
      seen +=
          letter_of(&picture.bytes[y * picture.stride() + x * picture.bands], picture.bands);
  }
  return seen;
}

Picture stored_with(int orientation, Size size) {
  // What turns a stored picture upright is undone by its opposite; of quarter turns that is the
  // other one.
  const int opposite = orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
  return thumbnail::upright(quarters(size), opposite);
}

std::string jpeg_of(Size size, int orientation) {
  auto file = thumbnail::encode_jpeg(stored_with(orientation, size), 95).value();
  if (orientation == 0) return file;
  const auto exif = std::string("Exif\0\0MM\0*", 10) + big(8, 4) + big(1, 2) +
                    field(274, 3, static_cast<std::uint32_t>(orientation)) + big(0, 4);
  file.insert(2, "\xff\xe1" + big(static_cast<std::uint32_t>(exif.size()) + 2, 2) + exif);
  return file;
}

std::string png_of(Size size, std::uint32_t bands) {
  return thumbnail::encode(quarters(size, bands), Format::png, 0).value();
}

std::string webp_of(Size size) {
  return thumbnail::encode(quarters(size), Format::webp, 90).value();
}

std::string tiff_of(Size size, int orientation) {
  const auto pixels = static_cast<std::uint32_t>(size.pixels());
  const auto stored = thumbnail::is_turned(orientation) ? size.turned() : size;
  const std::string fields =
      field(256, 4, stored.width) + field(257, 4, stored.height) + field(258, 3, 8) +
      field(259, 3, 1) + field(262, 3, 1) + field(273, 4, 8) +
      field(274, 3, static_cast<std::uint32_t>(orientation)) + field(277, 3, 1) +
      field(278, 4, stored.height) + field(279, 4, pixels);
  return std::string("MM\0*", 4) + big(8 + pixels, 4) + std::string(pixels, '\x80') +
         big(10, 2) + fields + big(0, 4);
}

std::string tiff_of_bytes(const std::string& bytes, std::uint32_t kind, std::uint32_t bits) {
  const auto little = [](std::uint32_t value, int size) {
    std::string text;
    for (int i = 0; i < size; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
  };
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const std::uint32_t rows = size / (bits / 8) / 8;
  const std::uint32_t fields[][2] = {{256, 8},    {257, rows}, {258, bits}, {259, 1},
                                     {262, 1},    {273, 8},    {277, 1},    {278, rows},
                                     {279, size}, {339, kind}};
  std::string file = "II" + little(42, 2) + little(8 + size, 4) + bytes + little(10, 2);
  for (const auto& [tag, value] : fields)
    file += little(tag, 2) + little(4, 2) + little(1, 4) + little(value, 4);
  return file + little(0, 4);
}

std::string gif_of(Size size) { return gif_with_frame(size, {0, 0}, size); }

std::string gif_with_frame(Size canvas, Size place, Size frame) {
  const auto side = [](std::uint32_t value) {
    return std::string{static_cast<char>(value & 255), static_cast<char>(value >> 8)};
  };
  std::string file = "GIF89a" + side(canvas.width) + side(canvas.height) +
                     std::string("\x80\0\0\xff\0\0\0\0\0", 9);
  file += "," + side(place.width) + side(place.height) + side(frame.width) +
          side(frame.height) + std::string("\0\x02", 2);
  // Codes of 3 bits: clear (4) before each pixel (0), so that they never grow; end (5).
  std::string codes;
  unsigned held = 0;
  unsigned bits = 0;
  const auto put = [&](unsigned code) {
    held |= code << bits;
    for (bits += 3; bits >= 8; bits -= 8, held >>= 8) codes += static_cast<char>(held & 255);
  };
  for (std::uint64_t i = 0; i < frame.pixels(); ++i) put(4), put(0);
  put(5), put(0), put(0), put(0);
  for (std::size_t at = 0; at < codes.size(); at += 255) {
    const auto block = codes.substr(at, 255);
    file += static_cast<char>(block.size()) + block;
  }
  return file + std::string("\0;", 2);
}

std::string claiming(std::string jpeg, Size size) {
  const auto header = jpeg.find("\xff\xc0");
  return jpeg.replace(header + 5, 4, big(size.height, 2) + big(size.width, 2));
}

}  // namespace dp::test
