// SPDX-License-Identifier: Apache-2.0
#include "base/signal_block.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(signal_block)

namespace {

volatile std::sig_atomic_t came = 0;

}  // namespace

BOOST_AUTO_TEST_CASE(signals_that_end_a_process_wait_until_it_ends) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGALRM}) {
    came = 0;
    const auto before = std::signal(number, [](int) { came = 1; });
    {
      const dp::SignalBlock block;
      BOOST_TEST(::kill(::getpid(), number) == 0);
      BOOST_TEST(came == 0);
    }
    BOOST_TEST(came == 1);
    std::signal(number, before);
  }
}

BOOST_AUTO_TEST_CASE(blocks_nest) {
  came = 0;
  const auto before = std::signal(SIGTERM, [](int) { came = 1; });
  {
    const dp::SignalBlock outer;
    { const dp::SignalBlock inner; }
    ::kill(::getpid(), SIGTERM);
    BOOST_TEST(came == 0);
  }
  BOOST_TEST(came == 1);
  std::signal(SIGTERM, before);
}

BOOST_AUTO_TEST_SUITE_END()
