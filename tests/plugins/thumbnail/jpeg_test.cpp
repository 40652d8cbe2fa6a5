// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/jpeg.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_jpeg)

using dp::test::why;
using dp::thumbnail::Size;

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

BOOST_AUTO_TEST_CASE(a_header_tells_the_size_and_the_orientation) {
  dp::thumbnail::JpegReader reader;
  const auto file = dp::test::jpeg_of({40, 24}, 6);
  const auto header = reader.open(file).value();
  BOOST_TEST(header.size == (Size{24, 40}));
  BOOST_TEST(header.bands == 3u);
  BOOST_TEST(header.orientation == 6);
}

BOOST_AUTO_TEST_CASE(a_picture_is_decoded_as_small_as_is_of_use) {
  dp::thumbnail::JpegReader reader;
  const auto file = dp::test::jpeg_of({800, 640});
  BOOST_REQUIRE(reader.open(file));
  BOOST_TEST(reader.start({100, 80}).value() == (Size{200, 160}));
  std::size_t rows = 0;
  BOOST_REQUIRE(reader.rows([&](const std::uint8_t*) { ++rows; }));
  BOOST_TEST(rows == 160u);
}

BOOST_AUTO_TEST_CASE(what_is_cut_off_is_wrong_and_not_grey) {
  dp::thumbnail::JpegReader reader;
  const auto file = dp::test::jpeg_of({512, 512});
  const auto cut = file.substr(0, file.size() - 100);
  BOOST_REQUIRE(reader.open(cut));
  BOOST_REQUIRE(reader.start({512, 512}));
  BOOST_TEST(why(reader.rows([](const std::uint8_t*) {})) != "");
  BOOST_TEST(!reader.open("no picture").has_value());
}

BOOST_AUTO_TEST_CASE(a_file_that_lacks_its_end_mark_alone_is_whole) {
  dp::thumbnail::JpegReader reader;
  const Size size{256, 192};
  const auto decoded = [&](const std::string& file) {
    std::string pixels;
    if (!reader.open(file) || !reader.start(size)) return std::string("refused");
    const auto take = [&](const std::uint8_t* row) {
      pixels.append(reinterpret_cast<const char*>(row), std::size_t{size.width} * 3);
    };
    return reader.rows(take) ? pixels : std::string("refused");
  };
  const auto file = dp::test::jpeg_of(size);
  BOOST_REQUIRE(file.ends_with("\xff\xd9"));
  const auto whole = decoded(file);
  BOOST_TEST(whole.size() == std::size_t{256} * 192 * 3);
  BOOST_TEST((decoded(file.substr(0, file.size() - 1)) == whole));
  BOOST_TEST((decoded(file.substr(0, file.size() - 2)) == whole));
  for (std::size_t lost = 10; lost < file.size(); lost += 7)
    BOOST_TEST((decoded(file.substr(0, file.size() - lost)) == "refused"), lost);
}

BOOST_AUTO_TEST_SUITE_END()
