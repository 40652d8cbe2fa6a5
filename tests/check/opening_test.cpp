// SPDX-License-Identifier: Apache-2.0
#include "check/opening.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(opening)

using dp::check::parse_columns;

BOOST_AUTO_TEST_CASE(columns_are_read_with_types_and_nulls) {
  const dp::Schema expected = {{"word", dp::Type::string, false},
                               {"size", dp::Type::int64, true}};
  BOOST_TEST((parse_columns("word: string, size:int?").value() == expected));
  BOOST_TEST(parse_columns("").value().empty());
}

BOOST_AUTO_TEST_CASE(columns_that_cannot_be_are_refused_with_what_can) {
  for (const char* text : {"word", "word: text", ": int", "a: int, a: int", "a: int,,"})
    BOOST_TEST(!parse_columns(text).has_value(), text);
  BOOST_TEST(parse_columns("size: itn").error().message.find("did you mean 'int'?") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_option_that_no_task_has_is_refused_with_the_nearest) {
  dp::data::PluginDescription plugin;
  plugin.name = "words";
  plugin.tasks.resize(1);
  plugin.tasks.front().options.resize(1);
  plugin.tasks.front().options.front().name = "least";
  dp::check::Given given;
  given.options = {"least=2"};
  BOOST_TEST(dp::check::check_given(given, plugin).has_value());
  given.options = {"leest=2"};
  BOOST_TEST(dp::check::check_given(given, plugin).error().message ==
             "--with: no task of words has an option 'leest', did you mean 'least'?");
  given.options = {"words.leest=2"};
  plugin.tasks.front().name = "words";
  BOOST_TEST(dp::check::check_given(given, plugin).error().message ==
             "--with: the task words has no option 'leest', did you mean 'least'?");
  given.options = {"word.least=2"};
  BOOST_TEST(dp::check::check_given(given, plugin).error().message ==
             "--with: words has no task 'word', did you mean 'words'?");
  given.options = {"words.least=2"};
  BOOST_TEST(dp::check::check_given(given, plugin).has_value());
  given.options = {"least"};
  BOOST_TEST(dp::check::check_given(given, plugin).error().message ==
             "--with: got 'least', expected NAME=VALUE or TASK.NAME=VALUE");
}

BOOST_AUTO_TEST_CASE(an_option_of_one_task_goes_before_that_of_all) {
  auto pool = dp::test::pool_of_dp();
  dp::data::TaskDescription task;
  task.role = DP_STEP;
  task.name = "flawed.match";
  task.options.resize(1);
  task.options.front().name = "word";
  task.options.front().type = DP_OPTION_STRING;
  dp::check::Given given;
  given.options = {"word=all", "flawed.match.word=one", "flawed.other.word=other"};
  const auto opened =
      dp::check::open_task(pool, dp::test::library_path("flawed"), task, given, {});
  BOOST_REQUIRE(opened.has_value());
  BOOST_TEST(opened->problem == "");
  BOOST_TEST(opened->subject.use.options.find("word")->text == "one");
}

BOOST_AUTO_TEST_SUITE_END()
