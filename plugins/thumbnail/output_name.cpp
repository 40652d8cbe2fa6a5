// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_name.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace dp::thumbnail {

namespace {

constexpr const char* kNoNul = "a NUL cannot be in the name of a file";
constexpr std::array<std::string_view, 5> kFields = {"dir", "stem", "ext", "name", "size"};

PathParts parts_of(std::string_view path) noexcept {
  PathParts parts;
  const auto slash = path.rfind('/');
  parts.name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  parts.dir = slash == std::string_view::npos ? "." : path.substr(0, slash);
  const auto dot = parts.name.rfind('.');
  const bool has_extension = dot != std::string_view::npos && dot != 0;
  parts.stem = has_extension ? parts.name.substr(0, dot) : parts.name;
  if (has_extension) parts.ext = parts.name.substr(dot + 1);
  return parts;
}

/// How many letters must be added, removed or replaced to make `b` of `a`.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char letter : a) {
    std::size_t corner = row[0]++;
    for (std::size_t k = 0; k < b.size(); ++k) {
      const std::size_t above = row[k + 1];
      row[k + 1] = std::min({above + 1, row[k] + 1, corner + (letter == b[k] ? 0U : 1U)});
      corner = above;
    }
  }
  return row[b.size()];
}

std::string advice_for(std::string_view field) {
  const auto* nearest = std::min_element(kFields.begin(), kFields.end(), [&](auto a, auto b) {
    return edits(field, a) < edits(field, b);
  });
  if (edits(field, *nearest) <= 2) return ", did you mean {" + std::string(*nearest) + "}?";
  return "; there are {dir}, {stem}, {ext}, {name} and {size}";
}

/// A folder as the name of one below another: without what would lead out of that.
std::string inner(std::string_view dir) {
  std::string made;
  while (!dir.empty()) {
    const auto slash = std::min(dir.find('/'), dir.size());
    const auto part = dir.substr(0, slash);
    dir.remove_prefix(std::min(slash + 1, dir.size()));
    if (part.empty() || part == "." || part == "..") continue;
    if (!made.empty()) made += '/';
    made += part;
  }
  return made.empty() ? "." : made;
}

/// No name of a folder or file that a picture has a say in is "..".
Status check_inside(const Output& output, const std::string& given, std::string_view picture) {
  const std::string_view path = output.path;
  for (std::size_t at = output.fixed; at < path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (path.substr(at, end - at) == ".." && given.substr(at, end - at).find('1') != given.npos)
      return fail(Errc::refused, "'" + std::string(picture) + "' would be written to '" +
                                     output.path + "': its name leads out of the folder");
    at = end + 1;
  }
  return {};
}

/// What {ext} stands for: the picture's own extension where it says what is written.
std::string_view extension_for(Format format, std::string_view own) noexcept {
  return format_of_extension(own) == format ? own : extension_of(format);
}

}  // namespace

void OutputName::add_text(std::string_view text) {
  if (pieces_.empty() || pieces_.back().field != Field::text)
    pieces_.push_back({Field::text, {}});
  pieces_.back().text += text;
}

Status OutputName::add_field(std::string_view name, std::string_view size) {
  const auto* found = std::find(kFields.begin(), kFields.end(), name);
  if (found == kFields.end())
    return fail(Errc::invalid_argument,
                "no field {" + std::string(name) + "}" + advice_for(name));
  if (name == "size") {
    add_text(size);
    return {};
  }
  constexpr Field kKinds[] = {Field::dir, Field::stem, Field::ext, Field::name};
  pieces_.push_back({kKinds[found - kFields.begin()], {}});
  return {};
}

Result<OutputName> OutputName::parse(std::string_view text, std::optional<Format> format,
                                     std::string_view size) {
  if (text.find('\0') != std::string_view::npos) return fail(Errc::invalid_argument, kNoNul);
  OutputName made;
  made.format_ = format;
  for (auto rest = text; !rest.empty();) {
    const auto brace = std::min(rest.find_first_of("{}"), rest.size());
    made.add_text(rest.substr(0, brace));
    rest.remove_prefix(brace);
    if (rest.empty()) break;
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      made.add_text(rest.substr(0, 1));
      rest.remove_prefix(2);
      continue;
    }
    const auto end = rest.find('}');
    if (rest.front() == '}' || end == std::string_view::npos)
      return fail(Errc::invalid_argument, "a brace without its other half (got '" +
                                              std::string(rest) +
                                              "', expected {stem}, or {{ for a brace)");
    DP_CHECK(made.add_field(rest.substr(1, end - 1), size));
    rest.remove_prefix(end + 1);
  }
  DP_CHECK(made.check(text));
  return made;
}

Status OutputName::check(std::string_view text) {
  const bool differs = std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& piece) {
    return piece.field == Field::stem || piece.field == Field::name;
  });
  if (!differs)
    return fail(Errc::invalid_argument, "all thumbnails would go to one file (got '" +
                                            std::string(text) +
                                            "', expected {stem} or {name} in it)");
  const auto& last = pieces_.back();
  if (last.field != Field::text) return {};
  const auto dot = last.text.rfind('.');
  if (dot == std::string::npos) return {};
  const auto extension = std::string_view(last.text).substr(dot + 1);
  const auto says = format_of_extension(extension);
  if (!says) return {};
  const bool writable = *says != Format::gif && *says != Format::tiff;
  if (!writable || (format_ && *format_ != *says))
    return fail(Errc::invalid_argument, "ends in ." + std::string(extension) + ", expected " +
                                            (format_ ? "." + std::string(extension_of(*format_))
                                                     : ".jpg, .png or .webp") +
                                            ", or {ext}");
  format_ = says;
  return {};
}

Result<Output> OutputName::of(std::string_view picture) const {
  if (picture.find('\0') != std::string_view::npos) return fail(Errc::refused, kNoNul);
  const auto parts = parts_of(picture);
  Output output;
  output.format = format_.value_or(thumbnail_format(parts.ext));
  std::string given;  // for each byte of the path: whether it comes from the picture's name
  for (const auto& piece : pieces_) {
    const bool leads = output.path.empty() && piece.field == Field::dir;
    if (leads)
      output.path += parts.dir;
    else
      append(output, piece, parts);
    given.resize(output.path.size(), piece.field != Field::text && !leads ? '1' : '0');
  }
  if (output.path.starts_with("./") && !picture.starts_with("./")) {
    output.path.erase(0, 2);
    given.erase(0, 2);
  }
  const auto folder = output.path.substr(0, std::min(given.find('1'), given.size())).rfind('/');
  output.fixed = folder == std::string::npos ? 0 : folder + 1;
  DP_CHECK(check_inside(output, given, picture));
  return output;
}

std::optional<std::string> OutputName::folder() const {
  const auto leads = [](const Piece& piece) {
    return piece.field != Field::text || !piece.text.empty();
  };
  const auto first = std::find_if(pieces_.begin(), pieces_.end(), leads);
  if (first->field == Field::dir) return std::nullopt;
  const auto slash = first->text.rfind('/');
  if (slash == std::string::npos) return ".";
  return first->text.substr(0, std::max<std::size_t>(slash, 1));
}

void OutputName::append(Output& output, const Piece& piece, const PathParts& parts) const {
  const auto extension = extension_for(output.format, parts.ext);
  switch (piece.field) {
    case Field::text:
      output.path += piece.text;
      break;
    case Field::dir:
      output.path += inner(parts.dir);
      break;
    case Field::stem:
      output.path += parts.stem;
      break;
    case Field::ext:
      output.path += extension;
      break;
    case Field::name:
      if (&piece == &pieces_.back())
        output.path.append(parts.stem).append(".").append(extension);
      else
        output.path += parts.name;
      break;
  }
}

}  // namespace dp::thumbnail
