// SPDX-License-Identifier: Apache-2.0
#include "scan/block.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

namespace {

namespace data = boost::unit_test::data;
namespace scan = dp::scan;

/// What a block says of 64 bytes.
struct Answers {
  std::uint64_t equal, any, listed, high, control, control_or_high, brackets;
};

Answers portable(const char* at) {
  const auto block = scan::Block::load(at);
  return {block.equal('"'),
          block.any_of('"', '\n'),
          block.any_of('<', '>', '"', '\''),
          block.high(),
          block.control(),
          block.control_or_high(),
          block.with_bit5().any_of('{', '}', ':', ',')};
}

#if DP_HAS_AVX2
constexpr scan::ByteTable kMarks("<>\"'");
constexpr scan::ByteTable kBrackets("{}:,");

DP_AVX2 Answers avx2(const char* at) {
  const auto block = scan::Avx2Block::load(at);
  return {block.equal('"'),
          block.any_of('"', '\n'),
          block.any_of(kMarks),
          block.high(),
          block.control(),
          block.control_or_high(),
          block.with_bit5().any_of(kBrackets)};
}

DP_AVX2 std::uint64_t parity_avx2(std::uint64_t bits) { return scan::parity_avx2(bits); }
#endif

template <class Is>
std::uint64_t by_eye(const std::string& text, Is is) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; ++i)
    bits |= std::uint64_t{is(static_cast<unsigned char>(text[i]))} << i;
  return bits;
}

void check(const Answers& got, const std::string& text) {
  const auto is_any = [&](std::string_view bytes) {
    return by_eye(text, [bytes](unsigned char byte) {
      return bytes.find(static_cast<char>(byte)) != std::string_view::npos;
    });
  };
  BOOST_REQUIRE(got.equal == is_any("\""));
  BOOST_REQUIRE(got.any == is_any("\"\n"));
  BOOST_REQUIRE(got.listed == is_any("<>\"'"));
  BOOST_REQUIRE(got.high == by_eye(text, [](unsigned char byte) { return byte >= 0x80; }));
  BOOST_REQUIRE(got.control == by_eye(text, [](unsigned char byte) { return byte < 0x20; }));
  BOOST_REQUIRE(got.control_or_high ==
                by_eye(text, [](unsigned char byte) { return byte < 0x20 || byte >= 0x80; }));
  // With bit 5 set, 0x0c is a comma and 0x1a a colon.
  BOOST_REQUIRE(got.brackets == is_any("{}[]:,\x0c\x1a"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scan_block)

BOOST_DATA_TEST_CASE(every_byte_value_is_told_apart_at_every_place, data::xrange(0u, 256u),
                     value) {
  std::mt19937 random(value);
  std::string text;
  for (unsigned i = 0; i < 64; ++i)
    text += static_cast<char>(random() % 3 == 0 ? random() % 256 : value + i);
  check(portable(text.data()), text);
#if DP_HAS_AVX2
  if (scan::has_avx2()) check(avx2(text.data()), text);
#endif
}

BOOST_AUTO_TEST_CASE(parity_is_set_from_an_odd_bit_up_to_the_next) {
  BOOST_TEST(scan::parity(0) == 0u);
  BOOST_TEST(scan::parity(0b0010'0100) == 0b0001'1100u);
  BOOST_TEST(scan::parity(std::uint64_t{1} << 63) == std::uint64_t{1} << 63);
  BOOST_TEST(scan::parity(1) == ~std::uint64_t{0});
  BOOST_TEST(scan::parity(~std::uint64_t{0}) == UINT64_C(0x5555555555555555));
}

#if DP_HAS_AVX2
BOOST_AUTO_TEST_CASE(parity_is_the_same_by_a_product_without_carries) {
  if (!scan::has_avx2()) return;
  std::mt19937_64 random(2);
  for (int i = 0; i < 10'000; ++i) {
    const auto bits = random() & random();
    BOOST_REQUIRE(parity_avx2(bits) == scan::parity(bits));
  }
}

BOOST_AUTO_TEST_CASE(the_fast_function_is_chosen_where_it_runs) {
  const auto* fast = "fast";
  const auto* portable = "portable";
  BOOST_TEST(scan::best(fast, portable) == (scan::has_avx2() ? fast : portable));
}
#endif

BOOST_AUTO_TEST_SUITE_END()
