// SPDX-License-Identifier: Apache-2.0
#include "json/rest.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(json_rest)

namespace {

using dp::data::Value;
using dp::test::Given;
using dp::test::Rows;
using dp::test::Setting;
using dp::test::Task;
using Notes = std::vector<std::string>;

/// A reader that takes the members of `sample`, and tells of others.
Task open_first(const std::string& sample, bool growing = true, Given given = {}) {
  Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  setting.refutes = true;
  setting.growing = growing;
  given.emplace_back("columns", Value::of("first"));
  return Task::open("json", "json", dp::test::map_of(given), std::move(setting)).value();
}

std::string left_out(const std::string& place, const std::string& name, int records) {
  return place + ": " + name +
         " is left out, for none of the first records has one (columns: " + "first) (" +
         std::to_string(records) + ")";
}

const std::string kSample = "{\"a\":1}\n{\"a\":2}\n";

}  // namespace

BOOST_AUTO_TEST_CASE(each_member_that_is_left_out_is_told_with_the_number_of_records) {
  auto task = open_first(kSample);
  BOOST_REQUIRE(task.read("{\"a\":1}\n{\"b\":[1],\"a\":3,\"\\u0063\":0}\n{\"b\":null}\n[4]\n",
                          {.offset = 100, .first = false}));
  BOOST_TEST(task.rows() == (Rows{{"1"}, {"3"}, {dp::test::kNull}, {dp::test::kNull}}));
  BOOST_TEST(task.rejects().empty());
  BOOST_TEST(
      task.notes() == (Notes{left_out("108", "member 'b'", 2), left_out("108", "member 'c'", 1),
                             left_out("146", "element 1", 1)}),
      boost::test_tools::per_element());
  task.forget();
  BOOST_REQUIRE(task.read("{\"a\":5}\n"));
  BOOST_TEST(task.notes().empty());
}

BOOST_AUTO_TEST_CASE(where_nothing_would_have_them_in_the_result_they_are_not_missed) {
  auto task = open_first(kSample, false);
  BOOST_REQUIRE(task.read("{\"a\":1,\"b\":2}\n"));
  BOOST_TEST(task.rows() == (Rows{{"1"}}));
  BOOST_TEST(task.notes().empty());
}

BOOST_AUTO_TEST_CASE(values_that_refute_a_type_still_do) {
  auto task = open_first(kSample);
  BOOST_TEST((task.read("{\"a\":\"x\",\"b\":2}\n").error().code == dp::Errc::refuted));
}

BOOST_AUTO_TEST_CASE(members_of_an_object_are_told_of_by_their_own) {
  auto task = open_first("{\"x\":{\"a\":1}}", true, {{"key", Value::of("name")}});
  const std::string text = "{\"x\":{\"a\":1},\"y\":{\"b\":2}}";
  BOOST_REQUIRE(task.read(text, {.head = text}));
  BOOST_TEST(task.rows() == (Rows{{"x", "1"}, {"y", dp::test::kNull}}));
  BOOST_REQUIRE(task.notes().size() == 1u);
  BOOST_TEST(task.notes()[0].find("member 'b' is left out") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
