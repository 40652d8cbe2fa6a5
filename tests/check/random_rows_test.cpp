// SPDX-License-Identifier: Apache-2.0
#include "check/random_rows.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <numeric>

BOOST_AUTO_TEST_SUITE(random_rows)

using dp::check::Random;

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_numbers_on_every_machine) {
  Random random(1);
  BOOST_TEST(random.next() == 0x910a2dec89025cc1u);
  BOOST_TEST(random.next() == 0xbeeb8da1658eec67u);
}

BOOST_AUTO_TEST_CASE(rows_hold_what_breaks_reducers_and_nulls_only_where_they_may_be) {
  const dp::Schema schema = {{"text", dp::Type::string, true},
                             {"size", dp::Type::int64, false},
                             {"share", dp::Type::float64, false}};
  Random random(2);
  bool null = false, empty = false, least = false, nan = false;
  for (int round = 0; round < 50; ++round) {
    for (const auto& row : dp::check::random_rows(schema, 40, random)) {
      null = null || row[0].null;
      empty = empty || (!row[0].null && row[0].text.empty());
      least = least || row[1].integer == std::numeric_limits<std::int64_t>::min();
      nan = nan || std::isnan(row[2].number);
      BOOST_REQUIRE(!row[1].null);
    }
  }
  BOOST_TEST((null && empty && least && nan));
}

BOOST_AUTO_TEST_CASE(lines_have_one_newline_at_most_and_at_their_end) {
  Random random(3);
  const auto lines = dp::check::random_lines({"GET / 200"}, 500, random);
  for (const auto& line : lines)
    BOOST_TEST((line.find('\n') == std::string::npos || line.find('\n') == line.size() - 1));
  const auto whole = std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("GET / 200");
  });
  BOOST_TEST(whole > 300);
}

BOOST_AUTO_TEST_CASE(pieces_add_up_and_none_is_empty) {
  Random random(4);
  for (std::size_t count = 0; count < 200; ++count) {
    const auto pieces = dp::check::random_pieces(count, random);
    BOOST_TEST(std::accumulate(pieces.begin(), pieces.end(), std::size_t{0}) == count);
    BOOST_TEST(std::count(pieces.begin(), pieces.end(), 0u) == 0);
  }
}

BOOST_AUTO_TEST_CASE(most_texts_are_of_the_sample_if_there_is_one) {
  const dp::Schema schema = {{"text", dp::Type::string, false}};
  Random random(4);
  const auto rows = dp::check::random_rows(schema, 1000, random, {"POST /a"});
  const auto of_sample = std::count_if(
      rows.begin(), rows.end(), [](const auto& row) { return row.front().text == "POST /a"; });
  BOOST_TEST(of_sample > 600);
  BOOST_TEST(of_sample < 900);
}

BOOST_AUTO_TEST_SUITE_END()
