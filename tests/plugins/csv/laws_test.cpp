// SPDX-License-Identifier: Apache-2.0
// What holds for all texts, shown on texts drawn by fixed seeds.

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <random>
#include <utility>

#include "fixture.hpp"
#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(csv_laws)

namespace {
namespace data = boost::unit_test::data;
using dp::test::as_text;
using dp::test::csv_starts;
using dp::test::feed;
using dp::test::open_csv;
using dp::test::Random;
using dp::test::read_whole;
using dp::test::Seen;
using dp::test::seen;
using dp::test::tame_csv;
using dp::test::Task;
using dp::test::wild_csv;

void check_every_cut(const std::string& text, const dp::test::Given& given) {
  auto task = open_csv(given.empty() ? text : "", given);
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}
}  // namespace

BOOST_DATA_TEST_CASE(pieces_of_every_size_give_the_same, data::xrange(1u, 9u), seed) {
  check_every_cut(wild_csv(seed, 250), as_text(1 + seed % 4));
  check_every_cut(tame_csv(seed, 30), as_text(3));
  check_every_cut("x,y,z\r\n" + tame_csv(seed, 12), {});
}

BOOST_DATA_TEST_CASE(every_start_and_every_stop_parts_the_records, data::xrange(1u, 7u), seed) {
  const auto text = seed % 2 == 0 ? wild_csv(seed, 120) : tame_csv(seed, 8);
  auto task = open_csv("", as_text(3));
  const auto whole = read_whole(task, text);
  const auto starts = csv_starts(text);
  for (const auto begin : starts) {
    for (std::size_t stop = begin + 1; stop <= text.size(); ++stop) {
      // [0, begin), [begin, stop), the rest: as three workers would.
      BOOST_REQUIRE(feed(task, text, 16, 0, begin) == begin);
      const auto end = feed(task, text, 16, begin, stop);
      BOOST_REQUIRE(end == *std::lower_bound(starts.begin(), starts.end(), stop));
      BOOST_REQUIRE(feed(task, text, 16, end) == text.size());
      BOOST_REQUIRE_EQUAL(seen(task), whole);
    }
  }
}

BOOST_AUTO_TEST_CASE(windows_and_records_of_all_sizes_give_the_same) {
  Random random(5);
  std::string text;
  for (int i = 0; i < 400; ++i) {
    const auto size = random.below(20) == 0 ? random.below(40000) : random.below(300);
    text += "a,\"" + std::string(size, random.below(2) == 0 ? '\n' : 'x') + "\",c\n";
  }
  auto task = open_csv("", as_text(3));
  const auto whole = read_whole(task, text);
  BOOST_TEST(whole.rows.size() == 400u);
  for (const std::size_t size : {1000u, 16384u, 30000u, 100000u}) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_TEST((seen(task) == whole));
  }
}

BOOST_DATA_TEST_CASE(what_the_writer_writes_reads_back, data::xrange(1u, 13u), seed) {
  Random random(seed);
  const std::size_t columns = 1 + seed % 4;
  const bool named = seed % 3 == 0;
  dp::Schema schema;
  for (std::size_t i = 0; i < columns; ++i)
    schema.push_back({"c" + std::to_string(i), dp::Type::string});
  std::vector<std::vector<dp::test::Cell>> cells(200);
  dp::test::Rows expected;
  for (auto& row : cells) {
    expected.emplace_back();
    for (std::size_t i = 0; i < columns; ++i) {
      // In a single column a null and an empty string are written the same.
      const bool null = (columns > 1 || named) && random.below(4) == 0;
      const auto text = random.text(random.below(4) == 0 ? 30 : 3, "ab \",\n\r\tNA");
      if (null)
        row.emplace_back(nullptr);
      else
        row.emplace_back(text);
      expected.back().push_back(null ? dp::test::kNull : text);
    }
  }
  dp::test::Given given;
  if (named) given.emplace_back("null_text", dp::data::Value::of("NA"));
  auto writer = Task::open("csv", "csv", dp::test::map_of(given)).value();
  BOOST_REQUIRE(writer.begin());
  BOOST_REQUIRE(writer.section("", schema));
  BOOST_REQUIRE(writer.write(dp::test::Batch(schema, cells)));
  std::vector<std::pair<std::string, std::string>> types;
  for (const auto& field : schema) types.emplace_back(field.name, "string");
  given.emplace_back("types", dp::test::texts_of(types));
  if (named) given.front().second = dp::test::list_of({"NA"});
  auto reader = open_csv(writer.bytes(), given);
  BOOST_REQUIRE(feed(reader, writer.bytes(), 100) == writer.bytes().size());
  BOOST_TEST(reader.rows() == expected);
  BOOST_TEST(reader.rejects().empty());
}

BOOST_DATA_TEST_CASE(what_is_written_with_an_escape_reads_back, data::xrange(1u, 13u), seed) {
  Random random(seed);
  const dp::Schema schema = {{"a", dp::Type::string}, {"b", dp::Type::string}};
  std::vector<std::vector<dp::test::Cell>> cells(100);
  dp::test::Rows expected;
  for (auto& row : cells) {
    expected.emplace_back();
    for (int i = 0; i < 2; ++i) {
      const bool null = random.below(4) == 0;
      const auto text = random.text(random.below(5), "ab |\",\n\r\\N");
      if (null)
        row.emplace_back(nullptr);
      else
        row.emplace_back(text);
      expected.back().push_back(null ? dp::test::kNull : text);
    }
  }
  using dp::data::Value;
  dp::test::Given given{{"escape", Value::of("\\")}, {"null_text", Value::of("\\N")}};
  if (seed % 2 == 0) given.emplace_back("delimiter", Value::of("||"));
  auto writer = Task::open("csv", "csv", dp::test::map_of(given)).value();
  BOOST_REQUIRE(writer.begin());
  BOOST_REQUIRE(writer.section("", schema));
  BOOST_REQUIRE(writer.write(dp::test::Batch(schema, cells)));
  given[1].second = dp::test::list_of({"\\N"});
  given.emplace_back("types", dp::test::texts_of({{"a", "string"}, {"b", "string"}}));
  auto reader = open_csv(writer.bytes(), given);
  BOOST_REQUIRE(feed(reader, writer.bytes(), 50) == writer.bytes().size());
  BOOST_TEST(reader.rows() == expected);
  BOOST_TEST(reader.rejects().empty());
}

BOOST_AUTO_TEST_CASE(numbers_and_times_that_are_written_read_back) {
  const dp::Schema schema = {{"i", dp::Type::int64},
                             {"f", dp::Type::float64},
                             {"b", dp::Type::boolean},
                             {"t", dp::Type::timestamp},
                             {"d", dp::Type::date}};
  std::mt19937_64 random(3);
  std::vector<std::vector<dp::test::Cell>> cells;
  for (int i = 0; i < 300; ++i) {
    const auto bits = static_cast<std::int64_t>(random());
    const double number =
        std::ldexp(static_cast<double>(bits), static_cast<int>(random() % 900) - 500);
    cells.push_back({bits, i % 2 == 0 ? number : static_cast<double>(bits % 100000) / 100,
                     i % 3 == 0, bits % 60'000'000'000'000'000, bits % 700'000});
    cells.back()[random() % 5] = nullptr;
  }
  const dp::test::Batch batch(schema, cells);
  auto writer = Task::open("csv", "csv").value();
  BOOST_REQUIRE(writer.begin());
  BOOST_REQUIRE(writer.section("", schema));
  BOOST_REQUIRE(writer.write(batch));
  const auto text = writer.bytes();
  const dp::test::Given given = {
      {"types",
       dp::test::texts_of(
           {{"i", "int"}, {"f", "float"}, {"b", "bool"}, {"t", "timestamp"}, {"d", "date"}})}};
  auto reader = open_csv(text, given);
  BOOST_REQUIRE(reader.read(text));
  BOOST_TEST(reader.rejects().empty());
  BOOST_TEST(reader.rows().size() == cells.size());
  for (std::size_t row = 0; row < cells.size(); ++row)
    if (const auto* number = std::get_if<double>(&cells[row][1]))
      BOOST_REQUIRE(std::strtod(reader.rows()[row][1].c_str(), nullptr) == *number);
  for (std::size_t row = 0; row < cells.size(); ++row)
    if (const auto* at = std::get_if<std::int64_t>(&cells[row][3]))
      BOOST_REQUIRE(reader.rows()[row][3] == std::to_string(*at));
}

BOOST_AUTO_TEST_SUITE_END()
