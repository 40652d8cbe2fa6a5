// SPDX-License-Identifier: Apache-2.0
#include "csv/rows.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(csv_rows)

namespace csv = dp::csv;
using dp::Type;
using dp::test::kEmpty;
using dp::test::kNull;

namespace {

/// Rows of a text whose records are read one by one.
class Fixture {
 public:
  explicit Fixture(dp::Schema columns, csv::Missing missing = {}, csv::NumberForm numbers = {})
      : layout_(layout_of(std::move(columns), std::move(missing), numbers)), rows(layout_) {
    kept_.schema = layout_.columns;
    record_.kept = layout_.columns.size();
  }

  /// Add all records of `text`; false if one did not fit.
  bool add(const std::string& text, std::uint64_t offset = 0) {
    text_ = text + std::string(DP_PADDING, '\0');
    dp::Output out(raw_);
    rows.begin(text_.data(), {0, offset});
    for (std::size_t at = 0; at < text.size(); at = record_.next) {
      csv::read_record(text_.data(), at, text.size(), true, {}, record_);
      if (rows.is_full(record_.next)) BOOST_REQUIRE(rows.flush(out));
      if (!rows.add(record_, at)) return false;
    }
    BOOST_REQUIRE(rows.flush(out));
    return true;
  }
  std::string misfit() { return rows.misfit(record_).reason; }
  [[nodiscard]] const dp::test::Task::Kept& kept() const { return kept_; }

 private:
  static csv::Layout layout_of(dp::Schema columns, csv::Missing missing,
                               csv::NumberForm numbers) {
    csv::Layout layout;
    layout.missing = std::move(missing);
    layout.columns = std::move(columns);
    layout.numbers = numbers;
    return layout;
  }

  csv::Layout layout_;
  dp::test::Task::Kept kept_;
  dp_out raw_ = dp::test::keep_in(kept_);
  csv::Record record_;
  std::string text_;

 public:
  csv::Rows rows;
};

}  // namespace

BOOST_AUTO_TEST_CASE(fields_become_values_of_their_columns) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}, {"b", Type::boolean}});
  BOOST_REQUIRE(fixture.add("1,\"a \"\"b\"\"\",true\n-2,,0\n", 100));
  BOOST_TEST(fixture.kept().rows ==
             (dp::test::Rows{{"1", "a \"b\"", "true"}, {"-2", kNull, "false"}}));
  BOOST_TEST(fixture.kept().offsets == (std::vector<std::uint64_t>{100, 117}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_named_and_adds_no_row) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}});
  BOOST_REQUIRE(!fixture.add("x,a\n"));
  BOOST_TEST(fixture.misfit() == "column 'i': got 'x', expected int");
  BOOST_TEST(fixture.kept().rows.empty());
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_uses_are_left_empty_and_unread) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}});
  const std::vector<std::uint8_t> used = {0, 1};
  fixture.rows.need(used);
  BOOST_REQUIRE(fixture.add("x,a\n"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{kEmpty, "a"}}));
}

BOOST_AUTO_TEST_CASE(columns_may_be_at_other_fields) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}});
  fixture.rows.set_sources({1, 0});
  BOOST_REQUIRE(fixture.add("a,1\n"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{"1", "a"}}));
  BOOST_TEST(fixture.rows.name_of(0) == "column 't'");
  BOOST_TEST(fixture.rows.name_of(7) == "field 8");
}

BOOST_AUTO_TEST_CASE(columns_may_be_absent) {
  Fixture fixture({{"i", Type::int64}, {"t", Type::string}, {"n", Type::int64}});
  fixture.rows.set_sources({dp::csv::kAbsent, 0, 1});
  BOOST_REQUIRE(fixture.add("a,1\nb,\n"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{kNull, "a", "1"}, {kNull, "b", kNull}}));
}

BOOST_AUTO_TEST_CASE(batches_have_at_most_1024_rows) {
  Fixture fixture({{"i", Type::int64}});
  std::string text;
  for (int i = 0; i < 2500; ++i) text += std::to_string(i) + "\n";
  BOOST_REQUIRE(fixture.add(text));
  BOOST_TEST(fixture.kept().batches == (std::vector<std::size_t>{1024, 1024, 452}),
             boost::test_tools::per_element());
  BOOST_TEST(fixture.kept().rows.back()[0] == "2499");
}

BOOST_AUTO_TEST_CASE(the_text_of_a_null_is_one_unless_it_is_quoted) {
  Fixture fixture({{"t", Type::string}}, {"NA", true});
  BOOST_REQUIRE(fixture.add(" NA\n\"NA\"\n  x \n"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{kNull}, {"NA"}, {"x"}}));
}

BOOST_AUTO_TEST_CASE(columns_past_the_last_field_of_a_record_are_null) {
  // Also where a null is another text.
  Fixture fixture({{"a", Type::string}, {"b", Type::string}, {"c", Type::int64}},
                  {"NA", false});
  BOOST_REQUIRE(fixture.add("x,y,1\nx\n,\nNA,y\n"));
  BOOST_TEST(fixture.kept().rows ==
             (dp::test::Rows{
                 {"x", "y", "1"}, {"x", kNull, kNull}, {"", "", kNull}, {kNull, "y", kNull}}));
}

BOOST_AUTO_TEST_CASE(several_texts_are_a_null) {
  Fixture fixture({{"a", Type::string}, {"b", Type::int64}}, {"", true, {"NA", "\\N"}});
  BOOST_REQUIRE(fixture.add("NA,1\n\\N, NA \n,2\n\"NA\",3\nNaN,4\n"));
  BOOST_TEST(
      fixture.kept().rows ==
      (dp::test::Rows{{kNull, "1"}, {kNull, kNull}, {kNull, "2"}, {"NA", "3"}, {"NaN", "4"}}));
}

BOOST_AUTO_TEST_CASE(numbers_are_read_in_their_form_and_text_stays) {
  Fixture fixture({{"f", Type::float64}, {"i", Type::int64}, {"t", Type::string}}, {},
                  {true, '.'});
  BOOST_REQUIRE(fixture.add("\"1.234,5\",1.000,\"1,5\"\n-2,-3,1.5\n"));
  BOOST_TEST(fixture.kept().rows ==
             (dp::test::Rows{{"1234.5", "1000", "1,5"}, {"-2", "-3", "1.5"}}));
  BOOST_REQUIRE(!fixture.add("1.5,1,x\n"));
  BOOST_TEST(fixture.misfit() == "column 'f': got '1.5', expected float with a decimal comma");
}

BOOST_AUTO_TEST_CASE(an_empty_text_refutes_no_guess) {
  dp::Schema columns = {{"a", Type::string}, {"b", Type::int64}};
  for (auto& column : columns) column.guessed = true;
  Fixture fixture(std::move(columns));
  BOOST_REQUIRE(fixture.add("\"\",\"\"\n,7\n"));
  BOOST_TEST(fixture.kept().rows == (dp::test::Rows{{"", kNull}, {kNull, "7"}}));
  BOOST_REQUIRE(!fixture.add("x,7\n"));
  BOOST_TEST(fixture.misfit() == "column 'a': got 'x', expected a null");
}

BOOST_AUTO_TEST_SUITE_END()
