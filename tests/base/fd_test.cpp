// SPDX-License-Identifier: Apache-2.0
#include "base/fd.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <thread>

#include "file_size_limit.hpp"
#include "temporary.hpp"

namespace fd {

using dp::Fd;

namespace {

struct Fixture {
  dp::test::TemporaryFolder folder;
};

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

}  // namespace
}  // namespace fd

BOOST_FIXTURE_TEST_SUITE(fd, Fixture)

BOOST_AUTO_TEST_CASE(a_descriptor_is_closed_once_by_its_last_owner) {
  int number = -1;
  {
    Fd first(::open("/dev/null", O_RDONLY));
    number = first.get();
    Fd second(std::move(first));
    BOOST_TEST(!bool(first));
    BOOST_TEST(is_open(number));
  }
  BOOST_TEST(!is_open(number));
}

BOOST_AUTO_TEST_CASE(a_released_descriptor_stays_open) {
  Fd owner(::open("/dev/null", O_RDONLY));
  const int number = owner.release();
  BOOST_TEST(!bool(owner));
  BOOST_TEST(is_open(number));
  ::close(number);
}

BOOST_AUTO_TEST_CASE(files_are_opened_close_on_exec) {
  const auto file = dp::open_file(folder.write("a", "x"), O_RDONLY);
  BOOST_REQUIRE(file.has_value());
  BOOST_TEST((::fcntl(file->get(), F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_not_found_and_named) {
  const auto path = folder.path("missing");
  const auto file = dp::open_file(path, O_RDONLY);
  BOOST_REQUIRE(!file.has_value());
  BOOST_TEST((file.error().code == dp::Errc::not_found));
  BOOST_TEST(file.error().message == path + ": No such file or directory");
}

BOOST_AUTO_TEST_CASE(errno_tells_what_is_exhausted_from_what_failed) {
  BOOST_TEST((dp::fail_errno("x", EMFILE).value().code == dp::Errc::exhausted));
  BOOST_TEST((dp::fail_errno("x", EIO).value().code == dp::Errc::io));
  BOOST_TEST(dp::fail_errno("x", EIO).value().message == "x: Input/output error");
}

BOOST_AUTO_TEST_CASE(want_of_room_is_the_hosts) {
  for (const int number : {ENOSPC, EDQUOT, EFBIG})
    BOOST_TEST((dp::fail_errno("x", number).value().code == dp::Errc::exhausted));
  const auto failure =
      dp::fail_write(dp::fail_errno("write", ENOSPC).value(), "out/a.csv", "write elsewhere");
  BOOST_TEST((failure.value().code == dp::Errc::exhausted));
  BOOST_TEST(failure.value().message ==
             "out/a.csv: write: No space left on device; free space there, raise the limit, or "
             "write elsewhere");
}

BOOST_AUTO_TEST_CASE(what_failed_for_another_reason_has_no_cure_for_want_of_room) {
  const auto failure =
      dp::fail_write(dp::fail_errno("write", EIO).value(), "a.csv", "write elsewhere");
  BOOST_TEST((failure.value().code == dp::Errc::io));
  BOOST_TEST(failure.value().message == "a.csv: write: Input/output error");
}

BOOST_AUTO_TEST_CASE(a_limit_of_file_sizes_is_named_with_its_value) {
  const dp::test::FileSizeLimit limit(1000);
  const auto file = dp::open_file(folder.path("a"), O_RDWR | O_CREAT, 0600);
  BOOST_REQUIRE(file.has_value());
  const auto status = dp::write_full(file->get(), std::string(1001, 'x'));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::exhausted));
  BOOST_TEST(status.error().message ==
             "write: File too large (RLIMIT_FSIZE (ulimit -f) is 1000 bytes)");
}

BOOST_AUTO_TEST_CASE(the_place_of_a_file_without_a_name_is_its_folder) {
  Fd file(::open(folder.path().c_str(), O_TMPFILE | O_RDWR, 0600));
  if (file)
    BOOST_TEST(dp::place_of_unnamed(file.get()) == "a file without a name in " + folder.path());
  const Fd memory(::memfd_create("any", MFD_CLOEXEC));
  BOOST_TEST(dp::place_of_unnamed(memory.get()) == "a file in memory");
}

BOOST_AUTO_TEST_CASE(what_is_written_at_an_offset_is_read_there) {
  const auto file = dp::open_file(folder.path("a"), O_RDWR | O_CREAT, 0600);
  BOOST_REQUIRE(file.has_value());
  BOOST_TEST(dp::pwrite_full(file->get(), "world", 6).has_value());
  BOOST_TEST(dp::write_full(file->get(), "hello ").has_value());
  char bytes[20] = {};
  BOOST_TEST(dp::pread_full(file->get(), bytes, 5, 6).value() == 5u);
  BOOST_TEST(std::string(bytes, 5) == "world");
  BOOST_TEST(dp::pread_full(file->get(), bytes, sizeof bytes, 8).value() == 3u);
}

BOOST_AUTO_TEST_CASE(a_file_is_read_whole_up_to_a_limit) {
  const auto path = folder.write("a", "12345");
  BOOST_TEST(dp::read_file(path, 5).value() == "12345");
  BOOST_TEST((dp::read_file(path, 4).error().code == dp::Errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(a_write_waits_where_the_descriptor_does_not_block) {
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
  dp::Fd out(ends[0]);
  dp::Fd in(ends[1]);
  const std::string text(1 << 20, 'x');
  std::size_t got = 0;
  std::thread reader([&] {
    std::string block(1 << 16, ' ');
    while (got < text.size() && dp::wait_for(out.get(), POLLIN)) {
      const auto size = ::read(out.get(), block.data(), block.size());
      if (size > 0) got += static_cast<std::size_t>(size);
    }
  });
  BOOST_TEST(dp::write_full(in.get(), text).has_value());
  reader.join();
  BOOST_TEST(got == text.size());
}

BOOST_AUTO_TEST_CASE(after_a_failed_write_errno_is_its_own) {
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  ::close(ends[0]);
  const dp::Fd in(ends[1]);
  ::signal(SIGPIPE, SIG_IGN);
  const auto status = dp::write_full(in.get(), "x");
  const int error = errno;
  ::signal(SIGPIPE, SIG_DFL);
  BOOST_REQUIRE(!status);
  BOOST_TEST(error == EPIPE);
  BOOST_TEST(status.error().message == "write: Broken pipe");
}

BOOST_AUTO_TEST_CASE(standard_descriptors_that_are_closed_are_opened_the_wrong_way_round) {
  const auto child = ::fork();
  if (child == 0) {
    for (int fd = 0; fd < 3; ++fd) ::close(fd);
    char c = 0;
    const bool right = dp::open_standard_descriptors().has_value() && ::read(0, &c, 1) == -1 &&
                       ::write(1, &c, 1) == -1 && ::write(2, &c, 1) == 1 &&
                       ::open("/dev/null", O_RDONLY) > 2;
    ::_exit(right ? 42 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WEXITSTATUS(status) == 42);
}

BOOST_AUTO_TEST_SUITE_END()
