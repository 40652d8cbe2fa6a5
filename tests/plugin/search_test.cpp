// SPDX-License-Identifier: Apache-2.0
#include "plugin/search.hpp"

#include <stdlib.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(search)

using dp::plugin::find_library;
using dp::plugin::list_libraries;
using dp::plugin::SearchPath;
using dp::test::TemporaryFolder;

BOOST_AUTO_TEST_CASE(given_folders_come_first_then_the_files_then_the_environments) {
  ::setenv("DP_PLUGIN_PATH", "env1:env2", 1);
  const auto path = SearchPath::of({"given"}, {"pipeline"});
  ::unsetenv("DP_PLUGIN_PATH");
  BOOST_REQUIRE(path.folders.size() >= 4U);
  const std::vector<std::string> first(path.folders.begin(), path.folders.begin() + 4);
  BOOST_TEST(first == (std::vector<std::string>{"given", "pipeline", "env1", "env2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_first_folder_that_has_a_library_wins) {
  const TemporaryFolder folder;
  folder.write("a/x.so", "");
  folder.write("b/x.so", "");
  folder.write("b/y.so", "");
  folder.write("b/notes.txt", "");
  const SearchPath path{{folder.path("missing"), folder.path("a"), folder.path("b")}};
  BOOST_TEST(find_library(path, "x") == folder.path("a/x.so"));
  BOOST_TEST(find_library(path, "y.report") == folder.path("b/y.so"));
  BOOST_TEST(find_library(path, "z") == "");
  BOOST_TEST(list_libraries(path) ==
                 (std::vector<std::string>{folder.path("a/x.so"), folder.path("b/y.so")}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_library_that_hides_one_of_dps_own_is_known) {
  const TemporaryFolder folder;
  for (const char* name : {"a/x.so", "a/y.so", "own/x.so"}) folder.write(name, "");
  const SearchPath path{{folder.path("a"), folder.path("own")}, 1};
  BOOST_TEST(dp::plugin::hidden_by(path, folder.path("a/x.so")) == folder.path("own/x.so"));
  BOOST_TEST(dp::plugin::hidden_by(path, folder.path("a/y.so")) == "");
  BOOST_TEST(dp::plugin::hidden_by(path, folder.path("a/../own/x.so")) == "");
  const auto usual = SearchPath::of({folder.path("a")}, {});
  BOOST_TEST(usual.own >= 1U);
  BOOST_TEST(usual.own < usual.folders.size());
}

BOOST_AUTO_TEST_CASE(folders_are_named_with_what_is_wrong_with_them) {
  const TemporaryFolder folder;
  folder.write("a/x.so", "");
  const SearchPath path{{folder.path("a"), folder.path("b"), folder.path("a/x.so")}};
  BOOST_TEST(dp::plugin::folders_text(path) == folder.path("a") + ", " + folder.path("b") +
                                                   " (does not exist), " +
                                                   folder.path("a/x.so") + " (is no folder)");
}

BOOST_AUTO_TEST_CASE(a_task_name_cannot_leave_the_folders) {
  const TemporaryFolder folder;
  folder.write("x.so", "");
  folder.write("a/y.so", "");
  const SearchPath path{{folder.path("a")}};
  for (const char* task : {"../x", "/x", "", ".", "..", "./y"})
    BOOST_TEST(find_library(path, task) == "", task);
}

BOOST_AUTO_TEST_SUITE_END()
