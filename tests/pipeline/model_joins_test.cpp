// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "pipeline/model.hpp"
#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(model_joins)

using namespace dp::pipeline;
using dp::test::first_line;
using dp::test::Loaded;
namespace data = boost::unit_test::data;

namespace {

std::string with_step(const std::string& step) {
  return "dp: 1\ninput: a\nmap: [{use: b}, {" + step + "}]\n";
}

struct Bad {
  const char* step;
  const char* shown;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.step; }

const Bad kBad[] = {
    {"join: {on: a}", "3:24: error: join: the key 'with' is missing"},
    {"join: {with: t.csv}", "3:24: error: join: the key 'on' is missing"},
    {"join: {with: t.csv, on: {}}",
     "3:42: error: join.on: expected the columns of the key (got none)"},
    {"join: {with: t.csv, on: [a, a]}", "3:46: error: join.on: 'a' is there twice"},
    {"join: {with: t.csv, on: {a: [b]}}", "3:46: error: join.on.a: expected text (got a list)"},
    {"join: {with: t.csv, on: a, kind: outer}",
     "3:51: error: join.kind: expected left, inner or anti (got 'outer')"},
    {"join: {with: t.csv, on: a, several: last}",
     "3:54: error: join.several: expected error, first or all (got 'last')"},
    {"join: {with: t.csv, on: a, kind: anti, take: b}",
     "3:63: error: join.take: kind: anti leaves the records that the table has no row for: "
     "there "
     "is nothing to take"},
    {"join: {with: t.csv, on: a, take: [b, b]}", "3:55: error: join.take: 'b' is there twice"},
    {"join: {with: {use: csv}, on: a}", "3:31: error: join.with: the key 'files' is missing"},
    {"join: {with: '-', on: a}",
     "3:31: error: join.with: a table is read from files, not from a stream"},
    {"unpivot: {name: a}", "3:27: error: unpivot: the key 'columns' is missing"},
    {"unpivot: {columns: [a, a]}", "3:41: error: unpivot.columns: 'a' is there twice"},
    {"unpivot: {columns: a, name: ''}", "3:46: error: unpivot.name: the name is empty"},
    {"flatten: {column: a}", "3:27: error: flatten: the key 'members' is missing"},
    {"flatten: {members: [a]}", "3:27: error: flatten: the key 'column' is missing"},
    {"flatten: {column: a, members: []}", "3:48: error: flatten.members: the list is empty"},
    {"flatten: {column: a, members: {}}",
     "3:48: error: flatten.members: expected paths (got none)"},
    {"flatten: {column: a, members: [b, b]}",
     "3:52: error: flatten.members: 'b' is there twice"},
    {"flatten: {column: a, members: {b: text}}",
     "3:52: error: flatten.members.b: expected bool, int, float, string, timestamp, date, "
     "decimal or json (got 'text')"},
    {"flatten: {column: a, members: b, rest: ''}",
     "3:57: error: flatten.rest: the name is empty"},
    {"flatten: {column: a, members: b, depth: 2}",
     "3:51: error: unknown key 'depth' in flatten"},
};

}  // namespace

BOOST_DATA_TEST_CASE(mistakes_are_told_at_their_places, data::make(kBad), bad) {
  const Loaded loaded(with_step(bad.step));
  BOOST_TEST(first_line(loaded) == std::string("web.yaml:") + bad.shown);
}

BOOST_AUTO_TEST_CASE(a_join_has_a_table_a_key_and_what_it_takes) {
  const Loaded loaded(with_step(
      "join: {with: {files: [t, u], use: csv, with: {header: true}}, on: {a: b, c: d}, "
      "kind: inner, several: all, take: {new: old}}"));
  BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
  const auto& step = loaded.model->map.at(1);
  BOOST_TEST((step.kind == Step::Kind::join && step.whole));
  const auto& join = step.join;
  BOOST_TEST(join.files.size() == 2U);
  BOOST_TEST(join.use.task == "csv");
  BOOST_TEST(join.use.with.entries.size() == 1U);
  BOOST_TEST(join.keys.at(1).column.text == "c");
  BOOST_TEST(join.keys.at(1).name.text == "d");
  BOOST_TEST((join.kind == Join::Kind::inner && join.several == Join::Several::all));
  BOOST_REQUIRE((join.take && join.take->size() == 1));
  BOOST_TEST(join.take->front().column.text == "old");
  BOOST_TEST(join.take->front().name.text == "new");
}

BOOST_AUTO_TEST_CASE(a_join_takes_all_unless_it_says_what) {
  const Loaded all(with_step("join: {with: t.csv, on: a}"));
  BOOST_REQUIRE(all.model);
  BOOST_TEST(!all.model->map.at(1).join.take);
  BOOST_TEST((all.model->map.at(1).join.kind == Join::Kind::left));
  const Loaded none(with_step("join: {with: t.csv, on: a, take: []}"));
  BOOST_REQUIRE(none.model);
  BOOST_TEST(none.shown() == "");
  BOOST_REQUIRE(none.model->map.at(1).join.take);
  BOOST_TEST(none.model->map.at(1).join.take->empty());
}

BOOST_AUTO_TEST_CASE(unpivot_has_names_for_what_it_makes) {
  const Loaded loaded(with_step("unpivot: {columns: [a, b], value: v}"));
  BOOST_REQUIRE(loaded.model);
  const auto& unpivot = loaded.model->map.at(1).unpivot;
  BOOST_TEST(unpivot.columns.size() == 2U);
  BOOST_TEST(unpivot.name.text == "name");
  BOOST_TEST(unpivot.value.text == "v");
}

BOOST_AUTO_TEST_CASE(flatten_has_paths_alone_or_with_types) {
  const Loaded loaded(with_step(
      "flatten: {column: a, members: {b: int, c.d: json}, separator: _, rest: other}"));
  BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
  const auto& step = loaded.model->map.at(1);
  BOOST_TEST((step.kind == Step::Kind::flatten && step.whole));
  const auto& flatten = step.flatten;
  BOOST_TEST(flatten.column.text == "a");
  BOOST_TEST(flatten.members.at(0).column.text == "b");
  BOOST_TEST((flatten.members.at(0).type == dp::Type::int64));
  BOOST_TEST((flatten.members.at(1).type == dp::Type::json));
  BOOST_TEST(flatten.separator == "_");
  BOOST_TEST(flatten.rest.value().text == "other");
  const Loaded plain(with_step("flatten: {column: a, members: [b, c.d]}"));
  BOOST_REQUIRE_MESSAGE(plain.model, plain.shown());
  BOOST_TEST(plain.model->map.at(1).flatten.members.at(1).column.text == "c.d");
  BOOST_TEST((plain.model->map.at(1).flatten.members.at(1).type == dp::Type::json));
  BOOST_TEST(plain.model->map.at(1).flatten.separator == ".");
  BOOST_TEST(!plain.model->map.at(1).flatten.rest);
}

BOOST_AUTO_TEST_SUITE_END()
