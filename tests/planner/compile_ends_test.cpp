// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace compile_ends {

using namespace dp;
using namespace dp::test;
using dp::protocol::Stage;

namespace {

struct Fixture : Compiling {
  static std::string after_lines(const std::string& ends) {
    return "map: [{use: kit.lines}]\n" + ends;
  }
  Compiled ending(const std::string& ends) { return compile(after_lines(ends)); }
  Texts wrong(const std::string& ends) { return mistakes(after_lines(ends)); }
};

/// "out.kit kit.text 0,1"
std::string text_of(const protocol::WriterUse& sink) {
  std::string text = sink.path + " " + sink.writer.task;
  for (std::size_t i = 0; i < sink.reductions.size(); ++i)
    text += (i == 0 ? " " : ",") + std::to_string(sink.reductions[i]);
  return text + (sink.whole ? " whole" : "");
}
Texts texts_of(const std::vector<protocol::WriterUse>& sinks) {
  Texts list;
  for (const auto& sink : sinks) list.push_back(text_of(sink));
  return list;
}

const std::string kTwice =
    "[give each a file of its own; several results can share a .json file if they name the "
    "same options]";

}  // namespace
}  // namespace compile_ends

BOOST_FIXTURE_TEST_SUITE(compile_ends, Fixture)

BOOST_AUTO_TEST_CASE(a_reduction_is_opened_over_the_records) {
  const auto made = ending(
      "reduce:\n  all: {use: kit.collect, with: {by: text, most: 3}, to: a.kit}\n"
      "  rows: {use: kit.count, to: b.kit}\n");
  BOOST_TEST(made.mistakes().empty());
  const auto& reductions = made.plan().reductions;
  BOOST_REQUIRE(reductions.size() == 2U);
  BOOST_TEST(reductions[0].name == "all");
  BOOST_TEST(reductions[0].use.options.find("most")->integer == 3);
  BOOST_TEST(columns_of(reductions[0].output) == "text: string");
  BOOST_TEST(reductions[0].names_columns);
  BOOST_TEST(!reductions[0].in_order());
  BOOST_TEST(columns_of(reductions[1].output) == "count: int");
  BOOST_TEST(!reductions[1].names_columns);
  BOOST_TEST(reductions[1].in_order());
  BOOST_TEST((texts_of(made.plan().results) == Texts{"a.kit kit.text 0", "b.kit kit.text 1"}));
  BOOST_TEST(made.plan().streams.empty());
}

BOOST_AUTO_TEST_CASE(expressions_in_options_are_derived_once_after_the_columns_of_records) {
  const auto made = ending(
      "reduce:\n  one: {use: kit.collect, with: {by: lower(text)}, to: a.kit}\n"
      "  two: {use: kit.collect, with: {by: lower( text )}, to: b.kit}\n"
      "  three: {use: kit.collect, with: {by: text}, to: c.kit}\noutput: d.kit\n");
  BOOST_TEST(made.mistakes().empty());
  const auto& plan = made.plan();
  BOOST_REQUIRE(plan.stages.size() == 2U);
  BOOST_TEST((plan.stages[1].kind == Stage::Kind::derive));
  BOOST_TEST(columns_of(plan.mapped()) == "text: string, size: int, lower(text): string");
  BOOST_TEST(columns_of(plan.records()) == "text: string, size: int");
  BOOST_TEST(plan.reductions[0].use.options.find("by")->text == "lower(text)");
  BOOST_TEST(plan.reductions[1].use.options.find("by")->text == "lower(text)");
}

BOOST_AUTO_TEST_CASE(a_column_that_a_reducer_asks_for_must_exist) {
  BOOST_TEST((wrong("reduce: {all: {use: kit.collect, with: {by: txt}, to: a.kit}}\n") ==
              Texts{"4:45 there is no column 'txt', did you mean 'text'?"}));
}

BOOST_AUTO_TEST_CASE(what_a_reducer_has_against_its_columns_is_a_mistake) {
  const auto found = wrong("reduce: {all: {use: kit.collect, with: {by: size}, to: a.kit}}\n");
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(
      found[0] ==
      "4:21 kit.collect: expects a column 'size' of type string (got text: string, size: "
      "int)");
}

BOOST_AUTO_TEST_CASE(a_stream_has_the_writer_of_its_extension_or_the_one_it_names) {
  const auto made =
      ending("output: [out.kit, {use: kit.text, with: {path: '-', broken: later}}]\n");
  BOOST_TEST(made.mistakes().empty());
  BOOST_TEST((texts_of(made.plan().streams) == Texts{"out.kit kit.text", "- kit.text"}));
  BOOST_TEST(made.plan().streams[0].writer.options.find("broken")->text == "");
  BOOST_TEST(made.plan().streams[1].writer.options.find("broken")->text == "later");
  BOOST_TEST(made.plan().record_columns == 2U);
}

BOOST_AUTO_TEST_CASE(standard_output_has_writers_of_its_own) {
  const std::string hint = " [dp list shows what there is]";
  const auto is_unknown = [&](const std::string& ends, const std::string& mistake) {
    const auto text = wrong(ends).at(0);
    BOOST_TEST(text.starts_with(mistake + " (searched: "), text);
    BOOST_TEST(text.ends_with(")" + hint), text);
  };
  is_unknown("output: '-'\n", "4:9 unknown writer 'ndjson'");
  is_unknown("reduce: {all: {use: kit.count, to: '-'}}\n", "4:36 unknown writer 'table'");
}

BOOST_AUTO_TEST_CASE(a_file_without_an_extension_names_no_writer) {
  const std::string hint =
      " [write {use: csv, with: {path: ...}} or give it an extension: .csv]";
  BOOST_TEST((wrong("output: out\n") ==
              Texts{"4:9 'out' has no extension that names a format" + hint}));
  BOOST_TEST((wrong("output: out.\n") ==
              Texts{"4:9 'out.' has no extension that names a format" + hint}));
}

BOOST_AUTO_TEST_CASE(the_extension_before_that_of_a_compression_picks_the_writer) {
  const auto made = ending(
      "output: [out.kit.gz, {use: kit.text, with: {path: out.zst, level: 19}}]\n"
      "reduce: {all: {use: kit.count, to: all.page.zst}}\n");
  BOOST_TEST(made.mistakes().empty());
  BOOST_TEST(
      (texts_of(made.plan().streams) == Texts{"out.kit.gz kit.text", "out.zst kit.text"}));
  BOOST_TEST(made.plan().streams[0].level == 0);
  BOOST_TEST(made.plan().streams[1].level == 19);
  BOOST_TEST((texts_of(made.plan().results) == Texts{"all.page.zst kit.page 0 whole"}));
  BOOST_TEST((wrong("output: out.gz\n") ==
              Texts{"4:9 'out.gz' has no extension that names a format [write {use: csv, "
                    "with: {path: ...}} or give it an extension: .csv.gz]"}));
}

BOOST_AUTO_TEST_CASE(results_share_a_compressed_file_of_one_level) {
  const auto both = [](const std::string& first, const std::string& second) {
    const auto to = [](const std::string& level) {
      return "{use: kit.count, to: {use: kit.text, with: {path: a.gz, level: " + level + "}}}";
    };
    return "reduce:\n  a: " + to(first) + "\n  b: " + to(second) + "\n";
  };
  BOOST_TEST((texts_of(ending(both("3", "3")).plan().results) == Texts{"a.gz kit.text 0,1"}));
  const auto differ = wrong(both("3", "4"));
  BOOST_REQUIRE(differ.size() == 1U);
  BOOST_TEST(differ[0].ends_with("'a.gz' is written twice " + kTwice));
}

BOOST_AUTO_TEST_CASE(a_writer_that_needs_all_rows_gets_records_of_the_reducer_rows) {
  const auto found = wrong("output: out.page\n");
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0].starts_with("4:9 unknown reducer 'rows' (searched: "), found[0]);
  const auto made = ending("reduce: {all: {use: kit.count, to: out.page}}\n");
  BOOST_TEST((texts_of(made.plan().results) == Texts{"out.page kit.page 0 whole"}));
}

BOOST_AUTO_TEST_CASE(results_share_a_file_however_spelt_if_its_writer_and_options_allow) {
  const std::string two = "reduce:\n  a: {use: kit.count, to: ";
  const auto shared = ending(two + "out.kit}\n  b: {use: kit.count, to: ./out.kit}\n");
  BOOST_TEST(shared.mistakes().empty());
  BOOST_TEST((texts_of(shared.plan().results) == Texts{"out.kit kit.text 0,1"}));
  BOOST_TEST((wrong(two + "out.page}\n  b: {use: kit.count, to: out.page}\n") ==
              Texts{"6:27 'out.page' is written twice " + kTwice}));
  const auto differ = wrong(two +
                            "out.kit}\n  b: {use: kit.count, to: {use: kit.text, with: "
                            "{path: out.kit, broken: x}}}\n");
  BOOST_REQUIRE(differ.size() == 1U);
  BOOST_TEST(differ[0].ends_with("'out.kit' is written twice " + kTwice));
}

BOOST_AUTO_TEST_CASE(a_writer_must_take_the_columns_that_it_is_given) {
  BOOST_TEST((mistakes("map: [{use: kit.lines}, {derive: {x: size / 2}}]\noutput: a.kit\n") ==
              Texts{"4:9 kit.text: cannot write column 'x'"}));
  BOOST_TEST(
      (wrong("reduce: {all: {use: kit.count, to: {use: kit.text, with: {path: a, broken: "
             "section}}}}\n") == Texts{"4:42 kit.text: no section"}));
}

BOOST_AUTO_TEST_CASE(a_result_whose_reduction_is_wrong_is_not_opened) {
  const auto found = wrong(
      "reduce: {all: {use: kit.collect, with: {by: txt}, to: {use: kit.text, with: {path: a, "
      "broken: section}}}}\n");
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0].starts_with("4:45 there is no column 'txt'"));
}

BOOST_AUTO_TEST_SUITE_END()
