// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <boost/test/unit_test.hpp>

#include "dp_process.hpp"

namespace commands {
namespace {

struct Fixture {
  dp::test::TemporaryFolder folder;
};

}  // namespace
}  // namespace commands

BOOST_FIXTURE_TEST_SUITE(commands, Fixture)

BOOST_AUTO_TEST_CASE(the_overview_lists_all_commands) {
  const auto text = dp::cli::overview();
  for (const auto& command : dp::cli::commands())
    BOOST_TEST(text.find(std::string("\n  ") + command.spec().name + " ") != std::string::npos);
  const auto shown = dp::test::dp(folder, {"--help"});
  BOOST_TEST(shown.exit_code == 0);
  BOOST_TEST(shown.out == text);
}

BOOST_AUTO_TEST_CASE(without_a_command_the_overview_is_an_error) {
  const auto outcome = dp::test::dp(folder, {});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.out == "");
  BOOST_TEST(outcome.err == dp::cli::overview());
}

BOOST_AUTO_TEST_CASE(an_unknown_command_or_option_is_answered_with_the_nearest) {
  const auto command = dp::test::dp(folder, {"validaet", "p.yaml"});
  BOOST_TEST(command.exit_code == 2);
  BOOST_TEST(command.err ==
             "dp: error: unknown command 'validaet', did you mean 'validate'? (dp --help "
             "lists the commands)\n");
  const auto option = dp::test::dp(folder, {"run", "p.yaml", "--wokers", "2"});
  BOOST_TEST(option.exit_code == 2);
  BOOST_TEST(
      option.err ==
      "dp: error: unknown option '--wokers' of dp run, did you mean '--workers'? (dp run "
      "--help lists them)\n");
}

BOOST_AUTO_TEST_CASE(every_command_explains_itself) {
  for (const auto& command : dp::cli::commands()) {
    const auto outcome = dp::test::dp(folder, {command.spec().name, "--help"});
    BOOST_TEST(outcome.exit_code == 0);
    BOOST_TEST(outcome.out.starts_with(std::string("Usage: dp ") + command.spec().name));
  }
}

BOOST_AUTO_TEST_CASE(the_version_is_a_line) {
  const auto outcome = dp::test::dp(folder, {"--version"});
  BOOST_TEST(outcome.exit_code == 0);
  BOOST_TEST(outcome.out.starts_with("dp "));
  BOOST_TEST(outcome.out.find('\n') == outcome.out.size() - 1);
}

BOOST_AUTO_TEST_SUITE_END()
