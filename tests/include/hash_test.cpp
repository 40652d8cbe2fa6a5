// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdio>
#include <dp/hash.hpp>
#include <memory>
#include <random>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(hash)

namespace {

std::string random_text(std::mt19937_64& random, std::size_t size) {
  std::string text(size, '\0');
  for (auto& letter : text) letter = static_cast<char>(random());
  return text;
}

template <class... Values>
std::string text(const char* format, Values... values) {
  char made[64];
  const int size = std::snprintf(made, sizeof made, format, values...);
  return {made, static_cast<std::size_t>(size)};
}

/// Buckets of the hashes' top 12 bits, and of the lowest 12, are filled evenly: chi-squared
/// lies within 6 standard deviations of what chance gives.
void check_even(const std::vector<std::uint64_t>& hashes) {
  constexpr std::size_t kBuckets = 4096;
  for (const int shift : {52, 20, 0}) {
    std::vector<double> counts(kBuckets);
    for (const auto hash : hashes) ++counts[hash >> shift & (kBuckets - 1)];
    const double expected = static_cast<double>(hashes.size()) / kBuckets;
    double chi = 0;
    for (const double count : counts) chi += (count - expected) * (count - expected) / expected;
    BOOST_TEST(std::abs(chi - kBuckets) < 6 * std::sqrt(2.0 * kBuckets));
  }
}

void check_distinct(std::vector<std::uint64_t> hashes) {
  std::sort(hashes.begin(), hashes.end());
  BOOST_TEST((std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end()));
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_same_seed_and_bytes_give_the_same_hash_and_others_another) {
  const dp::Hasher one(1);
  const dp::Hasher two(2);
  BOOST_TEST(one.bytes("/index.html") == dp::Hasher(1).bytes("/index.html"));
  BOOST_TEST(one.bytes("/index.html") != two.bytes("/index.html"));
  BOOST_TEST(one.word(7) != two.word(7));
  BOOST_TEST(one.words(1, 2) != one.words(2, 1));
}

BOOST_AUTO_TEST_CASE(sequences_and_near_strings_spread_evenly_and_do_not_collide) {
  const dp::Hasher hasher(42);
  std::vector<std::uint64_t> ints;
  std::vector<std::uint64_t> strides;
  std::vector<std::uint64_t> paths;
  std::vector<std::uint64_t> hosts;
  for (std::uint32_t i = 0; i < 200000; ++i) {
    ints.push_back(hasher.word(i));
    strides.push_back(hasher.words(std::uint64_t{i} << 40, 8ull << 56));
    paths.push_back(hasher.bytes(text("/a/rather/long/path/of/a/page/%u", i)));
    hosts.push_back(hasher.bytes(text("10.%u.%u.%u", i >> 16, i >> 8 & 255, i & 255)));
  }
  for (const auto& hashes : {ints, strides, paths, hosts}) {
    check_even(hashes);
    check_distinct(hashes);
  }
}

BOOST_AUTO_TEST_CASE(every_bit_of_every_length_flips_about_half_of_the_hash) {
  const dp::Hasher hasher(3);
  std::mt19937_64 random(3);
  for (const std::size_t size :
       {1u, 3u, 4u, 7u, 8u, 9u, 15u, 16u, 17u, 31u, 32u, 33u, 64u, 100u}) {
    for (std::size_t bit = 0; bit < 8 * size; ++bit) {
      int flipped = 0;
      for (int round = 0; round < 40; ++round) {
        auto text = random_text(random, size);
        const auto before = hasher.bytes(text);
        text[bit / 8] ^= static_cast<char>(1u << bit % 8);
        flipped += std::popcount(before ^ hasher.bytes(text));
      }
      // 40 x 64 coin throws: 1280 expected, standard deviation 25.
      BOOST_TEST(flipped > 1280 - 8 * 25);
      BOOST_TEST(flipped < 1280 + 8 * 25);
    }
  }
}

BOOST_AUTO_TEST_CASE(length_counts_so_zeros_of_any_length_differ) {
  const dp::Hasher hasher(4);
  std::vector<std::uint64_t> hashes;
  for (std::size_t size = 0; size < 300; ++size)
    hashes.push_back(hasher.bytes(std::string(size, '\0')));
  check_distinct(hashes);
}

BOOST_AUTO_TEST_CASE(no_byte_past_the_end_is_read_or_counts) {
  const dp::Hasher hasher(5);
  std::mt19937_64 random(5);
  for (std::size_t size = 0; size < 200; ++size) {
    const auto text = random_text(random, size);
    const auto exact = std::make_unique<char[]>(size);  // a sanitizer sees what lies past it
    std::copy(text.begin(), text.end(), exact.get());
    const auto longer = text + random_text(random, 9);
    BOOST_TEST(hasher.bytes({exact.get(), size}) ==
               hasher.bytes(std::string_view(longer).substr(0, size)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
