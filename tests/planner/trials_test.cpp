// SPDX-License-Identifier: Apache-2.0
#include "planner/trials.hpp"

#include <boost/test/unit_test.hpp>

#include "sniffing.hpp"

namespace trials {

using namespace dp;
using namespace dp::test;
using planner::yaml_scalar;

}  // namespace trials

BOOST_FIXTURE_TEST_SUITE(trials, Sniffing)

BOOST_AUTO_TEST_CASE(a_reader_is_opened_with_the_sample_and_each_of_the_options) {
  auto tried = trials("a;b\n1;2,5\n");
  const auto opened = tried
                          .open("csv", {{},
                                        {{"delimiter", "semicolon"}},
                                        {{"delimiter", "auto"}, {"decimal_comma", "true"}}})
                          .value();
  BOOST_TEST(columns_of(opened.at(0).columns) == "a;b: string");
  BOOST_TEST(columns_of(opened.at(1).columns) == "a: int, b: string");
  BOOST_TEST(columns_of(opened.at(2).columns) == "a: int, b: float");
  BOOST_TEST(opened.at(1).numbers() == 1u);
  BOOST_TEST(opened.at(2).numbers() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_refused_says_why_and_leaves_the_others) {
  auto tried = trials("a,b\n1,2\n");
  const auto opened = tried.open("csv", {{{"quote", "x"}}, {{"quoet", "x"}}, {}}).value();
  BOOST_TEST(!opened.at(0).ok);
  BOOST_TEST(opened.at(0).why.starts_with("cannot quote fields (got 'x'"), opened.at(0).why);
  BOOST_TEST(!opened.at(1).ok);
  BOOST_TEST(opened.at(1).why == "unknown option 'quoet' of csv, did you mean 'quote'?");
  BOOST_TEST(opened.at(2).ok);
  BOOST_TEST(tried.open("csb", planner::OptionTexts()).error().message ==
             "unknown reader 'csb', did you mean 'csv'?");
}

BOOST_AUTO_TEST_CASE(a_scalar_is_in_quotes_if_it_would_mean_something_else) {
  for (const char* plain : {"a", "data/a-1.csv", "/feed/entry", "a_b", "nan"})
    BOOST_TEST(yaml_scalar(plain) == plain);
  BOOST_TEST(yaml_scalar("") == "\"\"");
  BOOST_TEST(yaml_scalar("-") == "\"-\"");
  BOOST_TEST(yaml_scalar("a b") == "\"a b\"");
  BOOST_TEST(yaml_scalar("a: b") == "\"a: b\"");
  BOOST_TEST(yaml_scalar("True") == "\"True\"");
  BOOST_TEST(yaml_scalar("null") == "\"null\"");
  BOOST_TEST(yaml_scalar("2026") == "\"2026\"");
  BOOST_TEST(yaml_scalar("a\"\n") == "\"a\\\"\\n\"");
  BOOST_TEST(yaml_scalar("caf\xc3\xa9") == "\"caf\xc3\xa9\"");
  BOOST_TEST(yaml_scalar("a${b}") == "\"a$${b}\"");
}

BOOST_AUTO_TEST_SUITE_END()
