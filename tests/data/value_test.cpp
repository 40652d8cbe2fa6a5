// SPDX-License-Identifier: Apache-2.0
#include "data/value.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

BOOST_AUTO_TEST_SUITE(value)

using dp::ByteWriter;
using dp::data::Value;
using dp::data::ValueTree;
using namespace std::string_literals;

namespace {

Value sample() {
  Value map = Value::map();
  map.add("flag", Value::of(true));
  map.add("least", Value::of(std::numeric_limits<std::int64_t>::min()));
  map.add("number", Value::of(-0.0));
  map.add("text", Value::of("a\0b"s));
  map.add("list", Value::list({Value::of(std::int64_t{1}), Value::list({}), Value::map()}));
  return map;
}

std::string bytes_of(const Value& value) {
  std::string bytes;
  ByteWriter out(bytes);
  encode(out, value);
  return bytes;
}

dp::Result<Value> value_of(std::string_view bytes) {
  return dp::decode_all<Value>(bytes, "value");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_comes_back_from_its_bytes) {
  const auto back = value_of(bytes_of(sample()));
  BOOST_REQUIRE(back);
  BOOST_TEST((*back == sample()));
}

BOOST_AUTO_TEST_CASE(bytes_cut_anywhere_are_refused) {
  const auto bytes = bytes_of(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    BOOST_TEST(!value_of({bytes.data(), size}));
}

BOOST_AUTO_TEST_CASE(damaged_bytes_are_refused_or_are_another_value) {
  const auto bytes = bytes_of(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const int change : {1, 0x80, 0xff}) {
      auto bad = bytes;
      bad[at] = static_cast<char>(bad[at] ^ change);
      const auto value = value_of(bad);
      if (value) BOOST_TEST(bytes_of(*value).size() > 0U);
    }
}

BOOST_AUTO_TEST_CASE(nesting_has_a_bound) {
  Value deep = Value::list({});
  for (int i = 0; i < 40; ++i) deep = Value::list({deep});
  BOOST_TEST(static_cast<bool>(value_of(bytes_of(deep))));
  for (int i = 0; i < 40; ++i) deep = Value::list({deep});
  BOOST_TEST(!value_of(bytes_of(deep)));
}

BOOST_AUTO_TEST_CASE(plugins_see_the_same_tree) {
  const Value value = sample();
  const ValueTree tree(value);
  const dp_value& root = *tree.root();
  BOOST_TEST(root.kind == static_cast<std::uint32_t>(DP_VALUE_MAP));
  BOOST_REQUIRE(root.count == value.items.size());
  for (std::size_t i = 0; i < root.count; ++i) {
    BOOST_TEST(std::string(root.keys[i].data, root.keys[i].size) == value.keys[i]);
    BOOST_TEST(root.items[i].kind == static_cast<std::uint32_t>(value.items[i].kind));
  }
  BOOST_TEST(root.items[4].count == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
