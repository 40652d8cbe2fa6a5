// SPDX-License-Identifier: Apache-2.0
// What a plugin writes that does not fit its columns costs its records, never a wrong value.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "dp_process.hpp"

namespace emission {

namespace data = boost::unit_test::data;
using dp::test::TemporaryFolder;

namespace {

struct Misuse {
  const char* step;
  const char* mode;
  const char* reason;
};
std::ostream& operator<<(std::ostream& out, const Misuse& misuse) {
  return out << misuse.step << " " << misuse.mode;
}

const Misuse kMisuses[] = {
    {"rows", "text-in-int", "column 'a' is a column of ints: got text (row 0)"},
    {"rows", "text-in-date", "column 'a' is a column of dates: got text (row 0)"},
    {"rows", "text-in-bool", "column 'a' is a column of bools: got text (row 0)"},
    {"rows", "int-in-float", "column 'a' is a column of floats: got an int (row 0)"},
    {"rows", "int-in-text", "column 'a' is a column of strings: got an int (row 0)"},
    {"rows", "float-in-int", "column 'a' is a column of ints: got a float (row 0)"},
    {"rows", "a-null", "column 'a' got a null, but its field is not nullable"},
    {"rows", "few", "got a row of 1 values, expected 2: a, b"},
    {"rows", "many", "got a row of 3 values, expected 2: a, b"},
    {"rows", "not-flushed",
     "a call ended with rows that it did not flush (got 1, expected 0): end it with `return "
     "rows.flush(out)`"},
    {"batch", "text-in-int", "column 'a' is a column of ints: got text (row 0)"},
    {"batch", "text-in-date", "column 'a' is a column of dates: got text (row 0)"},
    {"batch", "text-in-bool", "column 'a' is a column of bools: got text (row 0)"},
    {"batch", "int-in-float", "column 'a' is a column of floats: got an int (row 0)"},
    {"batch", "int-in-text", "column 'a' is a column of strings: got an int (row 0)"},
    {"batch", "float-in-int", "column 'a' is a column of ints: got a float (row 0)"},
    {"batch", "a-null", "column 'a' got a null, but its field is not nullable"},
    {"batch", "nothing", "column 'a' is a column of ints: got 0 values for 1 rows"},
    {"batch", "past", "column 'a' is a column of ints: got a row past its capacity (row 4096)"},
    {"batch", "column", "got values for column 2 of a batch of 2 columns"},
};

struct Fixture {
  [[nodiscard]] auto run(const std::string& step, const std::string& mode) const {
    folder.write("a.txt", "one\nthree\n");
    folder.write("run.yaml", "dp: 1\ninput: a.txt\nmap:\n  - use: lines\n  - use: misuse." +
                                 step + "\n    with: {mode: " + mode +
                                 "}\noutput: out.ndjson\nerrors: {rejects: rejects.ndjson}\n");
    return dp::test::dp(folder, {"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS});
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace emission

BOOST_FIXTURE_TEST_SUITE(emission, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, what_does_not_fit_is_told_and_never_written,
                       data::make(kMisuses), misuse) {
  const auto outcome = run(misuse.step, misuse.mode);
  BOOST_TEST(outcome.exit_code != 0, outcome.err);
  BOOST_TEST(folder.read("out.ndjson") == "");
  const auto told = outcome.err + folder.read("rejects.ndjson");
  BOOST_TEST(told.find(misuse.reason) != std::string::npos, told);
}

BOOST_AUTO_TEST_CASE(what_fits_is_written_in_either_way) {
  BOOST_TEST(run("rows", "fits").exit_code == 0);
  BOOST_TEST(folder.read("out.ndjson") ==
             "{\"a\":3,\"b\":\"one\"}\n{\"a\":5,\"b\":\"three\"}\n");
  BOOST_TEST(run("batch", "fits").exit_code == 0);
  BOOST_TEST(folder.read("out.ndjson") == "{\"a\":7,\"b\":3}\n{\"a\":7,\"b\":5}\n");
}

BOOST_AUTO_TEST_SUITE_END()
