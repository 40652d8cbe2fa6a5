// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(sqlite_sqlite)

namespace {

using dp::data::Value;
using dp::test::Task;

Value options(const char* key, const std::string& value, const char* other,
              const std::string& other_value) {
  auto map = Value::map();
  map.add(key, Value::of(value));
  map.add(other, Value::of(other_value));
  return map;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_reader_takes_a_table_or_a_query) {
  dp::test::Setting setting;
  setting.role = DP_READER;
  const auto task =
      Task::open("sqlite", "sqlite", options("table", "t", "query", "SELECT 1"), setting);
  BOOST_REQUIRE(!task);
  BOOST_TEST(task.error().message == "query: there is a 'table', too: give one of the two");
}

BOOST_AUTO_TEST_CASE(a_database_that_must_not_exist_is_told_at_once) {
  const dp::test::TemporaryFolder folder;
  folder.write("a.db", "");
  const auto path = folder.path("a.db");
  const auto task = Task::open("sqlite", "sqlite", options("existing", "error", "path", path));
  BOOST_REQUIRE(!task);
  BOOST_TEST(task.error().message == "path: sqlite: " + path +
                                         ": exists already; remove it, or write existing: "
                                         "replace or append");
}

BOOST_AUTO_TEST_SUITE_END()
