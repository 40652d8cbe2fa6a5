// SPDX-License-Identifier: Apache-2.0
#include "planner/flatten.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fixture.hpp"

namespace flatten {

using namespace dp;
using namespace dp::test;

namespace {

const Schema kHave = {{"id", Type::int64, true},
                      {"at", Type::json, true},
                      {"at.n", Type::int64, true},
                      {"text", Type::string, true}};

using Members = std::vector<std::pair<const char*, Type>>;

struct Fixture {
  std::optional<std::vector<protocol::Stage>> make(const Members& members,
                                                   const char* column = "at",
                                                   const char* rest = nullptr) {
    pipeline::Flatten flatten;
    flatten.column = {column, {1, 1, 1}};
    for (const auto& [path, type] : members) {
      auto& member = flatten.members.emplace_back();
      member.column = {path, {1, 1, 1}};
      member.type = type;
    }
    flatten.separator = separator;
    if (rest != nullptr) flatten.rest = pipeline::Text{rest, {1, 1, 1}};
    return planner::flatten_stages(flatten, kHave, diagnostics);
  }
  Texts messages() {
    Texts list;
    for (const auto& each : diagnostics.list()) list.push_back(each.message);
    return list;
  }
  std::string separator = ".";
  pipeline::FileText source{"p.yaml", "x\n"};
  pipeline::Diagnostics diagnostics{source};
};

}  // namespace
}  // namespace flatten

BOOST_FIXTURE_TEST_SUITE(flatten, Fixture)

BOOST_AUTO_TEST_CASE(members_and_then_the_rest_are_where_the_column_was) {
  const auto stages = make({{"b", Type::json}, {"c.d", Type::json}});
  BOOST_REQUIRE(stages);
  BOOST_REQUIRE(stages->size() == 2U);
  BOOST_TEST(stages->at(0).derived.at(1).expression.to_string() == "member(at, 'c.d')");
  BOOST_TEST(stages->at(0).derived.at(2).expression.to_string() == "without(at, 'b', 'c.d')");
  BOOST_TEST(columns_of(stages->at(1).output) ==
             "id: int, at.b: json, at.c.d: json, at: json, at.n: int, text: string");
  BOOST_TEST((stages->at(1).kept == std::vector<std::uint32_t>{0, 4, 5, 6, 2, 3}));
  BOOST_TEST(stages->at(1).keeps_rest);
}

BOOST_AUTO_TEST_CASE(members_with_a_type_are_cast) {
  separator = "_";
  const auto stages = make({{"b", Type::int64}, {"/x.y", Type::json}}, "at", "other");
  BOOST_REQUIRE(stages);
  BOOST_TEST(columns_of(stages->back().output) ==
             "id: int, at_b: int, at_x.y: json, other: json, at.n: int, text: string");
  BOOST_TEST(stages->size() == 5U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_told) {
  BOOST_TEST(!make({{"b", Type::json}}, "atx"));
  BOOST_TEST(!make({{"b", Type::json}}, "text"));
  BOOST_TEST(!make({{"n", Type::json}, {"a..b", Type::json}}));
  BOOST_TEST(!make({{"b", Type::json}}, "at", "id"));
  BOOST_TEST(messages() == (Texts{"no column 'atx', did you mean 'at'?",
                                  "flatten.column: 'text' is string, expected json",
                                  "flatten: there is a column 'at.n' already",
                                  "flatten.members: no path (got 'a..b')",
                                  "flatten: there is a column 'id' already"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_may_be_many_but_not_too_many) {
  std::vector<std::string> paths;
  for (int i = 0; i < 1000; ++i)
    paths.push_back("a member with a long name " + std::to_string(i));
  Members members;
  for (const auto& path : paths) members.emplace_back(path.c_str(), Type::json);
  BOOST_TEST(make(members).has_value());
  const auto more = paths;
  for (const auto& path : more) members.emplace_back(path.c_str() + 1, Type::json);
  BOOST_TEST(!make(members));
  BOOST_TEST(messages().back() ==
             "flatten.members: more than 32 KiB of paths cannot be in one step");
}

BOOST_AUTO_TEST_SUITE_END()
