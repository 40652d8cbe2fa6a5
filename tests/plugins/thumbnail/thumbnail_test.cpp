// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "pictures.hpp"
#include "plugins/harness.hpp"
#include "temporary.hpp"
#include "why.hpp"

namespace thumbnail_thumbnail {
namespace {

namespace fs = std::filesystem;
using dp::data::Value;
using dp::thumbnail::Size;

using Given = std::vector<std::pair<std::string, Value>>;

Value number(std::int64_t value) { return Value::of(value); }

const dp::Schema kInput = {{"path", dp::Type::string, true}};

dp::Result<dp::test::Task> open(const Given& given) {
  auto options = Value::map();
  for (const auto& [name, value] : given) options.add(name, value);
  // The harness fills in no sizes.
  if (options.find("memory") == nullptr)
    options.add("memory", Value::of(std::int64_t{256} << 20));
  return dp::test::Task::open("thumbnail", "thumbnail", std::move(options),
                              {kInput, {}, DP_STEP});
}

/// What came of one picture: its record without path and output, or why it was rejected.
struct Fixture {
  std::string make(const std::string& name, const Given& given = {}) const {
    begin_run();
    auto task = open(given);
    if (!task) return task.error().message;
    const auto status = task->process(dp::test::Batch(kInput, {{folder.path(name)}}));
    if (!status) return "failed: " + status.error().message;
    if (!task->rejects().empty()) return without_path(task->rejects().front().reason, name);
    const auto& row = task->rows().at(0);
    BOOST_TEST(row.at(0) == folder.path(name));
    BOOST_TEST(std::to_string(fs::file_size(row.at(1))) == row.at(5));
    return row.at(2) + "x" + row.at(3) + " from " + row.at(4);
  }
  /// Behind a reader a reason begins with the path.
  std::string without_path(const std::string& reason, const std::string& name) const {
    const auto path = folder.path(name) + ": ";
    BOOST_TEST(reason.starts_with(path), reason);
    return reason.substr(std::min(path.size(), reason.size()));
  }
  /// What is there is of an earlier run from here on.
  void begin_run() const {
    for (const auto& name : files())
      (void)!::removexattr(folder.path(name).c_str(), "user.dp.thumbnail");
  }
  /// The quarters of a thumbnail.
  std::string seen(const std::string& name) const {
    const auto quarters = dp::test::quarters_of(folder.read(name));
    return quarters ? *quarters : quarters.error().message;
  }
  /// The files of the folder, sorted.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
      if (entry.is_regular_file())
        names.push_back(fs::relative(entry.path(), folder.path()).string());
    std::sort(names.begin(), names.end());
    return names;
  }
  dp::test::TemporaryFolder folder;
};

void set_time(const std::string& path, std::time_t seconds) {
  const timespec times[2] = {{seconds, 0}, {seconds, 0}};
  BOOST_TEST(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

}  // namespace
}  // namespace thumbnail_thumbnail

BOOST_FIXTURE_TEST_SUITE(thumbnail_thumbnail, Fixture)

BOOST_AUTO_TEST_CASE(what_is_there_of_a_damaged_picture_is_kept_if_asked_for) {
  const auto photo = dp::test::jpeg_of({400, 300});
  folder.write("photo.jpg", photo.substr(0, photo.size() * 3 / 4));
  folder.write("whole.jpg", photo);
  const auto drawing = dp::test::png_of({400, 300});
  folder.write("drawing.png", drawing.substr(0, drawing.size() * 3 / 4));
  BOOST_TEST(make("photo.jpg").find(" from ") == std::string::npos);
  BOOST_TEST(make("drawing.png").find(" from ") == std::string::npos);
  for (const char* existing : {"overwrite", "skip"})
    for (const char* name : {"photo.jpg", "drawing.png", "whole.jpg"}) {
      auto task =
          open({{"damaged", Value::of("keep")}, {"existing", Value::of(existing)}}).value();
      BOOST_REQUIRE(task.process(dp::test::Batch(kInput, {{folder.path(name)}})));
      BOOST_REQUIRE(task.rejects().empty());
      const auto& row = task.rows().at(0);
      BOOST_TEST(row.at(2) + "x" + row.at(3) == "128x96");
      BOOST_TEST((row.at(6) == dp::test::kNull) == (std::string(name) == "whole.jpg"),
                 row.at(6));
    }
  BOOST_TEST(seen("photo_thumbnail.jpg").starts_with("RG"));
}

BOOST_AUTO_TEST_CASE(of_files_there_are_no_other_columns) {
  folder.write("photo.jpg", dp::test::jpeg_of({400, 300}));
  const dp::Schema input = {{"path", dp::Type::string, false},
                            {"size", dp::Type::int64, false},
                            {"index", dp::Type::int64, false}};
  auto options = Value::map();
  options.add("memory", Value::of(std::int64_t{256} << 20));
  auto task =
      dp::test::Task::open("thumbnail", "thumbnail", options, {input, {}, DP_STEP}).value();
  BOOST_REQUIRE(task.process(
      dp::test::Batch(input, {{folder.path("photo.jpg"), std::int64_t{1}, std::int64_t{2}}})));
  BOOST_TEST(task.rows().at(0).size() == 6u);
}

BOOST_AUTO_TEST_CASE(other_columns_of_a_record_are_handed_on) {
  folder.write("photo.jpg", dp::test::jpeg_of({400, 300}));
  const dp::Schema input = {{"id", dp::Type::int64, true}, {"path", dp::Type::string, true}};
  auto options = Value::map();
  options.add("memory", Value::of(std::int64_t{256} << 20));
  auto task =
      dp::test::Task::open("thumbnail", "thumbnail", options, {input, {}, DP_STEP}).value();
  BOOST_REQUIRE(
      task.process(dp::test::Batch(input, {{std::int64_t{7}, folder.path("photo.jpg")}})));
  BOOST_TEST(task.rows().at(0).at(0) == folder.path("photo.jpg"));
  BOOST_TEST(task.rows().at(0).at(6) == "7");
  const dp::Schema clash = {{"path", dp::Type::string, true}, {"width", dp::Type::int64, true}};
  auto again = Value::map();
  again.add("memory", Value::of(std::int64_t{256} << 20));
  const auto refused =
      dp::test::Task::open("thumbnail", "thumbnail", again, {clash, {}, DP_STEP});
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message.find("makes a column 'width'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_photo_becomes_a_small_one_beside_it) {
  folder.write("photo.jpg", dp::test::jpeg_of({400, 300}));
  BOOST_TEST(make("photo.jpg") == "128x96 from 1");
  BOOST_TEST(files() == (std::vector<std::string>{"photo.jpg", "photo_thumbnail.jpg"}),
             boost::test_tools::per_element());
  BOOST_TEST(seen("photo_thumbnail.jpg") == "RG/BW");
}

BOOST_AUTO_TEST_CASE(every_format_is_read_and_written_under_its_own_name) {
  folder.write("a.jpg", dp::test::jpeg_of({200, 100}));
  folder.write("b.png", dp::test::png_of({200, 100}));
  folder.write("c.webp", dp::test::webp_of({200, 100}));
  folder.write("d.gif", dp::test::gif_of({200, 100}));
  folder.write("e.tif", dp::test::tiff_of({200, 100}, 1));
  for (const char* name : {"a.jpg", "b.png", "c.webp", "d.gif", "e.tif"})
    BOOST_TEST(make(name) == "128x64 from 1", name);
  BOOST_TEST(seen("a_thumbnail.jpg") == "RG/BW");
  BOOST_TEST(seen("b_thumbnail.png") == "RG/BW");
  BOOST_TEST(seen("c_thumbnail.webp") == "RG/BW");
  BOOST_TEST(seen("d_thumbnail.png") == "RR/RR");
  BOOST_TEST(folder.read("a_thumbnail.jpg").starts_with("\xff\xd8\xff"));
  BOOST_TEST(folder.read("b_thumbnail.png").starts_with("\x89PNG"));
  BOOST_TEST(folder.read("c_thumbnail.webp").starts_with("RIFF"));
  BOOST_TEST(folder.read("d_thumbnail.png").starts_with("\x89PNG"));
  BOOST_TEST(folder.read("e_thumbnail.jpg").starts_with("\xff\xd8\xff"));
}

BOOST_AUTO_TEST_CASE(what_a_file_holds_counts_not_what_it_is_called) {
  folder.write("wrong.png", dp::test::jpeg_of({200, 100}));
  BOOST_TEST(make("wrong.png") == "128x64 from 1");
  BOOST_TEST(folder.read("wrong_thumbnail.png").starts_with("\x89PNG"));
  folder.write("page.jpg", "<!DOCTYPE html><title>404</title>");
  BOOST_TEST(make("page.jpg") ==
             "not a picture that dp reads (expected jpeg, png, webp, gif or tiff)");
}

BOOST_AUTO_TEST_CASE(all_orientations_come_out_upright) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto number = std::to_string(orientation);
    folder.write(number + ".jpg", dp::test::jpeg_of({160, 80}, orientation));
    BOOST_TEST(make(number + ".jpg", {{"size", Value::of("64")}}) == "64x32 from " + number);
    BOOST_TEST(seen(number + "_thumbnail.jpg") == "RG/BW", number);
    // It says no orientation of its own, by which viewers would turn it once more.
    BOOST_TEST(folder.read(number + "_thumbnail.jpg").find("Exif") == std::string::npos);
    folder.write(number + ".tif", dp::test::tiff_of({160, 80}, orientation));
    BOOST_TEST(make(number + ".tif", {{"size", Value::of("64")}}) == "64x32 from " + number);
  }
}

BOOST_AUTO_TEST_CASE(the_box_and_the_fit_say_how_large) {
  folder.write("a.jpg", dp::test::jpeg_of({400, 300}, 6));
  folder.write("a.png", dp::test::png_of({400, 300}));
  folder.write("small.png", dp::test::png_of({40, 30}));
  const auto of = [&](const char* name, const char* size, const char* fit) {
    return make(name, {{"size", Value::of(size)}, {"fit", Value::of(fit)}});
  };
  for (const char* name : {"a.jpg", "a.png"}) {
    const std::string from = name == std::string("a.jpg") ? " from 6" : " from 1";
    BOOST_TEST(of(name, "100x40", "inside") == "53x40" + from);
    BOOST_TEST(of(name, "100x40", "cover") == "100x40" + from);
    BOOST_TEST(of(name, "40x100", "cover") == "40x100" + from);
    BOOST_TEST(of(name, "500", "inside") == "400x300" + from);
  }
  BOOST_TEST(of("small.png", "100", "inside") == "40x30 from 1");
  BOOST_TEST(of("small.png", "100x50", "cover") == "100x50 from 1");
  BOOST_TEST(seen("small_thumbnail.png") == "RG/BW");
}

BOOST_AUTO_TEST_CASE(formats_and_quality_are_chosen) {
  folder.write("a.png", dp::test::png_of({200, 100}, 4));
  BOOST_TEST(make("a.png") == "128x64 from 1");
  BOOST_TEST(seen("a_thumbnail.png") == "RG/B.");
  BOOST_TEST(make("a.png", {{"format", Value::of("jpeg")}}) == "128x64 from 1");
  BOOST_TEST(seen("a_thumbnail.jpg") == "RG/BW");
  BOOST_TEST(make("a.png", {{"format", Value::of("webp")}}) == "128x64 from 1");
  BOOST_TEST(seen("a_thumbnail.webp") == "RG/B.");
  const auto usual = fs::file_size(folder.path("a_thumbnail.jpg"));
  BOOST_TEST(make("a.png", {{"format", Value::of("jpeg")}, {"quality", number(5)}}) ==
             "128x64 from 1");
  BOOST_TEST(fs::file_size(folder.path("a_thumbnail.jpg")) < usual);
}

BOOST_AUTO_TEST_CASE(folders_of_the_output_are_made) {
  folder.write("in/a.png", dp::test::png_of({20, 10}));
  const auto output = folder.path("out/{size}/x") + "/{stem}.{ext}";
  BOOST_TEST(make("in/a.png", {{"output", Value::of(output)}, {"size", Value::of("16")}}) ==
             "16x8 from 1");
  BOOST_TEST(seen("out/16/x/a.png") == "RG/BW");
}

BOOST_AUTO_TEST_CASE(options_that_cannot_be_meant_are_refused) {
  BOOST_TEST(make("", {{"size", Value::of("big")}}) ==
             "size: got 'big', expected 128, or 128x96, each side 1 to 65535");
  BOOST_TEST(make("", {{"output", Value::of("{stm}.jpg")}}) ==
             "output: no field {stm}, did you mean {stem}?");
  BOOST_TEST(make("", {{"output", Value::of("{stem}.png")}, {"format", Value::of("jpeg")}}) ==
             "output: ends in .png, expected .jpg, or {ext}");
}

BOOST_AUTO_TEST_CASE(the_time_taken_is_a_column_if_asked_for) {
  folder.write("a.png", dp::test::png_of({200, 100}));
  for (const bool timing : {false, true}) {
    auto task = open({{"timing", Value::of(timing)}}).value();
    BOOST_REQUIRE(task.process(dp::test::Batch(kInput, {{folder.path("a.png")}})));
    BOOST_TEST(task.rows().at(0).size() == (timing ? 7U : 6U));
    BOOST_TEST((task.schema().back().name == (timing ? "ms" : "bytes")));
  }
}

BOOST_AUTO_TEST_CASE(a_thumbnail_that_is_there_is_replaced_kept_or_a_mistake) {
  folder.write("a.png", dp::test::png_of({200, 100}));
  const auto with = [&](const char* existing, const char* size) {
    return make("a.png", {{"existing", Value::of(existing)}, {"size", Value::of(size)}});
  };
  BOOST_TEST(with("error", "64") == "64x32 from 1");
  // The same once more is what a worker that died may have left after.
  BOOST_TEST(with("error", "64") == "64x32 from 1");
  BOOST_TEST(with("error", "32") == folder.path("a_thumbnail.png") + ": is there already");
  BOOST_TEST(with("skip", "32") == "64x32 from 1");
  BOOST_TEST(with("overwrite", "32") == "32x16 from 1");
  set_time(folder.path("a.png"), 1000);
  set_time(folder.path("a_thumbnail.png"), 1000);
  BOOST_TEST(with("newer", "64") == "32x16 from 1");
  set_time(folder.path("a.png"), 1001);
  BOOST_TEST(with("newer", "64") == "64x32 from 1");
  const auto whole = folder.read("a_thumbnail.png");
  for (const auto& broken : {std::string(), whole.substr(0, whole.size() / 2),
                             std::string("no picture"), std::string(2000, '\0')})
    for (const auto* existing : {"skip", "newer"}) {
      folder.write("a_thumbnail.png", broken);
      BOOST_TEST(with(existing, "64") == "64x32 from 1");
      BOOST_TEST((folder.read("a_thumbnail.png") == whole));
    }
  BOOST_TEST(files() == (std::vector<std::string>{"a.png", "a_thumbnail.png"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_picture_is_never_its_own_thumbnail) {
  folder.write("a.png", dp::test::png_of({200, 100}));
  const auto before = folder.read("a.png");
  BOOST_TEST(make("a.png", {{"output", Value::of(folder.path() + "/{name}")}}) ==
             folder.path("a.png") + ": is the picture itself, and would be overwritten");
  BOOST_TEST((folder.read("a.png") == before));
}

BOOST_AUTO_TEST_CASE(nothing_is_written_for_what_cannot_be_read) {
  const auto jpeg = dp::test::jpeg_of({300, 200});
  const auto png = dp::test::png_of({300, 200});
  const auto webp = dp::test::webp_of({300, 200});
  const auto gif = dp::test::gif_of({300, 200});
  const auto tiff = dp::test::tiff_of({300, 200}, 1);
  for (const auto& file : {jpeg, png, webp, gif, tiff})
    for (const auto size : {std::size_t{13}, file.size() / 2, file.size() * 9 / 10}) {
      folder.write("cut", std::string_view(file).substr(0, size));
      const auto why = make("cut");
      BOOST_TEST((why.find(" from ") == std::string::npos), why << " of " << size);
    }
  folder.write("cut", "");
  BOOST_TEST(make("cut") == "the file is empty");
  BOOST_TEST(make("none.jpg") == folder.path("none.jpg") + ": No such file or directory");
  fs::create_directory(folder.path("folder.jpg"));
  BOOST_TEST(make("folder.jpg") == folder.path("folder.jpg") + ": not a regular file");
  BOOST_TEST(files() == std::vector<std::string>{"cut"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(damage_within_a_file_is_seen) {
  auto png = dp::test::png_of({300, 200});
  png[png.size() / 2] = static_cast<char>(png[png.size() / 2] ^ 0x55);
  folder.write("a.png", png);
  BOOST_TEST(make("a.png").starts_with("png: "), make("a.png"));
  BOOST_TEST(files() == std::vector<std::string>{"a.png"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_byte_of_a_png_can_be_wrong_but_in_chunks_that_it_can_do_without) {
  const auto png = dp::test::png_of({30, 20});
  const auto last = png.find("IEND") - 4;
  const auto extra = png.find("pHYs");
  BOOST_REQUIRE(extra != std::string::npos);
  for (std::size_t i = 0; i < last; ++i) {
    if (i >= extra && i < extra + 17) continue;  // its type, its 9 bytes and its checksum
    auto damaged = png;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x01);
    folder.write("a.png", damaged);
    const auto made = make("a.png");
    BOOST_TEST((made.find(" from ") == std::string::npos), "byte " << i << ": " << made);
  }
  BOOST_TEST(files() == std::vector<std::string>{"a.png"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(pictures_beyond_the_limits_are_not_decoded) {
  folder.write("bomb.jpg", dp::test::claiming(dp::test::jpeg_of({30, 20}), {65000, 65000}));
  BOOST_TEST(make("bomb.jpg") ==
             "too large: 65000 x 65000 pixels, more than `max_pixels` (100000000)");
  folder.write("a.png", dp::test::png_of({100, 50}));
  BOOST_TEST(make("a.png", {{"max_pixels", number(4999)}}) ==
             "too large: 100 x 50 pixels, more than `max_pixels` (4999)");
  BOOST_TEST(make("a.png", {{"max_pixels", number(5000)}}) == "100x50 from 1");
  folder.write("a.gif", dp::test::gif_of({1000, 1000}));
  BOOST_TEST(make("a.gif", {{"memory", number(1 << 20)}}) ==
             "too large: 1000 x 1000 pixels that are decoded at once take 3 MiB, more than "
             "`memory` (1 MiB)");
  folder.write("a.tif", dp::test::tiff_of({1200, 1000}, 1));
  BOOST_TEST(make("a.tif", {{"memory", number(1 << 20)}}) ==
             "a file of 1200134 bytes, more than `memory` allows (1048576)");
}

BOOST_AUTO_TEST_CASE(a_bad_picture_costs_nothing_but_itself) {
  folder.write("a.png", dp::test::png_of({20, 10}));
  folder.write("b.png", "text");
  folder.write("c.png", dp::test::png_of({10, 20}));
  auto task = open({}).value();
  const auto status = task.process(dp::test::Batch(
      kInput,
      {{folder.path("a.png")}, {folder.path("b.png")}, {nullptr}, {folder.path("c.png")}}));
  BOOST_TEST(status.has_value(), dp::test::why(status));
  BOOST_TEST(task.column("height") == (dp::test::Row{"10", "20"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(task.rejects().size() == 2u);
  BOOST_TEST(task.rejects()[0].offset == 1u);
  BOOST_TEST(task.rejects()[0].reason.starts_with(folder.path("b.png") + ": "));
  BOOST_TEST(task.rejects()[1].reason == "path: got nothing, expected a file");
}

BOOST_AUTO_TEST_CASE(of_a_file_of_the_input_the_reject_names_it_not_the_reason) {
  const dp::Schema files = {{"path", dp::Type::string, false},
                            {"size", dp::Type::int64, false},
                            {"index", dp::Type::int64, false}};
  auto options = Value::map().add("memory", Value::of(std::int64_t{256} << 20));
  auto task =
      dp::test::Task::open("thumbnail", "thumbnail", std::move(options), {files, {}, DP_STEP})
          .value();
  const auto path = folder.write("page.jpg", "<!DOCTYPE html>");
  BOOST_REQUIRE(task.process(dp::test::Batch(files, {{path, 15, 1}})));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason ==
             "not a picture that dp reads (expected jpeg, png, webp, gif or tiff)");
}

BOOST_AUTO_TEST_SUITE_END()
