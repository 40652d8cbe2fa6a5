// SPDX-License-Identifier: Apache-2.0
#include "plugins/truths.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <dp/escape.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "fixture.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(csv_truths)

// Real files, against what Python's csv module says of them. They are not part of the
// repository: they are looked for beside it, and without them these cases say that they were
// skipped.

namespace {
namespace fs = std::filesystem;
using dp::test::Rows;

const fs::path& kData = dp::test::kRealData;

/// Python lets anything stand after a closing quote and ends an open one with the file; dp
/// rejects such lines.
const std::set<std::string> kWrongQuotes = {
    "csv/duckdb/error/json.csv",
    "csv/duckdb/rejects/multiple_errors/multiple_errors.csv",
    "csv/duckdb/rejects/multiple_errors/unquoted_cast.csv",
    "csv/duckdb/rejects/multiple_errors/unquoted_less.csv",
    "csv/duckdb/rejects/multiple_errors/unquoted_maxline.csv",
    "csv/duckdb/rejects/multiple_errors/unquoted_more.csv",
    "csv/duckdb/rejects/unquoted/basic.csv",
    "csv/duckdb/rejects/unquoted/unquoted_last_value.csv",
    "csv/duckdb/rejects/unquoted/unquoted_new_line.csv",
    "csv/derived/airports_50_unclosed_quote.csv",
    "csv/rust-csv/strange.csv"};

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string sha256(const std::string& bytes) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("bytes", bytes);
  FILE* pipe = popen(("sha256sum < '" + path + "'").c_str(), "r");
  BOOST_REQUIRE(pipe != nullptr);
  char hash[65] = {};
  BOOST_TEST(fread(hash, 1, 64, pipe) == 64u);
  pclose(pipe);
  return hash;
}

/// Each row as a JSON list of strings, as Python's json module writes it.
std::string json_lines(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    char before = '[';
    for (const auto& cell : row) {
      text += std::exchange(before, ',');
      dp::format::append_json(text, cell);
    }
    text += "]\n";
  }
  return text;
}

struct Truth {
  std::string name, hash, delimiter;
  std::size_t columns = 0;               ///< of the first record
  std::size_t records = 0, fitting = 0;  ///< with as many fields
  bool utf8 = true;
};

Truth truth_of(const std::string& name, simdjson::dom::element entry) {
  Truth truth;
  truth.name = name;
  truth.hash = std::string_view{entry["records_sha256_as_json_lines"]};
  truth.delimiter = std::string_view{entry["delimiter_assumed"]};
  truth.columns = entry["first_record"].get_array().size();
  truth.records = static_cast<std::size_t>(std::int64_t{entry["python_records_incl_first"]});
  for (const auto [count, records] : entry["fields_per_record"].get_object())
    if (std::string(count) == std::to_string(truth.columns))
      truth.fitting = static_cast<std::size_t>(std::int64_t{records});
  truth.utf8 = bool{entry["utf8"]};
  return truth;
}

dp::test::Given options_of(const Truth& truth) {
  auto given = dp::test::as_text(truth.columns);
  given.emplace_back("delimiter", dp::data::Value::of(truth.delimiter));
  return given;
}

void check_file(const Truth& truth, const std::string& text) {
  auto task = dp::test::open_csv("", options_of(truth));
  BOOST_TEST(dp::test::feed(task, text, std::max<std::size_t>(text.size(), 1)) == text.size());
  BOOST_TEST(task.rows().size() == truth.fitting);
  BOOST_TEST(task.rows().size() + task.rejects().size() == truth.records);
  if (truth.fitting == truth.records) BOOST_TEST(sha256(json_lines(task.rows())) == truth.hash);
}

void check_cuts(const Truth& truth, const std::string& text) {
  const bool utf16 = text.starts_with("\xff\xfe");  // refused
  if (text.size() > 4096 || utf16) return;
  auto task = dp::test::open_csv("", options_of(truth));
  const auto whole = dp::test::read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(dp::test::feed(task, text, size) == text.size());
    const bool same = dp::test::seen(task) == whole;
    BOOST_REQUIRE_MESSAGE(same, truth.name << " in pieces of " << size);
    const auto start = dp::test::feed(task, text, text.size(), 0, size);
    BOOST_REQUIRE(dp::test::feed(task, text, text.size(), start) == text.size());
    const bool parted = dp::test::seen(task) == whole;
    BOOST_REQUIRE_MESSAGE(parted, truth.name << " parted at " << size);
  }
}

/// Call `check` with each plain CSV file of the truths.
template <class Check>
void for_each_file(Check check) {
  dp::test::for_each_truth("csv/", 70, [&](const std::string& name, auto facts) {
    if (std::string_view(facts["how"]) != "plain") return false;
    check(truth_of(name, facts), contents(kData / name));
    return true;
  });
}
}  // namespace

BOOST_AUTO_TEST_CASE(real_files_give_the_records_that_python_gives) {
  for_each_file([](const Truth& truth, const std::string& text) {
    if (truth.utf8 && !kWrongQuotes.contains(truth.name)) check_file(truth, text);
  });
}

BOOST_AUTO_TEST_CASE(small_files_read_the_same_however_they_are_cut) {
  for_each_file(check_cuts);
}

BOOST_AUTO_TEST_SUITE_END()
