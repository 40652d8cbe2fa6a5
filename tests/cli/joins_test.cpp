// SPDX-License-Identifier: Apache-2.0
// Records joined with a table, in whole runs.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "dp_process.hpp"

namespace joins {
namespace {

using dp::test::Outcome;
using dp::test::TemporaryFolder;
namespace data = boost::unit_test::data;

struct Fixture {
  Fixture() {
    folder.write("in.csv", "id,who\n1,ann\n2,bob\n,nobody\n3,eve\n2,zoe\n");
    folder.write("t.csv", "id,country,zip\n2,de,01067\n3,,10115\n9,fr,75001\n,xx,00000\n");
  }
  Outcome run(const std::string& join, const std::vector<std::string>& more = {}) {
    write(join);
    std::vector<std::string> arguments = {"run", "-q", "p.yaml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return dp::test::dp(folder, arguments);
  }
  std::string records(const std::string& join) {
    const auto outcome = run(join);
    BOOST_TEST(outcome.exit_code == 0, outcome.err);
    return outcome.out;
  }
  /// The first line that validate says.
  std::string mistake(const std::string& join) {
    write(join);
    const auto outcome = dp::test::dp(folder, {"validate", "p.yaml"});
    BOOST_TEST(outcome.exit_code == 2, outcome.err);
    return outcome.err.substr(0, outcome.err.find('\n'));
  }
  void write(const std::string& join) {
    folder.write("p.yaml",
                 "dp: 1\ninput: in.csv\nmap:\n  - use: csv\n  - join: " + join + "\n");
  }

  TemporaryFolder folder;
};

}  // namespace
}  // namespace joins

BOOST_FIXTURE_TEST_SUITE(joins, Fixture)

BOOST_AUTO_TEST_CASE(a_left_join_keeps_all_records_and_gives_nulls_to_those_without_a_row) {
  BOOST_TEST(records("{with: t.csv, on: id}") ==
             "{\"id\":1,\"who\":\"ann\",\"country\":null,\"zip\":null}\n"
             "{\"id\":2,\"who\":\"bob\",\"country\":\"de\",\"zip\":\"01067\"}\n"
             "{\"id\":null,\"who\":\"nobody\",\"country\":null,\"zip\":null}\n"
             "{\"id\":3,\"who\":\"eve\",\"country\":null,\"zip\":\"10115\"}\n"
             "{\"id\":2,\"who\":\"zoe\",\"country\":\"de\",\"zip\":\"01067\"}\n");
}

BOOST_AUTO_TEST_CASE(an_inner_join_keeps_those_with_a_row_and_an_anti_join_the_others) {
  BOOST_TEST(records("{with: t.csv, on: id, kind: inner, take: zip}") ==
             "{\"id\":2,\"who\":\"bob\",\"zip\":\"01067\"}\n"
             "{\"id\":3,\"who\":\"eve\",\"zip\":\"10115\"}\n"
             "{\"id\":2,\"who\":\"zoe\",\"zip\":\"01067\"}\n");
  BOOST_TEST(records("{with: t.csv, on: id, kind: anti}") ==
             "{\"id\":1,\"who\":\"ann\"}\n{\"id\":null,\"who\":\"nobody\"}\n");
}

BOOST_AUTO_TEST_CASE(columns_are_taken_under_other_names_and_keys_may_have_two) {
  folder.write("u.csv", "customer,who\n2,Berlin\n");
  BOOST_TEST(records("{with: u.csv, on: {id: customer}, kind: inner, take: {city: who, "
                     "number: customer}}") ==
             "{\"id\":2,\"who\":\"bob\",\"city\":\"Berlin\",\"number\":2}\n"
             "{\"id\":2,\"who\":\"zoe\",\"city\":\"Berlin\",\"number\":2}\n");
}

BOOST_AUTO_TEST_CASE(a_join_that_takes_nothing_filters) {
  folder.write("twice.csv", "id\n2\n2\n3\n");
  BOOST_TEST(records("{with: twice.csv, on: id, kind: inner, take: []}") ==
             "{\"id\":2,\"who\":\"bob\"}\n{\"id\":3,\"who\":\"eve\"}\n{\"id\":2,\"who\":"
             "\"zoe\"}\n");
}

BOOST_AUTO_TEST_CASE(of_several_rows_of_a_key_the_first_or_all_are_taken) {
  folder.write("t.csv", "id,n\n3,1\n2,2\n3,3\n2,4\n3,5\n");
  BOOST_TEST(records("{with: t.csv, on: id, kind: inner, several: first}") ==
             "{\"id\":2,\"who\":\"bob\",\"n\":2}\n{\"id\":3,\"who\":\"eve\",\"n\":1}\n"
             "{\"id\":2,\"who\":\"zoe\",\"n\":2}\n");
  BOOST_TEST(records("{with: t.csv, on: id, several: all}") ==
             "{\"id\":1,\"who\":\"ann\",\"n\":null}\n"
             "{\"id\":2,\"who\":\"bob\",\"n\":2}\n{\"id\":2,\"who\":\"bob\",\"n\":4}\n"
             "{\"id\":null,\"who\":\"nobody\",\"n\":null}\n"
             "{\"id\":3,\"who\":\"eve\",\"n\":1}\n{\"id\":3,\"who\":\"eve\",\"n\":3}\n"
             "{\"id\":3,\"who\":\"eve\",\"n\":5}\n"
             "{\"id\":2,\"who\":\"zoe\",\"n\":2}\n{\"id\":2,\"who\":\"zoe\",\"n\":4}\n");
  BOOST_TEST(mistake("{with: t.csv, on: id}") ==
             "p.yaml:5:18: error: join.with: t.csv:4 has the key of t.csv:2 (3 rows have one "
             "that came before)");
}

BOOST_AUTO_TEST_CASE(a_table_is_one_of_several_files_compressed_or_read_by_another_reader) {
  folder.write("t1.csv", "id,n\n2,two\n");
  folder.write("t2.csv", "id,n\n3,three\n");
  BOOST_TEST(records("{with: 't?.csv', on: id, kind: inner, take: n}") ==
             "{\"id\":2,\"who\":\"bob\",\"n\":\"two\"}\n{\"id\":3,\"who\":\"eve\",\"n\":"
             "\"three\"}\n{\"id\":2,\"who\":\"zoe\",\"n\":\"two\"}\n");
  folder.write("t.txt", "[{\"id\": 3, \"n\": {\"a\": 1.5}}]");
  BOOST_TEST(records("{with: {files: t.txt, use: json, with: {columns: {id: id, n: n.a}}}, on: "
                     "id, kind: inner}") == "{\"id\":3,\"who\":\"eve\",\"n\":1.5}\n");
}

BOOST_AUTO_TEST_CASE(what_a_table_s_reader_guesses_is_held_against_all_of_the_table) {
  std::string text = "id,zip\n";
  for (int i = 100; i < 12000; ++i) text += std::to_string(i) + ",12345\n";
  folder.write("t.csv", text + "2,01067\n");
  BOOST_TEST(records("{with: t.csv, on: id, kind: inner}") ==
             "{\"id\":2,\"who\":\"bob\",\"zip\":\"01067\"}\n"
             "{\"id\":2,\"who\":\"zoe\",\"zip\":\"01067\"}\n");
}

BOOST_AUTO_TEST_CASE(numbers_of_two_types_are_one_key_if_they_are_equal) {
  folder.write("t.csv", "id,n\n2.0,two\n3,three\n1.5,none\n");
  for (const std::string type : {"decimal", "float"})
    BOOST_TEST(records("{with: {files: t.csv, use: csv, with: {types: {id: " + type +
                       "}}}, on: id, kind: inner}") ==
               "{\"id\":2,\"who\":\"bob\",\"n\":\"two\"}\n{\"id\":3,\"who\":\"eve\",\"n\":"
               "\"three\"}\n{\"id\":2,\"who\":\"zoe\",\"n\":\"two\"}\n");
}

BOOST_AUTO_TEST_CASE(keys_of_two_types_are_no_keys) {
  folder.write("t.csv", "id,n\n02,two\n");
  BOOST_TEST(mistake("{with: t.csv, on: id}") ==
             "p.yaml:5:29: error: join.on: 'id' of the records is int, 'id' of the table is "
             "string: expected the same type");
}

BOOST_AUTO_TEST_CASE(names_that_are_not_there_or_twice_are_told_at_their_places) {
  BOOST_TEST(
      mistake("{with: t.csv, on: {whom: id}}") ==
      "p.yaml:5:30: error: join: the records have no column 'whom', did you mean 'who'?");
  BOOST_TEST(mistake("{with: t.csv, on: {id: idd}}") ==
             "p.yaml:5:34: error: join: the table has no column 'idd', did you mean 'id'?");
  BOOST_TEST(mistake("{with: t.csv, on: id, take: [country, zap]}") ==
             "p.yaml:5:49: error: join: the table has no column 'zap', did you mean 'zip'?");
  folder.write("t.csv", "id,who\n2,x\n");
  BOOST_TEST(mistake("{with: t.csv, on: id}") ==
             "p.yaml:5:18: error: join: the records have a column 'who' already");
  BOOST_TEST(mistake("{with: t.csv, on: id, take: who}") ==
             "p.yaml:5:39: error: join: the records have a column 'who' already");
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_be_whole_is_a_mistake_at_its_place) {
  BOOST_TEST(mistake("{with: no.csv, on: id}") ==
             "p.yaml:5:18: error: no such file or folder: 'no.csv'");
  folder.write("t.bin", "x");
  BOOST_TEST(mistake("{with: t.bin, on: id}") ==
             "p.yaml:5:18: error: join.with: the extension of 't.bin' names no reader");
  BOOST_TEST(mistake("{with: /dev/stdin, on: id}") ==
             "p.yaml:5:18: error: join.with: a table is read from files ('/dev/stdin' is a "
             "stream)");
  folder.write("t.csv", "id,n\n1,2\n3\n4,5\n");
  const auto short_row = mistake("{with: t.csv, on: id}");
  BOOST_TEST(short_row.starts_with("p.yaml:5:18: error: join.with: t.csv:3: "), short_row);
}

BOOST_AUTO_TEST_CASE(an_output_does_not_overwrite_the_table) {
  folder.write("p.yaml",
               "dp: 1\ninput: in.csv\nmap:\n  - use: csv\n  - join: {with: t.csv, on: id}\n"
               "output: ./t.csv\n");
  const auto outcome = dp::test::dp(folder, {"run", "-q", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 2);
  BOOST_TEST(outcome.err.find("'./t.csv' is a table of a join: it would be overwritten") !=
                 std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(a_join_that_finds_nothing_is_noted) {
  folder.write("t.csv", "id,n\n77,x\n");
  write("{with: t.csv, on: id}");
  const auto outcome = dp::test::dp(folder, {"run", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST(outcome.err.find("p.yaml:5:5: 'join' found no record's key in its table") !=
                 std::string::npos,
             outcome.err);
}

BOOST_AUTO_TEST_CASE(a_test_of_the_file_joins_too) {
  folder.write("p.yaml",
               "dp: 1\ninput: in.csv\nmap:\n  - use: csv\n  - join: {with: t.csv, on: id}\n"
               "tests:\n  - given: \"id,who\\n2,x\\n\"\n    expect: {country: de}\n");
  const auto outcome = dp::test::dp(folder, {"test", "p.yaml"});
  BOOST_TEST(outcome.exit_code == 0, outcome.out + outcome.err);
}

BOOST_DATA_TEST_CASE(the_bytes_are_the_same_for_any_workers_and_chunksize,
                     data::make({"1", "4"}) * data::make({"700B", "1MiB"}), workers,
                     chunksize) {
  std::string text = "id,who\n", table = "id,name\n", expected;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i * 7 % 1000) + ",w\n";
  for (int i = 0; i < 900; ++i)
    table += std::to_string(i) + ",a name that is longer than twelve bytes " +
             std::to_string(i) + "\n";
  folder.write("in.csv", text);
  folder.write("t.csv", table);
  for (int i = 0; i < 3000; ++i) {
    const int id = i * 7 % 1000;
    if (id < 900)
      expected += "{\"id\":" + std::to_string(id) +
                  ",\"who\":\"w\",\"name\":\"a name that is longer than twelve bytes " +
                  std::to_string(id) + "\"}\n";
  }
  const auto outcome = run("{with: t.csv, on: id, kind: inner}",
                           {"--workers", workers, "--chunksize", chunksize});
  BOOST_TEST(outcome.exit_code == 0, outcome.err);
  BOOST_TEST((outcome.out == expected));
}

BOOST_AUTO_TEST_SUITE_END()
