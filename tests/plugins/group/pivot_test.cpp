// SPDX-License-Identifier: Apache-2.0
#include "group/pivot.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_pivot)

namespace {

using dp::Result;
using dp::Schema;
using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Cells;
using dp::test::kNull;
using dp::test::must;
using dp::test::Partials;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::Task;

const Schema kInput = {{"shop", Type::string, true},
                       {"name", Type::string, true},
                       {"value", Type::int64, true},
                       {"year", Type::int64, false}};

/// What a user writes under `pivot`.
struct Wanted {
  std::vector<std::string> columns = {"q1", "q2"};
  std::vector<std::string> by = {"shop"};
  std::map<std::string, std::string> others = {};

  [[nodiscard]] Value options() const {
    const auto list = [](const std::vector<std::string>& texts) {
      auto made = Value::list({});
      for (const auto& text : texts) made.items.push_back(Value::of(text));
      return made;
    };
    auto map = Value::map();
    map.add("columns", list(columns));
    if (!by.empty()) map.add("by", list(by));
    for (const auto& [name, text] : others) map.add(name, Value::of(text));
    return map;
  }
};

Result<Task> open_pivot(const Wanted& wanted, const Schema& input = kInput) {
  return Task::open("pivot", "pivot", wanted.options(),
                    {.input = input, .sample = {}, .hash_seed = 42});
}

/// What comes of rows, or the error.
Rows pivoted(const Wanted& wanted, const Cells& rows, const Schema& input = kInput) {
  auto task = open_pivot(wanted, input).value();
  must(task.update(Batch(input, rows)));
  const auto status = task.finalize();
  return status ? task.rows() : Rows({{status.error().message}});
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_become_columns_in_the_order_that_is_given) {
  const Cells rows = {{"south", "q1", 80, 1}, {"north", "q2", 150, 1}, {"north", "q1", 120, 1}};
  BOOST_TEST(pivoted({.columns = {"q2", "q1"}}, rows) ==
             Rows({{"north", "150", "120"}, {"south", kNull, "80"}}));
  const Schema expected = {
      {"shop", Type::string, true}, {"q2", Type::int64, true}, {"q1", Type::int64, true}};
  BOOST_TEST((open_pivot({.columns = {"q2", "q1"}}).value().schema() == expected));
}

BOOST_AUTO_TEST_CASE(all_other_columns_are_keys_unless_some_are_named) {
  const Cells rows = {{"a", "q1", 1, 2025}, {"a", "q2", 2, 2025}, {"a", "q1", 3, 2024}};
  BOOST_TEST(pivoted({.by = {}}, rows) ==
             Rows({{"a", "2024", "3", kNull}, {"a", "2025", "1", "2"}}));
  BOOST_TEST(pivoted({.by = {"year"}}, rows) ==
             Rows({{"2024", "3", kNull}, {"2025", "1", "2"}}));
}

BOOST_AUTO_TEST_CASE(without_any_key_there_is_one_row) {
  const Schema input = {{"name", Type::string, true}, {"value", Type::float64, true}};
  const Cells rows = {{"q1", 0.5}, {"q2", 2.0}};
  BOOST_TEST(pivoted({.by = {}}, rows, input) == Rows({{"0.5", "2"}}));
  BOOST_TEST(pivoted({.by = {}}, {}, input) == Rows());
}

BOOST_AUTO_TEST_CASE(null_is_a_key_and_no_value) {
  const Cells rows = {{nullptr, "q1", 1, 1}, {"a", "q2", nullptr, 1}};
  BOOST_TEST(pivoted({}, rows) == Rows({{kNull, "1", kNull}, {"a", kNull, kNull}}));
  BOOST_TEST(pivoted({.others = {{"fill", "0"}}}, rows) ==
             Rows({{kNull, "1", "0"}, {"a", "0", "0"}}));
}

BOOST_AUTO_TEST_CASE(two_records_of_one_cell_are_an_error_that_names_it) {
  const Cells rows = {{"a", "q1", 1, 1}, {"a", "q1", nullptr, 1}};
  BOOST_TEST(pivoted({}, rows) ==
             Rows({{"2 records have name 'q1' and shop 'a', expected one: say what is made "
                    "of them, as in combine: sum, or name in by what tells them apart"}}));
}

BOOST_AUTO_TEST_CASE(a_function_says_what_is_made_of_several_records) {
  const Cells rows = {
      {"a", "q1", 5, 1}, {"a", "q1", 2, 1}, {"a", "q1", 2, 1}, {"a", "q1", nullptr, 1}};
  const auto made = [&](const std::string& combine) {
    return pivoted({.columns = {"q1"}, .others = {{"combine", combine}}}, rows).at(0).at(1);
  };
  BOOST_TEST(made("sum") == "9");
  BOOST_TEST(made("mean") == "3");
  BOOST_TEST(made("min") == "2");
  BOOST_TEST(made("max") == "5");
  BOOST_TEST(made("median") == "2");
  BOOST_TEST(made("mode") == "2");
  BOOST_TEST(made("count") == "4");
  BOOST_TEST(made("distinct") == "2");
}

BOOST_AUTO_TEST_CASE(a_record_of_another_name_is_rejected) {
  auto task = open_pivot({}).value();
  must(task.update(
      Batch(kInput,
            {{"a", "q1", 1, 1}, {"a", "q9", 2, 1}, {"a", nullptr, 3, 1}, {"b", "q2", 4, 1}})));
  must(task.finalize());
  BOOST_TEST(task.rows() == Rows({{"a", "1", kNull}, {"b", kNull, "4"}}));
  BOOST_REQUIRE(task.rejects().size() == 2U);
  BOOST_TEST(task.rejects()[0].reason ==
             "name: got 'q9', expected one of the columns 'q1', 'q2'");
  BOOST_TEST(task.rejects()[1].reason ==
             "name: got null, expected one of the columns 'q1', 'q2'");
}

BOOST_AUTO_TEST_CASE(decimal_keys_have_the_most_digits_of_their_row) {
  const Schema input = {{"price", Type::decimal, true},
                        {"name", Type::string, true},
                        {"value", Type::decimal, true}};
  BOOST_TEST(pivoted({.by = {"price"}}, {{"1.1", "q1", "7.50"}, {"1.10", "q2", "8"}}, input) ==
             Rows({{"1.10", "7.50", "8"}}));
}

BOOST_AUTO_TEST_CASE(texts_of_any_length_are_names_keys_and_values) {
  const Schema input = {{"a", Type::string, true},
                        {"b", Type::string, true},
                        {"name", Type::string, true},
                        {"value", Type::string, true}};
  const std::string name(300, 'n');
  const std::string text(40, 'x');
  const Wanted wanted = {.columns = {"", name}, .by = {"a", "b"}, .others = {{"fill", "-"}}};
  BOOST_TEST(pivoted(wanted,
                     {{"", text, name, text}, {"", text, "", "short"}, {text, "", "", ""}},
                     input) == Rows({{"", text, "short", text}, {text, "", "", "-"}}));
}

BOOST_AUTO_TEST_CASE(no_split_and_no_way_of_combining_changes_the_result) {
  std::mt19937_64 random(3);
  Cells rows;
  for (int i = 0; i < 3000; ++i)
    rows.push_back({"shop " + std::to_string(random() % 300),
                    "q" + std::to_string(random() % 5 + 1),
                    static_cast<std::int64_t>(random() % 1000), 1});
  const Wanted wanted = {.columns = {"q1", "q2", "q3", "q4", "q5"},
                         .others = {{"combine", "median"}}};
  const auto whole = pivoted(wanted, rows);
  BOOST_TEST(whole.size() == 300U);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(rows.begin(), rows.end(), random);
    std::vector<Partials> all;
    for (std::size_t first = 0; first < rows.size(); first += 700) {
      auto task = open_pivot(wanted).value();
      const auto end = std::min(rows.size(), first + 700);
      must(task.update(Batch(kInput, {rows.begin() + static_cast<std::ptrdiff_t>(first),
                                      rows.begin() + static_cast<std::ptrdiff_t>(end)})));
      all.push_back(task.save().value());
    }
    auto last = open_pivot(wanted).value();
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
      auto task = open_pivot(wanted).value();
      for (const auto& partials : all)
        if (const auto found = partials.find(p); found != partials.end())
          must(task.combine(p, found->second));
      must(task.trim());
      must(last.combine(task.save().value()));
    }
    must(last.finalize());
    BOOST_TEST(last.rows() == whole);
  }
}

BOOST_AUTO_TEST_SUITE_END()
