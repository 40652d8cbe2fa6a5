// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/block.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(xml_markup_block)

namespace {
namespace data = boost::unit_test::data;
namespace xml = dp::xml;

std::uint64_t bits_of(const std::string& text, bool (*is)(unsigned char)) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; ++i)
    bits |= std::uint64_t{is(static_cast<unsigned char>(text[i]))} << i;
  return bits;
}
}  // namespace

BOOST_DATA_TEST_CASE(every_byte_value_is_told_apart_at_every_place, data::xrange(0u, 256u),
                     value) {
  std::mt19937 random(value);
  std::string text;
  for (unsigned i = 0; i < 64; ++i)
    text += static_cast<char>(random() % 3 == 0 ? random() % 256 : value + i);
  const auto marks = bits_of(text, [](unsigned char byte) {
    return byte == '<' || byte == '>' || byte == '"' || byte == '\'';
  });
  const auto odd = bits_of(text, [](unsigned char byte) {
    const bool space = byte == '\n' || byte == '\t' || byte == '\r';
    return byte == '&' || byte == ']' || byte >= 0x80 || (byte < 0x20 && !space);
  });
  for (const auto load : {xml::best_load_block(), &xml::load_block}) {
    const auto block = load(text.data());
    BOOST_REQUIRE(static_cast<const void*>(block.at) == text.data());
    BOOST_REQUIRE(block.marks == marks);
    BOOST_REQUIRE(block.odd == odd);
  }
}

BOOST_AUTO_TEST_SUITE_END()
