// SPDX-License-Identifier: Apache-2.0
#include "planner/compile.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace compile {

using namespace dp;
using namespace dp::test;
using dp::protocol::Intake;
using dp::protocol::Stage;

namespace {

const std::string kToKit = "output: out.kit\n";

}  // namespace
}  // namespace compile

BOOST_FIXTURE_TEST_SUITE(compile, Compiling)

BOOST_AUTO_TEST_CASE(a_reader_is_the_first_stage_and_opened_with_the_first_items_bytes) {
  const auto made = compile("map: [{use: kit.lines}]\n" + kToKit);
  BOOST_TEST(made.mistakes().empty());
  const auto& plan = made.plan();
  BOOST_TEST((plan.intake == Intake::lines));
  BOOST_REQUIRE(plan.stages.size() == 1U);
  const auto& reader = plan.stages[0];
  BOOST_TEST((reader.kind == Stage::Kind::reader));
  BOOST_TEST(reader.use.library == kKit);
  BOOST_TEST(reader.use.task == "kit.lines");
  BOOST_TEST(reader.reader.sample == "one\nthree\n");
  BOOST_TEST((reader.output == kTexts));
  BOOST_TEST((reader.used == std::vector<std::uint8_t>{1, 1}));
  BOOST_TEST(plan.record_columns == 2U);
}

BOOST_AUTO_TEST_CASE(the_reader_says_how_items_are_cut) {
  const auto records = compile("map: [{use: kit.records}]\n" + kToKit);
  BOOST_TEST((records.plan().intake == Intake::records));
  const auto& options = records.plan().stages[0].use.options;
  BOOST_REQUIRE(options.find("greedy") != nullptr);  // defaults are filled in
  BOOST_TEST(options.find("greedy")->integer == 0);
  const auto whole = compile("map: [{use: kit.records, with: {whole: true}}]\n" + kToKit);
  BOOST_TEST((whole.plan().intake == Intake::whole));
}

BOOST_AUTO_TEST_CASE(a_sample_is_at_most_64_kib) {
  file = folder.write("long.txt", std::string(100'000, 'x'));
  const auto made = compile("map: [{use: kit.lines}]\n" + kToKit);
  BOOST_TEST(made.plan().stages[0].reader.sample.size() == 65'536U);
}

BOOST_AUTO_TEST_CASE(text_in_utf16_that_nothing_says_is_told_and_read_as_it_is) {
  using namespace std::string_literals;
  file = folder.write("wide.txt", "o\0n\0e\0\n\0"s);
  const auto made = compile("map: [{use: kit.lines}]\n" + kToKit);
  BOOST_TEST(made.has_plan());
  BOOST_TEST(
      (made.mistakes() ==
       Texts{"2:8 the input looks like utf-16le without a byte order mark, and is read as "
             "bytes, with NULs [say what it is: input: {files: ..., encoding: utf-16le}]"}));
  BOOST_TEST(Compiled("dp: 1\ninput: {files: " + file +
                          ", encoding: utf-16le}\nmap: [{use: kit.lines}]\n" + kToKit,
                      pool)
                 .mistakes()
                 .empty());
}

BOOST_AUTO_TEST_CASE(a_step_can_be_the_first_over_the_files_themselves) {
  const auto made = compile("map: [{use: kit.copy, with: {to: '*.copy'}}]\n" + kToKit);
  BOOST_TEST(made.mistakes().empty());
  BOOST_TEST((made.plan().intake == Intake::files));
  BOOST_TEST((made.plan().stages.at(0).kind == Stage::Kind::step));
  BOOST_TEST(columns_of(made.plan().mapped()) == "to: string");
}

BOOST_AUTO_TEST_CASE(numbers_of_a_range_need_no_reader) {
  const Compiled made("dp: 1\ninput: {range: 10}\nmap: [{where: index > 3}]\n" + kToKit, pool);
  BOOST_TEST(made.mistakes().empty());
  BOOST_TEST((made.plan().intake == Intake::range));
  BOOST_TEST(columns_of(made.plan().mapped()) == "index: int");
}

BOOST_AUTO_TEST_CASE(the_columns_that_are_read_are_marked) {
  const auto made = compile(
      "map: [{use: kit.lines}]\n"
      "reduce: {all: {use: kit.collect, with: {by: text}, to: out.kit}}\n");
  BOOST_TEST((made.plan().stages[0].used == std::vector<std::uint8_t>{1, 0}));
}

BOOST_AUTO_TEST_CASE(each_plan_has_a_hash_seed_of_its_own) {
  const auto one = compile("map: [{use: kit.lines}]\n" + kToKit);
  const auto two = compile("map: [{use: kit.lines}]\n" + kToKit);
  BOOST_TEST(one.plan().hash_seed != two.plan().hash_seed);
}

BOOST_AUTO_TEST_CASE(the_plan_names_the_functions_that_its_expressions_call) {
  const Compiled made("dp: 1\ninput: " + file +
                          "\nmap: [{use: kit.lines}, {where: words.repeat(text) == 'a'}]\n" +
                          kToKit,
                      pool, {kKitFolder, kWordsFolder});
  BOOST_TEST(made.mistakes().empty());
  BOOST_REQUIRE(made.plan().functions.size() == 1U);
  BOOST_TEST(made.plan().functions[0].name == "words.repeat");
  BOOST_TEST(made.plan().functions[0].library == kWordsFolder + "/words.so");
}

BOOST_AUTO_TEST_CASE(an_unknown_task_is_a_mistake_at_its_name) {
  BOOST_TEST((mistakes("map: [{use: kit.lnes}]\n" + kToKit) ==
              Texts{"3:13 unknown reader 'kit.lnes', did you mean 'kit.lines'? [dp list shows "
                    "what there is]"}));
  BOOST_TEST(
      (mistakes("map: [{use: kit.lines}, {use: kit.collect}]\n" + kToKit) ==
       Texts{"3:31 'kit.collect' is a reducer, expected a step [dp list shows what there "
             "is]"}));
}

BOOST_AUTO_TEST_CASE(a_broken_library_is_a_mistake_where_it_is_used) {
  const auto path = folder.write("torn.so", std::string(100, 'x'));
  const Compiled made("dp: 1\ninput: " + file + "\nmap: [{use: torn}]\n" + kToKit, pool,
                      {kKitFolder, folder.path()});
  BOOST_TEST((made.mistakes() == Texts{"3:13 " + path + ": not a shared library"}));
  std::filesystem::create_directory(folder.path("box.so"));
  const Compiled boxed("dp: 1\ninput: " + file + "\nmap: [{use: box}]\n" + kToKit, pool,
                       {kKitFolder, folder.path()});
  BOOST_TEST((boxed.mistakes() == Texts{"3:13 " + folder.path("box.so") +
                                        ": not a shared library, it is a folder"}));
}

BOOST_AUTO_TEST_CASE(a_reader_that_does_not_come_first_is_told_where_readers_come) {
  const std::string why =
      " (a reader comes first in map, only once, and not with a range) [dp list shows what "
      "there is]";
  BOOST_TEST((mistakes("map: [{use: kit.lines}, {use: kit.records}]\n" + kToKit) ==
              Texts{"3:31 'kit.records' is a reader, expected a step" + why}));
  const Compiled numbers("dp: 1\ninput: {range: 3}\nmap: [{use: kit.lines}]\n" + kToKit, pool);
  BOOST_TEST(
      (numbers.mistakes() == Texts{"3:13 'kit.lines' is a reader, expected a step" + why}));
}

BOOST_AUTO_TEST_CASE(options_are_checked_by_what_the_task_says_of_them) {
  BOOST_TEST((mistakes("map: [{use: kit.records, with: {gredy: true}}]\n" + kToKit) ==
              Texts{"3:33 unknown option 'gredy' of kit.records, did you mean 'greedy'?"}));
  BOOST_TEST((mistakes("map: [{use: kit.copy}]\n" + kToKit) ==
              Texts{"3:13 kit.copy needs the option 'to' [The file that is written; '*' is the "
                    "item's name.]"}));
}

BOOST_AUTO_TEST_CASE(what_a_task_has_against_an_option_is_shown_at_the_option) {
  BOOST_TEST((mistakes("map:\n  - use: kit.lines\n  - {use: kit.tag, with: {tag: '?'}}\n" +
                       kToKit) == Texts{"5:32 kit.tag: got '?', expected another tag"}));
}

BOOST_AUTO_TEST_CASE(what_a_reader_has_against_the_sample_is_shown_at_its_name) {
  file = folder.write("no.txt", "no sample");
  BOOST_TEST((mistakes("map: [{use: kit.lines}]\n" + kToKit) ==
              Texts{"3:13 kit.lines: got a sample that it cannot read"}));
}

BOOST_AUTO_TEST_CASE(a_mistake_in_one_place_does_not_hide_those_in_others) {
  BOOST_TEST((mistakes("map:\n  - {use: kit.lines, with: {x: 1}}\n  - where: lenght(a)\n"
                       "reduce: {all: {use: kit.colect, to: out.kit}}\noutput: a.pge\n") ==
              Texts{"4:29 unknown option 'x' of kit.lines [kit.lines has no options]",
                    "5:12 there is no function 'lenght', did you mean 'length'?",
                    "6:21 unknown reducer 'kit.colect', did you mean 'kit.collect'? [dp list "
                    "shows what there is]",
                    "7:9 no writer for files that end in '.pge', did you mean 'page'? (there "
                    "are writers for .kit, .kits, .page; or name one with use:)"}));
}

BOOST_AUTO_TEST_CASE(without_items_a_pipeline_is_checked_all_the_same) {
  file = folder.path("gone.txt");
  const auto found = mistakes("map: [{use: kit.lines}, {where: sze > 1}]\n" + kToKit);
  BOOST_REQUIRE(found.size() == 2U);
  BOOST_TEST(found[0].starts_with("2:8 no such file or folder: '" + file + "'"));
  BOOST_TEST(found[1] == "3:33 there is no column 'sze', did you mean 'size'?");
}

BOOST_AUTO_TEST_SUITE_END()
