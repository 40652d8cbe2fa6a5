// SPDX-License-Identifier: Apache-2.0
#include "base/cgroup.hpp"

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(cgroup)

namespace {

using dp::test::TemporaryFolder;

std::optional<double> limit_v2(const std::string& group) {
  return dp::read_number(group + "/two");
}
std::optional<double> limit_v1(const std::string& group) {
  return dp::read_number(group + "/one");
}
std::optional<double> least(const TemporaryFolder& root) {
  return dp::least_cgroup_limit(root.path(), "thing", limit_v2, limit_v1);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_least_limit_of_a_group_and_of_those_above_it_counts) {
  const TemporaryFolder root;
  root.write("proc/self/cgroup", "0::/a/b\n");
  root.write("sys/fs/cgroup/a/b/two", "30\n");
  root.write("sys/fs/cgroup/a/two", "20\n");
  root.write("sys/fs/cgroup/two", "40\n");
  BOOST_TEST((least(root) == 20.0));
}

BOOST_AUTO_TEST_CASE(in_version_1_the_controllers_of_that_name_count_and_no_others) {
  const TemporaryFolder root;
  root.write("proc/self/cgroup", "4:other:/x\n3:more,thing:/x\n0::/\n");
  root.write("sys/fs/cgroup/other/x/one", "1\n");
  root.write("sys/fs/cgroup/more,thing/x/one", "7\n");
  root.write("sys/fs/cgroup/thing/one", "6\n");
  BOOST_TEST((least(root) == 6.0));
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_odd_is_no_limit) {
  const TemporaryFolder root;
  BOOST_TEST(!least(root));
  root.write("proc/self/cgroup", "no colons\n0::/a\n");
  root.write("sys/fs/cgroup/a/two", "max\n");
  BOOST_TEST(!least(root));
}

BOOST_AUTO_TEST_CASE(a_number_is_all_that_its_file_holds) {
  const TemporaryFolder root;
  for (const auto& [text, expected] :
       {std::pair<const char*, std::optional<double>>{"12\n", 12.0},
        {" 1.5 ", 1.5},
        {"-1\n", -1.0},
        {"12 13\n", std::nullopt},
        {"max\n", std::nullopt},
        {"", std::nullopt}}) {
    root.write("number", text);
    BOOST_TEST((dp::read_number(root.path("number")) == expected), text);
  }
  BOOST_TEST(!dp::read_number(root.path("none")));
}

BOOST_AUTO_TEST_SUITE_END()
