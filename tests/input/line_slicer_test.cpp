// SPDX-License-Identifier: Apache-2.0
#include "input/line_slicer.hpp"

#include <fcntl.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "gzip.hpp"
#include "input/decoder.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(line_slicer)

namespace {

using dp::input::LineSlicer;
using dp::protocol::kWholeItem;
using dp::protocol::Slice;

Slice slice_of(const std::string& path, std::uint64_t begin, std::uint64_t end) {
  Slice slice;
  slice.name = slice.path = path;
  const auto file = dp::open_file(path, O_RDONLY).value();
  slice.stamp = dp::input::stamp_of(file.get()).value();
  slice.begin = begin;
  slice.end = end;
  return slice;
}

/// The bytes of a slice's blocks, with a check that they are whole lines at the right places.
std::string read(const Slice& slice, std::size_t block_bytes) {
  LineSlicer slicer(block_bytes);
  BOOST_REQUIRE(slicer.open(slice).has_value());
  std::string bytes;
  std::uint64_t next = 0;
  while (true) {
    const auto block = slicer.next();
    BOOST_REQUIRE(block.has_value());
    if (!*block) return bytes;
    if (!bytes.empty()) BOOST_TEST((*block)->offset == next);
    next = (*block)->offset + (*block)->data.size();
    BOOST_TEST(!(*block)->data.empty());
    BOOST_TEST(((*block)->data.back() == '\n' || next == slice.stamp.size));
    bytes += (*block)->data;
  }
}

const char* const kTexts[] = {
    "",
    "\n",
    "a",
    "a\n",
    "one\ntwo\nthree\n",
    "one\ntwo\nno end",
    "\n\n\nblank lines\n\n",
    "a long line that is more than a block of bytes, then\na\nb\n",
    "crlf\r\nlines\r\n",
};

}  // namespace

BOOST_DATA_TEST_CASE(any_cut_in_two_gives_every_line_once, boost::unit_test::data::make(kTexts),
                     text) {
  const dp::test::TemporaryFolder folder;
  const std::string whole(text);
  const auto path = folder.write("text", whole);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    for (const std::size_t block : {1u, 2u, 7u, 4096u}) {
      const auto front = read(slice_of(path, 0, cut), block);
      const auto back = read(slice_of(path, cut, whole.size()), block);
      BOOST_TEST(front + back == whole, "cut at " << cut << ", blocks of " << block);
      // A line belongs to the slice that holds its first byte.
      BOOST_TEST((front.empty() || front.back() == '\n' || front.size() == whole.size()));
    }
  }
}

BOOST_AUTO_TEST_CASE(slices_of_one_byte_give_every_line_once) {
  const dp::test::TemporaryFolder folder;
  const std::string whole = "one\n\ntwo two\nthree\nlast";
  const auto path = folder.write("text", whole);
  std::string bytes;
  for (std::size_t at = 0; at < whole.size(); ++at)
    bytes += read(slice_of(path, at, at + 1), 3);
  BOOST_TEST(bytes == whole);
}

BOOST_AUTO_TEST_CASE(a_line_longer_than_the_limit_comes_cut_and_harms_no_other) {
  const dp::test::TemporaryFolder folder;
  const std::string giant(LineSlicer::kMaxLine + 1000, 'x');
  const auto path = folder.write("text", "before\n" + giant + "\nafter\n");
  LineSlicer slicer;
  BOOST_REQUIRE(slicer.open(slice_of(path, 0, kWholeItem)).has_value());
  std::string small;
  int cuts = 0;
  while (const auto block = slicer.next().value()) {
    if (block->cut)
      ++cuts;
    else
      small += block->data;
  }
  BOOST_TEST(cuts == 1);
  BOOST_TEST(small == "before\nafter\n");
}

/// Also where it lies behind another in what is held, and where its slice ends within it.
BOOST_AUTO_TEST_CASE(a_line_longer_than_the_limit_comes_cut_wherever_the_item_is_cut) {
  const dp::test::TemporaryFolder folder;
  const std::string giant(LineSlicer::kMaxLine + 1000, 'x');
  const auto whole = "before\n" + giant + "\nafter\n";
  const auto path = folder.write("text", whole);
  const std::uint64_t size = whole.size();
  for (const std::uint64_t cut : {std::uint64_t{3}, std::uint64_t{7}, std::uint64_t{8},
                                  std::uint64_t{200'000}, size - 800, size - 6}) {
    std::string small;
    int cuts = 0;
    for (const auto& [begin, end] : {std::pair{std::uint64_t{0}, cut}, std::pair{cut, size}}) {
      LineSlicer slicer;
      BOOST_REQUIRE(slicer.open(slice_of(path, begin, end)).has_value());
      while (const auto block = slicer.next().value()) {
        if (block->cut)
          ++cuts;
        else
          small += block->data;
      }
    }
    BOOST_TEST(cuts == 1, "cut at " << cut);
    BOOST_TEST(small == "before\nafter\n", "cut at " << cut);
  }
}

BOOST_AUTO_TEST_CASE(every_block_is_followed_by_readable_padding) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("text", "abc\ndef");
  LineSlicer slicer(4);
  BOOST_REQUIRE(slicer.open(slice_of(path, 0, 7)).has_value());
  while (const auto block = slicer.next().value()) {
    volatile char sum = 0;
    for (std::size_t i = 0; i < DP_PADDING; ++i)
      sum = static_cast<char>(sum + block->data.data()[block->data.size() + i]);
  }
}

BOOST_AUTO_TEST_CASE(what_grew_behind_the_planned_size_is_left_unread) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("text", "one\ntwo\n");
  const auto slice = slice_of(path, 0, kWholeItem);
  std::ofstream(path, std::ios::app) << "three\n";
  BOOST_TEST(read(slice, 4096) == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_shrank_is_an_error_that_says_so) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("text", "one\ntwo\n");
  const auto slice = slice_of(path, 0, kWholeItem);
  std::filesystem::resize_file(path, 3);
  LineSlicer slicer;
  const auto status = slicer.open(slice);
  BOOST_REQUIRE(!status.has_value());
  BOOST_TEST(status.error().message ==
             "the file shrank to 3 bytes since the run began (planned: 8)");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_replaced_is_an_error_that_says_so) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("text", "one\n");
  const auto slice = slice_of(path, 0, kWholeItem);
  std::filesystem::rename(folder.write("other", "two\n"), path);
  LineSlicer slicer;
  const auto status = slicer.open(slice);
  BOOST_REQUIRE(!status.has_value());
  BOOST_TEST(status.error().message == "another file has taken its name since the run began");
}

BOOST_AUTO_TEST_CASE(damaged_data_breaks_off_in_one_slice_whatever_the_slices_are) {
  const dp::test::TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 400; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  const auto packed = dp::test::gzip(text);
  for (const auto size : {packed.size() / 2, packed.size() - 1, packed.size() - 9}) {
    auto whole = slice_of(folder.write("cut.gz", packed.substr(0, size)), 0, kWholeItem);
    whole.compression = dp::input::compression_of(packed.substr(0, 4));
    for (const std::uint64_t at : {0u, 1u, 5u, 700u, 2000u, 100'000u}) {
      std::string lines;
      std::vector<std::string> breaks;
      for (auto slice : {whole, whole}) {
        const bool first = breaks.empty() && lines.empty();
        if (at != 0) (first ? slice.end : slice.begin) = at;
        LineSlicer slicer(1000);
        BOOST_REQUIRE(slicer.open(slice).has_value());
        while (const auto block = slicer.next().value()) lines += block->data;
        if (const auto broken = slicer.broken_off())
          breaks.push_back(std::to_string(broken->offset) + ":" + std::string(broken->data) +
                           ":" + broken->reason);
        if (at == 0) break;
      }
      BOOST_REQUIRE(breaks.size() == 1u);
      BOOST_TEST(text.starts_with(lines));
      BOOST_TEST((lines.empty() || lines.back() == '\n'));
      BOOST_TEST(breaks[0].starts_with(std::to_string(lines.size()) + ":"), breaks[0]);
      BOOST_TEST(breaks[0].find(":the compressed data is cut short: at byte " +
                                std::to_string(size)) != std::string::npos,
                 breaks[0]);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
