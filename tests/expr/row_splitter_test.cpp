// SPDX-License-Identifier: Apache-2.0
#include "expr/row_splitter.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "sample_batch.hpp"

BOOST_AUTO_TEST_SUITE(row_splitter)

using namespace dp;
using namespace dp::expr;
using dp::test::Cell;
using dp::test::Row;
using dp::test::SampleBatch;

namespace {

using Texts = std::vector<std::string>;

const Schema kSchema = {{"n", Type::int64}, {"tags", Type::string}, {"on", Type::boolean}};

/// The rows of a batch as "1 'a' true @100".
Texts rows_of(const dp_batch& batch) {
  Texts list;
  const BatchView view(batch);
  for (std::size_t row = 0; row < view.rows(); ++row) {
    std::string text;
    for (std::size_t i = 0; i < kSchema.size(); ++i)
      text += test::show(test::cell_of(view.column(i), kSchema[i].type, row)) + " ";
    list.push_back(text + "@" + std::to_string(view.offset(row)));
  }
  return list;
}

Texts split(const std::vector<Row>& rows, const std::string& by,
            const Schema& schema = kSchema) {
  const SampleBatch sample(schema, rows);
  RowSplitter splitter(schema, 1, by);
  splitter.begin(sample.batch());
  Texts list;
  while (const auto* batch = splitter.next())
    for (auto& row : rows_of(*batch)) list.push_back(std::move(row));
  return list;
}

/// The elements of a value of JSON, as cells.
Texts elements(const std::string& json) {
  static const Schema kJson = {{"n", Type::int64}, {"tags", Type::json}, {"on", Type::boolean}};
  Texts list;
  for (const auto& row : split({{1L, json, true}}, ",", kJson))
    list.push_back(row.substr(2, row.size() - std::string("1  true @0").size()));
  return list;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_element_of_an_array_is_a_row_as_it_stands) {
  BOOST_TEST((elements("[1,\"a\",true]") == Texts{"'1'", "'\"a\"'", "'true'"}));
  BOOST_TEST((elements(" [ 1.50 , [2, 3] ,\t{\"a\": [4, 5], \"b\": 6}\n]") ==
              Texts{"'1.50'", "'[2, 3]'", "'{\"a\": [4, 5], \"b\": 6}'"}));
  BOOST_TEST((elements("[\"an element that is too long for a reference\",[]]") ==
              Texts{"'\"an element that is too long for a reference\"'", "'[]'"}));
}

BOOST_AUTO_TEST_CASE(brackets_commas_and_quotes_in_strings_are_text) {
  BOOST_TEST((elements(R"(["a,b]","\"],","\\",{"}":"{"}])") ==
              Texts{R"('"a,b]"')", R"('"\"],"')", R"('"\\"')", R"('{"}":"{"}')"}));
}

BOOST_AUTO_TEST_CASE(an_array_without_elements_stays_one_row_and_a_null_in_it_is_one) {
  BOOST_TEST((elements("[]") == Texts{"null"}));
  BOOST_TEST((elements("[ ]") == Texts{"null"}));
  BOOST_TEST((elements("[null, 1,null ]") == Texts{"null", "'1'", "null"}));
}

BOOST_AUTO_TEST_CASE(what_is_no_array_stays_as_it_is) {
  BOOST_TEST((elements("{\"a\": [1, 2]}") == Texts{"'{\"a\": [1, 2]}'"}));
  BOOST_TEST((elements("\"[1, 2]\"") == Texts{"'\"[1, 2]\"'"}));
}

BOOST_AUTO_TEST_CASE(what_is_no_json_comes_to_an_end) {
  for (const std::string json :
       {"[", "[1", "[1,", "[\"a", "[\"a\\", "[}", "[},{", "[1]]", "[[1,2", "", " "})
    BOOST_TEST(elements(json).size() <= 3U, json);
}

BOOST_AUTO_TEST_CASE(each_part_is_a_row_beside_the_other_columns) {
  BOOST_TEST((split({{1L, std::string("a;b"), true}, {2L, std::string("c"), Cell{}}}, ";") ==
              Texts{"1 'a' true @0", "1 'b' true @0", "2 'c' null @100"}));
}

BOOST_AUTO_TEST_CASE(separators_at_the_ends_and_side_by_side_have_empty_parts_between_them) {
  BOOST_TEST((split({{1L, std::string(";a;;"), true}, {2L, std::string(), false}}, ";") ==
              Texts{"1 '' true @0", "1 'a' true @0", "1 '' true @0", "1 '' true @0",
                    "2 '' false @100"}));
}

BOOST_AUTO_TEST_CASE(a_null_stays_one_row) {
  BOOST_TEST((split({{1L, Cell{}, true}, {2L, std::string("a;b"), true}}, ";") ==
              Texts{"1 null true @0", "2 'a' true @100", "2 'b' true @100"}));
}

BOOST_AUTO_TEST_CASE(a_separator_may_be_longer_and_is_found_from_the_left) {
  BOOST_TEST((split({{1L, std::string("a--b---c"), true}}, "--") ==
              Texts{"1 'a' true @0", "1 'b' true @0", "1 '-c' true @0"}));
}

BOOST_AUTO_TEST_CASE(long_parts_refer_to_the_text_that_they_are_of) {
  const std::string one = "a part that is too long for a reference";
  const std::string two = "and another one, no shorter than the first";
  const std::string text = one + ";x;" + two;
  // Text of even rows lies in the batch's bytes, that of odd rows is a copy.
  BOOST_TEST(
      (split({{1L, text, true}, {2L, text, true}}, ";") ==
       Texts{"1 '" + one + "' true @0", "1 'x' true @0", "1 '" + two + "' true @0",
             "2 '" + one + "' true @100", "2 'x' true @100", "2 '" + two + "' true @100"}));
}

BOOST_AUTO_TEST_CASE(many_parts_come_in_batches_of_a_bounded_size) {
  const std::string text(10'000, ';');
  const SampleBatch sample(kSchema, {{7L, text, true}, {8L, std::string("x"), true}});
  RowSplitter splitter(kSchema, 1, ";");
  splitter.begin(sample.batch());
  std::vector<std::size_t> sizes;
  Texts last;
  while (const auto* batch = splitter.next()) {
    sizes.push_back(BatchView(*batch).rows());
    last = rows_of(*batch);
  }
  BOOST_TEST((sizes == std::vector<std::size_t>{4096, 4096, 1810}));
  BOOST_TEST(last.back() == "8 'x' true @100");
  BOOST_TEST(last.front() == "7 '' true @0");
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_stay_empty) {
  BatchBuilder builder(kSchema, 1);
  const std::uint8_t used[] = {0, 1, 0};
  builder.set_used(used);
  builder.column(1).put_copy(0, "a;b");
  builder.offsets()[0] = 5;
  const auto batch = builder.finish(1, 3).value();
  RowSplitter splitter(kSchema, 1, ";");
  splitter.begin(batch);
  const auto* made = splitter.next();
  BOOST_REQUIRE(made != nullptr);
  const BatchView view(*made);
  BOOST_TEST(view.rows() == 2U);
  BOOST_TEST(view.column(0).length == 0);
  BOOST_TEST(view.strings(1)[1] == "b");
  BOOST_TEST(view.item() == 3U);
  BOOST_TEST(view.offset(1) == 5U);
  BOOST_TEST((splitter.next() == nullptr));
}

BOOST_AUTO_TEST_CASE(a_batch_without_rows_gives_none_and_the_next_begins_anew) {
  const SampleBatch none(kSchema, {});
  const SampleBatch some(kSchema, {{1L, std::string("a"), true}});
  RowSplitter splitter(kSchema, 1, ";");
  splitter.begin(none.batch());
  BOOST_TEST((splitter.next() == nullptr));
  splitter.begin(some.batch());
  BOOST_TEST((rows_of(*splitter.next()) == Texts{"1 'a' true @0"}));
  BOOST_TEST((splitter.next() == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
