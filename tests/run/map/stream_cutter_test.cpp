// SPDX-License-Identifier: Apache-2.0
#include "run/map/stream_cutter.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>

namespace map_stream_cutter {
namespace {

using dp::Fd;
using dp::protocol::RecordBounds;
using dp::run::Chunk;
using dp::run::StreamCutter;

constexpr std::uint64_t kSlice = 1000;

/// A stream of records that end with ';', and a worker that finds them.
struct Fixture {
  Fixture() {
    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    writer.reset(ends[1]);
    stream = dp::input::Stream::open("-", Fd(ends[0])).value();
  }
  void write(std::string_view bytes) {
    BOOST_REQUIRE(dp::write_full(writer.get(), bytes).has_value());
  }
  StreamCutter cutter(bool by_lines) { return {7, *stream, by_lines, kSlice}; }
  [[nodiscard]] std::string text(const Chunk& chunk) const {
    BOOST_TEST(chunk.first == 7u);
    BOOST_TEST(chunk.exact);
    BOOST_TEST(chunk.weight == chunk.end - chunk.begin);
    return stream->bytes_at(chunk.begin, chunk.end - chunk.begin).value();
  }
  /// Where the first record begins after the slice, as far as `size` bytes tell.
  [[nodiscard]] RecordBounds find(const Chunk& slice, std::uint64_t size) const {
    const auto bytes = stream->bytes_at(0, size).value();
    RecordBounds bounds{true, slice.begin, slice.begin};
    while (bounds.end < slice.end) {
      const auto end = bytes.find(';', bounds.end);
      if (end == std::string::npos) break;
      bounds.end = end + 1;
    }
    return bounds;
  }
  Fd writer;
  std::unique_ptr<dp::input::Stream> stream;
};

}  // namespace
}  // namespace map_stream_cutter

BOOST_FIXTURE_TEST_SUITE(map_stream_cutter, Fixture)

BOOST_AUTO_TEST_CASE(lines_are_chunks_as_soon_as_they_are_whole) {
  auto cut = cutter(true);
  BOOST_REQUIRE(cut.pump().has_value());
  BOOST_TEST(!cut.next());
  write("one\ntw");
  BOOST_REQUIRE(cut.pump().has_value());
  BOOST_TEST(text(cut.next().value()) == "one\n");
  BOOST_TEST(!cut.next());
  BOOST_TEST(cut.wants_more());
  write("o\nthree");
  BOOST_REQUIRE(cut.pump().has_value());
  BOOST_TEST(text(cut.next().value()) == "two\n");
  BOOST_TEST(!cut.done());
  writer.reset();
  BOOST_REQUIRE(cut.pump().has_value());
  BOOST_TEST(!cut.done());
  BOOST_TEST(text(cut.next().value()) == "three");
  BOOST_TEST(cut.done());
  BOOST_TEST(!cut.next_question());
}

BOOST_AUTO_TEST_CASE(a_line_or_record_may_be_longer_than_slices_and_what_is_read_at_once) {
  for (const bool by_lines : {true, false}) {
    Fixture other;
    auto cut = other.cutter(by_lines);
    const std::string text = std::string(900'000, 'x') + (by_lines ? "\n" : ";");
    std::thread writing(
        [&] { (void)!dp::write_full(other.writer.get(), text + "y").has_value(); });
    std::optional<Chunk> chunk;
    while (!chunk) {
      BOOST_REQUIRE(cut.pump().has_value());
      cut.look_at_pace();
      chunk = cut.next();
      if (const auto question = cut.next_question())
        cut.answer(other.find(*question, other.stream->size()));
    }
    writing.join();
    BOOST_TEST((other.text(*chunk) == text));
  }
}

BOOST_AUTO_TEST_CASE(an_empty_stream_has_no_chunks) {
  for (const bool by_lines : {true, false}) {
    Fixture other;
    auto cut = other.cutter(by_lines);
    other.writer.reset();
    BOOST_REQUIRE(cut.pump().has_value());
    BOOST_TEST(!cut.next());
    BOOST_TEST(!cut.next_question());
    BOOST_TEST(cut.done());
  }
}

BOOST_AUTO_TEST_CASE(records_are_asked_about_and_then_mapped_until_the_end) {
  auto cut = cutter(false);
  std::string all;
  std::string mapped;
  int questions = 0;
  for (int i = 0; i < 40'000; ++i) {
    const auto record = std::to_string(i) + ";";
    all += record;
    write(record);
    BOOST_REQUIRE(cut.pump().has_value());
    while (const auto chunk = cut.next()) mapped += text(*chunk);
    if (const auto question = cut.next_question()) {
      ++questions;
      BOOST_TEST(cut.asks());
      BOOST_TEST(question->begin == mapped.size());
      BOOST_TEST(question->end - question->begin <= kSlice);
      cut.answer(find(*question, stream->size()));
    }
  }
  BOOST_TEST(questions > 10);
  BOOST_TEST(mapped.size() > all.size() / 2);
  writer.reset();
  while (!cut.done()) {
    BOOST_REQUIRE(cut.pump().has_value());
    while (const auto chunk = cut.next()) mapped += text(*chunk);
    if (const auto question = cut.next_question()) cut.answer(find(*question, stream->size()));
  }
  BOOST_TEST((mapped == all));
}

BOOST_AUTO_TEST_CASE(what_may_go_on_waits_for_more_or_for_the_end) {
  auto cut = cutter(false);
  const std::string head(70'000, 'x');
  std::thread other([&] { write(head); });
  BOOST_REQUIRE(stream->wait_for(head.size()).has_value());
  other.join();
  const auto question = cut.next_question().value();
  cut.answer(find(question, stream->size()));
  // Nothing new has come: nothing is asked.
  cut.look_at_pace();
  cut.look_at_pace();
  BOOST_TEST(!cut.next_question());
  BOOST_TEST(!cut.next());
  write(";y");
  BOOST_REQUIRE(stream->wait_for(head.size() + 2).has_value());
  BOOST_TEST(!cut.next_question());
  cut.look_at_pace();
  cut.look_at_pace();
  const auto again = cut.next_question().value();
  cut.answer(find(again, stream->size()));
  BOOST_TEST(text(cut.next().value()) == head + ";");
  writer.reset();
  BOOST_REQUIRE(cut.pump().has_value());
  BOOST_TEST(text(cut.next().value()) == "y");
  BOOST_TEST(cut.done());
}

BOOST_AUTO_TEST_CASE(a_question_that_cannot_be_answered_makes_one_chunk_of_the_rest) {
  auto cut = cutter(false);
  const std::string head(66'000, 'x');
  std::thread other([&] { write(head); });
  BOOST_REQUIRE(stream->wait_for(head.size()).has_value());
  other.join();
  BOOST_REQUIRE(cut.next_question().has_value());
  cut.stop_asking();
  BOOST_TEST(!cut.asks());
  BOOST_TEST(!cut.next_question());
  BOOST_TEST(!cut.next());
  write(";rest;");
  writer.reset();
  BOOST_REQUIRE(cut.pump().has_value());
  BOOST_TEST(text(cut.next().value()) == head + ";rest;");
  BOOST_TEST(cut.done());
}

BOOST_AUTO_TEST_CASE(no_more_is_wanted_while_too_much_waits_to_be_done_with) {
  auto cut = cutter(true);
  std::thread other([&] {
    const std::string block = std::string(999'999, 'x') + "\n";
    for (int i = 0; i < 110; ++i) (void)!dp::write_full(writer.get(), block).has_value();
    writer.reset();
  });
  std::uint64_t given = 0;
  while (cut.wants_more()) {
    BOOST_REQUIRE(cut.pump().has_value());
    while (const auto chunk = cut.next()) given = chunk->end;
  }
  BOOST_TEST(!stream->ended());
  BOOST_TEST(stream->kept() >= StreamCutter::kMostKept);
  BOOST_TEST(stream->kept() < StreamCutter::kMostKept + (2 << 20));
  stream->done_before(given);
  BOOST_TEST(cut.wants_more());
  while (!cut.done()) {
    BOOST_REQUIRE(cut.pump().has_value());
    while (const auto chunk = cut.next()) stream->done_before(chunk->end);
  }
  other.join();
  BOOST_TEST(stream->size() == 110'000'000u);
}

BOOST_AUTO_TEST_SUITE_END()
