// SPDX-License-Identifier: Apache-2.0
#include "csv/record.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(csv_record)

namespace csv = dp::csv;
using csv::Outcome;
using Texts = std::vector<std::string>;

namespace {

/// A record that keeps all its fields.
struct Read {
  explicit Read(std::string_view text, std::size_t begin = 0, bool final = true,
                const csv::Dialect& dialect = {}) {
    record.kept = 50;
    outcome = csv::read_record(text.data(), begin, text.size(), final, dialect, record);
    if (outcome != Outcome::record) return;
    for (std::size_t i = 0; i < record.count; ++i) {
      fields.emplace_back();
      csv::append_text(fields.back(), record.fields[i], text.data(), dialect);
    }
  }
  csv::Record record;
  Outcome outcome;
  Texts fields;
};

}  // namespace

BOOST_AUTO_TEST_CASE(fields_are_bare_or_quoted) {
  const Read read("a,\"b \"\"x\"\", c\n\",,d\"e\r\nnext\n");
  BOOST_TEST((read.outcome == Outcome::record));
  BOOST_TEST(read.fields == (Texts{"a", "b \"x\", c\n", "", "d\"e"}),
             boost::test_tools::per_element());
  BOOST_TEST(read.record.next == 22u);
  BOOST_TEST(read.record.fields[1].quoted);
  BOOST_TEST(read.record.fields[1].doubled);
  BOOST_TEST(!read.record.fields[3].quoted);
}

BOOST_AUTO_TEST_CASE(more_fields_are_counted_than_are_kept) {
  csv::Record record;
  record.kept = 1;
  const std::string_view text = "a,b,c\n";
  BOOST_TEST(
      (csv::read_record(text.data(), 0, text.size(), true, {}, record) == Outcome::record));
  BOOST_TEST(record.count == 3u);
  BOOST_TEST(record.fields[0].text(text.data()) == "a");
}

BOOST_AUTO_TEST_CASE(a_blank_line_is_a_line_end_alone) {
  BOOST_TEST((Read("\nx\n").outcome == Outcome::blank));
  BOOST_TEST((Read("\r\nx\n").outcome == Outcome::blank));
  BOOST_TEST(Read("\r\nx\n").record.next == 2u);
  BOOST_TEST((Read(" \n").outcome == Outcome::record));
}

BOOST_AUTO_TEST_CASE(the_last_record_need_not_end_once_the_text_is_final) {
  for (const char* text : {"a,b", "a,\"b", "a,\"b\"", "a,\"b\"\r", "a", "\r"}) {
    BOOST_TEST((Read(text, 0, false).outcome == Outcome::cut), text);
    BOOST_TEST((Read(text).outcome != Outcome::cut), text);
  }
  BOOST_TEST(Read("a,b\r").fields == (Texts{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(wrong_quotes_cost_their_line_and_say_where_they_are) {
  const Read text_after("a,\"b\"c,d\ne\n");
  BOOST_TEST((text_after.outcome == Outcome::malformed));
  BOOST_TEST(text_after.record.count == 1u);
  BOOST_TEST(text_after.record.wrong == 5u);
  BOOST_TEST(text_after.record.next == 9u);
  const Read unterminated("a,\"b\nc\nd\n");
  BOOST_TEST((unterminated.outcome == Outcome::malformed));
  BOOST_TEST(unterminated.record.wrong == 9u);
  BOOST_TEST(unterminated.record.next == 5u);
}

BOOST_AUTO_TEST_CASE(a_dialect_has_its_own_marks) {
  const csv::Dialect single{';', '\'', true};
  BOOST_TEST(Read("a;'b;''c';\"d\n", 0, true, single).fields == (Texts{"a", "b;'c", "\"d"}),
             boost::test_tools::per_element());
  const csv::Dialect none{',', '"', false};
  BOOST_TEST(Read("\"a,b\"\n", 0, true, none).fields == (Texts{"\"a", "b\""}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_field_is_the_same_between_its_marks) {
  const std::string_view text = "\"a\"\"b\"\r\n";
  const auto field = csv::field_between(text.data(), 0, 7, {});
  BOOST_TEST(field.text(text.data()) == "a\"\"b");
  BOOST_TEST(field.quoted);
  BOOST_TEST(field.doubled);
  const auto bare = csv::field_between("ab,c\n", 3, 4, {});
  BOOST_TEST(bare.text("ab,c\n") == "c");
  BOOST_TEST(!bare.quoted);
}

BOOST_AUTO_TEST_CASE(spaces_around_a_quoted_field_are_no_part_of_it) {
  BOOST_TEST(Read("a, \"b, c\" ,d\n").fields == (Texts{"a", "b, c", "d"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read(" \t\"a\"\t \r\n").fields == Texts{"a"}, boost::test_tools::per_element());
  BOOST_TEST(Read("\"a\" ").fields == Texts{"a"}, boost::test_tools::per_element());
  const Read doubled(" \"a \"\"b\"\"\" ,c\n");
  BOOST_TEST(doubled.fields == (Texts{"a \"b\"", "c"}), boost::test_tools::per_element());
  // What separates fields is no space.
  const csv::Dialect tab{'\t', '"', true};
  BOOST_TEST(Read("\t\"a\"\t\n", 0, true, tab).fields == (Texts{"", "a", ""}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(after_spaces_a_quote_is_text_unless_the_whole_field_is_quoted) {
  BOOST_TEST(Read("a, \"b\" c,d\n").fields == (Texts{"a", " \"b\" c", "d"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("a, 5\",6\n").fields == (Texts{"a", " 5\"", "6"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("a, \"b,c\n").fields == (Texts{"a", " \"b", "c"}),
             boost::test_tools::per_element());
  BOOST_TEST((Read("a, \"b,c\n", 0, false).outcome == Outcome::cut));
  for (const char* text : {"a, \"b\"", "a, \"b\" ", "a,\"b\" ", "a,\"b\" \r"})
    BOOST_TEST((Read(text, 0, false).outcome == Outcome::cut), text);
  const Read wrong("a,\"b\"  c\nd\n");
  BOOST_TEST((wrong.outcome == Outcome::malformed));
  BOOST_TEST(wrong.record.wrong == 7u);
}

BOOST_AUTO_TEST_CASE(lines_end_in_lf_and_where_the_dialect_says_in_cr_too) {
  const std::string_view text = "a\rb\r\nc\r";
  csv::Dialect any;
  any.cr_ends = true;
  BOOST_TEST(csv::line_end(text.data(), 0, text.size(), false, {}).value() == 5u);
  BOOST_TEST(csv::line_end(text.data(), 0, text.size(), false, any).value() == 2u);
  BOOST_TEST(csv::line_end(text.data(), 2, text.size(), false, any).value() == 5u);
  BOOST_TEST(!csv::line_end(text.data(), 5, text.size(), false, any).has_value());
  BOOST_TEST(csv::line_end(text.data(), 5, text.size(), true, any).value() == 7u);
  BOOST_TEST(csv::lines_in(text, {}) == 2u);
  BOOST_TEST(csv::lines_in(text, any) == 3u);
}

BOOST_AUTO_TEST_CASE(a_comment_is_a_line_that_is_passed_over) {
  const csv::Dialect dialect{',', '"', true, '#'};
  const Read comment("#a,\"b\nc\n", 0, true, dialect);
  BOOST_TEST((comment.outcome == Outcome::blank));
  BOOST_TEST(comment.record.next == 6u);
  BOOST_TEST((Read("#a", 0, false, dialect).outcome == Outcome::cut));
  BOOST_TEST((Read("#a", 0, true, dialect).outcome == Outcome::blank));
  BOOST_TEST(Read("a,#b\n", 0, true, dialect).fields == (Texts{"a", "#b"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("#a\n").fields == Texts{"#a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
