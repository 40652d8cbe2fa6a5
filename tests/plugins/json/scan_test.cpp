// SPDX-License-Identifier: Apache-2.0
#include "json/scan.hpp"

#include <dp/abi.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(json_scan)

namespace {
namespace data = boost::unit_test::data;
namespace json = dp::json;
using dp::test::Random;
using dp::test::wild_json;
using json::End;

json::Extent extent_of(std::string_view text) {
  return json::scan_element(text.data(), 0, text.size());
}

json::Opening opening_of(const std::string& text, const json::Path& path = {},
                         bool final = true) {
  const auto padded = text + std::string(DP_PADDING, '\0');
  return json::find_array({padded.data(), text.size()}, final, path);
}
}  // namespace

BOOST_AUTO_TEST_CASE(an_element_ends_at_its_comma_or_the_bracket_of_the_array) {
  BOOST_TEST((extent_of("{\"a\":[1,2]},3").how == End::comma));
  BOOST_TEST(extent_of("{\"a\":[1,2]},3").at == 11u);
  BOOST_TEST((extent_of(" \"],\" ]").how == End::bracket));
  BOOST_TEST(extent_of(" \"],\" ]").at == 6u);
  BOOST_TEST((extent_of("{\"a\":1").how == End::none));
  BOOST_TEST((extent_of("\"a\nb\",").how == End::newline));
  BOOST_TEST(extent_of("\"a\nb\",").at == 2u);
}

BOOST_AUTO_TEST_CASE(an_array_is_found_at_its_path) {
  const auto root = opening_of(" [1,2]");
  BOOST_TEST((root.state == json::Opening::State::found));
  BOOST_TEST(root.begin == 2u);
  BOOST_TEST(root.objects.empty());
  const auto inner = opening_of(R"({"x":[0],"a":[{},{"b":[3]}]})", {"a", "1", "b"});
  BOOST_TEST((inner.state == json::Opening::State::found));
  BOOST_TEST(inner.begin == 23u);
  BOOST_TEST((inner.objects == std::vector<bool>{true, false, true}));
}

BOOST_AUTO_TEST_CASE(what_is_no_array_says_what_it_is) {
  BOOST_TEST(opening_of("{}").why ==
             "got an object at the array's place, expected an array "
             "(layout: object reads its members)");
  BOOST_TEST(opening_of(R"({"a":1})", {"b"}).why == "no 'b' there");
  BOOST_TEST(opening_of(R"({"a":1})", {"a", "b"}).why ==
             "got a number or word, expected an object that has 'b'");
  BOOST_TEST((opening_of(R"({"a":)", {"a"}, false).state == json::Opening::State::cut));
}

BOOST_AUTO_TEST_CASE(members_end_at_the_bracket_of_their_object) {
  const std::string text = R"("a":[1,{}]},"b")" + std::string(64, ' ');
  const auto extent = json::scan_element(text.data(), 0, text.size(), '}');
  BOOST_TEST((extent.how == json::End::bracket));
  BOOST_TEST(extent.at == 10U);
  json::Marks marks;
  marks.start(text.data(), 0, text.size() - 64);
  BOOST_TEST(json::scan_element(marks, 0, '}').at == 10U);
}

BOOST_AUTO_TEST_CASE(an_object_is_found_as_an_array_is) {
  const auto open = [](const std::string& text, const json::Path& path) {
    const auto padded = text + std::string(DP_PADDING, ' ');
    return json::find_object({padded.data(), text.size()}, true, path);
  };
  BOOST_TEST(open(" {\"a\":1}", {}).begin == 2U);
  BOOST_TEST(open(R"({"a":{"b":1}})", {"a"}).begin == 6U);
  BOOST_TEST(open("[1]", {}).why ==
             "got an array at the object's place, expected an object (layout: array reads its "
             "elements)");
  BOOST_TEST(open(R"({"a":1})", {"a"}).why ==
             "got a number or word at the object's place, expected an object");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_cut_is_closed) {
  const std::pair<const char*, const char*> kCuts[] = {
      {"", ""},
      {"  12", ""},
      {"\"a", ""},
      {"[", "[]"},
      {"[1,2", "[1]"},
      {"[1,\"a\\\"", "[1]"},
      {R"({"a)", "{}"},
      {R"({"a":)", R"({"a":null})"},
      {R"({"a":12)", R"({"a":null})"},
      {R"({"a":"[{,:)", R"({"a":null})"},
      {R"({"a":1,"b")", R"({"a":1})"},
      {R"({"a":[{"b":1},{"c":[2,)", R"({"a":[{"b":1},{"c":[2]}]})"},
      {R"({"a":[{"b":{}} )", R"({"a":[{"b":{}}]})"},
      {R"({"a":1} )", R"({"a":1})"},
      {"}", "}"},
  };
  for (const auto& [text, whole] : kCuts) BOOST_TEST(json::closed(text) == whole, text);
}

BOOST_DATA_TEST_CASE(both_scans_end_an_element_at_the_same_byte, data::xrange(1u, 201u), seed) {
  Random random(seed);
  const auto text = wild_json(random, 100) + std::string(64, '"');
  const auto size = text.size() - 64;
  json::Marks marks;
  for (std::size_t at = 0; at < size; ++at) {
    marks.start(text.data(), at, size);
    const auto fast = json::scan_element(marks, at);
    const auto slow = json::scan_element(text.data(), at, size);
    BOOST_REQUIRE((fast.how == slow.how && fast.at == slow.at));
  }
}

BOOST_AUTO_TEST_SUITE_END()
