// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "thumbnail/format.hpp"

namespace dp::thumbnail {

/// The file that a picture's thumbnail goes to, and what it is written as.
struct Output {
  std::string path;
  /// So much of the path names the folder that the thumbnail stays in, with its slash: what the
  /// template says before its first field, or the picture's own folder. The rest, which pictures
  /// have a say in, is below it.
  std::size_t fixed = 0;
  Format format = Format::jpeg;
};

/// A path in its parts: "a/b/photo.JPG" is dir "a/b", name "photo.JPG", stem "photo", ext "JPG".
struct PathParts {
  std::string_view dir, name, stem, ext;
};

/// The option `output`: "{dir}/{stem}_thumbnail.{ext}".
class OutputName {
 public:
  /// `format`: the option, nullopt for `same`. `size`: what {size} stands for.
  /// Errors: invalid_argument: an unknown field, a brace without its other half, an extension that
  ///   is not that of `format`, nothing that differs from picture to picture.
  static Result<OutputName> parse(std::string_view text, std::optional<Format> format,
                                  std::string_view size);

  /// Law: depends on the picture's path alone, never on what is in the file.
  /// Errors: refused: a picture whose name would lead out of the folder (`...jpg` in
  ///   `t/{stem}/x.jpg`), or has a NUL.
  [[nodiscard]] Result<Output> of(std::string_view picture) const;

  /// The folder that all thumbnails are in or below; nullopt: each is near its picture.
  [[nodiscard]] std::optional<std::string> folder() const;

 private:
  enum class Field : std::uint8_t { text, dir, stem, ext, name };
  struct Piece {
    Field field = Field::text;
    std::string text;  ///< of Field::text
  };
  Status add_field(std::string_view name, std::string_view size);
  void add_text(std::string_view text);
  Status check(std::string_view text);
  void append(Output& output, const Piece& piece, const PathParts& parts) const;

  std::vector<Piece> pieces_;
  std::optional<Format> format_;  ///< nullopt: after the picture's extension
};

}  // namespace dp::thumbnail
