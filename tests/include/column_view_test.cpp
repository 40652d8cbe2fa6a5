// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/batch.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(column_view)

BOOST_AUTO_TEST_CASE(strings_up_to_12_bytes_stand_inline_and_longer_ones_point) {
  const dp::Schema schema = {{"s", dp::Type::string, false}};
  std::string text = "0123456789abcdefghijklmnop";
  text.resize(text.size() + 16);  // put() may look 16 bytes ahead
  for (std::uint32_t size = 0; size <= 26; ++size) {
    dp::BatchBuilder builder(schema, 2);
    builder.set_text(text.data());
    builder.column(0).put(0, text.data(), size);
    builder.column(0).put_copy(1, text.substr(0, size));
    const auto raw = builder.finish(2, 0).value();
    const auto column = dp::BatchView(raw).strings(0);
    BOOST_TEST(column[0] == text.substr(0, size));
    BOOST_TEST(column[1] == text.substr(0, size));
    if (size <= dp::StringRef::kInline) {
      BOOST_TEST((column.ref(0).words() == column.ref(1).words()));
    } else {
      BOOST_TEST(column.ref(0).where.buffer == 0);
      BOOST_TEST(column.ref(1).where.buffer == 1);
    }
    BOOST_TEST(std::string(column.ref(0).head, std::min(size, 4u)) ==
               text.substr(0, std::min(size, 4u)));
  }
}

BOOST_AUTO_TEST_CASE(inline_strings_are_padded_with_zeros) {
  dp::ColumnBuilder column(dp::Type::string, 1);
  const std::string text = "abXXXXXXXXXXXXXXXXXX";
  column.set_text(text.data());
  column.put(0, text.data(), 2);
  const dp::StringColumn view(*column.finish(1));
  BOOST_TEST(view.ref(0).words().first ==
             (2u | std::uint64_t{'a'} << 32 | std::uint64_t{'b'} << 40));
  BOOST_TEST(view.ref(0).words().second == 0u);
}

BOOST_AUTO_TEST_CASE(validity_is_read_by_64_rows_at_once) {
  dp::ColumnBuilder column(dp::Type::int64, 200);
  for (std::size_t row = 0; row < 200; row += 3) column.set_null(row);
  const dp::ColumnView view(*column.finish(200));
  for (const std::size_t first : {0u, 8u, 64u, 136u})
    for (std::size_t k = 0; k < 64; ++k)
      BOOST_TEST((view.valid_word(first) >> k & 1) == ((first + k) % 3 == 0 ? 0u : 1u));
}

BOOST_AUTO_TEST_CASE(decimals_are_values_of_16_bytes) {
  dp::ColumnBuilder prices(dp::Type::decimal, 2);
  prices.put(0, dp::Decimal::parse("1.10").value());
  prices.data<dp::Decimal>()[1] = dp::Decimal(-3);
  const dp::DecimalColumn view(*prices.finish(2));
  BOOST_TEST(view[0].text() == "1.10");
  BOOST_TEST(view.data()[1].text() == "-3");
}

BOOST_AUTO_TEST_CASE(fixed_width_values_are_read_by_row_and_as_an_array) {
  dp::ColumnBuilder dates(dp::Type::date, 3);
  for (const int row : {0, 1, 2}) dates.put(static_cast<std::size_t>(row), dp::Date{row - 1});
  const dp::DateColumn view(*dates.finish(3));
  BOOST_TEST(view.size() == 3U);
  BOOST_TEST(view[0] == -1);
  BOOST_TEST(view.data()[2] == 1);
  BOOST_TEST(!view.has_nulls());
}

BOOST_AUTO_TEST_SUITE_END()
