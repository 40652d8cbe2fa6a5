// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/infer.hpp"

#include <boost/test/unit_test.hpp>

namespace {
namespace xml = dp::xml;
using dp::Type;
using Names = std::vector<std::string>;

const xml::Pattern kRecord = xml::Pattern::parse("r").value();

Names names_of(const std::string& sample) {
  Names names;
  for (const auto& column : xml::find_columns(sample, kRecord).columns)
    names.push_back(column.name);
  return names;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(xml_columns_infer)

BOOST_AUTO_TEST_CASE(columns_are_attributes_and_children_without_children) {
  BOOST_TEST(names_of("<a><r i='1'><t>x</t><u><v/></u></r><r j='2'><w/></r></a>") ==
                 (Names{"i", "t", "j", "w"}),
             boost::test_tools::per_element());
  BOOST_TEST(names_of("<a><r>text</r></a>") == Names{"text"}, boost::test_tools::per_element());
  BOOST_TEST(names_of("<a><b/></a>").empty());
}

BOOST_AUTO_TEST_CASE(names_are_unique_and_without_prefixes) {
  BOOST_TEST(names_of("<a><r id='1'><x:id>2</x:id></r></a>") == (Names{"id", "id_2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(types_fit_all_values_that_are_there) {
  const auto found = xml::find_columns(
      "<a><r i='1' f='1'><b> true </b></r><r i='2' f='0.5'><b/></r></a>", kRecord);
  BOOST_REQUIRE(found.columns.size() == 3u);
  BOOST_TEST((found.columns[0].type == Type::int64));
  BOOST_TEST((found.columns[1].type == Type::float64));
  BOOST_TEST((found.columns[2].type == Type::boolean));
}

BOOST_AUTO_TEST_CASE(records_that_are_wrong_or_cut_tell_nothing) {
  BOOST_TEST(names_of("<a><r x='1'><b></r><r i='1'/><r i='2'/></a>") == Names{"i"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_child_is_lacking_if_no_record_has_it) {
  const std::string sample = "<a><r><t>x</t></r><r/></a>";
  BOOST_TEST(!xml::lacks_child(sample, kRecord, "t"));
  BOOST_TEST(xml::lacks_child(sample, kRecord, "u"));
  BOOST_TEST(!xml::lacks_child("<a/>", kRecord, "u"));
}

BOOST_AUTO_TEST_SUITE_END()
