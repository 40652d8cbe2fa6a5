// SPDX-License-Identifier: Apache-2.0
#include "input/stream.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <thread>

#include "compressed.hpp"
#include "file_size_limit.hpp"
#include "gzip.hpp"
#include "temporary.hpp"
#include "zstd.hpp"

namespace stream {
namespace {

using dp::Fd;
using dp::input::Stream;

constexpr std::uint64_t kAll = ~std::uint64_t{0};

/// A pipe, and the stream that is read from it.
struct Fixture {
  Fixture() {
    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    writer.reset(ends[1]);
    stream = Stream::open("-", Fd(ends[0])).value();
  }
  void write(std::string_view bytes) {
    BOOST_REQUIRE(dp::write_full(writer.get(), bytes).has_value());
  }
  /// Write all of `bytes` while the stream is read to its end.
  void pass(const std::string& bytes) {
    std::thread other([&] {
      (void)!dp::write_full(writer.get(), bytes).has_value();
      writer.reset();
    });
    const auto status = stream->wait_for(kAll);
    stream.reset(status ? stream.release() : nullptr);
    other.join();
    BOOST_REQUIRE(stream);
  }
  [[nodiscard]] std::string text() const { return stream->bytes_at(0, stream->size()).value(); }
  [[nodiscard]] std::uint64_t blocks_on_disk() const {
    struct stat status {};
    BOOST_REQUIRE(::stat(stream->path().c_str(), &status) == 0);
    return static_cast<std::uint64_t>(status.st_blocks);
  }
  Fd writer;
  std::unique_ptr<Stream> stream;
};

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

}  // namespace
}  // namespace stream

BOOST_FIXTURE_TEST_SUITE(stream, Fixture)

BOOST_AUTO_TEST_CASE(what_has_come_is_there_for_others_before_the_end) {
  BOOST_REQUIRE(stream->pump(kAll).has_value());
  BOOST_TEST(stream->size() == 0u);
  write("a\nb");
  BOOST_REQUIRE(stream->pump(kAll).has_value());
  BOOST_TEST(!stream->ended());
  BOOST_TEST(stream->size() == 3u);
  BOOST_TEST(stream->lines_end() == 2u);
  BOOST_TEST(dp::read_file(stream->path(), 100).value() == "a\nb");
  BOOST_TEST(stream->stamp().size == 3u);
  write("c\n");
  writer.reset();
  BOOST_REQUIRE(stream->wait_for(kAll).has_value());
  BOOST_TEST(stream->ended());
  BOOST_TEST(stream->lines_end() == 5u);
  BOOST_TEST(text() == "a\nbc\n");
  BOOST_TEST(stream->damage().empty());
}

BOOST_AUTO_TEST_CASE(lines_of_two_bytes_a_unit_end_alike_however_they_come) {
  using namespace std::string_literals;
  std::string text = "\xff\xfe"s;
  // Beside each other, U+0A95 and U+0100 have the bytes of a newline at an odd place.
  for (int i = 0; i < 400; ++i) text += "k\0\x95\x0a\0\x01\n\0"s;
  stream->expect({"utf-16le", dp::protocol::BadBytes::reject});
  std::size_t written = 0;
  for (const std::size_t piece : {401u, 1u, 600u, 3u, 998u, 1196u}) {
    write(text.substr(written, piece));
    written += std::min(piece, text.size() - written);
    BOOST_REQUIRE(stream->pump(kAll).has_value());
    const auto whole = written < 10 ? 0 : (written - 2) / 8 * 8 + 2;
    BOOST_TEST(stream->lines_end() == whole, written);
  }
}

BOOST_AUTO_TEST_CASE(no_more_is_read_than_is_asked_for) {
  const std::string block(60'000, 'x');
  write(block);
  write(block.substr(0, 5000));
  BOOST_REQUIRE(stream->pump(1).has_value());
  const auto first = stream->size();
  BOOST_REQUIRE(stream->pump(first).has_value());
  BOOST_TEST(stream->size() == first);
  BOOST_REQUIRE(stream->wait_for(65'000).has_value());
  BOOST_TEST(stream->size() == 65'000u);
}

BOOST_AUTO_TEST_CASE(compressed_bytes_come_unpacked) {
  const auto whole = lines(50'000);
  for (const auto& packed : {dp::test::gzip(whole), dp::test::zstd(whole),
                             dp::test::bzip2(whole), dp::test::xz(whole)}) {
    Fixture other;
    other.pass(packed);
    BOOST_TEST((other.text() == whole));
    BOOST_TEST(other.stream->damage().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_text_need_not_be_long_to_be_known_as_one) {
  for (const std::string text : {"a", "B\n", "P", "PQ", "Q", "\x1f\n", "(x", "BZ\n"}) {
    Fixture other;
    other.write(text);
    BOOST_REQUIRE(other.stream->pump(kAll).has_value());
    BOOST_TEST(other.stream->size() == (text == "P" || text == "Q" ? 0u : text.size()), text);
    other.writer.reset();
    BOOST_REQUIRE(other.stream->wait_for(kAll).has_value());
    BOOST_TEST(other.text() == text);
  }
}

BOOST_AUTO_TEST_CASE(what_breaks_off_says_where) {
  const auto whole = lines(50'000);
  const auto packed = dp::test::gzip(whole);
  pass(packed.substr(0, packed.size() / 2));
  BOOST_TEST(whole.starts_with(text()));
  BOOST_TEST(stream->damage() == "the compressed data is cut short: at byte " +
                                     std::to_string(packed.size() / 2) +
                                     " of the file, after " + std::to_string(stream->size()) +
                                     " bytes of its data");
}

BOOST_AUTO_TEST_CASE(once_bytes_could_not_be_kept_no_call_succeeds) {
  write("kept\n");
  BOOST_REQUIRE(stream->pump(kAll).has_value());
  {
    const dp::test::FileSizeLimit limit(100);
    write(std::string(200, 'x'));
    BOOST_TEST(!stream->wait_for(kAll).has_value());
  }
  write("more\n");
  writer.reset();
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(
        stream->pump(kAll).error().message.starts_with("cannot keep standard input in "));
    BOOST_TEST(!stream->wait_for(kAll).has_value());
  }
}

BOOST_AUTO_TEST_CASE(what_is_known_but_not_read_is_refused_by_name) {
  pass("PK\x03\x04 and more of it");
  BOOST_TEST(stream->damage().starts_with("is a zip archive, which is not read"));
  BOOST_TEST(stream->size() == 0u);
}

BOOST_AUTO_TEST_CASE(lines_are_numbered_at_any_place_in_any_order) {
  const auto whole = lines(100'000);
  pass(whole);
  for (const std::uint64_t line : {1u, 2u, 77'777u, 77'778u, 100'000u, 5u}) {
    const auto place = whole.find("line " + std::to_string(line - 1) + "\n");
    BOOST_TEST(stream->line_of(place).value() == line);
    BOOST_TEST(stream->line_of(place + 3).value() == line);
  }
}

BOOST_AUTO_TEST_CASE(what_is_done_with_takes_no_room_but_its_head) {
  const std::string block = std::string(999, 'x') + "\n";
  std::string whole;
  for (int i = 0; i < 8000; ++i) whole += block;
  pass(whole);
  const auto before = blocks_on_disk();
  const std::uint64_t half = 4'000'000;
  stream->done_before(half);
  stream->done_before(half / 2);
  BOOST_TEST(stream->kept() == whole.size() - half);
  BOOST_TEST(stream->line_of(half).value() == 4001u);
  BOOST_TEST(stream->bytes_at(half - 1, 3).value() == "\nxx");
  BOOST_TEST(stream->bytes_at(0, 65'536).value() == whole.substr(0, 65'536));
  stream->done_before(whole.size());
  BOOST_TEST(stream->kept() == 0u);
  const auto after = blocks_on_disk();
  BOOST_TEST((before == 0 || after * 10 < before), before << " -> " << after);
}

BOOST_AUTO_TEST_SUITE_END()
