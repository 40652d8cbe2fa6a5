// SPDX-License-Identifier: Apache-2.0
#include "input/items.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "as_nobody.hpp"
#include "gzip.hpp"
#include "items_fixture.hpp"
#include "temporary.hpp"
#include "zstd.hpp"

namespace items {
namespace {

using dp::input::Items;
using dp::pipeline::Input;
using dp::protocol::Compression;
using dp::test::kPlace;
using dp::test::Names;
using dp::test::StandardInput;
using dp::test::TemporaryFolder;

const std::string kHint =
    "; paths are relative to the working directory; ${here} is the folder of the pipeline file";

}  // namespace
}  // namespace items

BOOST_FIXTURE_TEST_SUITE(items, dp::test::ItemsFixture)

BOOST_AUTO_TEST_CASE(files_folders_and_globs_are_found_and_sorted_by_name) {
  for (const char* name : {"b.log", "a.log", "deep/z.txt", "deep/er/y.txt", "c.csv"})
    folder.write(name, "12");
  files({"c.csv", "deep", "*.log"});
  BOOST_TEST(found() == (Names{"a.log", "b.log", "c.csv", "deep/er/y.txt", "deep/z.txt"}),
             boost::test_tools::per_element());
  BOOST_TEST(all.count() == 5U);
  BOOST_TEST(all.bytes == 10U);
  BOOST_TEST(all.unreadable.empty());
  BOOST_TEST(mistakes().empty());
}

BOOST_AUTO_TEST_CASE(the_order_is_as_listed_if_the_input_says_so) {
  for (const char* name : {"b.log", "a.log", "c.csv"}) folder.write(name, "");
  input.order = Input::Order::given;
  files({"c.csv", "*.log"});
  BOOST_TEST(found() == (Names{"c.csv", "a.log", "b.log"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_order_by_size_begins_with_the_largest_and_equal_ones_are_by_name) {
  folder.write("small", "1");
  folder.write("b", "22");
  folder.write("a", "22");
  folder.write("large", "333");
  input.order = Input::Order::size;
  files({"*"});
  BOOST_TEST(found() == (Names{"large", "a", "b", "small"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_named_twice_is_one_item) {
  folder.write("a.log", "");
  folder.write("b.log", "");
  files({"*.log", "a.log", "b.log", "a.log"});
  BOOST_TEST(found() == (Names{"a.log", "b.log"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_is_one_item_however_its_path_is_spelled) {
  folder.write("a.log", "");
  folder.write("deep/b.log", "");
  files({"a.log", "./a.log", "deep/../a.log", "deep//b.log", "deep/./b.log", "deep"});
  const auto from_here = std::filesystem::relative(folder.path("a.log")).string();
  input.files.push_back({from_here, kPlace});
  BOOST_TEST(found() == (Names{"a.log", "deep//b.log"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_is_one_item_through_links_too) {
  folder.write("far/away/x", "");
  folder.write("far/a", "");
  folder.write("a", "");
  std::filesystem::create_directory_symlink("far/away", folder.path("link"));
  std::filesystem::create_symlink("a", folder.path("b"));
  std::filesystem::create_hard_link(folder.path("a"), folder.path("c"));
  files({"b", "a", "c", "link/../a", "link/x", "far"});  // "link/../a" is far/a
  BOOST_TEST(found() == (Names{"b", "link/../a", "link/x"}), boost::test_tools::per_element());
  BOOST_TEST(all.bytes == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_counts_once_too) {
  std::filesystem::create_directory(folder.path("folder"));
  std::filesystem::create_symlink("folder", folder.path("link"));
  list(folder.path("folder") + "\n" + folder.path("link") + "\n" + folder.path("gone") + "\n" +
       folder.path("new/../gone") + "\n");
  BOOST_TEST(found().empty());
  BOOST_REQUIRE(all.unreadable.size() == 2U);
  BOOST_TEST(all.unreadable[0].name == folder.path("folder"));
  BOOST_TEST(all.unreadable[1].name == folder.path("gone"));
}

BOOST_AUTO_TEST_CASE(what_a_glob_excludes_is_left_out_also_of_files_named_outright) {
  for (const char* name : {"a.log", "a.tmp", "deep/b.log", "deep/b.tmp"})
    folder.write(name, "");
  input.exclude.push_back({"*.tmp", kPlace});
  input.exclude.push_back({folder.path("deep/**"), kPlace});
  files({"", "a.tmp"});  // the folder itself
  BOOST_TEST(found() == (Names{"a.log"}), boost::test_tools::per_element());
  BOOST_TEST(mistakes().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_excluded_is_left_out_with_all_that_is_below) {
  for (const char* name :
       {"ph/a.txt", "ph/raw/b.txt", "ph/raw/deep/c.txt", "ph/x/raw/d.txt", "ph/x/rawer/e.txt"})
    folder.write(name, std::string(name));
  const auto without = [&](const std::string& pattern, const Names& entries) {
    input = {};
    input.exclude.push_back({pattern, kPlace});
    files(entries);
    return found();
  };
  const Names all_raw{"ph/a.txt", "ph/x/rawer/e.txt"};
  const Names one_raw{"ph/a.txt", "ph/x/raw/d.txt", "ph/x/rawer/e.txt"};
  for (const auto& entry : {"ph", "ph/**"}) {
    BOOST_TEST(without("raw", {entry}) == all_raw, boost::test_tools::per_element());
    BOOST_TEST(without("raw/", {entry}) == all_raw, boost::test_tools::per_element());
    BOOST_TEST(without("**/raw/**", {entry}) == all_raw, boost::test_tools::per_element());
    BOOST_TEST(without(folder.path("ph/raw"), {entry}) == one_raw,
               boost::test_tools::per_element());
    BOOST_TEST(without(folder.path("ph/raw/*"), {entry}) == one_raw,
               boost::test_tools::per_element());
  }
  // What the input itself says is no folder that was found.
  BOOST_TEST(without("ph", {"ph/raw"}) == (Names{"ph/raw/b.txt", "ph/raw/deep/c.txt"}),
             boost::test_tools::per_element());
  BOOST_TEST(without("raw", {"ph/raw/b.txt"}) == (Names{"ph/raw/b.txt"}),
             boost::test_tools::per_element());
  BOOST_TEST(mistakes().empty());
}

BOOST_AUTO_TEST_CASE(a_pattern_that_stands_for_too_many_is_a_mistake) {
  std::string bomb;
  for (int i = 0; i < 40; ++i) bomb += "{a,b}";
  input.files.push_back({bomb, kPlace});
  input.exclude.push_back({bomb + "c", kPlace});
  BOOST_TEST(found().empty());
  const std::string complaint =
      "its braces stand for more than 10000 patterns, or are more than 100; write fewer of "
      "them";
  BOOST_TEST(mistakes() == (Names{complaint}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_item_bears_its_identity_and_compression) {
  folder.write("gz", dp::test::gzip("text"));
  folder.write("plain", "text");
  folder.write("short", "\x1f");
  folder.write("zst", dp::test::zstd("text"));
  files({"*"});
  BOOST_TEST(found().size() == 4U);
  BOOST_TEST((all.list[0].compression == Compression::gzip));
  BOOST_TEST((all.list[1].compression == Compression::none));
  BOOST_TEST((all.list[2].compression == Compression::none));
  BOOST_TEST((all.list[3].compression == Compression::zstd));
  struct stat status {};
  BOOST_REQUIRE(::stat(folder.path("plain").c_str(), &status) == 0);
  BOOST_TEST(all.list[1].stamp.inode == status.st_ino);
  BOOST_TEST(all.list[1].stamp.device == status.st_dev);
  BOOST_TEST(all.list[1].stamp.size == 4U);
  BOOST_TEST(all.list[1].path == folder.path("plain"));
}

BOOST_AUTO_TEST_CASE(a_path_that_does_not_exist_and_one_that_finds_nothing_are_mistakes) {
  std::filesystem::create_directory(folder.path("empty"));
  folder.write("a.log", "");
  files({"missing.log", "*.csv", "empty", "a.log"});
  BOOST_TEST(found() == (Names{"a.log"}), boost::test_tools::per_element());
  const Names expected{"no such file or folder: '" + folder.path("missing.log") + "'" + kHint,
                       "no file matches '" + folder.path("*.csv") + "'" + kHint,
                       "the folder '" + folder.path("empty") + "' has no files"};
  BOOST_TEST(mistakes() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_whose_name_looks_like_a_glob_is_that_file) {
  folder.write("[1].log", "");
  folder.write("1.log", "");
  files({"[1].log"});
  BOOST_TEST(found() == (Names{"[1].log"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_list_names_files_one_per_line_and_no_globs) {
  folder.write("b", "");
  folder.write("a", "");
  input.order = Input::Order::given;
  list(folder.path("b") + "\r\n\n" + folder.path("a") + "\n" + folder.path("*") + "\n" +
       folder.path("b"));
  BOOST_TEST(found() == (Names{"b", "a"}), boost::test_tools::per_element());
  BOOST_REQUIRE(all.unreadable.size() == 1U);
  BOOST_TEST(all.unreadable[0].name == folder.path("*"));
  BOOST_TEST(all.unreadable[0].reason == "cannot be read: No such file or directory");
  BOOST_TEST(all.unreadable[0].before == 2U);
  BOOST_TEST(mistakes().empty());
}

BOOST_AUTO_TEST_CASE(a_list_may_separate_its_paths_with_nul_and_then_they_hold_any_other_byte) {
  folder.write("a\nb", "");
  folder.write("c\r", "");
  folder.write("d", "");
  input.order = Input::Order::given;
  list(folder.path("d") + '\0' + folder.path("c\r") + '\0' + folder.path("a\nb") + '\0');
  BOOST_TEST(found() == (Names{"d", "c\r", "a\nb"}), boost::test_tools::per_element());
  BOOST_TEST(all.unreadable.empty());
}

BOOST_AUTO_TEST_CASE(a_list_that_cannot_be_read_is_a_mistake) {
  input.list = {folder.path("no list"), kPlace};
  BOOST_TEST(found().empty());
  BOOST_TEST(mistakes() == (Names{folder.path("no list") + ": No such file or directory"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_unreadable_and_nobody_waits_for_it) {
  std::filesystem::create_directory(folder.path("folder"));
  list(folder.path("folder") + "\n");
  BOOST_TEST(found().empty());
  BOOST_REQUIRE(all.unreadable.size() == 1U);
  BOOST_TEST(all.unreadable[0].reason == "cannot be read: not a regular file");
}

BOOST_AUTO_TEST_CASE(what_is_unreadable_has_its_place_in_the_order_of_the_input) {
  for (const char* name : {"b", "d"}) folder.write(name, "text");
  for (const char* name : {"e", "c", "a"})
    std::filesystem::create_symlink(std::string("no ") + name, folder.path(name));
  const auto places = [&] {
    found();
    Names made;
    for (const auto& each : all.unreadable)
      made.push_back(short_name(each.name) + " " + std::to_string(each.before));
    return made;
  };
  files({"*"});
  BOOST_TEST(places() == (Names{"a 0", "c 1", "e 2"}), boost::test_tools::per_element());
  input.order = Input::Order::size;
  BOOST_TEST(places() == (Names{"a 2", "c 2", "e 2"}), boost::test_tools::per_element());
  input.order = Input::Order::given;
  input.files.clear();
  list(folder.path("d") + "\n" + folder.path("e") + "\n" + folder.path("a") + "\n" +
       folder.path("b") + "\n");
  BOOST_TEST(places() == (Names{"e 1", "a 1"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_listed_is_unreadable_and_no_mistake) {
  folder.write("in/locked/a", "");
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(folder.path("in/locked").c_str(), 0);
  const dp::test::AsNobody nobody;
  for (const Names& names : {Names{"in"}, Names{"in/**/*"}, Names{"in/locked/a"}}) {
    input.files.clear();
    files(names);
    BOOST_TEST(found().empty());
    BOOST_REQUIRE(all.unreadable.size() == 1U);
    BOOST_TEST(all.unreadable[0].name.starts_with(folder.path("in/locked")));
    BOOST_TEST(all.unreadable[0].reason == "cannot be read: Permission denied");
    BOOST_TEST(mistakes().empty());
  }
  input.exclude.push_back({"locked", kPlace});
  input.files.clear();
  files({"in"});
  BOOST_TEST(found().empty());
  BOOST_TEST(all.unreadable.empty());
}

BOOST_AUTO_TEST_CASE(a_detour_is_left_out_of_a_name_if_the_rest_names_the_same_file) {
  folder.write("here/a", "");
  folder.write("there/b", "");
  files({"there/../here/a"});
  BOOST_TEST(found() == (Names{"here/a"}), boost::test_tools::per_element());
  BOOST_TEST(all.list[0].path == folder.path("there/../here/a"));
}

BOOST_AUTO_TEST_CASE(a_detour_over_a_link_stays_in_the_name) {
  folder.write("far/away/x", "");
  folder.write("far/a", "");
  std::filesystem::create_directory_symlink("far/away", folder.path("link"));
  files({"link/../a"});  // far/a, and not a
  BOOST_TEST(found() == (Names{"link/../a"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_range_is_items_without_files) {
  input.range = 1000;
  BOOST_TEST(found().empty());
  BOOST_TEST(all.range == 1000U);
  BOOST_TEST(all.count() == 1000U);
  BOOST_TEST(all.bytes == 0U);
}

BOOST_AUTO_TEST_CASE(a_list_may_come_from_standard_input) {
  const StandardInput standard_input(folder.write("in", folder.write("a", "text") + "\n"));
  input.list = {"-", kPlace};
  BOOST_TEST(found() == (Names{"a"}), boost::test_tools::per_element());
  BOOST_TEST(all.streams.empty());
}

BOOST_AUTO_TEST_CASE(a_text_may_be_the_input) {
  const auto text = dp::test::gzip("a line\n");
  const auto items = dp::input::items_of_text("given", text).value();
  BOOST_REQUIRE(items.list.size() == 1U);
  BOOST_TEST(items.list[0].name == "given");
  BOOST_TEST((items.list[0].compression == Compression::gzip));
  BOOST_TEST(items.bytes == text.size());
  BOOST_TEST(dp::read_file(items.list[0].path, 1 << 20).value() == text);
}

BOOST_AUTO_TEST_SUITE_END()
