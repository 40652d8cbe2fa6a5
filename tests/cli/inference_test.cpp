// SPDX-License-Identifier: Apache-2.0
// What readers infer from their input never loses or changes any of it.
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "dp_process.hpp"

namespace inference {
namespace {

namespace data = boost::unit_test::data;
using dp::test::TemporaryFolder;

/// A reader, and an input of two records for it.
struct Format {
  const char* use;
  std::string nothing;  ///< an input without records
  std::string records;
  friend std::ostream& operator<<(std::ostream& out, const Format& format) {
    return out << format.use << " after " << format.nothing;
  }
};

const char* const kPlain = "{use: csv}";
const char* const kBare = "{use: csv, with: {header: false, columns: [a, b]}}";
const char* const kXml = "{use: xml, with: {record: r}}";
const std::string kLines = "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n";
const std::string kElements = "<t><r><a>1</a><b>x</b></r><r><a>2</a><b>y</b></r></t>";

const Format kFormats[] = {
    {kPlain, "", "a,b\n1,x\n2,y\n"},
    {kPlain, "\n", "a,b\n1,x\n2,y\n"},
    {kPlain, "\xef\xbb\xbf", "a,b\n1,x\n2,y\n"},
    {kBare, "", "1,x\n2,y\n"},
    {kBare, "\r\n", "1,x\n2,y\n"},
    {"{use: json}", "", kLines},
    {"{use: json}", "\n\n", kLines},
    {"{use: json}", "[]", "[" + kLines.substr(0, 15) + "," + kLines.substr(16, 15) + "]"},
    {kXml, "", kElements},
    {kXml, "<t></t>", kElements}};

struct Fixture {
  /// Run the reader over a.in, b.in, ... with one more step.
  dp::test::Outcome run(const std::string& use, const std::string& step = "") {
    folder.write("run.yaml", "dp: 1\ninput: '*.in'\nmap: [" + use + step +
                                 "]\noutput: out.csv\nerrors: {rejects: rejects.ndjson}\n"
                                 "pool: {chunksize: 4KiB}\n");
    return dp::test::dp(folder, {"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS});
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace inference

BOOST_FIXTURE_TEST_SUITE(inference, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, columns_and_types_come_from_the_first_input_that_has_some,
                       data::make(kFormats), format) {
  folder.write("a.in", format.nothing);
  folder.write("b.in", format.nothing);
  folder.write("c.in", format.records);
  const auto outcome = run(format.use, ", {where: a > 1}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "a,b\n2,y\n");
}

BOOST_AUTO_TEST_CASE(a_member_without_a_name_gets_one_that_no_other_has) {
  folder.write("a.in", "{\"\":1,\"column1\":2}\n{\"\":3,\"column1\":4}\n");
  const auto outcome = run("{use: json}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "column2,column1\n1,2\n3,4\n");
}

BOOST_AUTO_TEST_CASE(objects_without_members_are_records_without_columns) {
  folder.write("a.in", "{}\n{}\n");
  folder.write("run.yaml", "dp: 1\ninput: a.in\nmap: [{use: json}]\n");
  const auto outcome = dp::test::dp(folder, {"run", "run.yaml", "-q"});
  BOOST_TEST(outcome.out == "{}\n{}\n", outcome.err);
  folder.write("a.in", "{}\n{\"a\":\"007\"}\n");
  BOOST_TEST(run("{use: json}").exit_code == 0);
  BOOST_TEST(folder.read("out.csv") == "a\n\"\"\n007\n");
}

BOOST_AUTO_TEST_CASE(a_first_input_of_a_header_alone_names_the_columns) {
  folder.write("a.in", "a,b\n");
  folder.write("b.in", "b,a\n007,x\n");
  BOOST_TEST(run(kPlain).exit_code == 0);
  BOOST_TEST(folder.read("out.csv") == "a,b\nx,007\n");
}

/// Records of which the first alone is longer than a sample, and what comes of them.
struct Long {
  const char* use;
  std::string text;
  std::string header;
  friend std::ostream& operator<<(std::ostream& out, const Long& long_one) {
    return out << long_one.use << ", " << long_one.header;
  }
};

const std::string kText(70'000, 'x');
const std::string kWide = [] {
  std::string line = "c0";
  for (int i = 1; i < 12'000; ++i) line += ",c" + std::to_string(i);
  return line;
}();
const std::string kObject = R"({"a":")" + kText + R"(","b":1})";

const Long kLong[] = {
    {"{use: csv, with: {header: false}}", kText + ",1\ny,2\n", "column1,column2"},
    {"{use: csv, with: {header: false, delimiter: auto}}", kText + ";1\ny;2\n",
     "column1,column2"},
    {kPlain, kWide + "\n" + kWide + "\n" + kWide + "\n", kWide},
    {kPlain, kWide + "\r" + kWide + "\r" + kWide + "\r", kWide},
    {"{use: json}", kObject + "\n{\"a\":\"y\",\"b\":2}\n", "a,b"},
    {"{use: json}", "[" + kObject + ", {\"a\":\"y\",\"b\":2}]", "a,b"},
    {"{use: json, with: {at: /m/r}}",
     R"({"n":")" + kText + R"(","m":{"r":[)" + kObject + R"(,{"a":"y","b":2}]}})", "a,b"},
    {kXml, "<t><r><a>" + kText + "</a><b>1</b></r><r><a>y</a><b>2</b></r></t>", "a,b"}};

BOOST_DATA_TEST_CASE_F(Fixture, a_first_record_may_be_longer_than_a_sample, data::make(kLong),
                       of) {
  folder.write("a.in", of.text);
  const auto outcome = run(of.use);
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  const auto rows = folder.read("out.csv");
  BOOST_TEST(rows.substr(0, rows.find('\n')) == of.header);
  BOOST_TEST(std::count(rows.begin(), rows.end(), '\n') == 3);
  folder.write("stream.yaml", "dp: 1\ninput: '-'\nmap: [" + std::string(of.use) +
                                  "]\noutput: streamed.csv\npool: {chunksize: 4KiB}\n");
  const auto streamed = "cd '" + folder.path() +
                        "' && cat a.in | '" DP_PROGRAM "' run stream.yaml -q --plugin-path " +
                        DP_TEST_PLUGINS;
  BOOST_TEST(std::system(streamed.c_str()) == 0);
  BOOST_TEST((folder.read("streamed.csv") == rows));
}

BOOST_AUTO_TEST_CASE(a_first_input_that_cannot_be_read_costs_that_input) {
  folder.write("a.in", "caf\xe9,b\n1,2\n");
  folder.write("b.in", "a,b\n1,x\n");
  const auto outcome = run(kPlain);
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "a,b\n1,x\n");
  BOOST_TEST(folder.read("rejects.ndjson").find("header: got byte 0xe9") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(blank_inputs_alone_give_no_records) {
  folder.write("a.in", "\n");
  const auto outcome = run("{use: csv, with: {header: false}}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "\n");
}

BOOST_AUTO_TEST_CASE(what_a_type_would_change_stays_text) {
  const std::string table =
      "zip,phone,id,size,flag,at,price\n"
      "02139,+15550001,9007199254740993,12E4,TRUE,2026-11-01T10:00:00+02:00,0.5\n"
      "90210,15550002,0.5,1,false,2026-11-01T10:00:00Z,12\n";
  folder.write("a.in", table);
  BOOST_TEST(run(kPlain).exit_code == 0);
  BOOST_TEST(folder.read("out.csv") == table);
}

BOOST_AUTO_TEST_CASE(what_comes_back_from_a_type_has_it) {
  folder.write("a.in", "i,f,b,d,t\n-7,2.5,true,2026-11-01,2026-11-01T10:00:00.250Z\n");
  const auto outcome = run(kPlain,
                           ", {where: i < 0 and f > 2 and b and year(d) == 2026 and "
                           "hour(t) == 10}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == folder.read("a.in"));
}

BOOST_AUTO_TEST_CASE(an_option_that_no_input_can_fit_is_a_mistake) {
  folder.write("a.in", "<t></t>");
  folder.write("b.in", "<t><q/></t>");
  const auto outcome = run(kXml);
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("run.yaml:3:33: error: xml: no such record with columns in the "
                              "first 7 bytes") != std::string::npos,
             outcome.err);
}

/// Inputs whose first 100 KB are like each other, and the last record is not.
struct Late {
  const char* use;
  std::string head, same, last, tail;
  std::string first_row, last_row;  ///< of the CSV that comes out, after its header
  std::string header;
  std::string note;  ///< {}: the place of the last record
  friend std::ostream& operator<<(std::ostream& out, const Late& late) {
    return out << late.use << " then " << late.last;
  }
};

const Late kLate[] = {{kPlain, "zip,n\n", "90210,1\n", "02139,2\n", "", "90210,1", "02139,2",
                       "zip,n", "column 'zip' is string, for {} has '02139'"},
                      {kPlain, "a\n", "1\n", "2.5\n", "", "1", "2.5", "a",
                       "column 'a' is float, for {} has '2.5'"},
                      {kPlain, "a\n", "1\n", "9007199254740993\n0.5\n", "", "1", "0.5", "a",
                       "column 'a' is decimal, for a.in:50002 has '0.5'"},
                      {kPlain, "a,b\n", "1,\n", "1,7\n", "", "1,", "1,7", "a,b",
                       "column 'b' is int, for {} has '7'"},
                      {kPlain, "d\n", "2026-11-01\n", "n/a\n", "", "2026-11-01", "n/a", "d",
                       "column 'd' is string, for {} has 'n/a'"},
                      {"{use: json}", "", "{\"a\":1}\n", "{\"a\":2,\"error\":\"x\"}\n", "",
                       "1,", "2,x", "a,error", "column 'error' comes from {} on"},
                      {"{use: json}", "", "{\"a\":true}\n", "{\"a\":\"true\"}\n", "", "true",
                       "true", "a", "column 'a' is json, for {} has 'true'"},
                      {"{use: json}", "[", "{\"a\":1},\n", "{\"a\":1E5}", "]", "1", "1E5", "a",
                       "column 'a' is json, for {} has '1E5'"},
                      {kXml, "<t>", "<r><a>5</a></r>\n", "<r><a> <b k='x'>7</b> </a></r>",
                       "</t>", "5,,", ",7,x", "a,a/b,a/b/@k", "column 'a/b' comes from {} on"},
                      {kXml, "<t>", "<r><a>5</a></r>\n", "<r><a> 5 </a></r>", "</t>", "5",
                       "\" 5 \"", "a", "column 'a' is string, for {} has ' 5 '"},
                      {kXml, "<t>", "<r><a><b>5</b></a></r>\n", "<r><a>t<b>6</b></a></r>",
                       "</t>", "5,\"\"", "6,t", "a/b,a", "column 'a' comes from {} on"},
                      {kXml, "<t>", "<r><a>1</a></r>\n", "<r b='x'><a>007</a></r>", "</t>",
                       "1,", "007,x", "a,b", "column 'a' is string, for {} has '007'"}};

/// An input of a late kind, and how many records it has.
std::pair<std::string, std::size_t> text_of(const Late& late) {
  std::string text = late.head;
  std::size_t records = 0;
  for (; text.size() < 100'000; ++records) text += late.same;
  return {text + late.last + late.tail, records};
}

BOOST_DATA_TEST_CASE_F(Fixture, what_later_records_refute_is_read_again_with_what_all_hold,
                       data::make(kLate), late) {
  const auto [text, records] = text_of(late);
  folder.write("a.in", text);
  folder.write("run.yaml",
               std::string("dp: 1\ninput: a.in\nmap: [") + late.use + "]\noutput: out.csv\n");
  const auto lines =
      std::count(text.begin(), text.end(), '\n') + (text.ends_with('\n') ? 0 : 1);
  auto note = late.note;
  if (const auto at = note.find("{}"); at != note.npos)
    note.replace(at, 2, "a.in:" + std::to_string(lines));
  std::string expected = late.header + "\n";
  for (std::size_t i = 0; i < records; ++i) expected += late.first_row + "\n";
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"2KiB", "auto"}) {
      const auto outcome =
          dp::test::dp(folder, {"run", "run.yaml", "-j", workers, "--chunksize", chunksize,
                                "--plugin-path", DP_TEST_PLUGINS});
      BOOST_TEST(outcome.exit_code == 0, outcome.err);
      BOOST_TEST(outcome.err.find(note) != std::string::npos, outcome.err << "\n" << note);
      const auto out = folder.read("out.csv");
      BOOST_TEST((out.starts_with(expected)));
      BOOST_TEST((out.ends_with(late.last_row + "\n")));
    }
}

BOOST_AUTO_TEST_CASE(a_later_input_refutes_as_a_later_record_does) {
  folder.write("a.in", "zip,n\n90210,1\n");
  folder.write("b.in", "zip,n\n02139,2\n");
  BOOST_TEST(run(kPlain).exit_code == 0);
  BOOST_TEST(folder.read("out.csv") == "zip,n\n90210,1\n02139,2\n");
}

BOOST_AUTO_TEST_CASE(records_on_standard_output_are_right_from_the_first_on) {
  folder.write("a.in", "zip\n90210\n");
  folder.write("b.in", "zip\n02139\n");
  folder.write("run.yaml", "dp: 1\ninput: '*.in'\nmap: [{use: csv}]\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "--plugin-path", DP_TEST_PLUGINS});
  BOOST_TEST(outcome.out == "{\"zip\":\"90210\"}\n{\"zip\":\"02139\"}\n");
}

BOOST_AUTO_TEST_CASE(a_pipeline_that_all_of_the_input_does_not_fit_writes_nothing) {
  folder.write("a.in", "price\n1.5\n");
  folder.write("b.in", "price\nn/a\n");
  folder.write("sums.csv", "as it was");
  folder.write("run.yaml",
               "dp: 1\ninput: '*.in'\nmap: [{use: csv}]\n"
               "reduce: {all: {with: {take: {n: sum(price)}}, to: sums.csv}}\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "--plugin-path", DP_TEST_PLUGINS});
  BOOST_TEST(outcome.exit_code == 1);
  BOOST_TEST(
      outcome.err.find("column 'price' is no float, for b.in:2 has 'n/a'") != std::string::npos,
      outcome.err);
  BOOST_TEST(outcome.err.find("run.yaml:4:") != std::string::npos, outcome.err);
  BOOST_TEST(folder.read("sums.csv") == "as it was");
}

/// A pipeline after its reader, and what it makes of a file that is but a header.
struct EmptyDay {
  const char* steps;
  const char* header;
  friend std::ostream& operator<<(std::ostream& out, const EmptyDay& day) {
    return out << day.steps;
  }
};

const EmptyDay kEmptyDays[] = {
    {", {where: amount > 0 and at >= timestamp('2026-01-01')}", "id,amount,at,ok"},
    {", {where: ok}, {derive: {double: amount * 2, y: year(at)}}", "id,amount,at,ok,double,y"},
    {", {rename: {sum: amount}}, {fill: {sum: 0}}, {where: sum + 1 > 0}", "id,sum,at,ok"},
    {", {unpivot: {columns: [id, amount], name: n, value: v}}, {where: v == ''}", "at,ok,n,v"},
    {", {join: {with: t.csv, on: id}}, {where: price > amount}", "id,amount,at,ok,price,gone"},
    {", {join: {with: t.csv, on: {amount: price}, take: {n: id, gone: gone}}}, {where: gone > "
     "n}",
     "id,amount,at,ok,n,gone"}};

BOOST_DATA_TEST_CASE_F(Fixture, a_file_without_records_is_right_for_any_pipeline,
                       data::make(kEmptyDays), day) {
  folder.write("a.in", "id,amount,at,ok\n");
  folder.write("t.csv", "id,price,gone\n1,2,\n");
  const auto outcome = run(kPlain, day.steps);
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == std::string(day.header) + "\n");
}

BOOST_AUTO_TEST_CASE(sums_of_a_file_without_records_have_no_rows) {
  folder.write("a.in", "name,amount\n");
  folder.write(
      "run.yaml",
      "dp: 1\ninput: a.in\nmap: [{use: csv}]\n"
      "reduce: {all: {with: {by: [name], take: {n: sum(amount), m: mean(amount / 2)}}, "
      "to: sums.csv}}\n");
  const auto outcome =
      dp::test::dp(folder, {"run", "run.yaml", "--plugin-path", DP_TEST_PLUGINS});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("sums.csv") == "name,n,m\n");
}

BOOST_AUTO_TEST_CASE(records_join_with_a_table_without_rows) {
  folder.write("a.in", "id\n1\n2\n");
  folder.write("t.csv", "id,price\n");
  const auto outcome =
      run(kPlain, ", {join: {with: t.csv, on: id}}, {where: price > 0 or price is null}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "id,price\n1,\n2,\n");
}

BOOST_AUTO_TEST_CASE(a_column_without_values_has_the_type_that_the_pipeline_needs) {
  folder.write("a.in", "id,discount\n1,\n2,\"\"\n");
  const auto outcome = run(kPlain, ", {where: 'id - coalesce(discount, 0) > 1'}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "id,discount\n2,\n");
}

BOOST_AUTO_TEST_CASE(a_value_that_comes_after_all_tells_the_type_of_its_column) {
  folder.write("a.in", "id,amount\n");
  folder.write("b.in", "id,amount\n1,\n2,1.5\n3,-1\n");
  const auto outcome = run(kPlain, ", {where: amount > 0}");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "id,amount\n2,1.5\n");
  folder.write("b.in", "id,amount\n2,n/a\n");
  BOOST_TEST(run(kPlain, ", {where: amount > 0}").exit_code == 1);
}

BOOST_AUTO_TEST_CASE(a_blank_input_has_the_columns_that_types_name) {
  folder.write("a.in", "\n");
  const auto outcome = run(kPlain, ", {where: amount > 0}");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("the input is blank, so it has no columns") != std::string::npos,
             outcome.err);
  BOOST_TEST(outcome.err.find("types: {amount: int}") != std::string::npos, outcome.err);
  BOOST_TEST(
      run("{use: csv, with: {types: {amount: int}}}", ", {where: amount > 0}").exit_code == 0);
  BOOST_TEST(folder.read("out.csv") == "amount\n");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_of_any_type_is_wrong_without_values_too) {
  folder.write("a.in", "amount\n");
  const auto outcome = run(kPlain, ", {where: amount > 0 and lower(amount) == 'x'}");
  BOOST_TEST(outcome.exit_code == 2, outcome.err);
}

BOOST_AUTO_TEST_CASE(types_that_are_given_reject_what_does_not_fit) {
  folder.write("a.in", "price\n1.5\n");
  folder.write("b.in", "price\nn/a\n");
  const auto outcome = run("{use: csv, with: {types: {price: float}}}");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "price\n1.5\n");
}

BOOST_AUTO_TEST_SUITE_END()
