// SPDX-License-Identifier: Apache-2.0
#include "report/progress_text.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

BOOST_AUTO_TEST_SUITE(progress_text)

using namespace std::chrono_literals;
using dp::report::bar_line;
using dp::report::json_line;
using dp::report::plain_line;
using dp::report::share_done;
using dp::run::Progress;

namespace {

Progress half_way() {
  Progress progress;
  progress.bytes.planned = 2'000'000'000;
  progress.bytes.done = 600'000'000;
  progress.bytes.held = 400'000'000;
  progress.items.planned = 4;
  progress.items.done = 1;
  progress.counts.records = 3'000'000;
  progress.workers = 2;
  progress.elapsed = 2s;
  return progress;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_held_is_done_for_the_eye) {
  BOOST_TEST(share_done(half_way()) == 0.5);
  // The records of what is held are not counted yet: they are as many a byte as the others.
  BOOST_TEST(bar_line("web", half_way(), 100) ==
             "web [===============>              ]  50%  500 MB/s  reading  ETA 2.0 s  "
             "2,500,000 records/s");
}

BOOST_AUTO_TEST_CASE(numbers_count_as_items) {
  Progress progress;
  progress.has_files = false;
  progress.items.planned = 1000;
  progress.items.done = 250;
  progress.elapsed = 1s;
  BOOST_TEST(plain_line("n", progress) == "n: 25%  250 items/s  reading  ETA 3.0 s");
}

BOOST_AUTO_TEST_CASE(all_is_done_at_the_end_and_not_before) {
  auto progress = half_way();
  progress.bytes.done = progress.bytes.planned;
  using Phase = Progress::Phase;
  for (const auto phase : {Phase::map, Phase::combine, Phase::write}) {
    progress.phase = phase;
    BOOST_TEST(share_done(progress) == 0.99);
    BOOST_TEST(bar_line("web", progress, 100).find("100%") == std::string::npos);
  }
  BOOST_TEST(share_done(Progress{}) == 0.99);
  progress.phase = Phase::done;
  BOOST_TEST(share_done(progress) == 1);
  BOOST_TEST(bar_line("web", progress, 100).find("100%") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_phase_has_a_word) {
  auto progress = half_way();
  using Phase = Progress::Phase;
  for (const auto& [phase, word] : {std::pair(Phase::map, "  reading"),
                                    {Phase::combine, "  combining"},
                                    {Phase::write, "  writing"}}) {
    progress.phase = phase;
    BOOST_TEST(plain_line("web", progress).find(word) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(how_much_of_a_stream_is_read_is_no_share_of_it) {
  auto progress = half_way();
  progress.open_end = true;
  BOOST_TEST(share_done(progress) == 0);
  BOOST_TEST(plain_line("web", progress) ==
             "web:  ?%  1.0 GB  500 MB/s  reading  2,500,000 records/s");
}

BOOST_AUTO_TEST_CASE(trouble_is_shown) {
  auto progress = half_way();
  progress.counts.rejects = 36;
  progress.items_failed = 1;
  progress.restarts = 3;
  const auto line = plain_line("web", progress);
  BOOST_TEST(line.find("37 rejected") != std::string::npos, line);
  BOOST_TEST(line.find("3 restarts") != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(a_line_is_never_wider_than_the_terminal) {
  auto progress = half_way();
  progress.counts.rejects = 1'000'000;
  progress.restarts = 1'000'000;
  for (std::size_t width = 4; width < 200; ++width)
    BOOST_TEST(bar_line("a-rather-long-name", progress, width).size() <= width);
}

BOOST_AUTO_TEST_CASE(a_name_cannot_command_the_terminal) {
  BOOST_TEST(bar_line("a\x1b[2Jb", half_way(), 100).find('\x1b') == std::string::npos);
  BOOST_TEST(json_line("a\"b\n", half_way()).find("{\"name\":\"a\\\"b\\n\",") == 0u);
}

BOOST_AUTO_TEST_CASE(the_object_has_all_figures) {
  const auto line = json_line("web", half_way());
  for (const char* part :
       {"\"phase\":\"map\"", "\"bytes_done\":600000000", "\"bytes_held\":400000000",
        "\"records\":3000000", "\"elapsed_us\":2000000}"})
    BOOST_TEST(line.find(part) != std::string::npos, line);
}

BOOST_AUTO_TEST_SUITE_END()
