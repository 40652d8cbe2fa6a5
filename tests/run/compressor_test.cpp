// SPDX-License-Identifier: Apache-2.0
#include "run/compressor.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "run/block_compressor.hpp"
#include "unpacked.hpp"

BOOST_AUTO_TEST_SUITE(compressor)

namespace {

using dp::FileCompression;
using dp::run::BlockCompressor;
using dp::run::Compressor;
using dp::test::unpacked;

constexpr FileCompression kBoth[] = {FileCompression::gzip, FileCompression::zstd};

constexpr std::size_t kMiB = 1 << 20;

/// So many bytes that are neither all alike nor without any pattern.
std::string text(std::size_t size) {
  std::string made;
  std::uint32_t state = 1;
  while (made.size() < size) {
    state = state * 1664525 + 1013904223;
    made += std::to_string(state >> 22) + ",";
  }
  made.resize(size);
  return made;
}

/// `plain` written in pieces of `piece` bytes.
std::string compressed(FileCompression how, std::string_view plain, std::size_t piece,
                       unsigned threads, int level = 0) {
  std::string out;
  const Compressor::Take take = [&out](std::string_view bytes) {
    out += bytes;
    return dp::Status();
  };
  Compressor made(how, level, threads);
  for (; !plain.empty(); plain.remove_prefix(std::min(piece, plain.size())))
    BOOST_REQUIRE(made.write(plain.substr(0, piece), take).has_value());
  BOOST_REQUIRE(made.finish(take).has_value());
  return out;
}

/// `plain` block by block, without any thread.
std::string block_by_block(FileCompression how, std::string_view plain, int level = 0) {
  std::string out, block;
  auto made = BlockCompressor::make(how, level).value();
  const auto size = Compressor::block_bytes(how);
  do {
    BOOST_REQUIRE(made.compress(plain.substr(0, size), block).has_value());
    out += block;
    plain.remove_prefix(std::min(size, plain.size()));
  } while (!plain.empty());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(neither_cuts_nor_threads_change_a_byte) {
  const auto plain = text(13 * kMiB + 12'345);
  for (const auto how : kBoth) {
    const auto expected = block_by_block(how, plain);
    BOOST_TEST((unpacked(expected) == plain));
    for (const std::size_t piece : {std::size_t{4093}, std::size_t{1} << 20, plain.size()})
      for (const unsigned threads : {1U, 2U, 7U})
        BOOST_TEST((compressed(how, plain, piece, threads) == expected),
                   piece << " bytes at once, " << threads << " threads");
  }
}

BOOST_AUTO_TEST_CASE(what_ends_with_a_block_ends_there) {
  for (const auto how : kBoth)
    for (const std::size_t size : {kMiB - 1, kMiB, kMiB + 1, 4 * kMiB, 8 * kMiB}) {
      const auto plain = text(size);
      BOOST_TEST((compressed(how, plain, 100'000, 2) == block_by_block(how, plain)), size);
    }
}

BOOST_AUTO_TEST_CASE(of_no_bytes_comes_an_empty_file_of_the_format) {
  for (const auto how : kBoth) {
    const auto made = compressed(how, "", 1, 2);
    BOOST_TEST(!made.empty());
    BOOST_TEST(unpacked(made).empty());
  }
}

BOOST_AUTO_TEST_CASE(a_level_holds_for_all_blocks) {
  const auto plain = text(5 * kMiB + 5);
  for (const auto how : kBoth)
    for (const int level : {1, 9})
      BOOST_TEST(
          (compressed(how, plain, 70'000, 2, level) == block_by_block(how, plain, level)));
}

BOOST_AUTO_TEST_CASE(an_error_of_who_takes_the_bytes_is_the_callers) {
  const Compressor::Take full = [](std::string_view) {
    return dp::Status(dp::fail(dp::Errc::exhausted, "no room"));
  };
  const auto plain = text(24 * kMiB);
  Compressor made(FileCompression::zstd, 0, 2);
  const auto status = made.write(plain, full);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "no room");
}

BOOST_AUTO_TEST_CASE(what_is_not_finished_is_dropped) {
  std::string out;
  {
    Compressor first(FileCompression::gzip, 9, 3);
    auto made = std::move(first);
    BOOST_REQUIRE(made.write(text(4 * kMiB), [&out](std::string_view bytes) {
      out += bytes;
      return dp::Status();
    }));
  }
  BOOST_TEST(out.size() < 4 * kMiB);
}

BOOST_AUTO_TEST_CASE(its_threads_take_no_signals) {
  static thread_local bool is_mine = false;
  static volatile std::sig_atomic_t mine = 0, others = 0;
  is_mine = true;
  struct sigaction count {
  }, before{};
  count.sa_handler = [](int) {
    if (is_mine)
      mine = mine + 1;
    else
      others = others + 1;
  };
  ::sigaction(SIGTERM, &count, &before);
  const Compressor::Take drop = [](std::string_view) { return dp::Status(); };
  Compressor made(FileCompression::gzip, 9, 4);
  BOOST_REQUIRE(made.write(text(8 * kMiB), drop).has_value());
  for (int i = 0; i < 20; ++i) ::kill(::getpid(), SIGTERM);
  BOOST_REQUIRE(made.finish(drop).has_value());
  ::sigaction(SIGTERM, &before, nullptr);
  BOOST_TEST(mine > 0);
  BOOST_TEST(others == 0);
}

BOOST_AUTO_TEST_SUITE_END()
