// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/rows.hpp>
#include <limits>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(rows)

using dp::Type;

namespace {

/// A host that keeps what is emitted as text: "item@offset: a, b".
struct Host {
  explicit Host(dp::Schema columns)
      : schema(std::move(columns)),
        raw{sizeof(dp_out), this, &emit, &bytes, &reject, nullptr} {}

  static std::int32_t emit(void* host, const dp_batch* batch) {
    auto& self = *static_cast<Host*>(host);
    const dp::BatchView view(*batch);
    self.batches.push_back(view.rows());
    for (std::size_t row = 0; row < view.rows(); ++row) {
      std::string line =
          std::to_string(view.item()) + "@" + std::to_string(view.offset(row)) + ":";
      for (std::size_t i = 0; i < self.schema.size(); ++i)
        line += " " + cell(view, self.schema[i].type, i, row);
      self.rows.push_back(line);
    }
    return 0;
  }
  static std::string cell(const dp::BatchView& view, Type type, std::size_t i,
                          std::size_t row) {
    if (dp::ColumnView(view.column(i)).is_null(row)) return "null";
    switch (type) {
      case Type::boolean:
        return view.bools(i)[row] ? "true" : "false";
      case Type::float64:
        return std::to_string(view.floats(i)[row]).substr(0, 4);
      case Type::string:
      case Type::json:
        return "'" + std::string(view.strings(i)[row]) + "'";
      case Type::decimal:
        return view.decimals(i)[row].text();
      case Type::date:
        return "day " + std::to_string(view.dates(i)[row]);
      case Type::timestamp:
        return "time " + std::to_string(view.timestamps(i)[row]);
      default:
        return std::to_string(view.ints(i)[row]);
    }
  }
  static std::int32_t bytes(void*, std::uint32_t, const void*, std::uint64_t) { return 15; }
  static std::int32_t reject(void*, std::uint64_t, dp_bytes, dp_bytes) { return 15; }

  dp::Schema schema;
  dp_out raw;
  std::vector<std::string> rows;
  std::vector<std::size_t> batches;
};

std::string message(const dp::Status& status) {
  if (status) return "none";
  BOOST_TEST((status.error().code == dp::Errc::invalid_plugin));
  return status.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_schema_is_that_of_the_types) {
  dp::Rows<bool, std::int64_t, double, std::string_view, dp::Timestamp, dp::Date,
           std::optional<double>>
      rows;
  const dp::Schema expected = {{"a", Type::boolean, false},   {"b", Type::int64, false},
                               {"c", Type::float64, false},   {"d", Type::string, false},
                               {"e", Type::timestamp, false}, {"f", Type::date, false},
                               {"g", Type::float64, true}};
  BOOST_TEST((rows.columns("a", "b", "c", "d", "e", "f", std::string("g")) == expected));
}

BOOST_AUTO_TEST_CASE(values_of_every_type_come_out_with_their_place) {
  dp::Rows<bool, std::int64_t, double, std::string_view, dp::Timestamp, dp::Date> rows;
  Host host(rows.columns("a", "b", "c", "d", "e", "f"));
  dp::Output out(host.raw);
  BOOST_TEST(message(rows.add(out, {3, 50}, true, 7, 1.5, "text", dp::Timestamp{9},
                              dp::Date{-2})) == "none");
  BOOST_TEST(message(rows.add(out, {3, 60}, false, 8U, 2.5F, std::string("more"),
                              dp::Timestamp{0}, dp::Date{0})) == "none");
  BOOST_TEST(host.rows.empty());
  BOOST_TEST(message(rows.flush(out)) == "none");
  BOOST_REQUIRE(host.rows.size() == 2U);
  BOOST_TEST(host.rows[0] == "3@50: true 7 1.50 'text' time 9 day -2");
  BOOST_TEST(host.rows[1] == "3@60: false 8 2.50 'more' time 0 day 0");
  BOOST_TEST(message(rows.flush(out)) == "none");
  BOOST_TEST(host.rows.size() == 2U);
}

BOOST_AUTO_TEST_CASE(decimals_are_columns_and_copied_with_json) {
  dp::Rows<dp::Decimal, std::optional<dp::Decimal>> rows;
  const dp::Schema typed = {{"a", Type::decimal, false}, {"b", Type::decimal, true}};
  BOOST_TEST((rows.columns("a", "b") == typed));
  Host host(typed);
  dp::Output out(host.raw);
  BOOST_TEST(message(rows.add(out, {}, dp::Decimal::parse("1.10").value(), std::nullopt)) ==
             "none");
  BOOST_TEST(message(rows.flush(out)) == "none");
  BOOST_TEST(host.rows.front() == "0@0: 1.10 null");

  const dp::Schema columns = {{"price", Type::decimal, true}, {"record", Type::json, true}};
  dp::BatchBuilder batch(columns, 1);
  batch.column(0).put(0, dp::Decimal::parse("-0.50").value());
  batch.column(1).put_copy(0, R"({"a": "more than twelve"})");
  const auto raw = batch.finish(1, 0).value();
  const dp::OtherColumns others(columns, {});
  dp::RowEmitter emitter(others.after({}).value());
  Host copies(columns);
  dp::Output to(copies.raw);
  BOOST_TEST(message(emitter.add(to, dp::BatchView(raw), 0, others)) == "none");
  BOOST_TEST(message(emitter.flush(to)) == "none");
  BOOST_TEST(copies.rows.front() == R"(0@0: -0.50 '{"a": "more than twelve"}')");
}

BOOST_AUTO_TEST_CASE(optional_columns_take_nulls) {
  dp::Rows<std::optional<std::int64_t>, std::optional<std::string_view>> rows;
  Host host(rows.columns("a", "b"));
  dp::Output out(host.raw);
  BOOST_TEST(message(rows.add(out, {}, std::nullopt, "x")) == "none");
  BOOST_TEST(message(rows.add(out, {}, std::optional<int>(7), std::nullopt)) == "none");
  BOOST_TEST(message(rows.add(out, {}, std::optional<int>(),
                              std::optional<std::string>("y"))) == "none");
  BOOST_TEST(message(rows.flush(out)) == "none");
  const std::vector<std::string> expected = {"0@0: null 'x'", "0@0: 7 null", "0@0: null 'y'"};
  BOOST_TEST(host.rows == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(only_a_value_of_the_columns_type_compiles) {
  using dp::detail::kFits;
  static_assert(kFits<std::int64_t, int> && kFits<std::int64_t, std::uint64_t>);
  static_assert(!kFits<std::int64_t, double> && !kFits<std::int64_t, bool>);
  static_assert(!kFits<std::int64_t, std::string_view> && !kFits<std::int64_t, dp::Date>);
  static_assert(kFits<double, float> && !kFits<double, int> && !kFits<double, long double>);
  static_assert(kFits<bool, bool> && !kFits<bool, int> && !kFits<bool, const char*>);
  static_assert(kFits<std::string_view, const char*> && kFits<std::string_view, std::string>);
  static_assert(!kFits<std::string_view, int> && !kFits<std::string_view, std::nullptr_t>);
  static_assert(!kFits<dp::Date, int> && !kFits<dp::Timestamp, std::int64_t>);
  static_assert(kFits<dp::Decimal, dp::Decimal> && !kFits<dp::Decimal, int>);
  static_assert(!kFits<dp::Decimal, double> && !kFits<double, dp::Decimal>);
  static_assert(!kFits<dp::Date, dp::Timestamp> && !kFits<dp::Timestamp, dp::Date>);
  static_assert(kFits<std::optional<double>, double>);
  static_assert(kFits<std::optional<double>, std::nullopt_t>);
  static_assert(!kFits<double, std::optional<double>> && !kFits<double, std::nullopt_t>);
}

BOOST_AUTO_TEST_CASE(an_unsigned_value_beyond_an_int_is_refused_and_the_call_begun_anew) {
  dp::Rows<std::int64_t> rows;
  Host host(rows.columns("n"));
  dp::Output out(host.raw);
  BOOST_TEST(message(rows.add(out, {}, 1)) == "none");
  BOOST_TEST(message(rows.add(out, {}, std::numeric_limits<std::uint64_t>::max())) ==
             "column 'n' is a column of ints: got an int beyond 64 bits (row 1)");
  BOOST_TEST(message(rows.flush(out)) == "none");
  BOOST_TEST(host.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_full_batch_and_another_item_go_out_by_themselves) {
  dp::Rows<std::int64_t> rows;
  Host host(rows.columns("n"));
  dp::Output out(host.raw);
  for (std::uint64_t i = 0; i < 600; ++i)
    BOOST_TEST(message(rows.add(out, {1, i}, i)) == "none");
  BOOST_TEST(message(rows.add(out, {2, 0}, -1)) == "none");
  BOOST_TEST(message(rows.flush(out)) == "none");
  const std::vector<std::size_t> expected = {512, 88, 1};
  BOOST_TEST(host.batches == expected, boost::test_tools::per_element());
  BOOST_TEST(host.rows[599] == "1@599: 599");
  BOOST_TEST(host.rows[600] == "2@0: -1");
}

BOOST_AUTO_TEST_CASE(rows_of_a_call_that_failed_are_not_in_the_next) {
  dp::Rows<std::int64_t> rows;
  Host host(rows.columns("n"));
  {
    dp::Output failed(host.raw);
    BOOST_TEST(message(rows.add(failed, {}, 1)) == "none");
  }
  dp::Output again(host.raw);
  BOOST_TEST(message(rows.flush(again)) == "none");
  BOOST_TEST(message(rows.add(again, {}, 2)) == "none");
  BOOST_TEST(message(rows.flush(again)) == "none");
  const std::vector<std::string> expected = {"0@0: 2"};
  BOOST_TEST(host.rows == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rows_before_their_columns_are_refused) {
  Host host({});
  dp::Output out(host.raw);
  dp::Rows<std::int64_t> rows;
  BOOST_TEST(message(rows.add(out, {}, 1)) ==
             "a row is added before columns() named its columns");
  BOOST_TEST(message(rows.flush(out)) == "none");
}

BOOST_AUTO_TEST_CASE(an_emitter_refuses_each_value_of_another_type) {
  const auto refusal = [](Type type, const auto& value) {
    dp::RowEmitter rows({{"x", type, false}});
    Host host({{"x", type, false}});
    dp::Output out(host.raw);
    const auto added = message(rows.add(out, {}, value));
    const auto flushed = message(rows.flush(out));
    BOOST_TEST(flushed == "none");
    BOOST_TEST(host.rows.size() == (added == "none" ? 1U : 0U));
    const auto got = added.find("got ");
    return got == std::string::npos ? added : added.substr(got + 4);
  };
  BOOST_TEST(refusal(Type::int64, "text") == "text (row 0)");
  BOOST_TEST(refusal(Type::int64, 1.5) == "a float (row 0)");
  BOOST_TEST(refusal(Type::int64, true) == "a bool (row 0)");
  BOOST_TEST(refusal(Type::int64, dp::Timestamp{1}) == "a timestamp (row 0)");
  BOOST_TEST(refusal(Type::int64, 7) == "none");
  BOOST_TEST(refusal(Type::float64, 7) == "an int (row 0)");
  BOOST_TEST(refusal(Type::float64, 7.5) == "none");
  BOOST_TEST(refusal(Type::string, 7) == "an int (row 0)");
  BOOST_TEST(refusal(Type::string, "seven") == "none");
  BOOST_TEST(refusal(Type::boolean, 1) == "an int (row 0)");
  BOOST_TEST(refusal(Type::boolean, true) == "none");
  BOOST_TEST(refusal(Type::date, "2026-11-01") == "text (row 0)");
  BOOST_TEST(refusal(Type::date, std::int64_t{1} << 40) == "a day beyond 32 bits (row 0)");
  BOOST_TEST(refusal(Type::date, std::int64_t{7}) == "none");
  BOOST_TEST(refusal(Type::timestamp, dp::Date{7}) == "a date (row 0)");
  BOOST_TEST(refusal(Type::timestamp, std::int64_t{7}) == "none");
  BOOST_TEST(refusal(Type::string, std::nullopt) == "a null, but its field is not nullable");
  BOOST_TEST(refusal(Type::string, nullptr) == "a null, but its field is not nullable");
  BOOST_TEST(refusal(Type::string, static_cast<const char*>(nullptr)) ==
             "a null, but its field is not nullable");
  BOOST_TEST(refusal(Type::string, std::optional<std::string>()) ==
             "a null, but its field is not nullable");
}

BOOST_AUTO_TEST_CASE(columns_that_a_step_does_not_use_are_handed_on) {
  const dp::Schema input = {{"path", Type::string, false}, {"t", Type::string, true},
                            {"b", Type::boolean, true},    {"n", Type::int64, true},
                            {"f", Type::float64, true},    {"w", Type::timestamp, true},
                            {"d", Type::date, true}};
  dp::BatchBuilder records(input, 2);
  records.column(0).put_copy(0, "a.jpg");
  records.column(0).put_copy(1, "b.jpg");
  records.column(1).put_copy(0, "a text of more than twelve bytes");
  records.column(2).put(0, true);
  records.column(3).put(0, std::int64_t{-7});
  records.column(4).put(0, 2.5);
  records.column(5).put(0, dp::Timestamp{99});
  records.column(6).put(0, dp::Date{3});
  for (std::size_t column = 1; column < input.size(); ++column)
    records.column(column).set_null(1);
  records.offsets()[0] = 10;
  records.offsets()[1] = 20;
  const auto batch = records.finish(2, 4).value();

  const dp::OtherColumns others(input, {0});
  const auto columns = others.after({{"width", Type::int64, false}}).value();
  Host host(columns);
  dp::Output out(host.raw);
  dp::RowEmitter rows(columns);
  const dp::BatchView view(batch);
  BOOST_TEST(message(rows.add(out, view, 0, others, 128)) == "none");
  BOOST_TEST(message(rows.add(out, view, 1, others, 64)) == "none");
  BOOST_TEST(message(rows.flush(out)) == "none");
  const std::vector<std::string> expected = {
      "4@10: 128 'a text of more than twelve bytes' true -7 2.50 time 99 day 3",
      "4@20: 64 null null null null null null"};
  BOOST_TEST(host.rows == expected, boost::test_tools::per_element());
  BOOST_TEST(message(rows.add(out, view, 0, others)) ==
             "got a row of 0 values, expected 7: width, t, b, n, f, w, d");
}

BOOST_AUTO_TEST_CASE(a_column_that_a_step_makes_and_gets_is_refused) {
  const dp::OtherColumns others({{"path", Type::string, false}, {"width", Type::int64, true}},
                                {0});
  const auto columns = others.after({{"width", Type::int64, false}});
  BOOST_REQUIRE(!columns);
  BOOST_TEST((columns.error().code == dp::Errc::invalid_pipeline));
  BOOST_TEST(columns.error().message ==
             "makes a column 'width', and the records that come have one: `select` the others "
             "before it, or `derive` a column of another name");
}

BOOST_AUTO_TEST_CASE(an_emitter_refuses_rows_of_too_few_or_too_many_values) {
  dp::RowEmitter rows({{"a", Type::string, false}, {"b", Type::int64, false}});
  Host host({{"a", Type::string, false}, {"b", Type::int64, false}});
  dp::Output out(host.raw);
  BOOST_TEST(message(rows.add(out, {}, "x")) == "got a row of 1 values, expected 2: a, b");
  BOOST_TEST(message(rows.add(out, {}, "x", 1, 2)) ==
             "got a row of 3 values, expected 2: a, b");
  BOOST_TEST(message(rows.add(out, {}, "x", 1)) == "none");
  BOOST_TEST(message(rows.flush(out)) == "none");
  BOOST_TEST(host.rows.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
