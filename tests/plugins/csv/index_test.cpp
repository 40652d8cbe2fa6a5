// SPDX-License-Identifier: Apache-2.0
#include "csv/index.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(csv_index)

namespace {
namespace data = boost::unit_test::data;
namespace csv = dp::csv;
using dp::test::csv_starts;
using dp::test::Random;
using dp::test::tame_csv;
using dp::test::wild_csv;

/// Hold what is told of the records after `at` against reading them; returns where that ends.
std::size_t check_index(const csv::Index& index, const char* text, std::size_t size,
                        std::size_t at, const csv::Dialect& dialect) {
  csv::Record record;
  record.kept = 50;
  std::size_t mark = 0;
  for (std::size_t told = 0; told < index.records(); ++told) {
    const auto end = index.end_of(told);
    const auto outcome = csv::read_record(text, at, size, true, dialect, record);
    BOOST_REQUIRE(record.next == index.marks()[end] + 1u);
    BOOST_REQUIRE((outcome == csv::Outcome::blank || outcome == csv::Outcome::record));
    for (std::size_t i = 0; outcome == csv::Outcome::record && i < record.count; ++i) {
      const auto& expected = record.fields[i];
      const auto got = csv::field_between(text, at, index.marks()[mark], dialect);
      BOOST_REQUIRE((got.begin == expected.begin && got.end == expected.end));
      BOOST_REQUIRE((got.quoted == expected.quoted && got.doubled == expected.doubled));
      at = index.marks()[mark++] + 1u;
    }
    mark = end + 1;
    at = record.next;
  }
  return at;
}

}  // namespace

/// Of a blank first input there are no columns.
BOOST_AUTO_TEST_CASE(where_records_are_to_have_no_fields_their_ends_are_told_all_the_same) {
  const std::string text = "a,b\nc\n";
  const auto padded = text + std::string(80, '"');
  const csv::Dialect dialect{',', '"', true};
  csv::Index index(text.size());
  index.build({padded.data(), 0, text.size(), text.size()}, dialect, 0);
  BOOST_TEST(index.records() == 2U);
  BOOST_TEST(check_index(index, padded.data(), text.size(), 0, dialect) == text.size());
}

BOOST_DATA_TEST_CASE(indexed_records_are_what_careful_reading_gives, data::xrange(1u, 40u),
                     seed) {
  const auto text = seed % 2 == 0 ? wild_csv(seed, 1500) : tame_csv(seed, 100);
  const auto padded = text + std::string(80, '"');
  const csv::Dialect dialect{',', '"', seed % 5 != 0};
  csv::Index index(text.size());
  std::size_t told = 0;
  for (const auto at : csv_starts(text, dialect)) {
    for (const auto end : {text.size(), std::min(text.size(), at + 100)}) {
      index.build({padded.data(), at, end, text.size()}, dialect, 1 + seed % 4);
      told += check_index(index, padded.data(), text.size(), at, dialect) - at;
    }
  }
  BOOST_TEST(told > text.size() / 2);
}

BOOST_AUTO_TEST_CASE(both_indexes_find_the_same_in_random_bytes_of_every_size) {
  Random random(11);
  std::string text;
  for (int i = 0; i < 400; ++i) text += static_cast<char>(random.below(256));
  for (int i = 0; i < 400; ++i) text += "\",\n;x"[random.below(5)];
  text += std::string(64, ',');
  const csv::Dialect dialects[] = {{}, {';', '\'', true}, {',', '"', false}};
  for (const auto& dialect : dialects) {
    for (std::size_t begin = 0; begin < 500; begin += 37) {
      for (std::size_t end = begin; end <= 800; ++end) {
        csv::Index one(end - begin), other(end - begin, &csv::find_marks_portable);
        one.build({text.data(), begin, end, 800}, dialect, 1 + end % 3);
        other.build({text.data(), begin, end, 800}, dialect, 1 + end % 3);
        BOOST_REQUIRE(one.ascii() == other.ascii());
        BOOST_REQUIRE(one.flat() == other.flat());
        BOOST_REQUIRE(std::ranges::equal(one.marks(), other.marks()));
        BOOST_REQUIRE(one.records() == other.records());
        for (std::size_t i = 0; i < one.records(); ++i)
          BOOST_REQUIRE(one.end_of(i) == other.end_of(i));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(records_of_the_usual_fields_need_no_list_of_ends) {
  const std::string text = "a,b\nc,\"d\ne\"\nf,g\n" + std::string(64, ',');
  csv::Index index(16);
  index.build({text.data(), 0, 16, 16}, {}, 2);
  BOOST_TEST(index.records() == 3u);
  const auto marks = index.marks();
  BOOST_TEST(std::vector<std::uint32_t>(marks.begin(), marks.end()) ==
                 (std::vector<std::uint32_t>{1, 3, 5, 11, 13, 15}),
             boost::test_tools::per_element());
  BOOST_TEST(index.end_of(2) == 5u);
  BOOST_TEST(index.ascii());
  BOOST_TEST(!index.flat());
}

BOOST_AUTO_TEST_CASE(a_quote_in_the_wrong_place_ends_what_is_told) {
  const std::string text = "a,b\nc\"d,e\nf,g\n" + std::string(64, ',');
  csv::Index index(16);
  index.build({text.data(), 0, 14, 14}, {}, 2);
  BOOST_TEST(index.records() == 1u);
  BOOST_TEST(index.marks().size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
