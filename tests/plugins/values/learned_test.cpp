// SPDX-License-Identifier: Apache-2.0
#include "values/learned.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(values_learned)

namespace {

using dp::Type;
using dp::test::kNull;
using dp::test::Rows;
using dp::test::Task;
using dp::values::Knowledge;
using dp::values::Refuter;

/// The columns of what readers emit that learn.
const dp::Schema kLearned = {{"key", Type::string},
                             {"bits", Type::int64},
                             {"item", Type::int64},
                             {"offset", Type::int64},
                             {"value", Type::string}};

Task open_reducer() {
  dp::test::Setting setting;
  setting.role = DP_REDUCER;
  setting.input = kLearned;
  return Task::open("json", "json.knowledge", dp::data::Value::map(), std::move(setting))
      .value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_carry_knowledge_in_the_order_of_keys) {
  Knowledge knowledge;
  knowledge.add("/b", 3, std::nullopt);
  knowledge.add("/a", 7, Refuter{2, 40, "'x'"});
  knowledge.add("/c", 1, Refuter{0, 0, std::nullopt});
  dp::values::LearnedRows rows;
  Task::Kept kept;
  kept.schema = rows.columns();
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  BOOST_REQUIRE(rows.emit(out, {1, 10}, knowledge));
  BOOST_TEST(kept.rows == (Rows{{"/a", "7", "2", "40", "'x'"},
                                {"/b", "3", kNull, kNull, kNull},
                                {"/c", "1", "0", "0", kNull}}));
}

BOOST_AUTO_TEST_CASE(the_reducer_gives_a_row_for_each_column_that_refutes_the_guess) {
  auto reducer = open_reducer();
  BOOST_TEST((reducer.schema() == dp::Schema{{"column", Type::string, false},
                                             {"value", Type::string, true},
                                             {"item", Type::int64, false},
                                             {"offset", Type::int64, false}}));
  BOOST_REQUIRE(reducer.update(dp::test::Batch(kLearned, {{"/a", 7, 2, 40, "'x'"},
                                                          {"/b", 3, nullptr, nullptr, nullptr},
                                                          {"/a", 5, 1, 90, nullptr}})));
  BOOST_REQUIRE(reducer.finalize());
  BOOST_TEST(reducer.rows() == (Rows{{"a", kNull, "1", "90"}}));
}

BOOST_AUTO_TEST_SUITE_END()
