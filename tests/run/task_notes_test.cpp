// SPDX-License-Identifier: Apache-2.0
#include "run/task_notes.hpp"

#include <boost/test/unit_test.hpp>

#include "answering_pool.hpp"
#include "protocol/line_requests.hpp"

namespace task_notes {
namespace {

using Texts = std::vector<std::string>;

/// Notes on items a.log and "gone". Workers say that each line has ten bytes; of "gone" they know no
/// lines.
struct Fixture {
  Fixture() {
    for (const char* name : {"a.log", "gone"}) {
      items.list.emplace_back();
      items.list.back().name = name;
    }
    counts.records = 100;
  }
  static dp::Result<std::string> numbers(std::string_view bytes) {
    dp::protocol::CountLinesRequest request;
    DP_CHECK(dp::protocol::decode_request(bytes, request));
    if (request.item.name == "gone") return dp::fail(dp::Errc::not_found, "it is gone");
    for (auto& offset : request.offsets) offset = offset / 10 + 1;
    std::string reply;
    dp::ByteWriter out(reply);
    encode(out, request.offsets);
    return reply;
  }
  void note(const std::string& text, std::uint64_t count, std::uint64_t item = 0,
            std::uint64_t offset = 0, bool only_some = false) {
    counts.notes.add({text, only_some, count, item, offset, 0});
  }
  Texts told() {
    auto made = dp::run::task_notes(counts, items, with_lines, pool);
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    return *made;
  }

  dp::input::Items items;
  dp::protocol::Counts counts;
  bool with_lines = true;
  dp::pool::Pool pool = dp::test::answering_pool(1, &numbers);
};

}  // namespace
}  // namespace task_notes

BOOST_FIXTURE_TEST_SUITE(task_notes, Fixture)

BOOST_AUTO_TEST_CASE(a_note_has_its_place_and_how_often_it_is_so) {
  note("is odd", 1, 0, 25);
  note("is rare", 1200, 0, 0);
  BOOST_TEST(told() == Texts({"a.log:3: is odd", "a.log:1: is rare (first of 1,200)"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_so_of_all_records_is_told_only_where_that_is_news) {
  note("is odd", 100, 0, 0, true);
  note("is long", 100);
  BOOST_TEST(told() == Texts({"a.log:1: is long (first of 100)"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(places_that_are_no_lines_are_bytes) {
  note("is odd", 1, 1, 25);
  BOOST_TEST(told() == Texts({"gone, byte 25: is odd"}), boost::test_tools::per_element());
  with_lines = false;
  note("a", 1);
  BOOST_TEST(told() == Texts({"a.log: a", "gone, byte 25: is odd"}),
             boost::test_tools::per_element());
  items.range = 100;
  BOOST_TEST(told() == Texts({"item 0: a", "item 1: is odd"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(text_is_safe_to_print) {
  note("got '\x1b[1m'", 1);
  BOOST_TEST(told() == Texts({"a.log:1: got '\\x1B[1m'"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_many_notes_ten_are_told_and_the_rest_counted) {
  for (int i = 10; i < 23; ++i) note("text " + std::to_string(i), 1);
  auto list = told();
  BOOST_REQUIRE(list.size() == 11U);
  BOOST_TEST(list[9] == "a.log:1: text 19");
  BOOST_TEST(list[10] == "and 3 more such notes");
  for (int i = 100; i < 200; ++i) note("x " + std::to_string(i), 1);
  BOOST_TEST(told().back() == "and more such notes");
}

BOOST_AUTO_TEST_SUITE_END()
