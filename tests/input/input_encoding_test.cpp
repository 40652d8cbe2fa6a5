// SPDX-License-Identifier: Apache-2.0
#include "input/input_encoding.hpp"

#include "gzip.hpp"
#include "input/line_slicer.hpp"
#include "input/record_slicer.hpp"
#include "items_fixture.hpp"

namespace input_encoding {

using namespace std::string_literals;
using dp::input::beginning_of;
using dp::input::LineSlicer;
using dp::input::RecordSlicer;
using dp::protocol::Slice;

namespace {

struct Fixture : dp::test::ItemsFixture {
  /// The only item, a file of these bytes.
  const dp::input::Item& item(const std::string& bytes) {
    folder.write("item", bytes);
    files({"item"});
    found();
    return all.list.front();
  }
  void say(const std::string& encoding) { input.encoding = {encoding, dp::test::kPlace}; }
};

/// "offset:line|" for each line of a slice.
std::string lines_of(Slice slice, std::uint64_t begin, std::uint64_t end, std::size_t block) {
  slice.begin = begin;
  slice.end = end;
  LineSlicer slicer(block);
  BOOST_REQUIRE(slicer.open(slice));
  std::string got;
  while (const auto some = slicer.next().value()) {
    const auto& buffer = slicer.buffer();
    for (std::size_t at = 0; at < some->data.size();) {
      const auto newline = some->data.find('\n', at);
      const auto size = std::min(newline, some->data.size() - 1) + 1 - at;
      got += std::to_string(buffer.own_offset(some->place + at)) + ":";
      got.append(some->data.substr(at, size)).append("|");
      at += size;
    }
  }
  return got;
}

/// The same of records that are lines, as a reader takes them that finds them itself.
std::string records_of(Slice slice, std::uint64_t begin, std::uint64_t end, std::size_t block) {
  slice.begin = begin;
  slice.end = end;
  slice.exact = begin == 0;
  RecordSlicer slicer(block);
  const auto find = [](const RecordSlicer::Block& shown) -> dp::Result<std::uint64_t> {
    return std::min(shown.data.find('\n'), shown.data.size() - 1) + 1;
  };
  BOOST_REQUIRE(slicer.open(slice, find));
  std::string got;
  while (const auto some = slicer.next().value()) {
    std::size_t at = 0;
    while (at < some->stop) {
      const auto newline = some->data.find('\n', at);
      if (newline == std::string_view::npos && !some->last) break;
      const auto size = std::min(newline, some->data.size() - 1) + 1 - at;
      got += std::to_string(slicer.buffer().own_offset(some->place + at)) + ":";
      got.append(some->data.substr(at, size)).append("|");
      at += size;
    }
    BOOST_REQUIRE(slicer.consume(at));
  }
  return got;
}

/// An encoding, and lines in it: "a", "caf\xe9 ...", empty ones, one without an end.
const std::pair<std::string, std::string> kTexts[] = {
    {"windows-1252", "a\ncaf\xe9 \x80\n\n\n\xfc\xfc\xfc long enough for blocks\nend"},
    {"utf-16le", "a\0\n\0\xe9\0\n\0\n\0\x0a\x0a\x0a\x01=\xd8\0\xde\n\0b\0"s},
    {"utf-16be", "\xfe\xff\0a\0\n\0\xe9\0\n\0\n\x0a\x0a\x01\x0a\xd8=\xde\0\0\n\0b"s},
    {"utf-32le", "a\0\0\0\n\0\0\0\n\0\0\0\xf6\x01\0\0\n\0\0\0b\0\0\0"s},
    {"gb18030", "a\n\xc4\xe3\xba\xc3\n\n\x81\x30\x81\x30 z\n\xc4\xe3"},
    {"shift_jis", "a\n\x93\xfa\x96\x7b\n\n\x83\x65\x83\x5c!\nend\n"},
};

}  // namespace
}  // namespace input_encoding

BOOST_FIXTURE_TEST_SUITE(input_encoding, Fixture)

BOOST_AUTO_TEST_CASE(any_cut_in_three_gives_every_line_once_and_its_own_place) {
  for (const auto& [name, raw] : kTexts) {
    say(name);
    const auto whole = item(raw).slice();
    const auto expected = lines_of(whole, 0, raw.size(), 4096);
    for (std::size_t cut = 0; cut <= raw.size(); ++cut)
      for (std::size_t end = cut; end <= raw.size(); ++end)
        for (const std::size_t block : {2U, 4096U}) {
          for (auto* read : {&lines_of, &records_of}) {
            const auto got = read(whole, 0, cut, block) + read(whole, cut, end, block) +
                             read(whole, end, raw.size(), block);
            BOOST_REQUIRE_EQUAL(got, expected);
          }
        }
    input.files.clear();
  }
}

BOOST_AUTO_TEST_CASE(lines_stand_where_their_bytes_do) {
  say("windows-1252");
  const auto slice = item("a\ncaf\xe9 \x80\nb\n").slice();
  BOOST_TEST(lines_of(slice, 0, 11, 4096) == "0:a\n|2:caf\xc3\xa9 \xe2\x82\xac\n|9:b\n|");
}

BOOST_AUTO_TEST_CASE(an_encoding_that_is_not_known_is_told_where_it_stands) {
  say("windows-1522");
  dp::input::check_encoding(input, diagnostics);
  BOOST_TEST(
      (mistakes() ==
       dp::test::Names{"input.encoding: no encoding 'windows-1522' is known, did you mean "
                       "'windows-1252'?; iconv -l lists those there are"}));
  BOOST_TEST(dp::input::encoding_asked(input).name == "");
}

BOOST_AUTO_TEST_CASE(what_is_known_of_each_file_goes_with_it) {
  say("Latin1");
  input.bad_bytes = dp::pipeline::Input::BadBytes::keep;
  folder.write("a", "plain");
  folder.write("b",
               "\xff\xfe"
               "a\0"s);
  folder.write("c",
               "\xef\xbb\xbf"
               "a");
  files({"a", "b", "c"});
  found();
  using dp::protocol::BadBytes;
  using dp::protocol::TextEncoding;
  BOOST_TEST((all.list[0].text == TextEncoding{"iso-8859-1", BadBytes::keep}));
  BOOST_TEST((all.list[1].text == TextEncoding{"utf-16le", BadBytes::keep}));
  BOOST_TEST((all.list[2].text == TextEncoding{"utf-8", BadBytes::keep}));
  BOOST_TEST(!all.list[0].one_piece);
}

BOOST_AUTO_TEST_CASE(what_is_read_from_its_beginning_only_is_one_piece) {
  say("iso-2022-jp");
  BOOST_TEST(item("\x1b$BF|\x1b(B\n").one_piece);
}

BOOST_AUTO_TEST_CASE(the_beginning_is_the_text_of_it_also_of_what_is_compressed) {
  const auto wide =
      "\xff\xfe"
      "a\0\xe9\0\n\0"s;
  const std::string text =
      "\xef\xbb\xbf"
      "a\xc3\xa9\n";
  BOOST_TEST(beginning_of(item(wide), 100).value() == text);
  BOOST_TEST(beginning_of(all.list.front(), 4).value() == text.substr(0, 4));
  input.files.clear();
  BOOST_TEST(beginning_of(item(dp::test::gzip(wide)), 100).value() == text);
  input.files.clear();
  BOOST_TEST(beginning_of(item("plain"), 100).value() == "plain");
  input.files.clear();
  BOOST_TEST(beginning_of(item("plain"), 3).value() == "pla");
}

BOOST_AUTO_TEST_SUITE_END()
