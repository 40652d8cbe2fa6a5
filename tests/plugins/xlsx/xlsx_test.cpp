// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(xlsx_xlsx)

namespace {

using dp::data::Value;
using dp::test::Task;

Value sheet(const char* name) {
  auto options = Value::map();
  options.add("sheet", Value::of(name));
  return options;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_sheet_may_be_named_by_an_option) {
  BOOST_TEST(Task::open("xlsx", "xlsx", sheet("All sales")).has_value());
  BOOST_TEST(Task::open("xlsx", "xlsx").has_value());
}

BOOST_AUTO_TEST_CASE(a_name_that_no_sheet_can_have_is_a_mistake_in_the_option) {
  BOOST_TEST(
      Task::open("xlsx", "xlsx", sheet("a:b")).error().message ==
      "sheet: xlsx: a sheet cannot be named 'a:b': a name must not hold any of []:*?/\\");
}

BOOST_AUTO_TEST_SUITE_END()
