// SPDX-License-Identifier: Apache-2.0
#include "run/map/stream_feed.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "gzip.hpp"

namespace map_stream_feed {
namespace {

using namespace dp::run;
namespace protocol = dp::protocol;

/// A stream that is the second item, and the end that it is written by.
struct Fixture {
  Fixture() {
    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    writer.reset(ends[1]);
    items.streams.push_back(dp::input::Stream::open("-", dp::Fd(ends[0])).value());
    items.list.resize(2);
    items.list[1].stream = items.streams[0].get();
    plan.intake = protocol::Intake::lines;
  }
  void begin() { feed.begin({1, 1000}); }
  void write(std::string_view bytes) {
    BOOST_REQUIRE(dp::write_full(writer.get(), bytes).has_value());
  }
  /// The chunk of the next lease: "begin-end", or "" for none.
  std::string next() {
    const auto lease = feed.next();
    if (!lease) return "";
    last = lease->chunk;
    const Chunk& chunk = table.chunk(last);
    return std::to_string(chunk.begin) + "-" + std::to_string(chunk.end);
  }

  dp::Fd writer;
  protocol::Plan plan;
  dp::input::Items items;
  Progress progress;
  RejectLog rejects = RejectLog::create("").value();
  WorkTable table{progress, items};
  MapResults::Into into{&plan, &items, &progress, &rejects, nullptr};
  MapResults results{into, {}};
  LeaseMaker leases{{1, 2, 3}, plan, items, table};
  StreamFeed feed{into, table, results, leases};
  std::uint64_t last = 0;
};

}  // namespace
}  // namespace map_stream_feed

BOOST_FIXTURE_TEST_SUITE(map_stream_feed, Fixture)

BOOST_AUTO_TEST_CASE(lines_are_leased_as_they_come_and_the_stream_is_over_at_its_end) {
  BOOST_TEST(!feed.active());
  begin();
  BOOST_TEST(feed.reads(1));
  BOOST_TEST(!feed.reads(0));
  BOOST_TEST(next() == "");
  BOOST_TEST(feed.awaits() == items.streams[0]->descriptor());
  BOOST_TEST(!feed.waits());
  write("one\ntw");
  BOOST_TEST(next() == "0-4");
  BOOST_TEST(progress.bytes.planned == 4u);
  BOOST_TEST(progress.open_end);
  write("o\n");
  writer.reset();
  BOOST_TEST(next() == "4-8");
  BOOST_TEST(next() == "");
  BOOST_TEST(!feed.active());
  BOOST_TEST(feed.awaits() == -1);
  BOOST_TEST(!progress.open_end);
}

BOOST_AUTO_TEST_CASE(what_is_done_is_let_go_before_more_is_read) {
  begin();
  write("one\n");
  BOOST_TEST(next() == "0-4");
  table.close(last);
  BOOST_TEST(items.streams[0]->kept() == 4u);
  BOOST_TEST(next() == "");
  BOOST_TEST(items.streams[0]->kept() == 0u);
}

BOOST_AUTO_TEST_CASE(what_breaks_off_is_rejected_with_what_is_left_of_it) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i * 7919 % 5000) + "\n";
  const auto packed = dp::test::gzip(text);
  write(packed.substr(0, packed.size() / 2));
  writer.reset();
  begin();
  while (next() != "") {
  }
  BOOST_TEST(!feed.active());
  BOOST_TEST(feed.status().has_value());
  BOOST_TEST(progress.counts.rejects == 1u);
  const auto whole = items.streams[0]->lines_end();
  BOOST_TEST(progress.bytes.planned == whole);
  std::vector<std::string> found;
  BOOST_REQUIRE(rejects
                    .for_each([&](const protocol::Reject& each) {
                      BOOST_TEST(each.item == 1u);
                      BOOST_TEST(each.offset == whole);
                      found.emplace_back(each.reason);
                      return dp::Status{};
                    })
                    .has_value());
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].starts_with("the compressed data is cut short: at byte "));
}

BOOST_AUTO_TEST_CASE(of_records_it_waits_for_the_answer_where_they_end) {
  plan.intake = protocol::Intake::records;
  begin();
  write(std::string(120'000, ';'));
  BOOST_TEST(next() == "0-1000");
  BOOST_TEST(std::holds_alternative<FindBounds>(table.at(last)));
  BOOST_TEST(feed.waits());
  BOOST_TEST(next() == "");
  table.free(last);
  feed.answer({true, 0, 1000});
  BOOST_TEST(next() == "0-1000");
  BOOST_TEST(std::holds_alternative<MapChunk>(table.at(last)));
}

BOOST_AUTO_TEST_SUITE_END()
