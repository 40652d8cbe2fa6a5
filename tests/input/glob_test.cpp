// SPDX-License-Identifier: Apache-2.0
#include "input/glob.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "as_nobody.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(glob)

namespace {

using Paths = std::vector<std::string>;

/// A folder with files, and what a pattern below it matches, without the folder's path.
class Tree {
 public:
  explicit Tree(const Paths& files) {
    for (const auto& file : files) folder_.write(file, "");
  }
  Paths glob(const std::string& pattern) const {
    Paths unlisted;
    return strip(dp::input::glob(folder_.path(pattern), unlisted));
  }
  Paths below(dp::input::Links links = dp::input::Links::skip) const {
    Paths unlisted;
    return strip(dp::input::files_below(folder_.path(), unlisted, links));
  }
  Paths follow(const std::string& pattern) const {
    Paths unlisted;
    return strip(dp::input::glob(folder_.path(pattern), unlisted, dp::input::Links::follow));
  }
  /// Make a link to a folder.
  void link(const std::string& target, const std::string& name) const {
    std::filesystem::create_directory_symlink(target, folder_.path(name));
  }
  /// Folders that could not be listed, by a pattern ("": all files below).
  Paths unlisted(const std::string& pattern) const {
    Paths unlisted;
    if (pattern.empty())
      dp::input::files_below(folder_.path(), unlisted);
    else
      dp::input::glob(folder_.path(pattern), unlisted);
    return strip(unlisted);
  }
  void lock(const std::string& folder, unsigned mode = 0) const {
    ::chmod(folder_.path(folder).c_str(), mode);
  }

 private:
  Paths strip(Paths paths) const {
    for (auto& path : paths) path.erase(0, folder_.path().size() + 1);
    return paths;
  }
  dp::test::TemporaryFolder folder_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(linked_folders_are_searched_if_asked_for) {
  const Tree tree({"in/a", "in/deep/b", "ext/c", "ext/.hidden/d", "ext/more/e"});
  tree.link("../ext", "in/link");
  BOOST_TEST(tree.glob("in/**") == (Paths{"in/a", "in/deep/b"}),
             boost::test_tools::per_element());
  BOOST_TEST(
      tree.follow("in/**") == (Paths{"in/a", "in/deep/b", "in/link/c", "in/link/more/e"}),
      boost::test_tools::per_element());
  BOOST_TEST(tree.follow("in/**/[ce]") == (Paths{"in/link/c", "in/link/more/e"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.below(dp::input::Links::follow) ==
                 (Paths{"ext/c", "ext/more/e", "in/a", "in/deep/b"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(circles_of_links_end_and_each_folder_is_searched_once) {
  const Tree tree({"a/x", "b/y", "c/d/z"});
  tree.link(".", "here");
  tree.link("../..", "c/d/up");
  tree.link("../b", "a/b1");
  tree.link("../b", "a/b2");
  tree.link("../a", "b/a");
  tree.link("self", "self");
  tree.link("nowhere", "gone");
  BOOST_TEST(tree.below(dp::input::Links::follow) == (Paths{"a/x", "b/y", "c/d/z"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.follow("a/**") == (Paths{"a/b1/y", "a/x"}), boost::test_tools::per_element());
  BOOST_TEST(tree.follow("**/z") == (Paths{"c/d/z"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(many_links_to_each_other_take_no_longer) {
  Paths files;
  for (int i = 0; i < 30; ++i) files.push_back("d" + std::to_string(i) + "/f");
  const Tree tree(files);
  for (int i = 0; i < 30; ++i)
    for (int k = 0; k < 30; ++k)
      tree.link("../d" + std::to_string(k),
                "d" + std::to_string(i) + "/to" + std::to_string(k));
  BOOST_TEST(tree.below(dp::input::Links::follow).size() == 30U);
  BOOST_TEST(tree.follow("d0/**").size() == 30U);
}

BOOST_AUTO_TEST_CASE(the_first_sign_of_a_glob_is_one_that_no_backslash_takes) {
  BOOST_TEST(dp::input::first_wildcard("a/b*") == 3U);
  BOOST_TEST(dp::input::first_wildcard("a\\[1\\]/{b,c}") == 7U);
  BOOST_TEST(dp::input::first_wildcard("plain") == 5U);
}

BOOST_AUTO_TEST_CASE(stars_stay_within_a_name_and_results_are_sorted) {
  const Tree tree({"b.log", "a.log", "c.txt", "deep/d.log"});
  BOOST_TEST(tree.glob("*.log") == (Paths{"a.log", "b.log"}), boost::test_tools::per_element());
  BOOST_TEST(tree.glob("?.txt") == (Paths{"c.txt"}), boost::test_tools::per_element());
  BOOST_TEST(tree.glob("[ab].log") == (Paths{"a.log", "b.log"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.glob("*/d.log") == (Paths{"deep/d.log"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(two_stars_cross_folders_and_none) {
  const Tree tree({"a.jpg", "x/b.jpg", "x/y/c.jpg", ".hidden/d.jpg"});
  BOOST_TEST(tree.glob("**/*.jpg") == (Paths{"a.jpg", "x/b.jpg", "x/y/c.jpg"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(braces_give_each_word_once) {
  const Tree tree({"a.jpg", "b.png", "c.gif"});
  BOOST_TEST(tree.glob("*.{jpg,png}") == (Paths{"a.jpg", "b.png"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.glob("{a,a,b}.{jpg,png}") == (Paths{"a.jpg", "b.png"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.glob("{a,{b,c}}.*") == (Paths{"a.jpg", "b.png", "c.gif"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(hidden_names_need_a_dot_in_the_pattern) {
  const Tree tree({".a", "b"});
  BOOST_TEST(tree.glob("*") == (Paths{"b"}), boost::test_tools::per_element());
  BOOST_TEST(tree.glob(".*") == (Paths{".a"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(files_below_a_folder_are_its_regular_ones_without_the_hidden) {
  const Tree tree({"b", "x/a", "x/.c", ".d/e"});
  BOOST_TEST(tree.below() == (Paths{"b", "x/a"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(folders_that_cannot_be_listed_are_named) {
  const Tree tree({"a.txt", "locked/b.txt", "x/locked/c.txt", "x/d.txt"});
  tree.lock("locked");
  tree.lock("x/locked");
  tree.lock("", 0755);
  const dp::test::AsNobody nobody;
  BOOST_TEST(tree.below() == (Paths{"a.txt", "x/d.txt"}), boost::test_tools::per_element());
  for (const char* pattern : {"", "**/*.txt"})
    BOOST_TEST(tree.unlisted(pattern) == (Paths{"locked", "x/locked"}),
               boost::test_tools::per_element());
  BOOST_TEST(tree.unlisted("*/*.txt") == (Paths{"locked"}), boost::test_tools::per_element());
  BOOST_TEST(tree.unlisted("*/b.txt") == (Paths{"locked/b.txt"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.unlisted("*.txt").empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_there_needs_no_listing) {
  const Tree tree({"a.txt", "x/b.txt"});
  for (const char* pattern : {"", "**/*.txt", "missing/*.txt", "a.txt/*", "*/*/*"})
    BOOST_TEST(tree.unlisted(pattern).empty());
}

BOOST_AUTO_TEST_CASE(a_pattern_of_one_part_matches_the_name_wherever_it_lies) {
  BOOST_TEST(dp::input::matches_glob("logs/a/access.log", "*.log"));
  BOOST_TEST(dp::input::matches_glob("logs/a/access.log", "logs/**/*.log"));
  BOOST_TEST(!dp::input::matches_glob("logs/a/access.log", "other/**"));
  BOOST_TEST(!dp::input::matches_glob("logs/a/access.log", "*.txt"));
}

BOOST_AUTO_TEST_CASE(two_stars_at_the_end_are_all_files_below) {
  const Tree tree({"t/a", "t/u/f", "t/u/v/g", "t/.h", "t/.i/j", "k"});
  BOOST_TEST(tree.glob("t/**") == (Paths{"t/a", "t/u/f", "t/u/v/g"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.glob("**/u/**") == (Paths{"t/u/f", "t/u/v/g"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_backslash_makes_special_characters_like_others) {
  const Tree tree({"a[1]/x.csv", "a1/x.csv", "{b,c}", "b", "s*r", "star"});
  BOOST_TEST(tree.glob("a\\[1\\]/*.csv") == (Paths{"a[1]/x.csv"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.glob("\\{b\\,c\\}") == (Paths{"{b,c}"}), boost::test_tools::per_element());
  BOOST_TEST(tree.glob("{\\{b\\,c\\},b}") == (Paths{"b", "{b,c}"}),
             boost::test_tools::per_element());
  BOOST_TEST(tree.glob("s\\*?") == (Paths{"s*r"}), boost::test_tools::per_element());
  BOOST_TEST(!dp::input::is_glob("a\\*b\\?\\[\\{"));
  BOOST_TEST(dp::input::is_glob("a\\\\*"));
}

BOOST_AUTO_TEST_CASE(braces_that_stand_for_too_many_patterns_are_refused_at_once) {
  std::string bomb;
  for (int i = 0; i < 40; ++i) bomb += "{a,b}";
  BOOST_TEST(!dp::input::check_glob(bomb));
  Paths unlisted;
  BOOST_TEST(dp::input::glob(bomb, unlisted).empty());
  BOOST_TEST(!dp::input::matches_glob("a", bomb));
  const std::string deep(100'000, '{');
  BOOST_TEST(!dp::input::check_glob(deep + std::string(100'000, '}')));
  BOOST_TEST(bool(dp::input::check_glob("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}")));
}

BOOST_AUTO_TEST_SUITE_END()
