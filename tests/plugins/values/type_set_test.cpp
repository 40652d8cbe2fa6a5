// SPDX-License-Identifier: Apache-2.0
#include "values/type_set.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <initializer_list>
#include <random>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(values_type_set)

using dp::Type;
using dp::values::Likely;
using dp::values::TypeSet;

namespace {

Type type_of(std::initializer_list<const char*> values) {
  TypeSet set;
  for (const char* value : values) set.see(value);
  return set.first();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_type_is_the_first_that_all_values_come_back_from) {
  BOOST_TEST((type_of({"1", "-20"}) == Type::int64));
  BOOST_TEST((type_of({"1", "2.5"}) == Type::float64));
  BOOST_TEST((type_of({"1", "2.5", "0.10"}) == Type::decimal));
  BOOST_TEST((type_of({"true", "false"}) == Type::boolean));
  BOOST_TEST((type_of({"2024-02-29"}) == Type::date));
  BOOST_TEST((type_of({"2024-02-29T10:00:00Z"}) == Type::timestamp));
  BOOST_TEST((type_of({"1", "x"}) == Type::string));
  BOOST_TEST((type_of({"2024-02-29", "2024-02-29T10:00:00Z"}) == Type::string));
  BOOST_TEST((type_of({}) == Type::string));
}

BOOST_AUTO_TEST_CASE(one_value_that_would_change_makes_the_column_text) {
  for (const char* value : {"007", "-01", "+49", "1E5", "TRUE", " 1", "nan",
                            "1.123456789012345678901234567890123456"})
    BOOST_TEST((type_of({"1", value}) == Type::string), value);
  // Neither a float nor a decimal holds both.
  BOOST_TEST((type_of({"1e300", "0.10"}) == Type::string));
  BOOST_TEST((type_of({"-0", "0.10"}) == Type::string));
  BOOST_TEST((type_of({"9007199254740992", "0.5"}) == Type::float64));
  for (const char* value : {"2024-02-29 10:00:00", "2024-02-29T12:00:00+02:00"})
    BOOST_TEST((type_of({"2024-02-29T10:00:00Z", value}) == Type::string), value);
}

BOOST_AUTO_TEST_CASE(digits_that_a_float_would_change_are_a_decimal) {
  for (const char* value : {"1.10", "0.1000", "2.0", "3.14159265358979323846",
                            "99999999999999999999", "9007199254740993.5", "0.00001"})
    BOOST_TEST((type_of({"0.5", value}) == Type::decimal), value);
  // An int that no float holds, among fractions.
  BOOST_TEST((type_of({"9007199254740993", "0.5"}) == Type::decimal));
  BOOST_TEST((type_of({"9007199254740993", "5"}) == Type::int64));
  TypeSet set;
  set.see("1.10");
  BOOST_TEST(set.has(Type::decimal));
  BOOST_TEST(!set.has(Type::float64));
  BOOST_TEST(set.may_change());
}

BOOST_AUTO_TEST_CASE(digits_are_ints_though_they_may_be_bools) {
  BOOST_TEST((type_of({"1", "0"}) == Type::int64));
  BOOST_TEST((type_of({"1", "true"}) == Type::string));
  BOOST_TEST((type_of({"0", "-0", "0.5"}) == Type::float64));
}

BOOST_AUTO_TEST_CASE(what_a_value_is_likely_to_be_leaves_other_types_out) {
  const auto type_of_one = [](const char* value, Likely likely) {
    TypeSet set;
    set.see(value, likely);
    return set.first();
  };
  BOOST_TEST((type_of_one("1", Likely::number) == Type::int64));
  BOOST_TEST((type_of_one("1.5", Likely::number) == Type::float64));
  BOOST_TEST((type_of_one("1.50", Likely::number) == Type::decimal));
  BOOST_TEST((type_of_one("true", Likely::boolean) == Type::boolean));
  BOOST_TEST((type_of_one("2024-02-29", Likely::time) == Type::date));
  for (const char* value : {"1", "1.5", "true"})
    BOOST_TEST((type_of_one(value, Likely::time) == Type::string), value);
  BOOST_TEST((type_of_one("[]", Likely::nothing) == Type::string));
  BOOST_TEST((type_of_one("[]", Likely::container) == Type::json));
  BOOST_TEST((type_of_one("1E5", Likely::number) == Type::json));
}

BOOST_AUTO_TEST_CASE(values_of_several_kinds_are_json_and_text_alone_is_text) {
  TypeSet set;
  set.see("x", Likely::time);
  set.see("a b", Likely::nothing);
  BOOST_TEST((set.first() == Type::string));
  BOOST_TEST(set.has(Type::string));
  set.see("1", Likely::number);
  BOOST_TEST((set.first() == Type::json));
  BOOST_TEST(!set.has(Type::string));
  BOOST_TEST(set.has(Type::json));
  BOOST_TEST(!set.may_change());
}

BOOST_AUTO_TEST_CASE(neither_order_nor_repetition_of_values_changes_the_type) {
  std::mt19937 random(1);
  std::vector<std::string_view> values{"1",          "2.5", "007", "true", "0.10",
                                       "2024-02-29", "x",   "-0",  "1e300"};
  for (int round = 0; round < 500; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    const auto some = 1 + static_cast<std::ptrdiff_t>(random() % values.size());
    TypeSet forth, back;
    for (auto at = values.begin(); at != values.begin() + some; ++at)
      forth.see(*at), forth.see(*at);
    for (auto at = values.begin() + some; at != values.begin();) back.see(*--at);
    BOOST_REQUIRE((forth.first() == back.first()));
  }
}

BOOST_AUTO_TEST_CASE(bits_of_two_sets_join_to_those_of_all_values) {
  const std::vector<std::string_view> values{"1",    "2.5",        "0.10", "007",
                                             "true", "2024-02-29", "x"};
  for (const auto a : values)
    for (const auto b : values) {
      TypeSet first, second, both;
      first.see(a), second.see(b), both.see(a), both.see(b);
      BOOST_TEST(static_cast<int>(both.bits()) == (first.bits() & second.bits()),
                 a << " " << b);
    }
  BOOST_TEST(TypeSet().is_empty());
  BOOST_TEST(TypeSet().may_change());
}

BOOST_AUTO_TEST_CASE(only_text_that_was_seen_cannot_change) {
  TypeSet set;
  set.see("1");
  BOOST_TEST(set.may_change());
  BOOST_TEST(set.has(Type::float64));
  set.see("x");
  BOOST_TEST(!set.may_change());
  BOOST_TEST(!set.has(Type::float64));
  BOOST_TEST(set.has(Type::string));
}

BOOST_AUTO_TEST_SUITE_END()
