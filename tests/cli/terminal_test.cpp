// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "base/fd.hpp"
#include "temporary.hpp"

namespace terminal {
namespace {

/// Puts a file in place of a standard stream while it lives.
class Redirected {
 public:
  Redirected(int stream, const std::string& path) : stream_(stream), before_(::dup(stream)) {
    const dp::Fd file(::open(path.c_str(), O_CREAT | O_WRONLY, 0600));
    ::dup2(file.get(), stream);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;
  ~Redirected() { ::dup2(before_.get(), stream_); }

 private:
  int stream_;
  dp::Fd before_;
};

struct Fixture {
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace terminal

BOOST_FIXTURE_TEST_SUITE(terminal, Fixture)

BOOST_AUTO_TEST_CASE(results_go_to_standard_output_and_messages_to_standard_error) {
  {
    const Redirected out(STDOUT_FILENO, folder.path("out"));
    const Redirected err(STDERR_FILENO, folder.path("err"));
    BOOST_TEST(dp::cli::print("result\n").has_value());
    dp::cli::print_error("message\n");
    dp::cli::print_failure("no such file");
  }
  BOOST_TEST(folder.read("out") == "result\n");
  BOOST_TEST(folder.read("err") == "message\ndp: error: no such file\n");
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_written_is_an_error) {
  dp::Status status;
  {
    const Redirected out(STDOUT_FILENO, "/dev/full");
    status = dp::cli::print("result\n");
  }
  BOOST_REQUIRE(!status.has_value());
  BOOST_TEST(status.error().message.starts_with("standard output: "), status.error().message);
}

BOOST_AUTO_TEST_CASE(a_file_is_no_terminal_and_has_the_usual_width_and_no_colours) {
  bool is_terminal = true;
  bool coloured = true;
  std::size_t width = 0;
  {
    const Redirected err(STDERR_FILENO, folder.path("err"));
    is_terminal = dp::cli::is_terminal(STDERR_FILENO);
    coloured = dp::cli::colours_errors();
    width = dp::cli::terminal_width();
  }
  BOOST_TEST(!is_terminal);
  BOOST_TEST(!coloured);
  BOOST_TEST(width == 80u);
}

BOOST_AUTO_TEST_CASE(no_color_takes_the_colours_from_a_terminal) {
  const dp::Fd main_side(::posix_openpt(O_RDWR | O_NOCTTY));
  BOOST_REQUIRE(bool(main_side));
  BOOST_REQUIRE(::grantpt(main_side.get()) == 0 && ::unlockpt(main_side.get()) == 0);
  bool before = false, after = true;
  {
    const Redirected err(STDERR_FILENO, ::ptsname(main_side.get()));
    ::unsetenv("NO_COLOR");
    before = dp::cli::colours_errors();
    ::setenv("NO_COLOR", "1", 1);
    after = dp::cli::colours_errors();
    ::unsetenv("NO_COLOR");
  }
  BOOST_TEST(before);
  BOOST_TEST(!after);
}

BOOST_AUTO_TEST_SUITE_END()
