// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/learner.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/xml/fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_learner)

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

using Names = std::vector<std::string>;

/// The keys that were learned of.
Names first_of(const Rows& rows) {
  Names names;
  for (const auto& row : rows) names.push_back(row[0]);
  return names;
}

/// What its bits say besides of types.
int kind_of(const dp::test::Row& row) {
  return std::stoi(row[1]) & (dp::xml::kTextlessBit | dp::xml::kLeafBit);
}

/// The bits of values, of which there are some.
std::string bits_of(const Names& values, int kind) {
  dp::values::TypeSet types;
  for (const auto& value : values) types.see(value);
  return std::to_string(types.bits() | kind);
}

/// Of the text of records that have none.
const dp::test::Row kNoText = {".text", bits_of({}, dp::xml::kTextlessBit), kNull, kNull,
                               kNull};

}  // namespace

BOOST_AUTO_TEST_CASE(
    attributes_and_children_that_the_sample_lacks_are_learned_with_their_place) {
  BOOST_TEST(learned("<t><r><a>1</a></r></t>",
                     "<t><r><a>1</a></r><r i='x'><b>true</b><a>2</a></r></t>") ==
             (Rows{kNoText,
                   {"/a", bits_of({"1", "2"}, dp::xml::kLeafBit), kNull, kNull, kNull},
                   {"/b", bits_of({"true"}, dp::xml::kLeafBit), "0", "18", kNull},
                   {"@i", bits_of({"x"}, dp::xml::kLeafBit), "0", "18", kNull}}));
}

BOOST_AUTO_TEST_CASE(a_record_with_what_the_sample_lacks_teaches_types) {
  BOOST_TEST(
      learned("<t><r><a>1</a></r></t>", "<t><r><a>1</a></r><r><b>7</b><a>x</a></r></t>") ==
      (Rows{kNoText,
            {"/a", bits_of({"1", "x"}, dp::xml::kLeafBit), "0", "18", "'x'"},
            {"/b", bits_of({"7"}, dp::xml::kLeafBit), "0", "18", kNull}}));
}

BOOST_AUTO_TEST_CASE(values_that_refute_a_guess_are_shown) {
  BOOST_TEST(learned("<t><r><a>1</a></r></t>", "<t><r><a></a></r><r><a>007</a></r></t>") ==
             (Rows{kNoText, {"/a", bits_of({"007"}, dp::xml::kLeafBit), "0", "17", "'007'"}}));
  // A space is part of a value.
  BOOST_TEST(learned("<t><r><a>1</a></r></t>", "<t><r><a> 1</a></r></t>") ==
             (Rows{kNoText, {"/a", bits_of({" 1"}, dp::xml::kLeafBit), "0", "3", "' 1'"}}));
}

BOOST_AUTO_TEST_CASE(what_is_in_children_and_texts_beside_them_are_learned) {
  const std::string sample = "<t><r><a>1</a><b><c>2</c></b></r></t>";
  const auto rows = learned(sample, "<t><r><a><d i='1'/></a><b> <c>3</c> </b></r></t>");
  BOOST_TEST(first_of(rows) == (Names{".text", "/a", "/a/d", "/a/d/@i", "/b", "/b/c"}),
             boost::test_tools::per_element());
  const int textless = dp::xml::kTextlessBit, leaf = dp::xml::kLeafBit;
  BOOST_TEST(kind_of(rows[1]) == textless);
  BOOST_TEST(kind_of(rows[2]) == textless + leaf);
  BOOST_TEST(kind_of(rows[3]) == leaf);
  BOOST_TEST(kind_of(rows[4]) == textless);
  BOOST_TEST(kind_of(rows[5]) == leaf);
  BOOST_TEST(rows[1][2] == kNull);
  BOOST_TEST(rows[3][3] == "3");
  const auto mixed = learned(sample, "<t><r>x<a>1</a><b>text<c>3</c></b></r></t>");
  BOOST_TEST(first_of(mixed) == (Names{".text", "/a", "/b", "/b/c"}),
             boost::test_tools::per_element());
  BOOST_TEST(kind_of(mixed[2]) == 0);
  BOOST_TEST(mixed[2][3] == "3");
}

BOOST_AUTO_TEST_CASE(blank_texts_of_records_are_values_if_another_is_not_blank) {
  const auto rows = learned("<t><r i='1'/></t>", "<t><r i='1'> </r><r i='2'>5</r></t>");
  BOOST_TEST(rows[0] == (dp::test::Row{".text", bits_of({" ", "5"}, 0), "0", "17", kNull}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
