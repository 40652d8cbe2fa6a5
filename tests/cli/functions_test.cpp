// SPDX-License-Identifier: Apache-2.0
// Functions of plugins in expressions, in whole runs.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "dp_process.hpp"

namespace functions {
namespace {

using dp::test::TemporaryFolder;

struct Fixture {
  Fixture() { folder.write("a.txt", "one\ntwo\nthree\n"); }

  /// The outcome of a run over the lines of a.txt, with this after the reader.
  [[nodiscard]] auto run(const std::string& rest, std::vector<std::string> more = {}) const {
    folder.write("run.yaml", "dp: 1\ninput: a.txt\nmap:\n  - use: lines\n" + rest);
    std::vector<std::string> words{"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS};
    words.insert(words.end(), more.begin(), more.end());
    return dp::test::dp(folder, words);
  }
  [[nodiscard]] std::string help(const std::string& name) const {
    const auto outcome = dp::test::dp(folder, {"help", name, "--plugin-path", DP_TEST_PLUGINS});
    return outcome.exit_code == 0 ? outcome.out : outcome.err;
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace functions

BOOST_FIXTURE_TEST_SUITE(functions, Fixture)

BOOST_AUTO_TEST_CASE(where_and_derive_call_functions_of_plugins) {
  const auto outcome =
      run("  - where: words.repeat(line) != 'twotwo' and fussy(line) < 9\n"
          "  - derive: {three: 'words.repeat(line, 3)', size: fussy(three) + 1}\n"
          "output: out.ndjson\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.ndjson") ==
             "{\"line\":\"one\",\"three\":\"oneoneone\",\"size\":10}\n"
             "{\"line\":\"three\",\"three\":\"threethreethree\",\"size\":16}\n");
}

BOOST_AUTO_TEST_CASE(options_of_reducers_call_them_too) {
  const auto outcome =
      run("reduce: {all: {with: {by: 'words.repeat(line, 0)', take: {n: count, "
          "s: sum(fussy(line))}}, to: out.ndjson}}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.ndjson") ==
             "{\"words.repeat(line, 0)\":\"\",\"n\":3,\"s\":11}\n");
}

BOOST_AUTO_TEST_CASE(the_bytes_are_the_same_for_any_chunks_and_workers) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "line " + std::to_string(i * 7919 % 10'007) + "\n";
  folder.write("a.txt", text);
  std::string first;
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"100B", "10KB", "auto"}) {
      const auto outcome =
          run("  - where: fussy(words.repeat(line)) % 4 == 0\n"
              "output: out.ndjson\n",
              {"-j", workers, "--chunksize", chunksize});
      BOOST_TEST(outcome.exit_code == 0, outcome.err);
      const auto out = folder.read("out.ndjson");
      if (first.empty()) first = out;
      BOOST_TEST((out == first), workers << " x " << chunksize);
    }
  BOOST_TEST(first.size() > 1000U);
}

BOOST_AUTO_TEST_CASE(mistakes_are_found_before_the_run) {
  const auto error = [&](const std::string& condition) {
    const auto outcome = run("  - where: \"" + condition + "\"\n");
    BOOST_TEST(outcome.exit_code == 2);
    const auto begin = outcome.err.find("error: ");
    return outcome.err.substr(begin, outcome.err.find('\n', begin) - begin);
  };
  BOOST_TEST(error("words.repaet(line) == ''") ==
             "error: there is no function 'words.repaet', did you mean 'words.repeat'?");
  BOOST_TEST(error("lenght(line) == 1") ==
             "error: there is no function 'lenght', did you mean 'length'?");
  BOOST_TEST(error("words.repeat(line, 1, 2) == ''") ==
             "error: words.repeat takes 1 to 2 arguments (got 3)");
  BOOST_TEST(error("words.repeat(line, length(line)) == ''") ==
             "error: words.repeat takes a constant here, its times");
  BOOST_TEST(error("words.repeat(length(line)) == ''") ==
             "error: words.repeat takes a string as its text (length(line) is an int)");
  BOOST_TEST(error("words.repeat(line, 10) == ''") ==
             "error: words.repeat: times: got 10, expected 0 to 9");
}

BOOST_AUTO_TEST_CASE(a_function_that_is_not_there_is_found_where_columns_are_not_known) {
  const auto outcome = run("  - use: nothing\n  - where: words.repaet(line) == ''\n");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("unknown step 'nothing'") != std::string::npos, outcome.err);
  BOOST_TEST(outcome.err.find("there is no function 'words.repaet'") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(a_function_of_two_libraries_is_refused_with_both) {
  for (const char* name : {"one.so", "two.so"})
    std::filesystem::copy(DP_TEST_PLUGINS "/words.so", folder.path(name));
  const auto outcome = run("  - where: fussy(line) > 0\n", {"--plugin-path", folder.path()});
  BOOST_TEST(outcome.exit_code == 2);
  for (const auto& told : {std::string("error: a function 'fussy' is in "),
                           folder.path("one.so"), folder.path("two.so"), std::string(" and ")})
    BOOST_TEST(outcome.err.find(told) != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_CASE(a_library_of_the_function_that_is_broken_is_named_once) {
  folder.write("mine.so", "no library");
  const auto outcome = run("  - where: mine(line) > 0\n", {"--plugin-path", folder.path()});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("error: " + folder.path("mine.so") +
                              ": the file is cut short\n") != std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(a_row_for_which_it_fails_is_rejected_alone) {
  for (const char* word : {"bad", "crash"}) {
    folder.write("a.txt", std::string("one\n") + word + "\nthree\n");
    const auto outcome =
        run("  - where: fussy(line) > 0\noutput: out.ndjson\n"
            "errors: {rejects: rejects.ndjson}\n");
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    BOOST_TEST(folder.read("out.ndjson") == "{\"line\":\"one\"}\n{\"line\":\"three\"}\n");
    const auto rejects = folder.read("rejects.ndjson");
    BOOST_TEST(rejects.find("\"line\":2,") != std::string::npos, rejects);
    BOOST_TEST(rejects.find(word) != std::string::npos, rejects);
  }
}

BOOST_AUTO_TEST_CASE(a_death_in_a_function_names_it_and_its_stage) {
  folder.write("a.txt", "one\ncrash\nthree\n");
  for (const std::string step : {"where: fussy(line) > 0", "derive: {size: fussy(line)}"}) {
    const auto outcome =
        run("  - " + step + "\noutput: out.ndjson\nerrors: {rejects: rejects.ndjson}\n");
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    const auto rejects = folder.read("rejects.ndjson");
    const std::string stage = step.starts_with("where") ? "where" : "derive size";
    BOOST_TEST(rejects.find(" in the function fussy of " + stage + "\"") != std::string::npos,
               rejects);
  }
}

BOOST_AUTO_TEST_CASE(help_explains_functions_of_plugins_and_of_the_language) {
  BOOST_TEST(
      help("words.repeat")
          .starts_with(
              "words.repeat (function): Repeats a text\n\n  words.repeat(text, [times])\n\n"
              "`words.repeat(path, 3)`\n\nParameters:\n  text (a string)\n"
              "      What is repeated.\n  times (an int, a constant, may be left out)\n"
              "      How often; 2 by default.\n"),
      help("words.repeat"));
  BOOST_TEST(help("length") ==
             "length(text): number of characters\n\nA function of the expression language.\n");
  BOOST_TEST(help("lenght").find("did you mean 'length'?") != std::string::npos,
             help("lenght"));
}

BOOST_AUTO_TEST_SUITE_END()
