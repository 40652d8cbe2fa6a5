// SPDX-License-Identifier: Apache-2.0
#include "run/expectation.hpp"

#include <boost/test/unit_test.hpp>

#include "pipeline/yaml.hpp"

BOOST_AUTO_TEST_SUITE(expectation)

namespace {

using dp::pipeline::Diagnostics;
using dp::pipeline::FileText;

/// The differences of rows from the YAML list `expected`, as "LINE:COLUMN text".
std::vector<std::string> differences(const std::string& expected, const std::string& rows) {
  const FileText source("test.yaml", expected);
  Diagnostics diagnostics(source);
  const auto node = dp::pipeline::parse_yaml(source, diagnostics).value();
  std::vector<std::string> found;
  for (const auto& each : dp::run::compare_rows(node.items, rows, node.mark))
    found.push_back(std::to_string(each.mark.line) + ":" + std::to_string(each.mark.column) +
                    " " + each.text);
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE(values_that_are_written_alike_are_equal) {
  const std::string row = R"({"i":42,"f":1.5,"t":"yes","b":true,"n":null,"d":"2026-11-01"})";
  BOOST_TEST(
      differences("- {i: 42, f: 1.5, t: 'yes', b: true, n: null, d: 2026-11-01}", row + "\n")
          .empty());
  BOOST_TEST(differences("- {f: 1.50, i: 42.0}", row).empty());
}

BOOST_AUTO_TEST_CASE(decimals_are_compared_with_all_their_digits) {
  const std::string row = R"({"a":12345678901234567890.50,"b":98765432109876543210,"c":0.30})";
  BOOST_TEST(differences("- {a: 12345678901234567890.5, b: 98765432109876543210, c: 0.3}", row)
                 .empty());
  BOOST_TEST((differences("- {a: 12345678901234567890.51}", row) ==
              Texts{"1:4 row 1: a: expected 12345678901234567890.51, got "
                    "12345678901234567890.50"}));
  BOOST_TEST(
      (differences("- {c: 0.31}", row) == Texts{"1:4 row 1: c: expected 0.31, got 0.30"}));
  // What may be a float is as near as a float is.
  BOOST_TEST(
      differences("- {f: 0.29999999999999999, g: 1e300}", R"({"f":0.3,"g":1e300})").empty());
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_object_is_a_difference) {
  BOOST_TEST((differences("- {a: 1}", "[1]\n") == Texts{"1:3 row 1: is no JSON object: [1]"}));
  BOOST_TEST((differences("- {a: 1}", "{\"a\":}\n") ==
              Texts{"1:3 row 1: is no JSON object: {\"a\":}"}));
}

BOOST_AUTO_TEST_CASE(columns_that_are_not_named_may_hold_anything) {
  BOOST_TEST(differences("- {a: 1}\n- {}", "{\"a\":1,\"b\":2}\n{\"c\":3}\n").empty());
}

BOOST_AUTO_TEST_CASE(a_difference_tells_row_column_and_both_values) {
  BOOST_TEST((differences("- {a: 1}\n- {a: 2}", "{\"a\":1}\n{\"a\":\"x\"}\n") ==
              Texts{"2:4 row 2: a: expected 2, got 'x'"}));
  BOOST_TEST(
      (differences("- {a: '1'}", "{\"a\":1}\n") == Texts{"1:4 row 1: a: expected '1', got 1"}));
  BOOST_TEST((differences("- {a: null}", "{\"a\":0}\n") ==
              Texts{"1:4 row 1: a: expected null, got 0"}));
  BOOST_TEST((differences("- {a: true}", "{\"a\":1}\n") ==
              Texts{"1:4 row 1: a: expected true, got 1"}));
}

BOOST_AUTO_TEST_CASE(a_column_that_is_not_there_is_a_difference) {
  BOOST_TEST((differences("- {statsu: 1}", "{\"status\":1}\n") ==
              Texts{"1:4 row 1: no column 'statsu', did you mean 'status'?"}));
}

BOOST_AUTO_TEST_CASE(more_or_fewer_rows_are_a_difference) {
  BOOST_TEST((differences("- {a: 1}", "") == Texts{"1:1 expected 1 rows, got 0"}));
  BOOST_TEST(
      (differences("[]", "{\"a\":1}\n{\"a\":2}\n") == Texts{"1:1 expected 0 rows, got 2"}));
}

BOOST_AUTO_TEST_SUITE_END()
