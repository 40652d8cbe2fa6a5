// SPDX-License-Identifier: Apache-2.0
#include "run/map/speculation.hpp"

#include <boost/test/unit_test.hpp>

namespace map_speculation {
namespace {

using namespace dp::run;
namespace protocol = dp::protocol;

protocol::Plan a_plan() {
  protocol::Plan plan;
  plan.intake = protocol::Intake::records;
  plan.reductions.resize(1);
  return plan;
}

/// One item of three slices of 100 bytes, mapped from guesses.
struct Fixture {
  Fixture() {
    items.list.resize(1);
    cutters.add(0, 300, 100);
    while (const auto question = cutters.begin()->next_question(true)) {
      MapGuess work;
      work.chunk.begin = question->begin;
      work.chunk.end = question->end;
      work.chunk.exact = false;
      work.number = question->number;
      ids.push_back(table.open(work));
      speculation.begin(ids.back());
    }
    BOOST_REQUIRE(ids.size() == 3u);
  }

  /// Slice `i` says that its records begin and end there, and that it has one record.
  void reply(std::size_t i, std::uint64_t begin, std::uint64_t end) {
    protocol::StreamReply reply;
    reply.bounds = {true, begin, end};
    reply.counts.records = 1;
    std::string bytes;
    dp::ByteWriter out(bytes);
    encode(out, reply);
    speculation.take_reply(ids.at(i), bytes, reply, false);
    BOOST_REQUIRE(speculation.settle().has_value());
  }
  /// Slice `i` has one record more, and goes on.
  void prefix(std::size_t i) {
    protocol::StreamReply reply;
    reply.counts.records = 1;
    std::string bytes;
    dp::ByteWriter out(bytes);
    encode(out, reply);
    speculation.take_reply(ids.at(i), bytes, reply, true);
  }
  void state(std::vector<std::uint64_t> of) {
    protocol::StateReply reply;
    reply.partials.resize(1);
    reply.partials[0].range.size = reply.partials[0].sizes[0] = 1;
    std::string bytes;
    dp::ByteWriter out(bytes);
    encode(out, reply);
    BOOST_REQUIRE(speculation.add_state(std::move(of), bytes).has_value());
    BOOST_REQUIRE(speculation.settle().has_value());
  }
  std::size_t states() { return results.partials().at(0).size(); }

  protocol::Plan plan = a_plan();
  dp::input::Items items;
  Progress progress;
  RejectLog rejects = RejectLog::create("").value();
  Cutters cutters{8};
  WorkTable table{progress, items};
  MapResults results{{&plan, &items, &progress, &rejects}, {}};
  Speculation speculation{true, cutters, table, results};
  std::vector<std::uint64_t> ids;
};

}  // namespace
}  // namespace map_speculation

BOOST_FIXTURE_TEST_SUITE(map_speculation, Fixture)

BOOST_AUTO_TEST_CASE(what_guesses_gave_counts_once_the_chain_reaches_them) {
  reply(2, 210, 300);
  reply(1, 105, 210);
  BOOST_TEST(progress.counts.records == 0u);
  reply(0, 0, 105);
  BOOST_TEST(progress.counts.records == 3u);
  BOOST_TEST(std::holds_alternative<MapChunk>(table.at(ids[1])));
  BOOST_TEST(table.chunk(ids[1]).begin == 105u);
  BOOST_TEST(table.chunk(ids[1]).weight == 105u);
}

BOOST_AUTO_TEST_CASE(a_state_counts_when_all_guesses_in_it_are_proved) {
  reply(0, 0, 105);
  state({ids[0], ids[1]});
  BOOST_TEST(states() == 0u);
  BOOST_TEST(!speculation.settled());
  reply(1, 105, 210);
  BOOST_TEST(states() == 1u);
  BOOST_TEST(progress.bytes.done == 210u);
}

BOOST_AUTO_TEST_CASE(a_refuted_guess_has_the_others_of_its_state_folded_once_more) {
  reply(0, 0, 105);
  reply(1, 101, 210);
  BOOST_TEST(progress.counts.records == 1u);
  state({ids[0], ids[1]});
  BOOST_TEST(states() == 0u);
  const auto again = speculation.next_again().value();
  BOOST_TEST(again.chunk.begin == 0u);
  BOOST_TEST(again.streamed);
  BOOST_TEST(!speculation.next_again());
}

BOOST_AUTO_TEST_CASE(after_a_refuted_guess_slices_are_asked_about_first) {
  BOOST_TEST(speculation.may_guess());
  reply(0, 0, 105);
  reply(1, 101, 210);
  BOOST_TEST(!speculation.may_guess());
  const auto question = cutters.begin()->next_question(speculation.may_guess()).value();
  BOOST_TEST(question.begin == 105u);
  BOOST_TEST(question.exact);
  BOOST_TEST(!question.map);
}

BOOST_AUTO_TEST_CASE(a_guess_that_nobody_could_map_is_asked_about) {
  speculation.drop(ids[1]);
  const auto question = cutters.begin()->next_question(true).value();
  BOOST_TEST(question.begin == 100u);
  BOOST_TEST(!question.map);
}

BOOST_AUTO_TEST_CASE(a_guess_lost_after_its_reply_is_folded_again_when_it_is_proved) {
  reply(1, 105, 210);
  speculation.drop(ids[1]);
  BOOST_TEST(!speculation.next_again());
  reply(0, 0, 105);
  const auto again = speculation.next_again().value();
  BOOST_TEST(again.chunk.begin == 105u);
  BOOST_TEST(progress.counts.records == 2u);
}

BOOST_AUTO_TEST_CASE(prefixes_of_a_guess_count_with_the_rest_of_it) {
  prefix(0);
  prefix(0);
  BOOST_TEST(progress.counts.records == 0u);
  reply(0, 0, 105);
  BOOST_TEST(progress.counts.records == 3u);
}

BOOST_AUTO_TEST_CASE(prefixes_of_a_guess_that_is_mapped_once_more_count_once) {
  prefix(0);
  speculation.start_again(ids[0]);
  prefix(0);
  reply(0, 0, 105);
  BOOST_TEST(progress.counts.records == 2u);
}

BOOST_AUTO_TEST_CASE(prefixes_of_a_guess_that_came_to_nothing_do_not_count) {
  prefix(0);
  speculation.drop(ids[0]);
  prefix(1);
  reply(1, 101, 210);
  BOOST_TEST(progress.counts.records == 0u);
  const auto question = cutters.begin()->next_question(true).value();
  BOOST_TEST(question.begin == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
