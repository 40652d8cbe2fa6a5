// SPDX-License-Identifier: Apache-2.0
#include "base/file_identity.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

namespace file_identity {

using dp::identify;
namespace fs = std::filesystem;

namespace {

/// Two paths below the folder of Fixture.
struct Pair {
  const char* one;
  const char* other;
};

struct Fixture {
  Fixture() {
    folder.write("a", "");
    folder.write("b", "");
    folder.write("real/a", "");
    fs::create_hard_link(folder.path("a"), folder.path("hard"));
    fs::create_symlink("a", folder.path("link"));
    fs::create_symlink("link", folder.path("link to link"));
    fs::create_symlink(folder.path("real/new"), folder.path("dangling"));
    fs::create_symlink("dangling", folder.path("dangling twice"));
    fs::create_symlink("new/deep", folder.path("dangling folder"));
    fs::create_symlink("circle", folder.path("circle"));
    fs::create_directory_symlink("real", folder.path("linked"));
  }
  [[nodiscard]] bool same(const Pair& pair) const {
    return identify(folder.path(pair.one)) == identify(folder.path(pair.other));
  }

  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace file_identity

BOOST_FIXTURE_TEST_SUITE(file_identity, Fixture)

BOOST_AUTO_TEST_CASE(paths_that_lead_to_one_file_have_one_identity) {
  constexpr Pair kSame[] = {
      {"a", "./a"},
      {"a", "real/../a"},
      {"a", "new/../a"},
      {"a", "new/deep/../../a"},
      {"a", "new/./deep/.././../a"},
      {"a", "link"},
      {"a", "link to link"},
      {"a", "hard"},
      {"a", "new/../hard"},
      {"real/a", "linked/a"},
      {"real/a", "linked//a"},
      {"real/a", "new/../linked/a"},
      {"a", "linked/../a"},
      {"real/new", "linked/new"},
      {"real/new", "dangling"},
      {"real/new", "dangling twice"},
      {"real/new", "new/../dangling twice"},
      {"real/new/x", "dangling/x"},
      {"real", "real/"},
      {"new", "new/"},
      {"new", "real/../new"},
      {"new/x", "new/y/../x"},
      {"new/deep/x", "dangling folder/x"},
      {"new/x", "dangling folder/../x"},
      {"a", "dangling folder/../../a"},
      {"circle", "./circle"},
  };
  for (const auto& pair : kSame)
    BOOST_TEST(same(pair), pair.one << " and " << pair.other << " are one file");
}

BOOST_AUTO_TEST_CASE(paths_that_lead_to_two_files_have_two_identities) {
  constexpr Pair kDifferent[] = {
      {"a", "b"},         {"a", "real/a"}, {"a", "linked/a"},          {"a", "new"},
      {"new", "other"},   {"new/x", "x"},  {"new/x", "other/x"},       {"real/new", "new"},
      {"a/x", "a"},       {"a/x", "x"},    {"dangling", "real/other"}, {"circle", "a"},
      {"real", "real/a"}, {"new", "New"},  {"new/x/y", "new/xy"},      {"dangling", "new"},
  };
  for (const auto& pair : kDifferent)
    BOOST_TEST(!same(pair), pair.one << " and " << pair.other << " are two files");
}

BOOST_AUTO_TEST_CASE(what_exists_is_its_device_and_inode) {
  struct stat status {};
  BOOST_REQUIRE(::stat(folder.path("a").c_str(), &status) == 0);
  const auto identity = identify(folder.path("link"));
  BOOST_TEST(identity.exists());
  BOOST_TEST(identity.device == status.st_dev);
  BOOST_TEST(identity.inode == status.st_ino);
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_its_path_below_the_nearest_folder_that_does) {
  struct stat status {};
  BOOST_REQUIRE(::stat(folder.path("real").c_str(), &status) == 0);
  const auto identity = identify(folder.path("linked/new/./x/../y"));
  BOOST_TEST(!identity.exists());
  BOOST_TEST(identity.inode == status.st_ino);
  BOOST_TEST(identity.below == "new/y");
}

BOOST_AUTO_TEST_CASE(relative_paths_begin_at_the_working_directory) {
  const auto here = fs::current_path().string();
  BOOST_TEST((identify("no such file") == identify(here + "/no such file")));
  BOOST_TEST((identify("no/such/file") == identify(here + "/no/such/file")));
  BOOST_TEST((identify(".") == identify(here)));
  BOOST_TEST((identify("") == identify(here)));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_made_is_found_where_it_was_said_to_be) {
  const auto before = identify(folder.path("new/../dangling"));
  folder.write("real/new", "");
  const auto after = identify(folder.path("dangling"));
  BOOST_TEST((before != after));
  BOOST_TEST((after == identify(folder.path("real/new"))));
}

BOOST_AUTO_TEST_SUITE_END()
