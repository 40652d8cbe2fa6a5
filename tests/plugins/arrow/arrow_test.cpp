// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(arrow_arrow)

namespace {

using dp::Type;
using dp::test::Task;

std::string written(const char* name) {
  dp::test::Setting setting;
  setting.role = DP_WRITER;
  auto task = Task::open("arrow", name, dp::data::Value::map(), setting).value();
  const dp::Schema columns = {{"n", Type::int64}};
  BOOST_REQUIRE(task.start());
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", columns));
  BOOST_REQUIRE(task.write(dp::test::Batch(columns, {{1}, {2}})));
  BOOST_REQUIRE(task.end());
  return task.bytes();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_file_has_its_mark_and_a_stream_none) {
  BOOST_TEST(written("arrow").starts_with("ARROW1"));
  BOOST_TEST(written("arrow").ends_with("ARROW1"));
  BOOST_TEST(written("arrow.stream").starts_with("\xff\xff\xff\xff"));
}

BOOST_AUTO_TEST_SUITE_END()
