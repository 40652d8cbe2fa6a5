// SPDX-License-Identifier: Apache-2.0
#include "plugins/truths.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>

#include "plugins/harness.hpp"
#include "temporary.hpp"
#include "thumbnail/geometry.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_truths)

// Real pictures, against what Pillow says of them. They are not part of the repository: they are
// looked for beside it, and without them this case says that it was skipped.

namespace {
namespace fs = std::filesystem;
using dp::data::Value;

const fs::path& kData = dp::test::kRealData;

/// Pictures that Pillow decodes and dp rejects, and why.
const std::map<std::string, std::string> kSetAside = {
    {"images/PngSuite/xcsn0g01.png", "the checksum of its pixels is wrong"},
    {"images/pillow/broken_data_stream.png", "a row names a filter that does not exist"},
    {"images/pillow/hopper_bad_exif.jpg", "its Huffman codes are wrong: some of it is grey"}};

/// Files that Pillow does not open, and dp does: their pixels are whole.
const std::map<std::string, std::string> kRead = {
    {"images/pillow/truncated_exif_dpi.jpg", "only its Exif data are cut off"},
    {"images/pillow/truncated_jpeg.jpg", "only the last byte of its end mark is cut off"}};

/// Where Pillow finds an orientation elsewhere than in Exif data.
const std::map<std::string, std::string> kOtherOrientation = {
    {"images/pillow/xmp_tags_orientation.png", "it stands in XMP"}};

/// What truths.json says of a file.
struct Truth {
  std::string name;
  bool decodes = false;
  bool is_read = false;                                 ///< a format that dp reads
  std::int64_t width = 0, height = 0, orientation = 1;  ///< seen upright
};

Truth truth_of(const std::string& name, simdjson::dom::element facts) {
  const auto number = [&](const char* key, std::int64_t otherwise) {
    const auto value = facts[key].get_int64();
    return value.error() == simdjson::SUCCESS ? value.value_unsafe() : otherwise;
  };
  const auto text = [&](const char* key) {
    const auto value = facts[key].get_string();
    return value.error() == simdjson::SUCCESS ? value.value_unsafe() : std::string_view();
  };
  Truth truth;
  truth.name = name;
  truth.decodes = text("decode") == "ok";
  for (const char* format : {"JPEG", "PNG", "WEBP", "GIF", "TIFF"})
    truth.is_read = truth.is_read || text("format") == format;
  truth.width = number("upright_width", number("width", 0));
  truth.height = number("upright_height", number("height", 0));
  truth.orientation = kOtherOrientation.contains(name) ? 1 : number("orientation", 1);
  return truth;
}

/// "128x96 from 1", or why it was rejected.
std::string made_of(const Truth& truth, const char* size) {
  const dp::test::TemporaryFolder folder;
  const dp::Schema input = {{"path", dp::Type::string, false}};
  auto options = Value::map();
  options.add("memory", Value::of(std::int64_t{256} << 20));
  options.add("size", Value::of(size));
  options.add("output", Value::of(folder.path() + "/{name}.png"));
  auto task = dp::test::Task::open("thumbnail", "thumbnail", options, {input, {}, DP_STEP});
  if (!task) return task.error().message;
  const auto path = (kData / truth.name).string();
  if (auto status = task->process(dp::test::Batch(input, {{path}})); !status)
    return "failed: " + status.error().message;
  if (task->rows().empty()) return task->rejects().at(0).reason;
  const auto& row = task->rows().at(0);
  return row.at(2) + "x" + row.at(3) + " from " + row.at(4);
}

std::string wanted_of(const Truth& truth, std::uint32_t side) {
  using namespace dp::thumbnail;
  const auto whole =
      Size{static_cast<std::uint32_t>(truth.width), static_cast<std::uint32_t>(truth.height)};
  const auto size = scale_into(whole, {side, side}, Fit::inside).result;
  return std::to_string(size.width) + "x" + std::to_string(size.height) + " from " +
         std::to_string(truth.orientation);
}

void check(const Truth& truth) {
  const bool wanted = (truth.decodes && truth.is_read && !kSetAside.contains(truth.name));
  const auto made = made_of(truth, "128");
  const bool is_made = made.front() >= '0' && made.front() <= '9';
  BOOST_TEST(is_made == (wanted || kRead.contains(truth.name)), made);
  if (!wanted) return;
  BOOST_TEST(made == wanted_of(truth, 128));
  if (truth.width * truth.height < 500'000)
    BOOST_TEST(made_of(truth, "60000") == wanted_of(truth, 60'000));
}
}  // namespace

BOOST_AUTO_TEST_CASE(real_pictures_have_the_size_and_orientation_that_pillow_gives) {
  dp::test::for_each_truth("images/", 300, [](const std::string& name, auto facts) {
    check(truth_of(name, facts));
    return true;
  });
}

BOOST_AUTO_TEST_SUITE_END()
