// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/names.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_names)

namespace {
namespace xml = dp::xml;
using dp::test::kNull;
using dp::test::Pairs;
using dp::test::read_xml;
using dp::test::Rows;

const std::string kFeed =
    "<rss xmlns:media='m' xmlns:itunes='i'><channel><title>Feed</title>"
    "<item><media:title type='html'>thumb one</media:title><title>One</title></item>"
    "<item><title>Two</title><media:title>thumb two</media:title></item>"
    "<item><media:group><media:title/></media:group><itunes:title>3</itunes:title>"
    "<title>Three</title></item></channel></rss>";

/// The paths of columns in an item that begins with `head`.
std::vector<std::string> paths_in(const std::string& head,
                                  const std::vector<const char*>& paths) {
  xml::Layout layout;
  layout.pattern = xml::Pattern::parse("r").value();
  for (const char* path : paths) {
    layout.columns.push_back({path});
    layout.paths.push_back(xml::Path::parse(path).value());
  }
  xml::Names names(layout);
  BOOST_REQUIRE(names.look(head, layout));
  std::vector<std::string> shown;
  for (const auto& path : layout.paths) {
    std::string text;
    for (const auto& element : path.elements) text += (text.empty() ? "" : "/") + element;
    if (!path.attribute.empty()) text += (text.empty() ? "@" : "/@") + path.attribute;
    shown.push_back(text.empty() ? "." : text);
  }
  return shown;
}

void check(const std::string& head, const std::vector<const char*>& paths,
           const std::vector<std::string>& expected) {
  BOOST_TEST(paths_in(head, paths) == expected, boost::test_tools::per_element());
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_prefix_is_part_of_a_name) {
  BOOST_TEST(
      read_xml(kFeed, "item",
               {{"title", "title"}, {"media", "media:title"}, {"itunes", "itunes:title"}},
               {{"itunes", "string"}})
          .rows ==
      Rows({{"One", "thumb one", kNull}, {"Two", "thumb two", kNull}, {"Three", kNull, "3"}}));
}

BOOST_AUTO_TEST_CASE(columns_that_are_found_have_their_prefixes) {
  const auto task = dp::test::open_xml(kFeed, "item");
  const auto& schema = task.schema();
  BOOST_REQUIRE(schema.size() == 5u);
  BOOST_TEST(schema[0].name == "media:title");
  BOOST_TEST(schema[1].name == "media:title/@type");
  BOOST_TEST(schema[2].name == "title");
  BOOST_TEST(schema[3].name == "media:group/media:title");
  BOOST_TEST(schema[4].name == "itunes:title");
}

BOOST_AUTO_TEST_CASE(a_name_without_a_prefix_is_one_with_a_prefix_if_nothing_else_has_it) {
  check("<a><r x:i='1'><x:b><y:c z:j=''/></x:b></r></a>", {"@i", "b", "b/c", "b/c/@j", "d"},
        {"@x:i", "x:b", "x:b/y:c", "x:b/y:c/@z:j", "d"});
  check("<a><r><b/><x:b/></r></a>", {"b"}, {"b"});
  check("<a><r><x:b/></r><r><b/></r></a>", {"b"}, {"b"});
}

BOOST_AUTO_TEST_CASE(a_name_that_two_prefixes_have_is_that_without_one) {
  check("<a><r><x:b/></r><r><y:b/></r></a>", {"b"}, {"b"});
}

BOOST_AUTO_TEST_CASE(a_name_that_another_column_names_with_its_prefix_is_not_taken) {
  check("<a><r x:i=''><x:b/></r></a>", {"b", "x:b", "@i", "@x:i"}, {"b", "x:b", "@i", "@x:i"});
  check("<a><r><x:b/><y:b/></r></a>", {"b", "x:b"}, {"y:b", "x:b"});
  check("<a><r><x:b><c/></x:b></r></a>", {"b/c", "x:b/d"}, {"b/c", "x:b/d"});
  check("<a><r><o><x:b/></o><x:b/></r></a>", {"b", "o/x:b"}, {"x:b", "o/x:b"});
}

BOOST_AUTO_TEST_CASE(declarations_of_namespaces_are_no_attributes) {
  check("<a><r xmlns:i='u'/></a>", {"@i", "@xmlns:i"}, {"@i", "@xmlns:i"});
  const auto task = dp::test::open_xml("<a><r xmlns='u' xmlns:x='v' i='1'/></a>", "r");
  BOOST_TEST((task.schema() == dp::Schema{{"i", dp::Type::int64}}));
  BOOST_TEST(read_xml("<a><r xmlns:x='v'/></a>", "r", {{"x", "@xmlns:x"}}).rows ==
             Rows({{"v"}}));
}

BOOST_AUTO_TEST_CASE(other_encodings_are_looked_at_as_utf_8) {
  std::string wide;
  for (const char byte : std::string("<a><r><x:b>1</x:b></r></a>")) wide += {byte, '\0'};
  check(wide, {"b"}, {"x:b"});
}

BOOST_AUTO_TEST_CASE(each_item_is_looked_at_by_itself) {
  auto task = dp::test::open_xml("", "r", {{"b", "b"}}, {{"b", "int"}});
  BOOST_REQUIRE(task.read("<a><r><x:b>1</x:b></r></a>"));
  BOOST_REQUIRE(task.read("<a><r><x:b>2</x:b><b>3</b></r></a>"));
  BOOST_REQUIRE(task.read("<a><r><y:b>4</y:b></r></a>"));
  BOOST_TEST(task.rows() == Rows({{"1"}, {"3"}, {"4"}}));
}

BOOST_AUTO_TEST_CASE(a_record_that_has_the_name_both_ways_after_the_beginning_is_rejected) {
  std::string text = "<a><r><x:b>1</x:b></r>";
  text += "<!--" + std::string(DP_HEAD_BYTES, ' ') + "-->";
  const auto offset = text.size();
  text += "<r><b>2</b></r><r><x:b>3</x:b></r></a>";
  const auto seen = read_xml(text, "r", {{"b", "b"}}, {{"b", "int"}});
  BOOST_TEST(seen.rows == Rows({{"1"}, {"3"}}));
  BOOST_REQUIRE(seen.rejects.size() == 1u);
  BOOST_TEST(seen.rejects[0].offset == offset);
  BOOST_TEST(seen.rejects[0].raw == "<r><b>2</b></r>");
  BOOST_TEST(seen.rejects[0].reason ==
             "column 'b': got 'b', expected 'x:b', which the file begins with (give each its "
             "column)");
  // Named with its prefix, it claims nothing.
  const auto named =
      read_xml(text, "r", {{"b", "b"}, {"x", "x:b"}}, {{"b", "int"}, {"x", "int"}});
  BOOST_TEST(named.rows == Rows({{kNull, "1"}, {"2", kNull}, {kNull, "3"}}));
}

BOOST_AUTO_TEST_CASE(records_have_their_prefixes) {
  const std::string text = "<x:a xmlns:x='u'><x:r i='1'/><r i='2'/><y:b><r i='3'/></y:b></x:a>";
  const Pairs columns = {{"i", "@i"}};
  BOOST_TEST(read_xml(text, "r", columns).rows == Rows({{"2"}, {"3"}}));
  BOOST_TEST(read_xml(text, "x:r", columns).rows == Rows({{"1"}}));
  BOOST_TEST(read_xml(text, "*:r", columns).rows == Rows({{"1"}, {"2"}, {"3"}}));
  BOOST_TEST(read_xml(text, "b/r", columns).rows == Rows({{"3"}}));
  BOOST_TEST(read_xml(text, "/a/x:r", columns).rows == Rows({{"1"}}));
  BOOST_TEST(read_xml(text, "/x:a/r", columns).rows == Rows({{"2"}}));
  BOOST_TEST(read_xml(text, "y:r", columns).rows.empty());
  for (const char* record : {"r", "a/r", "/a/r", "/x:a/r", "/*/r"})
    BOOST_TEST(read_xml("<x:a><x:r i='1'/><x:r i='2'/></x:a>", record, columns).rows ==
                   Rows({{"1"}, {"2"}}),
               record);
}

BOOST_AUTO_TEST_CASE(names_mean_the_same_wherever_the_text_is_cut) {
  const std::string texts[] = {
      kFeed, "<x:a><x:r><x:b>1</x:b></x:r><y:r/> <x:r><x:b/></x:r></x:a>",
      "<!-- <r> --><x:a><x:r>1</x:r><![CDATA[<r>]]><b><x:r><b/></x:r></b></x:a>"};
  for (const auto& text : texts) {
    for (const char* record : {"item", "r", "/a/r", "x:r", "*:r"}) {
      auto task = dp::test::open_xml("", record, {{"t", "."}, {"b", "b"}, {"c", "title"}});
      const auto whole = dp::test::read_whole(task, text);
      for (std::size_t size = 1; size < text.size(); ++size) {
        BOOST_REQUIRE(dp::test::feed(task, text, size) == text.size());
        BOOST_REQUIRE_EQUAL(dp::test::seen(task), whole);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
