// SPDX-License-Identifier: Apache-2.0
#include "planner/record_paths.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(record_paths)

using dp::planner::json_records_pointer;
using dp::planner::xml_record_path;

BOOST_AUTO_TEST_CASE(a_record_of_xml_is_what_is_there_more_than_once) {
  BOOST_TEST(xml_record_path("<r><a><b/><b/></a><a/></r>").value() == "/r/a");
  BOOST_TEST(
      xml_record_path("<?xml version='1.0'?>\n<rss><channel><title>t</title><item>1</item>"
                      "<item>2</item></channel></rss>")
          .value() == "/rss/channel/item");
  // The one that is there most; prefixes are parts of names.
  BOOST_TEST(xml_record_path("<m:r><a/><a/><x:b/><x:b/><x:b/></m:r>").value() == "/m:r/x:b");
  // Cut off in the middle of a record.
  BOOST_TEST(xml_record_path("<r><a x='>'>1</a><a><b></b").value() == "/r/a");
}

BOOST_AUTO_TEST_CASE(if_nothing_is_there_twice_the_root_is_the_record) {
  BOOST_TEST(xml_record_path("<r a=\"1\"><b/><c/></r>").value() == "/r");
  BOOST_TEST(xml_record_path("<r/>").value() == "/r");
  BOOST_TEST(!xml_record_path("").has_value());
  BOOST_TEST(!xml_record_path("no markup").has_value());
  BOOST_TEST(!xml_record_path("<unended").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_element_is_passed_over) {
  BOOST_TEST(xml_record_path("<!DOCTYPE r [<!ELEMENT a (b)><!ELEMENT a (c)>]><!-- <x/><x/> -->"
                             "<r><![CDATA[<y/><y/>]]><?z <z/><z/>?><a/><a/></r>")
                 .value() == "/r/a");
  BOOST_TEST(!xml_record_path("<!-- <a/>").has_value());
}

BOOST_AUTO_TEST_CASE(records_of_a_json_document_are_its_longest_array_of_objects) {
  BOOST_TEST(json_records_pointer("{\"rows\": [{\"a\": 1}, {\"a\": 2}]}").value() == "/rows");
  BOOST_TEST(
      json_records_pointer(
          "{\"n\": [1, 2], \"d\": {\"a/b~\": [ {\"a\": [{\"c\": 1}], \"b\": \"some text\"} ]}}")
          .value() == "/d/a~1b~0");
  // In the middle of the array the sample ends.
  BOOST_TEST(
      json_records_pointer("{\"x\": \"[{\\\"\", \"rows\": [{\"a\": \"b]}\"}, {\"a\": \"c")
          .value() == "/rows");
}

BOOST_AUTO_TEST_CASE(an_array_that_is_a_small_part_of_a_document_holds_no_records) {
  BOOST_TEST(
      !json_records_pointer("{\"a\": \"" + std::string(100, 'x') + "\", \"b\": [{\"c\": 1}]}")
           .has_value());
  BOOST_TEST(!json_records_pointer("[{\"a\": 1}]").has_value());
  BOOST_TEST(!json_records_pointer("{\"a\": {\"b\": 1}}").has_value());
  BOOST_TEST(!json_records_pointer("{\"a\": [[{\"b\": 1}]]}").has_value());
  BOOST_TEST(!json_records_pointer("}]").has_value());
  BOOST_TEST(!json_records_pointer("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
