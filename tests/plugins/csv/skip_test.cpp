// SPDX-License-Identifier: Apache-2.0
#include "csv/skip.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(csv_skip)

namespace {
namespace data = boost::unit_test::data;
namespace csv = dp::csv;
using dp::test::csv_starts;
using dp::test::tame_csv;
using dp::test::wild_csv;
}  // namespace

BOOST_DATA_TEST_CASE(skipping_ends_where_reading_does, data::xrange(1u, 40u), seed) {
  const auto text = seed % 2 == 0 ? wild_csv(seed, 400) : tame_csv(seed, 40);
  const auto padded = text + std::string(64, '"');
  const csv::Dialect dialect{',', '"', seed % 5 != 0};
  const auto starts = csv_starts(text, dialect);
  for (const auto begin : starts) {
    for (std::size_t stop = begin + 1; stop <= text.size(); ++stop) {
      const auto expected = *std::lower_bound(starts.begin(), starts.end(), stop);
      for (const auto skip : {csv::best_skip_records(), &csv::skip_records_portable})
        BOOST_REQUIRE_EQUAL(skip({padded.data(), text.size(), true}, begin, stop, dialect),
                            expected);
    }
  }
}

BOOST_DATA_TEST_CASE(comments_are_passed_over_by_reading, data::xrange(1u, 20u), seed) {
  dp::test::Random random(seed);
  std::string text;
  while (text.size() < 200) text += random.text(1, "\"\",,\n\n#ab\r");
  const csv::Dialect dialect{',', '"', true, '#'};
  const auto starts = csv_starts(text, dialect);
  for (const auto begin : starts)
    for (std::size_t stop = begin + 1; stop <= text.size(); ++stop)
      BOOST_REQUIRE_EQUAL(
          csv::skip_records_by_reading({text.data(), text.size(), true}, begin, stop, dialect),
          *std::lower_bound(starts.begin(), starts.end(), stop));
}

BOOST_AUTO_TEST_CASE(a_record_whose_end_is_not_in_the_text_is_not_passed) {
  const std::string text = "a,b\nc,\"d\ne" + std::string(64, '"');
  for (const auto skip :
       {csv::best_skip_records(), &csv::skip_records_portable, &csv::skip_records_by_reading}) {
    BOOST_TEST(skip({text.data(), 10, false}, 0, 10, {}) == 4u);
    // At the end of an item the quote is wrong, and costs its line.
    BOOST_TEST(skip({text.data(), 10, true}, 0, 10, {}) == 10u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
