// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/kernel.hpp"

BOOST_AUTO_TEST_SUITE(kernels_decimal)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Schema kSchema = {
    {"price", Type::decimal}, {"tax", Type::decimal}, {"none", Type::decimal},
    {"n", Type::int64},       {"f", Type::float64},   {"s", Type::string},
    {"b", Type::boolean},     {"big", Type::decimal}, {"j", Type::json}};

const test::Row kRow = {std::string("1.10"),
                        std::string("0.190"),
                        test::Cell{},
                        std::int64_t{3},
                        0.1,
                        std::string(" +2.50 "),
                        true,
                        std::string(36, '9'),
                        std::string(R"("a\u00e9")")};

const Case kArithmetic[] = {
    {"price + tax", "1.290d"},
    {"price - tax", "0.910d"},
    {"price * tax", "0.20900d"},
    {"price / 4", "0.275d"},
    {"price / 3", "0.36666666666666666667d"},
    {"price / 3 * 12", "4.40000000000000000004d"},
    {"decimal('123456789012345678901234567890') / 7", "17636684144620811271604938270d"},
    {"decimal('1') / 8", "0.125d"},
    {"price % 0.3", "0.20d"},
    {"-price", "-1.10d"},
    {"price * n", "3.30d"},
    {"n - price", "1.90d"},
    {"price * 1.19", "1.3090d"},
    {"price * (1 + 0.19)", "1.3090d"},
    {"price * (1 + n / 100)", "1.1330d"},
    {"price * if(b, 0.9, 1)", "0.990d"},
    {"price * coalesce(null, 0.50)", "0.5500d"},
    {"price + f", "1.2000000000000002f"},
    {"price * 1e300", "1.1000000000000002e+300f"},
    {"price / 0", "null"},
    {"price % 0", "null"},
    {"price + none", "null"},
    {"big + 1", "null"},
    {"big * 10", "null"},
    {"big - 1", "999999999999999999999999999999999998d"},
    {"decimal('0.1') + decimal('0.2')", "0.3d"},
};

const Case kComparisons[] = {
    {"price == 1.1", "true"},        {"price == 1.10", "true"},
    {"price != 1.1", "false"},       {"price > 1.10", "false"},
    {"price >= 1", "true"},          {"price < 1.1000000000000000000001", "true"},
    {"price > f", "true"},           {"price == decimal('1.100')", "true"},
    {"price in (1, 1.1)", "true"},   {"price in (1, 2, 3, 4, 5, 6, 7, 8, 9, 1.1)", "true"},
    {"tax in (0.19, 0.07)", "true"}, {"price in (1, 2)", "false"},
    {"none == 1", "null"},           {"none is null", "true"},
    {"price is not null", "true"},
};

const Case kFunctions[] = {
    {"coalesce(none, price)", "1.10d"},
    {"coalesce(none, 0.00)", "0.00d"},
    {"coalesce(1.5, none)", "1.5d"},
    {"coalesce(none, f)", "0.1f"},
    {"if(b, price, 2)", "1.10d"},
    {"if(b, n, price)", "3d"},
    {"if(b, 2.50, price)", "2.50d"},
    {"if(price > 1, 'dear', 'cheap')", "'dear'"},
    {"abs(-price)", "1.10d"},
    {"round(price)", "1d"},
    {"round(decimal('2.5'))", "3d"},
    {"round(decimal('-2.5'))", "-3d"},
    {"ceil(price)", "2d"},
    {"ceil(-price)", "-1d"},
    {"floor(price)", "1d"},
    {"floor(-price)", "-2d"},
    {"round(price * 1.19, 2)", "1.31d"},
    {"round(price, 1)", "1.1d"},
    {"round(price, 4)", "1.1000d"},
    {"round(decimal('1.005'), 2)", "1.01d"},
    {"round(decimal('1250'), -2)", "1300d"},
    {"round(1.005, 2)", "1.01f"},
    {"round(f, 0)", "0f"},
    {"round(2.5, 0)", "3f"},
    {"round(1e300, 2)", "1e+300f"},
    {"round(1e-300, 2)", "0f"},
    {"round(1234, -2)", "1200"},
    {"round(n, 2)", "3"},
    {"round(9223372036854775807, 18)", "9223372036854775807"},
    {"round(9223372036854775807, -18)", "9000000000000000000"},
    {"int(price)", "1"},
    {"int(-price)", "-1"},
    {"int(big)", "null"},
    {"float(price)", "1.1f"},
    {"string(price)", "'1.10'"},
    {"string(none)", "null"},
    {"decimal(s)", "2.50d"},
    {"decimal('1e3')", "1000d"},
    {"decimal('x')", "null"},
    {"decimal('1234567890123456789012345678901234567')", "null"},
    {"decimal(n)", "3d"},
    {"decimal(f)", "0.1d"},
    {"decimal(f + 0.2)", "0.30000000000000004d"},
    {"decimal(0.1 + 0.2)", "0.3d"},
    {"decimal(1.10)", "1.10d"},
    {"decimal(b)", "1d"},
    {"decimal(price)", "1.10d"},
    {"decimal(1e300)", "null"},
};

const Case kJson[] = {
    {"string(j)", "'a\xc3\xa9'"},
    {"j == 'a\xc3\xa9'", "true"},
    {"j in ('b', 'a\xc3\xa9')", "true"},
    {"length(j)", "2"},
    {"upper(j)", "'A\xc3\xa9'"},
    {"concat(j, '!')", "'a\xc3\xa9!'"},
    {"coalesce(j, 'x')", "'a\xc3\xa9'"},
    {"coalesce(j, j)", "'\"a\\u00e9\"'"},
    {"j == j", "true"},
    {"int(j)", "null"},
    {"j is null", "false"},
};

}  // namespace

BOOST_DATA_TEST_CASE(arithmetic_is_exact_or_null, boost::unit_test::data::make(kArithmetic),
                     sample) {
  BOOST_TEST(dp::test::value_of(sample.text, kSchema, kRow) == sample.result);
}

BOOST_DATA_TEST_CASE(numbers_are_compared, boost::unit_test::data::make(kComparisons), sample) {
  BOOST_TEST(dp::test::value_of(sample.text, kSchema, kRow) == sample.result);
}

BOOST_DATA_TEST_CASE(functions_take_and_make_decimals, boost::unit_test::data::make(kFunctions),
                     sample) {
  BOOST_TEST(dp::test::value_of(sample.text, kSchema, kRow) == sample.result);
}

BOOST_DATA_TEST_CASE(json_is_taken_as_its_text, boost::unit_test::data::make(kJson), sample) {
  BOOST_TEST(dp::test::value_of(sample.text, kSchema, kRow) == sample.result);
}

BOOST_AUTO_TEST_CASE(json_numbers_and_values_are_read_from_their_text) {
  const Schema schema = {{"j", Type::json}};
  BOOST_TEST(dp::test::value_of("int(j)", schema, {std::string("12")}) == "12");
  BOOST_TEST(dp::test::value_of("decimal(j)", schema, {std::string("1.50")}) == "1.50d");
  BOOST_TEST(dp::test::value_of("float(j)", schema, {std::string("1E2")}) == "100f");
  BOOST_TEST(dp::test::value_of("string(j)", schema, {std::string("{\"a\": 1}")}) ==
             "'{\"a\": 1}'");
  BOOST_TEST(dp::test::value_of("date(j)", schema, {std::string("\"1970-01-02\"")}) == "1");
}

BOOST_AUTO_TEST_SUITE_END()
