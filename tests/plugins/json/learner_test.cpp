// SPDX-License-Identifier: Apache-2.0
#include "json/learner.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/csv/fixture.hpp"

BOOST_AUTO_TEST_SUITE(json_learner)

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

BOOST_AUTO_TEST_CASE(members_that_the_sample_lacks_are_learned_with_their_place) {
  BOOST_TEST(learned("{\"a\":1}\n{\"a\":2}\n",
                     "{\"a\":1}\n{\"b\":true,\"a\":3}\n{\"a\":2,\"b\":false}\n") ==
             (Rows{{"/a", "259", kNull, kNull, kNull}, {"/b", "4", "0", "8", kNull}}));
}

BOOST_AUTO_TEST_CASE(members_that_the_sample_lacks_are_not_learned_of_unless_all_are_taken) {
  const std::string sample = "{\"a\":1}\n{\"a\":2}\n";
  const std::string text = "{\"a\":1}\n{\"b\":true,\"a\":\"x\"}\n{\"a\":2.5}\n";
  const auto with = [](const char* word) {
    return Given{{"columns", dp::data::Value::of(word)}};
  };
  BOOST_TEST(learned(sample, text, with("union")).size() == 2u);
  BOOST_TEST(learned(sample, text, with("first")) == (Rows{{"/a", "0", "0", "8", "'x'"}}));
  // A record that is rejected says nothing of types either.
  BOOST_TEST(learned(sample, text, with("strict")) ==
             (Rows{{"/a", "258", "0", "27", "'2.5'"}}));
  std::string wide = "{";
  for (int i = 0; i < 300; ++i) wide += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\":1";
  BOOST_TEST(learned(wide + "}\n", wide + ",\"b\":1}\n", with("first")).size() == 300u);
  BOOST_TEST(learned(wide + "}\n", wide + ",\"b\":1}\n", with("strict")).empty());
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

BOOST_AUTO_TEST_CASE(of_members_their_names_are_learned_of_as_values) {
  const Given given{{"key", dp::data::Value::of("k")}};
  const std::string sample = R"({"2024-01-01":{"a":1},"2024-01-02":{"a":2}})";
  BOOST_TEST(learned(sample, R"({"2024-01-01":{"a":1},"x":{"b":true}})", given) ==
             (Rows{{"/a", "259", kNull, kNull, kNull},
                   {"/b", "4", "0", "22", kNull},
                   {"=k", "128", "0", "22", "'x'"}}));
}

/// Each record has a member that none before has, and one that all have.
std::string many_members(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += "{\"a\":" + std::to_string(i) + ",\"m" + std::to_string(i) + "\":true}\n";
  return text;
}

BOOST_AUTO_TEST_CASE(any_number_of_members_is_learned) {
  const auto text = many_members(2000);
  const auto rows =
      learned("{\"a\":1}\n{\"a\":2}\n", text + "{\"m7\":5}\n{\"a\":\"x\"}\n[2]\n");
  BOOST_REQUIRE(rows.size() == 2002U);
  BOOST_TEST(rows[0][0] == "#0");
  BOOST_TEST(rows[1] ==
             (dp::test::Row{"/a", "0", "0", std::to_string(text.size() + 9), "'x'"}));
  BOOST_TEST(rows[2] == (dp::test::Row{"/m0", "4", "0", "0", kNull}));
  for (const auto& row : rows)
    if (row[0] == "/m7") BOOST_TEST(row[1] == "0");
}

BOOST_AUTO_TEST_CASE(of_many_members_none_is_in_the_tree) {
  dp::json::Layout layout;
  layout.learning = true;
  layout.members.emplace();
  dp::json::Learner learner(layout);
  learner.begin({});
  std::size_t at = 0;
  const auto text = many_members(1000) + std::string(DP_PADDING, ' ');
  std::size_t most = 0;
  for (auto end = text.find('\n'); end != text.npos; at = end + 1, end = text.find('\n', at)) {
    const auto record = std::string_view(text).substr(at, end - at);
    if (learner.reads_members())
      learner.see_members(record, at);
    else
      learner.grow(record);
    most = std::max(most, learner.tree().slots());
  }
  BOOST_TEST(learner.reads_members());
  BOOST_TEST(learner.tree().slots() == 0U);
  BOOST_TEST(most == 256U);
}

BOOST_AUTO_TEST_CASE(of_two_members_of_one_name_that_counts_which_is_to) {
  const std::string twice = "{\"a\":\"x\",\"b\":1,\"a\":2}\n";
  const Given first{{"duplicates", dp::data::Value::of("first")}};
  for (const auto& text : {twice, many_members(300) + twice}) {
    const auto shown = [&](const Given& given) {
      return learned("{\"a\":1}\n{\"a\":2}\n", text, given).at(0).at(4);
    };
    BOOST_TEST(shown({}) == kNull);
    BOOST_TEST(shown(first) == "'x'");
  }
}

BOOST_AUTO_TEST_SUITE_END()
