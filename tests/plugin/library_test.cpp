// SPDX-License-Identifier: Apache-2.0
#include "plugin/library.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "plugin/describe.hpp"
#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(library)

using dp::plugin::Library;

BOOST_AUTO_TEST_CASE(a_plugin_is_loaded_and_described) {
  const auto library = Library::load(DP_TEST_PLUGIN_DIR "/lines.so");
  BOOST_REQUIRE_MESSAGE(library, dp::test::why(library));
  BOOST_TEST((library->find(DP_READER, "lines") != nullptr));
  BOOST_TEST((library->find(DP_REDUCER, "lines") == nullptr));
  BOOST_TEST((library->find(DP_READER, "line") == nullptr));
  const auto described = dp::plugin::describe(*library, "lines.so");
  BOOST_TEST(described.name == "lines");
  BOOST_REQUIRE(!described.tasks.empty());
  BOOST_TEST(described.tasks.front().name == "lines");
}

BOOST_AUTO_TEST_CASE(a_library_that_others_can_change_is_not_loaded) {
  const dp::test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("p"));
  std::filesystem::copy_file(DP_TEST_PLUGIN_DIR "/lines.so", folder.path("p/lines.so"));
  BOOST_TEST(dp::test::why(Library::load(folder.path("p/lines.so"))) == "");
  for (const char* name : {"p", "p/lines.so"}) {
    std::filesystem::permissions(folder.path(name), std::filesystem::perms::others_write,
                                 std::filesystem::perm_options::add);
    const auto refused = Library::load(folder.path("p/lines.so"));
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error().code == dp::Errc::invalid_plugin));
    BOOST_TEST(refused.error().message.starts_with(
        "not loaded, for others could change its code: all users can write " +
        folder.path(name)));
    std::filesystem::permissions(folder.path(name), std::filesystem::perms::others_write,
                                 std::filesystem::perm_options::remove);
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_load_says_why) {
  const dp::test::TemporaryFolder folder;
  const auto library = Library::load(folder.write("text.so", "hello"));
  BOOST_REQUIRE(!library);
  BOOST_TEST((library.error().code == dp::Errc::invalid_plugin));
  BOOST_TEST(library.error().message == "the file is cut short");
}

BOOST_AUTO_TEST_SUITE_END()
