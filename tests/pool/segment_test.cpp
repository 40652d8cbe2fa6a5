// SPDX-License-Identifier: Apache-2.0
#include "pool/segment.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(segment)

using dp::Errc;
using dp::pool::Segment;
using dp::pool::WorkerSegment;
using dp::pool::WorkerStatus;

namespace {

Segment make(unsigned workers, std::string_view setup = "setup") {
  auto segment = Segment::create(workers, 64 << 10, setup);
  BOOST_REQUIRE_MESSAGE(segment, dp::test::why(segment));
  return *std::move(segment);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_worker_sees_what_the_runner_wrote_and_the_other_way_round) {
  Segment runner = make(2);
  const auto worker = WorkerSegment::open(runner.descriptor(), 1);
  BOOST_REQUIRE_MESSAGE(worker, dp::test::why(worker));
  BOOST_TEST(worker->setup() == "setup");
  runner.block(1).runner->low_water = 7;
  runner.block(1).requests[0] = 'r';
  BOOST_TEST(worker->block().runner->low_water == 7U);
  BOOST_TEST(worker->block().requests[0] == 'r');
  worker->block().worker->state = WorkerStatus::kBusy;
  worker->block().replies[0] = 'w';
  BOOST_TEST(runner.block(1).worker->state == WorkerStatus::kBusy);
  BOOST_TEST(runner.block(1).replies[0] == 'w');
  BOOST_TEST(runner.block(0).worker->state == WorkerStatus::kNew);
}

BOOST_AUTO_TEST_CASE(an_arena_is_whole_pages_and_blocks_do_not_overlap) {
  auto made = Segment::create(2, 65 * 1000, {});
  BOOST_REQUIRE(made);
  BOOST_TEST(made->setup().empty());
  const auto arena = made->header().arena_bytes;
  BOOST_TEST(arena >= 65'000U);
  BOOST_TEST(arena % static_cast<std::uint64_t>(::getpagesize()) == 0U);
  BOOST_TEST(
      (reinterpret_cast<char*>(made->block(1).runner) == made->block(0).replies + arena));
}

BOOST_AUTO_TEST_CASE(renewing_a_worker_resets_its_part_alone) {
  Segment runner = make(2);
  for (const unsigned worker : {0U, 1U}) {
    runner.block(worker).worker->begun = 9;
    runner.block(worker).runner->recalled_to = 9;
  }
  runner.renew(0);
  BOOST_TEST(runner.block(0).worker->begun == 0U);
  BOOST_TEST(runner.block(0).runner->recalled_to == 0U);
  BOOST_TEST(runner.block(1).worker->begun == 9U);
}

BOOST_AUTO_TEST_CASE(its_size_is_sealed) {
  Segment runner = make(1);
  BOOST_TEST(::ftruncate(runner.descriptor(), 4096) == -1);
  BOOST_TEST(errno == EPERM);
}

BOOST_AUTO_TEST_CASE(a_worker_that_it_has_not_is_refused) {
  Segment runner = make(2);
  const auto worker = WorkerSegment::open(runner.descriptor(), 2);
  BOOST_REQUIRE(!worker);
  BOOST_TEST((worker.error().code == Errc::corrupt));
}

BOOST_AUTO_TEST_CASE(another_version_or_other_sizes_are_refused) {
  Segment runner = make(1);
  runner.header().version += 1;
  BOOST_TEST(!WorkerSegment::open(runner.descriptor(), 0));
  runner.header().version -= 1;
  BOOST_TEST(bool(WorkerSegment::open(runner.descriptor(), 0)));
  runner.header().arena_bytes *= 2;
  BOOST_TEST(!WorkerSegment::open(runner.descriptor(), 0));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_small_is_refused) {
  const dp::Fd file(::memfd_create("small", MFD_CLOEXEC));
  BOOST_REQUIRE(::ftruncate(file.get(), 16) == 0);
  BOOST_TEST(WorkerSegment::open(file.get(), 0).error().message ==
             "the pool's segment is too small");
}

BOOST_AUTO_TEST_SUITE_END()
