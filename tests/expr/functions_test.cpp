// SPDX-License-Identifier: Apache-2.0
#include "expr/functions.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(functions)

using namespace dp::expr;

BOOST_AUTO_TEST_CASE(every_function_is_documented_and_found) {
  for (const auto& info : dp::expr::functions()) {
    BOOST_TEST((find_function(info.name) == &info), info.name);
    BOOST_TEST(info.signature.starts_with(std::string(info.name) + "("), info.name);
    BOOST_TEST(!info.doc.empty(), info.name);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_not_found) {
  BOOST_TEST((find_function("lenght") == nullptr));
  BOOST_TEST((find_function("") == nullptr));
}

BOOST_AUTO_TEST_CASE(counts_of_arguments_are_told_in_words) {
  BOOST_TEST(count_of_arguments(0, 0) == "0 arguments");
  BOOST_TEST(count_of_arguments(1, 1) == "1 argument");
  BOOST_TEST(count_of_arguments(2, 2) == "2 arguments");
  BOOST_TEST(count_of_arguments(1, 3) == "1 to 3 arguments");
  BOOST_TEST(count_of_arguments(1, kManyArguments) == "at least 1 argument");
}

BOOST_AUTO_TEST_SUITE_END()
