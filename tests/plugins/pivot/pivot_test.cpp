// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(pivot_pivot)

BOOST_AUTO_TEST_CASE(the_library_has_a_reducer_that_needs_names_and_values) {
  const auto task =
      dp::test::Task::open("pivot", "pivot", dp::data::Value::map(),
                           {.input = {{"name", dp::Type::string, true}}, .sample = {}});
  BOOST_REQUIRE(!task);
  BOOST_TEST(task.error().message.find("no column 'value'") != std::string::npos,
             task.error().message);
}

BOOST_AUTO_TEST_SUITE_END()
