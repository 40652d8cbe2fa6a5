// SPDX-License-Identifier: Apache-2.0
#include "weblog/line.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

#include "padded.hpp"
#include "weblog/index.hpp"

BOOST_AUTO_TEST_SUITE(weblog_line)

namespace {
namespace data = boost::unit_test::data;
namespace wl = dp::weblog;
using dp::test::padded;

/// What parse_quick makes of a line, or false.
bool quick(const std::string& line, wl::Format format, wl::Line& out) {
  const auto text = padded(line + "\n");
  const auto size = static_cast<std::uint32_t>(line.size());
  wl::Index index(size + 1);
  index.build(text.data(), size + 1);
  wl::Clock clock;
  const auto marks = index.marks();
  return wl::parse_quick(text.data(), index, {0, size}, marks.first(marks.size() - 1), format,
                         clock, out);
}

const std::string kLine =
    R"(192.0.2.7 - - [29/Feb/2024:23:59:58 +0130] "GET /a?x=1 HTTP/1.1" 404 512)"
    R"( "https://example.com/" "curl/8.5")";

bool same(const wl::Line& a, const wl::Line& b) {
  const bool common = a.host == b.host && a.ident == b.ident && a.user == b.user &&
                      a.request == b.request && a.stamp.local == b.stamp.local &&
                      a.stamp.utc == b.stamp.utc && a.bytes == b.bytes &&
                      a.status == b.status && a.method == b.method && a.target == b.target &&
                      a.combined() == b.combined();
  return common && (!a.combined() || (a.referrer == b.referrer && a.agent == b.agent));
}

/// Why a line is no record of this format; empty if it is one.
std::string fault_of(const std::string& line, wl::Format format = wl::Format::any) {
  wl::Clock clock;
  wl::Line out;
  const auto text = padded(line + "\n");
  const auto fault = wl::parse_line(text.data(), {0, static_cast<std::uint32_t>(line.size())},
                                    format, clock, out);
  return fault ? fault->reason() : "";
}
}  // namespace

BOOST_AUTO_TEST_CASE(ordinary_lines_take_the_quick_way) {
  wl::Line out;
  BOOST_TEST(quick(kLine, wl::Format::any, out));
  BOOST_TEST(quick(kLine, wl::Format::combined, out));
  BOOST_TEST(quick(kLine + " \"-\"", wl::Format::any, out));
  BOOST_TEST(quick(kLine.substr(0, kLine.find(" \"https")), wl::Format::any, out));
}

BOOST_DATA_TEST_CASE(the_quick_way_gives_what_the_careful_way_gives, data::xrange(0u, 8u),
                     seed) {
  std::mt19937 random(seed);
  constexpr std::string_view kBytes = "\"\" \\[]-/:+09GaJ\r\t\0";
  std::size_t agreed = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto line = random() % 4 == 0 ? kLine.substr(0, kLine.find(" \"https")) : kLine;
    for (auto edits = random() % 4; edits > 0 && !line.empty(); --edits) {
      const auto at = random() % line.size();
      if (random() % 3 == 0)
        line.erase(at, 1 + random() % 3);
      else if (random() % 2 == 0)
        line.insert(at, 1, kBytes[random() % kBytes.size()]);
      else
        line[at] = kBytes[random() % kBytes.size()];
    }
    for (const auto format : {wl::Format::any, wl::Format::common, wl::Format::combined}) {
      wl::Line fast;
      if (!quick(line, format, fast)) continue;
      wl::Line careful;
      wl::Clock clock;
      const auto text = padded(line + "\n");
      const auto fault = wl::parse_line(
          text.data(), {0, static_cast<std::uint32_t>(line.size())}, format, clock, careful);
      BOOST_REQUIRE_MESSAGE(!fault,
                            "quick took: " << line << ": " << (fault ? fault->reason() : ""));
      BOOST_REQUIRE_MESSAGE(same(fast, careful), "differs: " << line);
      ++agreed;
    }
  }
  BOOST_TEST(agreed > 10'000u);
}

BOOST_AUTO_TEST_CASE(a_line_is_taken_apart_into_its_fields) {
  wl::Line line;
  BOOST_REQUIRE(quick(kLine, wl::Format::any, line));
  const auto text = [&](wl::Range range) {
    return kLine.substr(range.begin, range.end - range.begin);
  };
  BOOST_TEST(text(line.host) == "192.0.2.7");
  BOOST_TEST(text(line.user) == "-");
  BOOST_TEST(text(line.request) == "GET /a?x=1 HTTP/1.1");
  BOOST_TEST(text(line.method) == "GET");
  BOOST_TEST(text(line.target) == "/a?x=1");
  BOOST_TEST(text(line.referrer) == "https://example.com/");
  BOOST_TEST(text(line.agent) == "curl/8.5");
  BOOST_TEST(line.status == 404);
  BOOST_TEST(line.bytes == 512);
  BOOST_TEST(line.combined());
}

BOOST_AUTO_TEST_CASE(the_first_field_that_is_wrong_is_named) {
  BOOST_TEST(fault_of(kLine) == "");
  auto line = kLine;
  line.replace(line.find("404"), 3, "4x4");
  BOOST_TEST(fault_of(line).starts_with("status: got '4x4"));
  line = kLine.substr(0, kLine.find(" \"https"));
  BOOST_TEST(fault_of(line, wl::Format::common) == "");
  BOOST_TEST(fault_of(line, wl::Format::combined).starts_with("referrer: got "));
  BOOST_TEST(fault_of("only-a-host").starts_with("host: got 'only-a-host', expected "));
}

/// Host, target, referrer and agent of a line, by '|', or why it is none.
std::string fields_of(const std::string& line, wl::Format format = wl::Format::any) {
  wl::Clock clock;
  wl::Line out;
  const auto text = padded(line + "\n");
  const auto fault = wl::parse_line(text.data(), {0, static_cast<std::uint32_t>(line.size())},
                                    format, clock, out);
  if (fault) return fault->reason();
  const auto of = [&](wl::Range range) { return line.substr(range.begin, range.size()); };
  const auto common = of(out.host) + "|" + of(out.target);
  return out.combined() ? common + "|" + of(out.referrer) + "|" + of(out.agent) : common;
}

const std::string kHead = R"(h - - [05/Jun/2016:15:26:51 +0200] )";

BOOST_AUTO_TEST_CASE(several_spaces_are_one) {
  BOOST_TEST(fields_of("h  -   -  [05/Jun/2016:15:26:51 +0200]  \"GET /a HTTP/1.1\"  200   3  "
                       "\"-\"  \"x\"  ") == "h|/a|-|x");
  BOOST_TEST(fields_of(kHead + "\"GET /a HTTP/1.1\" 200 3   ") == "h|/a");
}

BOOST_AUTO_TEST_CASE(what_stands_before_a_host_is_no_part_of_it) {
  const auto rest = kHead + R"("GET /a HTTP/1.1" 200 3 "-" "x")";
  for (const auto& before : {std::string(300, '\0'), std::string("\xef\xbb\xbf"),
                             std::string("  "), std::string("\xef\xbb\xbf\0 ", 5)}) {
    wl::Line out;
    BOOST_TEST(!quick(before + rest, wl::Format::any, out));
    BOOST_TEST(fields_of(before + rest) == "h|/a|-|x");
  }
  BOOST_TEST(fields_of("a" + std::string(3, '\0') + rest) ==
             "host: got 'a\\x00\\x00\\x00h', expected no NUL in it");
}

BOOST_AUTO_TEST_CASE(a_nul_in_a_host_of_any_length_is_found) {
  const auto rest = kLine.substr(kLine.find(' '));
  for (std::size_t size = 1; size <= 40; ++size)
    for (std::size_t at = 0; at < size; ++at) {
      std::string host(size, 'h');
      wl::Line out;
      BOOST_TEST(quick(host + rest, wl::Format::any, out));
      host[at] = '\0';
      BOOST_TEST(!quick(host + rest, wl::Format::any, out));
    }
}

BOOST_AUTO_TEST_CASE(lines_that_are_glued_are_rejected) {
  const std::string common = kHead + R"("GET /a HTTP/1.1" 200 3)";
  const std::string whole = common + R"( "-" "x")";
  for (const auto& glued : {whole + whole, whole + " " + whole, whole + " \"-\" 0.1 " + whole,
                            common + whole, common + " " + whole, common + " \"-" + whole,
                            whole.substr(0, whole.size() - 1) + whole}) {
    BOOST_TEST(fields_of(glued).find("expected") != std::string::npos, glued);
    BOOST_TEST(fields_of(glued, wl::Format::common).find("expected") != std::string::npos,
               glued);
    wl::Line out;
    BOOST_TEST(!quick(glued, wl::Format::any, out));
    BOOST_TEST(!quick(glued, wl::Format::common, out));
  }
  BOOST_TEST(fields_of(whole + " \"-\" 0.123 [PORT 80]") == "h|/a|-|x");
}

BOOST_AUTO_TEST_CASE(quotes_that_nothing_escapes_are_rejected) {
  const auto common = kHead + R"("GET /a HTTP/1.1" 200 3)";
  for (const char* rest : {R"( "-" "un"escaped" quote")", R"( "-" ""Mozilla/5.0"")",
                           R"( "-" "C:\dir\")", R"( "http://e.com/a"b" "UA")", R"( - -)",
                           R"( "-")", R"( "-" "trunca)", R"( 0.000 "-" "x")"})
    BOOST_TEST(fields_of(common + rest).find("expected") != std::string::npos, rest);
  BOOST_TEST(fields_of(common + R"( "\"r\"" "a \"b\"" "more")") == R"(h|/a|\"r\"|a \"b\")");
  BOOST_TEST(fields_of(common + " 0.000 x", wl::Format::common) == "h|/a");
}

BOOST_AUTO_TEST_CASE(blank_lines_hold_nothing_but_spaces) {
  BOOST_TEST(wl::is_blank(""));
  BOOST_TEST(wl::is_blank(" \t\r"));
  BOOST_TEST(wl::is_blank(std::string(5, '\0') + "\r"));
  BOOST_TEST(!wl::is_blank(" -"));
}

BOOST_AUTO_TEST_SUITE_END()
