// SPDX-License-Identifier: Apache-2.0
#include "pool/window.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(window)

using dp::pool::Clock;
using dp::pool::Window;
using std::chrono::microseconds;

namespace {

/// A window whose replies come, one at a time, `each` apart.
class Replies {
 public:
  explicit Replies(microseconds each) : each_(each) { window.adapt(1, now_, 1); }
  void come(int count) {
    for (int i = 0; i < count; ++i) window.adapt(1, now_ += each_, 1);
  }
  Window window;

 private:
  microseconds each_;
  Clock::time_point now_ = Clock::time_point(std::chrono::hours(1));
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_new_window_is_the_least_that_it_may_be) {
  const Window window;
  BOOST_TEST(window.size(1) == 1U);
  BOOST_TEST(window.size(3) == 3U);
}

BOOST_AUTO_TEST_CASE(short_chunks_double_it_until_it_is_half_a_millisecond_long) {
  Replies replies(microseconds(10));
  for (const std::size_t size : {2U, 4U, 8U, 16U, 32U, 64U}) {
    replies.come(1);
    BOOST_TEST(replies.window.size(1) == size);
  }
  replies.come(5);
  BOOST_TEST(replies.window.size(1) == 64U);  // 640 us
}

BOOST_AUTO_TEST_CASE(tiny_chunks_fill_almost_a_ring_and_no_more) {
  Replies replies(microseconds(0));
  replies.come(20);
  BOOST_TEST(replies.window.size(1) == 504U);
}

BOOST_AUTO_TEST_CASE(long_chunks_halve_it_down_to_the_least) {
  Replies replies(microseconds(10));
  replies.come(6);
  BOOST_TEST(replies.window.size(1) == 64U);
  Clock::time_point now = Clock::time_point(std::chrono::hours(2));
  replies.window.adapt(1, now, 1);
  BOOST_TEST(replies.window.size(1) == 32U);
  for (int i = 0; i < 10; ++i)
    replies.window.adapt(1, now += std::chrono::milliseconds(100), 3);
  BOOST_TEST(replies.window.size(1) == 3U);
}

BOOST_AUTO_TEST_CASE(no_replies_change_nothing) {
  Replies replies(microseconds(10));
  replies.come(3);
  const auto last = replies.window.last_reply();
  replies.window.adapt(0, last + std::chrono::hours(1), 1);
  BOOST_TEST(replies.window.size(1) == 8U);
  BOOST_TEST((replies.window.last_reply() == last));
}

BOOST_AUTO_TEST_SUITE_END()
