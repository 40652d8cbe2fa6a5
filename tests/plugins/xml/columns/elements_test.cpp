// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/elements.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_columns_elements)

namespace {
namespace xml = dp::xml;
using Names = std::vector<std::string>;

void check(const std::string& sample, const Names& expected) {
  BOOST_TEST(xml::elements_of(sample) == expected, boost::test_tools::per_element());
}
}  // namespace

BOOST_AUTO_TEST_CASE(elements_are_listed_by_their_paths_once_each) {
  check("<?xml version='1.0'?><a><b/><b><c>x</c></b><!-- <d/> --><b><e:c/><c/></b></a>",
        {"/a", "/a/b", "/a/b/c", "/a/b/e:c"});
  check("<a></a><f/>", {"/a", "/f"});
}

BOOST_AUTO_TEST_CASE(what_is_wrong_or_cut_is_passed_over) {
  check("<a><b x='1' x='2'/><c/><d", {"/a", "/a/c"});
  check("no markup", {});
  check("", {});
}

BOOST_AUTO_TEST_CASE(other_encodings_are_read_as_they_are) {
  std::string wide;
  for (const char byte : std::string("<a><b/></a>")) wide += {byte, '\0'};
  check(wide, {"/a", "/a/b"});
}

BOOST_AUTO_TEST_CASE(those_that_are_alike_come_first) {
  BOOST_TEST(xml::listed_by_likeness({"/feed", "/feed/title", "/feed/entry"}, "feed/entri") ==
             "/feed/entry, /feed/title, /feed");
  // Prefixes, and what marks an attribute, are left out.
  BOOST_TEST(xml::listed_by_likeness({"title", "@name", "m:page"}, "pages") ==
             "m:page, @name, title");
  BOOST_TEST(xml::listed_by_likeness(Names(11, "a"), "a") ==
             "a, a, a, a, a, a, a, a, a, a, ...");
}

BOOST_AUTO_TEST_CASE(two_letters_or_a_third_may_differ) {
  BOOST_TEST(xml::has_alike({"/feed/entry"}, "entri"));
  BOOST_TEST(xml::has_alike({"a", "x:titles"}, "b/@titel"));
  BOOST_TEST(!xml::has_alike({"/feed/entry"}, "item"));
  BOOST_TEST(!xml::has_alike({"abd"}, "bid"));
  BOOST_TEST(!xml::has_alike({}, "item"));
}

BOOST_AUTO_TEST_SUITE_END()
