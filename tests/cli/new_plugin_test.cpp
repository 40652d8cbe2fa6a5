// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "dp_process.hpp"

namespace new_plugin {
namespace {

namespace fs = std::filesystem;
using dp::test::TemporaryFolder;

/// All files below the folder, but those of dp_process.
std::vector<std::string> files_in(const TemporaryFolder& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    const auto name = entry.path().lexically_relative(folder.path()).string();
    if (!name.starts_with(".process-") && !entry.is_directory()) files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

struct Fixture {
  TemporaryFolder folder;
};

}  // namespace
}  // namespace new_plugin

BOOST_FIXTURE_TEST_SUITE(new_plugin, Fixture)

// Out-of-tree builds of it are tests/install.
BOOST_AUTO_TEST_CASE(a_new_plugin_has_its_name_wherever_it_is_needed) {
  const auto outcome = dp::test::dp(folder, {"new", "plugin", "sentences"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.out.find("  cd sentences\n") != std::string::npos, outcome.out);
  const std::vector<std::string> expected = {
      "sentences/CMakeLists.txt", "sentences/README.md",       "sentences/sentences.cpp",
      "sentences/sentences.yaml", "sentences/test/counts.csv", "sentences/test/text.txt"};
  BOOST_TEST(files_in(folder) == expected, boost::test_tools::per_element());
  for (const auto& file : expected) {
    BOOST_TEST(folder.read(file).find("wordcount") == std::string::npos, file);
    BOOST_TEST(folder.read(file).find('@') == std::string::npos, file);
  }
}

BOOST_AUTO_TEST_CASE(a_kind_picks_what_is_written) {
  const auto outcome = dp::test::dp(folder, {"new", "plugin", "marks", "--kind", "writer"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  const std::vector<std::string> expected = {
      "marks/CMakeLists.txt", "marks/README.md",           "marks/marks.cpp",
      "marks/marks.yaml",     "marks/test/expected.marks", "marks/test/input.csv"};
  BOOST_TEST(files_in(folder) == expected, boost::test_tools::per_element());
  for (const auto& file : expected)
    BOOST_TEST(folder.read(file).find('@') == std::string::npos, file);
}

BOOST_AUTO_TEST_CASE(a_kind_that_there_is_not_is_refused_with_the_nearest) {
  const auto outcome = dp::test::dp(folder, {"new", "plugin", "marks", "--kind", "writr"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err ==
             "dp: error: dp new plugin: got --kind 'writr', expected one of step, reader, "
             "records, files, reducer, writer, function, did you mean 'writer'?\n");
  BOOST_TEST(files_in(folder).empty());
}

BOOST_AUTO_TEST_CASE(what_is_there_already_is_not_replaced) {
  folder.write("words/mine.txt", "mine");
  const auto outcome = dp::test::dp(folder, {"new", "plugin", "words"});
  BOOST_TEST(outcome.exit_code == 4);
  BOOST_TEST(
      outcome.err ==
      "dp: error: 'words' is there already, and would not be replaced: remove it, or take "
      "another name\n");
  BOOST_TEST(files_in(folder) == std::vector<std::string>{"words/mine.txt"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_that_cannot_be_are_refused) {
  for (const char* name : {"", "Words", "my-words", "../words", "1st", "a b"}) {
    const auto outcome = dp::test::dp(folder, {"new", "plugin", name});
    BOOST_TEST(outcome.exit_code == 2);
    BOOST_TEST(outcome.err.find("expected 1 to 40 of a-z, 0-9 and _, a letter first") !=
                   std::string::npos,
               outcome.err);
  }
  const auto taken = dp::test::dp(folder, {"new", "plugin", "lines"});
  BOOST_TEST(taken.exit_code == 2);
  BOOST_TEST(taken.err.find("there is a plugin 'lines' already") != std::string::npos);
  BOOST_TEST(dp::test::dp(folder, {"new", "words"}).exit_code == 2);
  BOOST_TEST(files_in(folder).empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_left_as_it_was) {
  if (::geteuid() == 0) return;  // root may write anywhere
  ::chmod(folder.path().c_str(), 0555);
  const auto outcome = dp::test::dp(folder, {"new", "plugin", "words"});
  ::chmod(folder.path().c_str(), 0755);
  BOOST_TEST(outcome.exit_code == 1);
  BOOST_TEST(files_in(folder).empty());
}

BOOST_AUTO_TEST_SUITE_END()
