// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/namespaces.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(xml_markup_namespaces)

namespace {
namespace xml = dp::xml;
using Names = std::vector<std::string>;
}  // namespace

BOOST_AUTO_TEST_CASE(a_start_tag_declares_namespaces) {
  const auto bindings = xml::bindings_of(
      "<m:a xmlns='u' b=\"xmlns:c='no'\"\n\txmlns:m = \"http://m/a>b\" xmlns:e='' d='1'>");
  const xml::Bindings expected = {{"", "u"}, {"m", "http://m/a>b"}, {"e", ""}};
  BOOST_TEST((bindings == expected));
  BOOST_TEST(xml::bindings_of("<a>").empty());
  BOOST_TEST(xml::bindings_of("<a b='1' axmlns:c='u' xmlnsx='v'/>").empty());
}

BOOST_AUTO_TEST_CASE(a_prefix_has_one_namespace_or_none) {
  const xml::Bindings bindings = {{"", "u"}, {"m", "v"}};
  BOOST_TEST(xml::namespace_of(bindings, "") == "u");
  BOOST_TEST(xml::namespace_of(bindings, "m") == "v");
  BOOST_TEST(xml::namespace_of(bindings, "n") == "");
  BOOST_TEST(xml::namespace_of({}, "xml") == "http://www.w3.org/XML/1998/namespace");
  BOOST_TEST(xml::prefix_of("m:a") == "m");
  BOOST_TEST(xml::prefix_of("a") == "");
}

BOOST_AUTO_TEST_CASE(parts_of_paths_get_the_namespaces_of_their_prefixes) {
  const xml::Bindings bindings = {{"m", "http://m"}};
  const auto part = xml::with_namespace("m:a", bindings);
  BOOST_TEST(part == "{http://m}a");
  BOOST_TEST(xml::has_namespace(part));
  BOOST_TEST(xml::namespace_in(part) == "http://m");
  BOOST_TEST(xml::local_in(part) == "a");
  BOOST_TEST(xml::local_in("n:a") == "a");
  for (const char* other : {"a", "n:a", "*", "*:a"})
    BOOST_TEST(xml::with_namespace(other, bindings) == other);
}

BOOST_AUTO_TEST_CASE(a_namespace_is_written_with_each_prefix_that_it_has) {
  const xml::Bindings bindings = {{"", "u"}, {"m", "v"}, {"n", "u"}};
  BOOST_TEST(xml::written("{u}a", bindings, false) == (Names{"a", "n:a"}),
             boost::test_tools::per_element());
  // What is declared without a prefix is not for attributes.
  BOOST_TEST(xml::written("{u}a", bindings, true) == Names{"n:a"},
             boost::test_tools::per_element());
  BOOST_TEST(xml::written("{w}a", bindings, false).empty());
}

BOOST_AUTO_TEST_SUITE_END()
