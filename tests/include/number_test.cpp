// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <dp/format.hpp>
#include <dp/number.hpp>
#include <limits>
#include <ostream>
#include <string>

BOOST_AUTO_TEST_SUITE(number)

namespace data = boost::unit_test::data;
using dp::number::parse_float;

namespace {

struct Sample {
  const char* text;
  double value;
};
std::ostream& operator<<(std::ostream& out, const Sample& sample) { return out << sample.text; }

constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const Sample kRead[] = {
    {"0", 0.0},
    {".5", 0.5},
    {"5.", 5.0},
    {"-1.25e2", -125.0},
    {"inf", kInfinity},
    {"-Inf", -kInfinity},
    {"5e-324", kTiny},
    {"1e-400", 0.0},
    {"2e-324", 0.0},
    {"0.0000001e-320", 0.0},
    {"1000000000000e-400", 0.0},
    {"0.00000000000000000001E-310", 0.0},
    {"1e-99999999999999999999", 0.0},
    {"0e99999999999999999999", 0.0},
};

const char* const kRefused[] = {
    "",      "-",      "+1",       ".",      "e5",      "1e",
    "1e400", "-1e400", "0.1e310",  "1.5x",   "1e-400x", "1e99999999999999999999",
    " 1",    "1 ",     "infinity", "nan(7)", "INF",     "NAN",
    "0x10",  "--1",    "10e308",
};

}  // namespace

BOOST_DATA_TEST_CASE(the_nearest_float_is_read, data::make(kRead), sample) {
  const auto value = parse_float(sample.text);
  BOOST_REQUIRE(value.has_value());
  BOOST_TEST(*value == sample.value);
}

BOOST_DATA_TEST_CASE(other_texts_are_refused, data::make(kRefused), text) {
  BOOST_TEST(!parse_float(text).has_value());
}

BOOST_AUTO_TEST_CASE(a_zero_that_a_number_came_down_to_keeps_its_sign) {
  BOOST_TEST(std::signbit(parse_float("-1e-400").value()));
  BOOST_TEST(!std::signbit(parse_float("1e-400").value()));
  BOOST_TEST(std::isnan(parse_float("nan").value()));
  BOOST_TEST(std::isnan(parse_float("-NaN").value()));
}

BOOST_AUTO_TEST_CASE(zeros_on_either_side_of_the_point_shift_the_exponent) {
  for (int zeros = 0; zeros < 400; ++zeros) {
    const std::string many(static_cast<std::size_t>(zeros), '0');
    BOOST_TEST(parse_float("1" + many + "e-" + std::to_string(zeros)).value() == 1.0);
    BOOST_TEST(parse_float("0." + many + "1e" + std::to_string(zeros + 1)).value() == 1.0);
    BOOST_TEST(parse_float("0." + many + "1e-340").value() == 0.0);
    BOOST_TEST(!parse_float("1" + many + "e310").has_value());
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  for (const double value : {0.1, 1e16, 1.7976931348623157e308, kTiny, -2.5e-5, kInfinity}) {
    std::string text;
    dp::format::append_float(text, value);
    BOOST_TEST(parse_float(text).value() == value);
  }
}

BOOST_AUTO_TEST_SUITE_END()
