// SPDX-License-Identifier: Apache-2.0
// What entries of an input stand for, where their text is not all there is to them.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "temporary.hpp"

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

BOOST_AUTO_TEST_SUITE_END()
