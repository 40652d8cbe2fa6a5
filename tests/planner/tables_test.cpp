// SPDX-License-Identifier: Apache-2.0
#include "planner/tables.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace tables {

using namespace dp;
using namespace dp::test;

namespace {

pipeline::Join join_with(std::initializer_list<std::string> files) {
  pipeline::Join join;
  for (const auto& file : files) join.files.push_back({file, {1, 1, 1}});
  return join;
}

/// What reads a table of texts.
protocol::TableRequest request_of(const input::Items& items) {
  protocol::TableRequest request;
  request.intake = protocol::Intake::lines;
  request.reader = {kKit, "kit.lines", data::Value::map()};
  request.keys = {"text"};
  for (std::size_t i = 0; i < items.list.size(); ++i)
    request.files.push_back(planner::slice_of(items.list[i], i));
  return request;
}

protocol::Plan plan_with(const pool::StoreRange& table) {
  protocol::Plan plan;
  auto& stage = plan.stages.emplace_back();
  stage.kind = protocol::Stage::Kind::join;
  stage.join.table = table;
  return plan;
}

/// Where a store has what it has; 0: nothing.
std::uint64_t place_of(const protocol::TableReply& table) {
  BOOST_TEST(table.table.size != 0U);
  return table.table.offset;
}

struct Fixture {
  TemporaryFolder folder;
  pipeline::FileText source{"p.yaml", "x\n"};
  pipeline::Diagnostics diagnostics{source};
};

}  // namespace
}  // namespace tables

BOOST_FIXTURE_TEST_SUITE(tables, Fixture)

BOOST_AUTO_TEST_CASE(a_reader_is_known_by_the_extension_also_of_what_is_compressed) {
  const auto reader = [](const char* file) {
    return planner::table_reader(join_with({file})).task;
  };
  BOOST_TEST(reader("a.csv") == "csv");
  BOOST_TEST(reader("a.b/c.tsv.gz") == "csv");
  BOOST_TEST(reader("a.ndjson.zst") == "json");
  BOOST_TEST(reader("a.json") == "json");
  BOOST_TEST(reader("a.xml") == "xml");
  BOOST_TEST(reader("csv") == "");
  auto named = join_with({"a.csv"});
  named.use.task = "lines";
  BOOST_TEST(planner::table_reader(named).task == "lines");
}

BOOST_AUTO_TEST_CASE(files_are_found_in_their_order_and_streams_are_refused) {
  const auto a = folder.write("a.csv", "x"), b = folder.write("b.csv", "x");
  const auto items = planner::table_items(join_with({b, a}), diagnostics).value();
  BOOST_REQUIRE(items.list.size() == 2U);
  BOOST_TEST(items.list[0].name == a);
  BOOST_TEST(diagnostics.list().empty());
  (void)planner::table_items(join_with({"/dev/stdin"}), diagnostics);
  BOOST_REQUIRE(diagnostics.list().size() == 1U);
  BOOST_TEST(diagnostics.list()[0].message ==
             "join.with: a table is read from files ('/dev/stdin' is a stream)");
}

BOOST_AUTO_TEST_CASE(files_have_an_identity_if_they_are_there) {
  const auto a = folder.write("a.csv", "x");
  const auto files = planner::table_files(join_with({a}));
  BOOST_REQUIRE(files.size() == 1U);
  BOOST_TEST((files[0] == identify(a)));
  BOOST_TEST(planner::table_files(join_with({folder.path("none.csv")})).empty());
}

BOOST_AUTO_TEST_CASE(a_record_s_place_is_a_line) {
  auto pool = pool_of_dp();
  const auto a = folder.write("a.csv", "x\ny\nz\n");
  const auto items = planner::table_items(join_with({a}), diagnostics).value();
  BOOST_TEST(planner::table_place(pool, items, {0, 4}).value() == a + ":3");
}

BOOST_AUTO_TEST_CASE(a_table_is_read_once_while_its_files_and_what_is_asked_are_the_same) {
  auto pool = pool_of_dp();
  const auto file = folder.write("a.csv", "x\ny\nz\n");
  planner::Tables tables;
  const auto read = [&](bool anti) {
    const auto items = planner::table_items(join_with({file}), diagnostics).value();
    auto request = request_of(items);
    if (anti) request.taken.emplace();
    return tables.read(pool, items, request).value().value();
  };
  const auto first = place_of(read(false));
  BOOST_TEST(place_of(read(false)) == first);
  BOOST_TEST(tables.count() == 1U);
  const auto other = place_of(read(true));
  BOOST_TEST(other != first);
  BOOST_TEST(place_of(read(true)) == other);
  folder.write("a.csv", "x\ny\nw\n");
  const auto changed = place_of(read(false));
  BOOST_TEST(changed != first);
  BOOST_TEST(place_of(read(false)) == changed);
  BOOST_TEST(tables.count() == 3U);
}

BOOST_AUTO_TEST_CASE(what_a_plan_does_not_join_with_is_given_up) {
  auto pool = pool_of_dp();
  planner::Tables tables;
  std::vector<pool::StoreRange> ranges;
  for (const char* name : {"a.csv", "b.csv"}) {
    const auto file = folder.write(name, "x\ny\n");
    const auto items = planner::table_items(join_with({file}), diagnostics).value();
    ranges.push_back(tables.read(pool, items, request_of(items)).value().value().table);
  }
  const auto shown = [&](const pool::StoreRange& range) {
    std::string bytes;
    BOOST_TEST(bool(pool.load(range, bytes)));
    return bytes;
  };
  const auto before = shown(ranges[1]);
  tables.keep_those_of(plan_with(ranges[1]), pool);
  BOOST_TEST(tables.count() == 1U);
  BOOST_TEST(shown(ranges[1]) == before);
  tables.keep_those_of({}, pool);
  BOOST_TEST(tables.count() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
