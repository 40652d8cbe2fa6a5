// SPDX-License-Identifier: Apache-2.0
#include "base/cpu.hpp"

#include <sched.h>
#include <stdlib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

BOOST_AUTO_TEST_SUITE(cpu)

namespace {

/// A file system root of its own, with what cpu_quota reads.
class Root {
 public:
  Root() {
    std::string name = "/tmp/dp-cpu-XXXXXX";
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  ~Root() { std::filesystem::remove_all(path_); }

  Root& file(const std::string& name, const std::string& text) {
    const std::filesystem::path path = path_ + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return *this;
  }
  Root& group(const std::string& text) { return file("proc/self/cgroup", text); }
  [[nodiscard]] std::optional<double> quota() const { return dp::cpu_quota(path_); }

 private:
  std::string path_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(version_2_quotas_are_read) {
  Root root;
  root.group("0::/a/b\n").file("sys/fs/cgroup/a/b/cpu.max", "150000 100000\n");
  BOOST_TEST((root.quota() == 1.5));
}

BOOST_AUTO_TEST_CASE(the_smallest_quota_of_a_group_and_those_above_it_counts) {
  Root root;
  root.group("0::/a/b\n")
      .file("sys/fs/cgroup/a/b/cpu.max", "400000 100000\n")
      .file("sys/fs/cgroup/a/cpu.max", "200000 100000\n")
      .file("sys/fs/cgroup/cpu.max", "max 100000\n");
  BOOST_TEST((root.quota() == 2.0));
}

BOOST_AUTO_TEST_CASE(version_1_quotas_are_read_under_either_mount) {
  Root named;
  named.group("4:cpu,cpuacct:/x\n1:name=systemd:/\n")
      .file("sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us", "50000\n")
      .file("sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us", "100000\n");
  BOOST_TEST((named.quota() == 0.5));
  Root plain;
  plain.group("4:cpuacct,cpu:/x\n")
      .file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n")
      .file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  BOOST_TEST((plain.quota() == 3.0));
}

BOOST_AUTO_TEST_CASE(groups_that_cannot_be_seen_fall_back_to_what_can) {
  Root root;  // a container: the path is the host's
  root.group("0::/kubepods/pod1\n").file("sys/fs/cgroup/cpu.max", "100000 100000\n");
  BOOST_TEST((root.quota() == 1.0));
  Root outside;
  outside.group("0::/../../elsewhere\n").file("sys/fs/cgroup/cpu.max", "100000 50000\n");
  BOOST_TEST((outside.quota() == 2.0));
}

BOOST_AUTO_TEST_CASE(no_quota_is_no_quota) {
  BOOST_TEST(!Root().quota());
  Root root;
  root.group("0::/\n4:cpu:/\n")
      .file("sys/fs/cgroup/cpu.max", "max 100000\n")
      .file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
      .file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  BOOST_TEST(!root.quota());
}

BOOST_AUTO_TEST_CASE(odd_files_are_passed_over) {
  for (const char* text : {"", "x y\n", "100000\n", "100000 0\n", "-5 100000\n", "nan 1\n",
                           "1 2 3\n", "1e400 1\n"}) {
    Root root;
    root.group("0::/\n:::\nrubbish\n").file("sys/fs/cgroup/cpu.max", text);
    BOOST_TEST(!root.quota(), text);
  }
}

BOOST_AUTO_TEST_CASE(affinity_limits_the_processors) {
  cpu_set_t all, one;
  BOOST_REQUIRE(::sched_getaffinity(0, sizeof all, &all) == 0);
  BOOST_TEST(dp::usable_cpus() >= 1U);
  BOOST_TEST(dp::usable_cpus() <= static_cast<unsigned>(CPU_COUNT(&all)));
  CPU_ZERO(&one);
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu)
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  BOOST_REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
  BOOST_TEST(dp::usable_cpus() == 1U);
  ::sched_setaffinity(0, sizeof all, &all);
}

BOOST_AUTO_TEST_SUITE_END()
