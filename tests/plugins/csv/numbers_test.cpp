// SPDX-License-Identifier: Apache-2.0
#include "csv/numbers.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

BOOST_AUTO_TEST_SUITE(csv_numbers)

namespace csv = dp::csv;
namespace data = boost::unit_test::data;

namespace {

struct Written {
  bool decimal_comma;
  char thousands;
  const char* text;
  const char* plain;  ///< nullptr: no number
  friend std::ostream& operator<<(std::ostream& out, const Written& written) {
    return out << written.text;
  }
};

const Written kWritten[] = {
    // A decimal comma alone.
    {true, '\0', "1,01", "1.01"},
    {true, '\0', "-0,5", "-0.5"},
    {true, '\0', "+,5", "+.5"},
    {true, '\0', "2,", "2."},
    {true, '\0', "1,5e3", "1.5e3"},
    {true, '\0', "12", "12"},
    {true, '\0', "1.5", nullptr},
    {true, '\0', "1,5.2", nullptr},
    {true, '\0', "1,234,567", nullptr},
    {true, '\0', "01.02.2026", nullptr},
    // With points between thousands.
    {true, '.', "1.234.567,5", "1234567.5"},
    {true, '.', "-123.456", "-123456"},
    {true, '.', "1234,5", "1234.5"},
    {true, '.', "1.5", nullptr},
    {true, '.', "1234.567", nullptr},
    {true, '.', "0.123", nullptr},
    {true, '.', ".123", nullptr},
    {true, '.', "1.2345", nullptr},
    {true, '.', "1.234,567.8", nullptr},
    // A decimal point with each separator.
    {false, ',', "1,234.50", "1234.50"},
    {false, ',', "12,34", nullptr},
    {false, ',', "1,234,", nullptr},
    {false, ',', "1.5", "1.5"},
    {false, '\'', "1'234.5", "1234.5"},
    {false, '\'', "1,234", nullptr},
    {false, ' ', "1 234 567.5", "1234567.5"},
    {true, ' ',
     "1\xc2\xa0"
     "234,5",
     "1234.5"},
    {true, ' ',
     "1\xe2\x80\xaf"
     "234,5",
     "1234.5"},
    {true, ' ', " 1,5", nullptr},
    {true, ' ', "1,5 ", nullptr},
    {true, ' ',
     "1\xc2\xa1"
     "234",
     nullptr},
    // What is no number stays what it is.
    {true, '.', "", ""},
    {true, '.', "abc, def.", "abc, def."},
    {true, '.', "2026-11-01", "2026-11-01"},
    {true, '.', "2026-11-01T10:00:00.250Z", "2026-11-01T10:00:00.250Z"},
    {true, ' ', "12 rue", "12 rue"},
    {false, ',', "true", "true"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_number_is_put_in_the_plain_form, data::make(kWritten), written) {
  std::string buffer;
  const csv::NumberForm form{written.decimal_comma, written.thousands};
  const auto plain = form.plain(written.text, buffer);
  BOOST_REQUIRE(plain.has_value() == (written.plain != nullptr));
  if (plain) BOOST_TEST(*plain == written.plain);
}

BOOST_AUTO_TEST_CASE(the_form_is_plain_unless_it_is_said_to_be_another) {
  BOOST_TEST(csv::NumberForm{}.is_plain());
  BOOST_TEST(!(csv::NumberForm{true, '\0'}.is_plain()));
  BOOST_TEST(!(csv::NumberForm{false, ','}.is_plain()));
}

BOOST_AUTO_TEST_CASE(separators_have_names) {
  BOOST_TEST(csv::thousands_of("none").value() == '\0');
  BOOST_TEST(csv::thousands_of("comma").value() == ',');
  BOOST_TEST(csv::thousands_of("point").value() == '.');
  BOOST_TEST(csv::thousands_of("space").value() == ' ');
  BOOST_TEST(csv::thousands_of("apostrophe").value() == '\'');
  BOOST_TEST(!csv::thousands_of(",").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
