// SPDX-License-Identifier: Apache-2.0
#include "run/reject_log.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(reject_log)

namespace {

using dp::protocol::Reject;
using dp::run::RejectLog;

std::string bytes_of(const std::vector<Reject>& rejects) {
  std::string bytes;
  dp::ByteWriter out(bytes);
  for (const auto& reject : rejects) encode(out, reject);
  return bytes;
}

std::string list(RejectLog& log) {
  std::string text;
  const auto status = log.for_each([&](const Reject& reject) {
    text += std::to_string(reject.item) + "@" + std::to_string(reject.offset) + " " +
            std::string(reject.raw) + ": " + std::string(reject.reason) + "\n";
    return dp::Status{};
  });
  BOOST_TEST(status.has_value());
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(rejects_come_back_in_input_order_whatever_order_they_came_in) {
  auto log = RejectLog::create({}).value();
  BOOST_TEST(
      log.add(bytes_of({{1, 5, "c", "x"}, {1, 9, "d", "y"}, {2, 0, "e", "z"}})).has_value());
  BOOST_TEST(log.add(bytes_of({{0, 3, "a", "v"}})).has_value());
  BOOST_TEST(log.add(Reject{1, 1, "b", "w"}).has_value());
  BOOST_TEST(log.count() == 5u);
  BOOST_TEST(list(log) == "0@3 a: v\n1@1 b: w\n1@5 c: x\n1@9 d: y\n2@0 e: z\n");
}

/// A reader rejects what it meets while the rows before it wait for their batch.
BOOST_AUTO_TEST_CASE(rejects_of_a_chunk_come_back_in_order_whatever_order_they_are_in) {
  auto log = RejectLog::create({}).value();
  BOOST_TEST(log.add(bytes_of({{1, 7, "late", "x"}})).has_value());
  BOOST_TEST(
      log.add(bytes_of({{1, 9, "d", "x"}, {1, 3, "b", "x"}, {1, 9, "e", "y"}})).has_value());
  BOOST_TEST(list(log) == "1@3 b: x\n1@9 d: x\n1@9 e: y\n1@7 late: x\n");
}

BOOST_AUTO_TEST_CASE(raw_bytes_are_kept_up_to_a_limit) {
  auto log = RejectLog::create({}).value();
  const std::string large(2 * dp::protocol::kMaxRejectBytes, 'x');
  BOOST_TEST(log.add(Reject{0, 0, large, "long"}).has_value());
  std::size_t size = 0;
  (void)log.for_each([&](const Reject& reject) {
    size = reject.raw.size();
    return dp::Status{};
  });
  BOOST_TEST(size == dp::protocol::kMaxRejectBytes);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_rejects_are_refused) {
  auto log = RejectLog::create({}).value();
  const auto bytes = bytes_of({{0, 0, "raw", "reason"}});
  for (std::size_t size = 1; size < bytes.size(); ++size)
    BOOST_TEST(!log.add(std::string_view(bytes).substr(0, size)).has_value());
  BOOST_TEST(list(log) == "");
}

BOOST_AUTO_TEST_SUITE_END()
