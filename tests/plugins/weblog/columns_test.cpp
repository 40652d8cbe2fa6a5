// SPDX-License-Identifier: Apache-2.0
#include "weblog/columns.hpp"

#include <boost/test/unit_test.hpp>
#include <dp/batch.hpp>
#include <string>

#include "padded.hpp"

BOOST_AUTO_TEST_SUITE(weblog_columns)

namespace {
namespace wl = dp::weblog;
using dp::StringColumn;
}  // namespace

BOOST_AUTO_TEST_CASE(the_schema_has_a_column_for_each_name) {
  const auto schema = wl::schema();
  BOOST_REQUIRE(schema.size() == std::size_t{wl::kColumns});
  BOOST_TEST(schema[wl::kHost].name == "host");
  BOOST_TEST(schema[wl::kLocalTime].name == "local_time");
  BOOST_TEST((schema[wl::kLocalTime].type == dp::Type::timestamp));
  BOOST_TEST((schema[wl::kStatus].type == dp::Type::int64));
  BOOST_TEST(schema[wl::kAgent].name == "agent");
}

BOOST_AUTO_TEST_CASE(fields_are_written_to_the_used_columns_of_their_rows) {
  const std::string line =
      R"(192.0.2.7 - - [01/Jan/1970:00:00:01 +0000] "GET /a?b HTTP/1.1" 404 -)";
  const auto text = dp::test::padded(line + "\n");
  wl::Clock clock;
  wl::Line parsed;
  BOOST_REQUIRE(!wl::parse_line(text.data(), {0, static_cast<std::uint32_t>(line.size())},
                                wl::Format::any, clock, parsed));
  dp::BatchBuilder batch(wl::schema(), 8);
  std::vector<std::uint8_t> used(wl::kColumns, 1);
  used[wl::kRequest] = 0;
  batch.set_used(used.data());
  batch.clear();
  batch.set_text(text.data());
  wl::fill_columns(text.data(), std::span(&parsed, 1), 0, batch);
  const auto made = batch.finish(1, 0).value();
  const dp::BatchView view(made);
  BOOST_TEST(StringColumn(view.column(wl::kHost))[0] == "192.0.2.7");
  BOOST_TEST(StringColumn(view.column(wl::kPath))[0] == "/a");
  BOOST_TEST(StringColumn(view.column(wl::kQuery))[0] == "b");
  BOOST_TEST(dp::Int64Column(view.column(wl::kTime))[0] == 1'000'000);
  BOOST_TEST(dp::Int64Column(view.column(wl::kStatus))[0] == 404);
  BOOST_TEST(dp::ColumnView(view.column(wl::kBytes)).is_null(0));
  BOOST_TEST(dp::ColumnView(view.column(wl::kAgent)).is_null(0));
  BOOST_TEST(view.column(wl::kRequest).length == 0);
}

BOOST_AUTO_TEST_SUITE_END()
