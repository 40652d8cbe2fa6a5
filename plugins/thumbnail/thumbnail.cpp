// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <dp/plugin.hpp>
#include <filesystem>
#include <optional>
#include <system_error>

#include "thumbnail/maker.hpp"
#include "thumbnail/output_file.hpp"

namespace {

using dp::thumbnail::Existing;
using dp::thumbnail::Fit;
using dp::thumbnail::Format;

constexpr const char* kDoc =
    R"(For each file that `path` names: reads the picture, writes a small one, and emits a record.

    input: photos
    map:
      - use: thumbnail
        with: {size: 128, output: "thumbs/{dir}/{stem}.{ext}"}
    output: thumbs.csv

As the first step it takes the input's files; after a reader, the column `path` of its records, whose
other columns it hands on.

**What is read:** jpeg, png, webp, gif and tiff, detected by content; of a file with several pictures,
the first. The thumbnail is upright (by Exif) and in sRGB (by the picture's profile).

**What comes out:** `path`, `output`, `width` and `height` (of the thumbnail), `orientation` (1 to
8, as in Exif), `bytes` (of the thumbnail); with `damaged: keep` also `damage` (what is wrong, or
null); with `timing: true` also `ms` (taken), which differs in each run.

**`fit`:** `inside` keeps all of the picture within the box, and never enlarges it. `cover` fills
the box and enlarges if it must; overflow is cropped on both sides.

**`output`:** {dir}, {stem} and {ext} of photos/a.JPG are `photos`, `a` and `JPG`; {name} is
`a.JPG`, {size} the option. {ext}, and {name} at the end, get the extension of what is written. A
{dir} that does not come first loses a leading `/`, `.` and `..`. Folders are made. {{ and }} are
braces. What the template says before its first field is the folder that thumbnails stay in: a name
that would lead out of it is rejected, and below it no link to another folder is followed.

**`format`:** `same` is what the extension of `output` says; if that is {ext}, what the picture's
extension says, png for gif, and jpeg for all else. In a jpeg, transparent areas are white.

**What is rejected:** files that are not pictures, are damaged or truncated, or exceed the limits.
Nothing is written for them; after a reader the reason begins with the path. `damaged: keep` makes a
thumbnail of what there is of a picture that is damaged; what is missing of it is grey or black. A
thumbnail appears whole or not at all; one that is there, but broken or empty, is made anew.

Of two records of a run that would write one file, the second is rejected.

Errors before the run: thumbnails of a folder that cannot be written (of the one that `output` says
before its first field). If this is the first step, also two pictures with the same thumbnail, a thumbnail
that is one of the pictures, and, with `existing: error`, one that already exists.
)";

constexpr dp_option text_option(const char* name, const char* fallback, const char* doc,
                                const char* allowed = nullptr) {
  return {.name = name,
          .type = DP_OPTION_STRING,
          .flags = 0,
          .fallback = fallback,
          .doc = doc,
          .allowed = allowed,
          .minimum = 0,
          .maximum = 0};
}

constexpr dp_option kOptions[] = {
    text_option("size", "128", "The box in pixels: 128, or 128x96 (width x height)."),
    text_option("fit", "inside", "All of the picture inside the box, or the box filled.",
                "inside|cover"),
    text_option("format", "same", "What thumbnails are written as.", "same|jpeg|png|webp"),
    {.name = "quality",
     .type = DP_OPTION_INT,
     .flags = 0,
     .fallback = "75",
     .doc = "Of jpeg and webp: higher is better and larger.",
     .allowed = nullptr,
     .minimum = 1,
     .maximum = 100},
    text_option("output", "'{dir}/{stem}_thumbnail.{ext}'",
                "The thumbnail's file; {dir}, {stem}, {ext}, {name} and {size} are filled in."),
    text_option(
        "existing", "overwrite",
        "What to do with a thumbnail that already exists: newer replaces it only if the "
        "picture was changed after it.",
        "overwrite|skip|newer|error"),
    text_option(
        "damaged", "reject",
        "Whether a picture that is only partly there is rejected, or shown as far as it "
        "goes.",
        "reject|keep"),
    {.name = "timing",
     .type = DP_OPTION_BOOL,
     .flags = 0,
     .fallback = "false",
     .doc = "Also give the column ms: the milliseconds that a thumbnail took.",
     .allowed = nullptr,
     .minimum = 0,
     .maximum = 0},
    {.name = "max_pixels",
     .type = DP_OPTION_INT,
     .flags = 0,
     .fallback = "100000000",
     .doc = "Pictures of more pixels are rejected before they are decoded.",
     .allowed = nullptr,
     .minimum = 1,
     .maximum = 4e9},
    {.name = "memory",
     .type = DP_OPTION_SIZE,
     .flags = 0,
     .fallback = "256MiB",
     .doc = "Pictures that take more to decode (progressive, interlaced, webp, gif, tiff), and "
            "larger files, are rejected.",
     .allowed = nullptr,
     .minimum = 1 << 20,
     .maximum = 1e12}};

template <class Value, std::size_t Count>
Value chosen(std::string_view text,
             const std::pair<std::string_view, Value> (&names)[Count]) noexcept {
  for (const auto& [name, value] : names)
    if (name == text) return value;
  return names[0].second;
}

std::optional<Format> format_option(std::string_view text) noexcept {
  constexpr std::pair<std::string_view, std::optional<Format>> kNames[] = {
      {"same", std::nullopt},
      {"jpeg", Format::jpeg},
      {"png", Format::png},
      {"webp", Format::webp}};
  return chosen(text, kNames);
}

dp::Result<dp::thumbnail::Settings> settings_of(const dp::Context& context) {
  const auto options = context.options();
  dp::thumbnail::Settings settings;
  const auto box = dp::thumbnail::parse_size(options.text("size"));
  if (!box)
    return context.bad_option("size", "got '" + std::string(options.text("size")) +
                                          "', expected 128, or 128x96, each side 1 to 65535");
  settings.box = *box;
  constexpr std::pair<std::string_view, Fit> kFits[] = {{"inside", Fit::inside},
                                                        {"cover", Fit::cover}};
  settings.fit = chosen(options.text("fit"), kFits);
  settings.quality = static_cast<int>(options.integer("quality"));
  auto output = dp::thumbnail::OutputName::parse(
      options.text("output"), format_option(options.text("format")), options.text("size"));
  if (!output) return context.bad_option("output", output.error().message);
  settings.output = std::move(*output);
  // Found before the run, not with each picture.
  if (const auto folder = settings.output.folder())
    if (const auto status = dp::thumbnail::check_folder(*folder); !status)
      return context.bad_option("output", status.error().message);
  for (const char* option : {"output", "size", "fit", "format"})
    settings.step.append(options.text(option)).append(" ");
  std::replace(settings.step.begin(), settings.step.end(), '\n', ' ');
  constexpr std::pair<std::string_view, Existing> kExisting[] = {
      {"overwrite", Existing::overwrite},
      {"skip", Existing::skip},
      {"newer", Existing::newer},
      {"error", Existing::error}};
  settings.existing = chosen(options.text("existing"), kExisting);
  settings.keep_damaged = options.text("damaged") == "keep";
  settings.max_pixels = static_cast<std::uint64_t>(options.integer("max_pixels"));
  settings.memory_bytes = static_cast<std::uint64_t>(options.integer("memory"));
  return settings;
}

/// The step: a batch of paths in, thumbnails on disk, a batch of records out.
///
/// Law: a record depends on its file alone, save `ms`, which is there if asked for.
/// Errors: exhausted, if no space is left: then no file is to blame.
class Thumbnail {
 public:
  static constexpr dp::TaskInfo kInfo = {.name = "thumbnail",
                                         .summary = "Writes a small picture of each file",
                                         .doc = kDoc,
                                         .options = kOptions};

  static dp::Result<std::unique_ptr<Thumbnail>> open(const dp::Context& context,
                                                     dp::Schema& output) {
    DP_TRY(const auto path, context.column("path", dp::Type::string));
    DP_TRY(auto settings, settings_of(context));
    const bool timing = context.options().flag("timing");
    const bool files = are_files(context.input());
    dp::OtherColumns others;
    if (!files) others = dp::OtherColumns(context.input(), {path});
    DP_TRY(auto columns, others.after(schema(settings.keep_damaged, timing)));
    auto made = std::make_unique<Thumbnail>(path, std::move(settings), Records{timing, files},
                                            std::move(others));
    output = made->rows_.columns(std::move(columns));
    return made;
  }

  /// What records are.
  struct Records {
    bool timed;  ///< they have `ms`
    bool files;  ///< of the input themselves: a reject names its file
  };
  Thumbnail(std::size_t path, dp::thumbnail::Settings settings, Records records,
            dp::OtherColumns others)
      : path_(path),
        maker_(std::move(settings)),
        records_(records),
        others_(std::move(others)) {}

  dp::Result<std::string> target(std::string_view picture) const {
    DP_TRY(auto output, maker_.target(picture));
    auto& path = output.path;
    std::error_code ignored;
    if (maker_.settings().existing == Existing::error && std::filesystem::exists(path, ignored))
      return dp::fail(dp::Errc::refused, path + " is there already, and `existing` is error");
    return std::move(path);
  }

  dp::Status process(const dp::BatchView& batch, dp::Output& out) {
    const auto paths = batch.strings(path_);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      if (paths.is_null(row) || paths[row].empty()) {
        DP_CHECK(out.reject(batch.offset(row), {}, "path: got nothing, expected a file"));
        continue;
      }
      const std::string path(paths[row]);
      const auto began = std::chrono::steady_clock::now();
      const auto made = maker_.make(path);
      const std::chrono::duration<double, std::milli> taken =
          std::chrono::steady_clock::now() - began;
      if (!made && made.error().code == dp::Errc::exhausted) return dp::fail(made.error());
      if (!made) {
        DP_CHECK(out.reject(batch.offset(row), {}, reason(path, made.error())));
        continue;
      }
      DP_CHECK(add(out, batch, row, path, *made, taken.count()));
    }
    return rows_.flush(out);
  }

 private:
  /// Whether records are the input's files, which no reader came before: what dp says of them but
  /// their paths is of no use later.
  static bool are_files(const dp::Schema& input) {
    return input == dp::Schema{{"path", dp::Type::string, false},
                               {"size", dp::Type::int64, false},
                               {"index", dp::Type::int64, false}};
  }
  static dp::Schema schema(bool damage, bool timing) {
    dp::Schema columns = {
        {"path", dp::Type::string, false},       {"output", dp::Type::string, false},
        {"width", dp::Type::int64, false},       {"height", dp::Type::int64, false},
        {"orientation", dp::Type::int64, false}, {"bytes", dp::Type::int64, false}};
    if (damage) columns.push_back({"damage", dp::Type::string, true});
    if (timing) columns.push_back({"ms", dp::Type::float64, false});
    return columns;
  }

  [[nodiscard]] std::string reason(const std::string& path, const dp::Error& error) const {
    return records_.files ? error.message : path + ": " + error.message;
  }

  dp::Status add(dp::Output& out, const dp::BatchView& batch, std::size_t row,
                 const std::string& path, const dp::thumbnail::Made& made, double ms) {
    const auto add_with = [&](const auto&... more) {
      return rows_.add(out, batch, row, others_, path, made.output, made.size.width,
                       made.size.height, made.orientation, made.bytes, more...);
    };
    const auto damage =
        made.damage.empty() ? std::optional<std::string>() : std::optional(made.damage);
    if (!maker_.settings().keep_damaged) return records_.timed ? add_with(ms) : add_with();
    return records_.timed ? add_with(damage, ms) : add_with(damage);
  }

  std::size_t path_;
  dp::thumbnail::Maker maker_;
  Records records_;
  dp::OtherColumns others_;
  dp::RowEmitter rows_;
};

}  // namespace

DP_PLUGIN("thumbnail", "1.0.0", "Thumbnails of pictures", dp::step<Thumbnail>());
