// SPDX-License-Identifier: Apache-2.0
#include "run/map/rejections.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

namespace map_rejections {
namespace {

using namespace dp::run;
namespace protocol = dp::protocol;

/// A file of three lines, of which the second one was found to kill.
struct Fixture {
  Fixture() {
    const auto path = folder.write("in.txt", "one\ntwo\nthree\n");
    items.list.resize(2);
    items.list[1].name = items.list[1].path = path;
    const auto file = dp::open_file(path, O_RDONLY).value();
    items.list[1].stamp = dp::input::stamp_of(file.get()).value();
    plan.intake = protocol::Intake::lines;
    chunk.first = 1;
    chunk.end = 14;
    chunk.weight = 14;
  }
  /// What was rejected: "offset: raw (reason)".
  std::vector<std::string> rejected() {
    BOOST_REQUIRE(results.finish_rejects().has_value());
    std::vector<std::string> all;
    BOOST_REQUIRE(rejects
                      .for_each([&](const protocol::Reject& each) {
                        all.push_back(std::to_string(each.offset) + ": " +
                                      std::string(each.raw) + " (" + std::string(each.reason) +
                                      ")");
                        return dp::Status{};
                      })
                      .has_value());
    return all;
  }
  std::vector<dp::pool::Lease> reject_second() {
    return rejections.reject(chunk, {4, "killed", "signal 11", 0});
  }

  dp::test::TemporaryFolder folder;
  protocol::Plan plan;
  dp::input::Items items;
  Progress progress;
  RejectLog rejects = RejectLog::create("").value();
  WorkTable table{progress, items};
  MapResults results{{&plan, &items, &progress, &rejects, nullptr}, {}};
  LeaseMaker leases{{1, 2, 3}, plan, items, table};
  Rejections rejections{table, results, leases};
  Chunk chunk;
};

using Texts = std::vector<std::string>;

}  // namespace
}  // namespace map_rejections

BOOST_FIXTURE_TEST_SUITE(map_rejections, Fixture)

BOOST_AUTO_TEST_CASE(an_item_is_rejected_at_once_and_at_its_beginning) {
  chunk.begin = 4;
  BOOST_TEST(rejections.reject(chunk, {{}, "refused", "", 0}).empty());
  BOOST_TEST(progress.items_failed == 1u);
  BOOST_TEST(rejected() == (Texts{"0:  (refused)"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_is_rejected_when_its_bytes_are_known) {
  const auto asked = reject_second();
  BOOST_REQUIRE(asked.size() == 1u);
  protocol::ShowRequest request;
  BOOST_REQUIRE(protocol::decode_request(asked[0].request, request).has_value());
  BOOST_TEST(request.slice.item == 1u);
  BOOST_TEST(request.slice.begin == 4u);
  BOOST_TEST(progress.counts.rejects == 0u);
  protocol::RecordText text;
  text.raw = "two";
  text.size = 3;
  text.taken = 4;
  BOOST_REQUIRE(rejections.take(asked[0].chunk, text).has_value());
  BOOST_TEST(progress.counts.rejects == 1u);
  BOOST_TEST(progress.counts.bytes == 4u);
  BOOST_TEST(rejections.deaths().detail(1, 4) == "signal 11");
  BOOST_TEST(rejected() == (Texts{"4: two (killed)"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(
    what_cannot_be_shown_is_tried_by_a_fresh_worker_and_then_told_by_its_line) {
  const auto asked = reject_second();
  BOOST_TEST(!asked.at(0).fresh);
  const auto again = rejections.show_again(asked[0].chunk).value();
  BOOST_REQUIRE(again.size() == 1u);
  BOOST_TEST(again[0].fresh);
  BOOST_TEST(rejections.show_again(again[0].chunk).value().empty());
  BOOST_TEST(rejected() == (Texts{"4: two (killed)"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
