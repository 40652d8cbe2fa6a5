// SPDX-License-Identifier: Apache-2.0
#include "pool/request_space.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>

#include "pool/store.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(request_space)

using dp::pool::Instruction;
using dp::pool::kRequestBytes;
using dp::pool::Record;
using dp::pool::RequestSpace;

namespace {

class Space {
 public:
  Space() {
    auto made = dp::pool::Stores::create(1, {});
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    stores_.emplace(*std::move(made));
  }
  bool put(Record& record, std::string request) {
    record.lease.request = std::move(request);
    instruction = Instruction();
    const auto placed = requests.put(record, instruction, arena_.get(), stores_->descriptor(0));
    BOOST_REQUIRE_MESSAGE(placed, dp::test::why(placed));
    return *placed;
  }
  std::string read() {
    std::string out;
    if (instruction.stored == 0)
      return {arena_.get() + instruction.place % kRequestBytes, instruction.size};
    BOOST_REQUIRE(dp::pool::read_store(stores_->descriptor(0),
                                       {0, instruction.place, instruction.size}, out));
    return out;
  }

  RequestSpace requests;
  Instruction instruction;

 private:
  std::unique_ptr<char[]> arena_ = std::make_unique<char[]>(kRequestBytes);
  std::optional<dp::pool::Stores> stores_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(small_requests_lie_in_the_arena) {
  Space space;
  Record first, second;
  BOOST_TEST(space.put(first, "one"));
  BOOST_TEST(space.read() == "one");
  BOOST_TEST(space.put(second, "second"));
  BOOST_TEST(space.read() == "second");
  BOOST_TEST(space.instruction.stored == 0);
  BOOST_TEST(space.requests.stored() == 0U);
}

BOOST_AUTO_TEST_CASE(a_request_of_more_than_half_the_arena_goes_to_the_store) {
  Space space;
  Record record;
  const std::string large(kRequestBytes / 2 + 1, 'l');
  BOOST_TEST(space.put(record, large));
  BOOST_TEST(record.stored);
  BOOST_TEST(space.instruction.stored == 1);
  BOOST_TEST((space.read() == large));
  BOOST_TEST(space.requests.stored() == 1U);
  space.requests.free(record);
  BOOST_TEST(space.requests.stored() == 0U);
}

BOOST_AUTO_TEST_CASE(a_full_arena_has_no_room_until_the_oldest_is_done) {
  Space space;
  Record first, second, third;
  const std::string half(kRequestBytes / 2, 'h');
  BOOST_TEST(space.put(first, half));
  BOOST_TEST(space.put(second, half));
  BOOST_TEST(!space.put(third, half));
  space.requests.free(first);
  BOOST_TEST(space.put(third, half));
  BOOST_TEST((space.read() == half));
}

BOOST_AUTO_TEST_CASE(an_empty_request_takes_no_room) {
  Space space;
  Record record;
  BOOST_TEST(space.put(record, ""));
  BOOST_TEST(space.instruction.size == 0U);
  BOOST_TEST(space.instruction.place == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
