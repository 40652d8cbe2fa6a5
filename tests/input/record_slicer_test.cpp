// SPDX-License-Identifier: Apache-2.0
#include "input/record_slicer.hpp"

#include <dp/abi.h>
#include <fcntl.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/fd.hpp"
#include "gzip.hpp"
#include "input/decoder.hpp"
#include "temporary.hpp"

namespace record_slicer {
namespace {

namespace data = boost::unit_test::data;
using dp::input::RecordSlicer;
using dp::protocol::kWholeItem;
using dp::protocol::Slice;
using dp::test::TemporaryFolder;

/// A file of records that end with ';', and what a reader of them makes of slices.
struct Fixture {
  Slice slice(const std::string& text, std::uint64_t begin, std::uint64_t end,
              bool exact) const {
    Slice made;
    made.path = made.name = folder.write("records", text);
    made.stamp = dp::input::stamp_of(dp::open_file(made.path, O_RDONLY)->get()).value();
    made.begin = begin;
    made.end = end;
    made.exact = exact;
    return made;
  }

  /// The first record behind data[0], as the ';' tell.
  static dp::Result<std::uint64_t> find(const RecordSlicer::Block& block) {
    const auto at = block.data.find(';');
    return at == std::string_view::npos ? block.data.size() : at + 1;
  }

  /// "offset:record " for each record of a slice, read in blocks.
  static std::string read(RecordSlicer& slicer, const Slice& slice) {
    BOOST_REQUIRE(slicer.open(slice, find));
    std::string got;
    while (true) {
      const auto block = slicer.next().value();
      if (!block) return got;
      BOOST_REQUIRE(block->first == (block->offset == 0));
      BOOST_REQUIRE(slicer.consume(read(*block, got)));
    }
  }

  static std::size_t read(const RecordSlicer::Block& block, std::string& got) {
    std::size_t at = 0;
    while (at < block.stop) {
      auto end = block.data.find(';', at);
      if (end == std::string_view::npos) {
        if (!block.last && !block.full) break;
        end = block.data.size() - 1;
      }
      got += std::to_string(block.offset + at) + ":";
      got += std::string(block.data.substr(at, end + 1 - at).substr(0, 40)) + " ";
      at = end + 1;
    }
    return at;
  }

  TemporaryFolder folder;
};

const std::string kText =
    "a;bb;;ccc;a rather long record that is longer than a block;d;;e;no end";

}  // namespace
}  // namespace record_slicer

BOOST_FIXTURE_TEST_SUITE(record_slicer, Fixture)

BOOST_DATA_TEST_CASE(two_slices_have_the_records_of_one, data::make({4U, 16U, 64U, 1000U}),
                     block_bytes) {
  RecordSlicer slicer(block_bytes);
  const auto expected = read(slicer, slice(kText, 0, kText.size(), true));
  BOOST_TEST(expected.starts_with("0:a; 2:bb; 5:; 6:ccc; 10:a rather long"), expected);
  BOOST_TEST(expected.ends_with("64:no end "), expected);
  for (std::uint64_t cut = 0; cut <= kText.size(); ++cut) {
    const auto front = read(slicer, slice(kText, 0, cut, true));
    BOOST_TEST(front + read(slicer, slice(kText, cut, kText.size(), false)) == expected, cut);
    // Where the first slice ended, the second begins exactly.
    const auto next = slicer.open(slice(kText, 0, cut, true), find);
    BOOST_REQUIRE(next);
  }
}

BOOST_AUTO_TEST_CASE(the_end_of_a_slice_is_where_the_next_record_begins) {
  RecordSlicer slicer(16);
  read(slicer, slice(kText, 0, 7, true));
  BOOST_TEST(slicer.offset() == 10U);
  BOOST_TEST(read(slicer, slice(kText, 10, kWholeItem, true)).starts_with("10:a rather"));
}

BOOST_AUTO_TEST_CASE(every_block_comes_with_the_head_of_its_item) {
  RecordSlicer slicer(16);
  const std::string text = std::string(100'000, 'x') + ";" + std::string(100'000, 'y');
  BOOST_REQUIRE(slicer.open(slice(text, 100'001, text.size(), true), find));
  BOOST_TEST(slicer.head() == text.substr(0, 65'536));
  BOOST_REQUIRE(slicer.open(slice("short;", 0, 6, true), find));
  BOOST_TEST(slicer.head() == "short;");
}

BOOST_AUTO_TEST_CASE(a_record_may_grow_to_a_bound) {
  RecordSlicer slicer;
  const std::string text(RecordSlicer::kMaxRecord + 1'000'000, 'x');
  BOOST_REQUIRE(slicer.open(slice(text + ";a;", 0, kWholeItem, true), find));
  std::string got;
  bool full = false;
  for (auto block = slicer.next().value(); block; block = slicer.next().value()) {
    full = full || block->full;
    BOOST_REQUIRE(block->data.size() < RecordSlicer::kMaxRecord + (1 << 20));
    BOOST_REQUIRE(slicer.consume(read(*block, got)));
  }
  BOOST_TEST(full);
  BOOST_TEST(got.ends_with(":a; "));
}

BOOST_AUTO_TEST_CASE(a_reader_may_pass_over_the_rest_of_an_item) {
  RecordSlicer slicer;
  const std::string text(RecordSlicer::kMaxRecord + 1'000'000, 'x');
  BOOST_REQUIRE(slicer.open(slice(text + ";a;", 0, 100, true), find));
  auto block = slicer.next().value();
  BOOST_TEST(!slicer.consume(DP_REST));
  for (; !block->full; block = slicer.next().value()) BOOST_REQUIRE(slicer.consume(0));
  BOOST_REQUIRE(slicer.consume(DP_REST));
  BOOST_TEST(!slicer.next().value());
  BOOST_TEST(slicer.offset() == text.size() + 3);
  BOOST_TEST(read(slicer, slice("a;b;", 0, 4, true)) == "0:a; 2:b; ");
}

/// However much more is held of it, or was held of another before.
BOOST_AUTO_TEST_CASE(of_a_record_that_is_too_long_all_readers_see_the_same) {
  const std::string text(RecordSlicer::kMaxRecord + 1000, 'x');
  for (const std::uint64_t end : {std::uint64_t{100}, kWholeItem}) {
    RecordSlicer slicer;
    BOOST_REQUIRE(slicer.open(slice(text, 0, end, true), find));
    auto block = slicer.next().value();
    for (; !block->full; block = slicer.next().value()) BOOST_REQUIRE(slicer.consume(0));
    BOOST_TEST(block->data.size() == RecordSlicer::kMaxRecord);
    BOOST_TEST(!block->last);
    const auto size = std::to_string(block->data.size());
    BOOST_TEST(slicer.consume(block->data.size() + 1).error().message ==
               "read sets count.consumed past its data (got " +
                   std::to_string(block->data.size() + 1) + ", expected at most " + size + ")");
    BOOST_TEST(slicer.consume(0).error().message ==
               "read sets count.consumed to 0 where no more bytes can come: of " + size +
                   " bytes it must take some, if only as a reject");
  }
}

BOOST_AUTO_TEST_CASE(a_reader_that_does_not_go_on_is_told_so) {
  RecordSlicer slicer(16);
  BOOST_REQUIRE(slicer.open(slice("abc", 0, kWholeItem, true), find));
  auto block = slicer.next().value();
  BOOST_REQUIRE(block);
  while (!block->last) {
    BOOST_REQUIRE(slicer.consume(0));
    block = slicer.next().value();
    BOOST_REQUIRE(block);
  }
  BOOST_TEST(!slicer.consume(0));
  BOOST_TEST(!slicer.consume(4));
}

BOOST_AUTO_TEST_CASE(of_damaged_data_the_whole_records_are_read_and_the_rest_is_told) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::to_string(i * 7919) + ";";
  const auto packed = dp::test::gzip(text);
  for (const std::size_t block : {64u, 100'000u}) {
    auto cut = slice(packed.substr(0, packed.size() / 2), 0, kWholeItem, true);
    cut.compression = dp::input::compression_of(packed.substr(0, 4));
    RecordSlicer slicer(block);
    read(slicer, cut);
    const auto broken = slicer.broken_off().value();
    BOOST_TEST(text[broken.offset - 1] == ';');
    BOOST_TEST(broken.data.find(';') == std::string_view::npos);
    BOOST_TEST(text.substr(broken.offset).starts_with(broken.data));
    BOOST_TEST(broken.reason.starts_with("the compressed data is cut short: at byte "));
  }
}

BOOST_AUTO_TEST_SUITE_END()
