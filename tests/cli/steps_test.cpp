// SPDX-License-Identifier: Apache-2.0
// What steps make of records, in whole runs.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "dp_process.hpp"

namespace steps {
namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;

struct Fixture {
  /// The records of in.csv, read as text and changed by `steps`, to standard output.
  Outcome run(const std::string& steps,
              const std::string& with = "types: {n: string, p: string}",
              const std::vector<std::string>& more = {}) {
    folder.write("p.yaml", "dp: 1\ninput: in.csv\nmap:\n  - use: csv\n    with: {" + with +
                               "}\n" + steps + "errors: {rejects: rejects.ndjson}\n");
    std::vector<std::string> arguments = {"run", "-q", "p.yaml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return dp::test::dp(folder, arguments);
  }
  std::string records(const std::string& steps) {
    const auto outcome = run(steps);
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return outcome.out;
  }
  Outcome validate(const std::string& steps) {
    folder.write("p.yaml", "dp: 1\ninput: in.csv\nmap:\n  - use: csv\n  - " + steps + "\n");
    return dp::test::dp(folder, {"validate", "p.yaml"});
  }

  TemporaryFolder folder;
};

}  // namespace
}  // namespace steps

BOOST_FIXTURE_TEST_SUITE(steps, Fixture)

BOOST_AUTO_TEST_CASE(columns_are_renamed_in_their_places_and_dropped) {
  folder.write("in.csv", "n,p,q\n1,x,7\n2,y,8\n");
  BOOST_TEST(records("  - rename: {amount: n, n: q}\n  - drop: p\n") ==
             "{\"amount\":\"1\",\"n\":7}\n{\"amount\":\"2\",\"n\":8}\n");
}

BOOST_AUTO_TEST_CASE(nulls_are_filled_and_what_is_there_stays) {
  folder.write("in.csv", "n,p,q\n,x,7\n2,,\n");
  BOOST_TEST(records("  - fill: {n: none, p: it's, q: 0}\n") ==
             "{\"n\":\"none\",\"p\":\"x\",\"q\":7}\n{\"n\":\"2\",\"p\":\"it's\",\"q\":0}\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_a_cast_is_rejected_with_its_place_and_reason) {
  folder.write("in.csv",
               "n,p\n1,2026-11-01\nx,2026-11-02\n,\n+3,2026-02-30\n9223372036854775808,\n");
  const auto outcome = run("  - cast: {n: int, p: date}\n");
  BOOST_TEST(outcome.exit_code == 3, outcome.err);
  BOOST_TEST(outcome.out == "{\"n\":1,\"p\":\"2026-11-01\"}\n{\"n\":null,\"p\":null}\n");
  BOOST_TEST(folder.read("rejects.ndjson") ==
             "{\"file\":\"in.csv\",\"line\":3,\"offset\":17,\"reason\":\"column 'n': got 'x', "
             "expected "
             "int\"}\n"
             "{\"file\":\"in.csv\",\"line\":5,\"offset\":32,\"reason\":\"column 'p': got "
             "'2026-02-30', "
             "expected date\"}\n"
             "{\"file\":\"in.csv\",\"line\":6,\"offset\":46,\"reason\":\"column 'n': got "
             "'9223372036854775808', expected int\"}\n");
}

BOOST_AUTO_TEST_CASE(a_cast_takes_the_spellings_that_a_declared_type_takes) {
  folder.write("in.csv", "n,p\n007,true\n+15,0\n-0,FALSE\n1,1\n,\n");
  const auto types = run("", "types: {n: int, p: bool}");
  BOOST_TEST(types.exit_code == 0, types.err);
  BOOST_TEST(records("  - cast: {n: int, p: bool}\n") == types.out);
  folder.write("in.csv",
               "n,p\n1e3,2026-11-01 10:00\n-.5,2026-11-01T10:00:00+02:00\ninf,2026-11-01\n");
  const auto others = run("", "types: {n: float, p: timestamp}");
  BOOST_TEST(others.exit_code == 0, others.err);
  BOOST_TEST(records("  - cast: {n: float, p: timestamp}\n") == others.out);
}

BOOST_AUTO_TEST_CASE(a_cast_never_changes_what_a_value_means) {
  folder.write("in.csv",
               "n,p\n2.0,2026-11-01T00:00:00Z\n2.5,2026-11-02T00:00:00Z\n"
               "1e18,2026-11-03T00:00:01Z\n1e19,2026-11-04T00:00:00Z\n");
  const auto narrow = run("  - cast: {n: int, p: date}\n", "types: {n: float, p: timestamp}");
  BOOST_TEST(narrow.exit_code == 3, narrow.err);
  BOOST_TEST(narrow.out == "{\"n\":2,\"p\":\"2026-11-01\"}\n");
  const auto rejects = folder.read("rejects.ndjson");
  for (const char* reason :
       {"\"line\":3,\"offset\":29,\"reason\":\"column 'n': got '2.5', expected int\"",
        "\"reason\":\"column 'p': got '2026-11-03T00:00:01Z', expected date\"",
        "\"reason\":\"column 'n': got '1e19', expected int\""})
    BOOST_TEST(rejects.find(reason) != std::string::npos, rejects);
  folder.write("in.csv", "n,p\n9007199254740992,2\n9007199254740993,1\n0,1\n");
  const auto wide = run("  - cast: {n: float, p: bool}\n", "types: {n: int, p: int}");
  BOOST_TEST(wide.out == "{\"n\":0,\"p\":true}\n", wide.out);
  BOOST_TEST(folder.read("rejects.ndjson").find("column 'p': got '2', expected bool\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(any_value_becomes_text_as_writers_print_it) {
  folder.write("in.csv", "n,p\n1.50,2026-11-01T10:00:00Z\n");
  const auto outcome =
      run("  - cast: {n: string, p: string}\n", "types: {n: float, p: timestamp}");
  BOOST_TEST(outcome.out == "{\"n\":\"1.5\",\"p\":\"2026-11-01T10:00:00Z\"}\n", outcome.err);
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_are_neither_read_nor_cast) {
  folder.write("in.csv", "n,p\nx,1\n");
  const auto dropped = run("  - drop: n\n", "types: {n: int}");
  BOOST_TEST(dropped.exit_code == 0, dropped.err);
  BOOST_TEST(dropped.out == "{\"p\":1}\n");
  BOOST_TEST(records("  - cast: {n: int}\n  - rename: {m: n}\n  - drop: m\n") ==
             "{\"p\":\"1\"}\n");
}

BOOST_AUTO_TEST_CASE(the_bytes_are_the_same_for_any_workers_and_chunksize) {
  std::string rows = "n,p,q\n";
  for (int i = 0; i < 3000; ++i)
    rows += (i % 7 == 0 ? "x" : std::to_string(i)) + "," + (i % 3 == 0 ? "" : "t") + ",u\n";
  folder.write("in.csv", rows);
  const std::string steps =
      "  - rename: {number: n, text: p}\n  - cast: {number: int}\n  - fill: {text: '-'}\n"
      "  - drop: q\n";
  const auto once = run(steps, "types: {n: string}", {"--workers", "1"});
  const auto rejects = folder.read("rejects.ndjson");
  BOOST_TEST(once.exit_code == 3, once.err);
  BOOST_TEST(std::count(once.out.begin(), once.out.end(), '\n') == 3000 - 429);
  BOOST_TEST(std::count(rejects.begin(), rejects.end(), '\n') == 429);
  for (const char* workers : {"2", "4"})
    for (const char* chunksize : {"100B", "4KiB"}) {
      const auto again =
          run(steps, "types: {n: string}", {"--workers", workers, "--chunksize", chunksize});
      BOOST_TEST((again.out == once.out), workers << " " << chunksize);
      BOOST_TEST((folder.read("rejects.ndjson") == rejects));
    }
}

BOOST_AUTO_TEST_CASE(members_that_come_later_are_kept_by_steps_that_keep_the_rest) {
  std::string lines;
  while (lines.size() < 80'000) lines += "{\"a\":1,\"b\":2,\"c\":3}\n";
  lines += "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}\n";
  folder.write("in.ndjson", lines);
  folder.write("p.yaml",
               "dp: 1\ninput: in.ndjson\nmap:\n  - use: json\n  - rename: {x: a}\n"
               "  - drop: b\n  - fill: {c: 0}\n  - cast: {c: string}\n");
  const auto grown = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(grown.exit_code == 0, grown.err);
  BOOST_TEST(
      grown.out.ends_with("{\"x\":1,\"c\":\"3\",\"d\":null}\n{\"x\":1,\"c\":\"3\",\"d\":4}\n"));
}

BOOST_AUTO_TEST_CASE(a_cast_holds_whatever_the_reader_guesses) {
  std::string rows = "zip\n";
  while (rows.size() < 80'000) rows += "90210\n";
  folder.write("in.csv", rows + "02139\n");
  const auto outcome = run("  - cast: {zip: int}\n", "");
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.out.ends_with("{\"zip\":90210}\n{\"zip\":2139}\n"));
}

BOOST_AUTO_TEST_CASE(records_tell_their_file_and_offset_wherever_an_expression_may_stand) {
  folder.write("in.csv", "n,p\n1,x\n2,y\n");
  BOOST_TEST(records("  - where: offset() > 4\n  - derive: {f: file(), o: offset()}\n") ==
             "{\"n\":\"2\",\"p\":\"y\",\"f\":\"in.csv\",\"o\":8}\n");
  folder.write("b.csv", "n,p\n1,x\n");
  folder.write("p.yaml",
               "dp: 1\ninput: [in.csv, b.csv]\nmap: [{use: csv}]\nreduce:\n  files:\n"
               "    with: {by: file(), take: {n: count, far: max(offset())}}\n"
               "    to: out.csv\n");
  const auto outcome = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(folder.read("out.csv") == "file(),n,far\nb.csv,1,4\nin.csv,2,8\n");
}

BOOST_AUTO_TEST_CASE(a_column_of_such_a_name_is_a_column) {
  folder.write("in.csv", "file,offset\nx,1\n");
  BOOST_TEST(run("  - derive: {f: \"concat(file, file())\", o: offset + offset()}\n", "").out ==
             "{\"file\":\"x\",\"offset\":1,\"f\":\"xin.csv\",\"o\":13}\n");
}

BOOST_AUTO_TEST_CASE(standard_input_has_no_path_and_numbers_have_no_place) {
  folder.write(
      "p.yaml",
      "dp: 1\ninput: \"-\"\nmap: [{use: lines}, {derive: {f: file(), o: offset()}}]\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "-q", "p.yaml"}, "a\nb\n").out ==
             "{\"line\":\"a\",\"f\":\"-\",\"o\":0}\n{\"line\":\"b\",\"f\":\"-\",\"o\":2}\n");
  folder.write("p.yaml",
               "dp: 1\ninput: {range: 2}\nmap: [{derive: {f: file(), o: offset()}}]\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "-q", "p.yaml"}).out ==
             "{\"index\":0,\"f\":null,\"o\":null}\n{\"index\":1,\"f\":null,\"o\":null}\n");
}

BOOST_AUTO_TEST_CASE(a_sample_and_places_are_the_same_for_any_workers_and_chunksize) {
  std::string rows = "n,p\n";
  std::string array = "[";
  for (int i = 0; i < 3000; ++i) {
    rows += std::to_string(i) + ",\"t\nu\"\n";
    array += (i == 0 ? "" : ",\n ") + ("{\"n\":" + std::to_string(i)) + ",\"p\":[1]}";
  }
  folder.write("in.csv", rows);
  folder.write("in.json", array + "]\n");
  for (const char* input : {"{range: 3000}\nmap: [", "in.csv\nmap: [{use: csv}, ",
                            "in.json\nmap: [{use: json}, "}) {
    folder.write("p.yaml", "dp: 1\ninput: " + std::string(input) +
                               "{sample: {share: 10%, seed: 7}}, {derive: {o: offset()}}]\n");
    const auto once = dp::test::dp(folder, {"run", "-q", "p.yaml", "--workers", "1"});
    BOOST_TEST(once.exit_code == 0, once.err);
    const auto kept = std::count(once.out.begin(), once.out.end(), '\n');
    BOOST_TEST(kept > 240, input);  // of 300, less than four standard deviations away
    BOOST_TEST(kept < 360, input);
    for (const char* chunksize : {"100B", "4KiB", "7"}) {
      const auto again = dp::test::dp(
          folder, {"run", "-q", "p.yaml", "--workers", "3", "--chunksize", chunksize});
      BOOST_TEST((again.out == once.out), input << chunksize << again.err);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_text_is_split_into_records) {
  folder.write("in.csv", "n,p\n1,a;b\n2,\n3,;\n");
  BOOST_TEST(records("  - split: {column: p, by: \";\"}\n") ==
             "{\"n\":\"1\",\"p\":\"a\"}\n{\"n\":\"1\",\"p\":\"b\"}\n{\"n\":\"2\",\"p\":null}\n"
             "{\"n\":\"3\",\"p\":\"\"}\n{\"n\":\"3\",\"p\":\"\"}\n");
  folder.write("p.yaml",
               "dp: 1\ninput: in.csv\nmap: [{use: csv}, {split: {column: p, by: ;}}]\n"
               "reduce: {all: {with: {take: {n: count}}, to: out.csv}}\n");
  const auto counted = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(counted.exit_code == 0, counted.err);
  BOOST_TEST(folder.read("out.csv") == "n\n5\n");  // though nobody reads the column
}

BOOST_AUTO_TEST_CASE(split_records_are_the_same_for_any_workers_and_chunksize) {
  std::string rows = "n,p\n";
  for (int i = 0; i < 2000; ++i) {
    rows += std::to_string(i) + ",\"";
    for (int part = 0; part < i % 5; ++part) rows += "part\n" + std::to_string(part) + ";";
    rows += "the last of all parts\"\n";
  }
  folder.write("in.csv", rows);
  const std::string steps = "  - split: {column: p, by: \";\"}\n  - where: p != ''\n";
  const auto once = run(steps, "", {"--workers", "1"});
  BOOST_TEST(once.exit_code == 0, once.err);
  BOOST_TEST(std::count(once.out.begin(), once.out.end(), '\n') == 2000 * 3);
  for (const char* chunksize : {"100B", "4KiB"}) {
    const auto again = run(steps, "", {"--workers", "3", "--chunksize", chunksize});
    BOOST_TEST((again.out == once.out), chunksize << again.err);
  }
}

BOOST_AUTO_TEST_CASE(arrays_of_json_are_exploded_the_same_for_any_workers_and_chunksize) {
  std::string lines;
  std::size_t elements = 0;
  for (int i = 0; i < 2000; ++i) {
    lines += "{\"n\":" + std::to_string(i) + ",\"a\":[";
    for (int k = 0; k < i % 4; ++k)
      lines += (k == 0 ? "" : ",") + std::string("{\"k\":[") + std::to_string(k) +
               "],\"t\":\"],[\"}";
    lines += "]}\n";
    elements += static_cast<std::size_t>(std::max(i % 4, 1));
  }
  folder.write("in.ndjson", lines);
  folder.write("p.yaml", "dp: 1\ninput: in.ndjson\nmap: [{use: json}, {explode: a}]\n");
  const auto once = dp::test::dp(folder, {"run", "-q", "p.yaml", "--workers", "1"});
  BOOST_TEST(once.exit_code == 0, once.err);
  BOOST_TEST(static_cast<std::size_t>(std::count(once.out.begin(), once.out.end(), '\n')) ==
             elements);
  BOOST_TEST(once.out.starts_with(
      "{\"n\":0,\"a\":null}\n{\"n\":1,\"a\":{\"k\":[0],\"t\":\"],[\"}}\n"));
  for (const char* chunksize : {"100B", "4KiB"}) {
    const auto again = dp::test::dp(
        folder, {"run", "-q", "p.yaml", "--workers", "3", "--chunksize", chunksize});
    BOOST_TEST((again.out == once.out), chunksize << again.err);
  }
}

BOOST_AUTO_TEST_CASE(members_of_json_become_columns_and_the_rest_stays) {
  folder.write(
      "in.ndjson",
      "{\"id\":1,\"a\":{\"b\":\"x\",\"c\":{\"d\":1.50,\"e\":[1]},\"f\":null},\"z\":0}\n"
      "{\"id\":2,\"a\":{\"b\":\"y\",\"new\":true,\"c\":{\"d\":\"2\"}},\"z\":0}\n"
      "{\"id\":3,\"a\":{\"c\":{\"d\":\"no\"}},\"z\":0}\n"
      "{\"id\":4,\"a\":[7],\"z\":0}\n"
      "{\"id\":5,\"z\":0}\n");
  const auto flattened = [&](const std::string& flatten, const std::string& more = "") {
    folder.write("p.yaml",
                 "dp: 1\ninput: in.ndjson\nmap: [{use: json}, {flatten: {column: a, " +
                     flatten + "}}" + more + "]\nerrors: {rejects: rejects.ndjson}\n");
    return dp::test::dp(folder, {"run", "-q", "p.yaml"});
  };
  const auto plain = flattened("members: [b, c.d, f]");
  BOOST_TEST(plain.exit_code == 0, plain.err);
  BOOST_TEST(
      plain.out ==
      "{\"id\":1,\"a.b\":\"x\",\"a.c.d\":1.50,\"a.f\":null,\"a\":{\"c\":{\"e\":[1]}},\"z\":0}\n"
      "{\"id\":2,\"a.b\":\"y\",\"a.c.d\":\"2\",\"a.f\":null,\"a\":{\"new\":true},\"z\":0}\n"
      "{\"id\":3,\"a.b\":null,\"a.c.d\":\"no\",\"a.f\":null,\"a\":null,\"z\":0}\n"
      "{\"id\":4,\"a.b\":null,\"a.c.d\":null,\"a.f\":null,\"a\":[7],\"z\":0}\n"
      "{\"id\":5,\"a.b\":null,\"a.c.d\":null,\"a.f\":null,\"a\":null,\"z\":0}\n");
  const auto typed = flattened("members: {b: string, c.d: decimal}, separator: _, rest: left",
                               ", {where: a_b == 'x' or id == 3}, {select: [a_c_d, left]}");
  BOOST_TEST(typed.exit_code == 3);
  BOOST_TEST(typed.out == "{\"a_c_d\":1.50,\"left\":{\"c\":{\"e\":[1]},\"f\":null}}\n");
  BOOST_TEST(folder.read("rejects.ndjson").find("column 'a_c_d': got 'no', expected decimal") !=
             std::string::npos);
  const auto wrong = flattened("members: [b], rest: z");
  BOOST_TEST(wrong.exit_code == 2);
  BOOST_TEST(
      wrong.err.starts_with("p.yaml:3:62: error: flatten: there is a column 'z' already\n"),
      wrong.err);
}

BOOST_AUTO_TEST_CASE(mistakes_are_shown_at_their_place) {
  folder.write("in.csv", "price,qty\n1,2\n");
  BOOST_TEST(validate("drop: [pric]").err ==
             "p.yaml:5:12: error: no column 'pric', did you mean 'price'?\n"
             "    5 |   - drop: [pric]\n"
             "      |            ^~~~\n");
  BOOST_TEST(validate("cast: {qty: itn}")
                 .err.starts_with("p.yaml:5:17: error: cast.qty: expected string, int, float, "
                                  "decimal, bool, date or timestamp (got "
                                  "'itn'), did you mean 'int'?\n"));
  BOOST_TEST(
      validate("fill: {qty: none}")
          .err.starts_with(
              "p.yaml:5:17: error: fill.qty: expected int, the column's type (got 'none')\n"));
}

BOOST_AUTO_TEST_CASE(dp_test_runs_them) {
  folder.write("in.csv", "n,p\n");
  folder.write("p.yaml",
               "dp: 1\ninput: in.csv\nmap:\n  - use: csv\n    with: {types: {n: string}}\n"
               "  - rename: {m: n}\n  - cast: {m: int}\n  - fill: {m: 0}\ntests:\n"
               "  - given: \"n,p\\n1,x\\n,y\\nz,z\\n\"\n"
               "    expect: [{m: 1, p: x}, {m: 0, p: y}]\n");
  const auto outcome = dp::test::dp(folder, {"test", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 0, outcome.out << outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
