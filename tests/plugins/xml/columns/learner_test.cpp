// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/learner.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/xml/fixture.hpp"

namespace {

using dp::data::Value;
using dp::test::Given;
using dp::test::kNull;
using dp::test::Rows;
using dp::test::Setting;
using dp::test::Task;

/// What a reader of records <r> that has seen `sample` learns of a text.
Rows learned(const std::string& sample, const std::string& text) {
  Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  setting.refutes = setting.learning = true;
  const Given given{{"record", Value::of(std::string("r"))}};
  auto task = Task::open("xml", "xml", dp::test::map_of(given), std::move(setting)).value();
  BOOST_REQUIRE(task.read(text));
  return task.rows();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(xml_columns_learner)

BOOST_AUTO_TEST_CASE(
    attributes_and_children_that_the_sample_lacks_are_learned_with_their_place) {
  BOOST_TEST(learned("<t><r><a>1</a></r></t>",
                     "<t><r><a>1</a></r><r i='x'><b>true</b><a>2</a></r></t>") ==
             (Rows{{"/a", "67", kNull, kNull, kNull},
                   {"/b", "68", "0", "18", kNull},
                   {"@i", "64", "0", "18", kNull}}));
}

BOOST_AUTO_TEST_CASE(a_record_with_what_the_sample_lacks_teaches_types) {
  BOOST_TEST(
      learned("<t><r><a>1</a></r></t>", "<t><r><a>1</a></r><r><b>7</b><a>x</a></r></t>") ==
      (Rows{{"/a", "64", "0", "18", "'x'"}, {"/b", "67", "0", "18", kNull}}));
}

BOOST_AUTO_TEST_CASE(values_that_refute_a_guess_are_shown) {
  BOOST_TEST(learned("<t><r><a>1</a></r></t>", "<t><r><a> </a></r><r><a>007</a></r></t>") ==
             (Rows{{"/a", "64", "0", "18", "'007'"}}));
}

BOOST_AUTO_TEST_CASE(a_child_that_gets_children_is_no_column_any_more) {
  BOOST_TEST(learned("<t><r><a>1</a><b>2</b></r></t>", "<t><r><a><c/></a><b>2</b></r></t>") ==
             (Rows{{"/a", "63", "0", "3", "an element within it"},
                   {"/b", "67", kNull, kNull, kNull}}));
}

BOOST_AUTO_TEST_SUITE_END()
