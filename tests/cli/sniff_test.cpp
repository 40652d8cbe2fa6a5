// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

namespace sniff {
namespace {

struct Fixture {
  dp::test::Outcome sniff(std::vector<std::string> more, const std::string& input = {}) const {
    more.insert(more.begin(), "sniff");
    return dp::test::dp(folder, more, input);
  }
  /// What the pipeline gives that sniff prints.
  std::string records(const std::vector<std::string>& files) const {
    const auto printed = sniff(files);
    BOOST_REQUIRE_MESSAGE(printed.exit_code == 0, printed.err);
    folder.write("sniffed.yaml", printed.out);
    const auto outcome = dp::test::dp(folder, {"run", "sniffed.yaml"});
    BOOST_TEST(outcome.exit_code == 0, outcome.err << printed.out);
    return outcome.out;
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace sniff

BOOST_FIXTURE_TEST_SUITE(sniff, Fixture)

BOOST_AUTO_TEST_CASE(what_is_found_is_printed_as_a_pipeline_file) {
  folder.write("orders.csv", "id;item, if any;price\n1;shelf;1,5\n2;desk;NA\n");
  const auto outcome = sniff({"orders.csv"});
  BOOST_TEST(outcome.exit_code == 0);
  BOOST_TEST(outcome.err == "");
  BOOST_TEST(
      outcome.out ==
      "# Written by dp sniff, by all of orders.csv.\n"
      "# Note: the options below make numbers of price; types: {NAME: string} keeps the text "
      "of one that is none.\n"
      "# Note: the texts [\"\", NA] are nulls in all columns, also in those of text.\n"
      "dp: 1\n"
      "input: orders.csv\n"
      "map:\n"
      "  - use: csv\n"
      "    with:\n"
      "      delimiter: semicolon\n"
      "      decimal_comma: true\n"
      "      null_text: [\"\", NA]\n"
      "      # Inferred, and held against all of the data by each run. Given, a type "
      "rejects what does not fit:\n"
      "      # types:\n"
      "      #   id: int\n"
      "      #   \"item, if any\": string\n"
      "      #   price: float\n"
      "output: \"-\"\n");
  BOOST_TEST(records({"orders.csv"}) ==
             "{\"id\":1,\"item, if any\":\"shelf\",\"price\":1.5}\n"
             "{\"id\":2,\"item, if any\":\"desk\",\"price\":null}\n");
}

BOOST_AUTO_TEST_CASE(the_types_can_be_taken_out_of_their_comment) {
  folder.write("a.json", "[{\"a\": 1, \"b c\": \"x\"}]");
  folder.write("b.csv", "a;b c\n1;x\n");
  for (const char* file : {"a.json", "b.csv"}) {
    auto text = sniff({file}).out;
    // The sentence goes, the rest loses its sign.
    const auto sentence = text.find("Inferred");
    text.erase(sentence, text.find('\n', sentence) - sentence);
    for (auto at = text.find("# ", 3); at != std::string::npos; at = text.find("# ", at))
      text.erase(at, 2);
    folder.write("typed.yaml", text);
    const auto outcome = dp::test::dp(folder, {"run", "typed.yaml"});
    BOOST_TEST(outcome.exit_code == 0, outcome.err << text);
    BOOST_TEST(outcome.out == "{\"a\":1,\"b c\":\"x\"}\n");
    BOOST_TEST(text.find("types:\n") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(columns_without_types_are_listed) {
  folder.write("notes.txt", "one\ntwo\n");
  BOOST_TEST(sniff({"notes.txt"}).out ==
             "# Written by dp sniff, by all of notes.txt.\n"
             "dp: 1\n"
             "input: notes.txt\n"
             "map:\n"
             "  - use: lines\n"
             "    # Its columns:\n"
             "    #   line: string\n"
             "output: \"-\"\n");
}

BOOST_AUTO_TEST_CASE(several_files_are_one_input_and_odd_ones_are_told) {
  folder.write("a 1.csv", "x,y\n1,2\n");
  folder.write("b.csv", "x,y\n3,4\n");
  folder.write("c.json", "[1]");
  BOOST_TEST(records({"b.csv", "a 1.csv"}) == "{\"x\":1,\"y\":2}\n{\"x\":3,\"y\":4}\n");
  const auto outcome = sniff({"*.csv", "c.json"});
  BOOST_TEST(
      outcome.out.starts_with("# Written by dp sniff, by all of a 1.csv, one of 3 files.\n"
                              "# Note: c.json looks like a JSON array: sniff it by itself.\n"
                              "dp: 1\n"
                              "input: [\"*.csv\", c.json]\n"),
      outcome.out);
}

BOOST_AUTO_TEST_CASE(a_file_is_read_as_it_is_called) {
  for (const char* name : {"a[1].csv", "${b}.csv", "c: d.csv", "true"}) {
    folder.write(name, "x,y\n1,2\n");
    BOOST_TEST(records({name}) == "{\"x\":1,\"y\":2}\n", name);
  }
}

BOOST_AUTO_TEST_CASE(standard_input_is_looked_at_too) {
  const auto outcome = sniff({"-"}, "a\tb\n1\t2\n");
  BOOST_TEST(outcome.out.find("input: \"-\"\nmap:\n  - use: csv.tsv\n") != std::string::npos,
             outcome.out << outcome.err);
  BOOST_TEST(sniff({"-", "a.csv"}).err ==
             "dp: error: dp sniff: - is standard input, which has no other files beside it\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sniffed_is_an_error) {
  const auto none = sniff({});
  BOOST_TEST(none.exit_code == 2);
  BOOST_TEST(none.err == "dp: error: dp sniff needs files: dp sniff FILE...\n");
  const auto missing = sniff({"nowhere.csv"});
  BOOST_TEST(missing.exit_code == 2);
  BOOST_TEST(missing.err == "dp: error: dp sniff: no such file or folder: 'nowhere.csv'\n");
  folder.write("empty.csv", "");
  const auto empty = sniff({"empty.csv"});
  BOOST_TEST(empty.exit_code == 2);
  BOOST_TEST(empty.err == "dp: error: there is nothing in the input but white space\n");
  BOOST_TEST(empty.out == "");
}

BOOST_AUTO_TEST_CASE(text_in_another_encoding_is_read_with_it) {
  folder.write("l.csv", "name;n\ncaf\xe9;1\nplain;2\n");
  BOOST_TEST(sniff({"l.csv"}).out.find("input: {files: l.csv, encoding: windows-1252}\n") !=
             std::string::npos);
  BOOST_TEST(records({"l.csv"}) ==
             "{\"name\":\"caf\xc3\xa9\",\"n\":1}\n{\"name\":\"plain\",\"n\":2}\n");
  const std::string wide(
      "\xff\xfe"
      "a\0,\0b\0\n\0"
      "1\0,\0"
      "2\0\n\0",
      18);
  folder.write("w.csv", wide);
  BOOST_TEST(sniff({"w.csv"}).out.find("# Note: it is in utf-16le, which dp sees by itself.\n"
                                       "dp: 1\ninput: w.csv\n") != std::string::npos);
  BOOST_TEST(records({"w.csv"}) == "{\"a\":1,\"b\":2}\n");
  folder.write("n.csv", wide.substr(2));
  BOOST_TEST(records({"n.csv"}) == "{\"a\":1,\"b\":2}\n");
}

BOOST_AUTO_TEST_CASE(lines_that_end_in_cr_alone_are_lines) {
  folder.write("cr.csv", "a,b\r1,2\r3,4\r");
  BOOST_TEST(records({"cr.csv"}) == "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n");
}

BOOST_AUTO_TEST_CASE(why_nothing_can_be_read_is_told) {
  folder.write("a.zip", "PK\x03\x04 and more");
  BOOST_TEST(
      sniff({"a.zip"}).err ==
      "dp: error: a.zip: is a zip archive, which is not read; unpack it, or compress its "
      "files with gzip, zstd, bzip2 or xz\n");
  folder.write("a.gz", "\x1f\x8b\x08");
  BOOST_TEST(
      sniff({"a.gz"}).err ==
      "dp: error: a.gz: the compressed data is cut short: at byte 3 of the file, after 0 "
      "bytes of its data\n");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_utf8_is_found_by_a_glob) {
  folder.write("caf\xe9[1].csv", "a,b\n1,2\n");
  BOOST_TEST(sniff({"caf\xe9[1].csv"}).out.find("input: \"caf?\\\\[1\\\\].csv\"\n") !=
                 std::string::npos,
             sniff({"caf\xe9[1].csv"}).out);
  BOOST_TEST(records({"caf\xe9[1].csv"}) == "{\"a\":1,\"b\":2}\n");
}

BOOST_AUTO_TEST_SUITE_END()
