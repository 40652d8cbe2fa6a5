// SPDX-License-Identifier: Apache-2.0
#include "expr/kernel.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace kernel {

using namespace dp;
using namespace dp::expr;

namespace {

/// Runs kernels over operands of three rows.
struct Fixture {
  template <class T>
  std::vector<T> run(const Operation& operation, Type type, Type operand,
                     const std::vector<Vec>& in) {
    const Vec out = run_kernel(operation, {type, operand, in, {nullptr, 3}, 3, &scratch});
    return {out.as<T>(), out.as<T>() + 3};
  }
  Scratch scratch;
};

template <class T>
Vec vec_of(const T (&values)[3]) {
  return Vec{values};
}

}  // namespace
}  // namespace kernel

BOOST_FIXTURE_TEST_SUITE(kernel, Fixture)

BOOST_AUTO_TEST_CASE(each_visits_all_rows_or_those_that_are_listed) {
  std::vector<std::size_t> seen;
  each({nullptr, 3}, [&](std::size_t row) { seen.push_back(row); });
  const std::uint32_t some[] = {4, 9};
  each({some, 2}, [&](std::size_t row) { seen.push_back(row); });
  const std::vector<std::size_t> expected = {0, 1, 2, 4, 9};
  BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(texts_lie_within_their_reference_or_in_a_buffer) {
  const std::string text = "short; and one that is too long for a reference";
  const StringRef refs[] = {make_ref("short", 0, 0), make_ref(text.substr(7), 1, 7), {}};
  const void* buffers[] = {nullptr, text.data()};
  const Vec vec{refs, nullptr, buffers, 2};
  BOOST_TEST(vec.text(0) == "short");
  BOOST_TEST(vec.text(1) == text.substr(7));
  BOOST_TEST(vec.text(2) == "");
}

BOOST_AUTO_TEST_CASE(an_operator_is_computed_for_the_type_of_its_operands) {
  const std::int64_t a[] = {10, 20, 30};
  const std::int64_t b[] = {1, 25, 30};
  const std::vector<Vec> in = {vec_of(a), vec_of(b)};
  const std::vector<std::int64_t> numbers = {9, -5, 0};
  BOOST_TEST(run<std::int64_t>(Op::subtract, Type::int64, Type::int64, in) == numbers,
             boost::test_tools::per_element());
  const std::vector<double> seconds = {9e-6, -5e-6, 0};
  BOOST_TEST(run<double>(Op::subtract, Type::float64, Type::timestamp, in) == seconds,
             boost::test_tools::per_element());
  const std::vector<std::uint8_t> less = {0, 1, 0};
  BOOST_TEST(run<std::uint8_t>(Op::less, Type::boolean, Type::int64, in) == less,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(in_looks_its_operand_up_in_the_list) {
  const double values[] = {0.5, 2, 3};
  const std::vector<std::uint8_t> found = {1, 0, 1};
  BOOST_TEST(run<std::uint8_t>(InList{{}, {0, 2, 3}, {0.5, 3}}, Type::boolean, Type::float64,
                               {vec_of(values)}) == found,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(values_are_widened) {
  const std::int64_t values[] = {-1, 0, 2};
  const std::vector<double> floats = {-1, 0, 2};
  BOOST_TEST(run<double>(Widening::int_to_float, Type::float64, Type::int64,
                         {vec_of(values)}) == floats,
             boost::test_tools::per_element());
  const std::int64_t day = std::int64_t{86'400} * 1'000'000;
  const std::vector<std::int64_t> times = {-day, 0, 2 * day};
  BOOST_TEST(run<std::int64_t>(Widening::date_to_timestamp, Type::timestamp, Type::date,
                               {vec_of(values)}) == times,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(functions_have_kernels_by_what_they_work_on) {
  const double numbers[] = {1.4, -1.4, 2};
  const std::vector<double> rounded = {1, -1, 2};
  BOOST_TEST(
      run<double>(Function::round, Type::float64, Type::float64, {vec_of(numbers)}) == rounded,
      boost::test_tools::per_element());
  const StringRef texts[] = {make_ref("abc", 0, 0), make_ref("", 0, 0), make_ref("x", 0, 0)};
  const std::vector<std::int64_t> lengths = {3, 0, 1};
  BOOST_TEST(run<std::int64_t>(Function::length, Type::int64, Type::string, {vec_of(texts)}) ==
                 lengths,
             boost::test_tools::per_element());
  const std::int64_t hour = std::int64_t{3600} * 1'000'000;
  const std::int64_t times[] = {hour + 5, 25 * hour, -1};
  const std::vector<std::int64_t> hours = {1, 1, 23};
  BOOST_TEST(
      run<std::int64_t>(Function::hour, Type::int64, Type::timestamp, {vec_of(times)}) == hours,
      boost::test_tools::per_element());
  scratch = {};
  const std::vector<std::int64_t> begun = {hour, 25 * hour, -hour};
  BOOST_TEST(run<std::int64_t>(TruncUnit::hour, Type::timestamp, Type::timestamp,
                               {vec_of(times)}) == begun,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
