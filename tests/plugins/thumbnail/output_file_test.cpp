// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_file.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "temporary.hpp"
#include "why.hpp"

namespace {
namespace fs = std::filesystem;
using dp::test::why;
using dp::thumbnail::read_file;
using dp::thumbnail::write_file;

dp::Status anything(std::string_view) { return {}; }
dp::Status nothing(std::string_view head) {
  return dp::fail(dp::Errc::task_failed, "begins with " + std::string(head.substr(0, 3)));
}

struct Fixture {
  dp::test::TemporaryFolder folder;
  std::string bytes;
};
}  // namespace

BOOST_FIXTURE_TEST_SUITE(thumbnail_output_file, Fixture)

BOOST_AUTO_TEST_CASE(a_file_appears_with_the_folders_before_it) {
  const auto path = folder.path("a/b/c.jpg");
  BOOST_REQUIRE(write_file(path, "picture", false));
  BOOST_TEST(folder.read("a/b/c.jpg") == "picture");
  // And nothing else does.
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    files += entry.is_regular_file() ? 1 : 0;
  BOOST_TEST(files == 1u);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_may_be_there_already) {
  const auto path = folder.write("c.jpg", "picture");
  BOOST_TEST(why(write_file(path, "picture", false)) == "");
  const auto refused = write_file(path, "another", false);
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == dp::Errc::refused));
  BOOST_TEST(folder.read("c.jpg") == "picture");
  BOOST_REQUIRE(write_file(path, "another", true));
  BOOST_TEST(folder.read("c.jpg") == "another");
}

BOOST_AUTO_TEST_CASE(a_file_is_read_whole_up_to_a_limit) {
  const auto path = folder.write("c.jpg", std::string(100'000, 'x'));
  BOOST_REQUIRE(read_file(path, 100'000, bytes, &anything));
  BOOST_TEST(bytes == std::string(100'000, 'x'));
  const auto large = read_file(path, 99'999, bytes, &anything);
  BOOST_REQUIRE(!large);
  BOOST_TEST((large.error().code == dp::Errc::refused));
}

BOOST_AUTO_TEST_CASE(the_first_bytes_are_checked_before_the_rest_is_read) {
  const auto path = folder.write("c.jpg", "abcdef");
  BOOST_TEST(why(read_file(path, 1000, bytes, &nothing)).find("begins with abc") !=
             std::string::npos);
  BOOST_TEST(!read_file(folder.path("none"), 1000, bytes, &anything).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
