// SPDX-License-Identifier: Apache-2.0
// Exact numbers from input to output, in whole runs.
#include <boost/test/unit_test.hpp>
#include <string>

#include "dp_process.hpp"

namespace decimals {
namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;

struct Fixture {
  /// Run a pipeline over a file, with what follows its `input`.
  Outcome run(const std::string& input, const std::string& rest,
              const std::vector<std::string>& more = {}) {
    folder.write("p.yaml", "dp: 1\ninput: " + input + "\n" + rest);
    std::vector<std::string> arguments = {"run", "-q", "p.yaml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto outcome = dp::test::dp(folder, arguments);
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return outcome;
  }
  TemporaryFolder folder;
};

/// Records without a fraction that a float would change, but for one late one.
std::string plain_prices(int rows) {
  std::string text = "id,price\n";
  for (int i = 0; i < rows; ++i) {
    const bool is_late = i == rows - 10;
    text += std::to_string(i) + (is_late ? ",1.10\n" : "," + std::to_string(i % 90) + ".5\n");
  }
  return text;
}

}  // namespace
}  // namespace decimals

BOOST_FIXTURE_TEST_SUITE(decimals, Fixture)

BOOST_AUTO_TEST_CASE(digits_come_back_from_one_format_to_another) {
  const std::string table =
      "sku,price,share,total\n12E4,10.90,0.1000,12345678901234567890.50\n"
      "1E05,5.00,3.14159265358979323846,0.10\n";
  folder.write("in.csv", table);
  run("in.csv", "map: [{use: csv}]\noutput: o.ndjson\n");
  BOOST_TEST(
      folder.read("o.ndjson") ==
      "{\"sku\":\"12E4\",\"price\":10.90,\"share\":0.1000,\"total\":12345678901234567890.50}\n"
      "{\"sku\":\"1E05\",\"price\":5.00,\"share\":3.14159265358979323846,\"total\":0.10}\n");
  run("o.ndjson", "map: [{use: json}]\noutput: back.csv\n");
  BOOST_TEST(folder.read("back.csv") == table);
}

BOOST_AUTO_TEST_CASE(sums_and_means_are_those_of_arithmetic) {
  folder.write("in.csv",
               "k,x\na,0.1\na,0.2\nb,0.1\nb,0.1\nb,0.1\nb,0.1\nb,0.1\nb,0.1\nb,0.1\nb,0.1\n"
               "b,0.1\nb,0.1\nc,1.005\nc,2.01\nd,0.1\nd,0.7\n");
  run("in.csv",
      "map: [{use: csv, with: {types: {x: decimal}}}]\n"
      "reduce: {r: {with: {by: k, take: {s: sum(x), m: mean(x)}}, to: [out.csv]}}\n");
  BOOST_TEST(folder.read("out.csv") ==
             "k,s,m\na,0.3,0.15\nb,1.0,0.1\nc,3.015,1.5075\nd,0.8,0.4\n");
}

BOOST_AUTO_TEST_CASE(conditions_and_columns_are_exact) {
  folder.write("in.csv", "price,count\n0.10,3\n19.99,100\n0.30,1\n");
  const auto outcome = run("in.csv",
                           "map:\n  - use: csv\n  - where: price * count != 19.99\n"
                           "  - derive: {total: price * count, is_same: price == 0.1 + 0.2}\n  "
                           "- select: [total, is_same]\n");
  BOOST_TEST(outcome.out ==
             "{\"total\":0.30,\"is_same\":false}\n{\"total\":1999.00,\"is_same\":false}\n"
             "{\"total\":0.30,\"is_same\":true}\n");
}

BOOST_AUTO_TEST_CASE(a_late_value_that_a_float_would_change_makes_the_column_decimal) {
  const auto table = plain_prices(40'000);
  folder.write("in.csv", table);
  const std::string rest =
      "map: [{use: csv}]\noutput: out.csv\n"
      "reduce: {r: {with: {take: {s: sum(price), least: min(price)}}, to: sum.csv}}\n";
  for (const char* workers : {"1", "2"})
    for (const char* chunksize : {"4KiB", "auto"}) {
      run("in.csv", rest, {"-j", workers, "--chunksize", chunksize});
      BOOST_TEST((folder.read("out.csv") == table));
      BOOST_TEST(folder.read("sum.csv") == "s,least\n1798970.60,0.5\n");
    }
}

BOOST_AUTO_TEST_CASE(fractions_that_a_float_gives_back_stay_floats) {
  folder.write("in.csv", "x\n0.1\n0.2\n");
  run("in.csv", "map: [{use: csv}]\nreduce: {r: {with: {take: {s: sum(x)}}, to: out.csv}}\n");
  BOOST_TEST(folder.read("out.csv") == "s\n0.30000000000000004\n");
}

BOOST_AUTO_TEST_CASE(what_has_more_than_36_digits_is_rejected_where_the_type_is_given) {
  folder.write("in.csv", "x\n1.50\n1234567890123456789012345678901234567\nn/a\n2\n");
  folder.write("p.yaml",
               "dp: 1\ninput: in.csv\nmap: [{use: csv, with: {types: {x: decimal}}}]\n"
               "errors: {rejects: rejects.ndjson}\n");
  const auto outcome = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 3);
  BOOST_TEST(outcome.out == "{\"x\":1.50}\n{\"x\":2}\n");
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.find("\"column 'x': got '1234567890123456789012345678901234567', expected "
                          "decimal of at most 36 digits\"") != std::string::npos,
             rejects);
  BOOST_TEST(rejects.find("\"column 'x': got 'n/a', expected decimal\"") != std::string::npos,
             rejects);
}

BOOST_AUTO_TEST_SUITE_END()
