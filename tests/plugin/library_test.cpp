// SPDX-License-Identifier: Apache-2.0
#include "plugin/library.hpp"

#include <boost/test/unit_test.hpp>

#include "plugin/describe.hpp"
#include "temporary.hpp"
#include "why.hpp"

using dp::plugin::Library;

BOOST_AUTO_TEST_SUITE(library)

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

BOOST_AUTO_TEST_CASE(what_does_not_load_says_why) {
  const dp::test::TemporaryFolder folder;
  const auto library = Library::load(folder.write("text.so", "hello"));
  BOOST_REQUIRE(!library);
  BOOST_TEST((library.error().code == dp::Errc::invalid_plugin));
  BOOST_TEST(library.error().message == "the file is cut short");
}

BOOST_AUTO_TEST_SUITE_END()
