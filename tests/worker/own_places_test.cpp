// SPDX-License-Identifier: Apache-2.0
#include "worker/own_places.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/fd.hpp"
#include "temporary.hpp"

namespace own_places {

using dp::protocol::BadBytes;
using dp::worker::fitting_lines;
using dp::worker::OwnPlaces;
using dp::worker::part_of;
using namespace std::string_literals;

namespace {

struct Fixture {
  /// The only block of a file of these bytes.
  dp::input::LineSlicer::Block open(const std::string& bytes, const std::string& encoding) {
    dp::protocol::Slice slice;
    slice.name = slice.path = folder.write("item", bytes);
    slice.stamp = dp::input::stamp_of(dp::open_file(slice.path, O_RDONLY)->get()).value();
    slice.text.name = encoding;
    BOOST_REQUIRE(slicer.open(slice));
    auto block = slicer.next().value().value();
    places.show(slicer.buffer(), block.place, block.data, block.offset);
    return block;
  }
  dp::test::TemporaryFolder folder;
  dp::input::LineSlicer slicer;
  OwnPlaces places;
};

}  // namespace
}  // namespace own_places

BOOST_FIXTURE_TEST_SUITE(own_places, Fixture)

BOOST_AUTO_TEST_CASE(utf8_has_the_places_that_it_is_read_at) {
  const auto block = open("a\nb\n", "");
  BOOST_TEST(!places.differ());
  BOOST_TEST(places.offset_of(2) == 2U);
  BOOST_TEST((places.bytes_of(block.data).data() == block.data.data()));
}

BOOST_AUTO_TEST_CASE(other_text_has_those_of_its_bytes) {
  const auto block = open("\xe9\xe9\n\x80\nb\n", "windows-1252");
  BOOST_TEST(places.differ());
  BOOST_TEST(block.data == "\xc3\xa9\xc3\xa9\n\xe2\x82\xac\nb\n");
  BOOST_TEST(places.offset_of(5) == 3U);
  BOOST_TEST(places.offset_of(9) == 5U);
  BOOST_TEST(places.offset_of(1000) == 1000U);
  BOOST_TEST(places.bytes_of(block.data.substr(5, 3)) == "\x80");
  const std::string other = "other";
  BOOST_TEST(places.bytes_of(other) == "other");
}

BOOST_AUTO_TEST_CASE(a_part_of_a_block_stands_where_it_stands_in_the_item) {
  const auto block = open("\xe9\n\xe9\nb\n", "latin1");
  const auto part = part_of(slicer.buffer(), block, 3, 3);
  BOOST_TEST(part.data == "\xc3\xa9\n");
  BOOST_TEST(part.offset == 2U);
  BOOST_TEST(!part.first);
  BOOST_TEST(!part.last);
  BOOST_TEST(part_of(slicer.buffer(), block, 6, 2).last);
}

BOOST_AUTO_TEST_CASE(a_line_with_bytes_that_are_no_text_says_which) {
  const auto block = open("a\n\x81\n", "windows-1252");
  using dp::worker::fault_of;
  BOOST_TEST(fitting_lines(slicer.buffer(), block.data) == 2U);
  BOOST_TEST(fault_of(slicer.buffer(), part_of(slicer.buffer(), block, 0, 2)) == "");
  BOOST_TEST(fault_of(slicer.buffer(), part_of(slicer.buffer(), block, 2, 2)) ==
             "got byte 0x81 at byte 2, expected windows-1252");
}

BOOST_AUTO_TEST_CASE(lines_fit_up_to_the_first_that_may_not) {
  const auto& buffer = slicer.buffer();
  const auto block = open("a\nb\xe9\n\x81\x81\nc\n", "windows-1252");
  BOOST_TEST(fitting_lines(buffer, block.data) == 6U);
  BOOST_TEST(fitting_lines(buffer, block.data.substr(6)) == 0U);
  BOOST_TEST(fitting_lines(buffer, block.data.substr(9)) == 2U);
  // As it is, any byte fits.
  const auto plain = open("a\n\xff\nb", "");
  BOOST_TEST(fitting_lines(buffer, plain.data) == plain.data.size());
}

BOOST_AUTO_TEST_SUITE_END()
