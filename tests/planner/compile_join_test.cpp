// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace compile_join {

using namespace dp;
using namespace dp::test;
using dp::protocol::Stage;

namespace {

struct Fixture : Compiling {
  /// Records with the columns text and size, joined with a table of the same columns.
  std::string joined(const std::string& join) const {
    return "map:\n  - use: kit.lines\n  - join: {with: {files: " + table +
           ", use: kit.lines}, " + join + "}\noutput: out.kit\n";
  }
  Texts wrong(const std::string& join) {
    auto list = mistakes(joined(join));
    // Where they are depends on how long the table's path is.
    for (auto& each : list) each.erase(0, each.find(' ') + 1);
    return list;
  }
  std::string table = folder.write("t.txt", "one\nfour\nfour\nseven\n");
};

}  // namespace
}  // namespace compile_join

BOOST_FIXTURE_TEST_SUITE(compile_join, Fixture)

BOOST_AUTO_TEST_CASE(the_columns_that_are_taken_follow_those_of_the_records) {
  const auto made = compile(joined("on: text, several: all, take: {length: size}"));
  const auto& stage = made.plan().stages.at(1);
  BOOST_TEST((stage.kind == Stage::Kind::join));
  BOOST_TEST(columns_of(stage.output) == "text: string, size: int, length: int");
  BOOST_TEST((stage.join.keys == std::vector<std::uint32_t>{0}));
  BOOST_TEST((stage.join.taken == std::vector<std::uint32_t>{1}));
  BOOST_TEST(stage.join.several);
  BOOST_TEST(stage.join.table.size != 0U);
}

BOOST_AUTO_TEST_CASE(what_a_left_join_takes_can_be_null) {
  const auto left = compile(joined("on: size, several: first, take: {other: text}"));
  BOOST_TEST(left.plan().stages.at(1).output.at(2).nullable);
  const auto inner =
      compile(joined("on: size, several: first, kind: inner, take: {other: text}"));
  BOOST_TEST(!inner.plan().stages.at(1).output.at(2).nullable);
}

BOOST_AUTO_TEST_CASE(an_anti_join_takes_nothing_and_keys_may_repeat) {
  const auto made = compile(joined("on: text, kind: anti"));
  BOOST_TEST(columns_of(made.plan().stages.at(1).output) == "text: string, size: int");
}

BOOST_AUTO_TEST_CASE(only_the_key_is_read_where_nothing_else_is) {
  const auto made =
      compile("map:\n  - use: kit.lines\n  - join: {with: {files: " + table +
              ", use: kit.lines}, on: text, kind: anti}\n  - select: size\noutput: out.kit\n");
  BOOST_TEST((made.plan().stages.at(0).used == std::vector<std::uint8_t>{1, 1}));
}

BOOST_AUTO_TEST_CASE(mistakes_name_the_column_or_the_row) {
  BOOST_TEST((wrong("on: {text: size}, several: first, take: []") ==
              Texts{"join.on: 'text' of the records is string, 'size' of the table is int: "
                    "expected the same type [cast one of them before, or name the type as the "
                    "table is read: with: {files: ..., with: {types: {...}}}]"}));
  BOOST_TEST((wrong("on: text") ==
              Texts{"join.with: " + table + ":3 has the key of " + table +
                    ":2 [several: first takes the first row of a key, several: all makes a "
                    "record of each]"}));
  BOOST_TEST((wrong("on: text, several: all") ==
              Texts{"join: the records have a column 'size' already [say what to take, and "
                    "under which name: take: {other: size}]"}));
  BOOST_TEST((wrong("on: text, several: all, take: [siz]") ==
              Texts{"join: the table has no column 'siz', did you mean 'size'?"}));
}

BOOST_AUTO_TEST_SUITE_END()
