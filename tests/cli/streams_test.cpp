// SPDX-License-Identifier: Apache-2.0
// Standard streams, descriptors, FIFOs and <(...) as inputs and outputs.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"

namespace streams {
namespace {

struct Fixture {
  Fixture() {
    folder.write("in.txt", "a\nb\na\n");
    folder.write("count.yaml",
                 "dp: 1\nvars: {to: '-'}\ninput: in.txt\nmap: [{use: lines}]\n"
                 "reduce: {n: {with: {by: line, take: {n: count}}, to: {use: csv, with: {path: "
                 "\"${to}\"}}}}\n");
    folder.write("lines.yaml",
                 "dp: 1\nvars: {in: '-', to: '-'}\ninput: \"${in}\"\nmap: [{use: lines}]\n"
                 "output: {use: ndjson, with: {path: \"${to}\"}}\n");
  }
  /// Run a bash script in the folder, with $DP the program; what it writes.
  std::string shell(const std::string& script) {
    folder.write("script", "cd '" + folder.path() + "'\nDP='" DP_PROGRAM "'\n" + script);
    const auto command =
        "bash '" + folder.path("script") + "' > '" + folder.path("shown") + "'";
    BOOST_REQUIRE(std::system(command.c_str()) != -1);
    return folder.read("shown");
  }
  dp::test::TemporaryFolder folder;
};

const std::string kCounts = "line,n\na,2\nb,1\n";
const std::string kTwo = "{\"line\":\"a\"}\n{\"line\":\"b\"}\n";

}  // namespace
}  // namespace streams

BOOST_FIXTURE_TEST_SUITE(streams, Fixture)

BOOST_AUTO_TEST_CASE(what_goes_to_dev_stdout_stands_between_what_others_write_there) {
  for (const std::string path : {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"}) {
    const auto run = "$DP run -q count.yaml --set to=" + path;
    for (const std::string to : {"> report", ">> report"}) {
      folder.write("report", to == "> report" ? "gone\n" : "");
      shell("(echo HEADER; " + run + "; echo FOOTER) " + to + "\n");
      BOOST_TEST(folder.read("report") == "HEADER\n" + kCounts + "FOOTER\n", path);
    }
    BOOST_TEST(shell(run + " | cat\n") == kCounts, path);
    BOOST_TEST(shell("$DP validate count.yaml --set to=" + path + " 2>&1\n") ==
               "count.yaml: OK\n");
  }
}

BOOST_AUTO_TEST_CASE(what_goes_to_a_descriptor_is_appended_to_its_file) {
  folder.write("log", "before\n");
  BOOST_TEST(shell("$DP run -q count.yaml --set to=/dev/fd/5 5>> log; echo $?\n"
                   "$DP run -q count.yaml --set to=/dev/stderr 2>> log; echo $?\n") ==
             "0\n0\n");
  BOOST_TEST(folder.read("log") == "before\n" + kCounts + kCounts);
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_is_not_open_is_refused_before_anything_is_run) {
  for (const char* command : {"validate", "run"})
    BOOST_TEST(shell(std::string("$DP ") + command +
                     " count.yaml --set to=/dev/fd/5 2>&1 | grep -c 'count.yaml:.*: error: "
                     "/dev/fd/5: descriptor 5 is not open'\n") == "1\n");
}

BOOST_AUTO_TEST_CASE(devices_fifos_and_process_substitutions_are_written_as_streams) {
  BOOST_TEST(shell("$DP run -q count.yaml --set to=/dev/null; echo $?\n") == "0\n");
  BOOST_TEST(
      shell("mkfifo fifo; cat fifo > got & $DP run -q count.yaml --set to=fifo; echo $?\n"
            "wait; cat got\n") == "0\n" + kCounts);
  BOOST_TEST(shell("$DP run -q count.yaml --set to=>(cat > got2); echo $?\n"
                   "until [ -s got2 ]; do sleep 0.1; done; cat got2\n") == "0\n" + kCounts);
}

BOOST_AUTO_TEST_CASE(a_fifo_whose_reader_has_seen_enough_costs_no_other_output) {
  const auto shown = shell(
      "seq 300000 > in.txt\nsed -i 's/^output:.*/output: [{use: ndjson, with: {path: fifo}}, "
      "all.ndjson]/' lines.yaml\nmkfifo fifo; head -n 1 fifo & "
      "$DP run -q lines.yaml --set in=in.txt; echo $?; wait; wc -l < all.ndjson\n");
  BOOST_TEST(
      (shown == "{\"line\":\"1\"}\n0\n300000\n" || shown == "0\n{\"line\":\"1\"}\n300000\n"),
      shown);
}

BOOST_AUTO_TEST_CASE(results_flow_before_the_input_ends) {
  // The second line is not written before the first one has come out.
  const auto shown = shell(
      "(echo a; until [ -e seen ]; do sleep 0.05; done; echo b) | $DP run -q lines.yaml > got "
      "&\n"
      "for i in $(seq 600); do grep -q a got && break; sleep 0.05; done\n"
      "cat got; touch seen; wait; cat got\n");
  BOOST_TEST(shown == "{\"line\":\"a\"}\n" + kTwo);
}

BOOST_AUTO_TEST_CASE(pipes_descriptors_and_files_are_read_alike) {
  folder.write("f.txt", "a\nb\n");
  for (const std::string run :
       {"$DP run -q lines.yaml --set in=<(cat f.txt)",
        "cat f.txt | $DP run -q lines.yaml --set in=/dev/stdin",
        "$DP run -q lines.yaml --set in=/dev/stdin < f.txt",
        "$DP run -q lines.yaml --set in=/dev/fd/7 7< f.txt", "$DP run -q lines.yaml < f.txt",
        "cat f.txt | $DP run -q lines.yaml", "gzip -c f.txt | $DP run -q lines.yaml",
        "cat f.txt > fifo & $DP run -q lines.yaml --set in=fifo",
        "(read x; $DP run -q lines.yaml) < <(echo x; cat f.txt)"})
    BOOST_TEST(shell("rm -f fifo; mkfifo fifo\n" + run + "; echo $?\n") == kTwo + "0\n", run);
  BOOST_TEST(shell("$DP run -q lines.yaml < /dev/null; echo $?\n") == "0\n");
}

BOOST_AUTO_TEST_CASE(a_list_of_paths_comes_from_a_pipe_too) {
  folder.write("f.txt", "a\nb\n");
  folder.write("list.yaml",
               "dp: 1\nvars: {list: x}\ninput: {list: \"${list}\"}\nmap: [{use: lines}]\n");
  for (const std::string list : {"<(echo f.txt)", "/dev/stdin", "-"})
    BOOST_TEST(shell("echo f.txt | $DP run -q list.yaml --set list=" + list + "\n") == kTwo);
}

namespace {

/// A pipeline, and text of it that is not all right.
struct Kind {
  const char* name;
  const char* use;
  std::string text;
};

std::vector<Kind> kinds() {
  std::string log;
  std::string csv = "id,text\n";
  std::string json = "[";
  std::string ndjson;
  std::string xml = "<?xml version=\"1.0\"?>\n<all>\n";
  for (int i = 0; i < 30'000; ++i) {
    const auto n = std::to_string(i);
    const bool bad = i % 997 == 500;
    log +=
        bad ? "no log line " + n + "\n"
            : "10.0.0.1 - - [01/Nov/2026:10:00:00 +0000] \"GET /" + n + " HTTP/1.1\" 200 5\n";
    csv += bad ? n + ",a,b,c\n" : n + ",\"two\nlines " + n + "\"\n";
    json += (i == 0 ? "\n" : ",\n") +
            (bad ? "{\"id\":" + n + ",\"text\":}" : "{\"id\":" + n + ",\n\"text\":\"x\"}");
    ndjson += bad ? "{\"id\":" + n + "\n" : "{\"id\":" + n + ",\"text\":\"x\"}\n";
    xml += "<row id=\"" + n + "\"><text>" + (bad ? "&none;" : "x") + "</text></row>\n";
  }
  return {{"weblog", "{use: weblog}", log},
          {"csv", "{use: csv}", csv},
          {"array", "{use: json}", json + "\n]\n"},
          {"array that is not closed", "{use: json}", json},
          {"lines of JSON", "{use: json}", ndjson},
          {"xml", "{use: xml, with: {at: row}}", xml + "</all>\n"},
          {"xml that is not closed", "{use: xml, with: {at: row}}", xml}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_stream_gives_what_a_file_gives_however_it_comes) {
  for (const auto& kind : kinds()) {
    folder.write("text", kind.text);
    folder.write("run.yaml", "dp: 1\ninput: '-'\nmap: [" + std::string(kind.use) +
                                 "]\noutput: out.ndjson\n"
                                 "reduce: {n: {with: {take: {n: count}}, to: n.csv}}\n"
                                 "errors: {rejects: rejects.ndjson}\n");
    const std::string show = "; echo $?; cat out.ndjson n.csv rejects.ndjson\n";
    const auto expected = shell("$DP run -q -j 2 run.yaml < text 2>&1" + show);
    BOOST_TEST(expected.size() > kind.text.size() / 4, kind.name);
    for (const std::string run :
         {"cat text | $DP run -q -j 1 run.yaml 2>&1",
          "cat text | $DP run -q -j 3 run.yaml 2>&1",
          "cat text | $DP run -q -j 2 --chunksize 10KB run.yaml 2>&1",
          "gzip -c text | $DP run -q -j 2 run.yaml 2>&1",
          "(head -c 100000; sleep 0.3; head -c 33333; sleep 0.3; cat) < text | "
          "$DP run -q -j 2 run.yaml 2>&1"}) {
      const auto got = shell(run + show);
      BOOST_TEST((got == expected), kind.name << ": " << run << ": " << got.substr(0, 200));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_record_of_a_stream_that_kills_its_worker_costs_itself) {
  std::string text;
  for (int i = 0; i < 60'000; ++i)
    text += i % 20'000 == 7777 ? "segfault\n" : "line " + std::to_string(i) + "\n";
  folder.write("text", text);
  folder.write("run.yaml",
               "dp: 1\ninput: '-'\nmap: [{use: lines}, {use: trouble}]\noutput: out.ndjson\n"
               "reduce: {n: {with: {take: {n: count}}, to: n.csv}}\n"
               "errors: {rejects: rejects.ndjson}\n");
  const std::string run = "$DP run -q -j 2 run.yaml --plugin-path '" DP_TEST_PLUGINS "'";
  const std::string show = "; echo $?; cat n.csv out.ndjson rejects.ndjson\n";
  const auto expected = shell(run + " < text" + show);
  BOOST_TEST(expected.starts_with("3\nn\n59997\n"), expected.substr(0, 200));
  BOOST_TEST(expected.find("\"line\":7778,") != std::string::npos);
  BOOST_TEST((shell("cat text | " + run + show) == expected));
}

BOOST_AUTO_TEST_CASE(a_compressed_stream_that_breaks_off_costs_what_is_not_whole) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "line " + std::to_string(i) + "\n";
  folder.write("text", text);
  const auto shown = shell(
      "sed -i '$aerrors: {rejects: rejects.ndjson}' lines.yaml\n"
      "gzip -c text | head -c 50000 | $DP run -q lines.yaml > got; echo $?\n"
      "gzip -c text | head -c 50000 > cut.gz; $DP run -q lines.yaml --set in=cut.gz > file\n"
      "cmp got file && wc -l < rejects.ndjson; wc -l < got\n");
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(shown.starts_with("3\n1\n"), shown);
  BOOST_TEST(rejects.find("the compressed data is cut short: at byte 50000 of the file") !=
                 std::string::npos,
             rejects);
}

BOOST_AUTO_TEST_CASE(files_that_are_made_while_they_are_read_are_read_to_their_end) {
  // They say that they have no bytes, or more than they have.
  for (const std::string file : {"/proc/self/limits", "/proc/version"}) {
    const auto lines = shell("wc -l < " + file + "\n");
    BOOST_TEST(shell("$DP run -q lines.yaml --set in=" + file + " | wc -l\n") == lines, file);
    BOOST_TEST(shell("$DP run -q lines.yaml < " + file + " | wc -l\n") == lines, file);
  }
}

BOOST_AUTO_TEST_CASE(validate_takes_nothing_from_a_stream) {
  BOOST_TEST(
      shell("mkfifo fifo; cat in.txt > fifo & $DP validate lines.yaml --set in=fifo 2>&1\n"
            "$DP run -q lines.yaml --set in=fifo | wc -l\n") ==
      "lines.yaml: OK, as far as can be told without its input\n3\n");
  BOOST_TEST(shell("cat in.txt | ($DP validate lines.yaml; wc -l) 2>&1\n") ==
             "lines.yaml: OK, as far as can be told without its input\n3\n");
}

BOOST_AUTO_TEST_CASE(one_standard_input_is_not_both_the_pipeline_file_and_its_input) {
  const std::string mistake = "is standard input, which the pipeline file came from";
  for (const std::string verb : {"validate", "run"})
    for (const std::string in : {"'-'", "/dev/stdin", "{list: '-'}"}) {
      folder.write("p.yaml",
                   "dp: 1\ninput: " + in +
                       "\nmap: [{use: lines}]\noutput: {use: ndjson, with: {path: '-'}}\n");
      const auto shown = shell("$DP " + verb + " - < p.yaml 2>&1; echo $?\n");
      BOOST_TEST(shown.starts_with("<stdin>:2:"), shown);
      BOOST_TEST(shown.find(mistake) != std::string::npos, shown);
      BOOST_TEST(shown.ends_with("\n2\n"), shown);
    }
}

BOOST_AUTO_TEST_CASE(closed_standard_input_is_told) {
  const auto shown = shell("$DP run lines.yaml <&- 2>&1; echo $?\n");
  BOOST_TEST(shown.find("standard input is closed") != std::string::npos, shown);
}

BOOST_AUTO_TEST_CASE(a_stream_whose_records_refute_a_guess_fails_with_the_cure) {
  std::string text = "zip\n";
  while (text.size() < 100'000) text += "90210\n";
  folder.write("zips.csv", text + "02139\n");
  folder.write("zips.yaml", "dp: 1\ninput: '-'\nmap: [{use: csv}]\noutput: out.csv\n");
  BOOST_TEST(
      shell("cat zips.csv | $DP run -q zips.yaml 2>&1; echo $?\n") ==
      "dp: error: standard input at byte 100000: column 'zip': got '02139', expected int, as "
      "the first bytes of the input led to believe, and it cannot be read again: say what "
      "columns hold "
      "(types: {zip: string}), or read a file\n1\n");
  BOOST_TEST(shell("$DP run -q zips.yaml < zips.csv; tail -n 1 out.csv\n") == "02139\n");
}

BOOST_AUTO_TEST_SUITE_END()
