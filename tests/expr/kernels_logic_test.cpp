// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/kernel.hpp"

BOOST_AUTO_TEST_SUITE(kernels_logic)

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

BOOST_DATA_TEST_CASE(borders_of_every_rule, boost::unit_test::data::make(kCases), sample) {
  BOOST_TEST(dp::test::value_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_CASE(rows_are_chosen_by_a_flag) {
  const std::uint8_t flags[] = {1, 0, 1, 0, 1};
  const std::uint8_t valid[] = {1, 1, 0, 0, 1};
  const auto chosen = [&](const Vec& vec, RowSet rows, bool wanted, bool nulls) {
    Scratch scratch;
    const RowSet some = choose_rows(vec, rows, wanted, nulls, scratch);
    std::string text = some.index == rows.index ? "all:" : "";
    each(some, [&](std::size_t row) { text += " " + std::to_string(row); });
    return text;
  };
  const RowSet all = {nullptr, 5};
  BOOST_TEST(chosen(Vec{flags}, all, true, false) == " 0 2 4");
  BOOST_TEST(chosen(Vec{flags}, all, false, true) == " 1 3");
  BOOST_TEST(chosen(Vec{flags, valid}, all, true, false) == " 0 4");
  BOOST_TEST(chosen(Vec{flags, valid}, all, true, true) == " 0 2 3 4");
  const std::uint32_t listed[] = {0, 4};
  BOOST_TEST(chosen(Vec{flags, valid}, {listed, 2}, true, false) == "all: 0 4");
  BOOST_TEST(chosen(Vec{flags, valid}, {listed, 2}, false, true) == "");
}

BOOST_AUTO_TEST_SUITE_END()
