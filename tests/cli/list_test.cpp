// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

namespace list {
namespace {

struct Fixture {
  [[nodiscard]] dp::test::Outcome list(std::vector<std::string> more) const {
    more.insert(more.begin(), "list");
    return dp::test::dp(folder, more);
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace list

BOOST_FIXTURE_TEST_SUITE(list, Fixture)

BOOST_AUTO_TEST_CASE(all_tasks_are_listed_with_their_roles) {
  const auto outcome = list({});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.out.find("group") != std::string::npos, outcome.out);
  BOOST_TEST(outcome.out.find("reducer  Groups rows by keys") != std::string::npos,
             outcome.out);
  BOOST_TEST(list({"tasks"}).out == outcome.out);
}

BOOST_AUTO_TEST_CASE(a_role_limits_the_list) {
  const auto writers = list({"writers"}).out;
  BOOST_TEST(writers.find("ndjson") != std::string::npos);
  BOOST_TEST(writers.find("weblog") == std::string::npos, writers);
  BOOST_TEST(list({"functions", "--plugin-path", DP_TEST_PLUGINS}).out.find("words.repeat") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_list_comes_as_json_too) {
  const auto outcome = list({"readers", "--json"});
  BOOST_TEST(outcome.out.starts_with("[\n  {\"name\":\""), outcome.out);
  BOOST_TEST(outcome.out.find("{\"name\":\"lines\",\"role\":\"reader\",\"summary\":") !=
                 std::string::npos,
             outcome.out);
}

BOOST_AUTO_TEST_CASE(an_unknown_kind_is_answered_with_the_nearest) {
  const auto outcome = list({"raeders"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.starts_with("dp: error: dp list: got 'raeders', expected plugins,"),
             outcome.err);
  BOOST_TEST(outcome.err.find("did you mean 'readers'?") != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_CASE(one_kind_is_listed_at_a_time) {
  const auto outcome = list({"readers", "steps"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err ==
             "dp: error: dp list: got 2 words, expected one of plugins, tasks, readers, steps, "
             "reducers, writers or functions\n");
}

BOOST_AUTO_TEST_CASE(a_broken_library_is_named_and_the_others_are_listed) {
  folder.write("plugins/broken.so", "not a library");
  const auto outcome = list({"--plugin-path", "plugins"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.out.find("weblog") != std::string::npos);
  BOOST_TEST(outcome.err.ends_with("plugins/broken.so: the file is cut short\n"), outcome.err);
  BOOST_TEST(outcome.err.find("broken.so") == outcome.err.rfind("broken.so"), outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
