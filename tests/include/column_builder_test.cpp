// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <dp/batch.hpp>
#include <functional>
#include <limits>
#include <ostream>
#include <string>

BOOST_AUTO_TEST_SUITE(column_builder)

namespace data = boost::unit_test::data;
using dp::Type;

namespace {

constexpr Type kTypes[] = {Type::boolean,   Type::int64, Type::float64, Type::string,
                           Type::timestamp, Type::date,  Type::decimal, Type::json};
const char kText[64] = "a text of more than twelve bytes";

/// One way to set row 1 of a column, and the types of the columns that it fits.
struct Way {
  const char* got;
  std::function<void(dp::ColumnBuilder&)> put;
  std::vector<Type> fits;
};

const Way kWays[] = {
    {"a bool", [](auto& column) { column.put(1, true); }, {Type::boolean}},
    {"an int",
     [](auto& column) { column.put(1, 7); },
     {Type::int64, Type::timestamp, Type::date}},
    {"an int",
     [](auto& column) { column.put(1, std::uint64_t{7}); },
     {Type::int64, Type::timestamp, Type::date}},
    {"a float", [](auto& column) { column.put(1, 1.5); }, {Type::float64}},
    {"a float", [](auto& column) { column.put(1, 1.5F); }, {Type::float64}},
    {"text", [](auto& column) { column.put(1, kText, 32); }, {Type::string, Type::json}},
    {"text", [](auto& column) { column.put_copy(1, kText); }, {Type::string, Type::json}},
    {"a decimal", [](auto& column) { column.put(1, dp::Decimal(7)); }, {Type::decimal}},
    {"a timestamp", [](auto& column) { column.put(1, dp::Timestamp{7}); }, {Type::timestamp}},
    {"a date", [](auto& column) { column.put(1, dp::Date{7}); }, {Type::date}},
};
std::ostream& operator<<(std::ostream& out, const Way& way) { return out << way.got; }

std::string refusal(const dp::ColumnBuilder& column, std::size_t rows = 0) {
  const auto status = column.status(rows);
  BOOST_TEST(column.ok() == (status || column.status(0)));
  return status ? "none" : status.error().message;
}

/// Whether a column that was asked for what it refuses is as it was.
void check_untouched(dp::ColumnBuilder& column) {
  const auto& array = *column.finish(4);
  const auto* bytes = static_cast<const unsigned char*>(array.buffers[1]);
  const bool is_wide = dp::is_text(column.type()) || column.type() == Type::decimal;
  const std::size_t size = column.type() == Type::boolean ? 1
                           : column.type() == Type::date  ? 16
                           : is_wide                      ? 64
                                                          : 32;
  for (std::size_t i = 0; i < size; ++i) BOOST_TEST(bytes[i] == 0);
  BOOST_TEST(!dp::ColumnView(array).has_nulls());
}

}  // namespace

BOOST_DATA_TEST_CASE(a_value_fits_a_column_of_its_type_and_no_other, data::make(kWays), way) {
  for (const auto type : kTypes) {
    dp::ColumnBuilder column(type, 4);
    column.set_text(kText);
    way.put(column);
    const bool fits = std::find(way.fits.begin(), way.fits.end(), type) != way.fits.end();
    BOOST_TEST(refusal(column) == (fits ? "none"
                                        : "is a column of " + std::string(dp::type_name(type)) +
                                              "s: got " + way.got + " (row 1)"));
    if (!fits) check_untouched(column);
    column.clear();
    BOOST_TEST(refusal(column) == "none");
  }
}

BOOST_DATA_TEST_CASE(a_row_past_the_capacity_is_refused, data::make(kWays), way) {
  for (const auto type : way.fits) {
    dp::ColumnBuilder column(type, 1);
    column.set_text(kText);
    way.put(column);
    BOOST_TEST(refusal(column) == "is a column of " + std::string(dp::type_name(type)) +
                                      "s: got a row past its capacity (row 1)");
  }
}

BOOST_AUTO_TEST_CASE(a_null_past_the_capacity_is_refused) {
  for (const auto type : kTypes) {
    dp::ColumnBuilder column(type, 4);
    column.set_null(4);
    BOOST_TEST(!column.ok());
    check_untouched(column);
  }
}

BOOST_AUTO_TEST_CASE(the_first_call_that_does_not_fit_is_the_one_told) {
  dp::ColumnBuilder column(Type::int64, 4);
  column.put(0, 1.5);
  column.put_copy(1, "x");
  column.put(9, 9);
  BOOST_TEST(refusal(column) == "is a column of ints: got a float (row 0)");
}

BOOST_AUTO_TEST_CASE(values_that_the_column_cannot_hold_are_refused) {
  dp::ColumnBuilder ints(Type::int64, 1);
  ints.put(0, std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(refusal(ints) == "is a column of ints: got an int beyond 64 bits (row 0)");
  dp::ColumnBuilder dates(Type::date, 2);
  dates.put(0, std::int64_t{std::numeric_limits<std::int32_t>::max()});
  BOOST_TEST(refusal(dates) == "none");
  dates.put(1, std::int64_t{std::numeric_limits<std::int32_t>::max()} + 1);
  BOOST_TEST(refusal(dates) == "is a column of dates: got a day beyond 32 bits (row 1)");
}

BOOST_AUTO_TEST_CASE(ints_of_any_width_keep_their_value) {
  dp::ColumnBuilder column(Type::int64, 5);
  column.put(0, static_cast<signed char>(-7));
  column.put(1, 7);
  column.put(2, 7U);
  column.put(3, std::numeric_limits<std::int64_t>::min());
  column.put(4, std::size_t{8});
  const dp::Int64Column view(*column.finish(5));
  BOOST_TEST(view[0] == -7);
  BOOST_TEST(view[1] == 7);
  BOOST_TEST(view[2] == 7);
  BOOST_TEST(view[3] == std::numeric_limits<std::int64_t>::min());
  BOOST_TEST(view[4] == 8);
}

BOOST_AUTO_TEST_CASE(text_that_is_not_in_the_text_is_refused) {
  dp::ColumnBuilder column(Type::string, 4);
  column.put(0, kText, 32);
  BOOST_TEST(refusal(column) ==
             "is a column of strings: got text outside of what set_text named (row 0)");
  column.clear();
  column.set_text(kText + 8);
  column.put(0, kText, 32);
  BOOST_TEST(refusal(column) ==
             "is a column of strings: got text outside of what set_text named (row 0)");
}

BOOST_AUTO_TEST_CASE(direct_values_of_another_type_go_nowhere) {
  for (const auto type : kTypes) {
    dp::ColumnBuilder column(type, 4);
    for (std::size_t i = 0; i < 4; ++i) {
      if (type != Type::int64 && type != Type::timestamp) column.data<std::int64_t>()[i] = -1;
      if (type != Type::float64) column.data<double>()[i] = -1.0;
      if (type != Type::date) column.data<std::int32_t>()[i] = -1;
      if (!dp::is_text(type)) column.data<dp::StringRef>()[i].size = 1;
      if (type != Type::decimal) column.data<dp::Decimal>()[i] = dp::Decimal(1);
    }
    BOOST_TEST(refusal(column) == "is a column of " + std::string(dp::type_name(type)) +
                                      "s: got values of another type by data() (row 0)");
    check_untouched(column);
    column.clear();
    BOOST_TEST(!column.ok());
  }
}

BOOST_AUTO_TEST_CASE(rows_that_were_not_written_are_missed) {
  dp::ColumnBuilder column(Type::float64, 4);
  column.put(0, 0.5);
  column.set_null(1);
  BOOST_TEST(refusal(column, 2) == "none");
  BOOST_TEST(refusal(column, 3) ==
             "is a column of floats: got 2 values for 3 rows (write each row once; set_null "
             "writes a null)");
  column.data<double>()[2] = 2.5;
  BOOST_TEST(refusal(column, 3) == "none");
}

BOOST_AUTO_TEST_CASE(an_empty_view_without_bytes_is_an_empty_string) {
  dp::ColumnBuilder column(dp::Type::string, 1);
  column.put_copy(0, std::string_view());
  BOOST_TEST(dp::StringColumn(*column.finish(1))[0] == "");
}

BOOST_AUTO_TEST_CASE(nulls_are_marked_and_a_column_without_them_has_no_bitmap) {
  for (const auto type : kTypes) {
    dp::ColumnBuilder column(type, 20);
    BOOST_TEST(!dp::ColumnView(*column.finish(20)).has_nulls());
    column.set_null(3);
    column.set_null(17);
    const auto& array = *column.finish(20);
    BOOST_TEST(array.null_count == 2);
    const dp::ColumnView view(array);
    for (std::size_t row = 0; row < 20; ++row)
      BOOST_TEST(view.is_null(row) == (row == 3 || row == 17));
    column.clear();
    BOOST_TEST(!dp::ColumnView(*column.finish(20)).has_nulls());
    column.set_null(0);
    BOOST_TEST(dp::ColumnView(*column.finish(20)).is_null(0));
    BOOST_TEST(!dp::ColumnView(*column.finish(20)).is_null(3));
  }
}

BOOST_AUTO_TEST_CASE(bits_of_bools_are_set_one_by_one) {
  dp::ColumnBuilder column(dp::Type::boolean, 40);
  for (std::size_t row = 0; row < 40; ++row) column.put(row, row % 3 == 0);
  for (std::size_t row = 0; row < 40; row += 6) column.put(row, false);
  const dp::BoolColumn view(*column.finish(40));
  for (std::size_t row = 0; row < 40; ++row)
    BOOST_TEST(view[row] == (row % 3 == 0 && row % 6 != 0));
}

BOOST_AUTO_TEST_SUITE_END()
