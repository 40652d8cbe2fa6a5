// SPDX-License-Identifier: Apache-2.0
// Prefixes in paths that stand for a namespace, whatever prefix the data has.

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_namespaces)

namespace {
using dp::test::kNull;
using dp::test::Pairs;
using dp::test::Rows;
using dp::test::try_xml;
using dp::test::why;

const Pairs kNamespaces = {{"m", "http://m"}, {"n", "http://n"}};
const Pairs kColumns = {{"t", "m:t"}, {"i", "@m:i"}, {"b", "n:g/m:b"}, {"plain", "t"}};
const Pairs kTypes = {{"t", "string"}, {"i", "string"}, {"b", "string"}, {"plain", "string"}};

dp::test::Task reader(const std::string& record) {
  return try_xml("", record, kColumns, kTypes, kNamespaces).value();
}

/// What a text gives, in pieces of every size.
dp::test::Seen read(const std::string& text, const std::string& record = "r") {
  auto task = reader(record);
  const auto whole = dp::test::read_whole(task, text);
  for (std::size_t size = 1; size < text.size(); ++size) {
    BOOST_REQUIRE(dp::test::feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(dp::test::seen(task), whole);
  }
  return whole;
}
}  // namespace

BOOST_AUTO_TEST_CASE(any_prefix_of_a_namespace_is_read) {
  const auto seen = read(
      "<a xmlns:x='http://m' xmlns:y='http://n' xmlns:m='http://other'>"
      "<r x:i='1' m:i='no'><x:t>2</x:t><y:g><m:b>no</m:b><x:b>3</x:b></y:g><t>4</t></r>"
      "<r><m:t>no</m:t></r></a>");
  BOOST_TEST(seen.rows == Rows({{"2", "1", "3", "4"}, {kNull, kNull, kNull, kNull}}));
  BOOST_TEST(seen.rejects.empty());
}

BOOST_AUTO_TEST_CASE(a_namespace_may_be_declared_without_a_prefix_or_twice) {
  const auto seen = read(
      "<a xmlns='http://m' xmlns:x='http://m' xmlns:n='http://n'>"
      "<r i='no' x:i='1'><t>2</t><n:g><x:b>3</x:b></n:g></r>"
      "<r><x:t>4</x:t><t>5</t></r></a>");
  BOOST_TEST(seen.rows == Rows({{"2", "1", "3", "2"}, {"4", kNull, kNull, "5"}}));
}

BOOST_AUTO_TEST_CASE(records_may_declare_namespaces_themselves) {
  const auto seen = read(
      "<a xmlns:x='http://n'>"
      "<r xmlns:y='http://m' y:i='1'><y:t>2</y:t><x:g><b xmlns='http://m'>3</b></x:g></r>"
      "<r><t xmlns='http://m'>4</t></r>"
      "<r xmlns:x='http://m'><x:t>5</x:t><x:g><x:b>no</x:b></x:g></r>"
      "<r><x:t>no</x:t></r></a>");
  BOOST_TEST(seen.rows == Rows({{"2", "1", "3", kNull},
                                {"4", kNull, kNull, "4"},
                                {"5", kNull, kNull, kNull},
                                {kNull, kNull, kNull, kNull}}));
  BOOST_TEST(seen.rejects.empty());
}

BOOST_AUTO_TEST_CASE(records_may_be_named_by_their_namespace) {
  const std::string text =
      "<x:a xmlns:x='http://m' xmlns='http://n'><x:r><t>1</t></x:r><r><t>2</t></r></x:a>";
  const auto plain = [&](const char* record) { return read(text, record).rows; };
  const Rows first = {{kNull, kNull, kNull, "1"}}, second = {{kNull, kNull, kNull, "2"}};
  BOOST_TEST(plain("m:r") == first);
  BOOST_TEST(plain("/m:a/m:r") == first);
  BOOST_TEST(plain("n:r") == second);
  BOOST_TEST(plain("/m:a/n:r") == second);
  BOOST_TEST(plain("/n:a/n:r").empty());
  BOOST_TEST(read("<a xmlns='http://m' xmlns:x='http://m'><x:r/><r/></a>", "m:r").rows.size() ==
             2u);
}

BOOST_AUTO_TEST_CASE(a_record_whose_namespace_the_root_does_not_declare_costs_the_item) {
  auto task = reader("m:r");
  BOOST_REQUIRE(task.read("<a>\n<r xmlns='http://m'/>\n</a>"));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].raw == "<a>\n<r xmlns='http://m'/>\n</a>");
  BOOST_TEST(
      task.rejects()[0].reason ==
      "namespaces: 'record' has 'http://m', which the root element <a> does not declare");
  BOOST_TEST(task.read("").has_value());
}

BOOST_AUTO_TEST_CASE(what_stands_around_records_and_declares_a_namespace_is_told) {
  const std::string text =
      "<a><c xmlns:x='http://m'><r><x:t>1</x:t></r></c><c xmlns:z='http://z'><r/></c>"
      "<c><d xmlns:x='http://m'>x</d><r/></c></a>";
  for (const char* record : {"r", "c/r", "/a/c/r"}) {
    const auto seen = read(text, record);
    BOOST_TEST(seen.rows.size() == 3u);
    BOOST_REQUIRE(!seen.rejects.empty());
    BOOST_TEST(seen.rejects[0].raw == "<c xmlns:x='http://m'>");
    BOOST_TEST(
        seen.rejects[0].reason ==
        "an element around records declares a namespace that 'namespaces' names (read are "
        "those that the root and records declare)");
  }
}

BOOST_AUTO_TEST_CASE(values_that_are_decoded_have_their_namespaces_too) {
  const auto seen = read(
      "<a xmlns:x='http://m' xmlns:y='http://y'><r "
      "x:i='&lt;'><y:t>no</y:t><x:t>a&amp;b</x:t></r>"
      "</a>");
  BOOST_TEST(seen.rows == Rows({{"a&b", "<", kNull, "no"}}));
}

BOOST_AUTO_TEST_CASE(columns_of_types_are_inferred_by_namespace) {
  const auto task = try_xml("<a xmlns:x='http://m'><r><x:t>1</x:t><m:t>no</m:t></r></a>", "r",
                            {{"t", "m:t"}}, {}, kNamespaces)
                        .value();
  BOOST_TEST((task.schema() == dp::Schema{{"t", dp::Type::int64}}));
}

BOOST_AUTO_TEST_CASE(options_that_are_wrong_are_named) {
  const auto message = [](const Pairs& namespaces) {
    return why(try_xml("", "r", kColumns, kTypes, namespaces));
  };
  BOOST_TEST(
      message({{"m", ""}}) ==
      "namespaces.m: got '', expected the namespace as the data declares it: \"http://...\"");
  for (const char* prefix : {"a:b", "1", "*", "xml", "xmlns"})
    BOOST_TEST(message({{prefix, "u"}}) ==
               "namespaces." + std::string(prefix) + ": got '" + prefix +
                   "', expected a prefix that paths have: {m: \"http://...\"}");
}

BOOST_AUTO_TEST_SUITE_END()
