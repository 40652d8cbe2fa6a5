// SPDX-License-Identifier: Apache-2.0
#include "csv/guess.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(csv_guess)

namespace {
namespace data = boost::unit_test::data;
namespace csv = dp::csv;
using dp::test::as_text;
using dp::test::csv_starts;
using dp::test::open_csv;
using dp::test::Random;
}  // namespace

BOOST_DATA_TEST_CASE(a_guess_is_nearly_always_right_and_always_the_same, data::xrange(1u, 5u),
                     seed) {
  Random random(seed);
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += std::to_string(i) + ",\"" + random.text(40, "abcdefgh ,\n") + "\"\"" +
            random.text(40, "abcdefgh,\n") + "\"," + random.text(8, "abc") + "\n";
  }
  auto task = open_csv("", as_text(3));
  auto other = open_csv("", as_text(3));
  const auto starts = csv_starts(text);
  std::size_t wrong = 0;
  constexpr std::size_t kTrials = 500;
  for (std::size_t i = 0; i < kTrials; ++i) {
    const auto from = 1 + random.below(text.size() - 20000);
    const auto data = text.substr(from - 1, 16384);
    const dp::test::Piece piece{.offset = from - 1, .first = false, .last = false};
    const auto found = task.find(data, piece).value();
    BOOST_REQUIRE(found == other.find(data, piece).value());
    wrong += *std::lower_bound(starts.begin(), starts.end(), from) != from - 1 + found;
  }
  BOOST_TEST_MESSAGE("wrong guesses: " << wrong << " of " << kTrials);
  BOOST_TEST(wrong <= kTrials / 100);
}

BOOST_AUTO_TEST_CASE(a_record_begins_after_a_newline_outside_of_quotes) {
  BOOST_TEST(csv::guess_start("\na,b\nc,d\n", {}, 2) == 1u);
  BOOST_TEST(csv::guess_start("xa,b\nc,d\ne,f\ng,h\ni,j\n", {}, 2) == 5u);
}

BOOST_AUTO_TEST_CASE(a_text_that_begins_in_quotes_is_seen_by_its_records) {
  const std::string text = "x y\nz\",b\n\"c\nd\",e\n\"f\",g\n\"h\",i\n\"j\",k\n";
  BOOST_TEST(csv::guess_start(text, {}, 2) == text.find("\"c"));
  // Without quoting the same newlines end records.
  BOOST_TEST(csv::guess_start(text, {',', '"', false}, 2) == 4u);
}

BOOST_AUTO_TEST_CASE(no_record_begins_in_one_long_field) {
  BOOST_TEST(csv::guess_start("", {}, 2) == 0u);
  BOOST_TEST(csv::guess_start("abc", {}, 2) == 3u);
  BOOST_TEST(csv::guess_start("x, y and z", {}, 1) == 10u);
}

BOOST_AUTO_TEST_SUITE_END()
