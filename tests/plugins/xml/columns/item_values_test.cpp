// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/item_values.hpp"

#include <boost/test/unit_test.hpp>

#include "why.hpp"
#include "xml/columns/placing.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_item_values)

namespace {
namespace xml = dp::xml;
using dp::test::why;
using Names = std::vector<std::string>;

dp::Result<Names> values_of(const std::string& head, const Names& paths,
                            const std::string& record = "/feed/entry") {
  xml::Layout layout;
  layout.pattern = xml::Pattern::parse(record).value();
  for (const auto& path : paths) {
    layout.columns.push_back({path});
    layout.paths.push_back(xml::column_path(path).value());
  }
  const auto outline = xml::outline_of(head, layout.pattern).value();
  DP_TRY(const auto values, xml::item_values_of(head, outline, layout));
  Names shown;
  for (const auto& value : values) shown.push_back(value.text.value_or("<none>"));
  return shown;
}

void check(const std::string& head, const Names& paths, const Names& expected) {
  const auto values = values_of(head, paths);
  BOOST_REQUIRE_MESSAGE(values, why(values));
  BOOST_TEST(*values == expected, boost::test_tools::per_element());
}
}  // namespace

BOOST_AUTO_TEST_CASE(values_stand_before_the_first_record) {
  check(
      "<?xml version='1.0'?><!DOCTYPE feed>\n<feed v='2'><title>A &amp; <![CDATA[B]]></title>"
      "<entry><title>no</title></entry><late>no</late></feed>",
      {"/feed/title", "/feed/@v", "/feed/late", "/feed/entry/title"},
      {"A & B", "2", "<none>", "<none>"});
}

BOOST_AUTO_TEST_CASE(columns_in_records_are_left_alone) {
  const auto values = values_of("<feed><t>1</t><entry/></feed>", {"a", "/feed/t"});
  BOOST_REQUIRE(values);
  BOOST_TEST(values->size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_name_without_a_prefix_stands_for_the_one_with_a_prefix) {
  check("<x:feed xmlns:x='u'><x:title>T</x:title><x:entry/></x:feed>", {"/feed/title"}, {"T"});
  check("<feed><x:t>1</x:t><t>2</t><entry/></feed>", {"/feed/t"}, {"2"});
  check("<feed><x:t>1</x:t><y:t>2</y:t><entry/></feed>", {"/feed/t"}, {"<none>"});
}

BOOST_AUTO_TEST_CASE(other_encodings_are_decoded) {
  std::string wide;
  for (const char byte : std::string("<feed><t>x</t><entry/></feed>")) wide += {byte, '\0'};
  check(wide, {"/feed/t"}, {"x"});
}

BOOST_AUTO_TEST_CASE(what_the_first_bytes_cut_off_is_an_error) {
  const std::string filler(DP_HEAD_BYTES, 'x');
  const auto head = [](const std::string& text) { return text.substr(0, DP_HEAD_BYTES); };
  const auto text = "<feed><t>" + filler + "</t><entry/></feed>";
  BOOST_TEST(
      why(values_of(head(text), {"/feed/t"})) ==
      "column '/feed/t': got neither the end of '/feed/t' nor a record in the first 65536 "
      "bytes, expected it before the records, and in these bytes");
  BOOST_TEST(why(values_of(head(text), {"/feed/u"}))
                 .starts_with("column '/feed/u': got neither the end"));
  const auto late = "<feed><t>1</t><u>" + filler + "</u><entry/></feed>";
  BOOST_TEST(values_of(head(late), {"/feed/t"}).value() == Names{"1"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_before_the_records_is_an_error) {
  BOOST_TEST(why(values_of("<feed><t>1</u><entry/></feed>", {"/feed/t"})) ==
             "before the records: got '</u>', which ends nothing that is open");
  BOOST_TEST(why(values_of("<feed><t a='1' a='2'/><entry/></feed>", {"/feed/t"})) ==
             "before the records: the attribute 'a' is given twice");
}

BOOST_AUTO_TEST_SUITE_END()
