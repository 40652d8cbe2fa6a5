// SPDX-License-Identifier: Apache-2.0
#include "pipeline/variables.hpp"

#include <boost/test/unit_test.hpp>

#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(variables)

using namespace dp::pipeline;
using dp::test::Loaded;

namespace {

VariableSettings environment() {
  VariableSettings settings;
  settings.environment = {
      {"LOG_DIR", "/logs"}, {"EMPTY", ""}, {"COUNT", "7"}, {"HOME", "/root"}};
  return settings;
}

/// The description of a file with these vars, after variables are put into it.
std::string put_into(const std::string& text, const std::string& vars = "",
                     VariableSettings settings = environment()) {
  const Loaded loaded(dp::test::minimal("vars: {" + vars + "}\ndescription: " + text + "\n"),
                      std::move(settings), "conf/web.yaml");
  return !loaded.diagnostics.has_errors() ? loaded.model->description : loaded.shown();
}

/// The same for the number of workers, which must be an int.
std::string workers(const std::string& text, const std::string& vars) {
  const Loaded loaded(
      dp::test::minimal("vars: {" + vars + "}\npool: {workers: " + text + "}\n"),
      environment());
  return !loaded.diagnostics.has_errors() ? std::to_string(loaded.model->pool.workers)
                                          : loaded.shown();
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_come_from_vars_and_the_environment) {
  BOOST_TEST(put_into("${a}/x-${LOG_DIR}-${a}", "a: one") == "one/x-/logs-one");
  BOOST_TEST(put_into("${LOG_DIR}", "LOG_DIR: mine") == "mine");
}

BOOST_AUTO_TEST_CASE(defaults_are_for_what_is_unset_or_empty) {
  BOOST_TEST(put_into("${NONE:-fallback}") == "fallback");
  BOOST_TEST(put_into("${EMPTY:-fallback}") == "fallback");
  BOOST_TEST(put_into("${LOG_DIR:-fallback}") == "/logs");
  BOOST_TEST(put_into("x${NONE:-}y") == "xy");
  BOOST_TEST(put_into("${NONE:-${ALSO:-${LOG_DIR}}/b}") == "/logs/b");
}

BOOST_AUTO_TEST_CASE(variables_may_use_variables_in_any_order) {
  BOOST_TEST(put_into("${a}", "a: \"${b}/1\", b: \"${c}\", c: /deep") == "/deep/1");
}

BOOST_AUTO_TEST_CASE(a_value_is_a_glob_only_where_it_stands_alone) {
  const auto glob = [](const std::string& input, const std::string& value = "/v[1]/*") {
    auto settings = environment();
    settings.environment["OUT"] = "/o*";
    settings.set = {{"v", value}};
    const Loaded loaded("dp: 1\nvars: {v: x, logs: \"${v}/*.log\", all: \"${v}\"}\ninput: \"" +
                            input + "\"\nmap: [{use: lines}]\n",
                        std::move(settings), "/run{1}/p.yaml");
    BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
    return loaded.model->input.files.at(0).glob();
  };
  BOOST_TEST(glob("${v}") == "/v[1]/*");
  BOOST_TEST(glob("${OUT}") == "/o*");
  BOOST_TEST(glob("${all}") == "/v[1]/*");
  BOOST_TEST(glob("${NONE:-/d*}") == "/d*");
  BOOST_TEST(glob("${NONE:-${v}}") == "/v[1]/*");
  BOOST_TEST(glob("${v}/*.log") == "/v\\[1\\]/\\*/*.log");
  BOOST_TEST(glob("${logs}") == "/v\\[1\\]/\\*/*.log");
  BOOST_TEST(glob("${NONE:-${v}/*}") == "/v\\[1\\]/\\*/*");
  BOOST_TEST(glob("${NONE:-/d*}/x") == "/d\\*/x");
  BOOST_TEST(glob("*/${v}", "a,b\\") == "*/a\\,b\\\\");
  BOOST_TEST(glob("${here}") == "/run\\{1\\}");
  BOOST_TEST(glob("${here}/*.csv") == "/run\\{1\\}/*.csv");
  BOOST_TEST(glob("/plain/*[a]") == "/plain/*[a]");
}

BOOST_AUTO_TEST_CASE(a_second_dollar_escapes) {
  BOOST_TEST(put_into("$${a} $a ${a}$${", "a: 1") == "${a} $a 1${");
  BOOST_TEST(put_into("$$${a}", "a: 1") == "$1");
  BOOST_TEST(put_into("$$$${a} $$a $$", "a: 1") == "$${a} $$a $$");
  BOOST_TEST(put_into("${a}$$${a}$$$$${a}", "a: 1") == "1$1$$1");
  BOOST_TEST(put_into("${none:-$$${a}}", "a: 1") == "$1");
}

BOOST_AUTO_TEST_CASE(here_is_the_folder_of_the_file) {
  const std::string here = put_into("${here}");
  BOOST_TEST(here.starts_with("/"));
  BOOST_TEST(here.ends_with("/conf"));
}

BOOST_AUTO_TEST_CASE(set_wins_over_vars) {
  auto settings = environment();
  settings.set = {{"a", "first"}, {"a", "second"}};
  BOOST_TEST(put_into("${a}", "a: one", settings) == "second");
  settings.set = {{"a", "b: [x"}};
  BOOST_TEST(put_into("${a}", "a: \"${UNSET}\"", settings) == "b: [x");
}

BOOST_AUTO_TEST_CASE(set_of_a_name_that_the_file_lacks_is_a_mistake) {
  auto settings = environment();
  settings.set = {{"lgos", "x"}};
  BOOST_TEST(put_into("x", "logs: one", settings) ==
             "--set lgos: error: conf/web.yaml has no variable 'lgos', did you mean 'logs'?\n");
}

BOOST_AUTO_TEST_CASE(a_lone_reference_takes_the_type_of_the_value) {
  BOOST_TEST(workers("\"${n}\"", "n: 5") == "5");
  BOOST_TEST(workers("\"${COUNT}\"", "") == "7");
  BOOST_TEST(workers("\"${NONE:-3}\"", "") == "3");
  BOOST_TEST(
      workers("\"${n}\"", "n: '5'") ==
      "web.yaml:6:17: error: pool.workers (or auto): expected a whole number from 1 to 1024 "
      "(got '5')\n"
      "    6 | pool: {workers: \"${n}\"}\n"
      "      |                 ^~~~~~\n");
  BOOST_TEST(workers("\"1${n}\"", "n: 5").find("got '15'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unknown_names_are_mistakes_with_the_nearest_one) {
  BOOST_TEST(
      put_into("x/${LOG_DR}") ==
      "conf/web.yaml:6:18: error: there is no variable 'LOG_DR', did you mean 'LOG_DIR'?\n"
      "    6 | description: x/${LOG_DR}\n"
      "      |                  ^~~~~~\n"
      "      = name it under vars, or in the environment, or give a default: "
      "${LOG_DR:-...}\n");
}

BOOST_AUTO_TEST_CASE(references_that_are_not_well_formed_are_mistakes) {
  BOOST_TEST(put_into("a ${b").find("6:16: error: this ${ is never closed") !=
             std::string::npos);
  BOOST_TEST(put_into("${b-c}").find("'b-c' is not a variable's name") != std::string::npos);
  BOOST_TEST(put_into("${}").find("'' is not a variable's name") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(variables_that_need_themselves_are_mistakes) {
  const std::string out = put_into("${a}", "a: \"${b}\", b: \"${a}\"");
  BOOST_TEST(out.find("error: the variable 'a' needs itself") != std::string::npos, out);
}

BOOST_AUTO_TEST_CASE(vars_hold_text_and_numbers_under_good_names) {
  BOOST_TEST(put_into("x", "a: [1]").find("vars.a: expected text or a number (got a list)") !=
             std::string::npos);
  BOOST_TEST(put_into("x", "1a: 1").find("'1a' is not a variable's name") != std::string::npos);
  BOOST_TEST(put_into("x", "here: 1").find("'here' is built in") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(growth_and_depth_have_limits) {
  std::string vars = "v0: " + std::string(1000, 'x');
  for (int i = 1; i < 40; ++i) {
    const std::string last = "${v" + std::to_string(i - 1) + "}";
    vars += ", v" + std::to_string(i) + ": \"" + last + last + "\"";
  }
  const std::string grown = put_into("${v39}", vars);
  BOOST_TEST(grown.find("the variables grow past 16 MiB of text") != std::string::npos);
  std::string chain = "w0: x";
  for (int i = 1; i < 3000; ++i)
    chain += ", w" + std::to_string(i) + ": \"${w" + std::to_string(i + 1) + "}\"";
  const std::string deep = put_into("x", chain);
  BOOST_TEST(deep.find("more than 64 deep") != std::string::npos);
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += "${x:-";
  BOOST_TEST(!put_into(nested).empty());
  BOOST_TEST(put_into(nested + std::string(100'000, '}')).find("64 deep") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(mistakes_in_text_from_a_variable_point_at_the_reference) {
  const Loaded loaded(
      dp::test::minimal("  - where: \"a == 1${v} and foo(b)\"\nvars: {v: \"=1\"}\n"));
  BOOST_TEST(loaded.shown() ==
             "web.yaml:5:19: error: '=1' cannot be here\n"
             "    5 |   - where: \"a == 1${v} and foo(b)\"\n"
             "      |                   ^~~~\n"
             "      = a variable's value is never read as a part of the expression: ${v} is a "
             "number, true, false or text, '${v}' text, `${v}` the name of a column\n");
  const Loaded after(
      dp::test::minimal("  - where: \"a == ${v} and lower(b, c)\"\nvars: {v: 1}\n"));
  BOOST_TEST(
      after.shown().starts_with("web.yaml:5:27: error: lower takes 1 argument (got 2)\n"),
      after.shown());
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_wrong_is_told_once) {
  const Loaded loaded(
      "dp: 1\nvars: {a: \"${nothing}\", b: [c]}\ninput: \"${a}\"\nmap:\n  - use: d\n"
      "    timeout: \"${a}\"\n  - where: \"${b} > 1\"\npool: {workers: \"${b}\"}\n");
  BOOST_TEST(loaded.diagnostics.errors() == 2u, loaded.shown());
  BOOST_REQUIRE(loaded.model);
  BOOST_TEST(!loaded.model->input.whole);
}

BOOST_AUTO_TEST_SUITE_END()
