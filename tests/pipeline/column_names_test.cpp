// SPDX-License-Identifier: Apache-2.0
#include "pipeline/column_names.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

BOOST_AUTO_TEST_SUITE(column_names)

using namespace dp::pipeline;
namespace data = boost::unit_test::data;

namespace {

const dp::Schema kColumns = {
    {"price", dp::Type::int64, true},       {"qty", dp::Type::int64, true},
    {"price * qty", dp::Type::int64, true}, {"hour(time)", dp::Type::int64, true},
    {"two words", dp::Type::string, true},  {"2026", dp::Type::float64, true},
    {"(qty + 1)", dp::Type::int64, true},   {"qty + 1", dp::Type::int64, true},
    {"in", dp::Type::string, true},         {"a`b", dp::Type::string, true},
};

/// "column NAME" or "derive NAME as EXPRESSION", with "?" if it may be meant otherwise.
std::string shown(const ColumnName& column) {
  const auto text = column.plain
                        ? "column " + column.name
                        : "derive " + column.name + " as " + column.expression.to_string();
  return text + (column.ambiguous ? " ?" : "");
}

std::string meaning(std::string_view text, const dp::Schema* columns = &kColumns) {
  const auto column = name_or_expression(text, columns);
  return column ? shown(*column) : column.error().message;
}

struct Sample {
  const char* text;
  const char* meaning;
};
std::ostream& operator<<(std::ostream& out, const Sample& sample) { return out << sample.text; }

const Sample kSamples[] = {
    {"price", "column price"},
    {"`price`", "column price"},
    {"`price * qty`", "column price * qty"},
    {"price * qty", "column price * qty ?"},
    {"price*qty", "derive (price * qty) as price * qty"},
    {"(price * qty)", "derive (price * qty) as price * qty"},
    {"qty * price", "derive qty * price as qty * price"},
    {"hour(time)", "column hour(time)"},
    {"hour( time )", "derive (hour(time)) as hour(time)"},
    {"two words", "column two words"},
    {"2026", "column 2026 ?"},
    {"2027", "derive 2027 as 2027"},
    {"qty+1", "derive ((qty + 1)) as qty + 1"},
    {"in", "column in"},
    {"a`b", "column a`b"},
    {"absent", "column absent"},
    {"three words", "'words' cannot be here"},
    {"", "the expression is empty"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_column_of_exactly_that_name_wins, data::make(kSamples), sample) {
  BOOST_TEST(meaning(sample.text) == sample.meaning);
}

BOOST_AUTO_TEST_CASE(a_name_that_wins_is_an_expression_too) {
  const auto column = name_or_expression("price * qty", &kColumns).value();
  BOOST_TEST(column.expression.column().value() == "price * qty");
  BOOST_TEST(column.expression.to_string() == "`price * qty`");
}

BOOST_AUTO_TEST_CASE(a_value_alone_is_a_name_whether_there_is_such_a_column_or_not) {
  for (const std::string text : {"price", "qty + 1", "qty*2", "2026", "a`b", "absent", "'x'"}) {
    const std::vector<dp::expr::BoundValue> values = {
        {0, text.size(), dp::expr::Op::string, 0, 0}};
    for (const auto* columns : {&kColumns, static_cast<const dp::Schema*>(nullptr)})
      BOOST_TEST(shown(name_or_expression(text, columns, values).value()) == "column " + text);
  }
}

BOOST_AUTO_TEST_CASE(a_value_within_a_text_is_a_constant_unless_a_column_has_that_name) {
  const std::vector<dp::expr::BoundValue> values = {{6, 3, dp::expr::Op::string, 0, 0}};
  const dp::Schema columns = {{"bytes_out", dp::Type::int64, true}};
  BOOST_TEST(shown(name_or_expression("bytes_out", &columns, values).value()) ==
             "column bytes_out");
  BOOST_TEST(name_or_expression("bytes_sum", &columns, values).error().message ==
             "'sum' cannot be here");
}

BOOST_AUTO_TEST_CASE(without_columns_a_text_is_an_expression) {
  BOOST_TEST(meaning("price * qty", nullptr) == "derive price * qty as price * qty");
  BOOST_TEST(meaning("two words", nullptr) == "'words' cannot be here");
}

BOOST_AUTO_TEST_CASE(where_no_name_can_stand_the_text_is_an_expression) {
  const auto product = dp::expr::Expression::parse("price * qty").value();
  BOOST_TEST(shown(name_of(product, &kColumns)) == "derive (price * qty) as price * qty");
  const auto column = dp::expr::Expression::parse("`price * qty`").value();
  BOOST_TEST(shown(name_of(column, &kColumns)) == "column price * qty");
}

BOOST_AUTO_TEST_SUITE_END()
