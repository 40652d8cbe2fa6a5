// SPDX-License-Identifier: Apache-2.0
// Several elements of a record that one path leads to.

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_repeated)

namespace {
using dp::test::Given;
using dp::test::kNull;
using dp::test::Rows;

const std::string kText =
    "<a><r><c>x</c><c>y</c><b i='1'/><b i='2'/></r><r><c>z</c></r>"
    "<r><c/><c>&amp;</c><c> <!-- --> w</c><b/><b i='3'/></r><r/></a>";

dp::test::Task reader(const Given& more,
                      const dp::test::Pairs& columns = {{"c", "c"}, {"i", "b/@i"}}) {
  Given given{{"record", dp::data::Value::of("r")}, {"columns", dp::test::texts_of(columns)}};
  given.insert(given.end(), more.begin(), more.end());
  dp::test::Setting setting;
  setting.sample = kText;
  setting.role = DP_READER;
  return dp::test::Task::open("xml", "xml", dp::test::map_of(given), std::move(setting))
      .value();
}

const Given kJoin = {{"repeated", dp::data::Value::of("join")}};
}  // namespace

BOOST_AUTO_TEST_CASE(the_first_is_taken_unless_all_are_asked_for) {
  auto task = reader({});
  BOOST_REQUIRE(task.read(kText));
  BOOST_TEST(task.rows() == Rows({{"x", "1"}, {"z", kNull}, {"", "3"}, {kNull, kNull}}));
  const std::vector<std::string> notes = {
      "3: column 'c': the first of several in a record; `repeated: join` takes "
      "all (2)",
      "3: column 'i': the first of several in a record; `repeated: join` takes "
      "all (1)"};
  BOOST_TEST(task.notes() == notes, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(all_are_joined_in_their_order) {
  auto task = reader(kJoin);
  BOOST_TEST((task.schema() == dp::Schema{{"c", dp::Type::string}, {"i", dp::Type::string}}));
  const auto whole = dp::test::read_whole(task, kText);
  BOOST_TEST(whole.rows ==
             Rows({{"x; y", "1; 2"}, {"z", kNull}, {"; &;   w", "3"}, {kNull, kNull}}));
  for (std::size_t size = 1; size < kText.size(); ++size) {
    BOOST_REQUIRE(dp::test::feed(task, kText, size) == kText.size());
    BOOST_REQUIRE_EQUAL(dp::test::seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(the_separator_is_what_is_asked_for) {
  auto given = kJoin;
  given.emplace_back("separator", dp::data::Value::of("|"));
  auto task = reader(given, {{"c", "c"}, {"again", "c"}});
  BOOST_REQUIRE(task.read("<a><r><c>1</c><c>2</c><c>3</c></r></a>"));
  BOOST_TEST(task.rows() == Rows({{"1|2|3", "1|2|3"}}));
}

BOOST_AUTO_TEST_CASE(many_are_joined_in_time_that_grows_with_them) {
  std::string text = "<a><r>";
  for (int i = 0; i < 100'000; ++i) text += "<c>0123456789</c>";
  auto task = reader(kJoin);
  BOOST_REQUIRE(task.read(text + "</r></a>"));
  BOOST_REQUIRE(task.rows().size() == 1u);
  BOOST_TEST(task.rows()[0][0].size() == 12u * 100'000 - 2);
}

BOOST_AUTO_TEST_CASE(names_with_a_namespace_are_one_value_however_they_are_written) {
  Given given = kJoin;
  given.emplace_back("namespaces", dp::test::texts_of({{"m", "http://m"}}));
  auto task = reader(given, {{"c", "m:c"}, {"i", "m:b/@m:i"}});
  BOOST_REQUIRE(
      task.read("<a xmlns='http://m' xmlns:x='http://m' xmlns:y='http://m'>"
                "<r><c>1</c><x:c>&amp;</x:c><b x:i='2'/><y:b y:i='3'/></r></a>"));
  BOOST_TEST(task.rows() == Rows({{"1; &", "2; 3"}}));
}

BOOST_AUTO_TEST_SUITE_END()
