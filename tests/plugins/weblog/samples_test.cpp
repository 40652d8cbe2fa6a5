// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"
#include "sample_weblog.hpp"

BOOST_AUTO_TEST_SUITE(weblog_samples)

namespace {
namespace data = boost::unit_test::data;
using dp::samples::WeblogDay;

std::string day_of(std::uint64_t seed, std::uint32_t day, std::uint64_t bytes,
                   std::size_t block = 1 << 16) {
  WeblogDay log(seed, day, bytes);
  std::string all, text;
  for (bool more = true; more;) {
    text.clear();
    more = log.append(text, block);
    all += text;
  }
  return all;
}

dp::test::Task read(const std::string& text) {
  auto options = dp::data::Value::map();
  options.add("max_line", dp::data::Value::of(std::int64_t{1 << 20}));
  auto task = dp::test::Task::open("weblog", "weblog", options).value();
  BOOST_REQUIRE(task.read(text));
  return task;
}

/// 64-bit FNV-1a.
std::uint64_t digest(std::string_view text) {
  std::uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (const char byte : text)
    hash = (hash ^ static_cast<unsigned char>(byte)) * UINT64_C(0x100000001b3);
  return hash;
}
}  // namespace

BOOST_AUTO_TEST_CASE(samples_are_the_same_bytes_on_every_machine) {
  BOOST_TEST(digest(day_of(1, 0, 1'000'000)) == UINT64_C(18254769419223354851));
  BOOST_TEST(digest(day_of(7, 2, 1'000'000)) == UINT64_C(3808433999489597326));
}

BOOST_AUTO_TEST_CASE(samples_do_not_depend_on_the_block_they_are_written_in) {
  BOOST_TEST((day_of(3, 1, 300'000, 1) == day_of(3, 1, 300'000, 1 << 20)));
}

BOOST_AUTO_TEST_CASE(one_line_in_two_thousand_is_refused) {
  const auto task = read(day_of(5, 0, 8'000'000));
  BOOST_TEST(task.lines() > 30'000u);
  BOOST_TEST(task.blank() == 0u);
  BOOST_TEST(task.rejects().size() ==
             (task.lines() + WeblogDay::kLinesPerBad / 2) / WeblogDay::kLinesPerBad);
}

BOOST_DATA_TEST_CASE(a_day_is_of_its_date_and_in_order, data::xrange(0, 4), day) {
  constexpr std::int64_t kDay = INT64_C(86'400'000'000);
  constexpr std::int64_t kFirst = 20'514 * kDay;  // 2 March 2026
  const auto task = read(day_of(1, static_cast<std::uint32_t>(day), 1'000'000));
  std::int64_t last = kFirst + day * kDay;
  BOOST_TEST(std::stoll(task.column("time").front()) == last);
  for (const auto& cell : task.column("time")) {
    const auto time = std::stoll(cell);
    BOOST_REQUIRE(time >= last);
    last = time;
  }
  BOOST_TEST(last < kFirst + (day + 1) * kDay);
  BOOST_TEST(last > kFirst + (day + 1) * kDay - kDay / 24);
}

BOOST_AUTO_TEST_CASE(hosts_are_from_the_ranges_set_aside_for_documentation) {
  for (const auto& host : read(day_of(9, 3, 1'000'000)).column("host"))
    BOOST_REQUIRE_MESSAGE(host.starts_with("192.0.2.") || host.starts_with("198.51.100.") ||
                              host.starts_with("203.0.113.") || host.starts_with("2001:db8:"),
                          host);
}

BOOST_AUTO_TEST_SUITE_END()
