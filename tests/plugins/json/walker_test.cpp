// SPDX-License-Identifier: Apache-2.0
#include "json/walker.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

#include "read.hpp"

BOOST_AUTO_TEST_SUITE(json_walker)

namespace json = dp::json;
using dp::test::Read;
using Texts = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(values_are_found_at_their_paths) {
  Read read({{"a"}, {"b", "c"}, {"d", "1"}, {"none"}});
  BOOST_REQUIRE(read(R"({"a": 1.5, "b": {"x": 0, "c": "t\"x"}, "d": [7, [8, 9]]})"));
  BOOST_TEST(read.values() == (Texts{"1.5", R"(t\"x)", "[8, 9]", "<missing>"}),
             boost::test_tools::per_element());
  BOOST_TEST((read.slot(0).kind == json::Kind::number));
  BOOST_TEST(read.slot(1).escaped);
  BOOST_TEST((read.slot(2).kind == json::Kind::array));
  BOOST_TEST((read.value.kind == json::Kind::object));
}

BOOST_AUTO_TEST_CASE(of_several_members_of_one_name_the_last_counts) {
  Read read({{"a"}, {"a", "b"}});
  BOOST_REQUIRE(read(R"({"a": {"b": 1}, "a": 2})"));
  BOOST_TEST(read.values() == (Texts{"2", "<missing>"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(escaped_names_are_compared_by_what_they_mean) {
  Read read({{"caf\xc3\xa9"}});
  BOOST_REQUIRE(read(R"({"caf\u00e9": 1})"));
  BOOST_TEST(read.values() == Texts{"1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_are_read_with_their_names) {
  Read read({{std::string(json::kKey)}, {"a"}});
  const auto values = [&](const std::string& text) {
    const auto padded = text + std::string(DP_PADDING, ' ');
    if (!read.walker.read_member({padded.data(), text.size()}, read.value))
      return read.walker.explain();
    std::string all;
    for (const std::size_t path : {0U, 1U})
      all += std::string(read.slot(path).raw(padded.data())) + ";";
    return all;
  };
  BOOST_TEST(values(R"( "k" : {"a":1} )") == "k;1;");
  BOOST_TEST(values(R"("k":2)") == "k;;");
  BOOST_TEST(values(R"("k" {})") == "byte 5: got '{', expected ':'");
  BOOST_TEST(values(R"(1:{})") == "byte 1: got '1', expected a name in quotes");
  BOOST_TEST(values(R"("k":{"a":})") == "byte 10: got '}', expected a value");
  BOOST_TEST(values(R"("k":)") == "byte 5: got the end, expected more");
  BOOST_TEST(values(R"("k")") == "byte 4: got the end, expected more");
  BOOST_TEST(values(R"("k":1 2)") == "byte 7: got '2', expected the end");
}

BOOST_AUTO_TEST_CASE(all_of_a_text_is_checked_whatever_is_wanted) {
  Read read({{"a"}});
  for (const char* good :
       {"1", "-0.5e+3", "\"\"", "null", " [ ] ", "{}", R"({"b":[{"c":{}}]})"})
    BOOST_TEST(read(good), good);
  for (const char* bad :
       {"",         "01",         "1.",    "+1",    "nul",  "[1,]",       "[,]", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{1:2}", "[1 2]", "[1]]", "[",          "{",   "\"a",
        "\"\\x\"",  "1 2",        "[1}",   "'a'",   "NaN",  "\"\\ud800\""})
    BOOST_TEST(!read(bad), bad);
}

BOOST_AUTO_TEST_CASE(values_may_be_nested_1024_deep) {
  Read read({});
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  BOOST_TEST(read(nested(json::kMaxDepth)));
  BOOST_TEST(!read(nested(json::kMaxDepth + 1)));
  BOOST_TEST(read.walker.explain() == "byte 1025: got '[', expected at most 1024 levels");
}

BOOST_AUTO_TEST_CASE(lines_are_read_by_the_tokens_of_all_of_them) {
  Read read({{"a"}});
  const std::string text = "{\"a\":1}\n\n[2]\n{\"a\":\"x\"}";
  const auto padded = text + std::string(DP_PADDING, ' ');
  BOOST_REQUIRE(read.walker.begin_lines({padded.data(), text.size()}));
  json::Value value;
  BOOST_TEST(read.walker.read_line(0, 7, value));
  BOOST_TEST(read.walker.slots()[0].raw(padded.data()) == "1");
  BOOST_TEST(!read.walker.read_line(8, 8, value));
  BOOST_TEST(read.walker.read_line(9, 12, value));
  BOOST_TEST((value.kind == json::Kind::array));
  BOOST_TEST(read.walker.read_line(13, text.size(), value));
  BOOST_TEST(read.walker.slots()[0].raw(padded.data()) == "x");
}

BOOST_AUTO_TEST_CASE(texts_may_begin_or_end_within_containers) {
  Read read({});
  const auto open = [&](const std::string& text) {
    const auto padded = text + std::string(DP_PADDING, ' ');
    return read.walker.read_open({padded.data(), text.size()});
  };
  BOOST_TEST(open("{\"a\":[1,{\"b\":["));
  BOOST_TEST(!open("{\"a\":[1,}"));
  const auto rest = [&](const std::string& text, const std::vector<bool>& objects) {
    const auto padded = text + std::string(DP_PADDING, ' ');
    return read.walker.read_rest({padded.data(), text.size()}, objects);
  };
  BOOST_TEST(rest(",\"c\":2}]", {false, true}));
  BOOST_TEST(rest(" \n", {}));
  BOOST_TEST(!rest("]}", {false, true}));
  BOOST_TEST(!rest("}", {false, true}));
}

BOOST_AUTO_TEST_SUITE_END()
