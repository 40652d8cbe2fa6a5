// SPDX-License-Identifier: Apache-2.0
#include "run/target.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"
#include "unpacked.hpp"

namespace target {
namespace {

using dp::run::Target;
using dp::test::TemporaryFolder;

struct Fixture {
  TemporaryFolder folder;
  std::string standard_output;
  dp::run::StandardOutput out = [this](std::string_view bytes) {
    standard_output += bytes;
    return dp::Status();
  };
};

}  // namespace
}  // namespace target

BOOST_FIXTURE_TEST_SUITE(target, Fixture)

BOOST_AUTO_TEST_CASE(a_file_has_its_name_when_it_is_published) {
  const auto path = folder.path("a.csv");
  auto made = Target::open(path, out).value();
  BOOST_REQUIRE(made.write("one,").has_value());
  BOOST_REQUIRE(made.write("two").has_value());
  BOOST_REQUIRE(made.sync().has_value());
  BOOST_REQUIRE(made.seal().has_value());
  BOOST_REQUIRE(made.publish().has_value());
  BOOST_TEST(folder.read("a.csv") == "one,two");
  made.add_rows(3);
  const auto& written = made.written();
  BOOST_TEST(written.is_file);
  BOOST_TEST(written.rows == 3u);
  BOOST_TEST(written.path == path);
  BOOST_TEST(written.bytes == 7u);
  BOOST_TEST(standard_output.empty());
}

BOOST_AUTO_TEST_CASE(a_dash_is_standard_output_as_it_comes) {
  auto made = Target::open("-", out).value();
  BOOST_REQUIRE(made.write("bytes").has_value());
  BOOST_TEST(standard_output == "bytes");
  BOOST_REQUIRE(made.sync().has_value());
  BOOST_REQUIRE(made.seal().has_value());
  BOOST_REQUIRE(made.publish().has_value());
  BOOST_TEST(made.written().path == "-");
  BOOST_TEST(made.written().bytes == 5u);
  BOOST_TEST(!made.written().is_file);
}

BOOST_AUTO_TEST_CASE(standard_output_that_fails_fails_the_write) {
  const dp::run::StandardOutput broken = [](std::string_view) {
    return dp::Status(dp::fail(dp::Errc::io, "standard output: Broken pipe"));
  };
  auto made = Target::open("-", broken).value();
  const auto status = made.write("bytes");
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "standard output: Broken pipe");
}

BOOST_AUTO_TEST_CASE(a_descriptor_is_written_as_it_comes_after_what_is_there) {
  folder.write("log", "before\n");
  const int given = ::open(folder.path("log").c_str(), O_WRONLY | O_APPEND);
  {
    auto made = Target::open("/dev/fd/" + std::to_string(given), out).value();
    BOOST_REQUIRE(made.write("one\n").has_value());
    BOOST_TEST(folder.read("log") == "before\none\n");
    BOOST_REQUIRE(made.sync().has_value());
    BOOST_REQUIRE(made.seal().has_value());
    BOOST_REQUIRE(made.publish().has_value());
    BOOST_TEST(!made.written().is_file);
    BOOST_TEST(made.written().bytes == 4u);
  }
  ::close(given);
  BOOST_TEST(folder.read("log") == "before\none\n");
}

BOOST_AUTO_TEST_CASE(what_comes_for_a_fifo_whose_reader_has_gone_is_dropped) {
  ::signal(SIGPIPE, SIG_IGN);
  const auto path = folder.path("fifo");
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  auto made = Target::open(path, out).value();
  BOOST_REQUIRE(made.write("one").has_value());
  char bytes[8];
  BOOST_TEST(::read(reader, bytes, sizeof bytes) == 3);
  ::close(reader);
  BOOST_TEST(made.write("two").has_value());
  BOOST_TEST(made.write("three").has_value());
  ::signal(SIGPIPE, SIG_DFL);
}

BOOST_AUTO_TEST_CASE(a_stream_that_takes_no_more_is_an_error_that_names_it) {
  if (::access("/dev/full", W_OK) != 0) return;
  auto made = Target::open("/dev/full", out).value();
  const auto status = made.write("bytes");
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::exhausted));
  BOOST_TEST(status.error().message ==
             "/dev/full: write: No space left on device; free space there, raise the limit, or "
             "write elsewhere");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_being_written_is_no_target_until_that_ends) {
  const auto path = folder.path("a.csv");
  {
    const auto first = Target::open(path, out).value();
    for (const char* name : {"a.csv", "./a.csv"}) {
      const auto second = Target::open(folder.path(name), out);
      BOOST_REQUIRE(!second);
      BOOST_TEST((second.error().code == dp::Errc::refused));
    }
    BOOST_TEST(Target::open(folder.path("b.csv"), out).has_value());
  }
  BOOST_TEST(Target::open(path, out).has_value());
}

BOOST_AUTO_TEST_CASE(what_a_name_says_is_compressed) {
  for (const char* name : {"a.csv.gz", "a.csv.zst"}) {
    auto made = Target::open(folder.path(name), out, {1, 2}).value();
    BOOST_REQUIRE(made.write("one,").has_value());
    BOOST_REQUIRE(made.write("two\n").has_value());
    BOOST_REQUIRE(made.sync().has_value());
    BOOST_REQUIRE(made.seal().has_value());
    BOOST_REQUIRE(made.publish().has_value());
    const auto bytes = folder.read(name);
    BOOST_TEST((bytes != "one,two\n"));
    BOOST_TEST(dp::test::unpacked(bytes) == "one,two\n");
    BOOST_TEST(made.written().bytes == bytes.size());
  }
}

BOOST_AUTO_TEST_CASE(a_compressed_file_is_whole_without_a_sync_too) {
  auto made = Target::open(folder.path("rejects.gz"), out).value();
  BOOST_REQUIRE(made.write("no\n").has_value());
  BOOST_REQUIRE(made.seal().has_value());
  BOOST_REQUIRE(made.publish().has_value());
  BOOST_TEST(dp::test::unpacked(folder.read("rejects.gz")) == "no\n");
}

BOOST_AUTO_TEST_CASE(a_fifo_of_such_a_name_gets_compressed_bytes) {
  const auto path = folder.path("fifo.gz");
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  auto made = Target::open(path, out).value();
  BOOST_REQUIRE(made.write("one").has_value());
  BOOST_REQUIRE(made.sync().has_value());
  char bytes[200];
  const auto size = ::read(reader, bytes, sizeof bytes);
  ::close(reader);
  BOOST_REQUIRE(size > 3);
  BOOST_TEST(dp::test::unpacked({bytes, static_cast<std::size_t>(size)}) == "one");
}

BOOST_AUTO_TEST_CASE(a_folder_is_no_target) {
  const auto made = Target::open(folder.path(), out);
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == dp::Errc::refused));
}

BOOST_AUTO_TEST_SUITE_END()
