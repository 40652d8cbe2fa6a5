// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/vips_pictures.hpp"

#include <vips/vips.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>

#include "thumbnail/exif.hpp"
#include "thumbnail/png.hpp"

namespace dp::thumbnail {

namespace {

struct Unref {
  void operator()(VipsImage* image) const noexcept { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// The first warning since begin(). libvips' own threads may give it.
class Warnings {
 public:
  void begin() {
    const std::lock_guard lock(mutex_);
    first_.clear();
  }
  void add(const char* message) {
    const std::lock_guard lock(mutex_);
    if (first_.empty()) first_ = message;
  }
  [[nodiscard]] std::string first() const {
    const std::lock_guard lock(mutex_);
    return first_;
  }

 private:
  mutable std::mutex mutex_;
  std::string first_;
};

Warnings& warnings() {
  static Warnings all;
  return all;
}

/// Not every warning is of pixels: private and odd tags (of maps, of cameras) and colour profiles are
/// common in files that are whole.
bool is_harmless(std::string_view message) noexcept {
  constexpr std::string_view kHarmless[] = {"Unknown field with tag",
                                            "iCCP",
                                            "profile",
                                            "does not end in null byte",
                                            "contains null byte in value",
                                            "Sum of Photometric type-related color channels",
                                            "tags are not sorted",
                                            "incorrect count for field",
                                            "Incorrect count for",
                                            "Wrong data type"};
  return std::any_of(std::begin(kHarmless), std::end(kHarmless), [&](std::string_view each) {
    return message.find(each) != std::string_view::npos;
  });
}

void take_warning(const gchar*, GLogLevelFlags level, const gchar* message, gpointer) {
  if ((level & G_LOG_LEVEL_WARNING) != 0 && !is_harmless(message)) warnings().add(message);
}

bool start_vips() {
  // Modules (PDF, slides, ImageMagick) are looked for below VIPSHOME. They take ten times as
  // long to load as all else, and read what dp does not mean to.
  ::setenv("VIPSHOME", "/nonexistent", 1);
  if (vips_init("dp") != 0) return false;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_cache_set_max_mem(0);
  vips_cache_set_max_files(0);
  constexpr int kAll = G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION;
  g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(kAll), &take_warning, nullptr);
  return true;
}

/// libvips' account of what failed: its lines as one, each once, and what it warned of before.
std::string take_reason() {
  constexpr std::size_t kLongest = 300;
  std::string text(vips_error_buffer());
  vips_error_clear();
  text += warnings().first();
  std::string reason;
  for (std::size_t at = 0; at < text.size() && reason.size() < kLongest;) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty() || reason.find(line) != std::string::npos) continue;
    reason.append(reason.empty() ? "" : "; ").append(line);
  }
  return reason.empty() ? "no reason given" : reason;
}

tl::unexpected<Error> failed() { return fail(Errc::task_failed, take_reason()); }

Status ready() {
  static const bool kStarted = start_vips();
  if (!kStarted) return fail(Errc::bug, "libvips does not start: " + take_reason());
  vips_error_clear();
  warnings().begin();
  return {};
}

/// Make an image by call(&out), which returns 0 if it could.
template <class Call>
Result<Image> make(Call&& call) {
  VipsImage* out = nullptr;
  if (call(&out) != 0) return failed();
  return Image(out);
}

/// Open the first picture of a file, decoded row by row as far as its format allows. `shrink`:
/// webp is decoded that much smaller.
Result<Image> load(std::string_view file, Format format, double shrink = 1) {
  void* bytes = const_cast<char*>(file.data());
  const auto size = file.size();
  constexpr auto kRows = VIPS_ACCESS_SEQUENTIAL;
  constexpr auto kStrict = VIPS_FAIL_ON_ERROR;
  return make([&](VipsImage** out) {
    switch (format) {
      case Format::png:
        return vips_pngload_buffer(bytes, size, out, "access", kRows, "fail_on", kStrict,
                                   nullptr);
      case Format::webp:
        return vips_webpload_buffer(bytes, size, out, "access", kRows, "fail_on", kStrict,
                                    "scale", 1 / shrink, nullptr);
      case Format::gif:
        return vips_gifload_buffer(bytes, size, out, "access", kRows, "fail_on", kStrict,
                                   nullptr);
      case Format::tiff:
        return vips_tiffload_buffer(bytes, size, out, "access", kRows, "fail_on", kStrict,
                                    nullptr);
      default:
        return vips_jpegload_buffer(bytes, size, out, "access", kRows, "fail_on", kStrict,
                                    nullptr);
    }
  });
}

bool is_interlaced(VipsImage* image) noexcept {
  int value = 0;
  return vips_image_get_typeof(image, "interlaced") != 0 &&
         vips_image_get_int(image, "interlaced", &value) == 0 && value != 0;
}

Size size_of(VipsImage* image) noexcept {
  return {static_cast<std::uint32_t>(vips_image_get_width(image)),
          static_cast<std::uint32_t>(vips_image_get_height(image))};
}

Result<Image> resize(Image from, Size to) {
  const auto size = size_of(from.get());
  if (size == to) return from;
  return make([&](VipsImage** out) {
    return vips_resize(from.get(), out, static_cast<double>(to.width) / size.width, "vscale",
                       static_cast<double>(to.height) / size.height, nullptr);
  });
}

/// Scale with what is transparent weighing nothing.
Result<Image> scale(Image from, Size to) {
  if (vips_image_hasalpha(from.get()) == 0 || size_of(from.get()) == to)
    return resize(std::move(from), to);
  const auto format = vips_image_get_format(from.get());
  DP_TRY(auto weighed,
         make([&](VipsImage** out) { return vips_premultiply(from.get(), out, nullptr); }));
  DP_TRY(auto small, resize(std::move(weighed), to));
  DP_TRY(auto plain,
         make([&](VipsImage** out) { return vips_unpremultiply(small.get(), out, nullptr); }));
  return make([&](VipsImage** out) { return vips_cast(plain.get(), out, format, nullptr); });
}

Result<Image> crop(Image from, const Scaling& scaling) {
  if (scaling.scaled == scaling.result) return from;
  return make([&](VipsImage** out) {
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
  auto made = make([&](VipsImage** out) {
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
  DP_TRY(auto plain, make([&](VipsImage** out) {
           return vips_colourspace(shown ? shown.get() : image, out,
                                   is_grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB,
                                   nullptr);
         }));
  const int bands = std::min(vips_image_get_bands(plain.get()), 4);
  DP_TRY(auto few, make([&](VipsImage** out) {
           return vips_extract_band(plain.get(), out, 0, "n", bands, nullptr);
         }));
  DP_TRY(auto bytes, make([&](VipsImage** out) {
           return vips_cast(few.get(), out, VIPS_FORMAT_UCHAR, nullptr);
         }));
  std::size_t size = 0;
  const std::unique_ptr<void, decltype(&g_free)> memory(
      vips_image_write_to_memory(bytes.get(), &size), &g_free);
  if (!memory) return failed();
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
  if (image == nullptr) return failed();
  image->Type = picture.bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  return Image(image);
}

/// Without the bands of a TIFF that are neither colour nor, by its tag, alpha: libvips takes the band
/// after the colours for alpha.
Result<Image> without_other_bands(Image image, std::string_view file) {
  constexpr std::uint16_t kExtraSamples = 338;
  const auto kind = number_of_tiff(file, kExtraSamples).value_or(0);
  const bool has_alpha = kind == 1 || kind == 2;
  const int colours =
      image->Type == VIPS_INTERPRETATION_CMYK                                               ? 4
      : image->Type == VIPS_INTERPRETATION_B_W || image->Type == VIPS_INTERPRETATION_GREY16 ? 1
                                                                                            : 3;
  const int wanted = colours + (has_alpha ? 1 : 0);
  if (vips_image_get_bands(image.get()) <= wanted) return image;
  return make([&](VipsImage** out) {
    return vips_extract_band(image.get(), out, 0, "n", wanted, nullptr);
  });
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
  DP_CHECK(ready());
  DP_TRY(const auto image, load(file, format));
  PictureHeader header;
  header.size = size_of(image.get());
  header.orientation = vips_image_get_orientation(image.get());
  if (format != Format::png || is_interlaced(image.get()))
    header.decode_bytes = header.size.pixels() * VIPS_IMAGE_SIZEOF_PEL(image.get());
  return header;
}

Result<Picture> decode(std::string_view file, Format format, const Scaling& scaling) {
  DP_CHECK(ready());
  if (format == Format::png) DP_CHECK(check_png(file));
  DP_TRY(auto stored, load(file, format));
  const auto shrink = shrink_of(format, size_of(stored.get()), scaling.scaled);
  if (shrink > 1) {
    DP_TRY(stored, load(file, format, shrink));
  }
  if (format == Format::tiff) {
    DP_TRY(stored, without_other_bands(std::move(stored), file));
  }
  DP_TRY(auto scaled, scale(std::move(stored), scaling.scaled));
  DP_TRY(auto part, crop(std::move(scaled), scaling));
  DP_TRY(const auto small, make([&](VipsImage** out) {
           *out = vips_image_copy_memory(part.get());
           return *out == nullptr ? -1 : 0;
         }));
  if (const auto warning = warnings().first(); !warning.empty())
    return fail(Errc::task_failed, "damaged: " + warning);
  return picture_of(small.get());
}

Result<Picture> to_srgb(const Picture& picture, std::string_view profile) {
  DP_CHECK(ready());
  DP_TRY(const auto image, image_of(picture));
  if (picture.bands == 4) image->Type = VIPS_INTERPRETATION_CMYK;
  if (!profile.empty())
    vips_image_set_blob_copy(image.get(), VIPS_META_ICC_NAME, profile.data(), profile.size());
  return picture_of(image.get());
}

Result<std::string> encode(const Picture& picture, Format format, int quality) {
  DP_CHECK(ready());
  DP_TRY(const auto image, image_of(picture));
  void* bytes = nullptr;
  std::size_t size = 0;
  const int code =
      format == Format::webp
          ? vips_webpsave_buffer(image.get(), &bytes, &size, "Q", quality, "strip", TRUE,
                                 nullptr)
          : vips_pngsave_buffer(image.get(), &bytes, &size, "strip", TRUE, nullptr);
  const std::unique_ptr<void, decltype(&g_free)> memory(bytes, &g_free);
  if (code != 0) return failed();
  return std::string(static_cast<const char*>(bytes), size);
}

}  // namespace dp::thumbnail
