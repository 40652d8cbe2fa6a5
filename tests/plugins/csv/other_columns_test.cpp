// SPDX-License-Identifier: Apache-2.0
// Inputs whose items have other columns than the first.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_other_columns)

namespace {

using dp::test::list_of;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::why;

const std::string kNull = dp::test::kNull;

/// A reader of the columns a and b, for items whose columns are not all these.
dp::test::Task open_mixed(const char* word, bool growing = true) {
  dp::test::Setting setting;
  setting.sample = "a,b\n1,x\n";
  setting.role = DP_READER;
  setting.refutes = true;
  setting.growing = growing;
  return dp::test::Task::open("csv", "csv", dp::test::map_of({{"columns", list_of({word})}}),
                              std::move(setting))
      .value();
}

const std::string kMixed = "\nc,b,d\n1,x,\"2\n3\"\n4,,5\n";

}  // namespace

BOOST_AUTO_TEST_CASE(items_of_other_columns_are_read_by_their_names) {
  auto task = open_mixed("first");
  for (std::size_t size = 1; size <= kMixed.size(); ++size) {
    BOOST_REQUIRE(dp::test::feed(task, kMixed, size) == kMixed.size());
    BOOST_TEST(task.rows() == (Rows{{kNull, "x"}, {kNull, kNull}}));
    BOOST_TEST(task.rejects().empty());
    task.forget();
    // What follows has its own columns again.
    BOOST_REQUIRE(task.read("b,a\ny,7\n", {.item = 1, .head = "b,a\ny,7\n"}));
    BOOST_TEST(task.rows() == (Rows{{"7", "y"}}));
    BOOST_TEST(task.notes().empty());
    task.forget();
  }
}

BOOST_AUTO_TEST_CASE(a_column_that_is_left_out_is_told_once_an_item) {
  auto task = open_mixed("first");
  BOOST_REQUIRE(dp::test::feed(task, kMixed, 4) == kMixed.size());
  const std::string why = " is left out, for the first input has none (columns: first) (1)";
  BOOST_TEST(
      task.notes() == (std::vector<std::string>{"1: column 'c'" + why, "5: column 'd'" + why}),
      boost::test_tools::per_element());
  task = open_mixed("first", false);
  BOOST_REQUIRE(task.read(kMixed, {.head = kMixed}));
  BOOST_TEST(task.notes().empty());
  // An item of blank lines has no columns, whatever the one before had.
  task = open_mixed("first");
  BOOST_REQUIRE(task.read(kMixed, {.head = kMixed}));
  task.forget();
  BOOST_REQUIRE(task.read("\n\n", {.item = 1, .head = "\n\n"}));
  BOOST_TEST(task.notes().empty());
  BOOST_TEST(task.blank() == 2u);
}

BOOST_AUTO_TEST_CASE(a_column_of_another_item_refutes_those_of_the_first_if_all_are_taken) {
  auto task = open_mixed("union");
  const auto status = task.read(kMixed, {.head = kMixed});
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::refuted));
  BOOST_TEST(
      task.rejects() == (std::vector<Reject>{{1, "", "column 'c': no header before has it"}}),
      boost::test_tools::per_element());
  // Where nothing would have it in the result, it is not missed.
  task = open_mixed("union", false);
  BOOST_REQUIRE(task.read(kMixed, {.head = kMixed}));
  BOOST_TEST(task.rows() == (Rows{{kNull, "x"}, {kNull, kNull}}));
}

BOOST_AUTO_TEST_CASE(fields_of_a_record_are_counted_by_its_own_header) {
  auto task = open_mixed("first");
  BOOST_REQUIRE(task.read("b\nx,1\ny\n", {.head = "b\nx,1\ny\n"}));
  BOOST_TEST(task.rows() == (Rows{{kNull, "y"}}));
  BOOST_TEST(task.rejects() == (std::vector<Reject>{{2, "x,1", "got 2 fields, expected 1"}}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
