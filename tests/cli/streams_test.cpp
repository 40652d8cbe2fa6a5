// SPDX-License-Identifier: Apache-2.0
// Standard streams, descriptors, FIFOs and >(...) as outputs.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "dp_process.hpp"

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

}  // namespace

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

BOOST_AUTO_TEST_SUITE_END()
