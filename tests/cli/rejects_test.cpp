// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

namespace rejects {
namespace {

namespace data = boost::unit_test::data;
using dp::test::Outcome;

const std::string kNoLink =
    R"({"file":"in/b","offset":0,"reason":"cannot be read: No such file or directory"})"
    "\n";
const std::string kNoFile =
    R"({"file":"in/c","offset":0,"reason":"cannot be read: not a regular file"})"
    "\n";

/// A folder `in` of the files a and d, a link that leads nowhere, and a FIFO; a file x.csv of which
/// a record is bad; the output out.ndjson, which was there before.
struct Fixture {
  Fixture() {
    folder.write("in/a", "first\n");
    folder.write("in/d", "last\n");
    std::filesystem::create_symlink("nowhere", folder.path("in/b"));
    BOOST_REQUIRE(::mkfifo(folder.path("in/c").c_str(), 0600) == 0);
    folder.write("x.csv", "a,b\n1,2\nbad\n3,4\n");
    folder.write("out.ndjson", "old\n");
  }
  Outcome run(const std::string& input, const std::string& reader, const std::string& errors) {
    folder.write("run.yaml", "dp: 1\ninput: " + input + "\nmap: [{use: " + reader +
                                 "}]\noutput: out.ndjson\nerrors: {" + errors +
                                 "rejects: rejects.ndjson}\n");
    return dp::test::dp(folder, {"run", "run.yaml", "-j", "2", "--progress", "plain"});
  }
  [[nodiscard]] std::string out() const { return folder.read("out.ndjson"); }
  [[nodiscard]] std::string rejects() const { return folder.read("rejects.ndjson"); }

  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace rejects

BOOST_FIXTURE_TEST_SUITE(rejects, Fixture)

BOOST_AUTO_TEST_CASE(inputs_that_cannot_be_read_are_rejects_in_input_order) {
  const auto outcome = run("\"in/*\"", "lines", "");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(out() == "{\"line\":\"first\"}\n{\"line\":\"last\"}\n");
  BOOST_TEST(rejects() == kNoLink + kNoFile);
  BOOST_TEST(
      outcome.err.find("  2 rejected, written to rejects.ndjson:\n"
                       "    in/b: cannot be read: No such file or directory\n"
                       "    in/c: cannot be read: not a regular file\n") != std::string::npos,
      outcome.err);
  BOOST_TEST(run("\"in/*\"", "lines", "policy: ignore, ").exit_code == 0);
  BOOST_TEST(run("\"in/*\"", "lines", "budget: 2, ").exit_code == 0);
}

BOOST_DATA_TEST_CASE(inputs_that_cannot_be_read_count_for_policy_and_budget,
                     data::make({"policy: stop, ", "budget: 1, ", "budget: 1%, "}), errors) {
  const auto outcome = run("\"in/*\"", "lines", errors);
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  BOOST_TEST(out() == "old\n");
  BOOST_TEST(rejects() == kNoLink + kNoFile);
  BOOST_TEST(outcome.err.find("\n  in/b: cannot be read: No such file or directory\n"
                              "  in/c: cannot be read: not a regular file\n"
                              "  rejects so far are in rejects.ndjson\n") != std::string::npos,
             outcome.err);
}

BOOST_DATA_TEST_CASE(if_no_input_can_be_read_old_outputs_stay,
                     data::make({"", "policy: ignore, "}), errors) {
  const auto outcome = run("\"in/[bc]\"", "lines", errors);
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  BOOST_TEST(out() == "old\n");
  BOOST_TEST(
      outcome.err.find("nothing of the input can be read:\n  in/b: ") != std::string::npos,
      outcome.err);
}

BOOST_DATA_TEST_CASE(a_run_that_ends_for_a_reject_says_which_and_keeps_it,
                     data::make({"policy: stop, ", "budget: 0, ", "budget: 1%, "}), errors) {
  const auto outcome = run("x.csv", "csv", errors);
  BOOST_TEST(outcome.exit_code == 1, outcome.err);
  BOOST_TEST(out() == "old\n");
  BOOST_TEST(
      rejects() ==
      R"({"file":"x.csv","line":3,"offset":8,"reason":"got 1 field, expected 2","raw":"bad"})"
      "\n");
  BOOST_TEST(outcome.err.find(":\n  x.csv:3: ") != std::string::npos, outcome.err);
  BOOST_TEST(outcome.err.ends_with("\n  rejects so far are in rejects.ndjson\n"), outcome.err);
}

/// As a user who is not root.
int run_as_nobody(const dp::test::TemporaryFolder& folder) {
  for (const char* name : {"", "in"}) ::chmod(folder.path(name).c_str(), 0777);
  const std::string user =
      ::geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : "";
  const auto command =
      "cd '" + folder.path() + "' && " + user + "'" DP_PROGRAM "' run run.yaml -q";
  return WEXITSTATUS(std::system(command.c_str()));
}

BOOST_DATA_TEST_CASE(folders_that_cannot_be_listed_are_rejects,
                     data::make({"in", "\"in/**/*\""}), input) {
  for (const char* name : {"in/b", "in/c"}) std::filesystem::remove(folder.path(name));
  std::filesystem::remove(folder.path("out.ndjson"));
  folder.write("in/blocked/x", "not seen\n");
  ::chmod(folder.path("in/blocked").c_str(), 0);
  folder.write("run.yaml", std::string("dp: 1\ninput: ") + input +
                               "\nmap: [{use: lines}]\noutput: out.ndjson\n"
                               "errors: {rejects: rejects.ndjson}\n");
  BOOST_TEST(run_as_nobody(folder) == 3);
  BOOST_TEST(out() == "{\"line\":\"first\"}\n{\"line\":\"last\"}\n");
  BOOST_TEST(rejects() ==
             R"({"file":"in/blocked","offset":0,"reason":"cannot be read: Permission denied"})"
             "\n");
  ::chmod(folder.path("in/blocked").c_str(), 0700);
}

BOOST_AUTO_TEST_SUITE_END()
