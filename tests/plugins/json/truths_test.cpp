// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(json_truths)

// Real files, and a suite of small ones, each right or wrong. They are not part of the
// repository: they are looked for beside it, and without them these cases say that they were
// skipped.

namespace {
namespace fs = std::filesystem;
using dp::data::Value;
using dp::test::Given;

const fs::path kData = fs::path(DP_TEST_SOURCE_DIR) / "../shared/data/json";

bool is_there() {
  if (fs::exists(kData)) return true;
  BOOST_TEST_MESSAGE("skipped: no " << kData << " on this machine");
  return false;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

/// What RFC 8259 leaves to the reader, and is taken here; the others of their kind are rejected.
const std::set<std::string> kTaken = {
    // Numbers of any size are JSON. What no column's type holds is text, or rejected by type.
    "i_number_double_huge_neg_exp.json",
    "i_number_huge_exp.json",
    "i_number_neg_int_huge_exp.json",
    "i_number_pos_double_huge_exp.json",
    "i_number_real_neg_overflow.json",
    "i_number_real_pos_overflow.json",
    "i_number_real_underflow.json",
    "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
    // 500 levels are less than 1024.
    "i_structure_500_nested_arrays.json",
    // A byte order mark at the beginning is passed over.
    "i_structure_UTF-8_BOM_empty_object.json",
};

/// Halves of surrogate pairs are no characters, and have no UTF-8.
const std::set<std::string> kHalves = {
    "i_object_key_lone_2nd_surrogate.json",
    "i_string_1st_surrogate_but_2nd_missing.json",
    "i_string_1st_valid_surrogate_2nd_invalid.json",
    "i_string_incomplete_surrogate_and_escape_valid.json",
    "i_string_incomplete_surrogate_pair.json",
    "i_string_incomplete_surrogates_escape_valid.json",
    "i_string_invalid_lonely_surrogate.json",
    "i_string_invalid_surrogate.json",
    "i_string_inverted_surrogates_U+1D11E.json",
    "i_string_lone_second_surrogate.json",
};

/// Not UTF-8: Latin-1, UTF-16, overlong forms, surrogates and what lies beyond U+10FFFF.
const std::set<std::string> kNotUtf8 = {
    "i_string_UTF-16LE_with_BOM.json",
    "i_string_UTF-8_invalid_sequence.json",
    "i_string_UTF8_surrogate_U+D800.json",
    "i_string_invalid_utf-8.json",
    "i_string_iso_latin_1.json",
    "i_string_lone_utf8_continuation_byte.json",
    "i_string_not_in_unicode_range.json",
    "i_string_overlong_sequence_2_bytes.json",
    "i_string_overlong_sequence_6_bytes.json",
    "i_string_overlong_sequence_6_bytes_null.json",
    "i_string_truncated-utf-8.json",
    "i_string_utf16BE_no_BOM.json",
    "i_string_utf16LE_no_BOM.json",
};

struct Truth {
  const char* name;
  const char* at;  ///< path to the array; nullptr: lines
  std::size_t records, rejects;
};

const Truth kTruths[] = {
    {"amazon_cellphones.ndjson", nullptr, 793, 0},
    {"derived/amazon_100_three_bad_lines.ndjson", nullptr, 100, 2},
    {"derived/amazon_200_last_line_cut.ndjson", nullptr, 199, 1},
    {"derived/amazon_50_crlf.ndjson", nullptr, 50, 0},
    {"qsv/boston311-100-untrimmed.jsonl", nullptr, 100, 0},
    {"qsv/boston311-100.jsonl", nullptr, 100, 0},
    {"simdjson/apache_builds.json", "jobs", 875, 0},
    {"simdjson/apache_builds.json", "/views", 4, 0},
    {"simdjson/citm_catalog.json", "performances", 243, 0},
    {"simdjson/github_events.json", ".", 30, 0},
    {"simdjson/twitter.json", "statuses", 100, 0},
    {"vega/countries.json", ".", 620, 0},
    {"vega/flights-2k.json", ".", 2000, 0},
    {"vega/londonBoroughs.json", "arcs", 109, 0},
    {"vega/londonBoroughs.json", "bbox", 4, 0},
    {"vega/penguins.json", ".", 344, 0},
    {"vega/world-110m.json", "arcs", 985, 0},
};

}  // namespace

BOOST_AUTO_TEST_CASE(documents_of_the_parsing_suite_are_taken_or_rejected) {
  if (!is_there()) return;
  auto task = dp::test::open_json("", dp::test::whole_as_text("document"));
  std::map<char, std::size_t> files;
  for (const auto& entry : fs::directory_iterator(kData / "JSONTestSuite/test_parsing")) {
    const auto name = entry.path().filename().string();
    BOOST_TEST_CONTEXT(name) {
      const auto text = contents(entry.path());
      task.forget();
      BOOST_REQUIRE(task.read(text));
      // No document at all is none that is wrong.
      const bool blank = text.find_first_not_of("\xef\xbb\xbf \t\r\n") == std::string::npos;
      BOOST_TEST(task.rows().size() + task.rejects().size() == (blank ? 0u : 1u));
      const bool either = name[0] == 'i';
      const bool known =
          kTaken.contains(name) || kHalves.contains(name) || kNotUtf8.contains(name);
      BOOST_TEST(either == known);
      const bool taken = name[0] == 'y' || kTaken.contains(name);
      BOOST_TEST((task.rows().size() == 1) == taken);
      ++files[name[0]];
    }
  }
  BOOST_TEST(files['y'] == 95u);
  BOOST_TEST(files['n'] == 188u);
  BOOST_TEST(files['i'] == kTaken.size() + kHalves.size() + kNotUtf8.size());
}

BOOST_AUTO_TEST_CASE(elements_of_an_array_are_judged_as_documents_are) {
  if (!is_there()) return;
  auto document = dp::test::open_json("", dp::test::whole_as_text("document"));
  auto array = dp::test::open_json("", dp::test::whole_as_text("array"));
  for (const auto& entry : fs::directory_iterator(kData / "JSONTestSuite/test_parsing")) {
    const auto name = entry.path().filename().string();
    BOOST_TEST_CONTEXT(name) {
      const auto value = contents(entry.path());
      if (dp::test::read_whole(document, value).rows.empty() || value[0] == '\xef') continue;
      const auto text = "[" + value + " , 7]";
      const auto both = dp::test::read_whole(array, text);
      BOOST_TEST(both.rejects.empty());
      BOOST_REQUIRE(both.rows.size() == 2u);
      BOOST_TEST(both.rows[1][0] == "7");
    }
  }
}

BOOST_AUTO_TEST_CASE(real_files_have_the_records_that_they_should) {
  if (!is_there()) return;
  for (const auto& truth : kTruths) {
    BOOST_TEST_CONTEXT(truth.name) {
      const auto text = contents(kData / truth.name);
      auto given = dp::test::whole_as_text(truth.at == nullptr ? "lines" : "array");
      if (truth.at != nullptr) given.emplace_back("at", Value::of(std::string(truth.at)));
      auto task = dp::test::open_json(text, given);
      const auto all = truth.at == nullptr ? dp::test::read_lines(task, text, text.size())
                                           : dp::test::read_whole(task, text);
      BOOST_TEST(all.rows.size() == truth.records);
      BOOST_TEST(all.rejects.size() == truth.rejects);
      for (const std::size_t size : {100U, 10'000U}) {
        if (truth.at == nullptr) {
          BOOST_TEST((dp::test::read_lines(task, text, size) == all));
        } else {
          BOOST_TEST(dp::test::feed(task, text, size) == text.size());
          BOOST_TEST((dp::test::seen(task) == all));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(documents_are_whole_or_one_reject) {
  if (!is_there()) return;
  for (const char* name : {"citm_catalog", "twitter", "apache_builds", "github_events"}) {
    const auto text = contents(kData / "simdjson" / (std::string(name) + ".json"));
    auto task = dp::test::open_json("", dp::test::whole_as_text("document"));
    BOOST_REQUIRE(task.read(text));
    BOOST_TEST(task.rows().size() == 1u, name);
    task.forget();
    BOOST_REQUIRE(task.read(text.substr(0, text.size() / 2)));
    BOOST_TEST(task.rejects().size() == 1u, name);
  }
  const auto cut = contents(kData / "derived/twitter_cut_at_400000.json");
  auto task = dp::test::open_json("", dp::test::whole_as_text("document"));
  BOOST_REQUIRE(task.read(cut));
  BOOST_TEST(task.rows().empty());
  BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
