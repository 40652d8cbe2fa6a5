// SPDX-License-Identifier: Apache-2.0
#include "xml/split/outline.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_split_outline)

namespace {
namespace xml = dp::xml;

xml::ItemOutline outline_of(const std::string& head, const char* pattern = "r") {
  return xml::outline_of(head, xml::Pattern::parse(pattern).value()).value();
}
}  // namespace

BOOST_AUTO_TEST_CASE(the_root_shows_after_the_prolog) {
  BOOST_TEST(
      outline_of("\xef\xbb\xbf<?xml version='1.0'?><!-- <x> --><!DOCTYPE feed><feed a='1'>")
          .root == "feed");
  BOOST_TEST(outline_of("<feed/>").root == "feed");
  BOOST_TEST(outline_of("<fee").root == "");
  BOOST_TEST(outline_of("").root == "");
  BOOST_TEST(outline_of("<!-- " + std::string(10'000, 'x') + " --><feed>").root == "feed");
}

BOOST_AUTO_TEST_CASE(a_root_may_be_the_record) {
  BOOST_TEST(outline_of("<r>", "r").root_is_record);
  BOOST_TEST(outline_of("<x:r>", "r").root_is_record);
  BOOST_TEST(!outline_of("<r>", "/r").root_is_record);
  BOOST_TEST(!outline_of("<r>", "a/r").root_is_record);
  BOOST_TEST(!outline_of("<a>", "r").root_is_record);
  BOOST_TEST(!outline_of("<x:r><r>", "r").root_is_record);
}

BOOST_AUTO_TEST_CASE(names_of_the_pattern_mean_what_the_head_has) {
  BOOST_TEST(outline_of("<a><x:r/><r/></a>").pattern.name == "r");
  BOOST_TEST(outline_of("<a><x:r/></a>").pattern.name == "*:r");
  BOOST_TEST(outline_of("<a><x:r/><!-- <r/> --><![CDATA[<r/>]]></a>").pattern.name == "*:r");
  // After what is wrong too, and far from the beginning.
  BOOST_TEST(outline_of("<a>&<b><r/></a>").pattern.name == "r");
  BOOST_TEST(outline_of("<a><x:r/>" + std::string(10'000, ' ') + "<r/></a>").pattern.name ==
             "r");
}

BOOST_AUTO_TEST_CASE(the_encoding_is_that_of_the_head) {
  const std::string wide("<\0f\0/\0>\0", 8);
  BOOST_TEST((outline_of(wide).encoding == xml::Encoding::utf16_le));
  BOOST_TEST(outline_of(wide).root == "f");
  BOOST_TEST(!xml::outline_of("<?xml version='1.0' encoding='x'?>", {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
