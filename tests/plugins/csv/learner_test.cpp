// SPDX-License-Identifier: Apache-2.0
#include "csv/learner.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(csv_learner)

namespace {

using dp::data::Value;
using dp::test::Given;
using dp::test::kNull;
using dp::test::Rows;
using dp::test::Setting;
using dp::test::Task;

/// A reader that has seen `sample`, and learns.
Task open_learner(const std::string& sample, const Given& given = {}) {
  Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  setting.refutes = setting.learning = true;
  return Task::open("csv", "csv", dp::test::map_of(given), std::move(setting)).value();
}

/// What it learns of a text.
Rows learned(const std::string& sample, const std::string& text, const Given& given = {}) {
  auto task = open_learner(sample, given);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.consumed() == text.size());
  return task.rows();
}

// The bits of values: an int is a float, a decimal and text as well, a fraction all of these but an int.
constexpr const char* kInt = "387";
constexpr const char* kFraction = "386";
constexpr const char* kText = "128";

}  // namespace

BOOST_AUTO_TEST_CASE(the_types_that_all_values_fit_are_learned_and_what_refutes_the_guess) {
  const std::string text = "zip,city,n\n90210,x,1\n02139,y,2.5\n00501,,3\n";
  BOOST_TEST(learned("zip,city,n\n90210,x,1\n", text) ==
             (Rows{{"=city", kText, kNull, kNull, kNull},
                   {"=n", kInt, kNull, kNull, kNull},
                   {"=n", kFraction, "0", "21", "'2.5'"},
                   {"=zip", kInt, kNull, kNull, kNull},
                   {"=zip", kText, "0", "21", "'02139'"}}));
}

BOOST_AUTO_TEST_CASE(a_column_without_values_is_refuted_by_the_first) {
  BOOST_TEST(learned("a,b\n1,\n", "a,b\n1,\n2,7\n") ==
             (Rows{{"=a", kInt, kNull, kNull, kNull}, {"=b", kInt, "0", "7", "'7'"}}));
}

BOOST_AUTO_TEST_CASE(columns_are_learned_of_by_the_header_of_each_item) {
  BOOST_TEST(learned("a,b\n1,x\n", "b,a\ny,2\n") ==
             (Rows{{"=a", kInt, kNull, kNull, kNull}, {"=b", kText, kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(columns_that_only_another_item_has_are_learned_of_by_where_it_names_them) {
  const Given all{{"columns", dp::test::list_of({"union"})}};
  BOOST_TEST(learned("a\n1\n", "c,a,\"b\"\n2.5,1,\n3,1,\n", all) ==
             (Rows{{"=a", kInt, kNull, kNull, kNull},
                   {"=b", "447", "0", "5", kNull},
                   {"=c", kFraction, "0", "0", kNull}}));
  BOOST_TEST(learned("a\n1\n", "b\n", all) == (Rows{{"=b", "447", "0", "0", kNull}}));
  const Given first{{"columns", dp::test::list_of({"first"})}};
  BOOST_TEST(learned("a\n1\n", "c,a\nx,1\n", first) ==
             (Rows{{"=a", kInt, kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(a_blank_item_names_no_columns) {
  auto task = open_learner("a\n1\n", {{"columns", dp::test::list_of({"union"})}});
  BOOST_REQUIRE(task.read("b\n", {.item = 1, .head = "b\n"}));
  task.forget();
  BOOST_REQUIRE(task.read("\n", {.item = 2, .head = "\n"}));
  BOOST_TEST(task.rows().empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_record_tells_nothing) {
  auto task = open_learner("a\n1\n");
  BOOST_REQUIRE(task.read("a\n1,2\n\"x\"y\n\n\xff\n"));
  BOOST_TEST(task.rows().empty());
  BOOST_TEST(task.rejects().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_type_that_is_given_is_refuted_by_nothing) {
  const Given given{{"types", dp::test::texts_of({{"a", "int"}})}};
  BOOST_TEST(learned("a\n1\n", "a\nx\n", given) == (Rows{{"=a", kText, kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(padded_records_numbers_in_their_form_and_comments_are_learned_of) {
  const Given given{{"ragged", Value::of("pad")},
                    {"delimiter", Value::of("semicolon")},
                    {"decimal_comma", Value::of(true)},
                    {"comment", Value::of("#")}};
  BOOST_TEST(learned("a;b\n1,5;2\n", "a;b\n1,5;2\n#x;\"\n3\n4,25;2.5\n", given) ==
             (Rows{{"=a", kFraction, kNull, kNull, kNull},
                   {"=b", kInt, kNull, kNull, kNull},
                   {"=b", kText, "0", "17", "'2.5'"}}));
}

BOOST_AUTO_TEST_SUITE_END()
