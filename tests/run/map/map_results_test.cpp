// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_results.hpp"

#include <boost/test/unit_test.hpp>

namespace map_map_results {
namespace {

using namespace dp::run;
namespace protocol = dp::protocol;

struct Fixture {
  Fixture() {
    plan.reductions.resize(2);
    items.list.resize(3);
  }
  MapResults results(ErrorLimits limits = {}) {
    return {{&plan, &items, &progress, &rejects, &window}, limits};
  }
  static Chunk chunk_at(std::uint64_t item, std::uint64_t begin) {
    Chunk chunk;
    chunk.first = item;
    chunk.begin = begin;
    return chunk;
  }
  static protocol::StreamReply reply(std::string_view text) {
    protocol::StreamReply made;
    made.counts.records = 1;
    made.streams = {text};
    return made;
  }
  static protocol::StateReply state(std::size_t partials) {
    protocol::StateReply made;
    made.partials.resize(partials);
    for (auto& partial : made.partials) partial.range.size = partial.sizes[0] = 1;
    return made;
  }

  protocol::Plan plan;
  dp::input::Items items;
  Progress progress;
  RejectLog rejects = RejectLog::create("").value();
  std::string written;
  StreamWindow window{[this](std::size_t, std::string_view bytes) {
    written += bytes;
    return dp::Status{};
  }};
};

}  // namespace
}  // namespace map_map_results

BOOST_FIXTURE_TEST_SUITE(map_map_results, Fixture)

BOOST_AUTO_TEST_CASE(stream_bytes_are_written_in_input_order_and_counts_are_added) {
  auto results = this->results();
  results.expect(chunk_at(0, 0));
  results.expect(chunk_at(0, 5));
  BOOST_REQUIRE(results.add(chunk_at(0, 5), reply("b")).has_value());
  BOOST_TEST(written == "");
  BOOST_REQUIRE(results.add(chunk_at(0, 0), reply("a")).has_value());
  BOOST_TEST(written == "ab");
  BOOST_TEST(progress.counts.records == 2u);
}

BOOST_AUTO_TEST_CASE(a_partial_bears_the_place_of_its_first_chunk) {
  auto results = this->results();
  results.add(chunk_at(2, 7), state(2));
  BOOST_TEST(results.partials().at(0).at(0).origin.first == 2u);
  BOOST_TEST(results.partials().at(1).at(0).origin.second == 7u);
}

BOOST_AUTO_TEST_CASE(a_partial_of_nothing_is_not_kept) {
  auto results = this->results();
  auto empty = state(2);
  empty.partials[1] = {};
  results.add(chunk_at(0, 0), empty);
  BOOST_TEST(results.partials().at(0).size() == 1u);
  BOOST_TEST(results.partials().at(1).empty());
}

BOOST_AUTO_TEST_CASE(a_state_that_does_not_match_the_plan_is_refused) {
  auto results = this->results();
  const auto status = results.check(1, state(3));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "a worker's partials (got 3, expected 2)");
}

BOOST_AUTO_TEST_CASE(a_reducer_that_wants_its_input_in_order_gets_one_chunk_at_a_time) {
  plan.reductions[1].traits = DP_ORDER_INPUT;
  auto results = this->results();
  BOOST_TEST(results.check(1, state(2)).has_value());
  BOOST_TEST(!results.check(2, state(2)).has_value());
}

BOOST_AUTO_TEST_CASE(an_item_fails_once_however_often_a_part_of_it_is_rejected) {
  auto results = this->results();
  results.reject_item(chunk_at(1, 9), "bad again");
  results.reject_item(chunk_at(1, 5), "bad");
  results.reject_item(chunk_at(1, 7), "bad still");
  results.reject_item(chunk_at(2, 4), "bad too");
  BOOST_TEST(progress.items_failed == 2u);
  BOOST_REQUIRE(results.finish_rejects());
  std::string told;
  BOOST_REQUIRE(rejects.for_each([&](const protocol::Reject& reject) {
    told += std::to_string(reject.item) + ":" + std::to_string(reject.offset) + " " +
            std::string(reject.reason) + ";";
    return dp::Status();
  }));
  // Wherever it was cut: at its beginning, and for what came first in it.
  BOOST_TEST(told == "1:0 bad;2:0 bad too;");
}

BOOST_AUTO_TEST_CASE(a_file_that_goes_while_it_is_read_in_parts_fails_the_run) {
  auto& item = items.list[1];
  item.name = "in.txt";
  item.path = "/nowhere/in.txt";
  item.changed_ns = 1;
  item.stamp.size = 10;
  auto whole = chunk_at(1, 0);
  whole.end = 10;
  auto results = this->results();
  results.reject_item(whole, "no such file");
  BOOST_TEST(results.check_kept().has_value());  // nothing of it was read
  auto part = chunk_at(1, 5);
  part.end = 10;
  results.reject_item(part, "no such file");
  const auto status = results.check_kept();
  BOOST_REQUIRE(!status);
  BOOST_TEST(
      status.error().message ==
      "in.txt: was removed or replaced while it was read: run again, and leave it in its "
      "place until the end");
}

BOOST_AUTO_TEST_CASE(a_rejected_record_counts_as_a_line_of_an_input_of_lines) {
  auto results = this->results();
  plan.intake = protocol::Intake::lines;
  BOOST_REQUIRE(results.reject_record(chunk_at(0, 3), {0, "last", 4, 4, 0}, "bad"));
  plan.intake = protocol::Intake::records;
  BOOST_REQUIRE(results.reject_record(chunk_at(0, 8), {0, "a\nb", 3, 4, 2}, "bad"));
  BOOST_TEST(progress.counts.rejects == 2u);
  BOOST_TEST(progress.counts.lines == 3u);
  BOOST_TEST(progress.counts.bytes == 8u);
}

BOOST_AUTO_TEST_CASE(the_limits_are_a_number_and_a_share) {
  ErrorLimits limits;
  limits.most = 1;
  limits.most_ratio = 0.25;
  progress.bytes.planned = 1'000'000;
  auto results = this->results(limits);
  BOOST_TEST(results.check_limits(true).has_value());
  results.reject_item(chunk_at(0, 0), "bad");
  BOOST_TEST(results.check_limits(false).has_value());
  BOOST_TEST(results.check_limits(true).error().message ==
             "1 of 1 rejected, more than errors.budget allows");
  progress.counts.records = 3;
  BOOST_TEST(results.check_limits(true).has_value());
  results.reject_item(chunk_at(1, 0), "bad");
  BOOST_TEST(results.check_limits(false).error().message ==
             "2 rejected, errors.budget allows 1");
}

/// As soon as it would be passed even if all that is left were records, of two bytes each.
BOOST_AUTO_TEST_CASE(a_share_is_checked_as_the_run_goes) {
  ErrorLimits limits;
  limits.most_ratio = 0.5;
  items.list.resize(1);
  progress.bytes.planned = 1000;
  auto results = this->results(limits);
  for (std::uint64_t i = 0; i < 100; ++i)
    BOOST_REQUIRE(results.reject_record(chunk_at(0, i), {0, "x", 1, 2, 1}, "bad"));
  progress.bytes.done = 800;  // and so 100 records, or fewer, to come
  BOOST_TEST(results.check_limits(false).has_value());
  progress.bytes.done = 802;
  BOOST_TEST(results.check_limits(false).error().message ==
             "100 of 100 rejected, more than errors.budget allows");
  // How many records a compressed file has is known at its end.
  items.list[0].compression = protocol::Compression::gzip;
  auto compressed = this->results(limits);
  BOOST_TEST(compressed.check_limits(false).has_value());
  BOOST_TEST(!compressed.check_limits(true).has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_counts_as_rejected) {
  ErrorLimits limits;
  limits.most = 1;
  auto results = this->results(limits);
  items.unreadable = {{"a", "cannot be read", 0}};
  BOOST_TEST(results.check_limits(false).has_value());
  results.reject_item(chunk_at(0, 0), "bad");
  BOOST_TEST(results.check_limits(false).error().message ==
             "2 rejected, errors.budget allows 1");
}

BOOST_AUTO_TEST_CASE(policy_stop_ends_the_run_at_the_first_reject) {
  ErrorLimits limits;
  limits.stop_at_first = true;
  auto results = this->results(limits);
  results.reject_item(chunk_at(0, 0), "bad");
  BOOST_TEST((results.check_limits(false).error().code == dp::Errc::budget));
}

BOOST_AUTO_TEST_SUITE_END()
