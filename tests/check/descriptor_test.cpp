// SPDX-License-Identifier: Apache-2.0
#include "check/descriptor.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(descriptor)

namespace {

dp::data::TaskDescription complete_task() {
  dp::data::TaskDescription task;
  task.role = DP_REDUCER;
  task.name = "words.count";
  task.summary = "counts";
  task.doc = "Counts words.";
  dp::data::OptionDescription option;
  option.name = "least";
  option.type = DP_OPTION_INT;
  option.doc = "Words that come less often are left out.";
  option.fallback = "1";
  task.options = {option};
  return task;
}

std::string only_fault(const dp::data::TaskDescription& task) {
  const auto faults = dp::check::faults_of(task, "words");
  BOOST_REQUIRE(faults.size() == 1u);
  return faults.front();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_task_that_says_all_of_itself_has_no_faults) {
  BOOST_TEST(dp::check::faults_of(complete_task(), "words").empty());
}

BOOST_AUTO_TEST_CASE(a_name_that_dp_would_look_for_in_another_library_is_found) {
  auto task = complete_task();
  task.name = "count";
  BOOST_TEST(
      only_fault(task) ==
      "dp looks for a task of this name in count.so, and it is in words.so: call it words "
      "or words.count");
  task.name = "words.Count";
  BOOST_TEST(only_fault(task) == "its name has more than a-z, 0-9, _ and one dot");
}

BOOST_AUTO_TEST_CASE(a_function_has_any_name_but_those_of_the_language) {
  auto task = complete_task();
  task.role = DP_FUNCTION;
  task.name = "count_words";
  BOOST_TEST(dp::check::faults_of(task, "words").empty());
  task.name = "length";
  BOOST_TEST(only_fault(task) ==
             "the expression language has a function of this name, which would be called");
}

BOOST_AUTO_TEST_CASE(a_parameter_of_a_function_has_a_doc) {
  auto task = complete_task();
  task.role = DP_FUNCTION;
  task.parameters = {{"host", "An address.", DP_TYPE_STRING, 0},
                     {"table", "", DP_TYPE_STRING, DP_PARAMETER_CONSTANT}};
  BOOST_TEST(only_fault(task) ==
             "parameter 'table' has no doc, which dp help shows: say what it is");
}

BOOST_AUTO_TEST_CASE(a_default_that_dp_would_refuse_is_found) {
  auto task = complete_task();
  task.options.front().fallback = "few";
  BOOST_TEST(only_fault(task).find("expected an int (got 'few')") != std::string::npos);
  task.options.front().fallback = "0";
  task.options.front().minimum = 1;
  task.options.front().maximum = 9;
  BOOST_TEST(only_fault(task).find("from 1 to 9") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_people_would_look_for_in_vain_is_found) {
  auto task = complete_task();
  task.options.front().doc.clear();
  BOOST_TEST(only_fault(task) ==
             "option 'least' has no doc: say what it is, its unit, when to change it");
  task = complete_task();
  task.summary.clear();
  BOOST_TEST(only_fault(task) == "it has no summary, which dp list shows");
}

BOOST_AUTO_TEST_SUITE_END()
