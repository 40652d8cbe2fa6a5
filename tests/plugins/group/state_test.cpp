// SPDX-License-Identifier: Apache-2.0
#include "group/state.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(group_state)

namespace {

using dp::Type;
using dp::test::Batch;
namespace group = dp::group;

const dp::Schema kInput = {{"host", Type::string}, {"bytes", Type::int64}};

/// Rows, and values of `bytes` that are not null, of each host.
group::Plan counts_by_host() {
  group::Plan plan;
  plan.keys = {{0, kInput[0]}};
  plan.accumulators = {
      {.kind = group::Kind::rows, .offset = sizeof(group::Cell)},
      {.kind = group::Kind::values, .column = 1, .offset = sizeof(group::Cell) + 8}};
  plan.initial = std::string(16, '\0');
  return plan;
}

std::uint64_t count(const group::State& state, std::uint32_t of, std::size_t accumulator) {
  return group::load<std::uint64_t>(state.field(of, state.plan->accumulators[accumulator]));
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_are_folded_into_the_groups_of_their_keys) {
  const auto plan = counts_by_host();
  group::State state(plan, 1);
  const auto folder = std::make_unique<group::Folder>(state);
  const Batch batch(kInput, {{"a", 1}, {"b", 2}, {"a", nullptr}, {nullptr, 3}, {"a", 4}});
  folder->fold(dp::BatchView(batch.view()));
  BOOST_TEST(state.groups.size() == 3u);
  const auto a = state.group_of(group::Cell::text("a"));
  BOOST_TEST(count(state, a, 0) == 3u);
  BOOST_TEST(count(state, a, 1) == 2u);
  const auto none = state.group_of(group::Cell::null());
  BOOST_TEST(count(state, none, 0) == 1u);
  BOOST_TEST(state.groups.size() == 3u);
}

BOOST_AUTO_TEST_CASE(many_batches_of_many_keys_count_every_row) {
  const auto plan = counts_by_host();
  group::State state(plan, 1);
  const auto folder = std::make_unique<group::Folder>(state);
  for (int part = 0; part < 5; ++part) {
    std::vector<std::vector<dp::test::Cell>> rows;
    for (int i = 0; i < 3000; ++i)
      rows.push_back(
          {(i % 3 == 0 ? "a host of more than fifteen bytes " : "h") + std::to_string(i % 700),
           i});
    folder->fold(dp::BatchView(Batch(kInput, rows).view()));
  }
  std::uint64_t total = 0;
  for (std::uint32_t i = 0; i < state.groups.size(); ++i) total += count(state, i, 0);
  BOOST_TEST(total == 15'000u);
  BOOST_TEST(state.bytes() > 700u * 32u);
}

BOOST_AUTO_TEST_CASE(without_keys_there_is_one_group_always) {
  group::Plan plan;
  plan.accumulators = {{.kind = group::Kind::rows, .offset = sizeof(group::Cell)}};
  plan.initial = std::string(8, '\0');
  group::State state(plan, 1);
  BOOST_TEST(state.one_group());
  BOOST_TEST(state.groups.size() == 1u);
  const auto folder = std::make_unique<group::Folder>(state);
  folder->fold(dp::BatchView(Batch(kInput, {{"a", 1}, {"b", 2}}).view()));
  BOOST_TEST(count(state, 0, 0) == 2u);
  state.clear();
  BOOST_TEST(state.groups.size() == 1u);
  BOOST_TEST(count(state, 0, 0) == 0u);
}

BOOST_AUTO_TEST_CASE(the_smallest_and_the_largest_text_are_kept) {
  const auto plan = counts_by_host();
  group::State state(plan, 1);
  auto smallest = group::Cell::null();
  auto largest = group::Cell::null();
  const std::string long_text = "m, and more than fifteen bytes";
  for (const std::string_view text : {std::string_view("n"), std::string_view(long_text),
                                      std::string_view("ma"), std::string_view("z")}) {
    state.offer(smallest, text, group::Kind::min_text);
    state.offer(largest, text, group::Kind::max_text);
  }
  BOOST_TEST(smallest.view(state.texts.at(0)) == long_text);
  BOOST_TEST(largest.view(state.texts.at(0)) == "z");
}

BOOST_AUTO_TEST_SUITE_END()
