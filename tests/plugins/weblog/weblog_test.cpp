// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(weblog_weblog)

namespace {
namespace data = boost::unit_test::data;
using dp::test::kNull;
using dp::test::Row;
using dp::test::Rows;
using dp::test::Task;

/// A row of a table of samples.
struct Sample : std::vector<std::string> {
  using vector::vector;
  friend std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    for (const auto& cell : sample) out << '[' << cell << ']';
    return out;
  }
};

Task open(const char* format = "auto") {
  auto options = dp::data::Value::map();
  options.add("format", dp::data::Value::of(std::string(format)));
  options.add("max_line", dp::data::Value::of(std::int64_t{1 << 20}));
  return Task::open("weblog", "weblog", options).value();
}

const std::string kCommon =
    R"(192.0.2.7 - ann [29/Feb/2024:23:59:58 +0130] "GET /a/b?x=1&y HTTP/1.1" 404 512)";
const std::string kQuoted = R"( "https://example.com/" "curl/8.5")";
const std::string kCombined = kCommon + kQuoted;

/// The one row that `line` makes, or an empty one if it is refused.
Row row_of(const std::string& line, const char* format = "auto") {
  auto task = open(format);
  BOOST_REQUIRE(task.read(line));
  return task.rows().empty() ? Row{} : task.rows().front();
}

std::string cell(const std::string& line, std::string_view column) {
  auto task = open();
  BOOST_REQUIRE(task.read(line));
  const auto cells = task.column(column);
  return cells.empty() ? "<no row>" : cells.front();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string reason_of(const std::string& line, const char* format = "auto") {
  auto task = open(format);
  BOOST_REQUIRE(task.read(line));
  return task.rejects().empty() ? "<not refused>" : task.rejects().front().reason;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_combined_line_fills_every_column) {
  const Row expected{"192.0.2.7",
                     "-",
                     "ann",
                     "1709245798000000",
                     "1709251198000000",
                     "GET",
                     "/a/b?x=1&y",
                     "/a/b",
                     "x=1&y",
                     "HTTP/1.1",
                     "GET /a/b?x=1&y HTTP/1.1",
                     "404",
                     "512",
                     "https://example.com/",
                     "curl/8.5"};
  BOOST_TEST(row_of(kCombined + "\n") == expected, boost::test_tools::per_element());
  BOOST_TEST(row_of(kCombined) == expected, boost::test_tools::per_element());
  BOOST_TEST(row_of(kCombined + "\r\n", "combined") == expected,
             boost::test_tools::per_element());
  BOOST_TEST(row_of(kCombined + " \"-\" 0.003\n") == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_common_line_has_no_referrer_and_no_agent) {
  for (const auto* format : {"auto", "common"}) {
    const auto row = row_of(kCommon + "\r\n", format);
    BOOST_REQUIRE(row.size() == 15);
    BOOST_TEST(row[12] == "512");
    BOOST_TEST(row[13] == kNull);
    BOOST_TEST(row[14] == kNull);
  }
}

BOOST_AUTO_TEST_CASE(common_lines_among_others_are_noted_with_their_number) {
  const std::string text =
      kCombined + "\n" + kCommon + "\n" + kCombined + "\n" + kCommon + "\n";
  for (const char* format : {"auto", "common"}) {
    auto task = open(format);
    BOOST_REQUIRE(task.read(text));
    BOOST_TEST(task.rows().size() == 4U);
    const auto& notes = task.notes();
    BOOST_TEST(notes.size() == (format == std::string("auto") ? 1U : 0U));
    if (notes.empty()) continue;
    BOOST_TEST(
        notes.front().starts_with(std::to_string(kCombined.size() + 1) + ": a line of "));
    BOOST_TEST(notes.front().ends_with(" (2)"));
  }
}

BOOST_AUTO_TEST_CASE(format_common_ignores_what_follows_the_size) {
  BOOST_TEST(row_of(kCombined + "\n", "common").at(13) == kNull);
  BOOST_TEST(row_of(kCommon + " \"cut off\n", "common").at(12) == "512");
}

BOOST_AUTO_TEST_CASE(a_line_cut_in_its_agent_is_refused) {
  const auto line = kCombined.substr(0, kCombined.size() - 3);
  BOOST_TEST(reason_of(line + "\n") == "agent: got '\"curl/8', expected a closing quote");
  BOOST_TEST(reason_of(line + "\n", "combined") ==
             "agent: got '\"curl/8', expected a closing quote");
  BOOST_TEST(reason_of(kCommon + "\n", "combined") ==
             "referrer: got '', expected a space before it");
}

BOOST_AUTO_TEST_CASE(dashes_stay_text_and_are_null_for_bytes) {
  const auto row = row_of(R"(- - - [01/Jan/1970:00:00:00 +0000] "-" 408 - "-" "-")"
                          "\n");
  const Row expected{"-",   "-",   "-", "0",   "0",   kNull, kNull, kNull,
                     kNull, kNull, "-", "408", kNull, "-",   "-"};
  BOOST_TEST(row == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(escaped_quotes_belong_to_their_field) {
  const std::string line = kCommon + R"( "a\"b\\" "c\\\" d")";
  const auto row = row_of(line + "\n");
  BOOST_REQUIRE(row.size() == 15);
  BOOST_TEST(row[13] == R"(a\"b\\)");
  BOOST_TEST(row[14] == R"(c\\\" d)");
}

BOOST_AUTO_TEST_CASE(hosts_may_be_addresses_names_or_longer_than_a_word) {
  for (const std::string host :
       {"2001:db8::1", "a.very.long.name.of.a.client.example.com", "x", "192.0.2.1:8080"})
    BOOST_TEST(cell(replaced(kCombined, "192.0.2.7", host) + "\n", "host") == host);
}

BOOST_DATA_TEST_CASE(
    requests_are_split_where_they_can_be,
    data::make<Sample>({
        {"GET / HTTP/1.0", "GET", "/", "/", kNull, "HTTP/1.0"},
        {"GET /only", "GET", "/only", "/only", kNull, kNull},
        {"GET /x?", "GET", "/x?", "/x", "", kNull},
        {"GET /a?b?c#d HTTP/2.0", "GET", "/a?b?c#d", "/a", "b?c#d", "HTTP/2.0"},
        {"M-SEARCH * HTTP/1.1", "M-SEARCH", "*", "*", kNull, "HTTP/1.1"},
        {"VERSION-CONTROL /long HTTP/1.1", "VERSION-CONTROL", "/long", "/long", kNull,
         "HTTP/1.1"},
        {"GET /spaced   HTTP/1.0", "GET", "/spaced", "/spaced", kNull, "HTTP/1.0"},
        {"GET /a b HTTP/1.1", "GET", "/a b", "/a b", kNull, "HTTP/1.1"},
        {"GET /a b?c d HTTP/2", "GET", "/a b?c d", "/a b", "c d", "HTTP/2"},
        {"GET / HTTP/V1.0", "GET", "/", "/", kNull, "HTTP/V1.0"},
        {"GET / HTTP/1.", "GET", "/", "/", kNull, "HTTP/1."},
        {"GET / HTTP/", "GET", "/", "/", kNull, "HTTP/"},
        {"GET ", kNull, kNull, kNull, kNull, kNull},
        {"GET  / HTTP/1.0", "GET", "/", "/", kNull, "HTTP/1.0"},
        {" / HTTP/1.0", kNull, kNull, kNull, kNull, kNull},
        {"", kNull, kNull, kNull, kNull, kNull},
        {R"(\x16\x03\x01 \x02)", kNull, kNull, kNull, kNull, kNull},
        {"\x16\x03\x01 \xff", kNull, kNull, kNull, kNull, kNull},
    }),
    parts) {
  const auto row = row_of(replaced(kCombined, "GET /a/b?x=1&y HTTP/1.1", parts.front()) + "\n");
  BOOST_REQUIRE(row.size() == 15);
  BOOST_TEST(row[10] == parts.front());
  BOOST_TEST(Row(row.begin() + 5, row.begin() + 10) == Row(parts.begin() + 1, parts.end()),
             boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(stamps_are_read_to_the_second,
                     data::make<Sample>({
                         {"01/Jan/1970:00:00:00 +0000", "0", "0"},
                         {"31/Dec/1969:23:59:59 +0000", "-1000000", "-1000000"},
                         {"31/Dec/2016:23:59:60 +0000", "1483228800000000", "1483228800000000"},
                         {"17/May/2015:10:05:03 -0730", "1431884103000000", "1431857103000000"},
                         {"29/Feb/2000:12:00:00 +1400", "951775200000000", "951825600000000"},
                     }),
                     stamp) {
  const auto line = replaced(kCombined, "29/Feb/2024:23:59:58 +0130", stamp[0]) + "\n";
  BOOST_TEST(cell(line, "time") == stamp[1]);
  BOOST_TEST(cell(line, "local_time") == stamp[2]);
}

BOOST_DATA_TEST_CASE(stamps_that_do_not_exist_are_refused,
                     data::make<std::string>({
                         "29/Feb/2023:23:59:58 +0130",
                         "00/Feb/2024:23:59:58 +0130",
                         "31/Apr/2024:23:59:58 +0130",
                         "29/feb/2024:23:59:58 +0130",
                         "29/Feb/2024:24:00:00 +0000",
                         "29/Feb/2024:23:60:58 +0130",
                         "29/Feb/2024:23:59:61 +0130",
                         "29/Feb/2024:23:59:70 +0130",
                         "29/Feb/2024:23:5a:58 +0130",
                         "29/Feb/2024:23:59:5: +0130",
                         "29/Feb/2024:23:59:58 *0130",
                         "29/Feb/2024:23:59:58 +2400",
                         "29/Feb/2024:23:59:58 +0160",
                         "29/Feb/2024:23:59:58 +013x",
                         "29/Feb/2024:23:59:58-+0130",
                         "29-Feb/2024:23:59:58 +0130",
                         "29/Feb/2024 23:59:58 +0130",
                         "29/Feb/20x4:23:59:58 +0130",
                     }),
                     stamp) {
  const auto line = replaced(kCombined, "29/Feb/2024:23:59:58 +0130", stamp) + "\n";
  BOOST_TEST(reason_of(line).starts_with("time: got '[" + stamp + "]', expected ["));
  // The same after a good line, whose hour and zone are remembered.
  BOOST_TEST(reason_of(kCombined + "\n" + line).starts_with("time: got '[" + stamp));
}

BOOST_AUTO_TEST_CASE(a_stamp_of_nul_or_ff_bytes_is_refused_by_a_fresh_reader) {
  for (const char byte : {'\0', '\xff'})
    BOOST_TEST(
        reason_of(replaced(kCombined, "29/Feb/2024:23:59:58 +0130", std::string(26, byte)) +
                  "\n")
            .starts_with("time: "));
}

BOOST_DATA_TEST_CASE(
    bad_lines_are_rejected_with_the_field_that_is_wrong,
    data::make<Sample>({
        {"404", "40x", "status: got '40x', expected 3 digits and a space after them"},
        {"404", "40", "status: got '40', expected 3 digits and a space after them"},
        {"404", "4040", "status: got '4040', expected 3 digits and a space after them"},
        {"512", "51x2", "bytes: got '51x2', expected digits that fit 64 bits, or -"},
        {"512", "-1", "bytes: got '-1', expected digits that fit 64 bits, or -"},
        {"512", "+1", "bytes: got '+1', expected digits that fit 64 bits, or -"},
        {"512", "",
         "bytes: got '\"https://example.com/\"', expected digits that fit 64 bits, or -"},
        {"512", "9223372036854775808",
         "bytes: got '9223372036854775808', expected digits that fit 64 bits, or -"},
        {" - ann", "",
         "time: got '\"GET', expected [dd/Mon/yyyy:hh:mm:ss +hhmm] of a day and time that "
         "exist"},
        {"192.0.2.7 ", " ",
         "time: got '+0130]', expected [dd/Mon/yyyy:hh:mm:ss +hhmm] of a day and time that "
         "exist"},
        {"[29", "29",
         "time: got '29/Feb/2024:23:59:58', expected [dd/Mon/yyyy:hh:mm:ss +hhmm] of a day and "
         "time "
         "that exist"},
        {"\"GET", "GET", "request: got 'GET', expected a field in quotes"},
        {"1\" 404", "1\"404", "status: got '404', expected a space before it"},
        {"/a/b", "/a\"b", "status: got 'b?x=1&y', expected a space before it"},
    }),
    change) {
  const auto line = replaced(kCombined, change[0], change[1]);
  auto task = open();
  BOOST_REQUIRE(task.read(kCombined + "\n" + line + "\n" + kCombined + "\n", {.offset = 7}));
  BOOST_TEST(task.rows().size() == 2u);
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects().front() ==
             (dp::test::Reject{7 + kCombined.size() + 1, line, change[2]}));
  BOOST_TEST(task.lines() == 3u);
}

BOOST_AUTO_TEST_CASE(reasons_are_short_and_safe_to_print) {
  BOOST_TEST(reason_of("\x1b[31m\xff\n") ==
             "host: got '\\x1b[31m\\xff', expected a word and a space after it");
  BOOST_TEST(reason_of(std::string(50, 'x') + "\n") ==
             "host: got '" + std::string(40, 'x') +
                 "...', expected a word and a space after it");
}

BOOST_AUTO_TEST_CASE(bytes_up_to_the_largest_int_are_read) {
  for (const std::string size :
       {"0", "7", "12345678", "123456789", "9223372036854775807", "00000000000000000000012"})
    BOOST_TEST(cell(replaced(kCombined, "512", size) + "\n", "bytes") ==
               std::to_string(std::stoll(size)));
}

BOOST_AUTO_TEST_CASE(blank_lines_are_counted_and_nothing_else) {
  auto task = open();
  BOOST_REQUIRE(task.read("\n\r\n \t\n" + kCombined + "\n\nbad\n\n"));
  BOOST_TEST(task.rows().size() == 1u);
  BOOST_TEST(task.rejects().size() == 1u);
  BOOST_TEST(task.blank() == 5u);
  BOOST_TEST(task.lines() == 7u);
}

BOOST_AUTO_TEST_CASE(nul_bytes_are_bytes_like_others_but_in_front_of_a_host) {
  const std::string nul(3, '\0');
  BOOST_TEST(cell(kCombined + nul + "\n", "agent") == "curl/8.5");
  BOOST_TEST(cell(nul + kCombined + "\n", "host") == "192.0.2.7");
  BOOST_TEST(cell(replaced(kCombined, "curl", nul) + "\n", "agent") == nul + "/8.5");
}

BOOST_AUTO_TEST_CASE(a_line_over_the_limit_is_rejected_with_its_first_64_kib) {
  const std::string path(1 << 20, 'p');
  const auto line = replaced(kCombined, "/a/b", path);
  auto task = open();
  BOOST_REQUIRE(task.read(kCombined + "\n" + line + "\n" + kCombined));
  BOOST_TEST(task.rows().size() == 2u);
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].offset == kCombined.size() + 1);
  BOOST_TEST(task.rejects()[0].raw == line);
  BOOST_TEST(task.rejects()[0].reason == "line: got " + std::to_string(line.size()) +
                                             " bytes, expected at most 1048576 (max_line)");
}

BOOST_AUTO_TEST_CASE(lines_longer_than_a_window_and_a_batch_are_read) {
  auto task = open();
  std::string text;
  for (const std::size_t size : {10u, 20'000u, 300'000u, 1'000'000u, 15u})
    text += replaced(kCombined, "/a/b?x=1&y", std::string(size, 'p')) + "\n";
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rejects().empty());
  std::vector<std::size_t> sizes;
  for (const auto& target : task.column("target")) sizes.push_back(target.size());
  BOOST_TEST(sizes == std::vector<std::size_t>({10, 20'000, 300'000, 1'000'000, 15}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(max_line_holds_for_lines_of_any_length) {
  auto options = dp::data::Value::map();
  options.add("max_line", dp::data::Value::of(std::int64_t{1024}));
  auto task = Task::open("weblog", "weblog", options).value();
  BOOST_REQUIRE(
      task.read(replaced(kCombined, "/a/b", std::string(1024, 'p')) + "\n" + kCombined));
  BOOST_TEST(task.rows().size() == 1u);
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason.ends_with("expected at most 1024 (max_line)"));
}

BOOST_AUTO_TEST_CASE(batches_are_bounded_by_rows_and_by_bytes) {
  auto task = open();
  std::string text;
  for (int i = 0; i < 2000; ++i) text += kCombined + "\n";
  BOOST_REQUIRE(task.read(text));
  BOOST_REQUIRE(!task.batches().empty());
  for (const auto rows : task.batches()) BOOST_TEST(rows <= 1024u);
  BOOST_TEST(task.rows().size() == 2000u);
  task.forget();
  text.clear();
  const auto wide = replaced(kCombined, "/a/b", std::string(4000, 'p')) + "\n";
  for (int i = 0; i < 200; ++i) text += wide;
  BOOST_REQUIRE(task.read(text));
  for (const auto rows : task.batches()) BOOST_TEST(rows * wide.size() <= 256u * 1024);
  BOOST_TEST(task.rows().size() == 200u);
}

BOOST_AUTO_TEST_CASE(offsets_are_of_the_lines_first_bytes) {
  auto task = open();
  std::string text;
  std::vector<std::uint64_t> expected;
  for (int i = 0; i < 3000; ++i) {
    if (i % 7 == 0) text += "\n";
    expected.push_back(1'000'000 + text.size());
    text +=
        replaced(kCombined, "/a/b", std::string(static_cast<std::size_t>(i % 50), 'p')) + "\n";
  }
  BOOST_REQUIRE(task.read(text, {.offset = 1'000'000, .first = false}));
  BOOST_TEST(task.offsets() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_stay_empty) {
  auto task = open();
  task.need({"status", "agent"});
  BOOST_REQUIRE(task.read(kCombined + "\n"));
  const auto row = task.rows().at(0);
  for (std::size_t i = 0; i < row.size(); ++i)
    if (i != 11 && i != 14) BOOST_TEST(row[i] == dp::test::kEmpty);
  BOOST_TEST(row[11] == "404");
  BOOST_TEST(row[14] == "curl/8.5");
}

BOOST_AUTO_TEST_CASE(a_refusal_of_the_host_ends_the_call_and_leaves_nothing_behind) {
  auto task = open();
  for (const auto& text : {kCombined + "\n", std::string("bad\n")}) {
    task.refuse_with(dp::Errc::exhausted);
    const auto status = task.read(text);
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == dp::Errc::exhausted));
    task.refuse_with(dp::Errc{});
  }
  task.forget();
  BOOST_REQUIRE(task.read(kCommon + "\n"));
  BOOST_TEST(task.rows().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
