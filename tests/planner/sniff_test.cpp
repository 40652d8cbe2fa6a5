// SPDX-License-Identifier: Apache-2.0
#include "planner/sniff.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <ostream>

#include "gzip.hpp"
#include "sniffing.hpp"

namespace sniff {

using namespace dp;
using namespace dp::test;
namespace rows = boost::unit_test::data;

namespace {

struct Files : Sniffing {
  Result<planner::Sniffed> sniff() {
    const pipeline::FileText none("test", "");
    pipeline::Diagnostics diagnostics(none);
    return planner::sniff(pool, catalog, input::find_items(input, diagnostics).value());
  }
  std::string write(const std::string& name, const std::string& text) {
    input.files.push_back({folder.write(name, text), {}, {}});
    return input.files.back().text;
  }

  TemporaryFolder folder;
  pipeline::Input input;
};

struct Case {
  const char* name;
  const char* text;
  const char* reader;
  const char* options;
  const char* columns;
  friend std::ostream& operator<<(std::ostream& out, const Case& each) {
    return out << each.text;
  }
};

const Case kCases[] = {
    {"a", "id;v\n1;x\n", "csv", "delimiter: semicolon", "id: int, v: string"},
    // By its name, for its content says nothing.
    {"a.csv", "v\n1\n", "csv", "", "v: int"},
    {"a.TSV", "title\na\tb\n1\t2\n", "csv.tsv", "skip_lines: 1", "a: int, b: int"},
    {"a.txt", "v\n1\n", "lines", "", "line: string"},
    {"a", "{\"a\": 1}\n{\"a\": 2}\n", "json", "", "a: int"},
    {"a", "[{\"a\": true}]", "json", "", "a: bool"},
    {"a", "{\n\"n\": 1,\n\"rows\": [{\"a\": 1}, {\"a\": 2}, {\"a\": 3}]\n}\n", "json",
     "at: /rows", "a: int"},
    {"a", "{\n\"n\": 1,\n\"m\": \"x\"\n}\n", "json", "", "n: int, m: string"},
};

}  // namespace
}  // namespace sniff

BOOST_FIXTURE_TEST_SUITE(sniff, Files)

BOOST_DATA_TEST_CASE(the_reader_is_that_of_the_format, rows::make(kCases), each) {
  write(each.name, each.text);
  const auto found = sniff().value();
  BOOST_TEST(found.reader == each.reader);
  BOOST_TEST(options_of(found.options) == each.options);
  BOOST_TEST(columns_of(found.columns) == each.columns);
  BOOST_TEST(found.whole);
  BOOST_TEST(found.bytes == std::string(each.text).size());
}

BOOST_AUTO_TEST_CASE(an_access_log_is_read_by_weblog) {
  write("access.log", "h - - [01/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n");
  const auto found = sniff().value();
  BOOST_TEST(found.reader == "weblog");
  BOOST_TEST(found.options.empty());
  BOOST_TEST(!found.columns.empty());
}

BOOST_AUTO_TEST_CASE(records_of_xml_are_found_with_their_columns_or_their_text) {
  if (!std::filesystem::exists(std::string(DP_TEST_OWN_PLUGINS) + "/xml.so")) return;
  write("a", "<f><n>x</n><e id=\"1\"><t>a</t></e><e id=\"2\"><t>b</t></e></f>");
  auto found = sniff().value();
  BOOST_TEST(found.reader == "xml");
  BOOST_TEST(options_of(found.options) == "record: /f/e");
  BOOST_TEST(columns_of(found.columns) == "id: int, t: string");
  input.files.clear();
  write("b", "<f><e>x</e><e>y</e></f>");
  found = sniff().value();
  BOOST_TEST(options_of(found.options) == "record: /f/e");
  BOOST_TEST(columns_of(found.columns) == "text: string");
}

BOOST_AUTO_TEST_CASE(the_first_file_that_is_not_blank_is_looked_at_unpacked) {
  write("1.csv", "");
  write("2.csv", " \n");
  const auto third = write("3.csv.gz", gzip("a,b\n1,2\n"));
  const auto found = sniff().value();
  BOOST_TEST(found.item == third);
  BOOST_TEST(columns_of(found.columns) == "a: int, b: int");
}

BOOST_AUTO_TEST_CASE(of_a_long_file_the_beginning_is_looked_at) {
  std::string text = "a,b\n";
  while (text.size() < 100'000) text += "1,2\n";
  write("long.csv", text + "x,y\n");
  const auto found = sniff().value();
  BOOST_TEST(!found.whole);
  BOOST_TEST(found.bytes == 65536u);
  BOOST_TEST(columns_of(found.columns) == "a: int, b: int");
}

BOOST_AUTO_TEST_CASE(files_of_other_formats_are_told) {
  write("1.csv", "a,b\n1,2\n");
  write("2.csv", "a;b\n1;2\n");
  const auto json = write("3.json", "[{\"a\": 1}]");
  for (const char* name : {"4", "5", "6"}) write(name, "words\nand words\n");
  BOOST_TEST(
      sniff().value().remarks ==
          (Texts{json + " looks like a JSON array: sniff it by itself",
                 input.files[3].text + " looks like text: sniff it by itself",
                 input.files[4].text + " looks like text: sniff it by itself", "so do 1 more"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(all_columns_are_taken_where_files_have_others) {
  write("1.csv", "a,b\n1,2\n");
  write("2.csv", "b,a\n1,2\n");
  BOOST_TEST(options_of(sniff().value().options) == "");
  const auto third = write("3.csv", "a,c\n1,2\n");
  const auto found = sniff().value();
  BOOST_TEST(options_of(found.options) == "columns: union");
  BOOST_TEST(
      found.remarks == (Texts{third + " has other columns: union takes those of all files"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_no_reader_takes_is_refused_with_what_it_looks_like) {
  const auto path = write("a.png", "\x89PNG\r\n\x1a\n");
  BOOST_TEST(sniff().error().message ==
             path +
                 ": it looks like a PNG image, which no reader takes (dp list readers shows "
                 "those there are)");
}

BOOST_AUTO_TEST_CASE(archives_are_refused_by_their_names) {
  for (const auto& [bytes, name] : {std::pair{"7z\xbc\xaf\x27\x1c....", "a 7z archive"},
                                    {"Rar!\x1a\x07....", "a RAR archive"},
                                    {"\x1f\x9d\x90....", "data of compress (.Z)"}}) {
    const auto path = write("a", bytes);
    BOOST_TEST(sniff().error().message ==
               path + ": it looks like " + name + ", which is not read: unpack it");
    input.files.clear();
  }
}

BOOST_AUTO_TEST_CASE(of_blank_files_there_is_nothing_to_say) {
  write("a", "\n");
  const auto error = sniff().error();
  BOOST_TEST((error.code == Errc::not_found));
  BOOST_TEST(error.message == "there is nothing in the input but white space");
}

BOOST_AUTO_TEST_SUITE_END()
