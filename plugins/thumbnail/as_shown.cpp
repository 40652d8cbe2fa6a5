// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/as_shown.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "thumbnail/exif.hpp"
#include "thumbnail/gif.hpp"

namespace dp::thumbnail {

namespace {

bool has_tiff_alpha(std::string_view file) noexcept {
  constexpr std::uint16_t kExtraSamples = 338;
  const auto kind = number_of_tiff(file, kExtraSamples).value_or(0);
  return kind == 1 || kind == 2;
}

int colours_of(const VipsImage& image) noexcept {
  switch (image.Type) {
    case VIPS_INTERPRETATION_CMYK:
      return 4;
    case VIPS_INTERPRETATION_B_W:
    case VIPS_INTERPRETATION_GREY16:
      return 1;
    default:
      return image.Bands < 3 ? 1 : 3;
  }
}

/// Without the bands that are neither colour nor, by the file's tag, alpha: libvips takes the band
/// after the colours for alpha.
Result<Image> without_other_bands(Image image, std::string_view file) {
  const int wanted = colours_of(*image) + (has_tiff_alpha(file) ? 1 : 0);
  if (image->Bands <= wanted) return image;
  return make_image([&](VipsImage** out) {
    return vips_extract_band(image.get(), out, 0, "n", wanted, nullptr);
  });
}

/// What is black and what is white.
struct Span {
  double black = std::numeric_limits<double>::infinity();
  double white = -std::numeric_limits<double>::infinity();

  [[nodiscard]] std::uint8_t shade(double value) const noexcept {
    if (std::isnan(value) || value <= black) return 0;
    if (value >= white) return 255;
    return static_cast<std::uint8_t>(std::lround((value - black) / (white - black) * 255));
  }
};

/// Pixels of `bands` numbers, the first `colours` of which are colours; a further one is alpha.
template <class T>
struct Pixels {
  std::span<const T> values;
  std::size_t bands;
  std::size_t colours;

  [[nodiscard]] Span span_of_colours() const {
    Span span;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto value = static_cast<double>(values[i]);
      if (i % bands >= colours || !std::isfinite(value)) continue;
      span.black = std::min(span.black, value);
      span.white = std::max(span.white, value);
    }
    const bool is_share =
        !std::numeric_limits<T>::is_integer && span.black >= 0 && span.white <= 1;
    return is_share ? Span{0, 1} : span;
  }
  [[nodiscard]] static Span span_of_alpha() {
    if constexpr (!std::numeric_limits<T>::is_integer) return {0, 1};
    return {0, static_cast<double>(std::numeric_limits<T>::max())};
  }
  [[nodiscard]] std::vector<std::uint8_t> shades() const {
    const Span colour = span_of_colours();
    const Span alpha = span_of_alpha();
    std::vector<std::uint8_t> bytes(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      bytes[i] = (i % bands < colours ? colour : alpha).shade(static_cast<double>(values[i]));
    return bytes;
  }
};

template <class T>
std::vector<std::uint8_t> shades_of(const void* memory, std::size_t bytes, std::size_t bands,
                                    std::size_t colours) {
  const std::span values(static_cast<const T*>(memory), bytes / sizeof(T));
  return Pixels<T>{values, bands, colours}.shades();
}

/// In 8 bits; nullopt if the image has such pixels as it is, or others than numbers.
std::optional<std::vector<std::uint8_t>> shades_of(VipsBandFormat format, const void* memory,
                                                   std::size_t bytes, std::size_t bands,
                                                   std::size_t colours) {
  switch (format) {
    case VIPS_FORMAT_CHAR:
      return shades_of<std::int8_t>(memory, bytes, bands, colours);
    case VIPS_FORMAT_SHORT:
      return shades_of<std::int16_t>(memory, bytes, bands, colours);
    case VIPS_FORMAT_INT:
      return shades_of<std::int32_t>(memory, bytes, bands, colours);
    case VIPS_FORMAT_UINT:
      return shades_of<std::uint32_t>(memory, bytes, bands, colours);
    case VIPS_FORMAT_FLOAT:
      return shades_of<float>(memory, bytes, bands, colours);
    case VIPS_FORMAT_DOUBLE:
      return shades_of<double>(memory, bytes, bands, colours);
    default:
      return std::nullopt;
  }
}

bool is_shown_as_it_is(const VipsImage& image) noexcept {
  return image.BandFmt == VIPS_FORMAT_UCHAR || image.BandFmt == VIPS_FORMAT_USHORT;
}

/// Numbers of other kinds, in 8 bits.
Result<Image> in_shades(Image image) {
  if (is_shown_as_it_is(*image)) return image;
  const auto size = size_of(image.get());
  const auto bands = static_cast<std::size_t>(image->Bands);
  const auto colours = std::min(bands, static_cast<std::size_t>(colours_of(*image)));
  std::size_t bytes = 0;
  const std::unique_ptr<void, decltype(&g_free)> memory(
      vips_image_write_to_memory(image.get(), &bytes), &g_free);
  if (!memory) return vips_failed();
  const auto shades = shades_of(image->BandFmt, memory.get(), bytes, bands, colours);
  if (!shades) return image;
  auto* made = vips_image_new_from_memory_copy(
      shades->data(), shades->size(), static_cast<int>(size.width),
      static_cast<int>(size.height), image->Bands, VIPS_FORMAT_UCHAR);
  if (made == nullptr) return vips_failed();
  made->Type = colours == 1   ? VIPS_INTERPRETATION_B_W
               : colours == 4 ? VIPS_INTERPRETATION_CMYK
                              : VIPS_INTERPRETATION_sRGB;
  return Image(made);
}

/// The GIF's first frame on a canvas that is transparent.
Result<Image> on_canvas(Image image, std::string_view file) {
  const auto frame = first_frame_of_gif(file);
  const auto canvas = size_of(image.get());
  if (!frame || vips_image_hasalpha(image.get()) != 0) return image;
  const std::uint32_t right = std::min(frame->left + frame->size.width, canvas.width);
  const std::uint32_t bottom = std::min(frame->top + frame->size.height, canvas.height);
  if (frame->left >= right || frame->top >= bottom) return image;
  if (frame->left == 0 && frame->top == 0 && right == canvas.width && bottom == canvas.height)
    return image;
  const auto left = static_cast<int>(frame->left);
  const auto top = static_cast<int>(frame->top);
  DP_TRY(auto cut, make_image([&](VipsImage** out) {
           return vips_extract_area(image.get(), out, left, top, static_cast<int>(right) - left,
                                    static_cast<int>(bottom) - top, nullptr);
         }));
  DP_TRY(auto opaque,
         make_image([&](VipsImage** out) { return vips_addalpha(cut.get(), out, nullptr); }));
  return make_image([&](VipsImage** out) {
    return vips_embed(opaque.get(), out, left, top, static_cast<int>(canvas.width),
                      static_cast<int>(canvas.height), nullptr);
  });
}

}  // namespace

Result<Image> as_shown(Image loaded, std::string_view file, Format format) {
  if (format == Format::gif) return on_canvas(std::move(loaded), file);
  if (format != Format::tiff) return loaded;
  DP_TRY(auto image, without_other_bands(std::move(loaded), file));
  return in_shades(std::move(image));
}

}  // namespace dp::thumbnail
