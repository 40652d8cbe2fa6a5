// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "file_size_limit.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(atomic_file)

namespace fs = std::filesystem;
using dp::AtomicFile;
using dp::test::TemporaryFolder;

namespace {

std::size_t entries(const TemporaryFolder& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_target_keeps_what_it_held_until_the_commit) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.csv", "old");
  auto file = AtomicFile::create(path).value();
  BOOST_REQUIRE(file.write("new, "));
  BOOST_REQUIRE(file.write("and longer"));
  BOOST_TEST(folder.read("a.csv") == "old");
  BOOST_REQUIRE(file.commit());
  BOOST_TEST(folder.read("a.csv") == "new, and longer");
  BOOST_TEST(file.size() == 15U);
  BOOST_TEST(entries(folder) == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_not_committed_was_never_there) {
  const TemporaryFolder folder;
  {
    auto file = AtomicFile::create(folder.path("a.csv")).value();
    BOOST_REQUIRE(file.write("bytes"));
  }
  BOOST_TEST(entries(folder) == 0U);
}

BOOST_AUTO_TEST_CASE(want_of_room_names_the_target_and_the_cure) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.csv", "old");
  {
    auto file = AtomicFile::create(path).value();
    const dp::test::FileSizeLimit limit(1000);
    const auto status = file.write(std::string(1001, 'x'));
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == dp::Errc::exhausted));
    BOOST_TEST(status.error().message ==
               path +
                   ": write: File too large (RLIMIT_FSIZE (ulimit -f) is 1000 bytes); free "
                   "space there, raise the limit, or write elsewhere");
  }
  BOOST_TEST(folder.read("a.csv") == "old");
  BOOST_TEST(entries(folder) == 1U);
}

BOOST_AUTO_TEST_CASE(a_sealed_file_is_not_the_target_until_it_is_published) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.csv", "old");
  auto file = AtomicFile::create(path).value();
  BOOST_REQUIRE(file.write("new"));
  BOOST_REQUIRE(file.sync());
  BOOST_REQUIRE(file.seal());
  BOOST_TEST(folder.read("a.csv") == "old");
  BOOST_REQUIRE(file.publish());
  BOOST_TEST(folder.read("a.csv") == "new");
  BOOST_TEST(entries(folder) == 1U);
}

BOOST_AUTO_TEST_CASE(a_sealed_file_that_is_never_published_is_gone) {
  const TemporaryFolder folder;
  {
    auto file = AtomicFile::create(folder.path("a.csv")).value();
    BOOST_REQUIRE(file.sync());
    BOOST_REQUIRE(file.seal());
    BOOST_TEST(entries(folder) == 1U);
  }
  BOOST_TEST(entries(folder) == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_replaced_hands_on_its_mode_and_attributes) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.csv", "old");
  BOOST_REQUIRE(::chmod(path.c_str(), 0640) == 0);
  const bool attributes = ::setxattr(path.c_str(), "user.origin", "field", 5, 0) == 0;
  auto file = AtomicFile::create(path).value();
  BOOST_REQUIRE(file.commit());
  struct stat status {};
  BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 07777) == 0640U);
  if (!attributes) {
    BOOST_TEST_MESSAGE("skipped: this file system has no extended attributes");
    return;
  }
  std::string value(16, ' ');
  const auto size = ::getxattr(path.c_str(), "user.origin", value.data(), value.size());
  BOOST_REQUIRE(size == 5);
  BOOST_TEST(value.substr(0, 5) == "field");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_replaced_hands_on_its_owner) {
  if (::geteuid() != 0) {
    BOOST_TEST_MESSAGE("skipped: only root may give a file to somebody else");
    return;
  }
  const TemporaryFolder folder;
  const auto path = folder.write("a.csv", "old");
  BOOST_REQUIRE(::chown(path.c_str(), 12, 34) == 0);
  BOOST_REQUIRE(AtomicFile::create(path).value().commit());
  struct stat status {};
  BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
  BOOST_TEST(status.st_uid == 12U);
  BOOST_TEST(status.st_gid == 34U);
}

BOOST_AUTO_TEST_CASE(a_name_may_be_as_long_as_the_file_system_takes) {
  const TemporaryFolder folder;
  const std::string longest(255, 'n');
  auto file = AtomicFile::create(folder.path(longest)).value();
  BOOST_REQUIRE(file.write("x"));
  BOOST_REQUIRE(file.commit());
  BOOST_TEST(folder.read(longest) == "x");
  const auto refused = AtomicFile::create(folder.path(longest + "n"));
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message.find("longer than the file system takes") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_killed_process_leaves_nothing_where_files_need_no_names) {
  const TemporaryFolder folder;
  const dp::Fd unnamed(::open(folder.path().c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600));
  if (!unnamed) {
    BOOST_TEST_MESSAGE("skipped: this file system has no files without names");
    return;
  }
  const auto path = folder.path("a.csv");
  const pid_t child = ::fork();
  if (child == 0) {
    auto file = AtomicFile::create(path);
    const bool written = file && file->write("bytes");
    ::kill(::getpid(), written ? SIGKILL : SIGTERM);
    ::_exit(1);
  }
  int status = 0;
  BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST(WTERMSIG(status) == SIGKILL);
  BOOST_TEST(entries(folder) == 0U);
}

BOOST_AUTO_TEST_CASE(missing_folders_are_made) {
  const TemporaryFolder folder;
  auto file = AtomicFile::create(folder.path("b/c/a.csv")).value();
  BOOST_REQUIRE(file.commit());
  BOOST_TEST(fs::exists(folder.path("b/c/a.csv")));
}

BOOST_AUTO_TEST_CASE(the_mode_is_that_of_an_ordinary_file) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  auto file = AtomicFile::create(folder.path("a.csv")).value();
  ::umask(before);
  BOOST_REQUIRE(file.commit());
  struct stat status {};
  BOOST_REQUIRE(::stat(folder.path("a.csv").c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0640U);
}

BOOST_AUTO_TEST_CASE(a_link_stays_one_and_its_target_is_replaced) {
  const TemporaryFolder folder;
  folder.write("real/a.csv", "old");
  fs::create_symlink("real/a.csv", folder.path("link.csv"));
  auto file = AtomicFile::create(folder.path("link.csv")).value();
  BOOST_REQUIRE(file.write("new"));
  BOOST_REQUIRE(file.commit());
  BOOST_TEST(fs::is_symlink(folder.path("link.csv")));
  BOOST_TEST(folder.read("real/a.csv") == "new");
}

BOOST_AUTO_TEST_CASE(only_files_are_replaced) {
  const TemporaryFolder folder;
  fs::create_directory(folder.path("folder"));
  fs::create_symlink("nowhere", folder.path("dangling"));
  for (const char* name : {"folder", "dangling"}) {
    const auto file = AtomicFile::create(folder.path(name));
    BOOST_REQUIRE(!file);
    BOOST_TEST((file.error().code == dp::Errc::refused));
    BOOST_TEST(file.error().message.find(name) != std::string::npos, file.error().message);
  }
}

BOOST_AUTO_TEST_CASE(what_can_be_written_is_told_before_and_nothing_is_left_of_it) {
  const TemporaryFolder folder;
  folder.write("file", "old");
  fs::create_directory(folder.path("folder"));
  fs::create_symlink("nowhere", folder.path("dangling"));
  fs::create_symlink("file", folder.path("link"));
  for (const char* name : {"new", "file", "link", "a/b/new", "folder/../new"})
    BOOST_TEST(bool(AtomicFile::check(folder.path(name))), name);
  for (const char* name : {"folder", "folder/", "new/", "dangling", "file/new"}) {
    const auto status = AtomicFile::check(folder.path(name));
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == dp::Errc::refused));
    BOOST_TEST(status.error().message.starts_with(folder.path(name) + ": "));
  }
  BOOST_TEST(bool(AtomicFile::check("a file in the working directory")));
  BOOST_TEST(entries(folder) == 4U);
  BOOST_TEST(folder.read("file") == "old");
}

BOOST_AUTO_TEST_CASE(folders_that_a_user_may_not_write_are_told) {
  if (::geteuid() != 0) {
    BOOST_TEST_MESSAGE("skipped: only root can be somebody else");
    return;
  }
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms(0755));
  folder.write("closed/file", "");
  folder.write("shared/file", "");
  fs::permissions(folder.path("shared"), fs::perms(01777));
  constexpr uid_t kNobody = 65534;
  BOOST_REQUIRE(::seteuid(kNobody) == 0);
  const auto closed = AtomicFile::check(folder.path("closed/file"));
  const auto below = AtomicFile::check(folder.path("closed/deep/file"));
  const auto shared = AtomicFile::check(folder.path("shared/file"));
  const auto own = AtomicFile::check(folder.path("shared/other"));
  BOOST_REQUIRE(::seteuid(0) == 0);
  const auto refused =
      ": no file can be made in " + folder.path("closed") + ": Permission denied";
  BOOST_REQUIRE(!closed);
  BOOST_TEST(closed.error().message == folder.path("closed/file") + refused);
  BOOST_REQUIRE(!below);
  BOOST_TEST(below.error().message == folder.path("closed/deep/file") + refused);
  BOOST_REQUIRE(!shared);
  BOOST_TEST(shared.error().message ==
             folder.path("shared/file") +
                 ": belongs to another user, in a folder where only owners replace files");
  BOOST_TEST(bool(own));
}

BOOST_AUTO_TEST_CASE(bytes_are_copied_from_another_file) {
  const TemporaryFolder folder;
  const std::string bytes(3'000'000, 'x');
  const auto other = dp::open_file(folder.write("other", "abc" + bytes), O_RDONLY).value();
  auto file = AtomicFile::create(folder.path("a")).value();
  BOOST_REQUIRE(file.copy(other.get(), 3, bytes.size()));
  BOOST_TEST(!file.copy(other.get(), bytes.size(), 100));
  BOOST_REQUIRE(file.commit());
  BOOST_TEST(folder.read("a").substr(0, bytes.size()) == bytes);
}

BOOST_AUTO_TEST_SUITE_END()
