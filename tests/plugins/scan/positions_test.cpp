// SPDX-License-Identifier: Apache-2.0
#include "scan/positions.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(scan_positions)

namespace {

using Positions = std::vector<std::uint32_t>;

template <std::size_t kAtOnce>
Positions positions(std::uint64_t bits, std::size_t base) {
  // Room for what is promised, and not for one more: a sanitizer sees what goes past it.
  const auto count = static_cast<std::size_t>(std::popcount(bits));
  Positions out(count + kAtOnce);
  const auto* end = dp::scan::put_positions<kAtOnce>(bits, base, out.data());
  out.resize(static_cast<std::size_t>(end - out.data()));
  return out;
}

Positions by_eye(std::uint64_t bits, std::size_t base) {
  Positions out;
  for (std::uint32_t k = 0; k < 64; ++k)
    if ((bits >> k & 1) != 0) out.push_back(static_cast<std::uint32_t>(base) + k);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(positions_rise_from_the_base) {
  BOOST_TEST(positions<4>(0b1001'0001, 128) == (Positions{128, 132, 135}),
             boost::test_tools::per_element());
  BOOST_TEST(positions<4>(0, 64).empty());
}

BOOST_AUTO_TEST_CASE(any_number_of_bits_is_written_within_the_room) {
  std::mt19937_64 random(1);
  for (unsigned count = 0; count <= 64; ++count) {
    std::uint64_t bits = count == 64 ? ~std::uint64_t{0} : 0;
    while (static_cast<unsigned>(std::popcount(bits)) < count)
      bits |= std::uint64_t{1} << random() % 64;
    BOOST_REQUIRE(positions<4>(bits, 1'000'000) == by_eye(bits, 1'000'000));
    BOOST_REQUIRE(positions<8>(bits, 0) == by_eye(bits, 0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
