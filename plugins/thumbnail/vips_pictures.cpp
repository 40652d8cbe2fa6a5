// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/vips_pictures.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "thumbnail/as_shown.hpp"
#include "thumbnail/png.hpp"
#include "thumbnail/vips_image.hpp"

namespace dp::thumbnail {

namespace {

/// Open the first picture of a file, decoded row by row as far as its format allows. `shrink`:
/// webp is decoded that much smaller. `strictness`: what of it fails.
Result<Image> load(std::string_view file, Format format, VipsFailOn strictness,
                   double shrink = 1) {
  void* bytes = const_cast<char*>(file.data());
  const auto size = file.size();
  constexpr auto kRows = VIPS_ACCESS_SEQUENTIAL;
  return make_image([&](VipsImage** out) {
    switch (format) {
      case Format::png:
        return vips_pngload_buffer(bytes, size, out, "access", kRows, "fail_on", strictness,
                                   nullptr);
      case Format::webp:
        return vips_webpload_buffer(bytes, size, out, "access", kRows, "fail_on", strictness,
                                    "scale", 1 / shrink, nullptr);
      case Format::gif:
        return vips_gifload_buffer(bytes, size, out, "access", kRows, "fail_on", strictness,
                                   nullptr);
      case Format::tiff:
        return vips_tiffload_buffer(bytes, size, out, "access", kRows, "fail_on", strictness,
                                    nullptr);
      default:
        return vips_jpegload_buffer(bytes, size, out, "access", kRows, "fail_on", strictness,
                                    nullptr);
    }
  });
}

bool is_interlaced(VipsImage* image) noexcept {
  int value = 0;
  return vips_image_get_typeof(image, "interlaced") != 0 &&
         vips_image_get_int(image, "interlaced", &value) == 0 && value != 0;
}

Result<Image> resize(Image from, Size to) {
  const auto size = size_of(from.get());
  if (size == to) return from;
  return make_image([&](VipsImage** out) {
    return vips_resize(from.get(), out, static_cast<double>(to.width) / size.width, "vscale",
                       static_cast<double>(to.height) / size.height, nullptr);
  });
}

/// Scale with what is transparent weighing nothing.
Result<Image> scale(Image from, Size to) {
  if (vips_image_hasalpha(from.get()) == 0 || size_of(from.get()) == to)
    return resize(std::move(from), to);
  const auto format = vips_image_get_format(from.get());
  DP_TRY(auto weighed, make_image([&](VipsImage** out) {
           return vips_premultiply(from.get(), out, nullptr);
         }));
  DP_TRY(auto small, resize(std::move(weighed), to));
  DP_TRY(auto plain, make_image([&](VipsImage** out) {
           return vips_unpremultiply(small.get(), out, nullptr);
         }));
  return make_image(
      [&](VipsImage** out) { return vips_cast(plain.get(), out, format, nullptr); });
}

Result<Image> crop(Image from, const Scaling& scaling) {
  if (scaling.scaled == scaling.result) return from;
  return make_image([&](VipsImage** out) {
    return vips_extract_area(from.get(), out, static_cast<int>(scaling.left),
                             static_cast<int>(scaling.top),
                             static_cast<int>(scaling.result.width),
                             static_cast<int>(scaling.result.height), nullptr);
  });
}

/// By the profile that the image carries; nullptr if that is of no use.
Image by_profile(VipsImage* image) {
  if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) == 0 &&
      vips_image_get_interpretation(image) != VIPS_INTERPRETATION_CMYK)
    return nullptr;
  const char* otherwise =
      vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK ? "cmyk" : "srgb";
  auto made = make_image([&](VipsImage** out) {
    return vips_icc_transform(image, out, "srgb", "embedded", TRUE, "input_profile", otherwise,
                              nullptr);
  });
  if (!made) return nullptr;
  return std::move(*made);
}

/// What an image in memory shows, in 8 bits of sRGB or grey.
Result<Picture> picture_of(VipsImage* image) {
  Image shown = by_profile(image);
  const bool is_grey = vips_image_get_bands(shown ? shown.get() : image) == 1;
  DP_TRY(auto plain, make_image([&](VipsImage** out) {
           return vips_colourspace(shown ? shown.get() : image, out,
                                   is_grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB,
                                   nullptr);
         }));
  const int bands = std::min(vips_image_get_bands(plain.get()), 4);
  DP_TRY(auto few, make_image([&](VipsImage** out) {
           return vips_extract_band(plain.get(), out, 0, "n", bands, nullptr);
         }));
  DP_TRY(auto bytes, make_image([&](VipsImage** out) {
           return vips_cast(few.get(), out, VIPS_FORMAT_UCHAR, nullptr);
         }));
  std::size_t size = 0;
  const std::unique_ptr<void, decltype(&g_free)> memory(
      vips_image_write_to_memory(bytes.get(), &size), &g_free);
  if (!memory) return vips_failed();
  const auto* first = static_cast<const std::uint8_t*>(memory.get());
  return Picture{
      size_of(bytes.get()), static_cast<std::uint32_t>(bands), {first, first + size}};
}

/// The image over the picture's own bytes.
Result<Image> image_of(const Picture& picture) {
  auto* image = vips_image_new_from_memory(picture.bytes.data(), picture.bytes.size(),
                                           static_cast<int>(picture.size.width),
                                           static_cast<int>(picture.size.height),
                                           static_cast<int>(picture.bands), VIPS_FORMAT_UCHAR);
  if (image == nullptr) return vips_failed();
  image->Type = picture.bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  return Image(image);
}

/// How much smaller a webp may be decoded and still be twice as large as what is wanted.
double shrink_of(Format format, Size stored, Size wanted) noexcept {
  if (format != Format::webp) return 1;
  const double most = std::min(static_cast<double>(stored.width) / (2.0 * wanted.width),
                               static_cast<double>(stored.height) / (2.0 * wanted.height));
  return std::max(1.0, most);
}

}  // namespace

Result<PictureHeader> read_header(std::string_view file, Format format) {
  DP_CHECK(start_call());
  DP_TRY(const auto image, load(file, format, VIPS_FAIL_ON_NONE));
  PictureHeader header;
  header.size = size_of(image.get());
  header.orientation = vips_image_get_orientation(image.get());
  if (format != Format::png || is_interlaced(image.get()))
    header.decode_bytes = header.size.pixels() * VIPS_IMAGE_SIZEOF_PEL(image.get());
  return header;
}

Result<Picture> decode(std::string_view file, Format format, const Scaling& scaling,
                       std::string* damage) {
  DP_CHECK(start_call());
  std::string wrong;
  if (format == Format::png)
    if (auto sound = check_png(file); !sound) wrong = std::move(sound.error().message);
  if (damage == nullptr && !wrong.empty()) return fail(Errc::task_failed, wrong);
  const auto strictness = damage == nullptr ? VIPS_FAIL_ON_ERROR : VIPS_FAIL_ON_NONE;
  DP_TRY(auto stored, load(file, format, strictness));
  const auto shrink = shrink_of(format, size_of(stored.get()), scaling.scaled);
  if (shrink > 1) {
    DP_TRY(stored, load(file, format, strictness, shrink));
  }
  DP_TRY(stored, as_shown(std::move(stored), file, format));
  DP_TRY(auto scaled, scale(std::move(stored), scaling.scaled));
  DP_TRY(auto part, crop(std::move(scaled), scaling));
  DP_TRY(const auto small, make_image([&](VipsImage** out) {
           *out = vips_image_copy_memory(part.get());
           return *out == nullptr ? -1 : 0;
         }));
  if (const auto warning = first_warning(); wrong.empty() && !warning.empty())
    wrong = "damaged: " + warning;
  if (damage == nullptr && !wrong.empty()) return fail(Errc::task_failed, wrong);
  if (damage != nullptr) *damage = std::move(wrong);
  return picture_of(small.get());
}

Result<Picture> to_srgb(const Picture& picture, std::string_view profile) {
  DP_CHECK(start_call());
  DP_TRY(const auto image, image_of(picture));
  if (picture.bands == 4) image->Type = VIPS_INTERPRETATION_CMYK;
  if (!profile.empty())
    vips_image_set_blob_copy(image.get(), VIPS_META_ICC_NAME, profile.data(), profile.size());
  return picture_of(image.get());
}

Result<std::string> encode(const Picture& picture, Format format, int quality) {
  DP_CHECK(start_call());
  DP_TRY(const auto image, image_of(picture));
  void* bytes = nullptr;
  std::size_t size = 0;
  const int code =
      format == Format::webp
          ? vips_webpsave_buffer(image.get(), &bytes, &size, "Q", quality, "strip", TRUE,
                                 nullptr)
          : vips_pngsave_buffer(image.get(), &bytes, &size, "strip", TRUE, nullptr);
  const std::unique_ptr<void, decltype(&g_free)> memory(bytes, &g_free);
  if (code != 0) return vips_failed();
  return std::string(static_cast<const char*>(bytes), size);
}

}  // namespace dp::thumbnail
