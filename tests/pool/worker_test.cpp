// SPDX-License-Identifier: Apache-2.0
#include "pool/worker.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "pool/launch_args.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(worker)

using dp::Errc;
using dp::pool::is_worker;
using dp::pool::kLaunchVariable;
using dp::pool::LaunchArgs;
using dp::pool::read_launch_args;
using dp::pool::write_launch_args;

namespace {

/// While it lives, this process looks as if a pool had started it with this variable.
class Launched {
 public:
  explicit Launched(const std::string& assignment) {
    const auto value = assignment.substr(assignment.find('=') + 1);
    ::setenv(kLaunchVariable, value.c_str(), 1);
  }
  Launched(const Launched&) = delete;
  Launched& operator=(const Launched&) = delete;
  ~Launched() { ::unsetenv(kLaunchVariable); }
};

class NoHandler final : public dp::pool::Handler {
 public:
  dp::Status start(dp::pool::Bytes) override { return {}; }
  dp::Result<Outcome> run(const dp::pool::Request&, dp::pool::WorkerContext&,
                          std::string&) override {
    return Outcome::done;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(launch_arguments_are_read_as_they_were_written) {
  const Launched launched(write_launch_args({2, 4321, 10, 11, 12, {5, 6, 7, 8}}));
  BOOST_TEST(is_worker());
  const auto args = read_launch_args();
  BOOST_REQUIRE_MESSAGE(args, dp::test::why(args));
  BOOST_TEST(args->worker == 2U);
  BOOST_TEST(args->runner_pid == 4321);
  BOOST_TEST(args->segment == 10);
  BOOST_TEST(args->runner_doorbell == 11);
  BOOST_TEST(args->own_store == 12);
  BOOST_TEST((args->stores == std::vector<int>{5, 6, 7, 8}));
}

BOOST_AUTO_TEST_CASE(a_process_that_no_pool_started_is_no_worker) {
  BOOST_TEST(!is_worker());
  BOOST_TEST((read_launch_args().error().code == Errc::invalid_argument));
  NoHandler handler;
  BOOST_TEST(dp::pool::run_worker(handler) == 1);
}

BOOST_AUTO_TEST_CASE(arguments_that_cannot_be_are_refused) {
  const std::string good = write_launch_args({0, 1, 10, 11, 12, {5, 6}});
  const auto value = good.substr(good.find('=') + 1);
  const auto version_end = value.find(' ');
  const auto rest = value.substr(version_end);
  const std::vector<std::string> wrong{"",
                                       "nonsense",
                                       "999" + rest,
                                       value.substr(0, version_end) + " 0 1 10",
                                       value.substr(0, version_end) + " 0 1 2 11 12 5 6",
                                       value.substr(0, version_end) + " 0 1 10 11 2 5 6",
                                       value.substr(0, version_end) + " 5 1 10 11 12 5 6"};
  for (const auto& text : wrong) {
    const Launched launched(std::string(kLaunchVariable) + "=" + text);
    const auto args = read_launch_args();
    BOOST_REQUIRE_MESSAGE(!args, text);
    BOOST_TEST((args.error().code == Errc::corrupt), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
