// SPDX-License-Identifier: Apache-2.0
#include "pipeline/scalar_places.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(scalar_places)

using namespace dp::pipeline;

namespace {

/// "line:column+length".
std::string show(const Mark& mark) {
  return std::to_string(mark.line) + ":" + std::to_string(mark.column) + "+" +
         std::to_string(mark.length);
}

/// Where a scalar is that the library saw begin at byte `at`; "unterminated at" and where.
std::string scalar_at(const std::string& file, std::size_t at, std::string text, bool quoted) {
  const FileText source("f.yaml", file);
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  node.quoted = quoted;
  node.mark = source.mark(at);
  const auto place = place_of_scalar(source, node);
  return place ? show(*place) : "unterminated at " + show(node.mark);
}

std::string nothing_at(const std::string& file, std::size_t at) {
  const FileText source("f.yaml", file);
  return show(place_of_nothing(source, source.mark(at)));
}

}  // namespace

BOOST_AUTO_TEST_CASE(offsets_and_marks_go_together) {
  const FileText source("f.yaml", "a: b\nc: d\n");
  BOOST_TEST(offset_of(source, source.mark(8)) == 8U);
  BOOST_TEST(offset_of(source, Mark{99, 1, 1}) == source.text().size());
}

BOOST_AUTO_TEST_CASE(a_bare_scalar_is_as_long_as_its_text) {
  BOOST_TEST(scalar_at("a: bcd # why\n", 3, "bcd", false) == "1:4+3");
}

BOOST_AUTO_TEST_CASE(quotes_belong_to_a_scalar) {
  BOOST_TEST(scalar_at("a: 'b c' # why\n", 3, "b c", true) == "1:4+5");
  BOOST_TEST(scalar_at("a: 'it''s'\n", 3, "it's", true) == "1:4+7");
  BOOST_TEST(scalar_at("a: \"b\\\"c\"\n", 3, "b\"c", true) == "1:4+6");
}

BOOST_AUTO_TEST_CASE(a_scalar_of_several_lines_is_where_its_first_line_is) {
  BOOST_TEST(scalar_at("a: 'b\n  c'\n", 3, "b c", true) == "1:4+2");
  BOOST_TEST(scalar_at("a: |\n  b\n", 3, "b\n", true) == "1:4+1");
}

BOOST_AUTO_TEST_CASE(an_anchor_does_not_belong_to_its_scalar) {
  BOOST_TEST(scalar_at("a: &x bcd\n", 3, "bcd", false) == "1:7+3");
}

BOOST_AUTO_TEST_CASE(a_quote_must_be_terminated) {
  BOOST_TEST(scalar_at("a: 'b\n", 3, "b ", true) == "unterminated at 1:4+1");
  BOOST_TEST(scalar_at("a: &x \"b\\\"", 3, "b\"", true) == "unterminated at 1:7+1");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_left_out_is_at_the_sign_before_it) {
  BOOST_TEST(nothing_at("a:\nb: c\n", 3) == "1:2+1");
  BOOST_TEST(nothing_at("- \n- x\n", 3) == "1:1+1");
  BOOST_TEST(nothing_at("[a, ]\n", 4) == "1:3+1");
}

BOOST_AUTO_TEST_CASE(a_null_that_is_written_out_stays_where_it_is) {
  BOOST_TEST(nothing_at("a: ~\n", 3) == "1:4+1");
  BOOST_TEST(nothing_at("a: null\n", 3) == "1:4+1");
}

BOOST_AUTO_TEST_CASE(a_value_that_goes_on_past_its_quote_is_found) {
  const auto quote_at = [](std::string text, bool in_brackets) {
    const FileText source("f.yaml", std::move(text));
    const auto at = quote_that_value_passes(source, Mark{1, 1, 1}, in_brackets);
    return at == kNoQuote ? std::string("none") : std::to_string(at);
  };
  BOOST_TEST(quote_at("where: 'a' == s", false) == "9");
  BOOST_TEST(quote_at("- \"a\" == s", false) == "4");
  BOOST_TEST(quote_at("'a' == s", false) == "2");
  BOOST_TEST(quote_at("a: {b: 1, c: 'it''s' x}", true) == "19");
  BOOST_TEST(quote_at("a: ['b' c]", true) == "6");
  for (const char* sound :
       {"a: 'b'", "a: 'b'  # c", "'a': b", "a: f('b', c)", "a: 'b", "- 'a'\r"})
    BOOST_TEST(quote_at(sound, false) == "none", sound);
  for (const char* sound : {"a: {b: 'c', d: \"e\"}", "a: ['b', 'c']", "a: {'b': 1}"})
    BOOST_TEST(quote_at(sound, true) == "none", sound);
}

BOOST_AUTO_TEST_CASE(a_comment_in_a_quote_cuts_an_expression) {
  const auto is_cut = [](std::string text, std::string value) {
    const FileText source("f.yaml", std::move(text));
    Node node;
    node.kind = Node::Kind::scalar;
    node.mark = source.mark(3);
    node.text = std::move(value);
    return is_cut_by_comment(source, node);
  };
  BOOST_TEST(is_cut("a: x == 'b # c'\n", "x == 'b"));
  BOOST_TEST(is_cut("a: x == \"b\t# c\"\n", "x == \"b"));
  BOOST_TEST(!is_cut("a: x == 'b' # c\n", "x == 'b'"));
  BOOST_TEST(!is_cut("a: x == 'b\n", "x == 'b"));
  BOOST_TEST(!is_cut("a: x == 'b#c\n", "x == 'b#c"));
}

BOOST_AUTO_TEST_SUITE_END()
