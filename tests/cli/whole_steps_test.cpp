// SPDX-License-Identifier: Apache-2.0
// Steps over all records (distinct, sort, head, tail) and unpivot, in whole runs.
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "dp_process.hpp"

namespace whole_steps {
namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;
namespace data = boost::unit_test::data;

struct Fixture {
  Outcome run(const std::string& steps, const std::string& rest = {},
              const std::vector<std::string>& more = {}) {
    folder.write("p.yaml", "dp: 1\ninput: '*.csv'\nmap:\n  - use: csv\n" + steps + rest);
    std::vector<std::string> arguments = {"run", "-q", "p.yaml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return dp::test::dp(folder, arguments);
  }
  std::string records(const std::string& steps) {
    const auto outcome = run(steps);
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return outcome.out;
  }
  /// The column n of what comes out, "1 2 ".
  std::string numbers(const std::string& steps) {
    std::string list;
    const auto out = records(steps);
    for (std::size_t at = out.find("\"n\":"); at != std::string::npos;
         at = out.find("\"n\":", at + 1))
      list += out.substr(at + 4, out.find_first_of(",}", at) - at - 4) + " ";
    return list;
  }
  std::string mistake(const std::string& steps, const std::string& rest = {}) {
    folder.write("p.yaml", "dp: 1\ninput: '*.csv'\nmap:\n  - use: csv\n" + steps + rest);
    const auto outcome = dp::test::dp(folder, {"validate", "p.yaml"});
    BOOST_TEST(outcome.exit_code == 2, outcome.err);
    return outcome.err.substr(0, outcome.err.find('\n'));
  }

  TemporaryFolder folder;
};

}  // namespace
}  // namespace whole_steps

BOOST_FIXTURE_TEST_SUITE(whole_steps, Fixture)

BOOST_AUTO_TEST_CASE(the_first_and_the_last_records_of_all_inputs_are_kept_in_their_order) {
  folder.write("a.csv", "n\n5\n4\n");
  folder.write("b.csv", "n\n3\n9\n1\n");
  BOOST_TEST(numbers("  - head: 3\n") == "5 4 3 ");
  BOOST_TEST(numbers("  - tail: 2\n") == "9 1 ");
  BOOST_TEST(numbers("  - head: 99\n") == "5 4 3 9 1 ");
  BOOST_TEST(numbers("  - where: n < 5\n  - head: 2\n") == "4 3 ");
}

BOOST_AUTO_TEST_CASE(records_are_sorted_and_equal_ones_stay_in_the_order_of_the_input) {
  folder.write("a.csv", "n,t\n1,b\n2,a\n3,b\n");
  folder.write("b.csv", "n,t\n4,a\n5,b\n6,\n");
  BOOST_TEST(numbers("  - sort: t\n") == "6 2 4 1 3 5 ");
  BOOST_TEST(numbers("  - sort: [-t, -n]\n") == "5 3 1 4 2 6 ");
  BOOST_TEST(numbers("  - sort: -t\n  - head: 2\n") == "1 3 ");
  BOOST_TEST(numbers("  - sort: t\n  - tail: 2\n") == "3 5 ");
}

BOOST_AUTO_TEST_CASE(of_records_that_are_alike_the_first_is_kept) {
  folder.write("a.csv", "n,t\n1,b\n2,a\n3,b\n");
  folder.write("b.csv", "n,t\n4,a\n5,\n6,\n1,b\n");
  BOOST_TEST(numbers("  - distinct: t\n") == "1 2 5 ");
  BOOST_TEST(numbers("  - distinct: '*'\n") == "1 2 3 4 5 6 ");
  BOOST_TEST(numbers("  - distinct: [t]\n  - sort: -n\n  - head: 2\n") == "5 2 ");
}

BOOST_AUTO_TEST_CASE(records_of_one_record_keep_their_order) {
  folder.write("a.csv", "n,t\n1,x;y;z\n2,q\n");
  BOOST_TEST(records("  - split: {column: t, by: ';'}\n  - tail: 3\n") ==
             "{\"n\":1,\"t\":\"y\"}\n{\"n\":1,\"t\":\"z\"}\n{\"n\":2,\"t\":\"q\"}\n");
}

BOOST_AUTO_TEST_CASE(what_comes_out_goes_where_output_says) {
  folder.write("a.csv", "n\n2\n1\n");
  const auto outcome =
      run("  - sort: n\n", "output: [out.ndjson, {use: table, with: {path: '-'}}]\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.ndjson") == "{\"n\":1}\n{\"n\":2}\n");
  BOOST_TEST(outcome.out.find("1\n") < outcome.out.find("2\n"), outcome.out);
}

BOOST_AUTO_TEST_CASE(the_reducer_stands_beside_others) {
  folder.write("a.csv", "n,t\n2,a\n1,b\n3,a\n");
  const auto outcome =
      run("",
          "reduce:\n  by: {with: {by: n * 2, take: {c: count}}, to: by.ndjson}\n"
          "  top: {use: records, with: {sort: -n, head: 1}, to: top.ndjson}\n");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("top.ndjson") == "{\"n\":3,\"t\":\"a\"}\n");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_at_their_places) {
  folder.write("a.csv", "n,t\n1,x\n");
  BOOST_TEST(mistake("  - sort: n\n  - where: n > 1\n") ==
             "p.yaml:5:5: error: map: 'sort' is about all records: only sort, distinct, head "
             "and tail can come after it");
  BOOST_TEST(
      mistake("  - sort: n\n  - distinct: n\n") ==
      "p.yaml:6:5: error: map: 'distinct' after 'sort': expected at most one of distinct, "
      "sort, and head or tail, in this order");
  BOOST_TEST(mistake("  - head: 1\n", "reduce:\n  a: {with: {take: {c: count}}}\n") ==
             "p.yaml:5:5: error: map: 'head' is for what goes to output: reduce: would see the "
             "records before it");
  BOOST_TEST(mistake("  - sort: [n, -x]\n") ==
             "p.yaml:5:15: error: records: no column 'x' (there are: n, t)");
  BOOST_TEST(mistake("  - distinct: []\n") ==
             "p.yaml:5:15: error: records: names no column (\"*\" is all of them)");
  BOOST_TEST(mistake("  - sort: []\n") == "p.yaml:5:11: error: records: names no column");
  BOOST_TEST(mistake("  - head: 0\n").starts_with("p.yaml:5:11: error: "));
  BOOST_TEST(mistake("  - tail: few\n").starts_with("p.yaml:5:11: error: "));
}

BOOST_AUTO_TEST_CASE(a_test_of_the_file_sees_what_output_would_get) {
  folder.write("a.csv", "n\n1\n");
  folder.write("p.yaml",
               "dp: 1\ninput: a.csv\nmap:\n  - use: csv\n  - sort: -n\n  - head: 2\n"
               "tests:\n  - given: \"n\\n1\\n3\\n2\\n\"\n    expect: [{n: 3}, {n: 2}]\n");
  const auto outcome = dp::test::dp(folder, {"test", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
}

BOOST_DATA_TEST_CASE(the_bytes_are_the_same_for_any_workers_and_chunksize,
                     data::make({"1", "4"}) * data::make({"700B", "1MiB"}), workers,
                     chunksize) {
  std::string text = "n,t\n";
  std::vector<std::pair<int, int>> rows;  // t, n
  for (int n = 0; n < 4000; ++n) {
    rows.emplace_back(n * 37 % 101, n);
    text += std::to_string(n) + "," + std::to_string(rows.back().first) + "\n";
  }
  folder.write("a.csv", text);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string expected;
  for (const auto& [t, n] : rows)
    expected += "{\"n\":" + std::to_string(n) + ",\"t\":" + std::to_string(t) + "}\n";
  const auto outcome =
      run("  - sort: -t\n", {}, {"--workers", workers, "--chunksize", chunksize});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST((outcome.out == expected));
}

BOOST_AUTO_TEST_CASE(a_large_sort_is_shared_out_in_ranges) {
  // More than what is combined in one place (1 MiB).
  std::string text = "n,t\n", expected;
  const std::string filler(40, 'x');
  for (int n = 0; n < 30000; ++n)
    text += std::to_string(n * 7919 % 30011) + "," + filler + "\n";
  folder.write("a.csv", text);
  std::vector<int> numbers;
  for (int n = 0; n < 30000; ++n) numbers.push_back(n * 7919 % 30011);
  std::sort(numbers.begin(), numbers.end());
  for (const int n : numbers)
    expected += "{\"n\":" + std::to_string(n) + ",\"t\":\"" + filler + "\"}\n";
  const auto outcome = run("  - sort: n\n", {}, {"--workers", "2"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST((outcome.out == expected));
}

BOOST_AUTO_TEST_CASE(columns_become_records) {
  folder.write("a.csv", "shop,q1,q2,note\na,1,2,x\nb,,4,y\n");
  BOOST_TEST(records("  - unpivot: {columns: [q2, q1], name: quarter, value: sales}\n") ==
             "{\"shop\":\"a\",\"note\":\"x\",\"quarter\":\"q2\",\"sales\":2}\n"
             "{\"shop\":\"a\",\"note\":\"x\",\"quarter\":\"q1\",\"sales\":1}\n"
             "{\"shop\":\"b\",\"note\":\"y\",\"quarter\":\"q2\",\"sales\":4}\n"
             "{\"shop\":\"b\",\"note\":\"y\",\"quarter\":\"q1\",\"sales\":null}\n");
  BOOST_TEST(records("  - unpivot: {columns: [shop, note]}\n  - select: [name, value]\n") ==
             "{\"name\":\"shop\",\"value\":\"a\"}\n{\"name\":\"note\",\"value\":\"x\"}\n"
             "{\"name\":\"shop\",\"value\":\"b\"}\n{\"name\":\"note\",\"value\":\"y\"}\n");
}

BOOST_AUTO_TEST_CASE(columns_that_cannot_be_one_are_told_at_their_places) {
  folder.write("a.csv", "shop,q1,q2,note\na,1,2.5,x\n");
  BOOST_TEST(mistake("  - unpivot: {columns: [q1, q2]}\n") ==
             "p.yaml:5:29: error: unpivot.columns: 'q2' is float, 'q1' is int: expected one "
             "type");
  BOOST_TEST(mistake("  - unpivot: {columns: [q1], value: note}\n") ==
             "p.yaml:5:37: error: unpivot: there is a column 'note' already");
  BOOST_TEST(mistake("  - unpivot: {columns: [q3]}\n") ==
             "p.yaml:5:25: error: no column 'q3', did you mean 'q1'?");
}

BOOST_DATA_TEST_CASE(the_reducer_keeps_the_laws,
                     data::make({"sort=[-n, t]", "distinct=t", "head=3", "tail=3"}), with) {
  const auto outcome =
      dp::test::dp(folder, {"plugin", "check", "records", "--seed", "1", "--columns",
                            "n: int?, t: string?, f: float?, d: decimal?", "--with", with});
  BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
  BOOST_TEST(outcome.out.find("ok           reducer records: 200 random trials of rows") !=
                 std::string::npos,
             outcome.out);
}

BOOST_AUTO_TEST_CASE(a_pivot_is_the_way_back_from_an_unpivot) {
  folder.write("a.csv", "shop,q1,q2\nsouth,80,\nnorth,120,150\n");
  const std::string steps =
      "  - unpivot: {columns: [q1, q2], name: q, value: sales}\n"
      "  - where: sales is not null\n"
      "  - pivot: {columns: [q1, q2], name: q, value: sales}\n";
  BOOST_TEST(records(steps) ==
             "{\"shop\":\"north\",\"q1\":120,\"q2\":150}\n"
             "{\"shop\":\"south\",\"q1\":80,\"q2\":null}\n");
}

BOOST_AUTO_TEST_CASE(a_pivot_is_the_same_for_any_workers_and_chunksize) {
  std::string rows = "shop,month,sales\n";
  for (int i = 0; i < 5000; ++i)
    rows += "s" + std::to_string(i * 7919 % 400) + ",m" + std::to_string(i % 12) + "," +
            std::to_string(i % 97) + ".50\n";
  folder.write("a.csv", rows);
  std::string names;
  for (int i = 0; i < 12; ++i) names += (i == 0 ? "m" : ", m") + std::to_string(i);
  const std::string steps = "  - pivot: {columns: [" + names +
                            "], name: month, value: sales, by: shop, combine: sum, fill: 0}\n";
  const auto once = run(steps, "", {"--workers", "1"});
  BOOST_TEST(once.exit_code == 0, once.err);
  BOOST_TEST(std::count(once.out.begin(), once.out.end(), '\n') == 400);
  for (const char* chunksize : {"300B", "4KiB"}) {
    const auto again = run(steps, "", {"--workers", "3", "--chunksize", chunksize});
    BOOST_TEST((again.out == once.out), chunksize << again.err);
  }
}

BOOST_AUTO_TEST_CASE(a_pivot_rejects_other_names_and_refuses_two_records_for_one_cell) {
  folder.write("a.csv", "shop,q,sales\nnorth,q1,1\nnorth,q9,2\n");
  const std::string pivot = "  - pivot: {columns: [q1], name: q, value: sales}\n";
  const auto rejected = run(pivot, "errors: {rejects: rejects.ndjson}\n");
  BOOST_TEST(rejected.exit_code == 3, rejected.err);
  BOOST_TEST(rejected.out == "{\"shop\":\"north\",\"q1\":1}\n");
  BOOST_TEST(
      folder.read("rejects.ndjson").find("q: got 'q9', expected one of the columns 'q1'") !=
      std::string::npos);
  folder.write("a.csv", "shop,q,sales\nnorth,q1,1\nnorth,q1,2\n");
  const auto refused = run(pivot);
  BOOST_TEST(refused.exit_code == 1, refused.err);
  BOOST_TEST(refused.err.find("pivot: 2 records have q 'q1' and shop 'north', expected one") !=
                 std::string::npos,
             refused.err);
  BOOST_TEST(mistake("  - pivot: {columns: [q1], name: p, value: sales}\n")
                 .starts_with("p.yaml:5:34: error: pivot: no column 'p'"));
}

BOOST_AUTO_TEST_SUITE_END()
