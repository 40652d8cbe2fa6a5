// SPDX-License-Identifier: Apache-2.0
#include "planner/casts.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

BOOST_AUTO_TEST_SUITE(casts)

using namespace dp;
namespace data = boost::unit_test::data;

namespace {

struct Case {
  Type from;
  Type to;
  const char* value;  ///< nullptr: there is no such cast
  const char* fits;   ///< nullptr: all does
};
std::ostream& operator<<(std::ostream& out, const Case& pair) {
  return out << type_name(pair.from) << " to " << type_name(pair.to);
}

constexpr auto kText = Type::string;
constexpr auto kInt = Type::int64;
constexpr auto kFloat = Type::float64;
constexpr auto kFlag = Type::boolean;
constexpr auto kTime = Type::timestamp;
constexpr auto kDay = Type::date;
constexpr auto kExact = Type::decimal;
constexpr auto kJson = Type::json;
constexpr const char* kIsThere = "`x'` is not null or x is null";
constexpr const char* kFlagOfNumber = "if(x == 1, true, if(x == 0, false, null))";

const Case kCases[] = {
    {kText, kInt, "int(x)", kIsThere},
    {kText, kFloat, "float(x)", kIsThere},
    {kText, kFlag,
     "if(x in ('true', 'True', 'TRUE', '1'), true, if(x in ('false', 'False', 'FALSE', '0'), "
     "false, null))",
     kIsThere},
    {kText, kDay, "date(x)", kIsThere},
    {kText, kTime, "timestamp(x)", kIsThere},
    {kInt, kText, "string(x)", nullptr},
    {kInt, kFloat, "float(x)", "x is null or int(`x'`) == x"},
    {kInt, kFlag, kFlagOfNumber, kIsThere},
    {kInt, kDay, nullptr, nullptr},
    {kInt, kTime, nullptr, nullptr},
    {kFloat, kText, "string(x)", nullptr},
    {kFloat, kInt, "int(x)", "x is null or float(`x'`) == x"},
    {kFloat, kFlag, kFlagOfNumber, kIsThere},
    {kFloat, kDay, nullptr, nullptr},
    {kFloat, kTime, nullptr, nullptr},
    {kFlag, kText, "string(x)", nullptr},
    {kFlag, kInt, "int(x)", nullptr},
    {kFlag, kFloat, "float(x)", nullptr},
    {kFlag, kDay, nullptr, nullptr},
    {kFlag, kTime, nullptr, nullptr},
    {kDay, kText, "string(x)", nullptr},
    {kDay, kTime, "timestamp(x)", kIsThere},
    {kDay, kInt, nullptr, nullptr},
    {kDay, kFloat, nullptr, nullptr},
    {kDay, kFlag, nullptr, nullptr},
    {kTime, kText, "string(x)", nullptr},
    {kTime, kDay, "date(x)", "x is null or timestamp(`x'`) == x"},
    {kTime, kInt, nullptr, nullptr},
    {kTime, kFloat, nullptr, nullptr},
    {kTime, kFlag, nullptr, nullptr},
    {kText, kExact, "decimal(x)", kIsThere},
    {kInt, kExact, "decimal(x)", nullptr},
    {kFloat, kExact, "decimal(x)", kIsThere},
    {kFlag, kExact, "decimal(x)", nullptr},
    {kDay, kExact, nullptr, nullptr},
    {kTime, kExact, nullptr, nullptr},
    {kExact, kText, "string(x)", nullptr},
    {kExact, kInt, "int(x)", "x is null or `x'` == x"},
    {kExact, kFloat, "float(x)", "x is null or decimal(`x'`) == x"},
    {kExact, kFlag, kFlagOfNumber, kIsThere},
    {kExact, kDay, nullptr, nullptr},
    {kExact, kTime, nullptr, nullptr},
    {kJson, kText, "string(x)", nullptr},
    {kJson, kInt, "int(x)", kIsThere},
    {kJson, kFloat, "float(x)", kIsThere},
    {kJson, kExact, "decimal(x)", kIsThere},
    {kJson, kDay, "date(x)", kIsThere},
    {kJson, kTime, "timestamp(x)", kIsThere},
    {kText, kJson, nullptr, nullptr},
    {kInt, kJson, nullptr, nullptr},
};

}  // namespace

BOOST_DATA_TEST_CASE(each_pair_of_types_has_its_formulas_or_none, data::make(kCases), pair) {
  const auto cast = planner::cast_of({"x", pair.from}, "x'", pair.to);
  BOOST_REQUIRE(cast.has_value() == (pair.value != nullptr));
  if (!cast) return;
  BOOST_TEST(cast->value.to_string() == pair.value);
  BOOST_REQUIRE(cast->fits.has_value() == (pair.fits != nullptr));
  if (cast->fits) BOOST_TEST(cast->fits->to_string() == pair.fits);
}

BOOST_DATA_TEST_CASE(the_formulas_have_the_types_that_they_are_for, data::make(kCases), pair) {
  const auto cast = planner::cast_of({"x", pair.from}, "x'", pair.to);
  if (!cast) return;
  const Schema columns = {{"x", pair.from}, {"x'", pair.to}};
  BOOST_TEST((cast->value.check(columns) == pair.to));
  if (cast->fits) BOOST_TEST((cast->fits->check(columns) == Type::boolean));
}

BOOST_AUTO_TEST_CASE(a_name_is_never_syntax) {
  const auto cast = planner::cast_of({"a` or `b", kText}, "V", kInt);
  BOOST_REQUIRE(cast);
  BOOST_TEST((cast->value.columns() == std::vector<std::string>{"a` or `b"}));
  BOOST_TEST((cast->fits->columns() == std::vector<std::string>{"V", "a` or `b"}));
}

BOOST_AUTO_TEST_SUITE_END()
