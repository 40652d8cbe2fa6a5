// SPDX-License-Identifier: Apache-2.0
// What the plugin exports: one reader and its options.

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_xml)

BOOST_AUTO_TEST_CASE(the_reader_is_cut_by_records_and_needs_a_record) {
  const auto task = dp::test::open_xml("<a><r i='1'/></a>", "r");
  BOOST_TEST(std::string(task.table().task.name) == "xml");
  BOOST_TEST((task.table().task.traits & DP_CUT_RECORDS) != 0u);
  std::vector<std::string> required;
  for (std::uint32_t i = 0; i < task.table().task.n_options; ++i)
    if ((task.table().task.options[i].flags & DP_OPTION_REQUIRED) != 0)
      required.emplace_back(task.table().task.options[i].name);
  BOOST_TEST(required == std::vector<std::string>{"record"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(its_columns_are_those_of_the_sample) {
  const auto task = dp::test::open_xml("<a><r i='1'><t>x</t></r></a>", "r");
  BOOST_REQUIRE(task.schema().size() == 2u);
  BOOST_TEST(task.schema()[0].name == "i");
  BOOST_TEST((task.schema()[0].type == dp::Type::int64));
  BOOST_TEST(task.schema()[1].name == "t");
}

BOOST_AUTO_TEST_SUITE_END()
