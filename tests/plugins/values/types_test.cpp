// SPDX-License-Identifier: Apache-2.0
#include "values/types.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/csv/fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(values_types)

using dp::Type;
using dp::test::texts_of;
using dp::test::try_csv;
using dp::test::why;

BOOST_AUTO_TEST_CASE(types_that_are_given_win_and_auto_leaves_the_guess) {
  const auto task =
      try_csv("a,b,c\n1,2,3\n",
              {{"types", texts_of({{"a", "string"}, {"b", "auto"}, {"c", "decimal"}})}})
          .value();
  BOOST_TEST((task.schema() ==
              dp::Schema{{"a", Type::string}, {"b", Type::int64}, {"c", Type::decimal}}));
}

BOOST_AUTO_TEST_CASE(a_name_that_no_column_has_is_refused_with_those_there_are) {
  BOOST_TEST(why(try_csv("a,b\n1,2\n", {{"types", texts_of({{"x", "int"}})}})) ==
             "types.x: no such column (got 'x', expected one of a, b)");
}

BOOST_AUTO_TEST_CASE(of_an_empty_input_the_names_are_its_columns) {
  const auto task = try_csv("", {{"types", texts_of({{"x", "int"}})}}).value();
  BOOST_TEST((task.schema() == dp::Schema{{"x", Type::int64}}));
}

BOOST_AUTO_TEST_CASE(words_of_the_option_are_known) {
  for (const char* word :
       {"auto", "string", "int", "float", "decimal", "bool", "date", "timestamp"})
    BOOST_TEST(dp::values::is_type_word(word), word);
  BOOST_TEST(dp::values::type_words().size() == 8u);
  for (const auto& word : dp::values::type_words())
    BOOST_TEST(dp::values::is_type_word(word), word);
  for (const char* word : {"", "Int", "id"}) BOOST_TEST(!dp::values::is_type_word(word), word);
}

BOOST_AUTO_TEST_SUITE_END()
