// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(rows_rows)

namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Rows;
using dp::test::Task;

const dp::Schema kSales = {
    {"id", Type::int64}, {"item", Type::string}, {"price", Type::float64}};

Value columns(std::vector<Value> names) {
  auto map = Value::map();
  map.add("columns", Value::list(std::move(names)));
  return map;
}

Task open(Value options = Value::map()) {
  dp::test::Setting setting;
  setting.input = kSales;
  return Task::open("rows", "rows", std::move(options), setting).value();
}

const Batch kFirst(kSales, {{1, "pear", 0.5}, {2, nullptr, nullptr}});
const Batch kSecond(kSales, {{3, "a text of more than twelve bytes", -1.0}});
const Rows kBoth = {{"1", "pear", "0.5"},
                    {"2", "<null>", "<null>"},
                    {"3", "a text of more than twelve bytes", "-1"}};

}  // namespace

BOOST_AUTO_TEST_CASE(records_come_out_as_they_went_in) {
  auto task = open();
  BOOST_TEST((task.schema() == kSales));
  BOOST_REQUIRE(task.update(kFirst));
  BOOST_REQUIRE(task.update(kSecond));
  BOOST_REQUIRE(task.finalize());
  BOOST_TEST(task.rows() == kBoth);
}

BOOST_AUTO_TEST_CASE(partials_are_joined_end_to_end) {
  auto first = open(), second = open(), joined = open();
  BOOST_REQUIRE(first.update(kFirst));
  BOOST_REQUIRE(second.update(kSecond));
  BOOST_REQUIRE(joined.combine(first.save().value()));
  BOOST_REQUIRE(joined.combine(second.save().value()));
  BOOST_TEST(joined.size() == first.size() + second.size());
  // Saved once more, it is the same state.
  auto again = open();
  BOOST_REQUIRE(again.combine(joined.save().value()));
  for (auto* task : {&joined, &again}) {
    BOOST_REQUIRE(task->finalize());
    BOOST_TEST(task->rows() == kBoth);
  }
}

BOOST_AUTO_TEST_CASE(an_empty_state_is_nothing) {
  auto task = open();
  BOOST_TEST(task.save().value().empty());
  BOOST_REQUIRE(task.update(Batch(kSales, {})));
  BOOST_REQUIRE(task.finalize());
  BOOST_TEST(task.rows().empty());
  BOOST_REQUIRE(task.update(kFirst));
  task.reset();
  BOOST_TEST(task.size() == 0U);
}

BOOST_AUTO_TEST_CASE(columns_that_are_named_are_kept_in_that_order) {
  auto task = open(columns({Value::of("price"), Value::of("id")}));
  BOOST_REQUIRE(task.update(kFirst));
  BOOST_REQUIRE(task.finalize());
  BOOST_TEST(task.rows() == Rows({{"0.5", "1"}, {"<null>", "2"}}));
}

BOOST_AUTO_TEST_CASE(a_column_that_is_not_there_or_named_twice_is_a_mistake) {
  dp::test::Setting setting;
  setting.input = kSales;
  const auto missing = Task::open("rows", "rows", columns({Value::of("pric")}), setting);
  BOOST_REQUIRE(!missing);
  BOOST_TEST(missing.error().message == "columns[0]: there is no column 'pric'");
  const auto twice =
      Task::open("rows", "rows", columns({Value::of("id"), Value::of("id")}), setting);
  BOOST_REQUIRE(!twice);
  BOOST_TEST(twice.error().message == "columns[1]: 'id' is named twice");
}

BOOST_AUTO_TEST_CASE(a_damaged_partial_is_refused) {
  auto first = open();
  BOOST_REQUIRE(first.update(kFirst));
  const auto partial = first.save().value().at(0);
  for (std::size_t size = 1; size < partial.size(); ++size) {
    auto task = open();
    const auto status = task.combine(0, std::string_view(partial).substr(0, size));
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == dp::Errc::corrupt));
  }
  auto long_one = partial;
  long_one[12] = 1;  // more rows than there can be
  BOOST_TEST(!open().combine(0, long_one));
}

BOOST_AUTO_TEST_SUITE_END()
