// SPDX-License-Identifier: Apache-2.0
// Tests whose text is in a file of its own.
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

namespace given_file {
namespace {

struct Fixture {
  Fixture() {
    folder.write("there.csv", "a\nx\n");
    folder.write("in.csv", "a\nx\n");
  }
  dp::test::Outcome dp(const std::string& verb, const std::string& file) {
    folder.write("run.yaml",
                 "dp: 1\ninput: in.csv\nmap: [{use: csv}]\noutput: out.csv\n"
                 "tests:\n  - {given: {file: " +
                     file + "}, expect: {a: x}}\n");
    return dp::test::dp(folder, {verb, "run.yaml"});
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace given_file

BOOST_FIXTURE_TEST_SUITE(given_file, Fixture)

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_read) {
  BOOST_TEST(dp("test", "there.csv").exit_code == 0);
  BOOST_TEST(dp("validate", "there.csv").exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_told_with_its_place_before_a_test_is_run) {
  for (const std::string verb : {"test", "validate"})
    for (const std::string file : {"gone.csv", "."}) {
      const auto outcome = dp(verb, file);
      BOOST_TEST(outcome.exit_code == 2, outcome.err);
      BOOST_TEST(outcome.err.find("run.yaml:6:20: error: tests.given.file: " + file) !=
                     std::string::npos,
                 outcome.err);
    }
}

BOOST_AUTO_TEST_SUITE_END()
