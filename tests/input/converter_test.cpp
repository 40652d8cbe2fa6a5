// SPDX-License-Identifier: Apache-2.0
#include "input/converter.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(converter)

using dp::input::find_encoding;
using dp::input::make_converter;
using dp::protocol::BadBytes;
using namespace std::string_literals;

namespace {

std::unique_ptr<dp::input::Converter> open(const std::string& name,
                                           BadBytes bad = BadBytes::reject) {
  return make_converter(find_encoding(name).value(), bad).value();
}

std::string all(const std::string& name, std::string_view raw,
                BadBytes bad = BadBytes::reject) {
  std::string out(8 * raw.size() + 8, '\0');
  const auto step = open(name, bad)->convert(raw, true, out.data(), out.size());
  BOOST_TEST(step.raw == raw.size(), name);
  out.resize(step.made);
  return out;
}

/// The same, in pieces of `raw` that grow by a byte where one is too few, and with little room.
std::string in_pieces(const std::string& name, std::string_view raw, std::size_t piece,
                      std::size_t room) {
  const auto converter = open(name);
  std::string text;
  auto size = piece;
  for (int without = 0; !raw.empty() && without < 20;) {
    std::string out(room, '\0');
    const bool last = size >= raw.size();
    const auto step = converter->convert(raw.substr(0, size), last, out.data(), out.size());
    text += out.substr(0, step.made);
    raw.remove_prefix(step.raw);
    size = step.raw == 0 ? size + 1 : piece;
    without = step.raw == 0 ? without + 1 : 0;
  }
  BOOST_TEST(raw.empty(), name);
  return text;
}

const std::pair<std::string, std::string> kTexts[] = {
    {"utf-8", "plain and caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80, as it is\n"},
    {"utf-16le", "a\0\xe9\0\xac\x20=\xd8\0\xdez\0\n\0"s},
    {"utf-16be", "\0a\0\xe9\x20\xac\xd8=\xde\0\0z\0\n"s},
    {"utf-32le", "a\0\0\0\xe9\0\0\0\xac\x20\0\0\0\xf6\x01\0"s},
    {"utf-32be", "\0\0\0a\0\0\0\xe9\0\0\x20\xac\0\x01\xf6\0"s},
    {"latin1", "sixteen and more bytes of ASCII, caf\xe9, and as many after that\x80\n"},
    {"windows-1252", "sixteen and more bytes of ASCII, caf\xe9 for 2 \x80, and the rest\n"},
    {"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2, plain text after it and more of it\n"},
    {"ibm037", "\xc1\xc2\x25"},
    {"gb18030", "a\xc4\xe3\xba\xc3 \x81\x30\x81\x30 z\n\xc4\xe3\n"},
    {"shift_jis", "\x93\xfa\x96\x7b, \x83\x65 end\n"},
    {"euc-jp", "\xc6\xfc\xcb\xdc \x8f\xb0\xa1 end\n"},
    {"iso-2022-jp", "\x1b$BF|K\\\x1b(B end\n"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(text_becomes_utf8) {
  BOOST_TEST(all("utf-16le", kTexts[1].second) == "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z\n");
  BOOST_TEST(all("utf-16be", kTexts[2].second) == "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z\n");
  BOOST_TEST(all("utf-32le", kTexts[3].second) == "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  BOOST_TEST(all("utf-32be", kTexts[4].second) == "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  BOOST_TEST(all("utf-8", kTexts[0].second) == kTexts[0].second);
  BOOST_TEST(all("latin1", "caf\xe9\x80") == "caf\xc3\xa9\xc2\x80");
  BOOST_TEST(all("windows-1252", kTexts[6].second) ==
             "sixteen and more bytes of ASCII, caf\xc3\xa9 for 2 \xe2\x82\xac, and the rest\n");
  BOOST_TEST(all("ibm037", "\xc1\xc2\x25") == "AB\n");
  BOOST_TEST(all("gb18030", "a\xc4\xe3\xba\xc3\n") == "a\xe4\xbd\xa0\xe5\xa5\xbd\n");
  BOOST_TEST(all("shift_jis", "\x93\xfa\x96\x7b") == "\xe6\x97\xa5\xe6\x9c\xac");
  BOOST_TEST(all("shift_jis", "a\\b~c") == "a\\b~c");
  BOOST_TEST(all("iso-2022-jp", "\x1b$BF|K\\\x1b(B end\n") == "\xe6\x97\xa5\xe6\x9c\xac end\n");
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_how_text_comes_or_where_it_goes) {
  for (const auto& [name, raw] : kTexts) {
    const auto whole = all(name, raw);
    BOOST_TEST(whole.find('\xff') == std::string::npos, name);
    for (std::size_t piece = 1; piece <= raw.size(); ++piece)
      for (const std::size_t room : {4u, 5u, 17u, 64u, 300u})
        BOOST_TEST(in_pieces(name, raw, piece, room) == whole, name << piece << room);
  }
}

BOOST_AUTO_TEST_CASE(sizes_are_those_of_what_would_be_made) {
  for (const auto& [name, raw] : kTexts) {
    for (std::size_t room = 0; room < 2 * raw.size(); ++room) {
      std::string out(room, '\0');
      const auto made = open(name)->convert(raw, true, out.data(), room);
      const auto measured = open(name)->measure(raw, true, room);
      BOOST_TEST(made.raw == measured.raw, name << room);
      BOOST_TEST(made.made == measured.made, name << room);
    }
  }
}

BOOST_AUTO_TEST_CASE(long_text_is_measured_whole) {
  std::string raw;
  for (int i = 0; i < 10'000; ++i) raw += "\xc4\xe3\n";
  const auto step = open("gb18030")->measure(raw, true, 8 * raw.size());
  BOOST_TEST(step.raw == raw.size());
  BOOST_TEST(step.made == 40'000U);
}

BOOST_AUTO_TEST_CASE(what_is_no_character_becomes_what_is_asked_for) {
  struct Case {
    std::string name, raw, reject, replace, keep;
  };
  const Case cases[] = {{"windows-1252",
                         "a\x81"
                         "b",
                         "a\xff"
                         "b",
                         "a\xef\xbf\xbd"
                         "b",
                         "a\xc2\x81"
                         "b"},
                        {"us-ascii", "a\xe9", "a\xff", "a\xef\xbf\xbd", "a\xc3\xa9"},
                        {"utf-8",
                         "a\xe9"
                         "b",
                         "a\xff"
                         "b",
                         "a\xef\xbf\xbd"
                         "b",
                         "a\xc3\xa9"
                         "b"},
                        {"utf-8", "\xc3", "\xff", "\xef\xbf\xbd", "\xc3\x83"},
                        {"utf-16le",
                         "a\0\0\xd8"
                         "b\0"s,
                         "a\xff"
                         "b",
                         "a\xef\xbf\xbd"
                         "b",
                         "a\0\xc3\x98"
                         "b"s},
                        {"utf-16le", "a\0b"s, "a\xff", "a\xef\xbf\xbd", "ab"},
                        {"utf-32le", "\0\0\x11\0"s, "\xff", "\xef\xbf\xbd", "\0\0\x11\0"s},
                        {"gb18030",
                         "a\xff"
                         "b\xc4",
                         "a\xff"
                         "b\xff",
                         "a\xef\xbf\xbd"
                         "b\xef\xbf\xbd",
                         "a\xc3\xbf"
                         "b\xc3\x84"},
                        {"shift_jis",
                         "\x81\n"
                         "a",
                         "\xff\n"
                         "a",
                         "\xef\xbf\xbd\n"
                         "a",
                         "\xc2\x81\n"
                         "a"}};
  for (const auto& each : cases) {
    BOOST_TEST(all(each.name, each.raw) == each.reject, each.name);
    BOOST_TEST(all(each.name, each.raw, BadBytes::replace) == each.replace, each.name);
    BOOST_TEST(all(each.name, each.raw, BadBytes::keep) == each.keep, each.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
