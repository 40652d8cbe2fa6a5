// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_file.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "as_nobody.hpp"
#include "temporary.hpp"
#include "why.hpp"

namespace thumbnail_output_file {
namespace {
namespace fs = std::filesystem;
using dp::test::why;
using dp::thumbnail::read_file;
using dp::thumbnail::write_file;

dp::Status anything(std::string_view) { return {}; }
dp::Status nothing(std::string_view head) {
  return dp::fail(dp::Errc::task_failed, "begins with " + std::string(head.substr(0, 3)));
}

const dp::thumbnail::Owner kOwner{"run", "step", "a.jpg"};

struct Fixture {
  dp::test::TemporaryFolder folder;
  std::string bytes;
};
}  // namespace
}  // namespace thumbnail_output_file

BOOST_FIXTURE_TEST_SUITE(thumbnail_output_file, Fixture)

BOOST_AUTO_TEST_CASE(a_file_appears_with_the_folders_before_it) {
  const auto path = folder.path("a/b/c.jpg");
  BOOST_REQUIRE(write_file(path, 0, "picture", false, kOwner));
  BOOST_TEST(folder.read("a/b/c.jpg") == "picture");
  // And nothing else does.
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
    files += entry.is_regular_file() ? 1 : 0;
  BOOST_TEST(files == 1u);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_may_be_there_already) {
  const auto path = folder.write("c.jpg", "picture");
  BOOST_TEST(why(write_file(path, 0, "picture", false, kOwner)) == "");
  const auto refused = write_file(path, 0, "another", false, kOwner);
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == dp::Errc::refused));
  BOOST_TEST(folder.read("c.jpg") == "picture");
  BOOST_REQUIRE(write_file(path, 0, "another", true, kOwner));
  BOOST_TEST(folder.read("c.jpg") == "another");
}

BOOST_AUTO_TEST_CASE(no_link_below_the_fixed_folder_is_followed) {
  fs::create_directories(folder.path("else/where"));
  fs::create_directories(folder.path("t"));
  fs::create_directory_symlink(folder.path("else"), folder.path("t/out"));
  fs::create_directory_symlink("../else", folder.path("t/near"));
  const auto fixed = folder.path("t").size() + 1;
  for (const std::string name :
       {"out/a.jpg", "near/a.jpg", "out/where/a.jpg", "out/new/a.jpg"}) {
    const auto refused = write_file(folder.path("t/" + name), fixed, "picture", true, kOwner);
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error().code == dp::Errc::refused));
    BOOST_TEST(refused.error().message.find("links are not followed") != std::string::npos);
  }
  BOOST_TEST(!fs::exists(folder.path("else/a.jpg")));
  BOOST_TEST(!fs::exists(folder.path("else/new")));
  // The fixed folder itself may be one.
  BOOST_REQUIRE(write_file(folder.path("t/out/a.jpg"), fixed + 4, "picture", true, kOwner));
  BOOST_TEST(folder.read("else/a.jpg") == "picture");
}

BOOST_AUTO_TEST_CASE(a_link_in_the_place_of_the_file_is_replaced_not_followed) {
  folder.write("mine", "precious");
  fs::create_symlink("mine", folder.path("a.jpg"));
  fs::create_symlink("gone", folder.path("b.jpg"));
  const auto fixed = folder.path().size() + 1;
  BOOST_TEST(!write_file(folder.path("a.jpg"), fixed, "precious", false, kOwner));
  for (const std::string name : {"a.jpg", "b.jpg"}) {
    BOOST_REQUIRE(write_file(folder.path(name), fixed, "picture", true, kOwner));
    BOOST_TEST(!fs::is_symlink(folder.path(name)));
    BOOST_TEST(folder.read(name) == "picture");
  }
  BOOST_TEST(folder.read("mine") == "precious");
  BOOST_TEST(!fs::exists(folder.path("gone")));
}

BOOST_AUTO_TEST_CASE(two_records_of_a_run_do_not_write_one_file) {
  const auto path = folder.path("t.jpg");
  const dp::thumbnail::Owner other{"run", "step", "b.png"};
  BOOST_REQUIRE(write_file(path, 0, "one", true, kOwner));
  BOOST_REQUIRE(write_file(path, 0, "one", true, kOwner));
  const auto refused = write_file(path, 0, "two", true, other);
  if (refused) return;  // the file system has no attributes
  BOOST_TEST((refused.error().code == dp::Errc::refused));
  BOOST_TEST(
      refused.error().message ==
      path +
          ": is the thumbnail of 'a.jpg' in this run, and 'b.png' would be written to it "
          "too");
  BOOST_TEST(!dp::thumbnail::keep_file(path, 0, other).has_value());
  BOOST_TEST(folder.read("t.jpg") == "one");
  BOOST_REQUIRE(write_file(path, 0, "two", true, {"next run", "step", "b.png"}));
  BOOST_TEST(folder.read("t.jpg") == "two");
  BOOST_TEST(why(dp::thumbnail::keep_file(path, 0, kOwner)) == "");
  BOOST_TEST(!write_file(path, 0, "two", true, other).has_value());
}

BOOST_AUTO_TEST_CASE(a_folder_is_checked_before_anything_is_written_in_it) {
  using dp::thumbnail::check_folder;
  const auto there = folder.path("there");
  fs::create_directory(there);
  BOOST_TEST(why(check_folder(there)) == "");
  BOOST_TEST(why(check_folder(there + "/new/and/new")) == "");
  BOOST_TEST(!fs::exists(there + "/new"));
  BOOST_TEST(why(check_folder(".")) == "");
  const auto file = folder.write("file", "");
  BOOST_TEST(why(check_folder(file)) == "'" + file + "' is no folder");
  BOOST_TEST(why(check_folder(file + "/new")) ==
             "'" + file + "/new' cannot be a folder: Not a directory");
  constexpr auto kAllSee =
      fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(folder.path(), fs::perms::owner_all | kAllSee);
  fs::permissions(there, fs::perms::owner_read | kAllSee);
  {
    const dp::test::AsNobody nobody;
    for (const std::string below : {"", "/new"})
      BOOST_TEST(why(check_folder(there + below)) ==
                 "no file can be written in '" + there + "': Permission denied");
  }
  fs::permissions(there, fs::perms::owner_all);
}

BOOST_AUTO_TEST_CASE(names_may_have_255_bytes) {
  const auto path = folder.path(std::string(255, 'x'));
  BOOST_REQUIRE(write_file(path, 0, "picture", true, kOwner));
  BOOST_REQUIRE(write_file(path, 0, "another", true, kOwner));
  BOOST_TEST(folder.read(std::string(255, 'x')) == "another");
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
