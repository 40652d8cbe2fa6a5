// SPDX-License-Identifier: Apache-2.0
// What holds for all texts, shown on texts drawn by fixed seeds.

#include <simdjson.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "fixture.hpp"
#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(json_laws)

namespace {
namespace data = boost::unit_test::data;
using dp::data::Value;
using dp::test::feed;
using dp::test::Given;
using dp::test::open_json;
using dp::test::Random;
using dp::test::read_whole;
using dp::test::Seen;
using dp::test::seen;
using dp::test::Task;
using dp::test::wild_json;

/// A value, right but for a byte now and then.
std::string value(Random& random, std::size_t depth) {
  const auto kind = random.below(depth == 0 ? 4 : 6);
  const auto blank = [&] { return random.text(random.below(4) == 0 ? 2 : 0, " \t\n"); };
  std::string out = blank();
  if (kind == 0) {
    static const char* const kNumbers[] = {"0",   "-1",      "12.5",
                                           "1e3", "-0.0E-2", "18446744073709551615"};
    out += random.one(kNumbers);
  } else if (kind == 1) {
    static const char* const kWords[] = {"true", "false", "null"};
    out += random.one(kWords);
  } else if (kind < 4) {
    static const char* const kTexts[] = {"",
                                         "a",
                                         "{[,]}",
                                         "\\\"",
                                         "\\\\",
                                         "\\u20ac",
                                         "\\ud83d\\ude00",
                                         "\xe2\x82\xac",
                                         "long enough for a block or two, "};
    out += '"' + random.one(kTexts) + random.one(kTexts) + '"';
  } else {
    const bool object = kind == 4;
    out += object ? '{' : '[';
    for (auto n = random.below(4), i = n; i > 0; --i) {
      if (i != n) out += ',';
      if (object) out += blank() + "\"" + random.text(1, "xyz") + "\"" + blank() + ":";
      out += value(random, depth - 1);
    }
    out += object ? '}' : ']';
  }
  return out + blank();
}

/// With up to two bytes changed.
std::string spoilt(Random& random, std::string text) {
  for (auto n = random.below(3); n > 0 && !text.empty(); --n)
    text[random.below(text.size())] = "\"\\{}[],:1a \n"[random.below(12)];
  return text;
}

std::string array_of(Random& random, std::size_t count) {
  std::string text = random.text(1, " \n") + "[";
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) text += random.below(3) == 0 ? ",\n" : ",";
    const auto element = value(random, 2);
    text += random.below(5) == 0 ? spoilt(random, element) : element;
  }
  static const char* const kTails[] = {"]", "]", "]\n", "", "] 1", ",]"};
  return text + random.one(kTails);
}

std::string object_of(Random& random, std::size_t count) {
  std::string text = random.text(1, " \n") + "{";
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) text += random.below(3) == 0 ? ",\n" : ",";
    const auto member = "\"" + random.text(2, "xyz\"") + "\":" + value(random, 2);
    text += random.below(5) == 0 ? spoilt(random, member) : member;
  }
  static const char* const kTails[] = {"}", "}", "}\n", "", "} 1", ",}"};
  return text + random.one(kTails);
}

const Given kLines = dp::test::whole_as_text("lines");
const Given kArray = dp::test::whole_as_text("array");
const Given kValues = dp::test::whole_as_text("values");

std::string values_of(Random& random, std::size_t count) {
  static const char* const kBetween[] = {"\n", "\n", "", " ", "\r\n\n"};
  std::string text = random.text(1, " \n");
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = value(random, 2);
    text += random.below(5) == 0 ? spoilt(random, one) : one;
    text += random.one(kBetween);
  }
  return text;
}

/// A text sequence, wrong now and then.
std::string sequence_of(Random& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = value(random, 2);
    text += '\x1e' + (random.below(5) == 0 ? spoilt(random, one) : one) + random.text(1, "\n");
  }
  return text;
}

/// Where each record of an array begins, and its end.
std::vector<std::size_t> starts_of(Task& task, const std::string& text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t at = 0; at < text.size();) {
    at = feed(task, text, text.size(), at, at + 1);
    BOOST_REQUIRE(at <= text.size());
    starts.push_back(at);
  }
  task.forget();
  return starts;
}

/// All pieces of two: as several workers would, each with pieces of its own.
void check_every_cut(Task& task, const std::string& text) {
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE_EQUAL(feed(task, text, size), text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
  const auto starts = starts_of(task, text);
  for (std::size_t stop = 1; stop <= text.size(); ++stop) {
    const auto start = feed(task, text, 16, 0, stop);
    BOOST_REQUIRE_EQUAL(start, *std::lower_bound(starts.begin(), starts.end(), stop));
    BOOST_REQUIRE(start == text.size() || feed(task, text, 16, start) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

}  // namespace

BOOST_DATA_TEST_CASE(lines_in_pieces_of_every_size_give_the_same, data::xrange(1u, 13u), seed) {
  Random random(seed);
  std::string text;
  for (int i = 0; i < 12; ++i) {
    auto line = value(random, 2);
    std::replace(line.begin(), line.end(), '\n', ' ');
    text += random.below(3) == 0 ? spoilt(random, line) : line;
    text += random.below(4) == 0 ? "\r\n" : "\n";
  }
  if (seed % 2 == 0) text = wild_json(random, 300);
  auto task = open_json("", kLines);
  const auto whole = dp::test::read_lines(task, text, text.size());
  for (std::size_t size = 1; size <= text.size(); ++size)
    BOOST_REQUIRE_EQUAL(dp::test::read_lines(task, text, size), whole);
}

BOOST_DATA_TEST_CASE(lines_together_are_read_as_each_alone, data::xrange(1u, 501u), seed) {
  Random random(seed);
  std::string text;
  for (auto n = 2 + random.below(12); n > 0; --n) {
    auto line = random.below(6) == 0   ? wild_json(random, random.below(20))
                : random.below(9) == 0 ? random.text(3, " \r\t\\")
                                       : "{\"x\":" + value(random, 2) + ",\"y\":1}";
    if (random.below(4) == 0) line = spoilt(random, line);
    std::replace(line.begin(), line.end(), '\n', random.below(9) == 0 ? '\n' : ' ');
    text += line + "\n";
  }
  if (random.below(3) == 0) text.pop_back();
  for (const auto& given : {kLines, dp::test::members({{"x", "string"}})}) {
    auto task = open_json("", given);
    const auto alone = dp::test::read_lines(task, text, 1);
    BOOST_REQUIRE_EQUAL(dp::test::read_lines(task, text, text.size()), alone);
  }
}

BOOST_DATA_TEST_CASE(arrays_in_pieces_of_every_size_give_the_same, data::xrange(1u, 25u),
                     seed) {
  Random random(seed);
  auto task = open_json("", kArray);
  check_every_cut(task, seed % 3 == 0 ? "[" + wild_json(random, 150) : array_of(random, 12));
}

BOOST_DATA_TEST_CASE(arrays_at_a_path_in_pieces_of_every_size_give_the_same,
                     data::xrange(1u, 13u), seed) {
  Random random(seed);
  auto given = kArray;
  given.emplace_back("at", Value::of(std::string("/a/0")));
  auto task = open_json("", given);
  check_every_cut(task, "{\"b\":" + value(random, 2) + ",\"a\":[" + array_of(random, 5) + "," +
                            value(random, 2) + "]}");
}

BOOST_DATA_TEST_CASE(objects_in_pieces_of_every_size_give_the_same, data::xrange(1u, 25u),
                     seed) {
  Random random(seed);
  auto given = dp::test::whole_as_text("object");
  given.emplace_back("key", Value::of(std::string("k")));
  if (seed % 2 == 0) given.emplace_back("at", Value::of(std::string("/a/0")));
  auto task = open_json("", given);
  const auto object = seed % 3 == 0 ? "{" + wild_json(random, 150) : object_of(random, 8);
  check_every_cut(task, seed % 2 != 0 ? object
                                      : "{\"b\":" + value(random, 2) + ",\"a\":[" + object +
                                            "," + value(random, 2) + "]}");
}

BOOST_DATA_TEST_CASE(values_in_pieces_of_every_size_give_the_same, data::xrange(1u, 41u),
                     seed) {
  Random random(seed);
  auto task = open_json("", kValues);
  check_every_cut(task, seed % 4 == 0   ? wild_json(random, 150)
                        : seed % 4 == 1 ? sequence_of(random, 8)
                                        : values_of(random, 10));
}

BOOST_DATA_TEST_CASE(skipping_consumes_what_reading_does, data::xrange(1u, 41u), seed) {
  Random random(seed);
  const auto text = seed % 3 == 0 ? "[" + wild_json(random, 200) : array_of(random, 12);
  auto task = open_json("", kArray);
  auto scout = open_json("", kArray);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = 0;
    for (std::size_t size = 1; at + size <= text.size(); ++size) {
      for (const std::size_t stop : {std::size_t{1}, size / 2 + 1, size}) {
        const dp::test::Piece piece{.offset = at,
                                    .first = at == 0,
                                    .last = at + size == text.size(),
                                    .stop = stop,
                                    .head = text};
        BOOST_REQUIRE(task.read(text.substr(at, size), piece));
        BOOST_REQUIRE_EQUAL(scout.skip(text.substr(at, size), piece).value(), task.consumed());
        if (next == 0) next = task.consumed();
      }
    }
    BOOST_REQUIRE(next > 0);
    at += next;
  }
}

BOOST_DATA_TEST_CASE(what_is_right_is_what_another_parser_takes, data::xrange(1u, 2001u),
                     seed) {
  Random random(seed);
  auto text = random.below(4) == 0 ? wild_json(random, 12) : value(random, 3);
  if (random.below(2) == 0) text = spoilt(random, text);
  auto task = open_json("", dp::test::whole_as_text("document"));
  BOOST_REQUIRE(task.read(text));
  simdjson::dom::parser parser;
  const auto parsed = parser.parse(simdjson::padded_string(text));
  // It refuses numbers that no double holds too.
  if (parsed.error() == simdjson::NUMBER_ERROR) return;
  BOOST_REQUIRE_MESSAGE((task.rows().size() == 1) == (parsed.error() == simdjson::SUCCESS),
                        text);
}

BOOST_DATA_TEST_CASE(a_guess_of_a_member_is_nearly_always_right, data::xrange(1u, 5u), seed) {
  Random random(seed);
  std::string text = "{\n";
  for (int i = 0; i < 3000; ++i)
    text += (i == 0 ? "\"m" : ",\n\"m") + std::to_string(i) +
            "\":{\"id\":" + std::to_string(i) +
            ",\"sub\":{\"id\":1},\"other\":" + value(random, 2) + "}";
  text += "}";
  auto given = dp::test::whole_as_text("object");
  const auto head = text.substr(0, DP_HEAD_BYTES);
  auto task = open_json(text, given);
  const auto starts = starts_of(task, text);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    const auto from = 1 + random.below(text.size() - 20000);
    const dp::test::Piece piece{
        .offset = from - 1, .first = false, .last = false, .head = head};
    const auto found = task.find(text.substr(from - 1, 16384), piece).value();
    wrong += *std::lower_bound(starts.begin(), starts.end(), from) != from - 1 + found;
  }
  BOOST_TEST_MESSAGE("wrong guesses: " << wrong << " of 300");
  // An object in a member can look like a member: that costs time, no record.
  BOOST_TEST(wrong <= 9u);
}

BOOST_DATA_TEST_CASE(a_guess_is_nearly_always_right_and_always_the_same, data::xrange(1u, 5u),
                     seed) {
  Random random(seed);
  std::string text = "[\n";
  for (int i = 0; i < 3000; ++i)
    text += (i == 0 ? "{\"id\":" : ",\n{\"id\":") + std::to_string(i) +
            ",\"sub\":[{\"id\":1},{\"x\":" + value(random, 2) + "}]}";
  text += "]";
  const auto head = text.substr(0, DP_HEAD_BYTES);
  auto task = open_json(text, kArray);
  auto other = open_json(text, kArray);
  const auto starts = starts_of(task, text);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    const auto from = 1 + random.below(text.size() - 20000);
    const auto data = text.substr(from - 1, 16384);
    const dp::test::Piece piece{
        .offset = from - 1, .first = false, .last = false, .head = head};
    const auto found = task.find(data, piece).value();
    BOOST_REQUIRE(found == other.find(data, piece).value());
    wrong += *std::lower_bound(starts.begin(), starts.end(), from) != from - 1 + found;
  }
  BOOST_TEST_MESSAGE("wrong guesses: " << wrong << " of 300");
  BOOST_TEST(wrong <= 3u);
}

BOOST_AUTO_TEST_SUITE_END()
