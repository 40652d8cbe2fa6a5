// SPDX-License-Identifier: Apache-2.0
// What holds for all texts, shown on texts drawn by fixed seeds.

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <random>
#include <utility>

#include "csv/index.hpp"
#include "csv/record.hpp"
#include "csv/skip.hpp"
#include "fixture.hpp"

namespace {
namespace data = boost::unit_test::data;
namespace csv = dp::csv;
using dp::test::as_text;
using dp::test::feed;
using dp::test::open_csv;
using dp::test::read_whole;
using dp::test::Seen;
using dp::test::seen;
using dp::test::Task;

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  std::string text(std::size_t most, std::string_view bytes) {
    std::string out;
    for (auto n = below(most + 1); n > 0; --n) out += bytes[below(bytes.size())];
    return out;
  }

 private:
  std::mt19937 engine_;
};

/// Bytes that mean something to CSV, more often than not in no order.
std::string wild(unsigned seed, std::size_t size) {
  Random random(seed);
  std::string text;
  while (text.size() < size) text += random.text(1, "\"\"\",,,\n\n\n\rab1\xc3\xa9 ");
  return text;
}

/// Records of three fields, nearly all of them right.
std::string tame(unsigned seed, std::size_t count) {
  Random random(seed);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    for (int field = 0; field < 3; ++field) {
      if (field != 0) text += ',';
      if (random.below(3) == 0)
        text += '"' + random.text(3, "ab,\n") + "\"\"" + random.text(9, "cd,\n\r") + '"';
      else
        text += random.text(5, "abc");
    }
    if (random.below(12) == 0) text += random.text(2, ",\"x");
    text += random.below(4) == 0 ? "\r\n" : "\n";
  }
  return text;
}

/// Where each record of `text` begins, and its end.
std::vector<std::size_t> starts_of(const std::string& text, const csv::Dialect& dialect = {}) {
  std::vector<std::size_t> starts;
  csv::Record record;
  for (std::size_t at = 0; at < text.size(); at = record.next) {
    starts.push_back(at);
    csv::read_record(text.data(), at, text.size(), true, dialect, record);
  }
  starts.push_back(text.size());
  return starts;
}

void check_every_cut(const std::string& text, const dp::test::Given& given) {
  auto task = open_csv(given.empty() ? text : "", given);
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}
}  // namespace

BOOST_AUTO_TEST_SUITE(csv_laws)

BOOST_DATA_TEST_CASE(pieces_of_every_size_give_the_same, data::xrange(1u, 9u), seed) {
  check_every_cut(wild(seed, 250), as_text(1 + seed % 4));
  check_every_cut(tame(seed, 30), as_text(3));
  check_every_cut("x,y,z\r\n" + tame(seed, 12), {});
}

BOOST_DATA_TEST_CASE(every_start_and_every_stop_parts_the_records, data::xrange(1u, 7u), seed) {
  const auto text = seed % 2 == 0 ? wild(seed, 120) : tame(seed, 8);
  auto task = open_csv("", as_text(3));
  const auto whole = read_whole(task, text);
  const auto starts = starts_of(text);
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

BOOST_DATA_TEST_CASE(skipping_ends_where_reading_does, data::xrange(1u, 40u), seed) {
  const auto text = seed % 2 == 0 ? wild(seed, 400) : tame(seed, 40);
  const auto padded = text + std::string(64, '"');
  const csv::Dialect dialect{',', '"', seed % 5 != 0};
  const auto starts = starts_of(text, dialect);
  for (const auto begin : starts) {
    for (std::size_t stop = begin + 1; stop <= text.size(); ++stop) {
      const auto want = *std::lower_bound(starts.begin(), starts.end(), stop);
      for (const auto skip : {csv::best_skip_records(), &csv::skip_records_portable})
        BOOST_REQUIRE_EQUAL(skip({padded.data(), text.size(), true}, begin, stop, dialect),
                            want);
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

/// Hold what is told of the records behind `at` against reading them; returns where that ends.
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
      const auto& want = record.fields[i];
      const auto got = csv::field_between(text, at, index.marks()[mark], dialect);
      BOOST_REQUIRE((got.begin == want.begin && got.end == want.end));
      BOOST_REQUIRE((got.quoted == want.quoted && got.doubled == want.doubled));
      at = index.marks()[mark++] + 1u;
    }
    mark = end + 1;
    at = record.next;
  }
  return at;
}

BOOST_DATA_TEST_CASE(indexed_records_are_what_careful_reading_gives, data::xrange(1u, 40u),
                     seed) {
  const auto text = seed % 2 == 0 ? wild(seed, 1500) : tame(seed, 100);
  const auto padded = text + std::string(80, '"');
  const csv::Dialect dialect{',', '"', seed % 5 != 0};
  csv::Index index(text.size());
  std::size_t told = 0;
  for (const auto at : starts_of(text, dialect)) {
    for (const auto end : {text.size(), std::min(text.size(), at + 100)}) {
      index.build({padded.data(), at, end, text.size()}, dialect, 1 + seed % 4);
      told += check_index(index, padded.data(), text.size(), at, dialect) - at;
    }
  }
  BOOST_TEST(told > text.size());
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

BOOST_DATA_TEST_CASE(what_the_writer_writes_reads_back, data::xrange(1u, 13u), seed) {
  Random random(seed);
  const std::size_t columns = 1 + seed % 4;
  const bool named = seed % 3 == 0;
  dp::Schema schema;
  for (std::size_t i = 0; i < columns; ++i)
    schema.push_back({"c" + std::to_string(i), dp::Type::string});
  std::vector<std::vector<dp::test::Cell>> cells(200);
  dp::test::Rows want;
  for (auto& row : cells) {
    want.emplace_back();
    for (std::size_t i = 0; i < columns; ++i) {
      // In a single column a null and an empty string are written the same.
      const bool null = (columns > 1 || named) && random.below(4) == 0;
      const auto text = random.text(random.below(4) == 0 ? 30 : 3, "ab \",\n\r\tNA");
      if (null)
        row.emplace_back(nullptr);
      else
        row.emplace_back(text);
      want.back().push_back(null ? dp::test::kNull : text);
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
  auto reader = open_csv(writer.bytes(), given);
  BOOST_REQUIRE(feed(reader, writer.bytes(), 100) == writer.bytes().size());
  BOOST_TEST(reader.rows() == want);
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
  const auto starts = starts_of(text);
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

BOOST_AUTO_TEST_SUITE_END()
