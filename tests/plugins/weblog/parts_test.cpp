// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "weblog/index.hpp"
#include "weblog/line.hpp"

namespace {
namespace data = boost::unit_test::data;
namespace wl = dp::weblog;
using Marks = std::vector<std::uint32_t>;

/// Text with the padding that a reader may count on, full of what is looked for.
std::string padded(std::string text) {
  for (int i = 0; i < 32; ++i) text += i % 3 == 0 ? " \"" : "\"\n";
  return text;
}

Marks marks_by_eye(const std::string& text, std::size_t size) {
  Marks out;
  for (std::uint32_t i = 0; i < size; ++i)
    if (text[i] == '"' || text[i] == '\n') out.push_back(i);
  return out;
}

/// Hold an index of text[0, size) against a look at every byte.
void check_index(wl::FindMarks find, const std::string& text, std::size_t size) {
  wl::Index index(size, find);
  index.build(text.data(), size);
  const auto want = marks_by_eye(text, size);
  BOOST_TEST((Marks(index.marks().begin(), index.marks().end()) == want));
  for (std::size_t at = 0; at <= size; ++at) {
    const auto space = index.first_space(static_cast<std::uint32_t>(at));
    const auto found = text.find(' ', at);
    if (found < size)
      BOOST_REQUIRE(space == found);
    else
      BOOST_REQUIRE(space >= size);
  }
}

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
                      a.combined == b.combined;
  return common && (!a.combined || (a.referrer == b.referrer && a.agent == b.agent));
}
}  // namespace

BOOST_AUTO_TEST_SUITE(weblog_parts)

BOOST_DATA_TEST_CASE(marks_are_found_in_texts_of_any_size, data::xrange(0u, 200u), size) {
  std::mt19937 random(size);
  for (const unsigned kinds : {2u, 4u, 64u, 256u}) {
    std::string text(size, ' ');
    for (auto& byte : text) {
      const auto draw = random() % kinds;
      byte = draw == 0   ? '"'
             : draw == 1 ? '\n'
             : draw == 2 ? ' '
                         : static_cast<char>(random() % 256);
    }
    text = padded(text);
    check_index(&wl::find_marks_portable, text, size);
    check_index(wl::best_find_marks(), text, size);
  }
}

BOOST_AUTO_TEST_CASE(texts_of_only_one_byte_are_indexed) {
  for (const char byte : {'"', '\n', ' ', 'x'}) {
    const auto text = padded(std::string(1000, byte));
    check_index(&wl::find_marks_portable, text, 1000);
    check_index(wl::best_find_marks(), text, 1000);
  }
}

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

BOOST_AUTO_TEST_CASE(a_clock_reads_the_same_with_and_without_its_memory) {
  wl::Clock with;
  std::mt19937 random(7);
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                     "Aug", "Sep", "Oct", "Nov", "Dec", "Foo"};
  for (int i = 0; i < 20'000; ++i) {
    const auto draw = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    char text[64] = {};
    std::snprintf(text, sizeof text, "%02u/%s/%04u:%02u:%02u:%02u %c%02u%02u", draw(33),
                  kMonths[draw(13)], 1999 + draw(3), draw(25), draw(61), draw(62),
                  draw(2) == 0 ? '+' : '-', draw(25), draw(61));
    if (draw(4) == 0) text[draw(26)] = static_cast<char>(draw(256));
    wl::Stamp remembered, fresh;
    wl::Clock without;
    const bool ok = without.read(text, fresh);
    BOOST_REQUIRE_MESSAGE(with.read(text, remembered) == ok, text);
    if (!ok) continue;
    BOOST_REQUIRE_MESSAGE(remembered.utc == fresh.utc && remembered.local == fresh.local, text);
    wl::Stamp again;
    BOOST_REQUIRE(with.read(text, again) && again.utc == fresh.utc);
  }
}

BOOST_AUTO_TEST_SUITE_END()
