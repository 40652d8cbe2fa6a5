// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "thumbnail/jpeg.hpp"
#include "thumbnail/output_name.hpp"
#include "thumbnail/owner.hpp"
#include "thumbnail/vips_pictures.hpp"

namespace dp::thumbnail {

/// What happens where the thumbnail's file is there before.
enum class Existing : std::uint8_t {
  overwrite,  ///< it is replaced
  skip,       ///< it is kept
  newer,      ///< it is kept, unless the picture was changed after it
  error,      ///< that is a mistake, unless it holds the same bytes
};

struct Settings {
  Size box{128, 128};
  Fit fit = Fit::inside;
  int quality = 75;
  OutputName output;
  Existing existing = Existing::overwrite;
  std::string step;  ///< what tells this step from others, on one line
  std::uint64_t max_pixels = 100'000'000;
  bool keep_damaged = false;
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;  ///< for a picture while it is decoded
};

/// One thumbnail.
struct Made {
  std::string output;
  Size size;
  int orientation = 1;  ///< that Exif told of the picture; the thumbnail is upright
  std::uint64_t bytes = 0;
  std::string damage;  ///< of the picture, if it was kept all the same
};

/// Make thumbnails, one after the other.
///
/// Law: the same for the same file, whatever was made before; making one again gives the same.
/// Errors: not_found, io: a file; task_failed: not a picture, damaged; refused: too large, the
///   file to write is there, or is the picture; exhausted: there is no space.
class Maker {
 public:
  explicit Maker(Settings settings) : settings_(std::move(settings)) {}

  Result<Made> make(const std::string& path);
  /// The file that make would write.
  [[nodiscard]] Result<Output> target(std::string_view path) const {
    return settings_.output.of(path);
  }
  [[nodiscard]] const Settings& settings() const noexcept { return settings_; }

 private:
  /// The file read last, and what its header told.
  struct Source {
    Format format = Format::jpeg;
    std::uint64_t bytes = 0;  ///< of the file
    PictureHeader header;
    JpegHeader jpeg;  ///< if it is one
  };
  Result<Source> read(const std::string& path);
  Status check_limits(const PictureHeader& header) const;
  /// `damage`: where to note what is wrong with the picture; nullptr: it is refused.
  Result<Picture> thumbnail(const Source& source, std::string* damage);
  Result<Picture> thumbnail_of_jpeg(const Source& source, const Scaling& scaling,
                                    std::string* damage);
  Result<bool> is_kept(const std::string& path, const std::string& output) const;
  Result<std::optional<Made>> keep(const std::string& path, const std::string& output);

  Settings settings_;
  std::string run_ = this_run();
  JpegReader jpeg_;
  std::string file_;
};

}  // namespace dp::thumbnail
