// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/option.hpp>
#include <dp/options.hpp>

namespace options {

using dp::Options;

namespace {

constexpr dp_option kDeclared[] = {
    dp::option("name").text(),          dp::option("limit").integer(),
    dp::option("share").number(),       dp::option("deep").flag(),
    dp::option("columns").text().map(), dp::option("by").text().list()};

dp_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

/// Values of name, limit, share, deep.
struct Fixture {
  Fixture() {
    values[0].kind = DP_VALUE_STRING;
    values[0].string = bytes("ann");
    values[1].kind = DP_VALUE_INT;
    values[1].integer = 7;
    values[2].kind = DP_VALUE_FLOAT;
    values[2].number = 0.5;
    values[3].kind = DP_VALUE_BOOL;
    values[3].integer = 1;
    map.kind = DP_VALUE_MAP;
    map.count = 4;
    map.keys = keys;
    map.items = values;
  }
  dp_bytes keys[4] = {bytes("name"), bytes("limit"), bytes("share"), bytes("deep")};
  dp_value values[4] = {};
  dp_value map{};
  Options::Mistake mistake;
  Options options{&map, kDeclared, &mistake};
};

}  // namespace
}  // namespace options

BOOST_FIXTURE_TEST_SUITE(options, Fixture)

BOOST_AUTO_TEST_CASE(values_are_read_by_name) {
  BOOST_TEST(options.text("name") == "ann");
  BOOST_TEST(options.integer("limit") == 7);
  BOOST_TEST(options.number("share") == 0.5);
  BOOST_TEST(options.flag("deep"));
  BOOST_TEST(options.has("name"));
  BOOST_TEST(mistake.message == "");
}

BOOST_AUTO_TEST_CASE(a_declared_option_may_be_absent) {
  BOOST_TEST(!options.has("columns"));
  BOOST_TEST(options.items("columns").empty());
  BOOST_TEST(options.keys("columns").empty());
  BOOST_TEST(options.items("by").empty());
  BOOST_TEST(mistake.message == "");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_declared_is_a_mistake) {
  BOOST_TEST(options.integer("limt") == 0);
  BOOST_TEST(mistake.option == "limt");
  BOOST_TEST(mistake.message == "reads option 'limt', which it does not declare");
  BOOST_TEST(options.text("nam") == "");
  BOOST_TEST(mistake.option == "limt");  // the first one stays
}

BOOST_AUTO_TEST_CASE(a_getter_of_another_type_is_a_mistake_and_gives_nothing) {
  BOOST_TEST(options.text("limit") == "");
  BOOST_TEST(mistake.message == "reads option 'limit' with text(), but declares it as integer");
  mistake = {};
  BOOST_TEST(options.number("limit") == 0);
  BOOST_TEST(mistake.message ==
             "reads option 'limit' with number(), but declares it as integer");
  mistake = {};
  BOOST_TEST(options.text("by") == "");
  BOOST_TEST(mistake.message ==
             "reads option 'by' with text(), but declares it as text, a list");
  mistake = {};
  BOOST_TEST(options.keys("by").empty());
  BOOST_TEST(mistake.message ==
             "reads option 'by' with keys(), but declares it as text, a list");
  mistake = {};
  BOOST_TEST(options.items("name").empty());
  BOOST_TEST(mistake.message == "reads option 'name' with items(), but declares it as text");
}

BOOST_AUTO_TEST_CASE(a_map_that_nobody_declared_is_not_checked) {
  const Options nested(&map);
  BOOST_TEST(nested.text("name") == "ann");
  BOOST_TEST(nested.integer("more") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
