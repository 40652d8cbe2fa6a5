// SPDX-License-Identifier: Apache-2.0
#include "run/map/lease_maker.hpp"

#include <boost/test/unit_test.hpp>

namespace map_lease_maker {
namespace {

using namespace dp::run;
namespace pool = dp::pool;
namespace protocol = dp::protocol;

struct Fixture {
  Fixture() {
    items.list.resize(3);
    for (std::size_t i = 0; i < 3; ++i)
      items.list[i].name = items.list[i].path = "file" + std::to_string(i);
    items.list[1].path = "/proc/1/fd/3";
    plan.intake = protocol::Intake::records;
  }
  pool::Lease make(const Work& work) {
    return LeaseMaker({1, 2, 3}, plan, items, table).make(work);
  }
  protocol::MapRequest map_request(const Work& work) {
    protocol::MapRequest request;
    BOOST_REQUIRE(protocol::decode_request(make(work).request, request).has_value());
    return request;
  }

  protocol::Plan plan;
  dp::input::Items items;
  Progress progress;
  WorkTable table{progress, items};
};

}  // namespace
}  // namespace map_lease_maker

BOOST_FIXTURE_TEST_SUITE(map_lease_maker, Fixture)

BOOST_AUTO_TEST_CASE(whole_items_are_asked_for_by_name_and_place) {
  MapChunk work;
  work.chunk.first = 1;
  work.chunk.items = 2;
  work.chunk.end = protocol::kWholeItem;
  const auto lease = make(work);
  BOOST_TEST(lease.items == 2u);
  BOOST_TEST(lease.parts == pool::kAll);
  const auto request = map_request(work);
  BOOST_REQUIRE(request.slices.size() == 2u);
  BOOST_TEST(request.plan.offset == 2u);
  BOOST_TEST(request.slices[0].item == 1u);
  BOOST_TEST(request.slices[0].name == "file1");
  BOOST_TEST(request.slices[0].file() == "/proc/1/fd/3");
  BOOST_TEST(request.slices[1].file() == "file2");
}

BOOST_AUTO_TEST_CASE(how_a_chunk_is_to_be_read_is_in_its_request) {
  MapChunk work;
  work.chunk.begin = 4;
  work.chunk.end = 9;
  work.chunk.exact = false;
  work.chunk.careful = true;
  work.chunk.careful_end = 7;
  work.chunk.past_first = true;
  const auto request = map_request(work);
  BOOST_TEST(request.careful);
  const auto& slice = request.slices.at(0);
  BOOST_TEST(slice.begin == 3u);  // where the record begins that is passed over
  BOOST_TEST(slice.end == 9u);
  BOOST_TEST(!slice.exact);
  BOOST_TEST(slice.careful_end == 7u);
  BOOST_TEST(slice.past_first);
}

BOOST_AUTO_TEST_CASE(a_fresh_worker_is_asked_for_where_the_chunk_wants_one) {
  MapChunk work;
  BOOST_TEST(!make(work).fresh);
  work.chunk.fresh = true;
  BOOST_TEST(make(work).fresh);
}

BOOST_AUTO_TEST_CASE(a_rejected_record_is_asked_for_by_its_place) {
  ShowRecord work;
  work.chunk.begin = 4;
  work.chunk.end = 5;
  const auto lease = make(work);
  BOOST_TEST(lease.parts == pool::kStream);
  protocol::ShowRequest asked;
  BOOST_REQUIRE(protocol::decode_request(lease.request, asked));
  BOOST_TEST(asked.slice.begin == 4u);
}

BOOST_AUTO_TEST_CASE(of_a_chunk_whose_stream_part_was_committed_the_state_alone_is_wanted) {
  BOOST_TEST(make(MapChunk{{}, true}).parts == pool::kState);
  BOOST_TEST(make(MapGuess{}).parts == pool::kAll);
}

BOOST_AUTO_TEST_CASE(numbers_have_no_slices) {
  plan.intake = protocol::Intake::range;
  MapChunk work;
  work.chunk.first = 10;
  work.chunk.items = 5;
  const auto request = map_request(work);
  BOOST_TEST(request.begin == 10u);
  BOOST_TEST(request.end == 15u);
  BOOST_TEST(request.slices.empty());
}

BOOST_AUTO_TEST_CASE(a_question_is_a_request_of_its_own_kind) {
  FindBounds work;
  work.chunk.first = 2;
  work.chunk.begin = 3;
  work.chunk.end = 8;
  const auto lease = make(work);
  BOOST_TEST(lease.parts == pool::kStream);
  protocol::CutRequest request;
  BOOST_REQUIRE(protocol::decode_request(lease.request, request).has_value());
  BOOST_TEST(request.slice.name == "file2");
  BOOST_TEST(request.slice.end == 8u);
}

BOOST_AUTO_TEST_CASE(a_lease_bears_the_id_of_its_work) {
  FindBounds work;
  work.number = 42;
  const auto lease = make(work);
  BOOST_TEST(std::get<FindBounds>(table.at(lease.chunk)).number == 42u);
}

BOOST_AUTO_TEST_CASE(a_chunk_gives_prefixes_if_it_is_known_where_it_begins) {
  MapChunk work;
  work.chunk.end = 9;
  BOOST_TEST(make(work).prefixes);
  BOOST_TEST(map_request(work).prefixes);
  work.streamed = true;
  BOOST_TEST(!make(work).prefixes);
  work.streamed = work.chunk.exact = false;
  BOOST_TEST(!make(work).prefixes);
  BOOST_TEST(!map_request(work).prefixes);
  MapGuess guess;
  guess.chunk = work.chunk;
  BOOST_TEST(make(guess).prefixes);
}

BOOST_AUTO_TEST_SUITE_END()
