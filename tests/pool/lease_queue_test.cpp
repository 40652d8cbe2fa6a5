// SPDX-License-Identifier: Apache-2.0
#include "pool/lease_queue.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(lease_queue)

using dp::pool::Commit;
using dp::pool::Death;
using dp::pool::Lease;
using dp::pool::LeaseQueue;
using dp::pool::Record;

namespace {

/// Gives chunks 0, 1, ... before `end`, and waits at `end` if told so.
class CountingJob final : public dp::pool::Job {
 public:
  explicit CountingJob(std::uint64_t last) : end(last) {}
  std::optional<Lease> next() override {
    ++asked;
    if (at == end) return std::nullopt;
    Lease lease;
    lease.chunk = at++;
    return lease;
  }
  [[nodiscard]] bool waits() const override { return waiting; }
  dp::Status commit(const Commit&) override { return {}; }
  dp::Result<std::vector<Lease>> failed(std::uint64_t, const dp::Error&) override {
    return std::vector<Lease>{};
  }
  dp::Result<std::vector<Lease>> died(Lease, const Death&) override {
    return std::vector<Lease>{};
  }

  std::uint64_t at = 0, end, asked = 0;
  bool waiting = false;
};

Record record_of(std::uint64_t chunk) {
  Record record;
  record.lease.chunk = chunk;
  return record;
}

std::vector<Record> records_of(std::initializer_list<std::uint64_t> chunks) {
  std::vector<Record> records;
  for (const auto chunk : chunks) records.push_back(record_of(chunk));
  return records;
}

std::vector<std::uint64_t> rest_of(LeaseQueue& queue) {
  std::vector<std::uint64_t> chunks;
  while (const auto record = queue.next()) chunks.push_back(record->lease.chunk);
  return chunks;
}

using Chunks = std::vector<std::uint64_t>;

struct Queue : LeaseQueue {
  explicit Queue(std::uint64_t end) : job(end) { begin(job); }
  CountingJob job;
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_to_be_done_again_comes_first_in_its_order) {
  Queue queue(2);
  queue.put_last(records_of({20, 21}));
  queue.put_first(records_of({10, 11}));
  queue.put_first(record_of(5));
  BOOST_TEST((rest_of(queue) == Chunks{5, 10, 11, 20, 21, 0, 1}));
}

BOOST_AUTO_TEST_CASE(a_job_that_had_nothing_is_asked_again_only_when_something_has_changed) {
  Queue queue(1);
  BOOST_TEST(!queue.empty());
  BOOST_TEST((rest_of(queue) == Chunks{0}));
  BOOST_TEST(queue.empty());
  BOOST_TEST(queue.job.asked == 2U);
  BOOST_TEST(!queue.next());
  BOOST_TEST(queue.job.asked == 2U);
  queue.job.end = 3;
  queue.ask_again();
  BOOST_TEST(!queue.empty());
  BOOST_TEST((rest_of(queue) == Chunks{1, 2}));
}

BOOST_AUTO_TEST_CASE(leases_in_place_of_a_chunk_inherit_its_faults_only_under_its_own_number) {
  Queue queue(0);
  Record died = record_of(7);
  (void)died.faults.add(false);
  std::vector<Lease> instead(2);
  instead[0].chunk = 8;
  instead[1].chunk = 7;
  queue.replace(died, std::move(instead));
  const auto first = queue.next();
  const auto second = queue.next();
  BOOST_REQUIRE((first && second));
  BOOST_TEST(first->lease.chunk == 8U);
  BOOST_TEST(first->faults.faults() == 0U);
  BOOST_TEST(second->lease.chunk == 7U);
  BOOST_TEST(second->faults.faults() == 1U);
}

BOOST_AUTO_TEST_CASE(it_waits_when_the_job_has_nothing_for_now) {
  Queue queue(1);
  queue.job.waiting = true;
  BOOST_TEST(!queue.waits());  // it was not asked yet
  (void)rest_of(queue);
  BOOST_TEST(queue.waits());
  queue.stop();
  BOOST_TEST(!queue.waits());
}

BOOST_AUTO_TEST_CASE(after_a_stop_it_gives_nothing_and_takes_nothing_back) {
  Queue queue(5);
  queue.put_last(records_of({20}));
  queue.stop();
  BOOST_TEST(queue.stopping());
  BOOST_TEST(queue.empty());
  queue.put_first(record_of(1));
  queue.put_first(records_of({2}));
  queue.put_last(records_of({3}));
  queue.replace(record_of(4), std::vector<Lease>(1));
  BOOST_TEST(!queue.next());
  BOOST_TEST(queue.job.asked == 0U);
  CountingJob later(5);
  queue.begin(later);
  BOOST_TEST(!queue.next());
}

BOOST_AUTO_TEST_CASE(what_is_for_fresh_workers_waits_by_itself_until_it_is_asked_for) {
  Queue queue(1);
  auto record = record_of(7);
  record.lease.fresh = true;
  queue.put_first(record);
  record.lease.chunk = 8;
  queue.put_last({record});
  BOOST_TEST(queue.waiting_for_fresh() == 2U);
  BOOST_TEST((rest_of(queue) == Chunks{0}));
  BOOST_TEST(queue.dry());
  BOOST_TEST(!queue.empty());
  BOOST_TEST(queue.next_fresh().value().lease.chunk == 7U);
  BOOST_TEST(queue.next_fresh().value().lease.chunk == 8U);
  BOOST_TEST(!queue.next_fresh());
  BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(what_is_for_fresh_workers_is_gone_after_a_stop) {
  Queue queue(0);
  auto record = record_of(7);
  record.lease.fresh = true;
  queue.put_first(record);
  queue.stop();
  BOOST_TEST(!queue.next_fresh());
  queue.put_first(record);
  BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_SUITE_END()
