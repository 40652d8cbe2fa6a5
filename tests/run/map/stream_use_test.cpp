// SPDX-License-Identifier: Apache-2.0
#include "run/map/stream_use.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

namespace map_stream_use {
namespace {

using dp::run::Chunk;
using dp::run::StreamUse;

/// Two streams of 1000 bytes: the second and the third item.
struct Fixture {
  Fixture() {
    items.list.resize(3);
    for (const std::size_t item : {1u, 2u}) {
      int ends[2];
      BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
      const dp::Fd writer(ends[1]);
      BOOST_REQUIRE(dp::write_full(writer.get(), std::string(1000, 'x')).has_value());
      items.streams.push_back(dp::input::Stream::open("-", dp::Fd(ends[0])).value());
      items.list[item].stream = items.streams.back().get();
      BOOST_REQUIRE(items.list[item].stream->pump(1000).has_value());
    }
  }
  static Chunk chunk(std::uint64_t item, std::uint64_t begin, std::uint64_t end) {
    Chunk made;
    made.first = item;
    made.begin = begin;
    made.end = end;
    return made;
  }
  /// Bytes that the item keeps once what can be released is.
  std::uint64_t kept(std::size_t item) {
    use.release();
    return items.list[item].stream->kept();
  }

  dp::input::Items items;
  StreamUse use{items};
};

}  // namespace
}  // namespace map_stream_use

BOOST_FIXTURE_TEST_SUITE(map_stream_use, Fixture)

BOOST_AUTO_TEST_CASE(a_chunk_is_kept_until_its_work_is_done) {
  use.cut(chunk(1, 0, 100));
  auto* work = use.begin(chunk(1, 0, 100));
  BOOST_TEST(kept(1) == 1000u);
  use.end(work);
  BOOST_TEST(items.list[1].stream->kept() == 1000u);
  BOOST_TEST(kept(1) == 900u);
}

BOOST_AUTO_TEST_CASE(all_pieces_of_a_chunk_keep_the_whole_of_it) {
  use.cut(chunk(1, 0, 100));
  auto* whole = use.begin(chunk(1, 0, 100));
  use.end(whole);
  auto* rest = use.begin(chunk(1, 31, 100));
  auto* record = use.begin(chunk(1, 30, 31));
  use.end(rest);
  BOOST_TEST(kept(1) == 1000u);
  use.end(record);
  BOOST_TEST(kept(1) == 900u);
}

BOOST_AUTO_TEST_CASE(a_chunk_that_is_done_waits_for_those_before_it) {
  use.cut(chunk(1, 0, 100));
  auto* first = use.begin(chunk(1, 0, 100));
  use.cut(chunk(1, 100, 300));
  use.end(use.begin(chunk(1, 100, 300)));
  BOOST_TEST(kept(1) == 1000u);
  use.end(first);
  BOOST_TEST(kept(1) == 700u);
}

BOOST_AUTO_TEST_CASE(streams_do_not_wait_for_each_other) {
  use.cut(chunk(1, 0, 100));
  auto* first = use.begin(chunk(1, 0, 100));
  use.cut(chunk(2, 0, 400));
  use.end(use.begin(chunk(2, 0, 400)));
  BOOST_TEST(kept(2) == 600u);
  BOOST_TEST(kept(1) == 1000u);
  use.end(first);
  BOOST_TEST(kept(1) == 900u);
}

BOOST_AUTO_TEST_CASE(work_on_what_was_not_cut_is_not_counted) {
  BOOST_TEST(use.begin(chunk(0, 0, 100)) == nullptr);
  use.cut(chunk(1, 0, 100));
  BOOST_TEST(use.begin(chunk(1, 100, 200)) == nullptr);
  use.end(nullptr);
  BOOST_TEST(kept(1) == 900u);
}

BOOST_AUTO_TEST_SUITE_END()
