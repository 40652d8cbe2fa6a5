// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/kernel.hpp"

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kCases[] = {
    {"n is null", "true"},
    {"n > 1 or true", "true"},
    {"n > 1 and true", "null"},
    {"n > 1 and false", "false"},
    {"not (n > 1)", "null"},
    {"if(n > 1, 'a', 'b')", "'b'"},
    {"coalesce(n, 5)", "5"},
    {"n is not null", "false"},
    {"true and n is null", "true"},
    {"false or n > 1", "null"},
    {"not false", "true"},
    {"if(n is null, 'yes', 'no')", "'yes'"},
    {"coalesce(null, n, 7, 8)", "7"},
    {"if(true, n, 1)", "null"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_logic)

BOOST_DATA_TEST_CASE(borders_of_every_rule, boost::unit_test::data::make(kCases), sample) {
  BOOST_TEST(dp::test::value_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_SUITE_END()
