// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(ndjson_ndjson)

namespace {

using dp::Type;
using dp::test::Batch;
using dp::test::Task;

const dp::Schema kAll = {{"text", Type::string},   {"int", Type::int64},
                         {"float", Type::float64}, {"flag", Type::boolean},
                         {"at", Type::timestamp},  {"day", Type::date}};

Task begun(const dp::Schema& schema) {
  auto task = Task::open("ndjson", "ndjson").value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", schema));
  return task;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_record_without_columns_is_an_object_without_members) {
  auto task = begun({});
  BOOST_REQUIRE(task.write(Batch({}, {{}, {}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() == "{}\n{}\n");
}

BOOST_AUTO_TEST_CASE(a_record_is_an_object_with_its_columns_in_order) {
  auto task = begun(kAll);
  BOOST_TEST(task.bytes() == "");
  BOOST_REQUIRE(
      task.write(Batch(kAll, {{"longer than \"twelve\" bytes", 42, 0.1, true, 1000, 0},
                              {"x", -1, 1e300, false, 0, -1}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() ==
             "{\"text\":\"longer than \\\"twelve\\\" bytes\",\"int\":42,\"float\":0.1,"
             "\"flag\":true,\"at\":\"1970-01-01T00:00:00.001Z\",\"day\":\"1970-01-01\"}\n"
             "{\"text\":\"x\",\"int\":-1,\"float\":1e300,"
             "\"flag\":false,\"at\":\"1970-01-01T00:00:00Z\",\"day\":\"1969-12-31\"}\n");
}

BOOST_AUTO_TEST_CASE(decimals_are_numbers_with_all_their_digits) {
  const dp::Schema schema = {{"price", Type::decimal}};
  auto task = begun(schema);
  BOOST_REQUIRE(task.write(Batch(schema, {{"1.10"}, {"-12345678901234567890.5"}, {nullptr}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() ==
             "{\"price\":1.10}\n{\"price\":-12345678901234567890.5}\n{\"price\":null}\n");
}

BOOST_AUTO_TEST_CASE(json_stands_as_it_is) {
  const dp::Schema schema = {{"j", Type::json}, {"n", Type::int64}};
  auto task = begun(schema);
  BOOST_REQUIRE(task.write(Batch(
      schema, {{R"({"a": [1, "x"]})", 1}, {"1E5", 2}, {nullptr, 3}, {R"("\u0041")", 4}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() ==
             "{\"j\":{\"a\": [1, \"x\"]},\"n\":1}\n{\"j\":1E5,\"n\":2}\n{\"j\":null,\"n\":3}\n"
             "{\"j\":\"\\u0041\",\"n\":4}\n");
}

BOOST_AUTO_TEST_CASE(nulls_and_numbers_that_json_lacks_are_null) {
  auto task = begun(kAll);
  BOOST_REQUIRE(task.write(Batch(kAll, {{nullptr, nullptr, nullptr, nullptr, nullptr, nullptr},
                                        {"", 0, HUGE_VAL, false, 0, 0},
                                        {"", 0, std::nan(""), false, 0, 0}})));
  const std::string zero =
      "{\"text\":\"\",\"int\":0,\"float\":null,\"flag\":false,"
      "\"at\":\"1970-01-01T00:00:00Z\",\"day\":\"1970-01-01\"}\n";
  BOOST_TEST(task.bytes() ==
             "{\"text\":null,\"int\":null,\"float\":null,\"flag\":null,\"at\":null,"
             "\"day\":null}\n" +
                 zero + zero);
}

BOOST_AUTO_TEST_CASE(keys_are_escaped_too) {
  const dp::Schema schema = {{"a\"b", Type::int64}};
  auto task = begun(schema);
  BOOST_REQUIRE(task.write(Batch(schema, {{1}})));
  BOOST_TEST(task.bytes() == "{\"a\\\"b\":1}\n");
}

BOOST_AUTO_TEST_CASE(any_bytes_give_one_line_that_a_parser_takes) {
  const dp::Schema schema = {{"text", Type::string}};
  auto task = begun(schema);
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  BOOST_REQUIRE(task.write(Batch(schema, {{every_byte}, {every_byte.substr(100)}})));
  const auto text = task.bytes();
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 2);
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  const simdjson::padded_string padded(text);
  BOOST_REQUIRE(parser.parse_many(padded).get(lines) == simdjson::SUCCESS);
  std::vector<std::size_t> sizes;
  for (auto line : lines) {
    std::string_view value;
    BOOST_REQUIRE(line["text"].get(value) == simdjson::SUCCESS);
    sizes.push_back(value.size());
  }
  // No byte from 0x80 up is a character here: each gives the three bytes of U+FFFD.
  BOOST_TEST(sizes == (std::vector<std::size_t>{128 + 3 * 128, 28 + 3 * 128}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_worker_of_a_stream_needs_no_calls_before_its_own) {
  const dp::Schema schema = {{"n", Type::int64}};
  auto task = begun(schema);
  BOOST_REQUIRE(task.write(Batch(schema, {{1}})));
  task.forget();
  BOOST_REQUIRE(task.write(Batch(schema, {{2}, {3}})));
  BOOST_TEST(task.bytes() == "{\"n\":2}\n{\"n\":3}\n");
}

BOOST_AUTO_TEST_CASE(a_second_result_is_refused_with_what_to_do) {
  auto task = begun(kAll);
  const auto status = task.section("errors", kAll);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message ==
             "ndjson: a file holds one result (got a second, 'errors'): give each an output of "
             "its own");
}

BOOST_AUTO_TEST_SUITE_END()
