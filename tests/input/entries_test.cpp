// SPDX-License-Identifier: Apache-2.0
// What entries of an input stand for, where their text is not all there is to them.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "temporary.hpp"

namespace entries {
namespace {

using dp::pipeline::Input;
using Names = std::vector<std::string>;

constexpr dp::pipeline::Mark kPlace{3, 8, 5};

struct Fixture {
  /// The names of the input's files, from the folder on.
  Names found() {
    const auto items = dp::input::find_items(input, diagnostics);
    BOOST_REQUIRE(items.has_value());
    Names names;
    for (const auto& item : items->list)
      names.push_back(item.name.substr(folder.path().size() + 1));
    return names;
  }
  dp::test::TemporaryFolder folder;
  Input input;
  dp::pipeline::FileText source{"test.yaml", "1\n2\ninput: files\n"};
  dp::pipeline::Diagnostics diagnostics{source};
};

}  // namespace
}  // namespace entries

BOOST_FIXTURE_TEST_SUITE(entries, Fixture)

BOOST_AUTO_TEST_CASE(a_pattern_beside_the_text_says_what_is_a_glob) {
  for (const char* name : {"run[1]/a.csv", "run1/b.csv", "s*r/c.csv", "star/d.csv"})
    folder.write(name, "");
  const auto entry = [&](const std::string& text, const std::string& pattern) {
    input.files = {{folder.path(text), kPlace, folder.path(pattern)}};
  };
  entry("run[1]/*.csv", "run\\[1\\]/*.csv");
  BOOST_TEST(found() == (Names{"run[1]/a.csv"}), boost::test_tools::per_element());
  entry("s*r/*", "s\\*r/*");
  BOOST_TEST(found() == (Names{"s*r/c.csv"}), boost::test_tools::per_element());
  entry("s*r/none", "s\\*r/none");
  BOOST_TEST(found().empty());
  BOOST_TEST(
      diagnostics.list().at(0).hint ==
      "the value of a variable is a glob only if it is the whole entry: ${v}, not ${v}/x");
}

BOOST_AUTO_TEST_CASE(what_is_excluded_has_a_pattern_too) {
  for (const char* name : {"a[1]/x", "a1/x"}) folder.write(name, "");
  input.files = {{folder.path(), kPlace}};
  input.exclude = {{folder.path("a[1]/*"), kPlace, folder.path("a\\[1\\]/*")}};
  BOOST_TEST(found() == (Names{"a1/x"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(links_to_folders_are_followed_if_the_input_says_so) {
  folder.write("in/a", "");
  folder.write("ext/b", "");
  std::filesystem::create_directory_symlink("../ext", folder.path("in/more"));
  input.files = {{folder.path("in"), kPlace}};
  BOOST_TEST(found() == (Names{"in/a"}), boost::test_tools::per_element());
  input.follow = true;
  BOOST_TEST(found() == (Names{"in/a", "in/more/b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_backslash_before_each_sign_names_a_file_or_folder) {
  for (const char* name : {"a*b.csv", "aXb.csv", "{x,y}?/c.csv", "[1]"}) folder.write(name, "");
  const auto found_of = [&](const std::string& text) {
    input.files = {{folder.path(text), kPlace}};
    return found();
  };
  BOOST_TEST(found_of("a\\*b.csv") == (Names{"a*b.csv"}), boost::test_tools::per_element());
  BOOST_TEST(found_of("\\{x,y\\}\\?") == (Names{"{x,y}?/c.csv"}),
             boost::test_tools::per_element());
  BOOST_TEST(found_of("\\[1\\]") == (Names{"[1]"}), boost::test_tools::per_element());
  BOOST_TEST(diagnostics.list().empty());
  BOOST_TEST(found_of("b\\*").empty());
  BOOST_TEST(diagnostics.list().at(0).message ==
             "no such file or folder: '" + folder.path("b\\*") + "'");
}

BOOST_AUTO_TEST_CASE(what_is_called_like_a_glob_is_told_with_the_files_of_the_glob) {
  for (const char* name : {"a*.csv", "ab.csv", "[1].csv", "1.csv", "?", "[2]"})
    folder.write(name, "");
  const auto found_of = [&](const std::string& text) {
    diagnostics = dp::pipeline::Diagnostics(source);
    input.files = {{folder.path(text), kPlace}};
    return found();
  };
  const auto told = [&] {
    BOOST_REQUIRE(diagnostics.list().size() == 1U);
    const auto& last = diagnostics.list().front();
    BOOST_TEST(last.hint ==
               "a backslash before each sign of a glob says that the name is meant");
    return last.message;
  };
  BOOST_TEST(found_of("a*.csv") == (Names{"a*.csv", "ab.csv"}),
             boost::test_tools::per_element());
  BOOST_TEST(told() ==
             "'" + folder.path("a*.csv") +
                 "' is there by this name, and is a glob of 1 file more: all are read");
  BOOST_TEST(found_of("[1].csv") == (Names{"[1].csv"}), boost::test_tools::per_element());
  BOOST_TEST(told() ==
             "'" + folder.path("[1].csv") +
                 "' is there by this name and is read; 1 file that it stands for as a "
                 "glob is not");
  // What finds nothing else is only a name.
  for (const char* name : {"?", "[2]"}) {
    BOOST_TEST(found_of(name) == (Names{name}), boost::test_tools::per_element());
    BOOST_TEST(diagnostics.list().empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
