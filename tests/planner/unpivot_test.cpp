// SPDX-License-Identifier: Apache-2.0
#include "planner/unpivot.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace unpivot {

using namespace dp;
using namespace dp::test;

namespace {

const Schema kHave = {{"shop", Type::string, true},
                      {"q1", Type::int64, true},
                      {"q2", Type::int64, true},
                      {"mean", Type::float64, true},
                      {"price", Type::decimal, true}};

pipeline::Text text(const char* name) { return {name, {1, 1, 1}}; }

struct Fixture {
  std::optional<protocol::Stage> make(const std::vector<const char*>& columns,
                                      const char* value = "value") {
    pipeline::Unpivot unpivot;
    for (const char* column : columns) unpivot.columns.push_back(text(column));
    unpivot.name = text("name");
    unpivot.value = text(value);
    return planner::unpivot_stage(unpivot, kHave, diagnostics);
  }
  Texts messages() {
    Texts list;
    for (const auto& each : diagnostics.list()) list.push_back(each.message);
    return list;
  }
  pipeline::FileText source{"p.yaml", "x\n"};
  pipeline::Diagnostics diagnostics{source};
};

}  // namespace
}  // namespace unpivot

BOOST_FIXTURE_TEST_SUITE(unpivot, Fixture)

BOOST_AUTO_TEST_CASE(the_other_columns_come_first_and_then_name_and_value) {
  const auto stage = make({"q2", "q1"});
  BOOST_REQUIRE(stage);
  BOOST_TEST((stage->unpivot.columns == std::vector<std::uint32_t>{2, 1}));
  BOOST_TEST((stage->unpivot.others == std::vector<std::uint32_t>{0, 3, 4}));
  BOOST_TEST(columns_of(stage->output) ==
             "shop: string, mean: float, price: decimal, name: string, value: int");
}

BOOST_AUTO_TEST_CASE(columns_are_of_one_type) {
  BOOST_TEST(!make({"q1", "mean"}));
  BOOST_TEST((messages() ==
              Texts{"unpivot.columns: 'mean' is float, 'q1' is int: expected one type"}));
}

BOOST_AUTO_TEST_CASE(ints_and_decimals_together_are_decimals) {
  for (const auto& columns : {std::vector<const char*>{"q1", "price"}, {"price", "q2"}}) {
    const auto stage = make(columns);
    BOOST_REQUIRE(stage);
    BOOST_TEST((stage->output.back().type == Type::decimal));
  }
  BOOST_TEST(!make({"price", "mean"}));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_and_what_is_there_already_are_mistakes) {
  BOOST_TEST(!make({"q3"}));
  BOOST_TEST(!make({"q1"}, "shop"));
  BOOST_TEST((messages() == Texts{"no column 'q3', did you mean 'q1'?",
                                  "unpivot: there is a column 'shop' already"}));
}

BOOST_AUTO_TEST_SUITE_END()
