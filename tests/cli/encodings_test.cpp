// SPDX-License-Identifier: Apache-2.0
// Inputs in other encodings than UTF-8.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"
#include "gzip.hpp"

namespace encodings {
namespace {

using namespace std::string_literals;

struct Fixture {
  /// Run a pipeline whose input has these keys beside its file, "item".
  dp::test::Outcome run(const std::string& bytes, const std::string& keys,
                        const std::string& rest, const std::string& chunksize = "auto") {
    folder.write("item", bytes);
    folder.write("run.yaml", "dp: 1\ninput: {files: item" + keys + "}\n" + rest +
                                 "\nerrors: {rejects: rejects.ndjson}\npool: {chunksize: " +
                                 chunksize + "}\n");
    return dp::test::dp(folder, {"run", "-q", "-j", "2", "run.yaml"});
  }
  std::string rejects() const { return folder.read("rejects.ndjson"); }
  /// Bytes as iconv(1) makes them of UTF-8.
  std::string in(const std::string& encoding, const std::string& text) {
    folder.write("utf8", text);
    const auto command = "iconv -f UTF-8 -t " + encoding + " '" + folder.path("utf8") +
                         "' > '" + folder.path("converted") + "'";
    BOOST_REQUIRE(std::system(command.c_str()) == 0);
    return folder.read("converted");
  }
  dp::test::TemporaryFolder folder;
};

const std::string kCsv = "map: [{use: csv}]\noutput: {use: csv, with: {path: '-'}}";
const std::string kLines = "map: [{use: lines}, {derive: {at: offset()}}]\noutput: '-'";

}  // namespace
}  // namespace encodings

BOOST_FIXTURE_TEST_SUITE(encodings, Fixture)

BOOST_AUTO_TEST_CASE(text_is_read_alike_in_any_encoding_and_cut_anywhere) {
  struct Case {
    std::string encoding, text;
  };
  const std::string western = "name,n\ncaf\xc3\xa9,1\n\"a\nb\",2\n\xc3\xbc\xc3\xbc,3\nend,4\n";
  const std::string eastern =
      "name,n\n\xe6\x97\xa5\xe6\x9c\xac,1\n\"\xe8\xa1\xa8\nb\",2\nend,3\n";
  const Case cases[] = {{"iso-8859-1", western},
                        {"windows-1252", western},
                        {"utf-16le", western},
                        {"utf-16be", western},
                        {"utf-32le", eastern},
                        {"utf-16le", eastern},
                        {"shift_jis", eastern},
                        {"gb18030", eastern},
                        {"euc-jp", eastern},
                        {"big5", "name,n\n\xe8\xa1\xa8,1\n\xe8\xa1\xa8\xe8\xa1\xa8,2\n"}};
  for (const auto& each : cases)
    for (const std::string chunksize : {"auto", "1B", "2B", "3B", "7B", "20B"}) {
      const auto outcome =
          run(in(each.encoding, each.text), ", encoding: " + each.encoding, kCsv, chunksize);
      BOOST_TEST(outcome.exit_code == 0, outcome.err << each.encoding);
      BOOST_TEST(outcome.out == each.text, each.encoding << chunksize);
    }
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_tells_by_itself) {
  const std::string text =
      "\xef\xbb\xbf"
      "a,b\n1,\xe2\x82\xac\n";
  for (const std::string encoding : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-8"})
    for (const std::string keys : {"", ", encoding: windows-1252"})
      for (const bool packed : {false, true}) {
        const auto bytes = in(encoding, text);
        const auto outcome = run(packed ? dp::test::gzip(bytes) : bytes, keys, kCsv);
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == "a,b\n1,\xe2\x82\xac\n", encoding);
      }
}

BOOST_AUTO_TEST_CASE(offsets_are_those_of_the_file) {
  BOOST_TEST(run("\xe9\n\x80\nb\n", ", encoding: windows-1252", kLines).out ==
             "{\"line\":\"\xc3\xa9\",\"at\":0}\n{\"line\":\"\xe2\x82\xac\",\"at\":2}\n"
             "{\"line\":\"b\",\"at\":4}\n");
  BOOST_TEST(run("\xff\xfe"
                 "a\0\n\0b\0\n\0"s,
                 "", kLines, "1B")
                 .out ==
             "{\"line\":\"\xef\xbb\xbf"
             "a\",\"at\":0}\n{\"line\":\"b\",\"at\":6}\n");
}

BOOST_AUTO_TEST_CASE(rejects_are_bytes_of_the_file_at_places_of_the_file) {
  const auto csv = "map: [{use: csv, with: {types: {n: int}}}]\noutput: '-'"s;
  const auto outcome =
      run("name,n\n\xe9,1\n\xe9,x\n\xe9\x80,y\n", ", encoding: windows-1252", csv);
  BOOST_TEST(outcome.out == "{\"name\":\"\xc3\xa9\",\"n\":1}\n");
  BOOST_TEST(rejects() ==
             "{\"file\":\"item\",\"line\":3,\"offset\":11,\"reason\":\"column 'n': got 'x', "
             "expected int\",\"raw_base64\":\"6Sx4\"}\n"
             "{\"file\":\"item\",\"line\":4,\"offset\":15,\"reason\":\"column 'n': got 'y', "
             "expected int\",\"raw_base64\":\"6YAseQ==\"}\n");
  const auto wide =
      run("\xff\xfe"
          "n\0\n\0"
          "1\0\n\0x\0\n\0"s,
          "", csv + "\n", "3B");
  BOOST_TEST(wide.out == "{\"n\":1}\n");
  BOOST_TEST(rejects() ==
             "{\"file\":\"item\",\"line\":3,\"offset\":10,\"reason\":\"column 'n': got "
             "'x', expected int\",\"raw\":\"x\\u0000\"}\n");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_cost_their_record) {
  for (const auto& [reader, out] :
       {std::pair{"lines"s, "{\"line\":\"a\"}\n{\"line\":\"b\"}\n"s},
        std::pair{"csv, with: {header: false}"s,
                  "{\"column1\":\"a\"}\n{\"column1\":\"b\"}\n"s}}) {
    const auto outcome = run("a\nx\x81y\nb\n", ", encoding: windows-1252",
                             "map: [{use: " + reader + "}]\noutput: '-'");
    BOOST_TEST(outcome.out == out);
    BOOST_TEST(
        rejects() ==
        "{\"file\":\"item\",\"line\":2,\"offset\":2,\"reason\":\"got byte 0x81 at byte 3, "
        "expected windows-1252\",\"raw_base64\":\"eIF5\"}\n");
  }
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_may_be_replaced_or_kept) {
  const auto lines = "map: [{use: lines}]\noutput: '-'"s;
  const auto bytes = "x\x81y\xe9\n"s;
  BOOST_TEST(run(bytes, ", encoding: windows-1252, bad_bytes: replace", lines).out ==
             "{\"line\":\"x\xef\xbf\xbdy\xc3\xa9\"}\n");
  BOOST_TEST(run(bytes, ", encoding: windows-1252, bad_bytes: keep", lines).out ==
             "{\"line\":\"x\xc2\x81y\xc3\xa9\"}\n");
  BOOST_TEST(run(bytes, ", bad_bytes: keep", lines).out ==
             "{\"line\":\"x\xc2\x81y\xc3\xa9\"}\n");
  BOOST_TEST(run("caf\xe9 \xc3\xa9\n", ", bad_bytes: replace", lines).out ==
             "{\"line\":\"caf\xef\xbf\xbd \xc3\xa9\"}\n");
}

BOOST_AUTO_TEST_CASE(standard_input_is_decoded_as_it_comes) {
  folder.write("run.yaml", "dp: 1\ninput: {files: '-', encoding: latin1}\n" + kLines + "\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "-q", "run.yaml"}, "\xe9\nb\n").out ==
             "{\"line\":\"\xc3\xa9\",\"at\":0}\n{\"line\":\"b\",\"at\":2}\n");
  folder.write("marked.yaml", "dp: 1\ninput: '-'\n" + kCsv + "\n");
  folder.write("wide.csv", in("UTF-16LE",
                              "\xef\xbb\xbf"
                              "a,b\n1,\xe2\x82\xac\n2,c\n"));
  folder.write("script",
               "cd '" + folder.path() +
                   "'\n(head -c 3 wide.csv; sleep 0.2; tail -c +4 wide.csv) | '" DP_PROGRAM
                   "' run -q marked.yaml > out 2>&1\n");
  BOOST_REQUIRE(std::system(("bash '" + folder.path("script") + "'").c_str()) != -1);
  BOOST_TEST(folder.read("out") == "a,b\n1,\xe2\x82\xac\n2,c\n");
}

BOOST_AUTO_TEST_CASE(xml_may_be_in_what_its_declaration_names) {
  const auto xml =
      "map: [{use: xml, with: {record: a}}]\noutput: {use: csv, with: {path: '-'}}"s;
  const auto bytes =
      "<?xml version=\"1.0\" encoding=\"windows-1252\"?><r><a><b>\x80</b></a></r>"s;
  BOOST_TEST(run(bytes, "", xml).out == "b\n\xe2\x82\xac\n");
  BOOST_TEST(run("<r><a><b>\xe9</b></a></r>", ", encoding: latin1", xml).out ==
             "b\n\xc3\xa9\n");
  BOOST_TEST(run(in("UTF-16LE",
                    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-16\"?><r><a><b>"
                    "\xe2\x82\xac</b></a></r>"),
                 "", xml)
                 .out == "b\n\xe2\x82\xac\n");
}

BOOST_AUTO_TEST_CASE(json_documents_and_lines_are_decoded) {
  const auto json = "map: [{use: json}]\noutput: {use: csv, with: {path: '-'}}"s;
  for (const std::string text : {"{\"a\":\"\xc3\xa9\"}\n{\"a\":\"\xc3\xbc\"}\n",
                                 "[{\"a\":\"\xc3\xa9\"},{\"a\":\"\xc3\xbc\"}]"})
    for (const std::string encoding : {"iso-8859-1", "utf-16le", "gb18030"})
      BOOST_TEST(run(in(encoding, text), ", encoding: " + encoding, json).out ==
                 "a\n\xc3\xa9\n\xc3\xbc\n");
  const auto whole = "map: [{use: json, with: {layout: document}}]\noutput: '-'"s;
  BOOST_TEST(
      run(in("utf-16be", "{\"a\": \"\xe2\x82\xac\"}"), ", encoding: utf-16be", whole).out ==
      "{\"a\":\"\xe2\x82\xac\"}\n");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_none_is_found_by_validate) {
  folder.write("item", "a\n");
  folder.write("run.yaml",
               "dp: 1\ninput: {files: item, encoding: windos-1252}\nmap: [{use: lines}]\n");
  for (const bool without_data : {false, true}) {
    std::vector<std::string> words = {"validate", "run.yaml"};
    if (without_data) words.push_back("--without-data");
    const auto outcome = dp::test::dp(folder, words);
    BOOST_TEST(outcome.exit_code == 2);
    BOOST_TEST(
        outcome.err.find("run.yaml:2:32: error: input.encoding: no encoding 'windos-1252' is "
                         "known, did you mean 'windows-1252'?") != std::string::npos,
        outcome.err);
  }
  folder.write("run.yaml", "dp: 1\ninput: {range: 3, encoding: latin1}\nmap: []\n");
  BOOST_TEST(dp::test::dp(folder, {"validate", "run.yaml"})
                 .err.find("input: 'encoding' needs files") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_long_file_learns_late_stands_at_its_line) {
  std::string text = "zip;city\n";
  while (text.size() < 100'000) text += "90210;\xe4\xf6\xfc\n";
  text += "02139;x\n";
  const auto outcome = [&] {
    folder.write("item", text);
    folder.write("run.yaml",
                 "dp: 1\ninput: {files: item, encoding: latin1}\nmap: [{use: csv, with: "
                 "{delimiter: semicolon}}]\noutput: out.csv\n");
    return dp::test::dp(folder, {"run", "run.yaml"});
  }();
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  BOOST_TEST(outcome.err.find("column 'zip' is string, for item:" + std::to_string(lines) +
                              " has '02139'") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(the_file_of_a_test_is_in_the_encoding_and_its_text_is_not) {
  folder.write("given", "caf\xe9\n");
  folder.write("run.yaml",
               "dp: 1\ninput: {files: given, encoding: latin1}\nmap: [{use: lines}]\ntests:\n"
               "  - {given: {file: given}, expect: {line: caf\xc3\xa9}}\n"
               "  - {given: \"caf\xc3\xa9\", expect: {line: caf\xc3\xa9}}\n");
  BOOST_TEST(dp::test::dp(folder, {"test", "run.yaml"}).err ==
             "run.yaml: 2 of 2 tests passed\n");
}

BOOST_AUTO_TEST_SUITE_END()
