// SPDX-License-Identifier: Apache-2.0
#include "planner/doubt.hpp"

#include <boost/test/unit_test.hpp>

#include "planner/prepare.hpp"
#include "temporary.hpp"

namespace doubt {
namespace {

struct Fixture {
  dp::planner::Prepared prepare(const std::string& rest) {
    dp::planner::Settings settings;
    settings.worker_command = {DP_PROGRAM};
    settings.plugin_path = {DP_TEST_OWN_PLUGINS};
    const auto path =
        folder.write("p.yaml", "dp: 1\ninput: " + folder.path("in.json") + "\n" + rest);
    return dp::planner::prepare(path, settings).value();
  }
  void write(std::size_t records) {
    std::string text;
    for (std::size_t i = 0; i < records; ++i) text += "{\"a\":1,\"b\":\"some text of it\"}\n";
    folder.write("in.json", text);
  }
  dp::test::TemporaryFolder folder;
};

const std::string kUnknown = "map: [{use: json}, {where: late > 1}]\noutput: '-'\n";

}  // namespace
}  // namespace doubt

BOOST_FIXTURE_TEST_SUITE(doubt, Fixture)

BOOST_AUTO_TEST_CASE(a_column_is_in_doubt_where_more_comes_than_was_seen) {
  write(5'000);
  const auto prepared = prepare(kUnknown);
  BOOST_TEST(!prepared.ok());
  BOOST_TEST(prepared.in_doubt);
  BOOST_TEST(prepared.plan.stages.size() == 1U);
  BOOST_TEST(prepared.plan.stages.front().reader.growing);
  BOOST_TEST(prepare("map: [{use: json, with: {types: {late: int}}}]\noutput: '-'\n").in_doubt);
}

BOOST_AUTO_TEST_CASE(nothing_is_in_doubt_where_all_was_seen) {
  write(5);
  BOOST_TEST(!prepare(kUnknown).in_doubt);
}

BOOST_AUTO_TEST_CASE(nothing_is_in_doubt_where_a_mistake_is_one_anyway) {
  write(5'000);
  BOOST_TEST(
      !prepare("map: [{use: json, with: {no: 1}}, {where: late > 1}]\noutput: '-'\n").in_doubt);
  BOOST_TEST(
      !prepare("map: [{use: json, with: {columns: {a: a}}}, {where: late > 1}]\noutput: '-'\n")
           .in_doubt);
  BOOST_TEST(!prepare("map: [{use: json}, {where: a == 1}]\noutput: '-'\n").in_doubt);
}

BOOST_AUTO_TEST_SUITE_END()
