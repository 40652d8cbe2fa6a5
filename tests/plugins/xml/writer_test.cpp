// SPDX-License-Identifier: Apache-2.0
#include "xml/writer.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "plugins/csv/fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_writer)

namespace {
namespace data = boost::unit_test::data;
using dp::Type;
using dp::test::Batch;
using dp::test::Task;
using dp::test::why;

dp::Result<Task> writer(dp::data::Value options = dp::data::Value::map()) {
  dp::test::Setting setting;
  setting.role = DP_WRITER;
  return Task::open("xml", "xml", std::move(options), std::move(setting));
}

std::string written(const dp::Schema& schema,
                    const std::vector<std::vector<dp::test::Cell>>& rows) {
  auto task = writer().value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", schema));
  BOOST_REQUIRE(task.write(Batch(schema, rows)));
  BOOST_REQUIRE(task.end());
  return task.bytes();
}

std::string document(const std::string& records) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<records>\n" + records + "</records>\n";
}

std::string refusal(const std::string& column) {
  auto task = writer().value();
  BOOST_REQUIRE(task.begin());
  return why(task.section("", {{column, Type::int64}}));
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_record_is_an_element_with_one_for_each_value) {
  const dp::Schema schema = {{"s", Type::string},  {"i", Type::int64},     {"f", Type::float64},
                             {"b", Type::boolean}, {"t", Type::timestamp}, {"d", Type::date},
                             {"m", Type::decimal}, {"j", Type::json}};
  BOOST_TEST(
      written(schema,
              {{"text", 42, 0.5, true, 1000, 0, "1.10", R"({"a":[1]})"},
               {"", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, R"("x\n")"},
               {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr}}) ==
      document(
          "<record><s>text</s><i>42</i><f>0.5</f><b>true</b><t>1970-01-01T00:00:00.001Z</t>"
          "<d>1970-01-01</d><m>1.10</m><j>{\"a\":[1]}</j></record>\n"
          "<record><s></s><j>x\n</j></record>\n<record></record>\n"));
}

BOOST_AUTO_TEST_CASE(a_result_without_rows_is_a_document) {
  BOOST_TEST(written({{"a", Type::int64}}, {}) == document(""));
  BOOST_TEST(written({}, {{}}) == document("<record></record>\n"));
}

BOOST_AUTO_TEST_CASE(markup_is_escaped_and_white_space_kept) {
  BOOST_TEST(
      written({{"a", Type::string}}, {{"<b>&amp;]]>\r\n\t \"'\xc3\xa9"}}) ==
      document("<record><a>&lt;b&gt;&amp;amp;]]&gt;&#13;\n\t \"'\xc3\xa9</a></record>\n"));
}

BOOST_AUTO_TEST_CASE(the_names_of_root_and_record_are_options) {
  auto task = writer(dp::test::map_of({{"root", dp::data::Value::of("a")},
                                       {"record", dp::data::Value::of("b")}}))
                  .value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", {}));
  BOOST_REQUIRE(task.write(Batch({}, {{}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() ==
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n<b></b>\n</a>\n");
  BOOST_TEST(why(writer(dp::test::map_of({{"root", dp::data::Value::of("a b")}}))) ==
             "root: got 'a b', expected an element's name");
}

BOOST_AUTO_TEST_CASE(a_name_that_no_element_may_have_is_refused_with_one_that_may) {
  for (const char* name : {"a", "_", "a-b.c1", "\xc3\xa9t\xc3\xa9", "xml", "record"})
    BOOST_TEST(refusal(name) == "", name);
  BOOST_TEST(refusal("two words") ==
             "xml: no element can be called 'two words', as a column is: rename it (rename: "
             "{two_words: 'two words'})");
  const auto made = [](const std::string& name) {
    const auto all = refusal(name);
    const auto at = all.find("(rename: {") + 10;
    return all.substr(at, all.find(": ", at) - at);
  };
  BOOST_TEST(made("1st") == "_1st");
  BOOST_TEST(made("a/@b") == "a__b");
  BOOST_TEST(made("m:title") == "m_title");
  BOOST_TEST(made("") == "_");
  BOOST_TEST(made(" ") == "_");
  BOOST_TEST(made("-\xff") == "_-_");
}

namespace {
struct BadText {
  const char* text;
  const char* shown;
  friend std::ostream& operator<<(std::ostream& out, const BadText& bad) {
    return out << bad.shown;
  }
};
const BadText kBadTexts[] = {
    {"ab\x01", "'\\x01' (at byte 2 of the text)"},
    {"\x1f", "'\\x1f' (at byte 0 of the text)"},
    {"x\xe9y", "'\\xe9' (at byte 1 of the text)"},
    {"\xef\xbf\xbe", "'\xef\xbf\xbe' (at byte 0 of the text)"},
    {"\xed\xa0\x80", "'\\xed' (at byte 0 of the text)"},
};
}  // namespace

BOOST_DATA_TEST_CASE(a_text_that_no_document_may_hold_fails_its_record, data::make(kBadTexts),
                     bad) {
  const dp::Schema schema = {{"ok", Type::string}, {"a", Type::string}};
  auto task = writer().value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", schema));
  BOOST_TEST(why(task.write(Batch(schema, {{"1", bad.text}}))) ==
             "xml: column 'a': no document may hold " + std::string(bad.shown));
}

BOOST_AUTO_TEST_CASE(a_second_result_is_refused) {
  auto task = writer().value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("totals", {}));
  BOOST_TEST(
      why(task.section("errors", {})) ==
      "xml: a file holds one result (got a second, 'errors'): give each an output of its "
      "own");
}

BOOST_AUTO_TEST_SUITE_END()
