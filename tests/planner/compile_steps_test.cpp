// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace compile_steps {

using namespace dp;
using namespace dp::test;
using dp::protocol::Stage;

namespace {

struct Fixture : Compiling {
  /// A pipeline of a reader and `steps`, whose records are written.
  static std::string after_lines(const std::string& steps) {
    return "map:\n  - use: kit.lines\n" + steps + "output: out.kit\n";
  }
  /// The stages after the reader: their kinds and columns.
  Texts stages(const std::string& steps) {
    constexpr const char* kKinds[] = {"reader", "step",  "where", "derive", "select",
                                      "check",  "split", "join",  "unpivot"};
    const auto made = compile(after_lines(steps));
    Texts list;
    const auto& all = made.plan().stages;
    for (std::size_t i = 1; i < all.size(); ++i)
      list.push_back(kKinds[static_cast<std::size_t>(all[i].kind)] + std::string(" ") +
                     columns_of(all[i].output));
    return list;
  }
  Texts wrong(const std::string& steps) { return mistakes(after_lines(steps)); }
};

}  // namespace
}  // namespace compile_steps

BOOST_FIXTURE_TEST_SUITE(compile_steps, Fixture)

BOOST_AUTO_TEST_CASE(each_stage_has_the_columns_that_leave_it) {
  BOOST_TEST((stages("  - where: size > 1\n"
                     "  - derive: {double: size * 2, long: double > 10}\n"
                     "  - {use: kit.tag, where: item != ''}\n"
                     "  - select: [item]\n") ==
              Texts{"where text: string, size: int",
                    "derive text: string, size: int, double: int, long: bool",
                    "step text: string, item: string", "where text: string, item: string",
                    "select item: string"}));
}

BOOST_AUTO_TEST_CASE(select_keeps_the_columns_by_their_places) {
  const auto made = compile(after_lines("  - select: [size, text]\n"));
  const auto& select = made.plan().stages.at(1);
  BOOST_TEST((select.kept == std::vector<std::uint32_t>{1, 0}));
  BOOST_TEST(columns_of(select.output) == "size: int, text: string");
}

BOOST_AUTO_TEST_CASE(a_derived_column_can_be_null) {
  const auto made = compile(after_lines("  - derive: {half: size / 2}\n  - select: [text]\n"));
  const auto& derive = made.plan().stages.at(1);
  BOOST_REQUIRE(derive.derived.size() == 1U);
  BOOST_TEST(derive.derived[0].name == "half");
  BOOST_TEST(derive.derived[0].expression.to_string() == "size / 2");
  BOOST_TEST((derive.output[2] == Field{"half", Type::float64, true}));
}

BOOST_AUTO_TEST_CASE(a_condition_must_be_true_or_false) {
  BOOST_TEST((wrong("  - where: size + 1\n") ==
              Texts{"5:12 where: the condition is int, expected true or false"}));
  BOOST_TEST((wrong("  - {use: kit.tag, where: text}\n") ==
              Texts{"5:27 where: the condition is string, expected true or false"}));
}

BOOST_AUTO_TEST_CASE(a_column_that_does_not_exist_is_a_mistake_at_its_place) {
  BOOST_TEST((wrong("  - where: size > 1 and txt == ''\n") ==
              Texts{"5:25 there is no column 'txt', did you mean 'text'?"}));
  BOOST_TEST((wrong("  - derive: {a: siz * 2}\n") ==
              Texts{"5:17 there is no column 'siz', did you mean 'size'?"}));
  BOOST_TEST((wrong("  - select: [size, txt]\n") ==
              Texts{"5:20 no column 'txt', did you mean 'text'?"}));
}

BOOST_AUTO_TEST_CASE(a_column_that_is_selected_twice_is_told_once) {
  BOOST_TEST(
      (wrong("  - select: [text, text]\n") == Texts{"5:20 select: 'text' is there twice"}));
}

BOOST_AUTO_TEST_CASE(a_derived_column_has_a_name_of_its_own) {
  BOOST_TEST((wrong("  - derive: {size: size + 1}\n") ==
              Texts{"5:14 there is a column 'size' already: derive it under a new name"}));
}

BOOST_AUTO_TEST_CASE(a_mistake_in_a_condition_does_not_hide_what_follows) {
  BOOST_TEST((wrong("  - where: size + 1\n  - select: [txt]\n") ==
              Texts{"5:12 where: the condition is int, expected true or false",
                    "6:14 no column 'txt', did you mean 'text'?"}));
}

BOOST_AUTO_TEST_CASE(past_unknown_columns_only_functions_are_checked) {
  BOOST_TEST((wrong("  - derive: {a: txt}\n  - where: lenght(b)\n  - derive: {c: uper('x')}\n"
                    "  - select: [d]\n") ==
              Texts{"5:17 there is no column 'txt', did you mean 'text'?",
                    "6:12 there is no function 'lenght', did you mean 'length'?",
                    "7:17 there is no function 'uper', did you mean 'upper'?"}));
}

BOOST_AUTO_TEST_CASE(columns_are_renamed_dropped_cast_and_filled_by_stages_that_there_are) {
  BOOST_TEST(
      (stages("  - rename: {words: text}\n"
              "  - cast: {size: string, words: int}\n"
              "  - fill: {words: 0}\n"
              "  - drop: size\n") ==
       Texts{"select words: string, size: int",
             "derive words: string, size: int, words': int, size': string",
             "check words: string, size: int, words': int, size': string",
             "select words: int, size: string", "derive words: int, size: string, words': int",
             "select words: int, size: string", "select words: int"}));
}

BOOST_AUTO_TEST_CASE(a_mistake_in_a_change_hides_what_depends_on_its_columns) {
  BOOST_TEST((wrong("  - rename: {x: txt}\n  - drop: [y]\n  - where: lenght(x)\n") ==
              Texts{"5:17 no column 'txt', did you mean 'text'?",
                    "7:12 there is no function 'lenght', did you mean 'length'?"}));
  BOOST_TEST((wrong("  - cast: {text: flot}\n  - drop: [y]\n") ==
              Texts{"5:18 cast.text: expected string, int, float, decimal, bool, date or "
                    "timestamp (got 'flot'), did you mean 'float'?"}));
}

BOOST_AUTO_TEST_CASE(a_column_of_text_can_be_split) {
  const auto made = compile(after_lines("  - split: {column: text, by: \", \"}\n"));
  const auto& split = made.plan().stages.at(1);
  BOOST_TEST((split.kind == Stage::Kind::split));
  BOOST_TEST(split.split.column == 0U);
  BOOST_TEST(split.split.by == ", ");
  BOOST_TEST(columns_of(split.output) == "text: string, size: int");
  BOOST_TEST((wrong("  - split: {column: size, by: \";\"}\n") ==
              Texts{"5:21 split: the column 'size' is int, expected string [cast it to string "
                    "before]"}));
  BOOST_TEST((wrong("  - split: {column: txt, by: \";\"}\n") ==
              Texts{"5:21 no column 'txt', did you mean 'text'?"}));
}

BOOST_AUTO_TEST_CASE(a_sample_is_a_condition) {
  BOOST_TEST((stages("  - sample: {share: 1%}\n") == Texts{"where text: string, size: int"}));
}

BOOST_AUTO_TEST_CASE(a_step_that_needs_other_columns_is_a_mistake_at_its_name) {
  BOOST_TEST((wrong("  - select: [size]\n  - use: kit.tag\n") ==
              Texts{"6:10 kit.tag: expects a column 'text' of type string (got size: int)"}));
}

BOOST_AUTO_TEST_CASE(the_files_of_a_first_step_are_checked) {
  const auto other = folder.write("b.txt", "");
  file = folder.path("*.txt");
  const auto found = mistakes("map: [{use: kit.copy, with: {to: out}}]\noutput: out.kit\n");
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0] == "3:13 '" + folder.path("a.txt") + "' and '" + other +
                             "' would both be written to 'out' [name the files by more of what "
                             "tells their items apart]");
}

BOOST_AUTO_TEST_SUITE_END()
