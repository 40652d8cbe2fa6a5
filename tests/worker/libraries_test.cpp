// SPDX-License-Identifier: Apache-2.0
#include "worker/libraries.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(libraries)

using namespace dp;
using namespace dp::test;
using dp::worker::Libraries;

BOOST_AUTO_TEST_CASE(a_library_is_loaded_once) {
  Libraries libraries;
  const auto first = libraries.load(kKit);
  BOOST_REQUIRE(first);
  BOOST_TEST(std::string((*first)->info().name) == "kit");
  BOOST_TEST(*libraries.load(kKit) == *first);
}

BOOST_AUTO_TEST_CASE(what_is_no_plugin_is_an_error_with_its_path) {
  const TemporaryFolder folder;
  const auto path = folder.write("text.so", std::string(100, 'x'));
  Libraries libraries;
  const auto loaded = libraries.load(path);
  BOOST_REQUIRE(!loaded);
  BOOST_TEST((loaded.error().code == Errc::invalid_plugin));
  BOOST_TEST(loaded.error().message == path + ": not a shared library");
  const auto gone = libraries.load(folder.path("gone.so"));
  BOOST_REQUIRE(!gone);
  BOOST_TEST((gone.error().code == Errc::not_found));
}

BOOST_AUTO_TEST_CASE(a_task_is_found_by_role_and_name) {
  Libraries libraries;
  const auto found = libraries.find(DP_STEP, kit("kit.tag"));
  BOOST_REQUIRE(found);
  BOOST_TEST(std::string((*found)->task.summary) == "tags texts");
  const auto other = libraries.find(DP_READER, kit("kit.tag"));
  BOOST_REQUIRE(!other);
  BOOST_TEST((other.error().code == Errc::not_found));
  BOOST_TEST(other.error().message == kKit + ": has no reader 'kit.tag'");
}

BOOST_AUTO_TEST_CASE(an_instance_is_opened_over_the_columns_of_its_input) {
  Libraries libraries;
  const auto opened = libraries.open(DP_STEP, tag("?!"), &kTexts, 0);
  BOOST_REQUIRE(opened);
  BOOST_TEST((opened->output() ==
              Schema{{"text", Type::string, false}, {"item", Type::string, false}}));
  const Schema numbers = {{"n", Type::int64, false}};
  const auto refused = libraries.open(DP_STEP, tag("!"), &numbers, 0);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message ==
             "kit.tag: expects a column 'text' of type string (got n: int)");
}

BOOST_AUTO_TEST_CASE(what_open_refuses_is_an_error_of_the_task) {
  Libraries libraries;
  const auto opened = libraries.open(DP_STEP, tag("?"), &kTexts, 0);
  BOOST_REQUIRE(!opened);
  BOOST_TEST((opened.error().code == Errc::invalid_pipeline));
  BOOST_TEST(opened.error().message == "kit.tag: got '?', expected another tag");
}

BOOST_AUTO_TEST_CASE(what_gets_a_task_ready_is_told_call_by_call) {
  Libraries libraries;
  MemoryContext context;
  const worker::CallTracker::Reporting reporting(libraries.calls(), context);
  auto opened = libraries.open<plugin::StepInstance>(tag("!"), &kTexts, 0);
  BOOST_REQUIRE(opened);
  const std::vector<std::uint8_t> used = {1, 1};
  BOOST_REQUIRE(libraries.start(*opened, used));
  BOOST_REQUIRE(libraries.start(*opened));
  BOOST_TEST(
      (context.opening == Texts{"the start of the library " + kKit, "open of the step kit.tag",
                                "need of the step kit.tag", "start of the step kit.tag",
                                "start of the step kit.tag"}));
  BOOST_TEST(context.signs_of_life == 10);
  BOOST_TEST(context.calls.back() == "");
}

BOOST_AUTO_TEST_CASE(a_reader_gets_the_sample) {
  Libraries libraries;
  BOOST_TEST(bool(
      libraries.open(DP_READER, kit("kit.lines"), nullptr, 0, {"a sample", {}, false, false})));
  const auto opened =
      libraries.open(DP_READER, kit("kit.lines"), nullptr, 0, {"no sample", {}, false, false});
  BOOST_REQUIRE(!opened);
  BOOST_TEST(opened.error().message == "kit.lines: got a sample that it cannot read");
}

BOOST_AUTO_TEST_SUITE_END()
