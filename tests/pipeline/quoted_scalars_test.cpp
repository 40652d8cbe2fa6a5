// SPDX-License-Identifier: Apache-2.0
#include "pipeline/quoted_scalars.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

BOOST_AUTO_TEST_SUITE(quoted_scalars)

using namespace dp::pipeline;
using namespace std::string_literals;
namespace data = boost::unit_test::data;

namespace {

struct Sample {
  std::string raw;
  std::string text;
};
std::ostream& operator<<(std::ostream& out, const Sample& sample) { return out << sample.raw; }

const Sample kSamples[] = {
    {"''", ""},
    {"'it''s'", "it's"},
    {"'a\\nb'", "a\\nb"},
    {R"("\0\a\b\t\n\v\f\r\e")", "\0\a\b\t\n\v\f\r\x1b"s},
    {R"("\ \"\/\\\'")", " \"/\\'"},
    {R"("\N\_\L\P")", "\u0085\u00a0\u2028\u2029"},
    {R"("\x41\xe9\u20ac\U0001F600")", "A\u00e9\u20ac\U0001F600"},
    {R"("\ud83d\ude00 \uD800\uDC00 \udbff\udfff")", "\U0001F600 \U00010000 \U0010FFFF"},
    {R"("\\ud83d")", "\\ud83d"},
    {"'\\ud83d'", "\\ud83d"},
    {"'a\n  b'", "a b"},
    {"'a \t\n\t b'", "a b"},
    {"'a\n\n  b'", "a\nb"},
    {"'a\n\n\n    '", "a\n\n"},
    {"'a\n  '", "a "},
    {"'\n  a'", " a"},
    {"'  a  '", "  a  "},
    {"' \n '", " "},
    {"\"a\n\n\n    \"", "a\n\n"},
    {"\"a\r\n\r\n  b\"", "a\nb"},
    {"\"a \\\n   b\"", "a b"},
    {"\"a\\\n\n  b\"", "a\nb"},
    {"\"a\\t\n  b\"", "a\t b"},
    {"\"a\\ \n  b\"", "a  b"},
    {"\"a\n  \\  b\"", "a   b"},
    {"'a' == x", "a"},
    {"\"a\": 1", "a"},
};

std::string restored(std::string text, std::string_view raw) {
  restore_surrogates(text, raw);
  return text;
}

}  // namespace

BOOST_DATA_TEST_CASE(quotes_are_read_as_yaml_has_them, data::make(kSamples), sample) {
  const auto read = read_quoted(sample.raw);
  BOOST_TEST(read.text == sample.text);
  BOOST_TEST(read.half_length == 0u);
}

BOOST_AUTO_TEST_CASE(half_of_a_character_is_found) {
  for (const auto* raw : {R"("ab\ud83d")", R"("ab\ude00")", R"("ab\ud83d\n")",
                          R"("ab\ud83d\ud83d")", R"("ab\udc00\ud83d")", R"("ab\ud83dx")"}) {
    const auto read = read_quoted(raw);
    BOOST_TEST(read.half_at == 3u, raw);
    BOOST_TEST(read.half_length == 6u, raw);
  }
}

BOOST_AUTO_TEST_CASE(what_hides_a_surrogate_is_of_its_length) {
  BOOST_TEST(hide_surrogates(R"(a: "\ud83d\uDE00\ue000\u00d8")") ==
             R"(a: "\ue83d\ueE00\ue000\u00d8")");
  BOOST_TEST(hide_surrogates("\\u\\ud8\\ud8000") == "\\u\\ud8\\ue8000");
}

BOOST_AUTO_TEST_CASE(outside_of_quotes_an_escape_stays_as_it_is_written) {
  for (const auto* raw : {R"(a \ud83d b \ue83d c \uDbff)", R"(\ue83d\ud83d)", R"(\u\ud83d)"})
    BOOST_TEST(restored(hide_surrogates(raw), raw) == raw);
}

BOOST_AUTO_TEST_SUITE_END()
