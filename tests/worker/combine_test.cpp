// SPDX-License-Identifier: Apache-2.0
#include "worker/combine.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace combine {

using namespace dp;
using namespace dp::test;

namespace {

struct Fixture {
  Fixture() { reduce(collect_by("text")); }

  void reduce(protocol::TaskUse use) {
    plan = plan_of_lines();
    plan.reductions = {{"all", std::move(use), {{"text", Type::string, false}}}};
  }
  pool::StoreRange keep(std::string_view bytes) { return context.store(bytes).value(); }
  Result<protocol::CombineReply> combine(const std::vector<std::string>& partials) {
    for (const auto& partial : partials) request.partials.push_back(keep(partial));
    request.partition = 3;
    return worker::combine_partition(plan, request, libraries, context);
  }
  /// The range of a reply, by its parts that are not empty: "3: one,two,".
  Texts parts(const protocol::CombineReply& reply) {
    Texts list;
    for (std::size_t i = 0; i < reply.place.sizes.size(); ++i)
      if (reply.place.sizes[i] != 0)
        list.push_back(std::to_string(i) + ": " + context.text(reply.place.partition(i)));
    return list;
  }

  protocol::Plan plan;
  worker::Libraries libraries;
  MemoryContext context;
  protocol::CombineRequest request;
};

}  // namespace
}  // namespace combine

BOOST_FIXTURE_TEST_SUITE(combine, Fixture)

BOOST_AUTO_TEST_CASE(partials_of_a_partition_become_one) {
  const auto reply = combine({"two,", "one,six,"});
  BOOST_REQUIRE(reply);
  BOOST_TEST((parts(*reply) == Texts{"3: one,six,two,"}));
  BOOST_TEST(reply->place.range.size == 12U);
  BOOST_TEST(reply->bounds == "");
  BOOST_TEST(context.loads == 2);
}

BOOST_AUTO_TEST_CASE(calls_are_told_and_each_has_a_sign_of_life_before_it) {
  BOOST_REQUIRE(worker::open_reducer(plan, 0, libraries));  // which loads the library
  BOOST_REQUIRE(combine({"two,", "one,"}));
  BOOST_TEST((context.calls ==
              Texts{"open of the reducer kit.collect", "", "start of the reducer kit.collect",
                    "", "combine of the reducer all", "", "combine of the reducer all", "",
                    "trim of the reducer all", "", "save of the reducer all", ""}));
  // Around both openings, before the four calls, and before the store is written.
  BOOST_TEST(context.signs_of_life == 4 + 4 + 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_reach_the_result_is_trimmed) {
  reduce(collect_by("text", 2));
  const auto reply = combine({"two,one,", "six,"});
  BOOST_REQUIRE(reply);
  BOOST_TEST((parts(*reply) == Texts{"3: one,six,"}));
}

BOOST_AUTO_TEST_CASE(no_partials_make_an_empty_one) {
  const auto reply = combine({});
  BOOST_REQUIRE(reply);
  BOOST_TEST(parts(*reply).empty());
  BOOST_TEST(reply->place.range.size == 0U);
}

BOOST_AUTO_TEST_CASE(the_first_partition_gives_the_bounds_of_ranges) {
  request.ranges = 2;
  const auto reply = combine({"ant,bee,", "cow,dog,"});
  BOOST_REQUIRE(reply);
  BOOST_TEST(reply->bounds == "cow,");
  BOOST_TEST((parts(*reply) == Texts{"0: ant,bee,", "1: cow,dog,"}));
}

BOOST_AUTO_TEST_CASE(later_partitions_are_saved_by_the_bounds_that_are_given) {
  request.ranges = 3;
  request.bounds = "b,c,";
  const auto reply = combine({"ant,bee,cow,dog,"});
  BOOST_REQUIRE(reply);
  BOOST_TEST(reply->bounds == "b,c,");
  BOOST_TEST((parts(*reply) == Texts{"0: ant,", "1: bee,", "2: cow,dog,"}));
}

BOOST_AUTO_TEST_CASE(a_result_without_bounds_stays_in_hash_partitions) {
  request.ranges = 2;
  const auto reply = combine({});
  BOOST_REQUIRE(reply);
  BOOST_TEST(reply->bounds == "");
}

BOOST_AUTO_TEST_CASE(a_reducer_without_ranges_is_saved_by_partitions) {
  reduce(kit("kit.count"));
  request.ranges = 4;
  const auto reply = combine({"3", "4"});
  BOOST_REQUIRE(reply);
  BOOST_TEST(reply->bounds == "");
  BOOST_TEST((parts(*reply) == Texts{"0: 7"}));
}

BOOST_AUTO_TEST_CASE(a_partition_larger_than_memory_goes_into_the_store_piece_by_piece) {
  const std::string a(900'000, 'a');
  const std::string b(900'000, 'b');
  const auto reply = combine({b + ",", a + ","});
  BOOST_REQUIRE(reply);
  BOOST_TEST((context.text(reply->place.range) == a + "," + b + ","));
  BOOST_TEST(reply->place.valid());
}

BOOST_AUTO_TEST_CASE(what_the_reducer_cannot_take_or_save_is_an_error) {
  const auto torn = combine({"two,one"});
  BOOST_REQUIRE(!torn);
  BOOST_TEST((torn.error().code == Errc::corrupt));
  BOOST_TEST(torn.error().message == "partial of partition 3 is cut short");
  request.partials.clear();
  reduce(collect_by("text", 0, "save"));
  BOOST_TEST(combine({"one,"}).error().message == "no save");
  request.ranges = 2;
  reduce(collect_by("text", 0, "bounds"));
  BOOST_TEST(combine({"one,"}).error().message == "no bounds");
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_fit_the_plan_or_the_store_is_an_error) {
  request.reduction = 1;
  const auto none = combine({});
  BOOST_REQUIRE(!none);
  BOOST_TEST((none.error().code == Errc::corrupt));
  BOOST_TEST(none.error().message == "no such reduction");
  request.reduction = 0;
  request.partials = {{3, 1000, 1}};
  BOOST_TEST(combine({}).error().message == "no such range");
  request.partials.clear();
  const auto kept = keep("one,");
  context.full = true;
  request.partials = {kept};
  BOOST_TEST(combine({}).error().message == "the store is full");
}

BOOST_AUTO_TEST_CASE(a_reducer_is_opened_over_what_leaves_the_map_and_started) {
  auto reducer = worker::open_reducer(plan, 0, libraries);
  BOOST_REQUIRE(reducer);
  BOOST_TEST(reducer->size() == 0U);
  reduce(collect_by("text", 0, "start"));
  BOOST_TEST(worker::open_reducer(plan, 0, libraries).error().message == "no start");
  reduce(collect_by("size"));
  BOOST_TEST(worker::open_reducer(plan, 0, libraries).error().message ==
             "kit.collect: expects a column 'size' of type string (got text: string, size: "
             "int)");
}

BOOST_AUTO_TEST_SUITE_END()
