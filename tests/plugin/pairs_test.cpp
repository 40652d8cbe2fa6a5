// SPDX-License-Identifier: Apache-2.0
// The reader of docs/writing-a-plugin-in-c.md.
#include <boost/test/unit_test.hpp>

#include "../cli/dp_process.hpp"

namespace pairs {
namespace {

struct Fixture {
  dp::test::Outcome dp(std::vector<std::string> words) {
    words.insert(words.end(), {"--plugin-path", DP_TEST_RUN_PLUGINS});
    return dp::test::dp(folder, words);
  }
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace pairs

BOOST_FIXTURE_TEST_SUITE(pairs, Fixture)

BOOST_AUTO_TEST_CASE(a_reader_in_c_reads_and_rejects) {
  folder.write("in", "requests 42\n\na_long_name_that_is_not_inline -7\nbad\nlast 9");
  folder.write("run.yaml",
               "dp: 1\ninput: in\nmap: [{use: pairs}]\noutput: out.csv\n"
               "errors: {rejects: rejects.ndjson}\n");
  const auto outcome = dp({"run", "run.yaml"});
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(folder.read("out.csv") ==
             "name,value\nrequests,42\na_long_name_that_is_not_inline,-7\nlast,9\n");
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(rejects.find("\"line\":4,") != std::string::npos, rejects);
  BOOST_TEST(rejects.find("expected a name, a space and a number") != std::string::npos,
             rejects);
}

BOOST_AUTO_TEST_CASE(it_keeps_the_laws) {
  folder.write("sample", "requests 42\na_long_name_that_is_not_inline -7\nbad\n");
  const auto outcome = dp::test::dp(folder, {"plugin", "check", DP_TEST_RUN_PLUGINS "/pairs.so",
                                             "--seed", "1", "--sample", "sample"});
  BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
