// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include <boost/test/unit_test.hpp>

namespace session {

using namespace dp::test;

namespace {

Block block(const std::string& language, const std::string& text,
            const std::string& exit_code = {}) {
  Block made{"a.md", 5, language, {}, text};
  if (!exit_code.empty()) made.attributes["exit"] = exit_code;
  return made;
}

struct Fixture {
  [[nodiscard]] std::vector<std::string> run(const std::vector<Block>& blocks) const {
    return run_session(workspace, blocks, {{"GREETING", "hello"}});
  }
  Workspace workspace;
};

}  // namespace
}  // namespace session

BOOST_FIXTURE_TEST_SUITE(session, Fixture)

BOOST_AUTO_TEST_CASE(blocks_share_a_shell_and_begin_in_the_workspace) {
  BOOST_TEST(run({block("sh", "mkdir made\ncd made\n"), block("sh", "test -d ../pipelines\n"),
                  block("console", "$ basename \"$PWD\"\nmade\n$ echo $GREETING\nhello\n")})
                 .empty());
}

BOOST_AUTO_TEST_CASE(a_command_that_fails_is_told_with_its_place_and_ends_the_session) {
  const auto problems = run({block("sh", "echo why\nfalse\ntouch after\n")});
  BOOST_REQUIRE(problems.size() == 1u);
  BOOST_TEST(problems[0] ==
             "a.md:5: echo why\nfalse\ntouch after\nexit code 1 of: false\nwhy\n");
  BOOST_TEST(run({block("sh", "test ! -e after\n")}).empty());
}

BOOST_AUTO_TEST_CASE(another_exit_code_may_be_expected) {
  BOOST_TEST(run({block("sh", "(exit 3)\ntouch after\n", "3")}).empty());
  BOOST_TEST(run({block("sh", "test -e after\n")}).empty());
}

BOOST_AUTO_TEST_CASE(output_that_is_not_as_shown_is_told) {
  const auto problems = run({block("console", "$ echo a b; echo c\na ...\nd\n")});
  BOOST_REQUIRE(problems.size() == 1u);
  BOOST_TEST(problems[0] ==
             "a.md:5: echo a b; echo c\nline 2 of what is shown does not come: d\n"
             "--- came:\na b\nc\n");
}

BOOST_AUTO_TEST_SUITE_END()
