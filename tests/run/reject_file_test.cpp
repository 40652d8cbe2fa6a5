// SPDX-License-Identifier: Apache-2.0
#include "run/reject_file.hpp"

#include <boost/test/unit_test.hpp>

#include "answering_pool.hpp"
#include "protocol/line_requests.hpp"
#include "temporary.hpp"

namespace reject_file {
namespace {

using dp::protocol::Reject;
using dp::run::RejectSample;
using Texts = std::vector<std::string>;

/// Rejects of items a.csv, b.csv and "gone". Workers say that each line has ten bytes; of "gone" they
/// know no lines.
struct Fixture {
  Fixture() {
    for (const char* name : {"a.csv", "b.csv", "gone"}) {
      items.list.emplace_back();
      items.list.back().name = name;
      items.list.back().path = std::string("/data/") + name;
    }
    pool.emplace(
        dp::test::answering_pool(1, [this](std::string_view bytes) { return numbers(bytes); }));
  }
  dp::Result<std::string> numbers(std::string_view bytes) {
    dp::protocol::CountLinesRequest request;
    DP_CHECK(dp::protocol::decode_request(bytes, request));
    const auto begin = request.item.begin;
    asked.push_back(request.item.file() + " " + std::to_string(request.offsets.size()) +
                    (begin == 0 ? "" : " from " + std::to_string(begin)));
    if (request.item.name == "gone") return dp::fail(dp::Errc::not_found, "it is gone");
    for (auto& offset : request.offsets) offset = offset / 10 - begin / 10 + 1;
    std::string reply;
    dp::ByteWriter out(reply);
    encode(out, request.offsets);
    return reply;
  }
  void add(const Reject& reject) { BOOST_REQUIRE(log.add(reject).has_value()); }
  dp::Result<std::vector<RejectSample>> write() {
    auto file = dp::run::Target::open(folder.path("rejects"), {}).value();
    DP_TRY(auto samples, dp::run::write_rejects(log, deaths, items, with_lines, *pool, &file));
    DP_CHECK(file.seal());
    DP_CHECK(file.publish());
    return samples;
  }
  /// The file of all rejects.
  std::string written() {
    const auto made = write();
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    return folder.read("rejects");
  }
  /// The samples, with no file written: "file:line @offset reason".
  Texts samples() {
    const auto made = dp::run::write_rejects(log, deaths, items, with_lines, *pool, nullptr);
    BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
    Texts list;
    for (const auto& sample : *made)
      list.push_back(sample.file + ":" + std::to_string(sample.line) + " @" +
                     std::to_string(sample.offset) + " " + sample.reason +
                     (sample.detail.empty() ? "" : "; " + sample.detail));
    return list;
  }

  dp::test::TemporaryFolder folder;
  dp::input::Items items;
  bool with_lines = true;
  dp::run::DeathLog deaths;
  dp::run::RejectLog log = dp::run::RejectLog::create({}).value();
  Texts asked;  ///< of the workers: "path offsets"
  std::optional<dp::pool::Pool> pool;
};

}  // namespace
}  // namespace reject_file

BOOST_FIXTURE_TEST_SUITE(reject_file, Fixture)

BOOST_AUTO_TEST_CASE(rejects_are_written_in_input_order_with_the_lines_that_workers_count) {
  add({1, 5, "x,y", "too short"});
  add({0, 25, "c", "not a number"});
  add({0, 0, "a", "no date"});
  BOOST_TEST(written() ==
             R"({"file":"a.csv","line":1,"offset":0,"reason":"no date","raw":"a"})"
             "\n"
             R"({"file":"a.csv","line":3,"offset":25,"reason":"not a number","raw":"c"})"
             "\n"
             R"({"file":"b.csv","line":1,"offset":5,"reason":"too short","raw":"x,y"})"
             "\n");
  BOOST_TEST(asked == (Texts{"/data/a.csv 2", "/data/b.csv 1"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_differs_from_run_to_run_is_in_samples_and_not_in_the_file) {
  with_lines = false;
  add({0, 25, "c", "the worker was killed"});
  add({0, 35, "d", "no number"});
  deaths.reject(0, 25, "peak memory 5.0 MB");
  BOOST_TEST(written().find("peak") == std::string::npos);
  BOOST_TEST(samples() == (Texts{"a.csv:0 @25 the worker was killed; peak memory 5.0 MB",
                                 "a.csv:0 @35 no number"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_rejects_the_file_is_empty) {
  BOOST_TEST(written() == "");
  BOOST_TEST(std::filesystem::exists(folder.path("rejects")));
  BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_stands_where_the_input_has_it) {
  items.unreadable = {
      {"0", "no file", 0}, {"aa", "no file", 1}, {"ab", "no file", 1}, {"z", "no file", 3}};
  add({1, 5, "y", "r"});
  add({1, 15, "z", "r"});
  BOOST_TEST(samples() == (Texts{"0:0 @0 no file", "aa:0 @0 no file", "ab:0 @0 no file",
                                 "b.csv:1 @5 r", "b.csv:2 @15 r"}),
             boost::test_tools::per_element());
  const auto text = written();
  BOOST_TEST(text.starts_with(R"({"file":"0","offset":0,"reason":"no file"})"
                              "\n"),
             text);
  BOOST_TEST(text.ends_with(R"({"file":"z","offset":0,"reason":"no file"})"
                            "\n"),
             text);
}

BOOST_AUTO_TEST_CASE(text_is_escaped_as_json) {
  with_lines = false;
  items.list[0].name = "a \"quoted\".csv";
  add({0, 0, "tab\there", "line\nbreak"});
  BOOST_TEST(
      written() ==
      R"({"file":"a \"quoted\".csv","offset":0,"reason":"line\nbreak","raw":"tab\there"})"
      "\n");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_written_in_base64) {
  with_lines = false;
  add({0, 0, "\xff", "r"});
  add({0, 1, "\xff\xfe", "r"});
  add({0, 2, "\xff\xfe\xfd", "r"});
  add({0, 3, "caf\xe9!", "r"});
  add({0, 4, std::string_view("\0\xc3", 2), "r"});
  add({0, 5, "caf\xc3\xa9", "r"});
  const auto line = [](int offset, const std::string& raw) {
    return R"({"file":"a.csv","offset":)" + std::to_string(offset) + R"(,"reason":"r",)" + raw +
           "}\n";
  };
  BOOST_TEST(written() ==
             line(0, R"("raw_base64":"/w==")") + line(1, R"("raw_base64":"//4=")") +
                 line(2, R"("raw_base64":"//79")") + line(3, R"("raw_base64":"Y2Fm6SE=")") +
                 line(4, R"("raw_base64":"AMM=")") + line(5, "\"raw\":\"caf\xc3\xa9\""));
}

BOOST_AUTO_TEST_CASE(a_record_that_is_not_kept_whole_says_how_long_it_is) {
  with_lines = false;
  // Cut where a character begins, so that what is kept is text.
  const std::string kept(dp::protocol::kMaxRejectBytes - 1, 'x');
  const std::string large = kept + "\xc3\xa4 and more";
  add({0, 7, large, "r"});
  add({0, 9, "first line", "r", 4000});
  BOOST_TEST(
      (written() ==
       R"({"file":"a.csv","offset":7,"reason":"r","raw":")" + kept + R"(","raw_bytes":)" +
           std::to_string(large.size()) + "}\n" +
           R"({"file":"a.csv","offset":9,"reason":"r","raw":"first line","raw_bytes":4000})"
           "\n"));
}

BOOST_AUTO_TEST_CASE(an_input_without_lines_is_not_asked_for_them) {
  with_lines = false;
  add({1, 30, "raw", "r"});
  BOOST_TEST(written() == R"({"file":"b.csv","offset":30,"reason":"r","raw":"raw"})"
                          "\n");
  BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_CASE(an_item_of_a_range_is_called_by_its_number) {
  with_lines = false;
  items = {};
  items.range = 1000;
  add({998, 0, "", "r"});
  BOOST_TEST(written() == R"({"file":"item 998","offset":0,"reason":"r"})"
                          "\n");
  BOOST_TEST(samples() == (Texts{"item 998:0 @0 r"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rejects_of_an_item_that_cannot_be_read_are_kept_without_lines) {
  add({0, 10, "a", "r"});
  add({2, 10, "b", "r"});
  BOOST_TEST(written() == R"({"file":"a.csv","line":2,"offset":10,"reason":"r","raw":"a"})"
                          "\n"
                          R"({"file":"gone","offset":10,"reason":"r","raw":"b"})"
                          "\n");
}

BOOST_AUTO_TEST_CASE(the_first_five_come_back_as_samples) {
  for (std::uint64_t offset = 0; offset < 80; offset += 10) add({0, offset, "raw", "r"});
  const Texts five{"a.csv:1 @0 r", "a.csv:2 @10 r", "a.csv:3 @20 r", "a.csv:4 @30 r",
                   "a.csv:5 @40 r"};
  BOOST_TEST(samples() == five, boost::test_tools::per_element());
  const auto made = write().value();
  BOOST_TEST(made.size() == 5U);
  BOOST_TEST(made.back().offset == 40U);
}

BOOST_AUTO_TEST_CASE(without_a_file_lines_are_asked_for_the_samples_alone) {
  for (std::uint64_t offset = 0; offset < 6; ++offset) add({0, offset, "raw", "r"});
  add({1, 0, "raw", "r"});
  BOOST_TEST(samples().size() == 5U);
  BOOST_TEST(asked == (Texts{"/data/a.csv 6"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lines_of_many_rejects_are_asked_for_in_pieces_each_from_the_last_on) {
  std::string rejects;
  constexpr std::uint64_t kCount = 200'001;
  for (std::uint64_t i = 0; i < kCount; ++i)
    dp::protocol::append_reject(rejects, {0, 10 * i, "r", "r"});
  dp::protocol::append_reject(rejects, {1, 40, "r", "r"});
  BOOST_REQUIRE(log.add(rejects).has_value());
  const auto text = written();
  BOOST_TEST(asked == (Texts{"/data/a.csv 100000", "/data/a.csv 100000 from 999990",
                             "/data/a.csv 1 from 1999990", "/data/b.csv 1"}),
             boost::test_tools::per_element());
  const std::string last =
      R"({"file":"a.csv","line":200001,"offset":2000000,"reason":"r","raw":"r"})"
      "\n"
      R"({"file":"b.csv","line":5,"offset":40,"reason":"r","raw":"r"})"
      "\n";
  BOOST_TEST(text.ends_with(last), text.substr(text.size() - 200));
}

BOOST_AUTO_TEST_CASE(no_more_large_records_wait_for_their_lines_than_fit_a_bound) {
  const std::string raw(dp::protocol::kMaxRejectBytes, 'x');
  for (std::uint64_t i = 0; i < 1100; ++i) add({0, 10 * i, raw, "r"});
  const auto made = write();
  BOOST_REQUIRE_MESSAGE(made, dp::test::why(made));
  BOOST_TEST(asked == (Texts{"/data/a.csv 1024", "/data/a.csv 76 from 10230"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_pool_that_was_stopped_fails_it) {
  add({0, 0, "a", "r"});
  pool->request_stop();
  const auto made = write();
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == dp::Errc::interrupted));
  BOOST_TEST(!std::filesystem::exists(folder.path("rejects")));
}

BOOST_AUTO_TEST_SUITE_END()
