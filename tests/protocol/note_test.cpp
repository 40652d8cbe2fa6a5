// SPDX-License-Identifier: Apache-2.0
#include "protocol/note.hpp"

#include <boost/test/unit_test.hpp>

#include "protocol/map_requests.hpp"
#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(note)

namespace {

using dp::protocol::Note;
using dp::protocol::Notes;

Note make(std::string text, std::uint64_t count, std::uint64_t item, std::uint64_t offset) {
  return {std::move(text), false, count, item, offset, 0};
}

/// So many notes of texts of their own, a number each.
Notes numbered(std::size_t first, std::size_t count) {
  Notes notes;
  for (std::size_t i = 0; i < count; ++i)
    notes.add(make("text " + std::to_string(1000 + first + i), 1, first + i, 0));
  return notes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(notes_of_one_text_add_up_and_keep_the_first_place) {
  Notes notes;
  notes.add(make("odd", 2, 1, 70));
  notes.add(make("odd", 3, 1, 7));
  notes.add(make("odd", 1, 0, 99));
  notes.add(make("even", 1, 4, 0));
  BOOST_REQUIRE(notes.list.size() == 2U);
  BOOST_TEST((notes.list[0] == make("even", 1, 4, 0)));
  BOOST_TEST((notes.list[1] == make("odd", 6, 0, 99)));
}

BOOST_AUTO_TEST_CASE(what_is_told_of_some_is_apart_from_what_is_told_of_all) {
  auto some = make("odd", 1, 0, 0);
  some.only_some = true;
  Notes notes;
  notes.add(some);
  notes.add(make("odd", 1, 0, 0));
  BOOST_TEST(notes.list.size() == 2U);
}

BOOST_AUTO_TEST_CASE(sets_add_up_to_the_same_in_any_order_also_when_they_are_full) {
  const std::vector<Notes> parts = {numbered(40, 50), numbered(0, 60), numbered(70, 64)};
  Notes forth;
  Notes back;
  for (const auto& part : parts) forth += part;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) back += *part;
  BOOST_TEST((forth == back));
  BOOST_TEST(forth.more);
  BOOST_REQUIRE(forth.list.size() == Notes::kMost);
  BOOST_TEST(forth.list.front().text == "text 1000");
  BOOST_TEST(forth.list.back().text == "text 1063");
  BOOST_TEST(forth.list[59].count == 2U);  // of the first two parts
}

BOOST_AUTO_TEST_CASE(notes_come_back_from_their_bytes) {
  dp::protocol::StateReply reply;
  reply.counts.notes = numbered(0, 70);
  reply.counts.notes.list.front().only_some = true;
  reply.counts.notes.list.back().line = 7;
  const auto bytes = dp::test::bytes_of(reply);
  dp::ByteReader in(bytes);
  dp::protocol::StateReply back;
  decode(in, back);
  BOOST_TEST(in.ok());
  BOOST_TEST((back.counts == reply.counts));
}

BOOST_AUTO_TEST_SUITE_END()
