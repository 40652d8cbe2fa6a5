// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(arguments)

namespace {

const dp::cli::CommandSpec kCommand = {
    "paint",
    "FILE",
    "paint a file",
    "Paint FILE.",
    {{"colour,c", "NAME", "which colour"}, {"twice", nullptr, "two coats"}}};

std::string refusal(const std::vector<std::string>& words) {
  const auto arguments = dp::cli::Arguments::parse(kCommand, words);
  BOOST_REQUIRE(!arguments.has_value());
  return arguments.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(options_and_operands_may_mix) {
  const auto arguments = dp::cli::Arguments::parse(
      kCommand, {"a", "--colour", "red", "b", "--twice", "-c", "blue"});
  BOOST_REQUIRE(arguments.has_value());
  BOOST_TEST(arguments->operands() == (std::vector<std::string>{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(*arguments->value("colour") == "blue");
  BOOST_TEST(arguments->values("colour").size() == 2u);
  BOOST_TEST(arguments->has("twice"));
  BOOST_TEST(!arguments->has("help"));
}

BOOST_AUTO_TEST_CASE(an_unknown_option_is_answered_with_the_nearest) {
  BOOST_TEST(refusal({"--color", "red"}) ==
             "unknown option '--color' of dp paint, did you mean '--colour'? "
             "(dp paint --help lists them)");
  BOOST_TEST(refusal({"--xyzzy=1"}) ==
             "unknown option '--xyzzy' of dp paint (dp paint --help lists them)");
}

BOOST_AUTO_TEST_CASE(a_prefix_is_not_an_option) { BOOST_TEST(refusal({"--colo=red"}) != ""); }

BOOST_AUTO_TEST_CASE(a_missing_value_is_an_error) { BOOST_TEST(refusal({"--colour"}) != ""); }

BOOST_AUTO_TEST_CASE(help_shows_every_option) {
  BOOST_TEST(dp::cli::help_text(kCommand) ==
             "Usage: dp paint [OPTIONS] FILE\n"
             "\n"
             "Paint FILE.\n"
             "\n"
             "Options:\n"
             "  -c, --colour NAME         which colour\n"
             "      --twice               two coats\n"
             "  -h, --help                show this text\n");
}

BOOST_AUTO_TEST_SUITE_END()
