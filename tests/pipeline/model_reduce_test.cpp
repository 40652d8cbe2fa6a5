// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "pipeline/model.hpp"
#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(model_reduce)

using dp::test::Loaded;
namespace data = boost::unit_test::data;

namespace {

struct Bad {
  const char* text;   ///< of `output` or `reduce`, in the third line
  const char* shown;  ///< the first line of the first diagnostic, without "web.yaml:3:"
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }

const Bad kBad[] = {
    {"output: []", "9: error: output: the list is empty"},
    {"output: [[a]]",
     "10: error: output: expected a path, or a map with 'use' and 'with' (got a list)"},
    {"output: {with: {path: a}}", "9: error: output: the sink has no 'use'"},
    {"output: {use: csv, with: {pth: a}}",
     "9: error: output: the sink has no path (did you write 'pth' for 'path'?)"},
    {"reduce: a", "9: error: reduce: expected a map of names to reducers (got 'a')"},
    {"reduce: {a: {by: b}}", "14: error: unknown key 'by' in reduce.a"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(reducers_and_sinks_have_one_shape) {
  const Loaded loaded(dp::test::kWeb);
  BOOST_REQUIRE(loaded.model);
  const auto& errors = loaded.model->reduce.at(0);
  BOOST_TEST(errors.name.text == "errors");
  BOOST_REQUIRE(errors.to.size() == 3u);
  BOOST_TEST(errors.to[0].path.text == "-");
  BOOST_TEST(errors.to[1].path.text == "out/errors.csv");
  BOOST_TEST(errors.to[1].use.task == "");
  BOOST_TEST(errors.to[2].path.text == "out/errors.json");
  BOOST_TEST(errors.to[2].use.task == "json");
  BOOST_TEST(errors.to[2].use.with.entries.size() == 1u);
  const auto& all = loaded.model->reduce.at(1);
  BOOST_TEST(all.use.task == "group");
  BOOST_TEST(all.to.at(0).path.text == "-");
  BOOST_TEST(loaded.model->output.at(0).path.text == "out/records.ndjson");
}

BOOST_AUTO_TEST_CASE(a_level_is_dps_own_where_the_file_is_compressed) {
  const Loaded loaded(
      "dp: 1\ninput: {range: 3}\noutput:\n"
      "  - {use: csv, with: {path: a.csv.gz, level: 7}}\n"
      "  - {use: csv, with: {path: a.csv, level: 7}}\n");
  BOOST_REQUIRE(loaded.model);
  const auto& sinks = loaded.model->output;
  BOOST_TEST(sinks.at(0).level == 7);
  BOOST_TEST(sinks.at(0).use.with.entries.empty());
  BOOST_TEST(sinks.at(1).level == 0);
  BOOST_TEST(sinks.at(1).use.with.entries.size() == 1u);
}

BOOST_DATA_TEST_CASE(each_mistake_has_a_place_and_a_message, data::make(kBad), bad) {
  const Loaded loaded("dp: 1\ninput: {range: 3}\n" + std::string(bad.text) + "\n");
  BOOST_TEST(loaded.diagnostics.has_errors());
  BOOST_TEST(dp::test::first_line(loaded) == "web.yaml:3:" + std::string(bad.shown));
}

BOOST_AUTO_TEST_SUITE_END()
