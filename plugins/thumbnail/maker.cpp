// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/maker.hpp"

#include <sys/stat.h>

#include <utility>

#include "thumbnail/output_file.hpp"
#include "thumbnail/png.hpp"
#include "thumbnail/resample.hpp"

namespace dp::thumbnail {

namespace {

Status check_is_picture(std::string_view head) {
  if (head.empty()) return fail(Errc::task_failed, "the file is empty");
  if (format_of_content(head)) return {};
  return fail(Errc::task_failed,
              "not a picture that dp reads (expected jpeg, png, webp, gif or tiff)");
}

/// Most cameras and editors say sRGB by this profile. It changes no pixel.
bool is_srgb(std::string_view profile) noexcept {
  constexpr std::size_t kBytes = 3144;
  return profile.size() == kBytes &&
         profile.find("sRGB IEC61966-2.1") != std::string_view::npos;
}

std::string in_megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB";
}

bool is_later(const timespec& a, const timespec& b) noexcept {
  return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

Result<std::string> encoded(Picture picture, Format format, int quality) {
  if (format != Format::jpeg) return encode(picture, format, quality);
  return encode_jpeg(without_alpha(std::move(picture)), quality);
}

}  // namespace

Status Maker::check_limits(const PictureHeader& header) const {
  const auto [width, height] = header.size;
  if (width == 0 || height == 0) return fail(Errc::task_failed, "a picture without pixels");
  const auto size = std::to_string(width) + " x " + std::to_string(height);
  if (header.size.pixels() > settings_.max_pixels)
    return fail(Errc::refused, "too large: " + size + " pixels, more than `max_pixels` (" +
                                   std::to_string(settings_.max_pixels) + ")");
  if (header.decode_bytes > settings_.memory_bytes)
    return fail(Errc::refused, "too large: " + size + " pixels that are decoded at once take " +
                                   in_megabytes(header.decode_bytes) +
                                   ", more than `memory` (" +
                                   in_megabytes(settings_.memory_bytes) + ")");
  return {};
}

Result<Maker::Source> Maker::read(const std::string& path) {
  DP_CHECK(read_file(path, settings_.memory_bytes, file_, &check_is_picture));
  Source source;
  source.bytes = file_.size();
  source.format = *format_of_content(file_);
  if (source.format == Format::png) drop_extras(file_);
  if (source.format == Format::jpeg) {
    auto jpeg = jpeg_.open(file_);
    if (!jpeg) return fail(std::move(jpeg).error().within(name_of(source.format)));
    source.jpeg = std::move(*jpeg);
    source.header = {source.jpeg.size, source.jpeg.orientation, source.jpeg.decode_bytes};
  } else {
    auto header = read_header(file_, source.format);
    if (!header) return fail(std::move(header).error().within(name_of(source.format)));
    source.header = *header;
  }
  DP_CHECK(check_limits(source.header));
  return source;
}

Result<Picture> Maker::thumbnail(const Source& source, std::string* damage) {
  const auto& header = source.header;
  const bool turned = is_turned(header.orientation);
  auto scaling =
      scale_into(turned ? header.size.turned() : header.size, settings_.box, settings_.fit);
  if (turned) scaling = scaling.turned();
  auto picture = source.format == Format::jpeg ? thumbnail_of_jpeg(source, scaling, damage)
                                               : decode(file_, source.format, scaling, damage);
  if (!picture) return fail(std::move(picture).error().within(name_of(source.format)));
  return upright(std::move(*picture), header.orientation);
}

Result<Picture> Maker::thumbnail_of_jpeg(const Source& source, const Scaling& scaling,
                                         std::string* damage) {
  DP_TRY(const auto size, jpeg_.start(scaling.scaled, damage == nullptr));
  Resampler resampler(size, source.jpeg.bands, scaling);
  DP_CHECK(jpeg_.rows([&](const std::uint8_t* row) { resampler.add(row); }));
  if (damage != nullptr) *damage = jpeg_.damage();
  auto picture = resampler.take();
  const auto& profile = source.jpeg.profile;
  const bool is_plain = source.jpeg.bands != 4 && (profile.empty() || is_srgb(profile));
  if (is_plain) return picture;
  return to_srgb(picture, profile);
}

/// True: the thumbnail that is there is to be kept.
Result<bool> Maker::is_kept(const std::string& path, const std::string& output) const {
  struct stat picture {};
  struct stat there {};
  if (::stat(output.c_str(), &there) != 0 || ::stat(path.c_str(), &picture) != 0) return false;
  if (picture.st_dev == there.st_dev && picture.st_ino == there.st_ino)
    return fail(Errc::refused, output + ": is the picture itself, and would be overwritten");
  if (settings_.existing == Existing::skip) return true;
  return settings_.existing == Existing::newer && !is_later(picture.st_mtim, there.st_mtim);
}

/// What make would have returned when it made the thumbnail that is there; nothing if that is no
/// whole picture, as after a power cut.
Result<std::optional<Made>> Maker::keep(const std::string& path, const std::string& output) {
  DP_TRY(const auto source, read(path));
  std::string damage;
  if (settings_.keep_damaged) DP_CHECK(thumbnail(source, &damage));
  auto there = read(output);
  if (!there && there.error().code != Errc::task_failed)
    return fail(std::move(there).error().within("the thumbnail that is there"));
  if (!there || !thumbnail(*there, nullptr)) return std::nullopt;
  return Made{output, there->header.size, source.header.orientation, there->bytes,
              std::move(damage)};
}

Result<Made> Maker::make(const std::string& path) {
  DP_TRY(auto output, target(path));
  const Owner owner{run_, settings_.step, path};
  DP_TRY(const bool kept, is_kept(path, output.path));
  if (kept) {
    DP_TRY(auto there, keep(path, output.path));
    if (there) {
      DP_CHECK(keep_file(output.path, output.fixed, owner));
      return *std::move(there);
    }
  }
  DP_TRY(const auto source, read(path));
  std::string damage;
  DP_TRY(auto picture, thumbnail(source, settings_.keep_damaged ? &damage : nullptr));
  Made made{std::move(output.path), picture.size, source.header.orientation, 0,
            std::move(damage)};
  DP_TRY(const auto bytes, encoded(std::move(picture), output.format, settings_.quality));
  DP_CHECK(write_file(made.output, output.fixed, bytes, settings_.existing != Existing::error,
                      owner));
  made.bytes = bytes.size();
  return made;
}

}  // namespace dp::thumbnail
