// SPDX-License-Identifier: Apache-2.0
#include "check/driver.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

namespace driver {

using namespace dp::check;
using namespace dp::test;

namespace {

struct Fixture {
  Driver driver_for(const Trial& trial) { return {trial, libraries, context}; }
  dp::worker::Libraries libraries;
  RecordingContext context;
};

Seen seen_rows(std::vector<std::vector<std::string>> rows) {
  Seen seen;
  seen.rows = std::move(rows);
  return seen;
}

}  // namespace
}  // namespace driver

BOOST_FIXTURE_TEST_SUITE(driver, Fixture)

BOOST_AUTO_TEST_CASE(rows_of_a_reader_are_kept_with_the_places_of_their_records) {
  const auto trial = trial_of_lines("flawed.none", {"a\n", "bc\n"});
  auto driver = driver_for(trial);
  auto reader = driver.open<dp::plugin::ReaderInstance>();
  BOOST_REQUIRE_MESSAGE(reader, why(reader));
  dp_item item{};
  item.struct_size = sizeof item;
  dp_input place{};
  place.struct_size = sizeof place;
  place.item = &item;
  place.offset = 100;
  place.stop = 5;
  place.last = 1;
  Seen seen;
  const auto consumed = driver.read(*reader, "a\nbc\n", place, '0', seen);
  BOOST_REQUIRE_MESSAGE(consumed, why(consumed));
  BOOST_TEST(*consumed == 5u);
  BOOST_TEST((seen.rows == std::vector<std::vector<std::string>>{{"'a\\x0A'", "at 100"},
                                                                 {"'bc\\x0A'", "at 102"}}));
  BOOST_TEST((context.last_call() == Call::read));
}

BOOST_AUTO_TEST_CASE(each_call_is_reported_at_a_place_of_its_own_before_it_is_made) {
  const auto trial = trial_of_numbers("bad.nothing", {1, 2, 3});
  auto driver = driver_for(trial);
  auto reducer = driver.open<dp::plugin::ReducerInstance>();
  BOOST_REQUIRE(reducer);
  BOOST_REQUIRE(driver.update(*reducer, driver.rows()));
  BOOST_REQUIRE(driver.save(*reducer));
  BOOST_TEST(context.places.size() == 3u);
  const auto call = [&](std::size_t i) { return static_cast<Call>(context.places[i] & 0xff); };
  BOOST_TEST((call(0) == Call::open && call(1) == Call::update && call(2) == Call::save));
  BOOST_TEST(context.places[1] != context.places[2]);
}

BOOST_AUTO_TEST_CASE(a_state_that_is_saved_and_combined_gives_its_rows) {
  const auto trial = trial_of_numbers("bad.nothing", {1, 2, 3});
  auto driver = driver_for(trial);
  auto first = driver.open<dp::plugin::ReducerInstance>();
  auto second = driver.open<dp::plugin::ReducerInstance>();
  BOOST_REQUIRE((first && second));
  BOOST_REQUIRE(driver.update(*first, driver.rows()));
  const auto partials = driver.save(*first);
  BOOST_REQUIRE(partials);
  BOOST_TEST(partials->size() == 1u);
  BOOST_REQUIRE(driver.combine(*second, *partials));
  const auto seen = driver.finalize(*second);
  BOOST_REQUIRE(seen);
  BOOST_TEST((seen->rows == std::vector<std::vector<std::string>>{{"6"}}));
}

BOOST_AUTO_TEST_CASE(parts_are_the_rows_of_their_number) {
  auto trial = trial_of_numbers("bad.nothing", {1, 2, 3, 4});
  trial.parts = {0, 0, 2, 2};
  const auto driver = driver_for(trial);
  BOOST_TEST(driver.part(0).size() == 2u);
  BOOST_TEST(driver.part(1).empty());
  BOOST_TEST(driver.part(2).front().front().integer == 3);
}

BOOST_AUTO_TEST_CASE(choices_follow_from_the_seed_and_the_purpose) {
  const auto trial = trial_of_numbers("bad.nothing", {1});
  const auto driver = driver_for(trial);
  BOOST_TEST(driver.random(1).next() == driver.random(1).next());
  BOOST_TEST(driver.random(1).next() != driver.random(2).next());
}

BOOST_AUTO_TEST_CASE(a_task_that_is_not_there_is_an_error) {
  const auto trial = trial_of(DP_STEP, "bad.missing");
  BOOST_TEST(!driver_for(trial).open<dp::plugin::StepInstance>());
}

BOOST_AUTO_TEST_CASE(the_first_difference_of_two_outcomes_is_shown) {
  const auto a = seen_rows({{"1"}, {"2"}});
  BOOST_TEST(!difference("a", a, "b", a));
  BOOST_TEST(difference("a", a, "b", seen_rows({{"1"}, {"3"}})).value() ==
             "row 2: a gave [2], b gave [3]");
  BOOST_TEST(difference("a", a, "b", seen_rows({{"1"}})).value() ==
             "row 2: a gave [2], b gave only 1 rows");
  Seen counted = a;
  counted.lines = 4;
  BOOST_TEST(difference("a", a, "b", counted).value() == "a counted 0 lines, b 4");
  Seen rejecting = a;
  rejecting.rejects = {"at 0 'x': no"};
  BOOST_TEST(difference("a", a, "b", rejecting).value() ==
             "reject 1: a gave only 0 rejects, b gave at 0 'x': no");
  Seen written, other;
  written.bytes = "abc", other.bytes = "abd";
  BOOST_TEST(difference("a", written, "b", other).value() ==
             "from byte 2 on: a gave 'c', b gave 'd'");
}

BOOST_AUTO_TEST_SUITE_END()
