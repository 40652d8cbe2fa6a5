// SPDX-License-Identifier: Apache-2.0
#include "run/map/cutters.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace map_cutters {
namespace {

using dp::run::Cutter;
using dp::run::Cutters;

struct Fixture {
  Cutters cutters{8};

  /// Ask all that `cutter` has to ask; the numbers of the slices.
  static std::vector<std::uint64_t> ask_all(Cutter& cutter) {
    std::vector<std::uint64_t> numbers;
    while (const auto question = cutter.next_question()) numbers.push_back(question->number);
    return numbers;
  }
  /// Take out the items of which all chunks were given.
  std::vector<std::uint64_t> settle() {
    std::vector<std::uint64_t> done;
    const auto status = cutters.settle([](Cutter&) { return dp::Status(); },
                                       [&](const Cutter& cutter) {
                                         done.push_back(cutter.item());
                                         return dp::Status();
                                       });
    BOOST_REQUIRE(status.has_value());
    return done;
  }
};

}  // namespace
}  // namespace map_cutters

BOOST_FIXTURE_TEST_SUITE(map_cutters, Fixture)

BOOST_AUTO_TEST_CASE(slices_of_all_items_have_numbers_of_their_own) {
  const auto first = ask_all(cutters.add(3, 250, 100));
  const auto second = ask_all(cutters.add(7, 300, 100));
  BOOST_TEST(first.size() == 3u);
  BOOST_TEST(second.size() == 3u);
  BOOST_TEST(second.front() > first.back());
}

BOOST_AUTO_TEST_CASE(an_answer_goes_to_its_item) {
  cutters.add(3, 200, 100);
  auto& other = cutters.add(7, 200, 100);
  const auto numbers = ask_all(other);
  cutters.answer(7, numbers.at(0), {true, 0, 110});
  cutters.answer(7, numbers.at(1), {true, 110, 200});
  const auto chunk = other.next();
  BOOST_REQUIRE(chunk.has_value());
  BOOST_TEST(chunk->first == 7u);
  BOOST_TEST(chunk->begin == 0u);
  BOOST_TEST(chunk->end == 100u);
  BOOST_TEST(chunk->weight == 110u);
}

BOOST_AUTO_TEST_CASE(what_is_said_of_an_item_that_is_cut_already_is_void) {
  cutters.add(3, 200, 100);
  cutters.answer(4, 0, {true, 0, 110});
  cutters.not_mapped(4, 0);
  cutters.stop_asking(4);
  BOOST_TEST(settle().empty());
  BOOST_TEST(!cutters.empty());
}

BOOST_AUTO_TEST_CASE(an_item_whose_chunks_were_all_given_is_taken_out) {
  auto& first = cutters.add(3, 200, 100);
  cutters.add(7, 200, 100);
  cutters.stop_asking(3);
  while (first.next()) {
  }
  BOOST_TEST((settle() == std::vector<std::uint64_t>{3}));
  BOOST_TEST(cutters.begin()->item() == 7u);
}

BOOST_AUTO_TEST_CASE(a_failed_call_ends_settling) {
  cutters.add(3, 200, 100);
  const auto status =
      cutters.settle([](Cutter&) { return dp::Status(dp::fail(dp::Errc::corrupt, "no")); },
                     [](const Cutter&) { return dp::Status(); });
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "no");
}

BOOST_AUTO_TEST_SUITE_END()
