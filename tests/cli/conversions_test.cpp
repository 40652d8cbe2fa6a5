// SPDX-License-Identifier: Apache-2.0
// From one format into another and back, and the same from packed files.
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"
#include "gzip.hpp"
#include "logs.hpp"
#include "typed_rows.hpp"
#include "zstd.hpp"

namespace conversions {
namespace {

namespace data = boost::unit_test::data;
using dp::test::TemporaryFolder;
using dp::test::TypedRows;

/// How an input is shared out.
struct Way {
  const char* workers;
  const char* chunksize;
};
constexpr Way kWays[] = {{"1", "auto"}, {"1", "70B"}, {"3", "900B"}, {"2", "20KB"}};

/// What is around the first byte that is not as wanted; empty if there is none.
std::string difference(const std::string& got, const std::string& expected) {
  if (got == expected) return {};
  const auto place =
      std::mismatch(got.begin(), got.end(), expected.begin(), expected.end()).first;
  const auto at = static_cast<std::size_t>(place - got.begin());
  const auto begin = at < 100 ? 0 : at - 100;
  return "got " + got.substr(begin, 200) + ", expected " + expected.substr(begin, 200);
}

struct Fixture {
  /// What a reader makes of files, as written by the output's suffix.
  [[nodiscard]] std::string convert(const std::string& input, const std::string& reader,
                                    const std::string& output,
                                    const std::vector<std::string>& more = {},
                                    int expected = 0) const {
    folder.write("run.yaml", "dp: 1\ninput: \"" + input + "\"\nmap: [{use: " + reader +
                                 "}]\noutput: " + output + "\n");
    std::vector<std::string> words{"run", "run.yaml", "-q"};
    words.insert(words.end(), more.begin(), more.end());
    const auto outcome = dp::test::dp(folder, words);
    BOOST_TEST(outcome.exit_code == expected, outcome.err);
    return folder.read(output);
  }

  /// Convert, however the input is cut and shared out; always into `expected`.
  void check(const std::string& input, const std::string& reader, const std::string& output,
             const std::string& expected) const {
    for (const auto& [workers, chunksize] : kWays)
      BOOST_TEST(
          difference(convert(input, reader, output, {"-j", workers, "--chunksize", chunksize}),
                     expected) == "",
          input << ", " << workers << " workers, chunksize " << chunksize);
  }

  TemporaryFolder folder;
  TypedRows first{1, 600};
  TypedRows second{2, 20};
  std::string all = TypedRows::csv_header() + first.csv() + second.csv();
  std::string json = "json, with: {layout: lines, " + TypedRows::types() + "}";
};

/// A reader, and a text for it.
struct Readable {
  std::string reader;
  std::string text;
  int exit_code;
  friend std::ostream& operator<<(std::ostream& out, const Readable& one) {
    return out << one.reader;
  }
};

std::vector<Readable> readables() {
  const TypedRows rows(3, 800);
  return {{"lines", rows.csv(), 0},
          {"weblog", dp::test::access_log(4, 1500, 70), 3},
          {"csv", TypedRows::csv_header() + rows.csv() + "1,2\n", 3},
          {"json, with: {layout: lines}", rows.json("\n") + "\n{]\n", 3},
          {"json, with: {layout: array}", "[" + rows.json(",\n") + "]", 0},
          {"xml, with: {record: row}", "<rows>" + rows.xml() + "<row>&no;</row></rows>", 3}};
}

}  // namespace
}  // namespace conversions

BOOST_FIXTURE_TEST_SUITE(conversions, Fixture)

BOOST_AUTO_TEST_CASE(csv_that_went_through_ndjson_has_the_same_bytes) {
  folder.write("a.csv", TypedRows::csv_header() + first.csv());
  folder.write("b.csv", TypedRows::csv_header() + second.csv());
  const auto csv = "csv, with: {" + TypedRows::types() + "}";
  const auto ndjson = convert("[ab].csv", csv, "all.ndjson");
  check("[ab].csv", csv, "all.ndjson", ndjson);
  check("[ab].csv", csv, "same.csv", all);
  check("all.ndjson", json, "back.csv", all);
}

BOOST_AUTO_TEST_CASE(types_that_are_guessed_on_both_ways_lose_nothing_either) {
  folder.write("a.csv", all);
  check("a.csv", "csv", "same.csv", all);
  (void)convert("a.csv", "csv", "all.ndjson");
  check("all.ndjson", "json", "back.csv", all);
}

BOOST_AUTO_TEST_CASE(json_becomes_csv_in_input_order) {
  folder.write("a.ndjson", first.json("\n"));
  folder.write("b.ndjson", second.json("\r\n") + "\n");
  check("*.ndjson", json, "lines.csv", all);
  folder.write("a.json", "[" + first.json(",\n") + "]\n");
  folder.write("b.json", "\xef\xbb\xbf[ " + second.json("\n, ") + " ]");
  check("*.json", "json, with: {layout: array, " + TypedRows::types() + "}", "array.csv", all);
}

BOOST_AUTO_TEST_CASE(xml_becomes_csv_and_ndjson_in_input_order) {
  folder.write("a.xml", "<?xml version=\"1.0\"?>\n<rows>\n" + first.xml() + "</rows>\n");
  folder.write("b.xml", "<rows>" + second.xml() + "</rows>");
  for (const char* record : {"row", "/rows/row"}) {
    const auto xml = std::string("xml, with: {record: ") + record + ", " +
                     TypedRows::xml_columns() + ", " + TypedRows::types() + "}";
    check("*.xml", xml, "xml.csv", all);
    check("*.xml", xml, "all.ndjson", convert("*.xml", xml, "one.ndjson", {"-j", "1"}));
    check("all.ndjson", json, "back.csv", all);
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, packed_files_give_what_plain_ones_give, data::make(readables()),
                       readable) {
  const auto& [reader, text, exit_code] = readable;
  folder.write("plain", text);
  folder.write("packed.gz", dp::test::gzip(text));
  folder.write("packed.zst", dp::test::zstd(text));
  const auto plain = convert("plain", reader, "plain.ndjson", {"-j", "1"}, exit_code);
  BOOST_TEST(plain.size() > 40'000U);
  for (const char* input : {"packed.gz", "packed.zst"})
    for (const auto& [workers, chunksize] : {kWays[0], kWays[2]})
      BOOST_TEST(difference(convert(input, reader, "packed.ndjson",
                                    {"-j", workers, "--chunksize", chunksize}, exit_code),
                            plain) == "",
                 input << ", " << workers << " workers, chunksize " << chunksize);
}

BOOST_AUTO_TEST_SUITE_END()
