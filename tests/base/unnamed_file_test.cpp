// SPDX-License-Identifier: Apache-2.0
#include "base/unnamed_file.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <optional>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(unnamed_file)

namespace {

/// TMPDIR while this lives.
class Tmpdir {
 public:
  explicit Tmpdir(const char* value) {
    if (const char* set = std::getenv("TMPDIR")) before_ = set;
    value == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", value, 1);
  }
  Tmpdir(const Tmpdir&) = delete;
  Tmpdir& operator=(const Tmpdir&) = delete;
  ~Tmpdir() { before_ ? ::setenv("TMPDIR", before_->c_str(), 1) : ::unsetenv("TMPDIR"); }

 private:
  std::optional<std::string> before_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_folder_is_the_one_that_is_given_or_tmpdir_or_tmp) {
  const Tmpdir set("/var/tmp");
  BOOST_TEST(dp::unnamed_folder("/a") == "/a");
  BOOST_TEST(dp::unnamed_folder() == "/var/tmp");
  for (const char* none : {static_cast<const char*>(nullptr), ""}) {
    const Tmpdir not_set(none);
    BOOST_TEST(dp::unnamed_folder() == "/tmp");
  }
}

BOOST_AUTO_TEST_CASE(it_lies_in_its_folder_has_no_name_and_can_be_read_and_written) {
  const dp::test::TemporaryFolder folder;
  const auto file = dp::create_unnamed_file(folder.path()).value();
  BOOST_REQUIRE(dp::write_full(file.get(), "text").has_value());
  char bytes[5] = {};
  BOOST_TEST(dp::pread_full(file.get(), bytes, 4, 0).value() == 4u);
  BOOST_TEST(std::string(bytes) == "text");
  struct stat status {};
  BOOST_REQUIRE(::fstat(file.get(), &status) == 0);
  BOOST_TEST(status.st_nlink == 0u);
}

BOOST_AUTO_TEST_CASE(where_the_folder_cannot_have_one_it_is_in_memory) {
  const auto file = dp::create_unnamed_file("/nowhere").value();
  BOOST_TEST(dp::place_of_unnamed(file.get()) == "a file in memory");
  BOOST_TEST(dp::write_full(file.get(), "text").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
