// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"
#include "input/line_slicer.hpp"

namespace help {
namespace {

struct Fixture {
  [[nodiscard]] dp::test::Outcome help(std::vector<std::string> more) const {
    more.insert(more.begin(), "help");
    return dp::test::dp(folder, more);
  }
  dp::test::TemporaryFolder folder;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace
}  // namespace help

BOOST_FIXTURE_TEST_SUITE(help, Fixture)

BOOST_AUTO_TEST_CASE(a_task_is_explained_with_its_options) {
  const auto outcome = help({"weblog"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.out.starts_with("weblog (reader): "), outcome.out);
  BOOST_TEST(has(outcome.out, "\nOptions, under with:\n  format (text, default auto)\n"),
             outcome.out);
  BOOST_TEST(has(outcome.out, "      one of: auto, common, combined\n"), outcome.out);
}

BOOST_AUTO_TEST_CASE(a_reader_and_a_writer_of_one_name_are_both_explained) {
  const auto text = help({"csv"}).out;
  BOOST_TEST(has(text, "csv (reader): "));
  BOOST_TEST(has(text, "csv (writer): "));
}

BOOST_AUTO_TEST_CASE(the_longest_line_is_told_as_it_is) {
  const auto text = help({"lines"}).out;
  const auto most = std::to_string(dp::input::LineSlicer::kMaxLine >> 20) + " MiB";
  BOOST_TEST(has(text, "A line of more than " + most + " is rejected"), text);
}

BOOST_AUTO_TEST_CASE(a_command_is_explained_as_its_own_help_does) {
  BOOST_TEST(help({"run"}).out == dp::test::dp(folder, {"run", "--help"}).out);
  BOOST_TEST(help({}).out == dp::test::dp(folder, {"--help"}).out);
}

BOOST_AUTO_TEST_CASE(help_comes_as_json_too) {
  const auto outcome = help({"group", "--json"});
  BOOST_TEST(outcome.out.starts_with("[{\"name\":\"group\",\"role\":\"reducer\","),
             outcome.out);
  BOOST_TEST(has(outcome.out, "\"functions\":[{\"signature\":"), outcome.out);
}

BOOST_AUTO_TEST_CASE(an_unknown_task_is_answered_with_the_nearest) {
  const auto outcome = help({"gruop"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err ==
             "dp: error: no task or function 'gruop', did you mean 'group'? (dp list shows "
             "them all)\n");
  BOOST_TEST(help({"csv", "json"}).exit_code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
