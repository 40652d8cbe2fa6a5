// SPDX-License-Identifier: Apache-2.0
#include "arrow/writer.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "footers.hpp"
#include "plugins/harness.hpp"
#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(arrow_writer)

namespace {

using dp::Type;
using dp::arrow::BatchLimits;
using dp::arrow::FileKind;
using dp::arrow::Writer;
using dp::test::Batch;

const dp::Schema kColumns = {{"n", Type::int64}, {"s", Type::string}, {"d", Type::decimal}};

/// What a writer makes of batches of kColumns, or its error.
dp::Result<std::string> written(const std::vector<Batch>& batches, BatchLimits limits = {},
                                const dp::Schema& columns = kColumns) {
  dp::test::Task::Kept kept;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  Writer writer(FileKind::file, limits);
  DP_CHECK(writer.start());
  DP_CHECK(writer.begin(out));
  DP_CHECK(writer.section("", columns, out));
  for (const auto& batch : batches) DP_CHECK(writer.write(dp::BatchView(batch.view()), out));
  DP_CHECK(writer.end(out));
  return kept.bytes[0];
}

std::vector<Batch> made_of(const std::vector<std::vector<dp::test::Cell>>& rows) {
  std::vector<Batch> batches;
  batches.emplace_back(kColumns, rows);
  return batches;
}

std::size_t batches_of(const std::string& file) {
  std::vector<std::uint64_t> room;
  return dp::test::footer_of(file, room).batches()->size();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_bytes_do_not_depend_on_the_batches_that_come) {
  const std::vector<std::vector<dp::test::Cell>> rows = {
      {1, "a", "1.5"}, {nullptr, nullptr, nullptr}, {3, "a text that is not inline", "-2.125"}};
  std::vector<Batch> single;
  for (const auto& row : rows) single.push_back(std::move(made_of({row}).front()));
  const auto whole = written(made_of(rows)).value();
  BOOST_TEST((written(single).value() == whole));
  const BatchLimits small{2, 1 << 20};
  BOOST_TEST((written(single, small).value() == written(made_of(rows), small).value()));
  BOOST_TEST(batches_of(whole) == 1U);
}

BOOST_AUTO_TEST_CASE(record_batches_end_at_their_limits) {
  const std::string text(40, 'x');
  const auto rows = made_of({{1, text, "1"}, {2, text, "1"}, {3, text, "1"}, {4, text, "1"}});
  BOOST_TEST(batches_of(written(rows).value()) == 1U);
  BOOST_TEST(batches_of(written(rows, {3, 1 << 20}).value()) == 2U);
  BOOST_TEST(batches_of(written(rows, {100, 80}).value()) == 2U);  // by texts
  BOOST_TEST(batches_of(written(rows, {100, 56}).value()) == 4U);
  BOOST_TEST(batches_of(written(rows, {100, 1}).value()) == 4U);  // one row at least
  BOOST_TEST(batches_of(written({}).value()) == 0U);
}

BOOST_AUTO_TEST_CASE(decimals_of_all_batches_have_the_digits_of_the_longest) {
  const auto file = written(made_of({{1, "", "7"}, {2, "", "0.25"}}), {1, 1 << 20}).value();
  std::vector<std::uint64_t> room;
  const auto* column = dp::test::footer_of(file, room).schema()->fields()->Get(2);
  BOOST_TEST(column->type_as_Decimal()->scale() == 2);
  std::int64_t value = 0;
  // n is 8 bytes, the offsets of s 8, and each buffer takes 64.
  std::memcpy(&value, dp::test::body_of(file, 0).data() + 128, sizeof value);
  BOOST_TEST(value == 700);
}

BOOST_AUTO_TEST_CASE(a_decimal_without_room_is_told_with_its_row) {
  const std::string digits(30, '9');
  const auto file = written(
      made_of({{1, "", "0.123456789"}, {2, "", nullptr}, {3, "", digits}}), {2, 1 << 20});
  BOOST_REQUIRE(!file);
  BOOST_TEST(file.error().message ==
             "arrow: row 3, column 'd': a decimal has no room (got " + digits +
                 " in a column with 9 digits after the point, expected at most 38 digits in "
                 "all): round the column, as in derive: {x: round(x, 4)}");
}

BOOST_AUTO_TEST_CASE(names_of_columns_are_utf8) {
  const auto file = written({}, {}, {{"caf\xe9", Type::int64}});
  BOOST_REQUIRE(!file);
  BOOST_TEST((file.error().code == dp::Errc::invalid_pipeline));
  BOOST_TEST(file.error().message ==
             "arrow: the name of column 'caf\\xe9' is not UTF-8: rename it");
}

BOOST_AUTO_TEST_CASE(nothing_is_left_and_a_check_makes_no_file) {
  const dp::test::TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  BOOST_TEST(batches_of(written(made_of({{1, "a", "1"}})).value()) == 1U);
  BOOST_TEST(std::filesystem::is_empty(temporary.path()));
  dp::test::Task::Kept kept;
  const auto raw = dp::test::keep_in(kept);
  dp::Output out(raw);
  Writer checked(FileKind::file);
  BOOST_REQUIRE(checked.begin(out));
  BOOST_REQUIRE(checked.section("", kColumns, out));
  BOOST_REQUIRE(checked.end(out));
  ::unsetenv("TMPDIR");
  BOOST_TEST(kept.bytes[0].empty());
}

BOOST_AUTO_TEST_SUITE_END()
