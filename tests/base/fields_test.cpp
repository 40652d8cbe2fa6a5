// SPDX-License-Identifier: Apache-2.0
#include "base/fields.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <random>

namespace {

enum class Colour : std::uint8_t { red = 1, green, blue };

struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  static constexpr auto kFields = std::tuple(&Range::begin, &Range::end);
  [[nodiscard]] bool valid() const noexcept { return begin <= end; }
  bool operator==(const Range&) const = default;
};

struct Parcel {
  std::string name;
  Colour colour = Colour::red;
  bool fragile = false;
  double weight = 0;
  std::optional<std::string> note;
  std::vector<Range> ranges;
  std::array<std::int16_t, 3> size{};
  std::vector<std::pair<std::string, std::uint32_t>> tags;
  static constexpr auto kFields =
      std::tuple(&Parcel::name, &Parcel::colour, &Parcel::fragile, &Parcel::weight,
                 &Parcel::note, &Parcel::ranges, &Parcel::size, &Parcel::tags);
  bool operator==(const Parcel&) const = default;
};

struct Tree {
  std::vector<Tree> children;
  static constexpr auto kFields = std::tuple(&Tree::children);
};

/// A type that cannot name its own members.
struct Foreign {
  std::int32_t x = 0;
  std::int32_t y = 0;
};

}  // namespace

namespace dp {
template <>
struct EnumRange<Colour> {
  static constexpr auto kFirst = Colour::red;
  static constexpr auto kLast = Colour::blue;
};
template <>
struct Fields<Foreign> {
  static constexpr auto kList = std::tuple(&Foreign::x, &Foreign::y);
};
}  // namespace dp

namespace {

template <class T>
std::string encoded(const T& value) {
  std::string bytes;
  dp::ByteWriter out(bytes);
  dp::encode(out, value);
  return bytes;
}

Parcel a_parcel() {
  Parcel parcel;
  parcel.name = "books";
  parcel.colour = Colour::blue;
  parcel.fragile = true;
  parcel.weight = -0.5;
  parcel.note = "";
  parcel.ranges = {{1, 2}, {7, std::numeric_limits<std::uint64_t>::max()}};
  parcel.size = {-1, 0, 32767};
  parcel.tags = {{"a", 1}, {"", 2}};
  return parcel;
}

dp::Result<Parcel> decoded(std::string_view bytes) {
  return dp::decode_all<Parcel>(bytes, "parcel");
}

Tree nested(int depth) {
  Tree tree;
  if (depth > 1) tree.children.push_back(nested(depth - 1));
  return tree;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(what_was_encoded_is_decoded_to_an_equal_value) {
  BOOST_TEST((decoded(encoded(a_parcel())).value() == a_parcel()));
  BOOST_TEST((decoded(encoded(Parcel{})).value() == Parcel{}));
}

BOOST_AUTO_TEST_CASE(members_follow_each_other_without_padding) {
  BOOST_TEST(encoded(Range{1, 2}) == std::string("\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0", 16));
  BOOST_TEST(encoded(Foreign{1, -1}) == std::string("\1\0\0\0\xff\xff\xff\xff", 8));
}

BOOST_AUTO_TEST_CASE(the_fewest_bytes_are_those_of_a_value_whose_parts_are_empty) {
  BOOST_TEST(dp::fewest_bytes<Parcel>() == encoded(Parcel{}).size());
  BOOST_TEST(dp::fewest_bytes<Range>() == 16u);
  BOOST_TEST(dp::fewest_bytes<Tree>() == 8u);
}

BOOST_AUTO_TEST_CASE(every_cut_short_message_is_refused) {
  const auto bytes = encoded(a_parcel());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto parcel = decoded(std::string_view(bytes).substr(0, size));
    BOOST_REQUIRE(!parcel);
    BOOST_TEST(parcel.error().message == "parcel: cut short or damaged");
  }
}

BOOST_AUTO_TEST_CASE(trailing_bytes_are_refused) {
  const auto parcel = decoded(encoded(a_parcel()) + "x");
  BOOST_REQUIRE(!parcel);
  BOOST_TEST(parcel.error().message == "parcel: trailing bytes");
}

BOOST_AUTO_TEST_CASE(an_enumerator_that_does_not_exist_is_refused) {
  for (const char colour : {'\0', '\4', '\xff'}) {
    auto bytes = encoded(a_parcel());
    bytes[8 + 5] = colour;
    BOOST_TEST(!decoded(bytes).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_struct_that_says_it_is_not_valid_is_refused) {
  BOOST_TEST(dp::decode_all<Range>(encoded(Range{2, 2}), "range").has_value());
  BOOST_TEST(!dp::decode_all<Range>(encoded(Range{2, 1}), "range").has_value());
}

BOOST_AUTO_TEST_CASE(a_count_that_the_bytes_cannot_hold_makes_no_room) {
  std::string bytes;
  dp::ByteWriter(bytes).put(std::uint64_t{1} << 40).put("not so many");
  BOOST_TEST(!dp::decode_all<std::vector<Range>>(bytes, "ranges").has_value());
}

BOOST_AUTO_TEST_CASE(structs_nest_up_to_the_limit_and_no_deeper) {
  const auto at_limit = encoded(nested(dp::ByteReader::kMaxDepth));
  BOOST_TEST(dp::decode_all<Tree>(at_limit, "tree").has_value());
  const auto deeper = encoded(nested(dp::ByteReader::kMaxDepth + 1));
  BOOST_TEST(!dp::decode_all<Tree>(deeper, "tree").has_value());
}

BOOST_AUTO_TEST_CASE(views_point_into_the_message) {
  const auto bytes = encoded(std::string("text"));
  dp::ByteReader in(bytes);
  std::string_view view;
  dp::decode(in, view);
  BOOST_TEST(view == "text");
  BOOST_TEST(static_cast<const void*>(view.data()) == bytes.data() + 8);
}

BOOST_AUTO_TEST_CASE(damaged_messages_are_refused_or_decoded_but_never_read_past_their_end) {
  std::mt19937 random(7);
  const auto whole = encoded(a_parcel());
  for (int i = 0; i < 20000; ++i) {
    auto bytes = whole;
    for (auto changes = 1 + random() % 3; changes > 0; --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (const auto parcel = decoded(bytes)) BOOST_TEST(encoded(*parcel).size() == bytes.size());
  }
}

BOOST_AUTO_TEST_SUITE_END()
