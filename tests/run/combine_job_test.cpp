// SPDX-License-Identifier: Apache-2.0
#include "run/combine_job.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "answering_pool.hpp"

namespace combine_job {
namespace {

using dp::pool::StoreRange;
using dp::protocol::CombineReply;
using dp::protocol::CombineRequest;
using dp::protocol::PartialPlace;
using dp::protocol::Ranges;
using dp::run::Partials;
using Texts = std::vector<std::string>;

constexpr StoreRange kPlan{1, 1000, 77};
constexpr std::uint64_t kLarge = 1 << 20;

std::string text(const StoreRange& range) {
  return std::to_string(range.store) + "[" + std::to_string(range.offset) + "+" +
         std::to_string(range.size) + "]";
}

/// A partial in `store` from byte `offset` on, with bytes in these partitions.
PartialPlace place(std::uint32_t store, std::uint64_t offset,
                   const std::map<std::size_t, std::uint64_t>& sizes) {
  PartialPlace made;
  made.range = {store, offset, 0};
  for (const auto& [partition, size] : sizes) {
    made.sizes.at(partition) = size;
    made.range.size += size;
  }
  return made;
}

/// Pieces of each range: "PARTITION store[offset+size]".
std::vector<Texts> texts(const Ranges& ranges) {
  std::vector<Texts> made;
  for (const auto& pieces : ranges) {
    made.emplace_back();
    for (const auto& piece : pieces)
      made.back().push_back(std::to_string(piece.partition) + " " + text(piece.range));
  }
  return made;
}

/// Combines over workers that note what they are asked, and answer as a case says.
struct Fixture {
  Fixture() {
    plan.reductions.resize(3);
    for (std::size_t i = 0; i < 3; ++i) plan.reductions[i].name = "r" + std::to_string(i);
    // Until a case says otherwise: nothing is shared out; partition p lies in store 9 from 100 p on.
    answer = [](const CombineRequest& request) {
      return CombineReply{place(9, 100 * request.partition, {{request.partition, 10}}), ""};
    };
  }
  dp::Result<std::vector<Ranges>> combine(const std::vector<Partials>& partials) {
    auto pool = dp::test::answering_pool(
        workers, [this](std::string_view bytes) -> dp::Result<std::string> {
          CombineRequest request;
          DP_CHECK(dp::protocol::decode_request(bytes, request));
          asked.push_back(request);
          DP_TRY(const auto reply, answer(request));
          std::string encoded;
          dp::ByteWriter out(encoded);
          encode(out, reply);
          return encoded;
        });
    return dp::run::combine(pool, kPlan, plan, partials);
  }
  std::vector<Ranges> combined(const std::vector<Partials>& partials) {
    auto made = combine(partials);
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    std::sort(asked.begin() + (asked.empty() ? 0 : 1), asked.end(),
              [](const auto& a, const auto& b) { return a.partition < b.partition; });
    return *std::move(made);
  }
  /// What was asked first, and the others by partition: "rREDUCTION pPARTITION: its partials".
  Texts requests() const {
    Texts made;
    for (const auto& request : asked) {
      BOOST_TEST(text(request.plan) == text(kPlan));
      made.push_back("r" + std::to_string(request.reduction) + " p" +
                     std::to_string(request.partition) + ":");
      for (const auto& partial : request.partials) made.back() += " " + text(partial);
    }
    return made;
  }

  unsigned workers = 2;
  dp::protocol::Plan plan;
  std::function<dp::Result<CombineReply>(const CombineRequest&)> answer;
  std::vector<CombineRequest> asked;
};

}  // namespace
}  // namespace combine_job

BOOST_FIXTURE_TEST_SUITE(combine_job, Fixture)

BOOST_AUTO_TEST_CASE(a_small_reduction_is_left_as_it_is_partition_by_partition) {
  const auto ranges = combined({{place(0, 50, {{3, 5}, {7, 6}}), place(1, 0, {{0, 2}, {7, 4}})},
                                {},
                                {place(0, 90, {{63, kLarge - 1}})}});
  BOOST_TEST(asked.empty());
  BOOST_REQUIRE(ranges.size() == 3U);
  BOOST_TEST((texts(ranges[0]) ==
              std::vector<Texts>{{"0 1[0+2]", "3 0[50+5]", "7 0[55+6]", "7 1[2+4]"}}));
  BOOST_TEST((texts(ranges[1]) == std::vector<Texts>{{}}));
  BOOST_TEST((texts(ranges[2]) == std::vector<Texts>{{"63 0[90+1048575]"}}));
}

BOOST_AUTO_TEST_CASE(what_wants_its_input_in_order_is_left_in_the_order_of_its_origins) {
  plan.reductions[0].traits = DP_ORDER_INPUT;
  Partials partials;
  for (const auto& origin : {std::pair{2, 0}, std::pair{0, 9}, std::pair{0, 3}}) {
    partials.push_back(place(static_cast<std::uint32_t>(partials.size()), 0, {{4, kLarge}}));
    partials.back().origin = origin;
  }
  const auto ranges = combined({partials});
  BOOST_TEST(asked.empty());
  BOOST_TEST((texts(ranges[0]) ==
              std::vector<Texts>{{"4 2[0+1048576]", "4 1[0+1048576]", "4 0[0+1048576]"}}));
}

BOOST_AUTO_TEST_CASE(a_large_reduction_is_combined_one_partition_a_request) {
  const auto ranges = combined(
      {{place(0, 10, {{5, kLarge / 2}, {8, 4}}), place(1, 0, {{2, 1}, {5, kLarge / 2}})}});
  BOOST_TEST(requests() == (Texts{"r0 p2: 1[0+1]", "r0 p5: 0[10+524288] 1[1+524288]",
                                  "r0 p8: 0[524298+4]"}),
             boost::test_tools::per_element());
  BOOST_TEST(
      (texts(ranges[0]) == std::vector<Texts>{{"2 9[200+10]", "5 9[500+10]", "8 9[800+10]"}}));
}

BOOST_AUTO_TEST_CASE(
    the_first_partition_is_asked_for_bounds_and_the_others_only_if_it_has_none) {
  combined({{place(0, 0, {{1, kLarge}, {2, 1}, {3, 1}})}});
  BOOST_REQUIRE(asked.size() == 3U);
  BOOST_TEST(asked[0].partition == 1U);
  BOOST_TEST(asked[0].ranges == 8U);  // four for each worker
  BOOST_TEST(asked[0].bounds == "");
  BOOST_TEST((asked[1].ranges == 1 && asked[2].ranges == 1));
  BOOST_TEST((asked[1].bounds == "" && asked[2].bounds == ""));
}

BOOST_AUTO_TEST_CASE(no_more_ranges_are_asked_for_than_there_are_partitions) {
  workers = 17;
  combined({{place(0, 0, {{1, kLarge}})}});
  BOOST_TEST(asked.at(0).ranges == DP_PARTITIONS);
}

BOOST_AUTO_TEST_CASE(
    ranges_hold_the_pieces_of_all_partitions_and_those_of_nothing_are_left_out) {
  // Of ranges 0 to 5 each partition saves its own and the next, but for range 2.
  answer = [](const CombineRequest& request) {
    const auto p = request.partition;
    std::map<std::size_t, std::uint64_t> sizes;
    for (const auto range : {p, p + 1})
      if (range != 2) sizes[range] = 10 + range;
    return CombineReply{place(p, 0, sizes), "the bounds"};
  };
  const auto ranges = combined({{place(0, 0, {{0, kLarge}, {1, 1}, {4, 1}})}});
  BOOST_REQUIRE(asked.size() == 3U);
  BOOST_TEST((asked[1].bounds == "the bounds" && asked[2].bounds == "the bounds"));
  BOOST_TEST((asked[1].ranges == 8 && asked[2].ranges == 8));
  BOOST_TEST((texts(ranges[0]) ==
              std::vector<Texts>{
                  {"0 0[0+10]"}, {"0 0[10+11]", "1 1[0+11]"}, {"4 4[0+14]"}, {"4 4[14+15]"}}));
}

BOOST_AUTO_TEST_CASE(reductions_are_combined_or_left_each_by_its_own_size) {
  const auto ranges =
      combined({{place(0, 0, {{1, 5}})},
                {place(1, 0, {{1, kLarge}})},
                {place(2, 0, {{1, kLarge / 2}}), place(3, 0, {{1, kLarge / 2}})}});
  BOOST_TEST(asked.size() == 2U);
  BOOST_TEST((texts(ranges[0]) == std::vector<Texts>{{"1 0[0+5]"}}));
  BOOST_TEST((texts(ranges[1]) == std::vector<Texts>{{"1 9[100+10]"}}));
  BOOST_TEST((texts(ranges[2]) == std::vector<Texts>{{"1 9[100+10]"}}));
}

BOOST_AUTO_TEST_CASE(a_reducer_that_fails_fails_the_combination_by_its_name) {
  answer = [](const CombineRequest& request) -> dp::Result<CombineReply> {
    if (request.partition == 2) return dp::fail(dp::Errc::corrupt, "partial: cut short");
    return CombineReply{};
  };
  const auto made = combine({{}, {place(0, 0, {{1, kLarge}, {2, 1}})}});
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == dp::Errc::corrupt));
  BOOST_TEST(made.error().message == "combining r1: partial: cut short");
}

BOOST_AUTO_TEST_CASE(a_reply_whose_sizes_do_not_fill_its_range_is_corrupt) {
  answer = [](const CombineRequest&) {
    CombineReply reply{place(0, 0, {{1, 5}}), ""};
    reply.place.range.size = 4;
    return reply;
  };
  const auto made = combine({{place(0, 0, {{1, kLarge}})}});
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == dp::Errc::corrupt));
  BOOST_TEST(made.error().message.find("combine reply") == 0U, made.error().message);
}

BOOST_AUTO_TEST_SUITE_END()
