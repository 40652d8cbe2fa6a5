// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <numeric>

#include "pictures.hpp"
#include "thumbnail/exif.hpp"
#include "thumbnail/jpeg.hpp"
#include "thumbnail/output_name.hpp"
#include "thumbnail/resample.hpp"
#include "why.hpp"

using dp::thumbnail::Fit;
using dp::thumbnail::Format;
using dp::thumbnail::Output;
using dp::thumbnail::OutputName;
using dp::thumbnail::Picture;
using dp::thumbnail::Scaling;
using dp::thumbnail::Size;

namespace dp::thumbnail {
std::ostream& operator<<(std::ostream& out, const Size& size) {
  return out << size.width << "x" << size.height;
}
}  // namespace dp::thumbnail

namespace {

std::string path_of(const std::string& output, const std::string& picture,
                    std::optional<Format> format = {}) {
  const auto name = OutputName::parse(output, format, "96x64");
  return name ? name->of(picture).path : name.error().message;
}

Picture grey(Size size, std::uint8_t value) {
  return {size, 1, std::vector<std::uint8_t>(size.pixels(), value)};
}

Picture scaled(const Picture& picture, const Scaling& scaling) {
  dp::thumbnail::Resampler resampler(picture.size, picture.bands, scaling);
  for (std::uint32_t row = 0; row < picture.size.height; ++row)
    resampler.add(picture.bytes.data() + row * picture.stride());
  return resampler.take();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(thumbnail_parts)

/// A file that has lost its tables is not decoded with those of the file before.
BOOST_AUTO_TEST_CASE(a_jpeg_reader_keeps_nothing_of_the_last_picture) {
  const Size size{32, 32};
  const auto good = dp::test::jpeg_of(size);
  auto lost = good;
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(lost[at]); };
  for (auto at = lost.find("\xff\xdb"); at != lost.npos; at = lost.find("\xff\xdb"))
    lost.erase(at, std::size_t{2} + byte(at + 2) * std::size_t{256} + byte(at + 3));
  dp::thumbnail::JpegReader reader;
  const auto decoded = [&](const std::string& file) {
    return reader.open(file).has_value() && reader.start(size).has_value() &&
           reader.rows([](const std::uint8_t*) {}).has_value();
  };
  BOOST_TEST(!decoded(lost));
  BOOST_TEST(decoded(good));
  BOOST_TEST(!decoded(lost));
  BOOST_TEST(decoded(good));
}

BOOST_AUTO_TEST_CASE(sizes_are_a_side_or_two) {
  const auto parse = dp::thumbnail::parse_size;
  BOOST_TEST(parse("128").value() == (Size{128, 128}));
  BOOST_TEST(parse("128x96").value() == (Size{128, 96}));
  BOOST_TEST(parse("65535x1").value() == (Size{65535, 1}));
  for (const char* bad : {"", "0", "x", "128x", "x96", "128x0", "65536", "-1", "1.5", "128X96"})
    BOOST_TEST(!parse(bad), bad);
}

BOOST_AUTO_TEST_CASE(inside_keeps_the_shape_and_never_enlarges) {
  struct Case {
    Size picture, box, want;
  };
  const Case cases[] = {
      {{400, 300}, {128, 128}, {128, 96}},  {{300, 400}, {128, 128}, {96, 128}},
      {{400, 300}, {128, 64}, {85, 64}},    {{100, 50}, {128, 128}, {100, 50}},
      {{128, 128}, {128, 128}, {128, 128}}, {{1000, 1}, {128, 128}, {128, 1}},
      {{129, 3}, {128, 128}, {128, 3}},     {{1, 65535}, {10, 10}, {1, 10}}};
  for (const auto& [picture, box, want] : cases) {
    const auto scaling = scale_into(picture, box, Fit::inside);
    BOOST_TEST(scaling.result == want);
    BOOST_TEST(scaling.scaled == want);
  }
}

BOOST_AUTO_TEST_CASE(cover_fills_the_box_from_the_middle) {
  const auto wide = scale_into({400, 300}, {100, 100}, Fit::cover);
  BOOST_TEST(wide.scaled == (Size{133, 100}));
  BOOST_TEST(wide.result == (Size{100, 100}));
  BOOST_TEST(wide.left == 16u);
  BOOST_TEST(wide.top == 0u);
  const auto small = scale_into({10, 20}, {100, 50}, Fit::cover);
  BOOST_TEST(small.scaled == (Size{100, 200}));
  BOOST_TEST(small.top == 75u);
  BOOST_TEST(small.turned().left == 75u);
}

BOOST_AUTO_TEST_CASE(the_output_is_named_after_the_picture) {
  const std::string usual = "{dir}/{stem}_thumbnail.{ext}";
  BOOST_TEST(path_of(usual, "photos/a.JPG") == "photos/a_thumbnail.JPG");
  BOOST_TEST(path_of(usual, "a.jpeg") == "a_thumbnail.jpeg");
  BOOST_TEST(path_of(usual, "./a.jpeg") == "./a_thumbnail.jpeg");
  BOOST_TEST(path_of(usual, "/a.png") == "/a_thumbnail.png");
  BOOST_TEST(path_of(usual, "p/a.b.gif") == "p/a.b_thumbnail.png");
  BOOST_TEST(path_of(usual, "p/a.TIFF") == "p/a_thumbnail.jpg");
  BOOST_TEST(path_of(usual, "p/noname") == "p/noname_thumbnail.jpg");
  BOOST_TEST(path_of(usual, "p/.hidden") == "p/.hidden_thumbnail.jpg");
  BOOST_TEST(path_of(usual, "p/a.jpg", Format::webp) == "p/a_thumbnail.webp");
  BOOST_TEST(path_of("t/{size}/{name}", "p/a.gif") == "t/96x64/a.png");
  BOOST_TEST(path_of("t/{name}.webp", "p/a.gif") == "t/a.gif.webp");
  BOOST_TEST(path_of("{{{stem}}}", "p/a.gif") == "{a}");
}

BOOST_AUTO_TEST_CASE(folders_below_another_do_not_lead_out_of_it) {
  BOOST_TEST(path_of("t/{dir}/{name}", "../../p/./a.png") == "t/p/a.png");
  BOOST_TEST(path_of("t/{dir}/{name}", "/p/q/a.png") == "t/p/q/a.png");
  BOOST_TEST(path_of("t/{dir}/{name}", "a.png") == "t/./a.png");
}

BOOST_AUTO_TEST_CASE(a_suffix_says_what_is_written) {
  const auto format_of = [](const char* output, const char* picture) {
    return OutputName::parse(output, {}, "").value().of(picture).format;
  };
  BOOST_TEST((format_of("{stem}.webp", "a.png") == Format::webp));
  BOOST_TEST((format_of("{stem}.{ext}", "a.png") == Format::png));
  BOOST_TEST((format_of("{stem}.{ext}", "a.bmp") == Format::jpeg));
  BOOST_TEST((format_of("{stem}.small", "a.webp") == Format::webp));
}

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_meant_are_refused) {
  BOOST_TEST(path_of("{steam}.jpg", "") == "no field {steam}, did you mean {stem}?");
  BOOST_TEST(path_of("{folder}.jpg", "") ==
             "no field {folder}; there are {dir}, {stem}, {ext}, {name} and {size}");
  BOOST_TEST(path_of("{stem", "").starts_with("a brace without its other half (got '{stem'"));
  BOOST_TEST(path_of("stem}", "").starts_with("a brace without its other half (got '}'"));
  BOOST_TEST(path_of("{dir}/x.{ext}", "") ==
             "all thumbnails would go to one file (got '{dir}/x.{ext}', want {stem} or {name} "
             "in it)");
  BOOST_TEST(path_of("{stem}.gif", "") == "ends in .gif, want .jpg, .png or .webp, or {ext}");
  BOOST_TEST(path_of("{stem}.png", "", Format::jpeg) == "ends in .png, want .jpg, or {ext}");
}

BOOST_AUTO_TEST_CASE(every_orientation_is_turned_upright) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto stored = dp::test::stored_with(orientation, {6, 4});
    BOOST_TEST(stored.size ==
               (dp::thumbnail::is_turned(orientation) ? Size{4, 6} : Size{6, 4}));
    const auto seen = upright(stored, orientation);
    BOOST_TEST(seen.size == (Size{6, 4}));
    BOOST_TEST((seen.bytes == dp::test::quarters({6, 4}).bytes), orientation);
  }
}

BOOST_AUTO_TEST_CASE(a_quarter_turn_goes_the_way_that_exif_says) {
  // Stored with 6, the first row is seen on the right.
  const Picture stored{{2, 1}, 1, {10, 20}};
  BOOST_TEST((upright(stored, 6).bytes == std::vector<std::uint8_t>{10, 20}));
  const Picture square{{2, 2}, 1, {1, 2, 3, 4}};
  BOOST_TEST((upright(square, 6).bytes == std::vector<std::uint8_t>{3, 1, 4, 2}));
  BOOST_TEST((upright(square, 8).bytes == std::vector<std::uint8_t>{2, 4, 1, 3}));
  BOOST_TEST((upright(square, 5).bytes == std::vector<std::uint8_t>{1, 3, 2, 4}));
  BOOST_TEST((upright(square, 7).bytes == std::vector<std::uint8_t>{4, 2, 3, 1}));
}

BOOST_AUTO_TEST_CASE(exif_data_that_is_no_exif_data_tells_nothing) {
  using std::string_view_literals::operator""sv;
  const auto of = dp::thumbnail::orientation_of_exif;
  const auto big = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"sv;
  const auto little = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0"sv;
  BOOST_TEST(of(big) == 6);
  BOOST_TEST(of(little) == 8);
  for (std::size_t size = 0; size < 20; ++size) BOOST_TEST(of(big.substr(0, size)) == 1);
  BOOST_TEST(of("MM\0*\xff\xff\xff\xff\0\0"sv) == 1);
  auto wrong = std::string(big);
  wrong[19] = 9;
  BOOST_TEST(of(wrong) == 1);
}

BOOST_AUTO_TEST_CASE(scaling_keeps_an_even_colour_and_the_same_size) {
  for (const Size to : {Size{1, 1}, Size{7, 5}, Size{100, 3}, Size{31, 77}, Size{200, 150}})
    BOOST_TEST((scaled(grey({100, 75}, 201), {to, to}).bytes == grey(to, 201).bytes), to);
  Picture picture = grey({9, 7}, 0);
  std::iota(picture.bytes.begin(), picture.bytes.end(), std::uint8_t{0});
  BOOST_TEST((scaled(picture, {picture.size, picture.size}).bytes == picture.bytes));
}

BOOST_AUTO_TEST_CASE(scaling_weighs_the_pixels_that_are_covered) {
  // Half black, half white: the edge stays where it is, and each half keeps its colour.
  Picture picture = grey({64, 1}, 0);
  std::fill(picture.bytes.begin() + 32, picture.bytes.end(), std::uint8_t{255});
  const auto small = scaled(picture, {{8, 1}, {8, 1}});
  BOOST_TEST((small.bytes == std::vector<std::uint8_t>{0, 0, 0, 0, 255, 255, 255, 255}) ==
             false);
  BOOST_TEST(small.bytes[0] == 0);
  BOOST_TEST(small.bytes[7] == 255);
  BOOST_TEST(small.bytes[3] + small.bytes[4] == 255);
  // A part of it is that part.
  const auto part = scaled(picture, {{8, 1}, {4, 1}, 2, 0});
  BOOST_TEST((part.bytes ==
              std::vector<std::uint8_t>(small.bytes.begin() + 2, small.bytes.begin() + 6)));
}

BOOST_AUTO_TEST_CASE(what_is_transparent_is_white_in_a_jpeg) {
  const Picture picture{{2, 1}, 4, {10, 20, 30, 255, 10, 20, 30, 0}};
  BOOST_TEST(
      (without_alpha(picture).bytes == std::vector<std::uint8_t>{10, 20, 30, 255, 255, 255}));
}

BOOST_AUTO_TEST_SUITE_END()
