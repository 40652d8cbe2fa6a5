// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/kernel.hpp"

BOOST_AUTO_TEST_SUITE(kernels_compare)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kCases[] = {
    {"n in (1, 2)", "null"},
    {"'b' > 'ab'", "true"},
    {"'a' < 'a\x01'", "true"},
    {"'\xC3\xA9' > 'z'", "true"},
    {"n == n", "null"},
    {"1 == 1.0", "true"},
    {"-1 < 0.5", "true"},
    {"9007199254740993 > 9007199254740992.0", "false"},
    {"3 in (1, 2, 3)", "true"},
    {"2.5 in (1, 2.5)", "true"},
    {"'b' in ('a', 'b')", "true"},
    {"'c' in ('a', 'b')", "false"},
    {"'a text that is long' == 'a text that is lonG'", "false"},
    {"date('2026-11-01') in ('2026-11-01', '2026-11-02')", "true"},
    {"true != false", "true"},
    {"float('nan') in (1.0, 2, 3, 4, 5, 6, 7, 8)", "false"},
    {"float('nan') in (1.0, 2, 3, 4, 5, 6, 7, 8, 9)", "false"},
    {"float('nan') not in (1.0, 2, 3, 4, 5, 6, 7, 8, 9)", "true"},
    {"-float('nan') in (-1.5, 2, 3, 4, 5, 6, 7, 8, 9, 10)", "false"},
    {"float('inf') in (1.5, 2, 3, 4, 5, 6, 7, 8, 9)", "false"},
    {"-0.0 in (0, 1, 2, 3, 4, 5, 6, 7.5, 8)", "true"},
    {"9.5 in (9.5, 1, 2, 3, 4, 5, 6, 7, 8)", "true"},
    {"9 in (1, 2, 3, 4, 5, 6, 7, 8, 9)", "true"},
    {"10 in (1, 2, 3, 4, 5, 6, 7, 8, 9)", "false"},
};

}  // namespace

BOOST_DATA_TEST_CASE(borders_of_every_rule, boost::unit_test::data::make(kCases), sample) {
  BOOST_TEST(dp::test::value_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_SUITE_END()
