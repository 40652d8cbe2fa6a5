// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(writer)

using namespace dp::test;

BOOST_AUTO_TEST_CASE(a_writer_of_rows_passes) {
  const Tried tried(trial_of_texts(DP_WRITER, "flawed.rows", {"a", "b", "c"}));
  BOOST_TEST(tried.law() == "");
  BOOST_TEST(tried.verdict.rows == 3u);
}

BOOST_AUTO_TEST_CASE(a_writer_whose_bytes_tell_batches_is_found) {
  const std::vector<std::string> rows(100, "x");
  const Tried tried(trial_of_texts(DP_WRITER, "flawed.batches", rows));
  BOOST_TEST(tried.law() == "depends on batches");
  BOOST_TEST(
      tried.verdict.fault->detail.starts_with(
          "from byte 10 on: one batch gave '00\\x0A', the same in random batches gave '"),
      tried.verdict.fault->detail);
}

BOOST_AUTO_TEST_SUITE_END()
