// SPDX-License-Identifier: Apache-2.0
#include "input/iconv_text.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(iconv_text)

using dp::input::Iconv;

namespace {

struct Converted {
  std::string text;
  std::string_view left;
  Iconv::Stop stop = Iconv::Stop::none;
};

Converted convert(Iconv& iconv, std::string_view raw, std::size_t room) {
  std::array<char, 64> bytes{};
  char* out = bytes.data();
  auto left = room;
  const auto stop = iconv.convert(raw, out, left);
  return {std::string(bytes.data(), room - left), raw, stop};
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_says_why_it_stops) {
  auto iconv = Iconv::open("gb18030").value();
  BOOST_TEST(convert(iconv, "a\xc4\xe3", 64).text == "a\xe4\xbd\xa0");
  const auto full = convert(iconv, "a\xc4\xe3", 3);
  BOOST_TEST(full.text == "a");
  BOOST_TEST(full.left == "\xc4\xe3");
  BOOST_TEST((full.stop == Iconv::Stop::full));
  BOOST_TEST((convert(iconv, "a\xc4", 64).stop == Iconv::Stop::partial));
  const auto bad = convert(iconv, "ab\xff", 64);
  BOOST_TEST(bad.text == "ab");
  BOOST_TEST((bad.stop == Iconv::Stop::bad));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_not_opened) {
  BOOST_TEST(!Iconv::open("no-such-encoding").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
