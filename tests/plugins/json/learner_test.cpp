// SPDX-License-Identifier: Apache-2.0
#include "json/learner.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/csv/fixture.hpp"

namespace {

using dp::test::Given;
using dp::test::kNull;
using dp::test::Rows;
using dp::test::Setting;
using dp::test::Task;

/// What a reader that has seen `sample` learns of a text.
Rows learned(const std::string& sample, const std::string& text, const Given& given = {}) {
  Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  setting.refutes = setting.learning = true;
  auto task = Task::open("json", "json", dp::test::map_of(given), std::move(setting)).value();
  BOOST_REQUIRE(task.read(text));
  return task.rows();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_learner)

BOOST_AUTO_TEST_CASE(members_that_the_sample_lacks_are_learned_with_their_place) {
  BOOST_TEST(learned("{\"a\":1}\n{\"a\":2}\n",
                     "{\"a\":1}\n{\"b\":true,\"a\":3}\n{\"a\":2,\"b\":false}\n") ==
             (Rows{{"/a", "259", kNull, kNull, kNull}, {"/b", "4", "0", "8", kNull}}));
}

BOOST_AUTO_TEST_CASE(values_that_refute_a_guess_are_shown) {
  BOOST_TEST(learned("{\"a\":1}\n{\"a\":2}\n", "{\"a\":null}\n{\"a\":\"7\"}\n{\"a\":1.5}\n") ==
             (Rows{{"/a", "0", "0", "11", "'7'"}}));
}

BOOST_AUTO_TEST_CASE(a_member_that_a_call_does_not_see_is_not_learned_of) {
  BOOST_TEST(learned("{\"a\":1,\"b\":2}\n{\"a\":2}\n", "{\"a\":1}\n{\"a\":2}\n") ==
             (Rows{{"/a", "259", kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(records_that_are_wrong_tell_nothing) {
  BOOST_TEST(
      learned("{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}\n{\"c\":1,\n[1]\n{\"a\":1,\"a\":2}\n") ==
      (Rows{{"#0", "259", "0", "16", kNull}, {"/a", "259", kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(longer_arrays_have_more_columns) {
  BOOST_TEST(learned("[1,2]\n[3,4]\n", "[1,2]\n[3,4,\"x\"]\n") ==
             (Rows{{"#0", "259", kNull, kNull, kNull},
                   {"#1", "259", kNull, kNull, kNull},
                   {"#2", "128", "0", "6", kNull}}));
}

BOOST_AUTO_TEST_CASE(records_of_other_kinds_are_learned_of) {
  BOOST_TEST(learned("{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}\n[true]\n\"x\"\n") ==
             (Rows{{"#0", "4", "0", "8", kNull},
                   {".value", "128", "0", "15", kNull},
                   {"/a", "259", kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(text_is_a_guess_that_numbers_refute) {
  BOOST_TEST(learned("{\"a\":\"x\"}\n{\"a\":\"y\"}\n", "{\"a\":\"x\"}\n{\"a\":1}\n") ==
             (Rows{{"/a", "0", "0", "10", "'1'"}}));
}

BOOST_AUTO_TEST_CASE(of_columns_that_are_given_only_types_are_learned) {
  const Given given{{"columns", dp::test::texts_of({{"x", "a.b"}})}};
  BOOST_TEST(learned("{\"a\":{\"b\":1}}\n{}\n", "{\"a\":{\"b\":1e5}}\n{\"z\":1}\n", given) ==
             (Rows{{"=x", "0", "0", "0", "'1e5'"}}));
}

BOOST_AUTO_TEST_SUITE_END()
