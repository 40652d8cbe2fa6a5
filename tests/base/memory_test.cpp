// SPDX-License-Identifier: Apache-2.0
#include "base/memory.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(memory)

namespace {

using dp::test::TemporaryFolder;

/// A machine of 1,000 KiB.
void write_machine(const TemporaryFolder& root, const std::string& groups) {
  root.write("proc/meminfo", "MemFree:  7 kB\nMemTotal:      1000 kB\nSwapTotal: 5 kB\n");
  root.write("proc/self/cgroup", groups);
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_a_limit_it_is_what_the_machine_has) {
  const TemporaryFolder root;
  write_machine(root, "0::/a\n");
  root.write("sys/fs/cgroup/a/memory.max", "max\n");
  root.write("sys/fs/cgroup/a/memory.high", "max\n");
  BOOST_TEST(dp::usable_memory(root.path()) == 1'024'000U);
}

BOOST_AUTO_TEST_CASE(in_version_2_either_limit_counts_and_the_lesser_of_both) {
  const TemporaryFolder root;
  write_machine(root, "0::/a/b\n");
  root.write("sys/fs/cgroup/a/memory.max", "500000\n");
  BOOST_TEST(dp::usable_memory(root.path()) == 500'000U);
  root.write("sys/fs/cgroup/a/memory.high", "400000\n");
  BOOST_TEST(dp::usable_memory(root.path()) == 400'000U);
  root.write("sys/fs/cgroup/a/b/memory.high", "300000\n");
  BOOST_TEST(dp::usable_memory(root.path()) == 300'000U);
}

BOOST_AUTO_TEST_CASE(in_version_1_a_limit_that_no_machine_has_is_none) {
  const TemporaryFolder root;
  write_machine(root, "4:memory:/a\n");
  root.write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");
  BOOST_TEST(dp::usable_memory(root.path()) == 1'024'000U);
  root.write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "600000\n");
  BOOST_TEST(dp::usable_memory(root.path()) == 600'000U);
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_read_it_is_not_known) {
  const TemporaryFolder root;
  BOOST_TEST(dp::usable_memory(root.path()) == 0U);
}

BOOST_AUTO_TEST_CASE(of_this_machine_it_is_no_more_than_there_is) {
  const auto pages = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES));
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  BOOST_TEST(dp::usable_memory() > 0U);
  BOOST_TEST(dp::usable_memory() <= pages * page);
}

BOOST_AUTO_TEST_SUITE_END()
