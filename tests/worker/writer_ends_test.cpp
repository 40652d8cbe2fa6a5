// SPDX-License-Identifier: Apache-2.0
#include "worker/writer_ends.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace writer_ends {

using namespace dp;
using namespace dp::test;

namespace {

struct Fixture {
  plugin::WriterInstance open(const std::string& broken = "") {
    return libraries.open<plugin::WriterInstance>(text_writer(broken), nullptr, 0).value();
  }
  std::string text;
  worker::Libraries libraries;
  MemoryContext context;
};

}  // namespace
}  // namespace writer_ends

BOOST_FIXTURE_TEST_SUITE(writer_ends, Fixture)

BOOST_AUTO_TEST_CASE(what_a_writer_writes_before_and_after_its_rows_is_appended) {
  auto writer = open();
  const worker::CallTracker::Reporting reporting(libraries.calls(), context);
  BOOST_REQUIRE(worker::begin_writer(writer, libraries.calls(), {{"a", kTexts}}, text));
  BOOST_TEST(text == "begin\nsection a: text size\n");
  BOOST_REQUIRE(worker::end_writer(writer, libraries.calls(), text));
  BOOST_TEST(text == "begin\nsection a: text size\nend\n");
  BOOST_TEST((context.opening == Texts{"begin of the writer kit.text",
                                       "section of the writer kit.text",
                                       "end of the writer kit.text"}));
  BOOST_TEST(context.signs_of_life == 6);
}

BOOST_AUTO_TEST_CASE(sections_may_come_later) {
  auto writer = open();
  BOOST_REQUIRE(worker::begin_writer(writer, libraries.calls(), {}, text));
  BOOST_TEST(text == "begin\n");
}

BOOST_AUTO_TEST_CASE(what_the_writer_fails_with_is_the_error) {
  for (const std::string call : {"begin", "section"}) {
    auto writer = open(call);
    const auto status = worker::begin_writer(writer, libraries.calls(), {{"", kTexts}}, text);
    BOOST_REQUIRE(!status);
    BOOST_TEST(status.error().message == "no " + call);
  }
  auto writer = open("end");
  BOOST_TEST(worker::end_writer(writer, libraries.calls(), text).error().message == "no end");
}

BOOST_AUTO_TEST_SUITE_END()
