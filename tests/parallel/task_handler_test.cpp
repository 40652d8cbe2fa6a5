// SPDX-License-Identifier: Apache-2.0
#include "parallel/task_handler.hpp"

#include <boost/test/unit_test.hpp>
#include <dp/pool.hpp>

#include "base/bytes.hpp"
#include "pool/message.hpp"
#include "tasks.hpp"
#include "why.hpp"

namespace dp::test {

std::uint64_t twice(std::uint64_t n) {
  if (n == 13) throw std::runtime_error("unlucky");
  return 2 * n;
}
std::uint64_t sum(std::uint64_t so_far, std::uint64_t n) {
  if (n == 13) throw std::runtime_error("unlucky");
  return so_far + n;
}
std::string prepared;
dp::Status prepare(std::string_view what) {
  if (what == "bad") return dp::fail(dp::Errc::not_found, "no bad");
  prepared = what;
  return {};
}

}  // namespace dp::test

DP_TASK(dp::test::twice);
DP_TASK(dp::test::sum);
DP_TASK(dp::test::prepare);

using dp::parallel::initializer_setup;
using dp::parallel::put_request_head;
using dp::parallel::read_request;
using dp::parallel::TaskHandler;

namespace {

/// Notes the items that are reported.
class NotingContext final : public dp::pool::WorkerContext {
 public:
  void report_position(std::uint64_t item, std::uint64_t, bool precise) noexcept override {
    if (precise) items.push_back(item);
  }
  void report_call(std::string_view, dp::pool::Timing) noexcept override {}
  void report_alive() noexcept override {}
  dp::Result<dp::pool::StoreRange> store(dp::pool::Bytes) override {
    return dp::fail(dp::Errc::bug, "not used");
  }
  dp::Status load(const dp::pool::StoreRange&, std::string&) override { return {}; }
  dp::Status commit_part(dp::pool::Part, dp::pool::Bytes) override { return {}; }
  dp::Status commit_prefix(dp::pool::Bytes) override { return {}; }
  std::vector<std::uint64_t> items;
};

std::string request_of(std::string_view task, const std::vector<std::uint64_t>& items,
                       bool fold = false) {
  std::string out;
  const std::string zero = fold ? dp::detail::bytes_of(std::uint64_t{100}) : std::string();
  put_request_head(out, fold, task, zero);
  dp::ByteWriter writer(out);
  writer.put(std::uint64_t{items.size()});
  for (const auto item : items) writer.put(dp::detail::bytes_of(item));
  return out;
}

struct Fixture {
  dp::Status run(const std::string& request) {
    reply.clear();
    const auto outcome =
        handler.run({.chunk = 1, .bytes = dp::pool::Bytes(request)}, context, reply);
    if (!outcome) return tl::unexpected(outcome.error());
    BOOST_TEST((*outcome == dp::pool::Handler::Outcome::done));
    return {};
  }
  TaskHandler handler;
  NotingContext context;
  std::string reply;
};

using Items = std::vector<std::uint64_t>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_handler, Fixture)

BOOST_AUTO_TEST_CASE(a_map_gives_a_result_or_an_error_for_each_item) {
  BOOST_REQUIRE(run(request_of("dp::test::twice", {1, 13, 3})));
  dp::ByteReader in(reply);
  (void)in.get<std::uint64_t>();  // the time it took
  BOOST_TEST(in.get<std::uint8_t>() == 1);
  BOOST_TEST(in.text() == dp::detail::bytes_of(std::uint64_t{2}));
  BOOST_TEST(in.get<std::uint8_t>() == 0);
  BOOST_TEST(dp::pool::get_error(in.text()).message == "unlucky");
  BOOST_TEST(in.get<std::uint8_t>() == 1);
  BOOST_TEST(in.text() == dp::detail::bytes_of(std::uint64_t{6}));
  BOOST_TEST(bool(in.finish("reply")));
  BOOST_TEST((context.items == Items{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(a_fold_starts_from_zero_and_gives_the_sum) {
  BOOST_REQUIRE(run(request_of("dp::test::sum", {1, 2, 3}, true)));
  dp::ByteReader in(reply);
  (void)in.get<std::uint64_t>();
  BOOST_TEST(in.get<std::uint8_t>() == 1);
  BOOST_TEST(in.text() == dp::detail::bytes_of(std::uint64_t{106}));
  BOOST_TEST((context.items == Items{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(a_fold_that_fails_names_the_item) {
  BOOST_REQUIRE(run(request_of("dp::test::sum", {1, 2, 13, 4}, true)));
  dp::ByteReader in(reply);
  (void)in.get<std::uint64_t>();
  BOOST_TEST(in.get<std::uint8_t>() == 0);
  BOOST_TEST(in.get<std::uint64_t>() == 2U);
  BOOST_TEST(dp::pool::get_error(in.text()).message == "unlucky");
}

BOOST_AUTO_TEST_CASE(a_task_of_the_wrong_number_of_arguments_is_an_error) {
  const auto status = run(request_of("dp::test::sum", {1}));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message ==
             "dp::Pool: 'dp::test::sum' takes another number of arguments");
}

BOOST_AUTO_TEST_CASE(a_request_cut_short_anywhere_is_an_error) {
  const std::string whole = request_of("dp::test::twice", {1, 2});
  for (std::size_t size = 0; size < whole.size(); ++size)
    BOOST_TEST(!read_request(dp::pool::Bytes(whole.data(), size)));
  BOOST_TEST(read_request(dp::pool::Bytes(whole)).value().items.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_initializer_of_the_setup_runs_at_the_start) {
  const std::string argument = dp::detail::bytes_of(std::string_view("model"));
  const std::string setup = initializer_setup("dp::test::prepare", argument);
  BOOST_REQUIRE(handler.start(dp::pool::Bytes(setup)));
  BOOST_TEST(dp::test::prepared == "model");
}

BOOST_AUTO_TEST_CASE(an_initializer_that_fails_is_named) {
  const std::string argument = dp::detail::bytes_of(std::string_view("bad"));
  const std::string setup = initializer_setup("dp::test::prepare", argument);
  const auto status = handler.start(dp::pool::Bytes(setup));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "initializer 'dp::test::prepare': no bad");
}

BOOST_AUTO_TEST_CASE(without_a_setup_nothing_is_initialized) {
  BOOST_TEST(bool(handler.start({})));
}

BOOST_AUTO_TEST_SUITE_END()
