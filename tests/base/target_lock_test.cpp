// SPDX-License-Identifier: Apache-2.0
#include "base/target_lock.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <optional>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(target_lock)

using dp::TargetLock;

namespace {

/// A process that holds the lock of `path` until it is killed.
class Holder {
 public:
  explicit Holder(const std::string& path) {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      const auto lock = TargetLock::take(path);
      const char told = lock ? 'y' : 'n';
      (void)!::write(ends[1], &told, 1);
      while (true) ::pause();
    }
    char told = 0;
    BOOST_REQUIRE(::read(ends[0], &told, 1) == 1);
    BOOST_REQUIRE(told == 'y');
    ::close(ends[0]);
    ::close(ends[1]);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() { end(); }
  void end() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    pid_ = -1;
  }
  [[nodiscard]] int pid() const noexcept { return pid_; }

 private:
  int pid_ = -1;
};

}  // namespace

BOOST_AUTO_TEST_CASE(another_process_is_refused_with_the_first_ones_id_until_that_is_killed) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.path("out.csv");
  Holder holder(path);
  const auto refused = TargetLock::take(path);
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == dp::Errc::refused));
  BOOST_TEST(refused.error().message == path + ": another run is writing it (process " +
                                            std::to_string(holder.pid()) +
                                            "); wait for it, or write to another file");
  BOOST_TEST(bool(TargetLock::take(folder.path("other.csv"))));
  holder.end();
  BOOST_TEST(bool(TargetLock::take(path)));
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(one_process_is_refused_too_while_it_holds_the_lock) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.path("out.csv");
  {
    const auto first = TargetLock::take(path);
    BOOST_REQUIRE(first);
    BOOST_TEST(!TargetLock::take(path));
  }
  BOOST_TEST(bool(TargetLock::take(path)));
}

BOOST_AUTO_TEST_CASE(a_folder_is_one_through_a_link) {
  const dp::test::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path("real"));
  std::filesystem::create_directory_symlink("real", folder.path("link"));
  const Holder holder(folder.path("real/out.csv"));
  BOOST_TEST(!TargetLock::take(folder.path("link/out.csv")));
}

BOOST_AUTO_TEST_CASE(where_no_lock_can_be_had_all_get_in) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.path("gone/out.csv");
  const auto first = TargetLock::take(path);
  BOOST_TEST(bool(first));
  BOOST_TEST(bool(TargetLock::take(path)));
}

BOOST_AUTO_TEST_SUITE_END()
