// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "pipeline/model.hpp"
#include "samples.hpp"

BOOST_AUTO_TEST_SUITE(model_whole)

using namespace dp::pipeline;
using dp::test::first_line;
using dp::test::Loaded;

namespace {

Loaded with_steps(const std::string& steps, const std::string& rest = {}) {
  return Loaded("dp: 1\ninput: a\nmap: [{use: b}, " + steps + "]\n" + rest);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_last_steps_become_a_reduction_that_output_gets) {
  const auto loaded =
      with_steps("{where: c > 1}, {distinct: [a]}, {sort: -b}, {head: 3}", "output: out.csv\n");
  BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
  BOOST_TEST(loaded.shown() == "");
  const auto& model = *loaded.model;
  BOOST_TEST(model.map.size() == 2U);
  BOOST_TEST(model.output.empty());
  BOOST_REQUIRE(model.reduce.size() == 1U);
  const auto& reduction = model.reduce.front();
  BOOST_TEST(reduction.name.text == "");
  BOOST_TEST(reduction.use.task == "records");
  BOOST_REQUIRE(reduction.use.with.entries.size() == 3U);
  BOOST_TEST(reduction.use.with.entries[0].key == "distinct");
  BOOST_TEST(reduction.use.with.entries[1].value.text == "-b");
  BOOST_TEST(reduction.use.with.entries[2].value.text == "3");
  BOOST_REQUIRE(reduction.to.size() == 1U);
  BOOST_TEST(reduction.to[0].path.text == "out.csv");
}

BOOST_AUTO_TEST_CASE(without_output_standard_output_gets_it) {
  const auto loaded = with_steps("{tail: 3}");
  BOOST_REQUIRE(loaded.model);
  BOOST_TEST(loaded.model->reduce.at(0).to.at(0).path.text == "-");
}

BOOST_AUTO_TEST_CASE(nothing_but_their_like_comes_after_them) {
  BOOST_TEST(
      first_line(with_steps("{head: 3}, {drop: a}")) ==
      "web.yaml:3:17: error: map: 'head' is about all records: only sort, distinct, head "
      "and tail can come after it");
}

BOOST_AUTO_TEST_CASE(they_have_an_order_and_come_once) {
  BOOST_TEST(
      first_line(with_steps("{head: 3}, {sort: a}")) ==
      "web.yaml:3:28: error: map: 'sort' after 'head': expected at most one of distinct, "
      "sort, and head or tail, in this order");
  BOOST_TEST(first_line(with_steps("{head: 3}, {tail: 1}"))
                 .starts_with("web.yaml:3:28: error: map: 'tail' after 'head'"));
}

BOOST_AUTO_TEST_CASE(a_pivot_is_a_reduction_with_its_options) {
  const auto loaded = with_steps("{pivot: {columns: [q1, q2], by: shop}}", "output: out.csv\n");
  BOOST_REQUIRE_MESSAGE(loaded.model, loaded.shown());
  BOOST_TEST(loaded.shown() == "");
  BOOST_REQUIRE(loaded.model->reduce.size() == 1U);
  const auto& use = loaded.model->reduce.front().use;
  BOOST_TEST(use.task == "pivot");
  BOOST_REQUIRE(use.with.entries.size() == 2U);
  BOOST_TEST(use.with.entries[0].key == "columns");
  BOOST_TEST(use.with.entries[1].value.text == "shop");
  BOOST_TEST(loaded.model->reduce.front().to.at(0).path.text == "out.csv");
}

BOOST_AUTO_TEST_CASE(a_pivot_stands_alone_and_has_a_map_of_options) {
  BOOST_TEST(
      first_line(with_steps("{pivot: {columns: [a]}}, {sort: a}")) ==
      "web.yaml:3:42: error: map: 'sort' after 'pivot': expected pivot to be the only step "
      "over all records");
  BOOST_TEST(first_line(with_steps("{distinct: a}, {pivot: {columns: [a]}}"))
                 .starts_with("web.yaml:3:32: error: map: 'pivot' after 'distinct'"));
  BOOST_TEST(
      first_line(with_steps("{pivot: q1}")).find("pivot: expected a map of options (got") !=
      std::string::npos);
  BOOST_TEST(with_steps("{pivot: {columns: [a]}}", "reduce: {n: {with: {take: {c: count}}}}\n")
                 .shown()
                 .find("a reducer of its own: {use: pivot, with: {columns: ...}}") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_reductions_do_not_stand_beside_them) {
  BOOST_TEST(first_line(with_steps("{sort: a}", "reduce: {n: {with: {take: {c: count}}}}\n")) ==
             "web.yaml:3:17: error: map: 'sort' is for what goes to output: reduce: would see "
             "the records before it");
}

BOOST_AUTO_TEST_SUITE_END()
