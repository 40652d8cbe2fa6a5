// SPDX-License-Identifier: Apache-2.0
#include "expr/json_members.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

BOOST_AUTO_TEST_SUITE(json_members)

using namespace dp::expr;
namespace data = boost::unit_test::data;

namespace {

/// What is at a path; "-": nothing.
std::string at(const std::string& json, const std::string& path) {
  return std::string(member_at(json, json_path_of(path).value()).value_or("-"));
}

/// What is left without some paths; "-": nothing.
std::string without(const std::string& json, const std::vector<std::string>& texts) {
  std::vector<JsonPath> paths;
  for (const auto& text : texts) paths.push_back(json_path_of(text).value());
  std::string out = "before ";
  const bool any = append_without(out, json, paths);
  BOOST_REQUIRE(out.starts_with("before "));
  BOOST_TEST(any == (out.size() > 7));
  return any ? out.substr(7) : "-";
}

const std::string kValue =
    R"({"city":"a, \"b\"","geo":{"lat":1.50,"lon":[2,{"x":"}"}]},"n":null,"a.b":{"/":7},)"
    R"("city":"c","\u0065":"late"})";

struct Found {
  const char* path;
  const char* value;
  friend std::ostream& operator<<(std::ostream& out, const Found& found) {
    return out << found.path;
  }
};

const Found kFound[] = {{"city", "\"c\""},
                        {"geo", R"({"lat":1.50,"lon":[2,{"x":"}"}]})"},
                        {"geo.lat", "1.50"},
                        {"geo.lon.0", "2"},
                        {"geo.lon.1.x", "\"}\""},
                        {"geo.lon.2", "-"},
                        {"geo.lon.01", "-"},
                        {"geo.lon.x", "-"},
                        {"n", "null"},
                        {"n.x", "-"},
                        {"a.b", "-"},
                        {"/a.b/~1", "7"},
                        {"e", "\"late\""},
                        {"city.0", "-"},
                        {"none", "-"}};

struct Left {
  std::vector<std::string> paths;
  const char* json;
  const char* left;
  friend std::ostream& operator<<(std::ostream& out, const Left& given) {
    return out << given.json << " gives " << given.left;
  }
};

const Left kLeft[] = {{{"a"}, R"({"a":1,"b":2})", R"({"b":2})"},
                      {{"b"}, R"({"a":1,"b":2})", R"({"a":1})"},
                      {{"a", "b"}, R"({"a":1,"b":2})", "-"},
                      {{"a"}, R"({ "a" : 1 , "b" : [ 1 ] })", R"({"b":[ 1 ]})"},
                      {{"c"}, R"({ "a" : 1 })", R"({ "a" : 1 })"},
                      {{"a.b"}, R"({"a":{"b":1,"c":2},"d":3})", R"({"a":{"c":2},"d":3})"},
                      {{"a.b"}, R"({"a":{"b":1},"d":3})", R"({"d":3})"},
                      {{"a.b"}, R"({"a":{"b":{"c":1}}})", "-"},
                      {{"a.b"}, R"({"a":{},"d":3})", R"({"a":{},"d":3})"},
                      {{"a.b"}, R"({"a":7})", R"({"a":7})"},
                      {{"a"}, R"({"a":1,"b":2,"a":3})", R"({"b":2})"},
                      {{"a"}, R"({"\u0061":1,"b":2})", R"({"b":2})"},
                      {{"a", "a.b"}, R"({"a":{"b":1,"c":2},"d":3})", R"({"d":3})"},
                      {{"a.0"}, R"({"a":[1,2]})", R"({"a":[1,2]})"},
                      {{"a"}, "{}", "{}"},
                      {{"a"}, "[1]", "[1]"},
                      {{"a"}, "\"a\"", "\"a\""},
                      {{"a"}, "5", "5"}};

}  // namespace

BOOST_DATA_TEST_CASE(a_path_leads_to_a_member_or_an_element, data::make(kFound), found) {
  BOOST_TEST(at(kValue, found.path) == found.value);
}

BOOST_AUTO_TEST_CASE(blanks_between_tokens_are_no_part_of_a_value) {
  BOOST_TEST(at(" { \"a\" : [ 1 , [ ] ] , \"b\" : { } } ", "a") == "[ 1 , [ ] ]");
  BOOST_TEST(at(" { \"a\" : [ 1 , [ ] ] , \"b\" : { } } ", "a.1") == "[ ]");
  BOOST_TEST(at(" { \"a\" : [ 1 , [ ] ] , \"b\" : { } } ", "b") == "{ }");
  BOOST_TEST(at("[ ]", "0") == "-");
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_paths_are_none) {
  for (const char* text : {"", ".", "a.", ".a", "a..b", "/a~", "/a~2"})
    BOOST_TEST(!json_path_of(text).has_value(), text);
  BOOST_TEST((json_path_of("/") == JsonPath{""}));
  BOOST_TEST((json_path_of("/a.b/~0~1") == JsonPath{"a.b", "~/"}));
}

BOOST_AUTO_TEST_CASE(what_is_no_json_has_no_members_and_is_not_read_past) {
  for (const std::string text : {"{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\" 1}", "{a:1}",
                                 "[", "[1", "}", "{\"a\\"}) {
    BOOST_TEST(at(text, "b") == "-", text);
    static_cast<void>(at(text, "a"));
    static_cast<void>(at(text, "0"));
    BOOST_TEST(without(text, {"b"}) == text);
  }
}

BOOST_DATA_TEST_CASE(what_is_left_keeps_its_bytes, data::make(kLeft), left) {
  BOOST_TEST(without(left.json, left.paths) == left.left);
}

BOOST_AUTO_TEST_SUITE_END()
