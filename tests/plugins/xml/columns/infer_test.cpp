// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/infer.hpp"

#include <boost/test/unit_test.hpp>

#include "xml/columns/layout.hpp"

namespace {
namespace xml = dp::xml;
using dp::Type;
using Names = std::vector<std::string>;

const xml::Pattern kRecord = xml::Pattern::parse("r").value();

Names names_of(const std::string& sample) {
  Names names;
  for (const auto& path : xml::find_columns(sample, kRecord).paths)
    names.push_back(xml::key_of(path));
  return names;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(xml_columns_infer)

BOOST_AUTO_TEST_CASE(columns_are_attributes_and_children_without_children) {
  const std::string sample = "<a><r i='1'><t>x</t><u><v/></u></r><r j='2'><w/></r></a>";
  BOOST_TEST(names_of(sample) == (Names{"@i", "/t", "@j", "/w"}),
             boost::test_tools::per_element());
  const auto others = xml::find_columns(sample, kRecord).others;
  BOOST_REQUIRE(others.size() == 1u);
  BOOST_TEST(xml::key_of(others[0]) == "/u");
  BOOST_TEST(names_of("<a><r>text</r></a>") == Names{".text"},
             boost::test_tools::per_element());
  BOOST_TEST(names_of("<a><b/></a>").empty());
}

BOOST_AUTO_TEST_CASE(names_have_their_prefixes) {
  BOOST_TEST(
      names_of("<a><r id='1' x:id='' xmlns='u' xmlns:x='v'><x:id>2</x:id><id/></r></a>") ==
          (Names{"@id", "@x:id", "/x:id", "/id"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_are_seen_as_long_as_is_asked_for) {
  int seen = 0;
  const auto see = [&](pugi::xml_node) { return ++seen < 2; };
  BOOST_TEST(xml::for_each_record("<a><r/><r/><r/></a>", kRecord, see) == 2u);
  BOOST_TEST(seen == 2);
}

BOOST_AUTO_TEST_CASE(types_fit_all_values_that_are_there) {
  const auto types =
      xml::types_of("<a><r i='1' f='1'><b> true </b></r><r i='2' f='0.5'><b/></r></a>", kRecord,
                    {{{}, "i"}, {{}, "f"}, {{"b"}, {}}});
  BOOST_REQUIRE(types.size() == 3u);
  BOOST_TEST((types[0].first() == Type::int64));
  BOOST_TEST((types[1].first() == Type::float64));
  BOOST_TEST((types[2].first() == Type::boolean));
}

BOOST_AUTO_TEST_CASE(records_that_are_wrong_or_cut_tell_nothing) {
  BOOST_TEST(names_of("<a><r x='1'><b></r><r i='1'/><r i='2'/></a>") == Names{"@i"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_child_is_lacking_if_no_record_has_it) {
  const std::string sample = "<a><r><t>x</t></r><r/></a>";
  BOOST_TEST(!xml::lacks_child(sample, kRecord, "t"));
  BOOST_TEST(xml::lacks_child(sample, kRecord, "u"));
  BOOST_TEST(!xml::lacks_child("<a/>", kRecord, "u"));
}

BOOST_AUTO_TEST_SUITE_END()
