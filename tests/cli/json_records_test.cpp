// SPDX-License-Identifier: Apache-2.0
// JSON lines, arrays and documents through the whole of dp, cut into slices.
#include <boost/test/unit_test.hpp>
#include <random>

#include "dp_process.hpp"

namespace json_records {
namespace {

using dp::test::TemporaryFolder;

/// An object whose strings and inner values look like other records; now and then it is wrong.
std::string object(std::mt19937& random, int id) {
  std::string text = "{\"id\":" + std::to_string(id) + ",\"name\":\"n" +
                     std::to_string(random() % 17) + "\",\"sub\":[";
  for (auto n = random() % 4; n > 0; --n) text += "{\"id\":1,\"name\":\"n1\"},";
  switch (random() % 9) {
    case 0:
      text += "\"},{\\\"id\\\":7}\"";
      break;
    case 1:
      text += "\"" + std::string(random() % 300, ']') + "\"";
      break;
    case 2:
      text += "nil";
      break;
    default:
      text += "0";
  }
  return text + "]}";
}

std::string array(unsigned seed, int count, const std::string& between) {
  std::mt19937 random(seed);
  std::string text = "[";
  for (int i = 0; i < count; ++i) text += (i == 0 ? "\n" : between) + object(random, i);
  return text + "\n]";
}

std::string lines(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) text += object(random, i) + (i % 7 == 0 ? "\r\n\n" : "\n");
  return text;
}

std::string pipeline(const std::string& with) {
  return "dp: 1\ninput: \"*.json\"\nmap: [{use: json, with: {" + with +
         "}}]\noutput: out.ndjson\n"
         "reduce: {names: {with: {by: name, take: {n: count, ids: sum(id)}}, to: names.csv}}\n"
         "errors: {rejects: rejects.ndjson}\n";
}

/// Values laid out in several lines, one after the other.
std::string values(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    auto one = object(random, i);
    one.insert(1, "\n  ");
    text += one + (i % 5 == 0 ? "" : "\n");
  }
  return text;
}

struct Fixture {
  [[nodiscard]] std::string run(const std::vector<std::string>& more) const {
    std::vector<std::string> words{"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS};
    words.insert(words.end(), more.begin(), more.end());
    const auto outcome = dp::test::dp(folder, words);
    BOOST_TEST(outcome.exit_code == 3, outcome.err);
    return folder.read("out.ndjson") + folder.read("names.csv") + folder.read("rejects.ndjson");
  }
  void check_all_cuts() const {
    const auto expected = run({"-j", "1", "--chunksize", "1"});
    BOOST_TEST(expected.size() > 50'000U);
    for (const char* workers : {"1", "3"})
      for (const char* chunksize : {"64B", "1000B", "20KB", "auto"})
        BOOST_TEST((run({"-j", workers, "--chunksize", chunksize}) == expected),
                   workers << " workers, chunksize " << chunksize);
  }
  TemporaryFolder folder;
};

}  // namespace
}  // namespace json_records

BOOST_FIXTURE_TEST_SUITE(json_records, Fixture)

BOOST_AUTO_TEST_CASE(arrays_give_the_same_bytes_wherever_they_are_cut) {
  folder.write("a.json", array(1, 1000, ",\n"));
  folder.write("b.json", array(2, 500, ","));
  folder.write("c.json", "[]");
  folder.write("d.json", array(3, 50, " , ") + "{}");
  folder.write("e.json", "{\"no\": \"array\"}");
  folder.write("run.yaml", pipeline("layout: array"));
  check_all_cuts();
  BOOST_TEST(
      folder.read("rejects.ndjson").find("\"file\":\"e.json\",\"line\":1,\"offset\":0,") !=
      std::string::npos);
}

BOOST_AUTO_TEST_CASE(arrays_within_documents_give_the_same_bytes_wherever_they_are_cut) {
  folder.write("a.json", "{\"meta\":{\"rows\":[{\"id\":0}]},\"data\":{\"rows\":" +
                             array(4, 900, ",\n") + "},\"rest\":" + array(5, 60, ",") + "}");
  folder.write("run.yaml", pipeline("at: data.rows"));
  check_all_cuts();
}

BOOST_AUTO_TEST_CASE(lines_give_the_same_bytes_wherever_they_are_cut) {
  folder.write("a.json", lines(6, 1500));
  folder.write("b.json", lines(7, 3));
  folder.write("run.yaml", pipeline("layout: lines"));
  check_all_cuts();
}

BOOST_AUTO_TEST_CASE(values_give_the_same_bytes_wherever_they_are_cut) {
  folder.write("a.json", values(8, 1500));
  folder.write("b.json", values(9, 3));
  folder.write("run.yaml", pipeline("layout: values"));
  check_all_cuts();
}

BOOST_AUTO_TEST_CASE(nothing_within_an_element_that_is_too_long_is_read_as_another) {
  std::string text = "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"sub\":[0";
  while (text.size() < 17U << 20) text += ",{\"id\":1,\"name\":\"n1\"}";
  folder.write("a.json", text + "]},{\"id\":3,\"name\":\"c\"}]");
  folder.write("b.json", "[{\"id\":4,\"name\":\"d\"}]");
  folder.write("run.yaml", pipeline("layout: array, columns: {id: id, name: name}"));
  for (const char* workers : {"1", "3"})
    for (const char* chunksize : {"1MB", "auto"}) {
      const auto all = run({"-j", workers, "--chunksize", chunksize});
      BOOST_TEST(folder.read("out.ndjson") ==
                 "{\"id\":1,\"name\":\"a\"}\n{\"id\":4,\"name\":\"d\"}\n");
      BOOST_TEST(all.find("element: does not end within 16777216 bytes") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_document_is_a_record_or_one_reject) {
  folder.write("a.json", "{\n  \"id\": 1,\n  \"name\": \"a\"\n}\n");
  folder.write("b.json", "{\"id\": 2, \"name\": \"b\"");
  folder.write("c.json", "{\"id\": 3, \"name\": \"c\"}");
  folder.write("run.yaml", pipeline(""));
  const auto all = run({"-j", "2"});
  BOOST_TEST(folder.read("out.ndjson") ==
             "{\"id\":1,\"name\":\"a\"}\n{\"id\":3,\"name\":\"c\"}\n");
  BOOST_TEST(all.find("byte 22: got the end, expected more") != std::string::npos, all);
}

BOOST_AUTO_TEST_CASE(json_comes_out_as_it_went_in) {
  const std::string text =
      "{\"id\":1,\"tags\":[\"a\", {\"k\":null}],\"v\":1E5,\"n\":100000000000000000000}\n"
      "{\"id\":2,\"tags\":{\"x\": 1.10},\"v\":\"caf\\u00e9\",\"n\":1}\n"
      "{\"id\":3,\"tags\":[],\"v\":true,\"n\":2}\n";
  folder.write("a.json", text);
  folder.write("run.yaml",
               "dp: 1\ninput: a.json\nmap: [{use: json}]\noutput: [out.ndjson, out.csv]\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS})
                 .exit_code == 0);
  BOOST_TEST(folder.read("out.ndjson") == text);
  BOOST_TEST(folder.read("out.csv") ==
             "id,tags,v,n\n1,\"[\"\"a\"\", {\"\"k\"\":null}]\",1E5,100000000000000000000\n"
             "2,\"{\"\"x\"\": 1.10}\",caf\u00e9,1\n3,[],true,2\n");
}

BOOST_AUTO_TEST_CASE(a_late_value_of_another_kind_refutes_text_and_comes_out_as_it_went_in) {
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "{\"v\":\"x" + std::to_string(i) + "\"}\n";
  text += "[7]\n{\"v\":12}\n";
  folder.write("a.json", text);
  folder.write("run.yaml", "dp: 1\ninput: a.json\nmap: [{use: json}]\noutput: out.ndjson\n");
  BOOST_TEST(dp::test::dp(folder, {"run", "run.yaml", "-q", "--plugin-path", DP_TEST_PLUGINS})
                 .exit_code == 0);
  const auto out = folder.read("out.ndjson");
  BOOST_TEST(out.starts_with("{\"v\":\"x0\",\"column1\":null}\n"));
  BOOST_TEST(out.ends_with("{\"v\":null,\"column1\":7}\n{\"v\":12,\"column1\":null}\n"));
}

BOOST_AUTO_TEST_CASE(a_misspelt_path_is_told_before_a_run_and_after) {
  folder.write("a.json", "{\"user\":{\"name\":\"x\"}}\n{\"user\":{\"name\":\"y\"}}\n");
  folder.write("run.yaml",
               "dp: 1\ninput: a.json\nmap:\n  - use: json\n    with:\n      columns: {who: "
               "user.nmae, n: user.name}\noutput: out.ndjson\n");
  const auto run = [&](const char* command) {
    return dp::test::dp(folder, {command, "run.yaml", "--plugin-path", DP_TEST_PLUGINS});
  };
  const std::string warning =
      "run.yaml:6:22: warning: no record at the beginning has 'user.nmae', did you mean "
      "'user.name'?";
  const auto validated = run("validate");
  BOOST_TEST(validated.exit_code == 0);
  BOOST_TEST(validated.err.find(warning) != std::string::npos, validated.err);
  const auto outcome = run("run");
  BOOST_TEST(outcome.exit_code == 0);
  BOOST_TEST(
      outcome.err.find("run.yaml:6:22: column 'who' has no value in any record: nothing is "
                       "at 'user.nmae'") != std::string::npos,
      outcome.err);
}

BOOST_AUTO_TEST_CASE(inner_arrays_are_exploded_the_same_wherever_they_are_cut) {
  folder.write("a.json", array(10, 800, ",\n"));
  folder.write(
      "run.yaml",
      "dp: 1\ninput: a.json\nmap: [{use: json, with: {layout: array, explode: sub, "
      "columns: {id: id, name: name, inner: sub.id}}}]\noutput: out.ndjson\n"
      "reduce: {names: {with: {by: name, take: {n: count, ids: sum(id)}}, to: names.csv}}\n"
      "errors: {rejects: rejects.ndjson}\n");
  check_all_cuts();
}

BOOST_AUTO_TEST_SUITE_END()
