// SPDX-License-Identifier: Apache-2.0
// Inputs of different columns: `columns: union`, `first` and `strict`.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "dp_process.hpp"

namespace other_columns {
namespace {

struct Fixture {
  Fixture() {
    folder.write("1.csv", "day,shop,sales\n1,north,5\n2,south,7\n");
    folder.write("2.csv", "shop,day,discount,sales\nnorth,3,007,9\n");
    folder.write("3.csv", "day,note\n4,\"a\nb\"\n");
  }
  /// Run csv over all files, `map` being what follows the reader's options.
  dp::test::Outcome run(const std::string& with, const std::string& map = "",
                        const std::string& command = "run") {
    folder.write("p.yaml", "dp: 1\ninput: '*.csv'\nmap: [{use: csv, with: {" + with + "}}" +
                               map + "]\noutput: {use: ndjson, with: {path: '-'}}\n");
    std::vector<std::string> words = {command, "p.yaml"};
    return dp::test::dp(folder, words);
  }
  dp::test::TemporaryFolder folder;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kUnion =
    "{\"day\":1,\"shop\":\"north\",\"sales\":5,\"discount\":null,\"note\":null}\n"
    "{\"day\":2,\"shop\":\"south\",\"sales\":7,\"discount\":null,\"note\":null}\n"
    "{\"day\":3,\"shop\":\"north\",\"sales\":9,\"discount\":\"007\",\"note\":null}\n"
    "{\"day\":4,\"shop\":null,\"sales\":null,\"discount\":null,\"note\":\"a\\nb\"}\n";

}  // namespace
}  // namespace other_columns

BOOST_FIXTURE_TEST_SUITE(other_columns, Fixture)

BOOST_AUTO_TEST_CASE(a_union_has_the_columns_of_all_inputs_in_order_of_first_appearance) {
  const auto outcome = run("columns: union");
  BOOST_TEST(outcome.out == kUnion);
  BOOST_TEST(outcome.exit_code == 0);
  BOOST_TEST(has(outcome.err, "column 'discount' comes from 2.csv:1 on"));
  BOOST_TEST(has(outcome.err, "column 'note' comes from 3.csv:1 on"));
}

BOOST_AUTO_TEST_CASE(columns_that_only_later_inputs_have_can_be_named) {
  BOOST_TEST(run("columns: union, types: {discount: int}",
                 ", {where: discount > 5}, "
                 "{select: [discount, day]}")
                 .out == "{\"discount\":7,\"day\":3}\n");
  BOOST_TEST(run("columns: union", ", {select: [note]}, {where: note is not null}").out ==
             "{\"note\":\"a\\nb\"}\n");
  BOOST_TEST(run("columns: union", ", {select: [discount]}", "validate").err == "p.yaml: OK\n");
  BOOST_TEST(has(run("columns: union", ", {select: [discuont]}").err,
                 "no column 'discuont', did you mean 'discount'?"));
}

BOOST_AUTO_TEST_CASE(the_first_columns_are_all_and_others_are_told_with_their_places) {
  const auto outcome = run("columns: first");
  BOOST_TEST(outcome.out ==
             "{\"day\":1,\"shop\":\"north\",\"sales\":5}\n"
             "{\"day\":2,\"shop\":\"south\",\"sales\":7}\n"
             "{\"day\":3,\"shop\":\"north\",\"sales\":9}\n"
             "{\"day\":4,\"shop\":null,\"sales\":null}\n");
  BOOST_TEST(outcome.exit_code == 0);
  const std::string why = " is left out, for the first input has none (columns: first)\n";
  BOOST_TEST(has(outcome.err, "2.csv:1: column 'discount'" + why));
  BOOST_TEST(has(outcome.err, "3.csv:1: column 'note'" + why));
  BOOST_TEST(!has(run("columns: first", ", {select: [day]}").err, "is left out"));
}

BOOST_AUTO_TEST_CASE(an_input_of_other_columns_is_one_reject_else) {
  const auto as_default = run("trim: false");
  BOOST_TEST(as_default.exit_code == 3);
  BOOST_TEST(
      has(as_default.err,
          "2.csv:1: header: got shop, day, discount, sales, expected day, shop, sales as "
          "in the first input (missing: none; more: discount): none of its records is "
          "read (columns: union reads inputs of different columns)"));
  folder.write("3.csv", "shop,day,sales\nnorth,3,9\nnorth,4,9\n");
  BOOST_TEST(has(run("trim: false").out, "{\"day\":4,"));
  const auto strict = run("columns: strict");
  BOOST_TEST(strict.exit_code == 3);
  BOOST_TEST(!has(strict.out, "{\"day\":4,"));
  BOOST_TEST(has(strict.err,
                 "3.csv:1: header: column 1: got 'shop', expected 'day' as in the first input "
                 "(columns: strict): none of its records is read"));
}

BOOST_AUTO_TEST_CASE(members_of_json_are_taken_left_out_or_rejected) {
  folder.write("1.json", "{\"a\":1}\n{\"a\":2}\n");
  folder.write("2.json", "{\"a\":3,\"b\":4}\n{\"a\":5}\n{\"b\":6,\"a\":7}\n");
  const auto run_json = [&](const std::string& with) {
    folder.write("p.yaml", "dp: 1\ninput: '*.json'\nmap: [{use: json, with: {" + with +
                               "}}]\noutput: {use: csv, with: {path: '-'}}\n");
    return dp::test::dp(folder, {"run", "p.yaml"});
  };
  BOOST_TEST(run_json("columns: union").out == "a,b\n1,\n2,\n3,4\n5,\n7,6\n");
  BOOST_TEST(run_json("layout: lines").out == run_json("columns: union").out);
  const auto first = run_json("columns: first");
  BOOST_TEST(first.out == "a\n1\n2\n3\n5\n7\n");
  BOOST_TEST(first.exit_code == 0);
  BOOST_TEST(has(first.err,
                 "2.json:1: member 'b' is left out, for none of the first records has one "
                 "(columns: first) (first of 2)"));
  const auto strict = run_json("columns: strict");
  BOOST_TEST(strict.out == "a\n1\n2\n5\n");
  BOOST_TEST(strict.exit_code == 3);
  BOOST_TEST(has(strict.err, "2.json:3: member 'b': got one, expected none"));
  const auto wrong = run_json("columns: frist");
  BOOST_TEST(wrong.exit_code == 2);
  BOOST_TEST(
      has(wrong.err,
          "columns: expected union, first or strict (got 'frist'), did you mean 'first'?"));
}

BOOST_AUTO_TEST_CASE(a_misspelt_word_is_told_with_the_right_one) {
  const auto outcome = run("columns: unoin");
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(has(outcome.err, "did you mean 'union'?"));
}

BOOST_AUTO_TEST_CASE(a_union_is_the_same_for_any_workers_and_chunksize) {
  std::string rows;
  for (int i = 0; i < 3000; ++i) rows += std::to_string(i) + ",x\n";
  folder.write("1.csv", "a,b\n" + rows);
  folder.write("2.csv", "c,a\n" + rows);
  folder.write("3.csv", "b,d\n" + rows + "7,late\n");
  std::string expected;
  for (const std::string pool :
       {"workers: 1", "workers: 3, chunksize: 4KiB", "workers: 2, chunksize: 1KiB"}) {
    folder.write("p.yaml",
                 "dp: 1\ninput: '*.csv'\nmap: [{use: csv, with: {columns: union}}]\noutput: "
                 "{use: csv, with: {path: out.txt}}\npool: {" +
                     pool + "}\n");
    BOOST_TEST(dp::test::dp(folder, {"run", "-q", "p.yaml"}).exit_code == 0);
    const auto out = folder.read("out.txt");
    BOOST_TEST(out.starts_with("a,b,c,d\n0,x,,\n"));
    BOOST_TEST(out.ends_with(",2999,,x\n,7,,late\n"));
    if (expected.empty()) expected = out;
    BOOST_TEST((out == expected));
  }
}

BOOST_AUTO_TEST_SUITE_END()
