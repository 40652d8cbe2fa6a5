// SPDX-License-Identifier: Apache-2.0
#include "values/guess.hpp"

#include <boost/test/unit_test.hpp>
#include <initializer_list>

using dp::Type;

namespace {

Type type_of(std::initializer_list<const char*> values) {
  dp::values::TypeGuess guess;
  for (const char* value : values) guess.see(value);
  return guess.type();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values_guess)

BOOST_AUTO_TEST_CASE(the_type_fits_all_values) {
  BOOST_TEST((type_of({"1", "-20"}) == Type::int64));
  BOOST_TEST((type_of({"1", "2.5"}) == Type::float64));
  BOOST_TEST((type_of({"true", "FALSE"}) == Type::boolean));
  BOOST_TEST((type_of({"2024-02-29"}) == Type::date));
  BOOST_TEST((type_of({"2024-02-29T10:00:00Z"}) == Type::timestamp));
  BOOST_TEST((type_of({"1", "x"}) == Type::string));
  BOOST_TEST((type_of({}) == Type::string));
}

BOOST_AUTO_TEST_CASE(codes_stay_text) {
  for (const char* code : {"007", "-01", "+49", "99999999999999999999"})
    BOOST_TEST((type_of({"1", code}) == Type::string), code);
  BOOST_TEST((type_of({"0", "-0", "0.5"}) == Type::float64));
}

BOOST_AUTO_TEST_CASE(digits_are_ints_though_they_may_be_bools) {
  BOOST_TEST((type_of({"1", "0"}) == Type::int64));
  BOOST_TEST((type_of({"1", "true"}) == Type::string));
}

BOOST_AUTO_TEST_CASE(words_for_floats_alone_are_text) {
  BOOST_TEST((type_of({"nan"}) == Type::string));
  BOOST_TEST((type_of({"inf", "nan"}) == Type::string));
  BOOST_TEST((type_of({"nan", "1.5"}) == Type::float64));
}

BOOST_AUTO_TEST_SUITE_END()
