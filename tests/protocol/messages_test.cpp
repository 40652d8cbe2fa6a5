// SPDX-License-Identifier: Apache-2.0
#include "protocol/messages.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace dp::protocol;

Plan sample_plan() {
  Plan plan;
  plan.intake = Intake::lines;
  Stage reader;
  reader.kind = Stage::Kind::reader;
  reader.use = {"/lib/weblog.so", "weblog",
                dp::data::Value::map().add("format", dp::data::Value::of("auto"))};
  reader.output = {{"host", dp::Type::string, false}, {"bytes", dp::Type::int64, true}};
  reader.used = {1, 0};
  Stage derive;
  derive.kind = Stage::Kind::derive;
  derive.derived = {{"kb", "bytes / 1024"}};
  derive.output = reader.output;
  derive.output.push_back({"kb", dp::Type::float64, true});
  derive.used = {1, 1, 1};
  plan.stages = {reader, derive};
  plan.record_columns = 2;
  plan.reductions = {{"hits", {"/lib/group.so", "group", {}}, {{"n", dp::Type::int64, false}}}};
  plan.results = {{"-", {"/lib/table.so", "table", {}}, {0}, false}};
  plan.hash_seed = 42;
  return plan;
}

std::string bytes_of(const Plan& plan) {
  std::string bytes;
  dp::ByteWriter out(bytes);
  write(out, plan);
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(messages)

BOOST_AUTO_TEST_CASE(a_plan_comes_back_as_it_went) {
  const auto bytes = bytes_of(sample_plan());
  BOOST_TEST((bytes_of(read_plan(bytes).value()) == bytes));
}

BOOST_AUTO_TEST_CASE(a_plan_cut_anywhere_is_refused) {
  const auto bytes = bytes_of(sample_plan());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!read_plan(std::string_view(bytes).substr(0, size)).has_value());
}

BOOST_AUTO_TEST_CASE(a_map_request_comes_back_as_it_went) {
  MapRequest request;
  request.plan = {1, 2, 3};
  request.careful = true;
  Slice slice;
  slice.item = 7;
  slice.name = slice.path = "a.log";
  slice.stamp = {1, 2, 3, 4};
  slice.packing = Packing::gzip;
  slice.end = kWholeItem;
  request.slices = {slice, slice};
  request.slices[1].path = "/proc/1/fd/3";
  std::string bytes;
  ask_map(bytes, request);
  MapRequest back;
  BOOST_REQUIRE(read_map_request(bytes, back).has_value());
  BOOST_TEST(back.careful);
  BOOST_REQUIRE(back.slices.size() == 2u);
  BOOST_TEST(back.slices[0].path == "a.log");
  BOOST_TEST(back.slices[1].path == "/proc/1/fd/3");
  BOOST_TEST((back.slices[1].stamp == slice.stamp));
  BOOST_TEST(back.slices[1].end == kWholeItem);
}

BOOST_AUTO_TEST_CASE(partials_whose_sizes_do_not_fill_them_are_refused) {
  StateReply reply;
  PartialPlace place;
  place.range = {0, 0, 10};
  place.sizes[3] = 9;
  reply.partials = {place};
  std::string bytes;
  dp::ByteWriter out(bytes);
  write(out, reply);
  BOOST_TEST(!read_state_reply(bytes).has_value());
}

BOOST_AUTO_TEST_CASE(a_combine_request_and_its_reply_come_back_as_they_went) {
  CombineRequest request{{1, 2, 3}, 4, 5, 6, "bounds", {{7, 8, 9}, {10, 11, 12}}};
  const auto bytes = ask_combine(request);
  const auto back = read_combine_request(bytes).value();
  BOOST_TEST((ask_combine(back) == bytes));
  BOOST_TEST(back.ranges == 6u);
  BOOST_TEST(back.bounds == "bounds");
  BOOST_TEST(!read_combine_request(bytes.substr(0, bytes.size() - 1)).has_value());
  CombineReply reply;
  reply.place.range = {1, 0, 4};
  reply.place.sizes[63] = 4;
  reply.bounds = "b";
  const auto answer = read_combine_reply(combine_reply(reply)).value();
  BOOST_TEST(answer.place.sizes[63] == 4u);
  BOOST_TEST(answer.bounds == "b");
}

BOOST_AUTO_TEST_CASE(a_finish_request_comes_back_as_it_went) {
  FinishRequest request{{1, 2, 3}, 4, false, true, {{{{5, {6, 7, 8}}}, {}}, {}}};
  const auto bytes = ask_finish(request);
  const auto back = read_finish_request(bytes).value();
  BOOST_TEST((ask_finish(back) == bytes));
  BOOST_TEST(!back.head);
  BOOST_TEST(back.tail);
  BOOST_REQUIRE(back.partials.size() == 2u);
  BOOST_TEST(back.partials[0].size() == 2u);
  BOOST_TEST(back.partials[0][0][0].partition == 5u);
  for (std::size_t size = 1; size < bytes.size(); ++size)
    BOOST_TEST(!read_finish_request(std::string_view(bytes).substr(0, size)).has_value());
}

BOOST_AUTO_TEST_CASE(a_partition_lies_behind_those_before_it) {
  PartialPlace place;
  place.range = {2, 100, 10};
  place.sizes[1] = 4;
  place.sizes[5] = 6;
  BOOST_TEST(place.partition(5).store == 2u);
  BOOST_TEST(place.partition(5).offset == 104u);
  BOOST_TEST(place.partition(5).size == 6u);
}

BOOST_AUTO_TEST_SUITE_END()
