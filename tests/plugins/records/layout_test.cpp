// SPDX-License-Identifier: Apache-2.0
#include "records/layout.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(records_layout)

namespace {

using dp::Schema;
using dp::Type;
using dp::records::Layout;
using dp::test::open_records;
using dp::test::RecordsWith;

const Schema kInput = {{"n", Type::int64, true}, {"-t", Type::string, true}};

std::string error_of(const RecordsWith& with) {
  const auto opened = open_records(with, kInput);
  return opened ? "opened" : opened.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_result_has_the_columns_that_come) {
  const auto task = open_records({.sort = {"n"}}, kInput).value();
  BOOST_TEST((task.schema() == kInput));
}

BOOST_AUTO_TEST_CASE(a_column_whose_name_begins_with_a_minus_can_be_named) {
  BOOST_TEST(error_of({.sort = {"-t"}}) == "opened");
  BOOST_TEST(error_of({.sort = {"--t"}}) == "opened");
  BOOST_TEST(error_of({.sort = {"-n"}}) == "opened");
}

BOOST_AUTO_TEST_CASE(options_that_cannot_be_are_refused) {
  BOOST_TEST(error_of({.sort = {"n", "-x"}}) == "sort[1]: no column 'x' (there are: n, -t)");
  BOOST_TEST(error_of({.distinct = {"x"}}) == "distinct[0]: no column 'x' (there are: n, -t)");
  BOOST_TEST(error_of({.sort = {"n", "-n"}}) == "sort[1]: 'n' is there twice");
  BOOST_TEST(error_of({.head = 1, .tail = 1}) == "tail: give head or tail, not both");
}

BOOST_AUTO_TEST_CASE(what_can_be_cut_before_all_is_known) {
  Layout layout;
  BOOST_TEST(!layout.can_cut_early());
  layout.end = Layout::End::head;
  BOOST_TEST(layout.can_cut_early());
  layout.is_distinct = true;
  BOOST_TEST(layout.can_cut_early());
  layout.sort.push_back({0, false});
  BOOST_TEST(!layout.can_cut_early());
  layout.sort.clear();
  layout.end = Layout::End::tail;
  BOOST_TEST(!layout.can_cut_early());
}

BOOST_AUTO_TEST_SUITE_END()
