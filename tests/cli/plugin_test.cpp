// SPDX-License-Identifier: Apache-2.0
#include <dp/abi.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "dp_process.hpp"
#include "logs.hpp"

namespace plugin {
namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;
namespace data = boost::unit_test::data;

const std::string kBad = DP_TEST_PLUGINS "/bad.so";
const std::string kFlawedLibrary = DP_TEST_PLUGINS "/flawed.so";

struct Fixture {
  TemporaryFolder folder;

  Outcome check(const std::string& library, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"plugin", "check", library, "--seed", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return dp::test::dp(folder, words);
  }
  /// What is said of one task of bad.so, over an int column x.
  Outcome check_bad(const std::string& task) const {
    return check(kBad, {"--task", task, "--columns", "x: int?", "--timeout", "1s"});
  }
};

/// A task of bad.so, and what must be found of it.
struct Broken {
  const char* task;
  const char* found;
  friend std::ostream& operator<<(std::ostream& out, const Broken& broken) {
    return out << broken.task;
  }
};

/// The same of flawed.so, over random text.
const Broken kFlawed[] = {
    {"flawed.past_stop",
     "wrong        reader flawed.past_stop: takes records that begin at or past"},
    {"flawed.at_stop", "takes records that begin at or past stop(): row "},
    {"flawed.unended", "drops a last line without a newline: "},
    {"flawed.count", "counts lines wrongly: got 1 lines, expected 2"},
    {"flawed.silent", "emits nothing: 200 random texts gave neither a row nor a reject"},
    {"flawed.batches", "depends on batches: from byte "},
};

const Broken kBroken[] = {
    {"bad.mean", "wrong        reducer bad.mean: not associative: row 1: ((a b) c) gave ["},
    {"bad.identity", "an empty state is not nothing: row 1: (a) gave [0], (empty a) gave [1]"},
    {"bad.one", "is not what was saved: row 1: the state itself gave [1], the state saved and"},
    {"bad.last", "not commutative: row 1: (a b c) gave ["},
    {"bad.reset", "reset forgets not all: "},
    {"bad.crash", "crashes: in finalize: the worker was killed by signal 11"},
    {"bad.hang", "hangs: in update: the worker ran past its time limit"},
    {"bad.trusting", "crashes: in combine of a damaged partial: "},
    {"bad.number", "remembers what it saw before: row 1: "},
    {"bad.greedy", "reads past the end: row 1: "},
    {"bad.hasty", "each piece by another worker failed (skip gave "},
    {"bad.range", "depends on ranges: "},
    {"elsewhere", "call it bad or bad.elsewhere"},
};

void patch(std::string& bytes, std::string_view from, std::string_view to) {
  for (auto at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + 1))
    bytes.replace(at, from.size(), to);
}

/// bad.so, built for another ABI as far as its note and table say.
std::string library_of_abi(std::uint32_t abi) {
  std::ifstream in(kBad, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto head = [](std::uint32_t number) {
    const std::uint64_t magic = DP_ABI_MAGIC;
    std::string text(12, '\0');
    std::memcpy(text.data(), &magic, 8);
    std::memcpy(text.data() + 8, &number, 4);
    return text;
  };
  patch(bytes, head(DP_ABI_MAJOR), head(abi));
  return bytes;
}

}  // namespace
}  // namespace plugin

BOOST_FIXTURE_TEST_SUITE(plugin, Fixture)

/// A call of a task of tests/run/endless.cpp, and what must be found if it never returns.
const std::vector<std::vector<std::string>> kEndless = {
    {"endless.text", "open", "past its time limit of 1s in open of the writer endless.text"},
    {"endless.text", "begin", "past its time limit of 1s in begin of the writer endless.text"},
    {"endless.text", "end", "past its time limit of 1s in end of the writer endless.text"},
    {"endless.step", "close", "past its time limit of 1s in close of the step endless.step"},
    {"endless.lines", "start", "hangs: in start: the worker ran past its time limit"},
};

BOOST_AUTO_TEST_CASE(a_call_that_never_returns_is_found) {
  for (const auto& each : kEndless) {
    const auto outcome = check(
        DP_TEST_ENDLESS, {"--task", each[0], "--with", "in=" + each[1], "--timeout", "1s"});
    BOOST_TEST(outcome.exit_code == 2);
    BOOST_TEST(outcome.out.find(each[2]) != std::string::npos, outcome.out);
    const bool opens = each[2].starts_with("past");
    BOOST_TEST((outcome.out.find("; if it needs longer, say how long with --timeout") !=
                std::string::npos) == opens,
               outcome.out);
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, a_task_that_breaks_a_law_is_found, data::make(kBroken),
                       broken) {
  const auto outcome = check_bad(broken.task);
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.out.find(broken.found) != std::string::npos, outcome.out);
}

BOOST_DATA_TEST_CASE_F(Fixture, a_reader_or_writer_that_breaks_a_law_is_found,
                       data::make(kFlawed), flawed) {
  const auto outcome = check(kFlawedLibrary, {"--task", flawed.task});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.out.find(flawed.found) != std::string::npos, outcome.out);
}

BOOST_AUTO_TEST_CASE(a_reader_and_a_writer_that_keep_the_laws_pass) {
  for (const char* task : {"flawed.none", "flawed.rows"}) {
    const auto outcome = check(kFlawedLibrary, {"--task", task});
    BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
  }
}

BOOST_AUTO_TEST_CASE(a_step_is_tried_with_the_lines_of_a_sample_and_options_of_its_own) {
  folder.write("sample.txt", "POST /a\nPOST /b\n");
  const std::vector<std::string> options = {"--with", "flawed.match.word=POST", "--with",
                                            "word=never"};
  auto words = options;
  const auto without = check(kFlawedLibrary, [&] {
    words.insert(words.end(), {"--task", "flawed.match"});
    return words;
  }());
  BOOST_TEST(without.exit_code == 0, without.out + without.err);
  words.insert(words.end(), {"--sample", "sample.txt"});
  const auto with = check(kFlawedLibrary, words);
  BOOST_TEST(with.exit_code == 2);
  BOOST_TEST(with.out.find("wrong        step flawed.match: ") != std::string::npos, with.out);
}

BOOST_AUTO_TEST_CASE(a_reducer_that_keeps_the_laws_passes_next_to_those_that_do_not) {
  const auto alone = check_bad("bad.nothing");
  BOOST_TEST(alone.exit_code == 0, alone.out + alone.err);
  const auto all = check(kBad, {"--columns", "x: int?", "--timeout", "1s"});
  BOOST_TEST(all.exit_code == 2);
  BOOST_TEST(
      all.out.find("ok           reducer bad.nothing: 200 random trials") != std::string::npos,
      all.out);
}

BOOST_AUTO_TEST_CASE(a_counterexample_is_shrunk) {
  const auto text = check_bad("bad.mean").out;
  std::string parts;
  for (auto at = text.find(": x="); at != std::string::npos; at = text.find(": x=", at + 1))
    parts += text[at - 1];
  BOOST_TEST(parts == "abc", text);
}

BOOST_AUTO_TEST_CASE(the_same_seed_finds_the_same) {
  BOOST_TEST(check_bad("bad.mean").out == check_bad("bad.mean").out);
}

BOOST_AUTO_TEST_CASE(a_library_of_another_abi_is_refused_with_both_numbers) {
  const auto outcome = check(folder.write("old.so", library_of_abi(99)));
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.out.starts_with("wrong        file: built for plugin ABI 99, this dp has "
                                     "ABI 2: use a newer dp\n"),
             outcome.out);
}

BOOST_AUTO_TEST_CASE(a_library_that_is_no_plugin_is_told_from_one) {
  const auto outcome = check(folder.write("no.so", std::string(100, 'x')));
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.out.starts_with("wrong        file: not a shared library\n"), outcome.out);
  BOOST_TEST(check("./missing.so").exit_code == 2);
  BOOST_TEST(check("weblgo").err.find("did you mean 'weblog'?") != std::string::npos);
}

BOOST_DATA_TEST_CASE_F(Fixture, shipped_plugins_keep_the_laws,
                       data::make({"lines", "table", "json", "ndjson"}), name) {
  const auto outcome = check(name);
  BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
  BOOST_TEST(outcome.out.find("wrong") == std::string::npos, outcome.out);
}

BOOST_AUTO_TEST_CASE(a_reader_that_takes_no_random_text_is_tried_with_a_sample) {
  const auto without = check("weblog");
  BOOST_TEST(without.exit_code == 3);
  BOOST_TEST(without.out.find("not checked  reader weblog: ") != std::string::npos,
             without.out);
  folder.write("sample.log", dp::test::access_log(1, 200));
  const auto with = check("weblog", {"--sample", "sample.log"});
  BOOST_TEST(with.exit_code == 0, with.out + with.err);
}

BOOST_AUTO_TEST_CASE(a_reader_that_finds_its_records_is_cut_before_them) {
  std::string text = "word,note,size\n";
  for (int i = 0; i < 200; ++i)
    text += "w" + std::to_string(i) + (i % 3 == 0 ? ",\"a\nb\"" : ",plain") + ",1.5\n";
  folder.write("sample.csv", text);
  const auto outcome = check("csv", {"--sample", "sample.csv"});
  BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
  BOOST_TEST(outcome.out.find("ok           reader csv: ") != std::string::npos, outcome.out);
}

BOOST_AUTO_TEST_CASE(a_reducer_that_needs_options_is_tried_with_those_given) {
  const auto without = check("group");
  BOOST_TEST(without.exit_code == 3);
  BOOST_TEST(without.out.find("not checked  reducer group: it needs the option 'take': give it "
                              "with --with 'take=...'") != std::string::npos,
             without.out);
  const auto with =
      check("group", {"--with", "by=[path, code]", "--with",
                      "take={n: count, s: sum(bytes), m: mean(bytes), d: "
                      "distinct(path), t: \"top(path, 2)\", least: min(time)}",
                      "--with", "sort=-n", "--columns",
                      "path: string?, code: int?, bytes: float?, time: timestamp?"});
  BOOST_TEST(with.exit_code == 0, with.out + with.err);
  const auto wrong = check("group", {"--with", "take={n: summ(x)}"});
  BOOST_TEST(wrong.exit_code == 2);
  BOOST_TEST(wrong.err.find("did you mean 'sum'?") != std::string::npos, wrong.err);
}

BOOST_AUTO_TEST_CASE(a_wrong_setting_is_refused_before_anything_is_tried) {
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"--trials", "0"},
                                                        {"--seed", "x"},
                                                        {"--timeout", "soon"},
                                                        {"--columns", "x: itn"},
                                                        {"--task", "lnes"},
                                                        {"--with", "width=3"},
                                                        {"--sample", "missing.txt"}}) {
    const auto outcome = check("lines", {option, value});
    BOOST_TEST(outcome.exit_code == 2, option);
    BOOST_TEST(outcome.out == "", outcome.out);
    BOOST_TEST(outcome.err.starts_with("dp: error: "), outcome.err);
  }
}

BOOST_AUTO_TEST_CASE(the_report_comes_as_json_too) {
  const auto outcome = check("lines", {"--json"});
  BOOST_TEST(outcome.out.find("{\"grade\":\"ok\",\"subject\":\"reader lines\",\"text\":") !=
                 std::string::npos,
             outcome.out);
}

BOOST_AUTO_TEST_CASE(functions_are_tried_with_the_types_that_they_take) {
  const std::string words = DP_TEST_PLUGINS "/words.so";
  const auto good = check(words, {"--task", "words.repeat", "--with", "words.repeat.times=3"});
  BOOST_TEST(good.exit_code == 0, good.out << good.err);
  BOOST_TEST(
      good.out.find("row by row, batches, no memory of calls before") != std::string::npos,
      good.out);
  BOOST_TEST(good.out.find("function words.repeat: name, summary, doc, 2 parameters\n") !=
                 std::string::npos,
             good.out);
}

BOOST_AUTO_TEST_CASE(a_function_that_breaks_a_law_is_found_with_the_fewest_rows) {
  const std::string words = DP_TEST_PLUGINS "/words.so";
  const auto place = check(words, {"--task", "words.place"});
  BOOST_TEST(place.exit_code == 2, place.out << place.err);
  BOOST_TEST(place.out.find("wrong        function words.place: depends on other rows: row 2: "
                            "one batch gave [1], row by row gave [0]\n"
                            "               a: text=") != std::string::npos,
             place.out);
  const auto count = check(words, {"--task", "words.count"});
  BOOST_TEST(count.exit_code == 2, count.out << count.err);
  BOOST_TEST(
      count.out.find("wrong        function words.count: remembers what it saw before: ") !=
          std::string::npos,
      count.out);
}

BOOST_AUTO_TEST_CASE(a_function_is_not_checked_without_the_constants_that_it_needs) {
  const auto outcome = check(DP_TEST_PLUGINS "/words.so", {"--task", "words.power"});
  BOOST_TEST(outcome.exit_code == 3, outcome.out << outcome.err);
  BOOST_TEST(
      outcome.out.find("not checked  function words.power: it needs the constant "
                       "'exponent': give it with --with 'exponent=...'") != std::string::npos,
      outcome.out);
}

BOOST_AUTO_TEST_SUITE_END()
