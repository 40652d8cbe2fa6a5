// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/batch.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(batch)

namespace {

const dp::Schema kSchema = {
    {"flag", dp::Type::boolean, true}, {"count", dp::Type::int64, false},
    {"size", dp::Type::float64, true}, {"name", dp::Type::string, true},
    {"at", dp::Type::timestamp, true}, {"day", dp::Type::date, true}};

}  // namespace

BOOST_AUTO_TEST_CASE(every_type_has_a_name_and_an_arrow_format_that_leads_back) {
  for (const auto& field : kSchema) {
    BOOST_TEST(!dp::type_name(field.type).empty());
    BOOST_TEST((dp::type_of_format(dp::arrow_format(field.type)) == field.type));
  }
  BOOST_TEST(dp::type_name(dp::Type::timestamp) == "timestamp");
  BOOST_TEST(!dp::type_of_format("u").has_value());
}

BOOST_AUTO_TEST_CASE(decimals_and_json_read_back) {
  dp::BatchBuilder builder(
      {{"price", dp::Type::decimal, true}, {"record", dp::Type::json, true}}, 3);
  builder.column(0).put(0, dp::Decimal::parse("-1.10").value());
  builder.column(0).set_null(1);
  builder.column(0).put(2, dp::Decimal(7));
  const std::string record = R"({"a": [1.50, "more than twelve bytes"]})";
  for (const std::size_t row : {0U, 1U, 2U}) builder.column(1).put_copy(row, record);
  const auto raw = builder.finish(3, 0).value();
  const dp::BatchView view(raw);
  BOOST_TEST(view.column(0).n_buffers == 2);
  BOOST_TEST(view.decimals(0)[0].text() == "-1.10");
  BOOST_TEST(view.decimals(0).is_null(1));
  BOOST_TEST(view.decimals(0)[1].text() == "0");
  BOOST_TEST(view.decimals(0)[2].text() == "7");
  BOOST_TEST(view.column(1).n_buffers == 5);
  BOOST_TEST(view.strings(1)[2] == record);
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
  builder.column(4).put(0, dp::Timestamp{1'700'000'000'000'000});
  builder.column(5).put(0, dp::Date{-1});
  builder.offsets()[0] = 99;
  const auto raw = builder.finish(1, 5).value();
  const dp::BatchView batch(raw);
  BOOST_TEST(batch.rows() == 1u);
  BOOST_TEST(batch.item() == 5u);
  BOOST_TEST(batch.offset(0) == 99u);
  BOOST_TEST(batch.place(0).item == 5u);
  BOOST_TEST(batch.place(0).offset == 99u);
  BOOST_TEST(batch.bools(0)[0]);
  BOOST_TEST(batch.ints(1)[0] == -7);
  BOOST_TEST(batch.floats(2)[0] == 2.5);
  BOOST_TEST(batch.strings(3)[0] == "inline");
  BOOST_TEST(batch.timestamps(4)[0] == 1'700'000'000'000'000);
  BOOST_TEST(batch.dates(5)[0] == -1);
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_are_empty) {
  dp::BatchBuilder builder(kSchema, 4);
  const std::uint8_t used[] = {0, 1, 0, 0, 1, 0};
  builder.set_used(used);
  for (std::size_t row = 0; row < 4; ++row) {
    builder.column(1).put(row, row);
    builder.column(4).set_null(row);
  }
  const auto raw = builder.finish(4, 0).value();
  for (std::size_t i = 0; i < kSchema.size(); ++i)
    BOOST_TEST(dp::ColumnView(dp::BatchView(raw).column(i)).size() == (used[i] != 0 ? 4u : 0u));
}

std::string refusal(dp::BatchBuilder& builder, std::size_t rows) {
  const auto batch = builder.finish(rows, 0);
  if (batch) return "none";
  BOOST_TEST((batch.error().code == dp::Errc::invalid_plugin));
  return batch.error().message;
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_fails_the_batch_and_names_the_column) {
  dp::BatchBuilder builder({{"n", dp::Type::int64, false}, {"day", dp::Type::date, true}}, 4);
  builder.column(0).put(0, 7);
  builder.column(1).put_copy(0, "Monday");
  BOOST_TEST(refusal(builder, 1) == "column 'day' is a column of dates: got text (row 0)");
  builder.clear();
  builder.column(0).put(0, 7);
  builder.column(1).set_null(0);
  BOOST_TEST(refusal(builder, 1) == "none");
}

BOOST_AUTO_TEST_CASE(a_null_in_a_column_that_has_none_fails_the_batch) {
  dp::BatchBuilder builder({{"n", dp::Type::int64, false}}, 4);
  builder.column(0).set_null(0);
  BOOST_TEST(refusal(builder, 1) == "column 'n' got a null, but its field is not nullable");
}

BOOST_AUTO_TEST_CASE(a_row_that_was_left_out_fails_the_batch) {
  dp::BatchBuilder builder({{"n", dp::Type::int64, false}}, 4);
  builder.column(0).put(0, 1);
  BOOST_TEST(refusal(builder, 2) ==
             "column 'n' is a column of ints: got 1 values for 2 rows (write each row once; "
             "set_null writes a null)");
}

BOOST_AUTO_TEST_CASE(more_rows_than_the_capacity_fail_the_batch) {
  dp::BatchBuilder builder({{"n", dp::Type::int64, false}}, 4);
  for (std::size_t row = 0; row < 5; ++row) builder.column(0).put(row, 1);
  BOOST_TEST(refusal(builder, 5) == "got a batch of 5 rows, expected at most 4");
  BOOST_TEST(refusal(builder, 4) ==
             "column 'n' is a column of ints: got a row past its capacity (row 4)");
}

BOOST_AUTO_TEST_CASE(a_column_past_the_schema_takes_values_nowhere_and_fails_the_batch) {
  dp::BatchBuilder builder({{"n", dp::Type::int64, false}}, 4);
  builder.column(0).put(0, 1);
  builder.column(2).put(0, 1.5);
  builder.column(1).data<double>()[3] = 2.5;
  BOOST_TEST(refusal(builder, 1) == "got values for column 2 of a batch of 1 columns");
  builder.clear();
  builder.column(0).put(0, 1);
  BOOST_TEST(refusal(builder, 1) == "none");
}

BOOST_AUTO_TEST_SUITE_END()
