// SPDX-License-Identifier: Apache-2.0
#include "base/stream_path.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(stream_path)

namespace {

namespace fs = std::filesystem;
using dp::Fd;
using dp::Flow;
using dp::test::TemporaryFolder;

/// A file of the folder under a descriptor that is not close-on-exec, as a shell hands it on.
class Given {
 public:
  Given(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CREAT, 0600)) {
    BOOST_REQUIRE(fd_);
  }
  [[nodiscard]] int number() const { return fd_.get(); }
  [[nodiscard]] std::string path() const { return "/dev/fd/" + std::to_string(number()); }

 private:
  Fd fd_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(names_of_descriptors_stand_for_them) {
  BOOST_TEST(dp::descriptor_named("/dev/stdin").value() == 0);
  BOOST_TEST(dp::descriptor_named("/dev/stdout").value() == 1);
  BOOST_TEST(dp::descriptor_named("/dev/stderr").value() == 2);
  BOOST_TEST(dp::descriptor_named("/dev/fd/63").value() == 63);
  BOOST_TEST(dp::descriptor_named("/proc/self/fd/7").value() == 7);
}

BOOST_AUTO_TEST_CASE(other_paths_stand_for_files) {
  for (const char* path : {"", "-", "out.csv", "/dev/null", "/dev/fd/", "/dev/fd/x",
                           "/dev/fd/1x", "/dev/fd/-1", "/dev/fd/99999999999", "/dev/fd/1/x"})
    BOOST_TEST(!dp::descriptor_named(path), path);
}

BOOST_AUTO_TEST_CASE(a_link_to_a_descriptor_stands_for_it_too) {
  const TemporaryFolder folder;
  fs::create_symlink("/dev/stdout", folder.path("access.log"));
  fs::create_symlink("access.log", folder.path("link to link"));
  fs::create_symlink("round", folder.path("round"));
  BOOST_TEST(dp::descriptor_named(folder.path("access.log")).value() == 1);
  BOOST_TEST(dp::descriptor_named(folder.path("link to link")).value() == 1);
  BOOST_TEST(!dp::descriptor_named(folder.path("round")));
}

BOOST_AUTO_TEST_CASE(fifos_and_devices_are_streams_and_files_and_folders_are_none) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  folder.write("file", "");
  BOOST_TEST(dp::is_stream(folder.path("fifo")));
  BOOST_TEST(dp::is_stream("/dev/null"));
  BOOST_TEST(dp::is_stream("/dev/stdout"));
  BOOST_TEST(!dp::is_stream(folder.path("file")));
  BOOST_TEST(!dp::is_stream(folder.path("none")));
  BOOST_TEST(!dp::is_stream(folder.path()));
}

BOOST_AUTO_TEST_CASE(a_descriptor_goes_on_where_its_owner_stands) {
  const TemporaryFolder folder;
  folder.write("out", "before\n");
  const Given given(folder.path("out"), O_WRONLY | O_APPEND);
  const auto stream = dp::open_stream(given.path(), Flow::out).value();
  BOOST_TEST(stream.get() != given.number());
  BOOST_REQUIRE(dp::write_full(stream.get(), "one\n").has_value());
  BOOST_REQUIRE(dp::write_full(given.number(), "two\n").has_value());
  BOOST_TEST(folder.read("out") == "before\none\ntwo\n");
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_this_process_opened_for_itself_is_none_of_the_users) {
  const TemporaryFolder folder;
  folder.write("own", "");
  const auto own = dp::open_file(folder.path("own"), O_RDWR).value();
  const auto path = "/dev/fd/" + std::to_string(own.get());
  const auto number = std::to_string(own.get());
  for (const auto flow : {Flow::in, Flow::out}) {
    BOOST_TEST(dp::check_stream(path, flow).error().message ==
               path + ": descriptor " + number + " is not open; the shell opens it: dp ... " +
                   number + "> file");
    BOOST_TEST(!dp::open_stream(path, flow));
  }
  BOOST_TEST(!dp::check_stream("/dev/fd/987654", Flow::in));
}

BOOST_AUTO_TEST_CASE(a_descriptor_is_used_the_way_it_was_opened) {
  const TemporaryFolder folder;
  const Given in(folder.path("a"), O_RDONLY);
  const Given out(folder.path("b"), O_WRONLY);
  BOOST_TEST(dp::check_stream(in.path(), Flow::in).has_value());
  BOOST_TEST(dp::check_stream(out.path(), Flow::out).has_value());
  BOOST_TEST(dp::check_stream(in.path(), Flow::out).error().message ==
             in.path() + ": descriptor " + std::to_string(in.number()) +
                 " is open for reading only");
  BOOST_TEST(dp::check_stream(out.path(), Flow::in).error().message ==
             out.path() + ": descriptor " + std::to_string(out.number()) +
                 " is open for writing only");
}

BOOST_AUTO_TEST_CASE(a_fifo_to_be_read_is_not_waited_for) {
  const TemporaryFolder folder;
  const auto path = folder.path("fifo");
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const auto in = dp::open_stream(path, Flow::in).value();
  const auto out = dp::open_stream(path, Flow::out).value();
  BOOST_REQUIRE(dp::write_full(out.get(), "a").has_value());
  char byte = 0;
  BOOST_TEST(::read(in.get(), &byte, 1) == 1);
  BOOST_TEST(byte == 'a');
}

BOOST_AUTO_TEST_SUITE_END()
