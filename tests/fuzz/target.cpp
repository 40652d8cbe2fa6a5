// SPDX-License-Identifier: Apache-2.0
#include "fuzz/target.hpp"

#include <map>
#include <utility>

namespace dp::fuzz {

namespace {

using Options = std::vector<std::pair<std::string, data::Value>>;

data::Value map_of(const Options& options) {
  auto map = data::Value::map();
  for (const auto& [key, value] : options) map.add(key, value);
  return map;
}

data::Value text(const char* value) { return data::Value::of(std::string(value)); }

Target csv() {
  const auto columns = data::Value::list({text("a"), text("b")});
  const auto types = map_of({{"a", text("string")}, {"b", text("int")}});
  return {"csv",
          {map_of({}),
           map_of({{"header", data::Value::of(false)}, {"columns", columns}, {"types", types}}),
           map_of({{"header", data::Value::of(false)},
                   {"columns", columns},
                   {"types", types},
                   {"quote", text("single")},
                   {"delimiter", text("pipe")},
                   {"trim", data::Value::of(true)}})},
          {"\"",
           "\"\"",
           ",",
           "\n",
           "\r\n",
           "\r",
           "|",
           "'",
           "1",
           "a",
           " ",
           "a,1\n",
           "\"x\ny\",2\n",
           "\xef\xbb\xbf",
           "\xc3\xa9",
           "\xff",
           std::string(1, '\0'),
           "2026-01-02",
           "1.5",
           std::string(70, 'z')}};
}

Target json() {
  std::vector<data::Value> options;
  for (const char* layout : {"lines", "array", "document", "values"})
    options.push_back(
        map_of({{"layout", text(layout)},
                {"columns", map_of({{"a", text("a")}, {"b", text("b")}, {"c", text("a.b")}})},
                {"types", map_of({{"a", text("int")}, {"b", text("string")}})}}));
  options.push_back(map_of({{"layout", text("array")},
                            {"at", text("/a")},
                            {"columns", map_of({{"b", text("b")}})},
                            {"types", map_of({{"b", text("string")}})}}));
  for (const char* layout : {"lines", "values"})
    options.push_back(map_of(
        {{"layout", text(layout)},
         {"explode", data::Value::list({text("a"), text("a.b")})},
         {"duplicates", text("reject")},
         {"columns", map_of({{"a", text("a")}, {"b", text("a.b")}, {"c", text("a.b.0")}})}}));
  return {"json",
          std::move(options),
          {"{",
           "}",
           "[",
           "]",
           ",",
           ":",
           "\"",
           "\\\"",
           "\\",
           "\n",
           "\r\n",
           " ",
           "{\"a\": 1, \"b\": \"x\"}",
           "{\"a\": {\"b\": [1, 2]}}",
           "{\"a\":[",
           "},\n{",
           "}\n{",
           "\x1e",
           "]}",
           "\\u00e9",
           "\\ud83d\\ude00",
           "\xc3\xa9",
           "\xff",
           "1",
           "-0.5e3",
           "12345678901234567890",
           "true",
           "null",
           "\"a\":",
           std::string(1, '\0'),
           "\xef\xbb\xbf",
           std::string(70, 'z')}};
}

Target xml() {
  const auto columns = map_of({{"id", text("@id")}, {"a", text("a")}, {"b", text("a/@b")}});
  std::vector<data::Value> options;
  for (const char* record : {"r", "s/r", "/t/r", "*"})
    options.push_back(map_of({{"record", text(record)}, {"columns", columns}}));
  return {"xml",
          std::move(options),
          {"<t>",
           "</t>",
           "<r>",
           "</r>",
           "<r/>",
           "<s>",
           "</s>",
           "<a>",
           "</a>",
           "<r id=\"1\">",
           "<r id='1' id='2'>",
           "<a b=\"<\">",
           "<!--",
           "-->",
           "<![CDATA[",
           "]]>",
           "<?p",
           "?>",
           "<!DOCTYPE t [",
           "<!DOCTYPE t [<!ENTITY x 'y<a>z</a>'><!ATTLIST a b CDATA 'd'>]>",
           "<!ENTITY x '<r/>&x;'>",
           "]>",
           "&amp;",
           "&#10;",
           "&x;",
           "&",
           "<",
           ">",
           "\"",
           "'",
           " ",
           "\n",
           "x",
           "<?xml version=\"1.0\"?>",
           "<r><a b=\"2\">x</a></r>",
           "\xc3\xa9",
           "\xff",
           "\xef\xbb\xbf",
           std::string(1, '\0'),
           std::string(70, 'z')}};
}

Target lines() {
  return {"lines",
          {map_of({})},
          {"\n", "\r\n", "\r", "a", "bc ", "\xef\xbb\xbf", "\xff", std::string(1, '\0'),
           std::string(100, 'x')}};
}

Target weblog() {
  return {"weblog",
          {map_of({{"format", text("combined")},
                   {"max_line", data::Value::of(std::int64_t{4096})}}),
           map_of({{"format", text("auto")}, {"max_line", data::Value::of(std::int64_t{90})}})},
          {"\n", "\r\n", "\"", "\\\"", "[", "]", " ", "-", "192.0.2.7", "::1",
           "192.0.2.7 - - [01/Nov/2026:10:00:00 +0000] \"GET /a?x=1 HTTP/1.1\" 200 512 \"-\" "
           "\"curl/8\"\n",
           "[01/Nov/2026:10:00:00 +0000]", "\"GET / HTTP/1.1\"", "200", "\xff", "\\x16"}};
}

}  // namespace

const Target& target_of(std::string_view name) {
  static const std::map<std::string, Target, std::less<>> kTargets = {{"csv", csv()},
                                                                      {"json", json()},
                                                                      {"lines", lines()},
                                                                      {"weblog", weblog()},
                                                                      {"xml", xml()}};
  return kTargets.find(name)->second;
}

}  // namespace dp::fuzz
