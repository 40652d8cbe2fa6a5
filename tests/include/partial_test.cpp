// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/partial.hpp>
#include <limits>

BOOST_AUTO_TEST_SUITE(partial)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  std::string text("text\0more", 9);
  text.append(300, 'x');
  std::string bytes;
  dp::PartialWriter out(bytes);
  out.put(std::uint8_t{7});
  out.put(-1.5);
  for (unsigned shift = 0; shift < 64; ++shift) out.put_count(std::uint64_t{1} << shift);
  out.put_count(std::numeric_limits<std::uint64_t>::max());
  out.put_text(text);
  dp::PartialReader in(bytes);
  BOOST_TEST(in.get<std::uint8_t>() == 7);
  BOOST_TEST(in.get<double>() == -1.5);
  for (unsigned shift = 0; shift < 64; ++shift)
    BOOST_TEST(in.count() == std::uint64_t{1} << shift);
  BOOST_TEST(in.count() == std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(in.text() == text);
  BOOST_TEST(in.finish().has_value());
}

BOOST_AUTO_TEST_CASE(a_small_count_takes_one_byte) {
  std::string bytes;
  dp::PartialWriter(bytes).put_count(127);
  BOOST_TEST(bytes == "\x7f");
}

BOOST_AUTO_TEST_CASE(every_truncation_is_noticed) {
  std::string bytes;
  dp::PartialWriter out(bytes);
  out.put_text("twelve bytes");
  out.put(std::uint32_t{9});
  out.put_count(300);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string cut = bytes.substr(0, size);
    dp::PartialReader in(cut);
    in.text();
    in.get<std::uint32_t>();
    in.count();
    const auto status = in.finish();
    BOOST_REQUIRE(!status);
    BOOST_TEST(status.error().message == "partial: cut short or damaged");
  }
}

BOOST_AUTO_TEST_CASE(bytes_behind_the_end_are_refused) {
  dp::PartialReader in("\1\2");
  in.get<std::uint8_t>();
  const auto status = in.finish();
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "partial: trailing bytes");
}

BOOST_AUTO_TEST_CASE(a_count_has_one_spelling_and_64_bits) {
  for (const auto* bytes : {"\x80\x00x", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02",
                            "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"}) {
    dp::PartialReader in(std::string_view(bytes, 11));
    BOOST_TEST(in.count() == 0u);
    BOOST_TEST(!in.ok());
  }
}

BOOST_AUTO_TEST_CASE(a_count_of_things_that_cannot_fit_is_refused) {
  dp::PartialReader fits("\3abcdef");
  BOOST_TEST(fits.count_of(2) == 3u);
  dp::PartialReader lies("\4abcdef");
  BOOST_TEST(lies.count_of(2) == 0u);
  BOOST_TEST(!lies.ok());
}

BOOST_AUTO_TEST_SUITE_END()
