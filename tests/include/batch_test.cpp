// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/batch.hpp>
#include <string>

namespace {

const dp::Schema kSchema = {
    {"flag", dp::Type::boolean, true}, {"count", dp::Type::int64, false},
    {"size", dp::Type::float64, true}, {"name", dp::Type::string, true},
    {"at", dp::Type::timestamp, true}, {"day", dp::Type::date, true}};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(every_type_has_a_name_and_an_arrow_format_that_leads_back) {
  for (const auto& field : kSchema) {
    BOOST_TEST(!dp::type_name(field.type).empty());
    BOOST_TEST((dp::type_of_format(dp::arrow_format(field.type)) == field.type));
  }
  BOOST_TEST(dp::type_name(dp::Type::timestamp) == "timestamp");
  BOOST_TEST(!dp::type_of_format("u").has_value());
}

BOOST_AUTO_TEST_CASE(only_ints_and_floats_are_numbers) {
  for (const auto& field : kSchema)
    BOOST_TEST(dp::is_number(field.type) == (field.name == "count" || field.name == "size"));
}

BOOST_AUTO_TEST_CASE(columns_are_found_by_name) {
  BOOST_TEST(dp::find_column(kSchema, "name").value() == 3u);
  BOOST_TEST(!dp::find_column(kSchema, "Name").has_value());
}

BOOST_AUTO_TEST_CASE(a_schema_crosses_the_boundary_and_is_released_once) {
  ArrowSchema raw{};
  dp::export_schema(kSchema, &raw);
  const auto back = dp::import_schema(&raw);
  BOOST_REQUIRE(back.has_value());
  BOOST_TEST((*back == kSchema));
  raw.release(&raw);
  BOOST_TEST(raw.release == nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_no_schema_of_ours_is_refused) {
  BOOST_TEST(!dp::import_schema(nullptr).has_value());
  ArrowSchema raw{};
  dp::export_schema(kSchema, &raw);
  raw.children[3]->format = "u";
  BOOST_TEST(!dp::import_schema(&raw).has_value());
  raw.children[3]->format = nullptr;
  BOOST_TEST(!dp::import_schema(&raw).has_value());
  raw.format = "i";
  BOOST_TEST(!dp::import_schema(&raw).has_value());
  raw.release(&raw);
}

BOOST_AUTO_TEST_CASE(values_of_every_type_read_back) {
  dp::BatchBuilder builder(kSchema, 3);
  builder.column(0).put(0, true);
  builder.column(1).put(0, std::int64_t{-7});
  builder.column(2).put(0, 2.5);
  builder.column(3).put_copy(0, "inline");
  builder.column(4).put(0, std::int64_t{1'700'000'000'000'000});
  builder.column(5).put(0, std::int32_t{-1});
  builder.offsets()[0] = 99;
  const auto raw = builder.finish(1, 5);
  const dp::BatchView batch(raw);
  BOOST_TEST(batch.rows() == 1u);
  BOOST_TEST(batch.item() == 5u);
  BOOST_TEST(batch.offset(0) == 99u);
  BOOST_TEST(dp::BoolColumn(batch.column(0))[0]);
  BOOST_TEST(batch.ints(1)[0] == -7);
  BOOST_TEST(batch.floats(2)[0] == 2.5);
  BOOST_TEST(batch.strings(3)[0] == "inline");
  BOOST_TEST(batch.ints(4)[0] == 1'700'000'000'000'000);
  BOOST_TEST(dp::DateColumn(batch.column(5))[0] == -1);
}

BOOST_AUTO_TEST_CASE(strings_up_to_12_bytes_stand_inline_and_longer_ones_point) {
  const dp::Schema schema = {{"s", dp::Type::string, false}};
  std::string text = "0123456789abcdefghijklmnop";
  text.resize(text.size() + 16);  // put() may look 16 bytes ahead
  for (std::uint32_t size = 0; size <= 26; ++size) {
    dp::BatchBuilder builder(schema, 2);
    builder.set_text(text.data());
    builder.column(0).put(0, text.data(), size);
    builder.column(0).put_copy(1, text.substr(0, size));
    const auto raw = builder.finish(2, 0);
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

BOOST_AUTO_TEST_CASE(an_empty_view_without_bytes_is_an_empty_string) {
  dp::ColumnBuilder column(dp::Type::string, 1);
  column.put_copy(0, std::string_view());
  BOOST_TEST(dp::StringColumn(*column.finish(1))[0] == "");
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

BOOST_AUTO_TEST_CASE(nulls_are_marked_and_a_column_without_them_has_no_bitmap) {
  for (const auto& field : kSchema) {
    dp::ColumnBuilder column(field.type, 20);
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

BOOST_AUTO_TEST_CASE(validity_is_read_by_64_rows_at_once) {
  dp::ColumnBuilder column(dp::Type::int64, 200);
  for (std::size_t row = 0; row < 200; row += 3) column.set_null(row);
  const dp::ColumnView view(*column.finish(200));
  for (const std::size_t first : {0u, 8u, 64u, 136u})
    for (std::size_t k = 0; k < 64; ++k)
      BOOST_TEST((view.valid_word(first) >> k & 1) == ((first + k) % 3 == 0 ? 0u : 1u));
}

BOOST_AUTO_TEST_CASE(bits_of_bools_are_set_one_by_one) {
  dp::ColumnBuilder column(dp::Type::boolean, 40);
  for (std::size_t row = 0; row < 40; ++row) column.put(row, row % 3 == 0);
  for (std::size_t row = 0; row < 40; row += 6) column.put(row, false);
  const dp::BoolColumn view(*column.finish(40));
  for (std::size_t row = 0; row < 40; ++row)
    BOOST_TEST(view[row] == (row % 3 == 0 && row % 6 != 0));
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_are_empty) {
  dp::BatchBuilder builder(kSchema, 4);
  const std::uint8_t used[] = {0, 1, 0, 0, 1, 0};
  builder.set_used(used);
  const auto raw = builder.finish(4, 0);
  for (std::size_t i = 0; i < kSchema.size(); ++i)
    BOOST_TEST(dp::ColumnView(dp::BatchView(raw).column(i)).size() == (used[i] != 0 ? 4u : 0u));
}

BOOST_AUTO_TEST_SUITE_END()
