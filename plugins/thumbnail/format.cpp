// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/format.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace dp::thumbnail {

using std::string_view_literals::operator""sv;

std::optional<Format> format_of_content(std::string_view head) noexcept {
  if (head.starts_with("\xff\xd8\xff"sv)) return Format::jpeg;
  if (head.starts_with("\x89PNG\r\n\x1a\n"sv)) return Format::png;
  if (head.starts_with("RIFF"sv) && head.substr(8).starts_with("WEBP"sv)) return Format::webp;
  if (head.starts_with("GIF87a"sv) || head.starts_with("GIF89a"sv)) return Format::gif;
  for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
    if (head.starts_with(magic)) return Format::tiff;
  return std::nullopt;
}

std::optional<Format> format_of_extension(std::string_view extension) noexcept {
  constexpr std::pair<std::string_view, Format> kSuffixes[] = {
      {"jpg", Format::jpeg},  {"jpeg", Format::jpeg}, {"jpe", Format::jpeg},
      {"jfif", Format::jpeg}, {"png", Format::png},   {"webp", Format::webp},
      {"gif", Format::gif},   {"tif", Format::tiff},  {"tiff", Format::tiff}};
  const auto is_same = [&](const auto& known) {
    return std::equal(extension.begin(), extension.end(), known.first.begin(),
                      known.first.end(),
                      [](unsigned char a, char b) { return std::tolower(a) == b; });
  };
  const auto* found = std::find_if(std::begin(kSuffixes), std::end(kSuffixes), is_same);
  if (found == std::end(kSuffixes)) return std::nullopt;
  return found->second;
}

Format thumbnail_format(std::string_view extension) noexcept {
  switch (format_of_extension(extension).value_or(Format::jpeg)) {
    case Format::png:
    case Format::gif:
      return Format::png;
    case Format::webp:
      return Format::webp;
    default:
      return Format::jpeg;
  }
}

}  // namespace dp::thumbnail
