// SPDX-License-Identifier: Apache-2.0
#include "pool/pool.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "base/spawn.hpp"
#include "fixture.hpp"
#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(pool)

namespace data = boost::unit_test::data;
using namespace dp::test;
using dp::Errc;
using dp::pool::Pool;

BOOST_DATA_TEST_CASE(every_item_is_done_once,
                     data::make({1, 7, 64, 5000}) * data::make({1U, 2U, 5U}), chunksize,
                     workers) {
  Pool pool = start_pool(worker_options("words", workers));
  WordsJob job(numbers(2000), static_cast<std::size_t>(chunksize));
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete(square));
  BOOST_TEST(pool.workers() == workers);
  BOOST_TEST(pool.stats().leases >= job.commits);
}

BOOST_DATA_TEST_CASE(epochs_commit_every_chunk_once, data::make({"sum:0", "sum:1", "sum:3"}),
                     mode) {
  Pool pool = start_pool(worker_options(mode, 2));
  SumJob job(10'000, 7);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.sum == 10'000ULL * 9'999 / 2);
  BOOST_TEST(job.count == 10'000U);
  BOOST_TEST(job.each_chunk_once());
}

namespace {

/// Asks something after every few chunks, and gives no more before the answer.
class AskingJob final : public SumJob {
 public:
  using SumJob::SumJob;
  std::optional<dp::pool::Lease> next() override {
    if (waits_) return std::nullopt;
    if (++given_ % 4 != 0) return SumJob::next();
    waits_ = true;
    dp::pool::Lease question;
    question.chunk = kQuestion;
    question.parts = dp::pool::kStream;
    return question;
  }
  dp::Status commit(const dp::pool::Commit& commit) override {
    if (commit.chunks[0] != kQuestion) return SumJob::commit(commit);
    waits_ = false;
    return {};
  }
  [[nodiscard]] bool waits() const override { return waits_; }

 private:
  static constexpr std::uint64_t kQuestion = 1'000'000;
  std::uint64_t given_ = 0;
  bool waits_ = false;
};

}  // namespace

BOOST_AUTO_TEST_CASE(epochs_stay_open_while_the_job_waits_for_more_chunks) {
  Pool pool = start_pool(worker_options("sum:0", 2));
  AskingJob job(1'000, 10);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.sum == 1'000ULL * 999 / 2);
  BOOST_TEST(job.each_chunk_once());
  BOOST_TEST(job.epochs <= 2U);  // one a worker
}

BOOST_AUTO_TEST_CASE(an_epoch_holds_no_more_chunks_than_the_runner_can_remember) {
  Pool pool = start_pool(worker_options("sum:0", 2));
  SumJob job(300'000, 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.sum == 300'000ULL * 299'999 / 2);
  BOOST_TEST(job.epochs >= 4U);
}

BOOST_AUTO_TEST_CASE(a_refused_chunk_takes_its_epoch_along_and_all_count_once) {
  for (const char* mode : {"sum:0:600", "sum:0:601", "sum:4:1000"}) {
    Pool pool = start_pool(worker_options(mode, 2));
    SumJob job(10'000, 7);
    const auto status = pool.run(job);
    BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
    BOOST_TEST(job.failures >= 1U);
    BOOST_TEST(job.sum == 10'000ULL * 9'999 / 2);
    BOOST_TEST(job.each_chunk_once());
  }
}

BOOST_AUTO_TEST_CASE(workers_stay_for_the_next_job) {
  Pool pool = start_pool(worker_options("words", 2));
  const auto before = pool.pids();
  for (int round = 0; round < 3; ++round) {
    WordsJob job(numbers(100), 3);
    BOOST_REQUIRE(pool.run(job));
    BOOST_TEST(job.complete(square));
  }
  BOOST_TEST(pool.pids() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_job_with_nothing_to_do_ends_at_once) {
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job({}, 3);
  BOOST_TEST(bool(pool.run(job)));
}

BOOST_AUTO_TEST_CASE(results_larger_than_the_arena_arrive_whole) {
  auto options = worker_options("words", 2);
  options.shared.arena_bytes = 64 << 10;
  Pool pool = start_pool(options);
  std::vector<std::string> words;
  for (const auto size :
       {0, 1, 32'000, 33'000, 64'000, 65'536, 65'537, 1'000'000, 5'000'000, 9})
    for (int times = 0; times < 5; ++times) words.push_back("big:" + std::to_string(size));
  WordsJob job(words, 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete(
      [](const std::string& word) { return std::string(std::stoull(word.substr(4)), 'x'); }));
}

BOOST_AUTO_TEST_CASE(many_results_wait_for_room_in_a_small_arena) {
  auto options = worker_options("words", 2);
  options.shared.arena_bytes = 64 << 10;
  Pool pool = start_pool(options);
  WordsJob job(std::vector<std::string>(3000, "big:3001"), 5);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete([](const std::string&) { return std::string(3001, 'x'); }));
}

BOOST_AUTO_TEST_CASE(requests_larger_than_their_arena_arrive_whole) {
  Pool pool = start_pool(worker_options("words", 2));
  std::vector<std::string> words;
  for (std::size_t i = 0; i < 40; ++i) words.push_back("echo" + std::string(i * 60'000, 'e'));
  WordsJob job(words, 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete([](const std::string& word) { return word; }));
}

BOOST_AUTO_TEST_CASE(what_one_worker_stores_any_other_and_the_runner_can_load) {
  Pool pool = start_pool(worker_options("words", 3));
  WordsJob stored(std::vector<std::string>(12, "store:100000"), 1);
  BOOST_REQUIRE(pool.run(stored));
  std::vector<std::string> loads;
  for (const auto& results : stored.results) loads.push_back("load " + results.at(0));
  WordsJob loaded(loads, 2);
  BOOST_REQUIRE(pool.run(loaded));
  BOOST_TEST(loaded.complete([](const std::string&) { return std::string(100'000, 'b'); }));

  dp::ByteReader in(stored.results[3][0]);
  dp::pool::StoreRange range;
  range.store = in.get<std::uint32_t>();
  range.offset = in.get<std::uint64_t>();
  range.size = in.get<std::uint64_t>();
  std::string bytes;
  BOOST_REQUIRE(pool.load(range, bytes));
  BOOST_TEST(bytes == std::string(100'000, 'b'));
}

BOOST_AUTO_TEST_CASE(a_refused_chunk_is_reported_and_the_rest_goes_on) {
  Pool pool = start_pool(worker_options("words", 2));
  auto words = numbers(50);
  words[20] = "fail";
  WordsJob job(words, 1);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.complete(square));
  BOOST_REQUIRE(job.lost.size() == 1U);
  BOOST_TEST(job.lost.at(20).message == "as told");
  BOOST_TEST((job.lost.at(20).code == Errc::task_failed));
  BOOST_TEST(pool.stats().restarts == 0U);
}

BOOST_AUTO_TEST_CASE(a_handler_that_refuses_to_start_ends_the_run_with_its_reason) {
  Pool pool = start_pool(worker_options("words:refuse", 2));
  WordsJob job(numbers(50), 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::invalid_plugin));
  BOOST_TEST(status.error().message.ends_with(": no such task"));
}

BOOST_AUTO_TEST_CASE(an_error_of_the_job_ends_the_run_and_leaves_the_pool_usable) {
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job(numbers(500), 1);
  job.on_commit = [&](const auto&) -> dp::Status {
    if (job.commits == 100) return dp::fail(Errc::budget, "enough");
    return {};
  };
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "enough");
  WordsJob again(numbers(500), 1);
  BOOST_REQUIRE(pool.run(again));
  BOOST_TEST(again.complete(square));
}

BOOST_AUTO_TEST_CASE(idle_workers_take_over_what_a_busy_one_has_not_begun) {
  auto options = worker_options("words", 2);
  options.ahead = 8;
  Pool pool = start_pool(options);
  // One item that lasts until all others are done, many of which the same worker holds.
  const TemporaryFolder folder;
  std::vector<std::string> words{"until " + folder.path("others-are-done")};
  for (int i = 0; i < 17; ++i) words.push_back("sleep:1");
  WordsJob job(words, 1);
  std::size_t done_before_the_long_one = 0;
  job.on_commit = [&](const dp::pool::Commit& commit) -> dp::Status {
    if (commit.chunks[0] == 0) done_before_the_long_one = job.commits - 1;
    if (job.commits == words.size() - 1) folder.write("others-are-done", "");
    return {};
  };
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(done_before_the_long_one == words.size() - 1);
}

BOOST_AUTO_TEST_CASE(a_full_store_is_a_clean_error) {
  auto options = worker_options("words:full", 2);
  options.shared.arena_bytes = 64 << 10;
  Pool pool = start_pool(options);
  WordsJob job({"1", "big:100000", "2"}, 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_REQUIRE(job.lost.size() == 1U);
  BOOST_TEST(job.lost.at(1).message.find("cannot keep 100008 bytes in the pool's store") !=
             std::string::npos);
  BOOST_TEST(job.lost.at(1).message.find("File too large") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(destroying_a_pool_ends_its_workers) {
  std::vector<int> pids;
  {
    Pool pool = start_pool(worker_options("words", 3));
    pids = pool.pids();
    BOOST_REQUIRE(pids.size() == 3U);
  }
  for (const int pid : pids) BOOST_TEST(is_gone(pid));
}

BOOST_AUTO_TEST_SUITE_END()
