// SPDX-License-Identifier: Apache-2.0
// Sums and means of floats and decimals, from files of each format, against integers of any size.
#include <signal.h>
#include <unistd.h>

#include <array>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <sstream>

#include "dp_process.hpp"
#include "exact_model.hpp"

namespace sums {
namespace {

namespace data = boost::unit_test::data;
using dp::test::Doubles;
using dp::test::exact_sum_of;
using dp::test::Integer;
using dp::test::nearest_double;
using dp::test::TemporaryFolder;

constexpr std::size_t kRows = 4000;
constexpr int kGroups = 7;

/// A row; a text is empty where the value is null.
struct Row {
  int group;
  std::string wide;     ///< a double of any size from 1e-241 to 1e241
  std::string decimal;  ///< a number with two digits after the point, as prices are
};

/// What comes of a group: floats are rounded once, decimals are exact, or have 36 digits.
struct Figures {
  std::array<double, 2> wide;          ///< sum and mean
  std::array<std::string, 2> decimal;  ///< sum and mean
  bool operator==(const Figures&) const = default;
};

/// A random double of about 2^`exponent`, with all digits.
std::string wide_text(std::mt19937_64& random, int exponent) {
  const auto digits = static_cast<double>(random() >> 11 | 1);
  const double size = std::ldexp(digits, exponent - 53);
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", (random() & 1) == 0 ? size : -size);
  return text;
}

std::string decimal_text(std::mt19937_64& random) {
  char text[40];
  std::snprintf(text, sizeof text, "%d.%02d", static_cast<int>(random() % 20000) - 10000,
                static_cast<int>(random() % 100));
  return text;
}

/// Rows. In every other group large numbers cancel, so that small ones are what is left.
std::vector<Row> rows_of(unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<Row> rows;
  while (rows.size() < kRows) {
    const auto group = static_cast<int>(random() % kGroups);
    const auto exponent = static_cast<int>(random() % 1600) - 800;
    rows.push_back({group, random() % 9 == 0 ? "" : wide_text(random, exponent),
                    random() % 9 == 0 ? "" : decimal_text(random)});
    if (group % 2 == 1 || rows.back().wide.empty()) continue;
    auto opposite = rows.back();
    opposite.wide = opposite.wide[0] == '-' ? opposite.wide.substr(1) : "-" + opposite.wide;
    if (random() % 20 == 0) opposite.wide = wide_text(random, -790);
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(random() % rows.size()), opposite);
  }
  return rows;
}

std::string csv_of(const std::vector<Row>& rows) {
  std::string text = "group,wide,decimal\n";
  for (const auto& row : rows)
    text += std::to_string(row.group) + "," + row.wide + "," + row.decimal + "\n";
  return text;
}

std::string ndjson_of(const std::vector<Row>& rows) {
  std::string text;
  for (const auto& row : rows) {
    text += "{\"group\":" + std::to_string(row.group);
    if (!row.wide.empty()) text += ",\"wide\":" + row.wide;
    text += ",\"decimal\":" + (row.decimal.empty() ? "null" : row.decimal) + "}\n";
  }
  return text;
}

std::string xml_of(const std::vector<Row>& rows) {
  std::string text = "<rows>\n";
  for (const auto& row : rows)
    text += "<row group=\"" + std::to_string(row.group) + "\"><wide>" + row.wide +
            "</wide><decimal>" + row.decimal + "</decimal></row>\n";
  return text + "</rows>\n";
}

/// Sum and mean rounded once each.
std::array<double, 2> truth_of(const Doubles& values) {
  const auto sum = exact_sum_of(values);
  return {nearest_double(sum, 1), nearest_double(sum, values.size())};
}

/// A price in hundredths.
Integer hundredths_of(std::string text) {
  text.erase(text.find('.'), 1);
  return Integer(std::strtoll(text.c_str(), nullptr, 10));
}

std::string with_point(const Integer& size, std::size_t places, bool negative) {
  auto digits = size.str();
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (negative && size != 0 ? "-" : "") + digits;
}

/// The mean to 36 digits, half to even, without zeros at the end.
std::string mean_of(const Integer& hundredths, std::size_t count) {
  const Integer size = abs(hundredths);
  const Integer divisor = Integer(100) * count;
  std::size_t places = 36;
  for (Integer whole = size / divisor; whole != 0; whole /= 10) --places;
  const Integer scaled = size * pow(Integer(10), static_cast<unsigned>(places));
  Integer mean = scaled / divisor;
  const Integer twice = (scaled - mean * divisor) * 2;
  if (twice > divisor || (twice == divisor && mean % 2 != 0)) ++mean;
  for (; places > 0 && mean % 10 == 0; --places) mean /= 10;
  return with_point(mean, places, hundredths < 0);
}

std::vector<Figures> truths_of(const std::vector<Row>& rows) {
  std::vector<Doubles> wide(kGroups);
  std::vector<std::vector<Integer>> decimal(kGroups);
  for (const auto& row : rows) {
    const auto group = static_cast<std::size_t>(row.group);
    if (!row.wide.empty()) wide[group].push_back(std::strtod(row.wide.c_str(), nullptr));
    if (!row.decimal.empty()) decimal[group].push_back(hundredths_of(row.decimal));
  }
  std::vector<Figures> truths;
  for (std::size_t group = 0; group < kGroups; ++group) {
    Integer total = 0;
    for (const auto& each : decimal[group]) total += each;
    truths.push_back(
        {truth_of(wide[group]),
         {with_point(abs(total), 2, total < 0), mean_of(total, decimal[group].size())}});
  }
  return truths;
}

/// The figures of a result in CSV, by group.
std::vector<Figures> figures_in(const std::string& csv) {
  std::vector<Figures> figures;
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  BOOST_TEST(line == "group,wide,wide_mean,decimal,decimal_mean");
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::array<std::string, 5> cell;
    for (auto& each : cell) std::getline(cells, each, ',');
    BOOST_TEST(cell[0] == std::to_string(figures.size()));
    figures.push_back(
        {{std::strtod(cell[1].c_str(), nullptr), std::strtod(cell[2].c_str(), nullptr)},
         {cell[3], cell[4]}});
  }
  return figures;
}

struct Format {
  const char* suffix;
  const char* reader;
  std::string (*text_of)(const std::vector<Row>&);
  friend std::ostream& operator<<(std::ostream& out, const Format& format) {
    return out << format.suffix;
  }
};

const Format kFormats[] = {
    {"csv", "csv, with: {", csv_of},
    {"ndjson", "json, with: {layout: lines, ", ndjson_of},
    {"xml",
     "xml, with: {record: row, columns: {group: \"@group\", wide: wide, decimal: decimal}, ",
     xml_of}};

struct Fixture {
  void write(const Format& format) const {
    folder.write(std::string("in.") + format.suffix, format.text_of(rows));
    folder.write("run.yaml",
                 std::string("dp: 1\ninput: in.") + format.suffix +
                     "\nmap: [{use: " + format.reader +
                     "types: {wide: float, decimal: decimal}}}]\n"
                     "reduce: {sums: {with: {by: group, take: {wide: sum(wide), wide_mean: "
                     "mean(wide), decimal: sum(decimal), decimal_mean: mean(decimal)}}, to: "
                     "sums.csv}}\n");
  }
  [[nodiscard]] std::string run(const char* workers, const char* chunksize) const {
    const auto outcome = dp::test::dp(
        folder, {"run", "run.yaml", "-q", "-j", workers, "--chunksize", chunksize});
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return folder.read("sums.csv");
  }

  TemporaryFolder folder;
  std::vector<Row> rows = rows_of(1);
};

}  // namespace
}  // namespace sums

BOOST_FIXTURE_TEST_SUITE(sums, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, sums_and_means_are_exact_and_rounded_once_at_most,
                       data::make(kFormats), format) {
  write(format);
  BOOST_TEST((figures_in(run("1", "auto")) == truths_of(rows)));
}

BOOST_DATA_TEST_CASE_F(Fixture, sums_and_means_have_the_same_bytes_in_every_way,
                       data::make(kFormats), format) {
  write(kFormats[0]);
  const auto expected = run("1", "auto");
  write(format);
  for (const char* workers : {"1", "2", "3"})
    for (const char* chunksize : {"64B", "1000B", "auto"})
      BOOST_TEST(run(workers, chunksize) == expected,
                 workers << " workers, chunksize " << chunksize);
}

BOOST_DATA_TEST_CASE_F(Fixture, sums_and_means_have_the_same_bytes_while_workers_are_killed,
                       data::make(kFormats), format) {
  write(format);
  const auto expected = run("1", "auto");
  std::filesystem::remove(folder.path("sums.csv"));
  std::mt19937 random(1);
  dp::test::DpProcess process(folder,
                              {"run", "run.yaml", "-q", "-j", "3", "--chunksize", "500B"});
  for (std::size_t kills = 0; process.running() && kills < 20; ++kills) {
    ::usleep(static_cast<useconds_t>(2000 + random() % 4000));
    const auto workers = process.workers();
    if (!workers.empty()) ::kill(workers[random() % workers.size()], SIGKILL);
  }
  const auto outcome = process.wait();
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("sums.csv") == expected);
}

BOOST_AUTO_TEST_SUITE_END()
