// SPDX-License-Identifier: Apache-2.0
#include "input/looks_like.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "input/decoder.hpp"

namespace dp::input {

namespace {

using Kind = std::pair<std::string_view, std::string_view>;  ///< how it begins, what it is

constexpr std::size_t kMostLines = 20;
/// Of lines that are looked at, so many must agree.
constexpr std::size_t kLeastLines = 2;

using namespace std::string_view_literals;

constexpr Kind kMarks[] = {{"\x89PNG\r\n"sv, "a PNG image"},
                           {"\xff\xd8\xff"sv, "a JPEG image"},
                           {"GIF8"sv, "a GIF image"},
                           {"II*\0"sv, "a TIFF image"},
                           {"MM\0*"sv, "a TIFF image"},
                           {"%PDF-"sv, "a PDF document"},
                           {"\x7f"
                            "ELF"sv,
                            "a program"},
                           {"PAR1"sv, "Parquet data"},
                           {"ARROW1"sv, "Arrow data"},
                           {"SQLite format 3"sv, "an SQLite database"},
                           {"7z\xbc\xaf\x27\x1c"sv, "a 7z archive"},
                           {"Rar!\x1a\x07"sv, "a RAR archive"},
                           {"\x1f\x9d"sv, "data of compress (.Z)"},
                           {"\xff\xfe"sv, "text in UTF-16"},
                           {"\xfe\xff"sv, "text in UTF-16"}};

std::string_view compressed(std::string_view head) noexcept {
  switch (compression_of(head.substr(0, kTarBytes))) {
    case protocol::Compression::gzip:
      return "gzip data within compressed data";
    case protocol::Compression::zstd:
      return "zstd data within compressed data";
    case protocol::Compression::bzip2:
      return "bzip2 data within compressed data";
    case protocol::Compression::xz:
      return "xz data within compressed data";
    case protocol::Compression::zip:
      return "a zip archive";
    case protocol::Compression::lz4:
      return "lz4 data";
    case protocol::Compression::tar:
      return "a tar archive";
    case protocol::Compression::none:
      break;
  }
  return {};
}

bool is_binary(std::string_view head) noexcept {
  const auto odd = std::count_if(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f';
  });
  return static_cast<std::size_t>(odd) * 20 > head.size();
}

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The first lines that are not blank, without the last one if it may go on.
struct Lines {
  explicit Lines(std::string_view head) noexcept {
    while (count < kMostLines && !head.empty()) {
      const auto end = head.find('\n');
      if (end == std::string_view::npos && count > 0) return;
      const auto line = trimmed(head.substr(0, end));
      if (!line.empty()) list[count++] = line;
      if (end == std::string_view::npos) return;
      head.remove_prefix(end + 1);
    }
  }
  template <class Is>
  [[nodiscard]] bool most(Is is) const noexcept {
    const auto yes = std::count_if(list.begin(), list.begin() + count, is);
    return count > 0 && static_cast<std::size_t>(yes) * 10 >= count * 9;
  }
  std::array<std::string_view, kMostLines> list;
  std::size_t count = 0;
};

bool is_object(std::string_view line) noexcept {
  return line.starts_with("{\"") && line.ends_with('}');
}

std::string_view json(std::string_view text, const Lines& lines) noexcept {
  if (lines.most(is_object) && (lines.count > 1 || text.find('\n') == std::string_view::npos))
    return "JSON, one record per line";
  const auto inner = trimmed(text.substr(1));
  constexpr std::string_view kValues = "{[\"-0123456789tfn]";
  if (text.front() == '[' && !inner.empty() && kValues.find(inner[0]) != kValues.npos)
    return "a JSON array";
  if (text.front() == '{' && (inner.starts_with('"') || inner.starts_with('}')))
    return lines.most(is_object) ? "JSON, one record per line" : "a JSON document";
  return {};
}

/// `host - user [time] "request" ...`
bool is_log_line(std::string_view line) noexcept {
  const auto bracket = line.find(" [");
  const auto close = line.find("] \"", bracket == line.npos ? 0 : bracket);
  return bracket != line.npos && close != line.npos && line.find(':', bracket) < close;
}

/// 2026-11-01 10:00:00 or Nov  1 10:00:00
bool has_time(std::string_view line) noexcept {
  const auto colon = line.substr(0, 40).find(':');
  const auto digit = [&](std::size_t at) {
    return at < line.size() && std::isdigit(static_cast<unsigned char>(line[at])) != 0;
  };
  return colon != line.npos && colon >= 2 && digit(colon - 1) && digit(colon - 2) &&
         digit(colon + 1) && digit(colon + 2);
}

std::size_t count_of(std::string_view line, std::string_view separator) noexcept {
  bool quoted = false;
  std::size_t count = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"') quoted = !quoted;
    if (quoted || !line.substr(at).starts_with(separator)) continue;
    ++count;
    at += separator.size() - 1;
  }
  return count;
}

/// Whether there is one separator of two characters or more, and nothing of it elsewhere.
bool has_only_pairs(std::string_view line, std::string_view separator) noexcept {
  return separator.size() == 1 ||
         count_of(line, separator.substr(0, 1)) == separator.size() * count_of(line, separator);
}

std::string_view separated(const Lines& lines) noexcept {
  static constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"\t", "text separated by tabs (csv.tsv)"},
      {",", "CSV"},
      {";", "CSV, separated by ';'"},
      {"||", "CSV, separated by '||'"},
      {"|", "CSV, separated by '|'"},
      {"::", "CSV, separated by '::'"}};
  if (lines.count < kLeastLines) return {};
  for (const auto& [separator, name] : kKinds) {
    const auto fields = count_of(lines.list[0], separator);
    const auto same = [&, by = separator](std::string_view line) {
      return count_of(line, by) == fields && has_only_pairs(line, by);
    };
    if (fields > 0 && lines.most(same)) return name;
  }
  return {};
}

}  // namespace

std::string_view looks_like(std::string_view head) noexcept {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  if (const auto kind = compressed(head); !kind.empty()) return kind;
  for (const auto& [mark, kind] : kMarks)
    if (head.starts_with(mark)) return kind;
  if (head.starts_with("RIFF") && head.substr(8).starts_with("WEBP")) return "a WebP image";
  if (is_binary(head)) return "binary data";
  const auto text = trimmed(head);
  if (text.empty()) return {};
  const Lines lines(head);
  if (text.front() == '{' || text.front() == '[')
    if (const auto kind = json(text, lines); !kind.empty()) return kind;
  if (text.starts_with("<!DOCTYPE html") || text.starts_with("<!doctype html") ||
      text.starts_with("<html"))
    return "HTML";
  if (text.starts_with("<?xml") || (text.front() == '<' && text.find("</") != text.npos))
    return "XML";
  if (lines.most(is_log_line)) return "a web server's access log";
  if (const auto kind = separated(lines); !kind.empty()) return kind;
  if (lines.count >= kLeastLines && lines.most(has_time)) return "a log";
  return {};
}

Format format_of(std::string_view head) noexcept {
  static constexpr std::pair<std::string_view, Format> kFormats[] = {
      {"CSV", Format::csv},
      {"text separated by tabs", Format::csv},
      {"JSON, one record per line", Format::json},
      {"a JSON array", Format::json},
      {"a JSON document", Format::json_document},
      {"XML", Format::xml},
      {"a web server's access log", Format::access_log},
      {"a log", Format::text}};
  const auto kind = looks_like(head);
  if (kind.empty()) return Format::text;
  for (const auto& [name, format] : kFormats)
    if (kind.starts_with(name)) return format;
  return Format::other;
}

}  // namespace dp::input
