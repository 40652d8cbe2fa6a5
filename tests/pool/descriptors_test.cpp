// SPDX-License-Identifier: Apache-2.0
#include "pool/descriptors.hpp"

#include <fcntl.h>
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>

#include "base/fd.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(descriptors)

using dp::Errc;
using dp::pool::descriptors_for;
using dp::pool::workers_that_fit;

namespace {

/// While it lives, so many descriptors are free.
class FreeDescriptors {
 public:
  explicit FreeDescriptors(rlim_t count) {
    ::getrlimit(RLIMIT_NOFILE, &old_);
    open_ = count_open();
    const rlimit low{open_ + count, old_.rlim_max};
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  }
  FreeDescriptors(const FreeDescriptors&) = delete;
  FreeDescriptors& operator=(const FreeDescriptors&) = delete;
  ~FreeDescriptors() { ::setrlimit(RLIMIT_NOFILE, &old_); }

  [[nodiscard]] std::string text(rlim_t count) const {
    return "got " + std::to_string(count) +
           " free file descriptors (RLIMIT_NOFILE (ulimit -n) is " +
           std::to_string(open_ + count) + ", " + std::to_string(open_) + " are open)";
  }

 private:
  static rlim_t count_open() {
    rlim_t open = 0;
    for (int fd = 0; fd < 1024; ++fd) open += ::fcntl(fd, F_GETFD) >= 0 ? 1U : 0U;
    return open;
  }
  rlimit old_{};
  rlim_t open_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_worker_needs_four) {
  BOOST_TEST(descriptors_for(1) == 14U);
  BOOST_TEST(descriptors_for(8) == 42U);
}

BOOST_AUTO_TEST_CASE(enough_are_enough_to_the_last_one) {
  const FreeDescriptors free(descriptors_for(8));
  BOOST_TEST(workers_that_fit(8, true).value() == 8U);
  BOOST_TEST(workers_that_fit(9, false).value() == 8U);
}

BOOST_AUTO_TEST_CASE(too_few_for_all_is_an_error_that_names_the_numbers_and_the_way_out) {
  const FreeDescriptors free(41);
  const auto fit = workers_that_fit(8, true);
  BOOST_REQUIRE(!fit);
  BOOST_TEST((fit.error().code == Errc::exhausted));
  BOOST_TEST(fit.error().message == "8 workers in a pool: " + free.text(41) +
                                        ", expected 42: raise the limit, or start at most 7");
}

BOOST_AUTO_TEST_CASE(as_many_as_fit_is_less_but_never_none) {
  {
    const FreeDescriptors free(16);
    BOOST_TEST(workers_that_fit(8, false).value() == 1U);
  }
  const FreeDescriptors free(13);
  const auto none = workers_that_fit(8, false);
  BOOST_REQUIRE(!none);
  BOOST_TEST(none.error().message ==
             "1 worker in a pool: " + free.text(13) + ", expected 14: raise the limit");
}

BOOST_AUTO_TEST_SUITE_END()
