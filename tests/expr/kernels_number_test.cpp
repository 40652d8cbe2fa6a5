// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/kernel.hpp"

BOOST_AUTO_TEST_SUITE(kernels_number)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kCases[] = {
    {"9223372036854775807 + 1", "null"},
    {"-9223372036854775808 - 1", "null"},
    {"4611686018427387904 * 2", "null"},
    {"-(-9223372036854775808)", "null"},
    {"abs(-9223372036854775808)", "null"},
    {"-9223372036854775808 % -1", "0"},
    {"7 % -3", "1"},
    {"-7 % 3", "-1"},
    {"7 % 0", "null"},
    {"1 / 0", "null"},
    {"7 / 2", "3.5f"},
    {"6 / 2", "3f"},
    {"0.1 + 0.2", "0.30000000000000004f"},
    {"int('42')", "42"},
    {"int(' +42 ')", "42"},
    {"int('4.2')", "null"},
    {"int('')", "null"},
    {"int('9223372036854775808')", "null"},
    {"int(-2.9)", "-2"},
    {"int(1e300)", "null"},
    {"float('1e3')", "1000f"},
    {"float('x')", "null"},
    {"round(2.5)", "3f"},
    {"round(-2.5)", "-3f"},
    {"floor(-2.5)", "-3f"},
    {"ceil(-2.5)", "-2f"},
    {"abs(-3)", "3"},
    {"int(true) + 1", "2"},
    {"-(2.5)", "-2.5f"},
    {"7.5 % 2", "1.5f"},
};

}  // namespace

BOOST_DATA_TEST_CASE(borders_of_every_rule, boost::unit_test::data::make(kCases), sample) {
  BOOST_TEST(dp::test::value_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_SUITE_END()
