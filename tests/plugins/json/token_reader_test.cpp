// SPDX-License-Identifier: Apache-2.0
// What is said of texts that are wrong.

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "read.hpp"

BOOST_AUTO_TEST_SUITE(json_token_reader)

namespace {
namespace data = boost::unit_test::data;
using dp::test::Read;

struct Wrong {
  const char* text;
  const char* reason;
  friend std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
    return out << wrong.text;
  }
};

const Wrong kWrong[] = {
    {"{\"a\":}", "byte 6: got '}', expected a value"},
    {"[1", "byte 3: got the end, expected more"},
    {"[\"a\nb\"]", "byte 4: got '\\x0a', expected the end of the string"},
    {"[\"a\tb\"]", "byte 4: got '\\x09', expected no control character in a string"},
    {"\"a", "byte 3: got the end, expected the end of the string"},
    {"[\"\xe9\"]", "byte 3: got 0xe9, expected UTF-8"},
    {"{1:2}", "byte 2: got '1', expected a name in quotes"},
};
}  // namespace

BOOST_DATA_TEST_CASE(a_wrong_text_is_explained_by_its_first_wrong_byte, data::make(kWrong),
                     wrong) {
  Read read({});
  BOOST_REQUIRE(!read(wrong.text));
  BOOST_TEST(!read.walker.blank());
  BOOST_TEST(read.walker.explain() == wrong.reason);
}

BOOST_AUTO_TEST_CASE(bytes_are_counted_from_the_begin_of_the_record) {
  Read read({});
  BOOST_REQUIRE(!read("[1,]"));
  BOOST_TEST(read.walker.explain(10) == "byte 14: got ']', expected a value");
}

BOOST_AUTO_TEST_CASE(a_blank_text_is_no_value) {
  Read read({});
  BOOST_TEST(!read(" \t"));
  BOOST_TEST(read.walker.blank());
}

BOOST_AUTO_TEST_SUITE_END()
