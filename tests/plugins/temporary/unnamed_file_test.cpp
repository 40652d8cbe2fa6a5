// SPDX-License-Identifier: Apache-2.0
#include "temporary/unnamed_file.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "plugins/harness.hpp"
#include "temporary.hpp"

namespace temporary_unnamed_file {
namespace {

using dp::Status;
using dp::temporary::UnnamedFile;

/// A folder of its own for files without a name.
struct Fixture {
  Fixture() { ::setenv("TMPDIR", folder.path().c_str(), 1); }
  ~Fixture() { ::unsetenv("TMPDIR"); }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  dp::test::TemporaryFolder folder;
};

std::string copied(const UnnamedFile& file) {
  dp::test::Task::Kept kept;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  BOOST_REQUIRE(file.copy_to(out));
  return kept.bytes[0];
}

}  // namespace
}  // namespace temporary_unnamed_file

BOOST_FIXTURE_TEST_SUITE(temporary_unnamed_file, Fixture)

BOOST_AUTO_TEST_CASE(bytes_are_read_where_they_were_written) {
  auto file = UnnamedFile::make("x").value();
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
  BOOST_REQUIRE(file.write("defg", 3));
  BOOST_REQUIRE(file.write("abc", 0));
  char bytes[10];
  BOOST_TEST(file.read(bytes, sizeof bytes, 2).value() == 5U);
  BOOST_TEST(std::string(bytes, 5) == "cdefg");
  BOOST_TEST(file.read(bytes, sizeof bytes, 7).value() == 0U);
  auto moved = std::move(file);
  BOOST_TEST(copied(moved) == "abcdefg");
}

BOOST_AUTO_TEST_CASE(more_than_one_read_gives_is_copied_too) {
  auto file = UnnamedFile::make("x").value();
  std::string bytes((std::size_t{2} << 20) + 5, 'x');
  bytes.back() = 'y';
  BOOST_REQUIRE(file.write(bytes, 0));
  BOOST_TEST((copied(file) == bytes));
}

BOOST_AUTO_TEST_CASE(what_opens_files_by_name_can_open_it) {
  auto file = UnnamedFile::make("x").value();
  std::ofstream(file.path()) << "by path";
  BOOST_TEST(copied(file) == "by path");
  std::string name;
  const auto named = UnnamedFile::make("x", [&](const std::string& path) -> Status {
                       name = path;
                       std::ofstream(path) << "by name";
                       return {};
                     }).value();
  BOOST_TEST(copied(named) == "by name");
  BOOST_TEST(std::filesystem::path(name).parent_path() == folder.path());
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_opened_leaves_nothing) {
  const auto refused = UnnamedFile::make("x", [](const std::string&) -> Status {
    return dp::fail(dp::Errc::task_failed, "no database");
  });
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message == "no database");
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(the_folder_is_named_where_there_is_none) {
  const auto missing = folder.path("not/there");
  ::setenv("TMPDIR", missing.c_str(), 1);
  BOOST_TEST(dp::temporary::folder() == missing);
  const auto named = UnnamedFile::make("xlsx");
  BOOST_REQUIRE(!named);
  BOOST_TEST((named.error().code == dp::Errc::io));
  BOOST_TEST(named.error().message == "xlsx: " + missing + ": open: No such file or directory");
  BOOST_TEST(UnnamedFile::make("").error().message ==
             missing + ": open: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
