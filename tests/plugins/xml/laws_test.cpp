// SPDX-License-Identifier: Apache-2.0
// What holds for all texts, shown on texts drawn by fixed seeds.

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "fixture.hpp"
#include "xml/parse/quick_parser.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/split/extent.hpp"

BOOST_AUTO_TEST_SUITE(xml_laws)

namespace {
namespace data = boost::unit_test::data;
namespace xml = dp::xml;
using dp::test::feed;
using dp::test::open_xml;
using dp::test::read_whole;
using dp::test::Seen;
using dp::test::seen;
using dp::test::Task;

const dp::test::Pairs kColumns = {{"i", "@i"}, {"t", "."}, {"b", "b"}, {"c", "b/@c"}};
const char* const kRecords[] = {"r", "/a/r", "a/r", "/*/*", "b/r", "/a"};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  /// One of some texts.
  std::string one(std::initializer_list<const char*> texts) {
    return texts.begin()[below(texts.size())];
  }

 private:
  std::mt19937 engine_;
};

/// Markup, more often than not in no order.
std::string wild(unsigned seed, std::size_t size) {
  Random random(seed);
  std::string text =
      random.one({"", "<?xml version='1.0'?>", "<a>", "<!DOCTYPE a [<!-- ' -->]>"});
  while (text.size() < size)
    text += random.one(
        {"<r>",       "</r>", "<r/>",  "<a>",    "</a>", "<b>",   "</b>",        "<b c='<r>'>",
         "<r i='1'>", "<",    ">",     "x",      " ",    "\n",    "<!--",        "-->",
         "<![CDATA[", "]]>",  "<?p",   "?>",     "&lt;", "&",     "\xc3\xa9",    "\xc3",
         "]]",        "\"",   "<x:r>", "</x:r>", "<rr>", "<r\n>", "<!DOCTYPE a>"});
  return text;
}

std::string record(Random& random, int depth) {
  std::string text = random.one({"<r>", "<r i='1'>", "<r i=\"a>b\" j='/'>", "<r >"});
  for (auto n = random.below(5); n > 0; --n)
    text += random.one({"text", "<b c='1'>x</b>", "<b/>", "<!-- <r> -->", "<![CDATA[</r>]]>",
                        "<?p <r>?>", "&#65;&amp;", "\r\n", "\xe2\x82\xac"});
  if (depth > 0 && random.below(4) == 0) text += record(random, depth - 1);
  if (random.below(12) == 0)
    text += random.one({"<b>", "</b>", "&x;", "<r>", "\x01", "<b", "<!--", "<x a='1' a='2'/>"});
  return text + (random.below(30) == 0 ? "" : "</r>");
}

/// Records between other elements, nearly all of them right.
std::string tame(unsigned seed, std::size_t count) {
  Random random(seed);
  std::string text = "<?xml version='1.0'?>\n<a>\n";
  for (std::size_t i = 0; i < count; ++i) {
    const bool inner = random.below(6) == 0;
    if (inner) text += "<b>";
    text += random.below(9) == 0 ? "<r/>" : record(random, 2);
    if (inner) text += "</b>";
    text += random.one({"\n", "", "<!-- <r> -->", "<b><c/>x</b>", "<c>", "</c>", "\n  ",
                        "<?p?>", "\n", "\n", "\n"});
  }
  return text + random.one({"</a>", "</a>\n", "</a>", "</b>", "", "</a><a/>"});
}

std::string text_of(unsigned seed, std::size_t size) {
  return seed % 2 == 0 ? wild(seed, size) : tame(seed, size / 24);
}

/// Where a step may begin: what the reader says when it is asked for one at a time.
std::vector<std::size_t> starts_of(Task& task, const std::string& text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    starts.push_back(at);
    at = feed(task, text, text.size(), at, at + 1);
  }
  starts.push_back(text.size());
  task.forget();
  return starts;
}
}  // namespace

BOOST_DATA_TEST_CASE(pieces_of_every_size_give_the_same, data::xrange(1u, 13u), seed) {
  const auto text = text_of(seed, 250);
  for (const char* record : kRecords) {
    auto task = open_xml("", record, kColumns);
    const auto whole = read_whole(task, text);
    for (std::size_t size = 1; size <= text.size(); ++size) {
      BOOST_REQUIRE(feed(task, text, size) == text.size());
      const auto got = seen(task);
      BOOST_REQUIRE_MESSAGE(
          got == whole, record << " in pieces of " << size << " of " << text << got << whole);
    }
  }
}

BOOST_DATA_TEST_CASE(every_start_and_every_stop_parts_the_records, data::xrange(1u, 11u),
                     seed) {
  const auto text = text_of(seed, 110);
  for (const char* record : kRecords) {
    auto task = open_xml("", record, kColumns);
    const auto whole = read_whole(task, text);
    const auto starts = starts_of(task, text);
    for (const auto begin : starts) {
      for (std::size_t stop = begin + 1; stop <= text.size(); ++stop) {
        // [0, begin), [begin, stop), the rest: as three workers would.
        BOOST_REQUIRE(feed(task, text, 64, 0, begin) == begin);
        const auto end = feed(task, text, 64, begin, stop);
        BOOST_REQUIRE(feed(task, text, 64, end) == text.size());
        const auto got = seen(task);
        BOOST_REQUIRE_MESSAGE(got == whole, record << " cut at " << begin << ", " << end
                                                   << " of " << text << got << whole);
      }
    }
  }
}

BOOST_DATA_TEST_CASE(skipping_goes_where_reading_goes, data::xrange(1u, 41u), seed) {
  const auto text = text_of(seed, 250);
  for (const char* record : kRecords) {
    auto task = open_xml("", record, kColumns);
    for (const auto at : starts_of(task, text)) {
      for (std::size_t size = 1; at + size <= text.size(); size += 1 + size / 4) {
        const dp::test::Piece piece{.offset = at,
                                    .first = at == 0,
                                    .last = at + size == text.size(),
                                    .stop = 1 + size / 2,
                                    .head = text};
        BOOST_REQUIRE(task.read(text.substr(at, size), piece));
        BOOST_REQUIRE_EQUAL(task.skip(text.substr(at, size), piece).value(), task.consumed());
      }
    }
  }
}

BOOST_DATA_TEST_CASE(the_end_of_a_record_that_is_right_is_found_by_its_name,
                     data::xrange(1u, 200u), seed) {
  Random random(seed);
  const auto text = record(random, 3) + std::string(64, '<');
  xml::EndMarks marks;
  xml::RecordChecker reader(marks);
  const char* end = text.data() + text.size() - 64;
  if (reader.read(text.data(), end, true) != xml::RecordChecker::Outcome::done) return;
  const auto extent = xml::Extents().find(text.data(), end, true, true, marks);
  BOOST_TEST((extent.how == xml::Extent::How::closed));
  BOOST_TEST((extent.next == reader.at()));
}

BOOST_DATA_TEST_CASE(a_record_that_is_passed_at_a_glance_ends_where_its_name_says,
                     data::xrange(1u, 3000u), seed) {
  Random random(seed);
  auto text = seed % 3 == 0 ? wild(seed, 120) : record(random, 2) + record(random, 1);
  const char* const kMore[] = {"&amp;",       "\xc3\xa9",   "<x a='1' a='2'/>",
                               "<\xc3\x97/>", "<x a='<'/>", "]]>"};
  text.insert(text.find('>') + 1, kMore[seed % 6]);
  if (seed % 2 == 0) text.insert(text.find('>') + 1, seed % 70, ' ');
  text.append(64, '<');
  const char* end = text.data() + text.size() - 64;
  xml::EndMarks marks;
  xml::RecordChecker reader(marks);
  const xml::Wanted none;
  xml::QuickParser quick(none);
  const char* at = text.data();
  for (; (at = xml::find_start(at, end, "r")) != end; ++at) {
    const char* next = quick.end_of(at, end, marks);
    if (next == nullptr) continue;
    const auto extent = xml::Extents().find(at, end, true, true, marks);
    BOOST_REQUIRE_MESSAGE(extent.next == next, text << ' ' << at - text.data());
    const bool right = reader.read(at, end, true) == xml::RecordChecker::Outcome::done;
    BOOST_REQUIRE_MESSAGE(right && reader.at() == next, text << ' ' << at - text.data());
  }
}

BOOST_DATA_TEST_CASE(what_is_known_of_records_before_changes_no_extent, data::xrange(1u, 60u),
                     seed) {
  auto text = wild(seed, 300);
  for (int i = 0; i < 300; ++i) text.insert(seed % text.size(), "<r>");
  text.append(64, '<');
  const char* end = text.data() + text.size() - 64;
  xml::Extents extents;
  xml::EndMarks marks;
  const char* at = text.data();
  while ((at = xml::find_start(at, end, "r")) != end) {
    xml::EndMarks none;
    const auto expected = xml::Extents().find(at, end, true, false, none);
    const auto got = extents.find(at, end, true, false, marks);
    BOOST_REQUIRE((got.how == expected.how && got.next == expected.next));
    at += 1 + (seed % 3 == 0 ? static_cast<std::ptrdiff_t>(seed) : 0);
  }
}

BOOST_DATA_TEST_CASE(other_encodings_give_what_utf_8_gives, data::xrange(1u, 20u), seed) {
  // What is no UTF-8 has no counterpart.
  auto text = tame(seed, 12);
  const bool wide = seed % 2 == 0;
  std::string other = wide ? "" : "<?xml version='1.0' encoding='latin1'?>";
  text.erase(0, text.find("<a>"));
  for (std::size_t at; (at = text.find("\xe2\x82\xac")) != std::string::npos;)
    text.replace(at, 3, "\xc3\xa9");
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool two = text[i] == '\xc3';
    other += two ? '\xe9' : text[i];
    if (wide) other += '\0';
    i += two ? 1 : 0;
  }
  auto task = open_xml("", "/a/r", kColumns);
  auto expected = read_whole(task, text);
  const auto whole = read_whole(task, other);
  BOOST_TEST(whole.rows == expected.rows);
  BOOST_TEST(whole.rejects.size() == expected.rejects.size());
  for (std::size_t size = 1; size <= 400; size += 7) {
    BOOST_REQUIRE(feed(task, other, size) == other.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
  for (std::size_t from = 1; from + 100 < other.size(); ++from) {
    const auto found =
        task.find(other.substr(from - 1, 100),
                  {.offset = from - 1, .first = false, .last = false, .head = other})
            .value();
    if (found == 100) continue;
    BOOST_REQUIRE(found >= 1);
    BOOST_REQUIRE(other[from - 1 + found] == '<');
    BOOST_REQUIRE((!wide || (from - 1 + found) % 2 == 0));
  }
}

BOOST_AUTO_TEST_CASE(a_guess_is_right_in_records_of_one_kind) {
  std::string text = "<a>";
  std::vector<std::size_t> starts;
  for (int i = 0; i < 2000; ++i) {
    starts.push_back(text.size());
    text += "<x:r i='" + std::to_string(i) + "'><rr/><b>some text</b></x:r>\n";
  }
  auto task = open_xml("", "r", kColumns);
  for (std::size_t from = 10; from + 500 < text.size(); from += 37) {
    const auto found =
        task.find(text.substr(from - 1, 400),
                  {.offset = from - 1, .first = false, .last = false, .head = text})
            .value();
    BOOST_REQUIRE(from - 1 + found == *std::lower_bound(starts.begin(), starts.end(), from));
  }
}

BOOST_AUTO_TEST_SUITE_END()
