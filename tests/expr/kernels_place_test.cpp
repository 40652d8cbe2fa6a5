// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "expr/evaluator.hpp"
#include "expr/kernel.hpp"
#include "sample_batch.hpp"

namespace kernels_place {

using namespace dp;
using dp::test::Row;
using dp::test::SampleBatch;

namespace {

struct Fixture {
  /// The values of an expression over the first `count` numbers of file 7, from place 0, 100 ...
  std::vector<std::string> values(std::string_view text, std::size_t count) {
    auto evaluator = make(text);
    const SampleBatch rows({{"n", Type::int64}}, numbers(count));
    dp_batch batch = rows.batch();
    batch.source = source;
    batch.item = item;
    const auto* column = evaluator.evaluate(BatchView(batch)).value();
    std::vector<std::string> list;
    for (std::size_t row = 0; row < count; ++row)
      list.push_back(test::show(test::cell_of(*column, evaluator.type(), row)));
    return list;
  }
  /// The rows of `count` for which a condition is true.
  std::vector<std::uint32_t> chosen(std::string_view text, std::size_t count) {
    auto evaluator = make(text);
    const SampleBatch rows({{"n", Type::int64}}, numbers(count));
    dp_batch batch = rows.batch();
    batch.source = source;
    batch.item = item;
    const auto found = evaluator.select(BatchView(batch)).value();
    return {found.begin(), found.end()};
  }
  static expr::Evaluator make(std::string_view text) {
    return expr::Evaluator::make(expr::Expression::parse(text).value(), {{"n", Type::int64}})
        .value();
  }
  static std::vector<Row> numbers(std::size_t count) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < count; ++i) rows.push_back({static_cast<std::int64_t>(i)});
    return rows;
  }

  std::string name = "logs/a.csv";
  dp_item from{sizeof(dp_item), 7, {name.data(), name.size()}, 0, {}};
  const dp_item* source = &from;
  std::uint64_t item = 7;
};

using Texts = std::vector<std::string>;

}  // namespace
}  // namespace kernels_place

BOOST_FIXTURE_TEST_SUITE(kernels_place, Fixture)

BOOST_AUTO_TEST_CASE(records_know_their_file_and_where_they_begin_in_it) {
  BOOST_TEST((values("file()", 2) == Texts{"'logs/a.csv'", "'logs/a.csv'"}));
  BOOST_TEST((values("offset()", 3) == Texts{"0", "100", "200"}));
  BOOST_TEST((values("if(n == 1, offset(), -1)", 3) == Texts{"-1", "100", "-1"}));
  name = "a file whose name is longer than a reference";
  from.name = {name.data(), name.size()};
  BOOST_TEST((values("concat(file(), '!')", 1) == Texts{"'" + name + "!'"}));
  BOOST_TEST((chosen("file() == 'a' or n == 1", 3) == std::vector<std::uint32_t>{1}));
}

BOOST_AUTO_TEST_CASE(numbers_of_a_range_are_from_nowhere) {
  source = nullptr;
  BOOST_TEST((values("file()", 2) == Texts{"null", "null"}));
  BOOST_TEST((values("offset()", 2) == Texts{"null", "null"}));
  BOOST_TEST((values("coalesce(file(), 'none')", 1) == Texts{"'none'"}));
}

BOOST_AUTO_TEST_CASE(a_sample_has_about_its_share_of_the_records) {
  BOOST_TEST(chosen("sample(0)", 1000).empty());
  BOOST_TEST(chosen("sample(1)", 1000).size() == 1000U);
  BOOST_TEST(chosen("sample(1.0, 3)", 1000).size() == 1000U);
  const auto some = chosen("sample(0.1)", 100'000).size();
  BOOST_TEST(some > 9'700U);  // three standard deviations
  BOOST_TEST(some < 10'300U);
}

BOOST_AUTO_TEST_CASE(a_smaller_share_is_a_part_of_a_larger_one) {
  const auto large = chosen("sample(0.5, 1)", 1000);
  for (const auto row : chosen("sample(0.25, 1)", 1000))
    BOOST_TEST((std::find(large.begin(), large.end(), row) != large.end()));
}

BOOST_AUTO_TEST_CASE(seed_and_file_decide_which_they_are) {
  const auto one = chosen("sample(0.5)", 200);
  BOOST_TEST((chosen("sample(0.5, 0)", 200) == one));
  BOOST_TEST((chosen("sample(0.5, 1)", 200) != one));
  item = 8;
  BOOST_TEST((chosen("sample(0.5)", 200) != one));
}

BOOST_AUTO_TEST_CASE(of_a_range_the_number_decides_whatever_its_batch) {
  source = nullptr;
  item = 100;
  const auto at_100 = chosen("sample(0.5)", 20);  // numbers 100, 200, ...
  item = 200;
  const auto at_200 = chosen("sample(0.5)", 19);
  std::vector<std::uint32_t> moved;
  for (const auto row : at_100)
    if (row > 0) moved.push_back(row - 1);
  BOOST_TEST((moved == at_200));
}

BOOST_AUTO_TEST_SUITE_END()
