// SPDX-License-Identifier: Apache-2.0
#include "pool/growth.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <vector>

BOOST_AUTO_TEST_SUITE(growth)

using dp::pool::Growth;
using dp::pool::own_memory;
using std::chrono::milliseconds;

namespace {

/// A process whose memory the test says, with a limit of 1,000 bytes.
struct Process {
  explicit Process(std::uint64_t limit = 1000)
      : growth(limit, [this] {
          ++looks;
          return bytes;
        }) {}
  /// After a chunk.
  bool holds(std::uint64_t now_bytes) {
    bytes = now_bytes;
    now += milliseconds(2);
    return growth.is_near_limit(now);
  }
  std::uint64_t bytes = 0;
  int looks = 0;
  Growth::Clock::time_point now;
  Growth growth;
};

}  // namespace

BOOST_AUTO_TEST_CASE(near_is_three_quarters_of_the_limit) {
  Process process;
  BOOST_TEST(!process.holds(100));
  BOOST_TEST(!process.holds(750));
  BOOST_TEST(process.holds(751));
}

BOOST_AUTO_TEST_CASE(what_a_worker_holds_after_its_first_chunk_is_no_growth) {
  Process process;
  BOOST_TEST(!process.holds(900));
  BOOST_TEST(!process.holds(950));
  BOOST_TEST(process.holds(951));
}

BOOST_AUTO_TEST_CASE(without_a_limit_nobody_looks) {
  Process process(0);
  BOOST_TEST(!process.holds(1'000'000));
  BOOST_TEST(process.looks == 0);
}

BOOST_AUTO_TEST_CASE(chunks_that_follow_at_once_are_not_looked_at) {
  Process process;
  BOOST_TEST(!process.holds(100));
  process.bytes = 990;
  process.now += std::chrono::microseconds(1999);
  BOOST_TEST(!process.growth.is_near_limit(process.now));
  BOOST_TEST(process.looks == 1);
  process.now += std::chrono::microseconds(1);
  BOOST_TEST(process.growth.is_near_limit(process.now));
}

BOOST_AUTO_TEST_CASE(what_a_process_holds_for_itself_grows_with_what_it_writes_to) {
  const auto before = own_memory(::getpid());
  BOOST_TEST(before > 0U);
  std::vector<char> block(64 << 20, 'x');
  BOOST_TEST(own_memory(::getpid()) >= before + block.size() / 2);
  BOOST_TEST(block[block.size() / 2] == 'x');
  BOOST_TEST(own_memory(-1) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
